"""From the published state of a campaign to the five pages of its dossier."""

from __future__ import annotations

import analysis
from analysis.french import number, typography
from diagnosis import dataset
from diagnosis.instance import Instance
from diagnosis.model import Campaign, DiagnosisError
from diagnosis.planners.dossier.method import method_page
from diagnosis.planners.dossier.model import Dossier, Head
from diagnosis.planners.dossier.needs import needs_page
from diagnosis.planners.dossier.programme import programme_page
from diagnosis.planners.dossier.summary import summary_page
from diagnosis.planners.dossier.where import where_page
from diagnosis.planners.words import state_words

ROUNDED = (
    "Nombres arrondis à 5 près, pour que personne ne soit reconnu ; ils ne s’ajoutent pas toujours."
)


class TooFewError(DiagnosisError):
    """Nothing can be handed over yet."""


def dossier_of(instance: Instance, campaign: Campaign) -> Dossier:
    """Make the dossier of the state that everybody sees.

    Raises
    ------
    TooFewError
        The campaign has no published state yet.
    """
    state = dataset.state_of(instance, campaign)
    found = analysis.Diagnosis.of(state.report)
    report = found.report
    if state.day is None or report.participation.n is None:
        raise TooFewError(f"Pas encore de dossier pour « {campaign.name} ». {report.findings[0]}")
    return Dossier(
        head=_head(instance, campaign, state),
        summary=summary_page(report, found.said, state.awaited),
        needs=needs_page(report, found.said),
        where=where_page(found, report),
        programme=programme_page(report, found.said),
        method=method_page(report, state.day),
    )


def _head(instance: Instance, campaign: Campaign, state: dataset.State) -> Head:
    return Head(
        title=typography(campaign.title),
        site=typography(instance.town(campaign.site)),
        state=state_words(state),
        families=f"n = {number(state.families)}",
        fictitious=campaign.fictitious,
        rounded=typography(ROUNDED),
    )
