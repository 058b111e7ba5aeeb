"""What families said and what was decided, as tables: needs, grounds, objectives, evaluation.

A number of families passed the door; each stands beside the day of the state that told it.
"""

from __future__ import annotations

from analysis.french import percent, typography
from diagnosis.activity import DECISION_LABELS, usefulness_of
from diagnosis.funders import wording
from diagnosis.funders.missing import frame_left, missing_of
from diagnosis.funders.model import Branch, Dossier, NeedTold
from diagnosis.funders.tables.model import Table, Value, table_of
from diagnosis.funders.wording import TO_FILL, plain
from diagnosis.languages import long_day


def needs(dossier: Dossier) -> Table:
    """The needs as the published states tell them."""
    rows = [
        (
            one.source.site,
            one.label,
            one.cell.n or "moins de 5",
            one.cell.N,
            percent(one.cell.low, one.cell.N),
            percent(one.cell.high, one.cell.N),
            one.source.families,
            long_day(one.source.state) if one.source.state else "",
        )
        for one in dossier.needs
    ]
    head = (
        "Site", "Besoin", "Familles (environ)", "Sur", "Au moins", "Au plus", "n", "État publié",
    )  # fmt: skip
    method = typography(
        "Ce que les familles ont dit : part de celles qui nomment le besoin, intervalle à 95 % qui "
        "tient ensemble l’arrondi et l’échantillon. Familles volontaires : ce n’est pas un sondage."
    )
    widths = (18, 38, 12, 10, 12, 12, 10, 22)
    return table_of("Besoins", "Besoins", head, rows, (wording.ROUNDED, method), widths)


def grounds(dossier: Dossier) -> Table:
    """The told numbers that justified each workshop, frozen on the day it was planned."""
    rows = [
        (
            one.site,
            one.theme,
            long_day(one.workshop.day),
            long_day(why.day),
            wording.frozen(why.needed),
            wording.frozen(why.wished),
            wording.votes(why),
            wording.rank(why),
            wording.state_of(why),
        )
        for one in dossier.founded
        if (why := one.workshop.why)
    ]
    head = (
        "Site", "Atelier", "Jour de l’atelier", "Décidé le", "Besoin nommé par", "Souhaité par",
        "Voté", "Place", "État publié",
    )  # fmt: skip
    note = typography(
        "Nombres valables le jour où l’atelier a été décidé, gardés tels quels depuis. Besoin : "
        "familles de son public qui nomment le besoin ; souhait : celles à qui la carte a été "
        "montrée."
    )
    widths = (12, 26, 16, 16, 24, 24, 18, 20, 20)
    title = "Pourquoi ces ateliers"
    return table_of("Justifications", title, head, rows, (wording.ROUNDED, note), widths)


def tree(dossier: Dossier) -> Table:
    """Needs, objectives, actions, indicators."""
    rows = [_branch(one) for one in dossier.branches if not one.left_out]
    head = ("Site", "Besoin", "Ce qu’en disent les familles", "Objectif", "Actions", "Indicateurs",
            "Cible")  # fmt: skip
    widths = (12, 20, 28, 30, 32, 32, 16)
    return table_of("Objectifs", "Arbre des objectifs", head, rows, (wording.ROUNDED,), widths)


def _branch(one: Branch) -> tuple[Value, ...]:
    return (
        one.site,
        one.label,
        wording.need(one.told),
        one.objective + (" (proposé, à relire)" if one.proposed else ""),
        "\n".join([*one.actions, *one.more]) or "aucune action notée",
        "\n".join(one.indicators) or "rien n’a encore été tenu",
        one.target or TO_FILL,
    )


def judged(dossier: Dossier) -> Table:
    """What was decided after each workshop, why, and how useful it was."""
    rows = [
        (
            one.site,
            one.theme,
            long_day(one.workshop.day),
            DECISION_LABELS[one.workshop.decision],
            plain(one.workshop.reason) or "sans raison écrite",
            long_day(one.workshop.decided) if one.workshop.decided else "",
            wording.useful(usefulness_of(one.workshop)),
        )
        for one in dossier.decided
    ]
    head = ("Site", "Atelier", "Jour", "Décision", "Raison", "Décidé le", "Utilité")
    widths = (12, 28, 16, 11, 44, 16, 30)
    return table_of("Évaluation", "Garder, adapter, arrêter", head, rows, (), widths)


def back(dossier: Dossier) -> Table:
    """What was given back to families."""
    rows = [(b.site, b.need, b.kind, b.text, long_day(b.day)) for b in dossier.back]
    head = ("Site", "Vous avez dit", "Réponse", "Ce que les familles ont lu", "Publié le")
    title = "Vous avez dit, nous avons fait"
    return table_of("Restitué", title, head, rows, (), (16, 30, 26, 70, 20))


def to_fill(dossier: Dossier) -> Table:
    """What lacks, and what only the funder's frame knows."""
    rows: list[tuple[Value, ...]] = [("Dans Diagnosis", text, "") for text in missing_of(dossier)]
    rows += [("Cadre du financeur", text, TO_FILL) for text in frame_left()]
    return table_of("À compléter", "À compléter", ("Où", "Quoi", "Valeur"), rows, (), (22, 90, 22))


def first_needs(dossier: Dossier, most: int) -> list[NeedTold]:
    """As many needs of each campaign, those told by most first."""
    names = dict.fromkeys(one.source.name for one in dossier.needs)
    each = max(1, most // max(1, len(names)))
    found: list[NeedTold] = []
    for name in names:
        own = [one for one in dossier.needs if one.source.name == name]
        found += sorted(own, key=lambda one: -one.cell.share)[:each]
    return found[:most]
