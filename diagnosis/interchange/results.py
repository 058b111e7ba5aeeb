"""``diagnosis import``: results collected elsewhere, stored once, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from diagnosis.interchange.columns import fit
from diagnosis.interchange.mapping import Mapping
from diagnosis.interchange.rows import RowReader, default_channel, default_language
from diagnosis.languages import SOURCE, Catalogue, Languages
from diagnosis.model import Campaign, DiagnosisError, Outcome, Problem, Response
from diagnosis.questionnaire import Rules
from diagnosis.readers import Table
from diagnosis.storage import Storage


class Receiver(Protocol):
    """What an import asks of a running instance."""

    store: Storage
    languages: Languages

    def rules(self, questionnaire: str, version: str) -> Rules | None:
        """Compiled rules of a questionnaire version."""
        ...

    def week(self) -> str:
        """ISO week of today."""
        ...


@dataclass(frozen=True)
class ImportReport:
    """What became of a file: responses added, already there, or set aside with their problems.

    ``absent`` are the questions that no column answers, ``ignored`` the columns that nobody read,
    ``assumed`` what the file and the mapping did not say.
    """

    added: int = 0
    same: int = 0
    conflicts: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    absent: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def sentence(self) -> str:
        """Sum up the import for the team, in a few lines."""
        verb = "à ajouter" if self.dry_run else "ajoutées"
        lines = [
            f"Réponses {verb}\u00a0: {self.added}, déjà là\u00a0: {self.same}, "
            f"en conflit\u00a0: {self.conflicts}. Lignes écartées\u00a0: {self.refused}."
            + " Essai\u00a0: rien n’est écrit."
            * self.dry_run
        ]
        lines += [
            f"{title}\u00a0: {', '.join(names)}."
            for title, names in (
                ("Supposé", self.assumed),
                ("Questions sans colonne", self.absent),
                ("Colonnes non lues", self.ignored),
            )
            if names
        ]
        return "\n".join(lines)


def import_results(
    instance: Receiver,
    campaign: Campaign,
    table: Table,
    mapping: Mapping | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Store the rows of a table that the questionnaire's rules accept.

    Parameters
    ----------
    instance, campaign : where the responses go.
    table, mapping : what was read of the files.
    dry_run : say what would happen, write nothing.

    Returns
    -------
    ImportReport
        Counts, and one problem per cell that must be corrected; these rows were not stored.

    Raises
    ------
    ProblemsError
        The table and the mapping do not fit the questionnaire; nothing was written.
    """
    mapping = mapping or Mapping()
    rules = instance.rules(campaign.questionnaire, campaign.version)
    if rules is None:
        raise DiagnosisError(
            f"Le questionnaire «\u00a0{campaign.questionnaire}\u00a0» version {campaign.version} "
            "manque\u00a0: enregistrez-le, ou corrigez la campagne."
        )
    plan = fit(table, mapping, rules.questionnaire, campaign, _catalogues(instance, campaign))
    reader = RowReader(table, plan, mapping, campaign, rules, instance.languages, instance.week())
    responses: dict[int, Response] = {}
    problems: list[Problem] = []
    for row in table.rows:
        response, wrong = reader.read(row)
        problems += wrong
        if response is not None:
            responses[row.number] = response
    made = list(responses.values())
    outcomes = _foresee(instance.store, made) if dry_run else instance.store.add_responses(made)
    conflicts = [
        number for number, o in zip(responses, outcomes, strict=True) if o is Outcome.CONFLICT
    ]
    return ImportReport(
        added=outcomes.count(Outcome.CREATED),
        same=outcomes.count(Outcome.SAME),
        conflicts=len(conflicts),
        refused=len(table.rows) - len(responses),
        problems=[*problems, *_conflicts(table, conflicts)],
        absent=plan.absent,
        ignored=plan.ignored,
        assumed=tuple(_assumed(campaign, mapping, plan.about)),
        dry_run=dry_run,
    )


def _catalogues(instance: Receiver, campaign: Campaign) -> Sequence[Catalogue]:
    tags = [tag for tag in campaign.languages if tag in instance.languages and tag != SOURCE]
    return [instance.languages.catalogue(tag) for tag in tags]


def _foresee(store: Storage, responses: list[Response]) -> list[Outcome]:
    """Say what the store would answer; a week that differs is no difference, as in the store."""
    names = {response.campaign for response in responses}
    kept = {r.id: r for name in names for r in store.responses(name, apart=None)}
    outcomes = []
    for response in responses:
        known = kept.setdefault(response.id, response)
        if known is response:
            outcomes.append(Outcome.CREATED)
        elif replace(known, week=response.week, apart="", counted=None) == response:
            outcomes.append(Outcome.SAME)
        else:
            outcomes.append(Outcome.CONFLICT)
    return outcomes


def _conflicts(table: Table, rows: list[int]) -> Iterator[Problem]:
    for row in rows:
        yield Problem(
            "conflict",
            table.place(row),
            "une réponse de même identifiant, mais d’autre contenu, est déjà enregistrée\u00a0; "
            "la première est gardée",
            "supprimez l’une des deux, ou donnez à cette ligne un autre identifiant",
        )


def _assumed(campaign: Campaign, mapping: Mapping, about: dict[str, int]) -> Iterator[str]:
    constants = mapping.constants
    if "language" not in about and not constants.language:
        yield f"language {default_language(campaign)}"
    if "channel" not in about and not constants.channel:
        yield f"channel {default_channel(campaign)}"
    if "assisted" not in about and constants.assisted is None:
        yield "assisted non"
    if "week" not in about:
        yield "week celle de l’import"
