"""What a dossier still lacks, said plainly: what nobody counted, wrote, or can know here."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.french import typography
from diagnosis.funders.model import Dossier
from diagnosis.funders.wording import plural

# What only the funder's own frame asks; no number of it is known here.
FRAME = (
    "Gestionnaire, adresse et numéro du dossier chez le financeur",
    "Agrément ou convention, dates",
    "Personnel : qualifications, équivalents temps plein, analyse de la pratique",
    "Budget réalisé et budget prévu, autres financeurs",
    "Signature de la personne responsable",
)
PEOPLE = (("adults", "adultes différents"), ("children", "enfants différents"))


def missing_of(dossier: Dossier) -> list[str]:
    """Sentences, each with what to do about it; the funder's frame comes last."""
    found = [
        *_of_year(dossier),
        *_of_sessions(dossier),
        *_of_people(dossier),
        *_of_numbers(dossier),
        *_of_tree(dossier),
    ]
    return [typography(sentence) for sentence in found]


def frame_left() -> list[str]:
    """The fields of the funder's frame, to fill by hand."""
    return [typography(field) for field in FRAME]


def _of_year(dossier: Dossier) -> Iterator[str]:
    if dossier.is_empty:
        yield f"Aucun atelier n’est noté en {dossier.year} : rien n’est compté pour cette année."
    elif not dossier.held:
        yield f"Aucun atelier de {dossier.year} n’est noté comme tenu."


def _of_sessions(dossier: Dossier) -> Iterator[str]:
    sums = dossier.sums
    if sums.unnoted:
        many = plural(sums.unnoted, "atelier passé n’est pas noté", "ateliers passés non notés")
        yield f"{many} : notez ce qui s’y est passé, ou supprimez ceux qui n’ont pas eu lieu."
    if sums.held > sums.timed:
        many = plural(sums.held - sums.timed, "séance tenue", "séances tenues")
        yield f"{many} sans heure de début et de fin : les heures d’ouverture sont incomplètes."
    undecided = sum(not one.workshop.decision for one in dossier.held)
    if undecided:
        many = plural(undecided, "atelier tenu", "ateliers tenus")
        yield f"{many} sans décision (garder, adapter, arrêter)."
    silent = sum(not one.workshop.all_faces for one in dossier.held)
    if silent:
        many = plural(silent, "atelier tenu", "ateliers tenus")
        yield f"{many} sans visage : on ne sait pas s’il a été utile."


def _of_people(dossier: Dossier) -> Iterator[str]:
    if not dossier.held:
        return
    for site, apart in dossier.apart.items():
        lacking = [words for name, words in PEOPLE if getattr(apart, name) is None]
        if lacking:
            yield (
                f"{site}, {' et '.join(lacking)} : jamais comptés ici, où personne n’a de nom. "
                "Des présences ne s’additionnent pas en personnes. Si l’équipe tient un registre, "
                "écrivez-en le nombre."
            )


def _of_numbers(dossier: Dossier) -> Iterator[str]:
    for source in dossier.sources:
        if source.state is None:
            yield (
                f"« {source.title} » n’a pas encore d’état publié : aucun besoin n’est chiffré "
                "pour cette campagne."
            )
    planned = sum(one.workshop.why is None for one in dossier.meetings)
    if planned:
        many = plural(planned, "atelier prévu", "ateliers prévus")
        yield f"{many} avant qu’un besoin soit chiffré : sans nombre qui le justifie."


def _of_tree(dossier: Dossier) -> Iterator[str]:
    proposed = sum(one.proposed and not one.left_out for one in dossier.branches)
    if proposed:
        many = plural(proposed, "objectif proposé", "objectifs proposés")
        yield f"{many} par le programme : relisez-les, écrivez les vôtres."
    aimless = sum(not one.target and not one.left_out for one in dossier.branches)
    if aimless:
        yield f"{plural(aimless, 'objectif', 'objectifs')} sans cible : ce que vous visez."
