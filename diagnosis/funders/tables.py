"""The tables of the dossier, the same for each format: titles, and cells that are texts or numbers.

A number is a count of the team's own activity, or one that passed the door.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.french import number, percent, typography
from diagnosis.activity import (
    ADULT,
    CHILD,
    COUNTER_LABELS,
    DECISION_LABELS,
    Sums,
    lasting,
    usefulness_of,
)
from diagnosis.funders import wording
from diagnosis.funders.missing import frame_left, missing_of
from diagnosis.funders.model import Branch, Dossier, Meeting, SiteQuarter, ThemeYear
from diagnosis.funders.wording import TO_FILL, hours, plain
from diagnosis.languages import long_day
from diagnosis.model.workshops import ADULTS, AMONG, CHILDREN, SPEAKS

Value = str | int | float | None


@dataclass(frozen=True)
class Table:
    """A table: its name (a sheet's), its title, its head, its rows, and what to know of it."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()


def tables_of(dossier: Dossier) -> list[Table]:
    """Every table, in the order of the sheets."""
    made = (activity, themes, sessions, quarters, needs, grounds, tree, judged, back, to_fill)
    return [make(dossier) for make in made]


def activity(dossier: Dossier) -> Table:
    """The year in the units of LAEP and REAAP."""
    sums = dossier.sums
    held = sums.held
    lines: list[tuple[Value, ...]] = [
        ("Séances prévues", sums.planned, ""),
        ("Séances tenues", held, ""),
        ("Séances passées, pas encore notées", sums.unnoted, ""),
        ("Heures d’ouverture aux familles", hours(sums.minutes), _timed(sums)),
        ("Présences de familles", sums.families, _every(held)),
        ("Familles par séance, en moyenne", wording.mean_families(sums), _every(held)),
    ]
    for name, label in _counters():
        count = sums.count(name)
        lines.append((label, count.total if count.sessions else None, _counted(sums, name)))
    lines += _people(dossier)
    lines += [
        ("Heures de travail de l’équipe", sums.work, "notées par l’équipe"),
        ("Coût, en euros", sums.cost, "noté par l’équipe"),
        ("Utilité", wording.useful(sums.usefulness), "visages montrés en partant"),
    ]
    title = f"Activité de l’année {dossier.year}"
    head = ("Unité (LAEP, REAAP)", "Nombre", "Ce qui a été compté")
    return _table("Activité", title, head, lines, (wording.PRESENCES,), (46, 30, 58))


def _counters() -> Iterator[tuple[str, str]]:
    together = {ADULT: "Présences d’adultes", CHILD: "Présences d’enfants"}
    for whole, parts in ((ADULT, ADULTS), (CHILD, CHILDREN)):
        yield whole, together[whole]
        yield from ((name, f"  dont\u00a0: {COUNTER_LABELS[name].lower()}") for name in parts)
    yield from ((name, f"Familles\u00a0: {COUNTER_LABELS[name].lower()}") for name in AMONG[:2])
    yield AMONG[2], COUNTER_LABELS[AMONG[2]]


def _people(dossier: Dossier) -> Iterator[tuple[Value, ...]]:
    """Different adults and children: what the team counted apart, and what surely came at least."""
    for site, apart in dossier.apart.items():
        how = f"{site}\u00a0: {apart.how}" if apart.how else f"{site}, compté par l’équipe"
        for label, name, people in (
            ("Adultes différents", ADULT, apart.adults),
            ("Enfants différents", CHILD, apart.children),
        ):
            most = _most(dossier, site, name)
            least = f"{site}\u00a0: jamais compté ici" + (
                f"\u00a0; au moins {most}, venus à une même séance" if most else ""
            )
            yield label, TO_FILL if people is None else people, least if people is None else how


def _most(dossier: Dossier, site: str, name: str) -> int:
    return max((t.sums.count(name).most for t in dossier.themes if t.site == site), default=0)


def _every(held: int) -> str:
    return f"à chaque séance tenue ({number(held)})" if held else ""


def _timed(sums: Sums) -> str:
    return f"{number(sums.timed)} séances sur {number(sums.held)} ont leurs horaires"


def _counted(sums: Sums, name: str) -> str:
    many = sums.count(name).sessions
    return f"compté à {number(many)} séances sur {number(sums.held)}" if many else "non compté"


SUMS_HEAD = (
    "Prévues", "Tenues", "Ouverture", "Familles (présences)", "Adultes (présences)",
    "Enfants (présences)", "Première fois", "Ne vont pas à la PMI", "Utilité",
)  # fmt: skip


def _sums(sums: Sums) -> tuple[Value, ...]:
    counted = (sums.count(name) for name in (ADULT, CHILD, *AMONG[:2]))
    return (
        sums.planned,
        sums.held,
        hours(sums.minutes) if sums.timed else None,
        sums.families if sums.held else None,
        *(count.total if count.sessions else None for count in counted),
        wording.useful(sums.usefulness) if sums.held else "",
    )


def themes(dossier: Dossier) -> Table:
    """What each theme amounts to."""
    rows = [(one.site, one.label, one.need, *_sums(one.sums)) for one in dossier.themes]
    head = ("Site", "Thème", "Besoin", *SUMS_HEAD)
    title = f"Actions de {dossier.year}, par thème"
    widths = (16, 38, 26, 10, 10, 12, 12, 12, 12, 12, 12, 44)
    return _table("Par thème", title, head, rows, (EMPTY_CELL,), widths)


EMPTY_CELL = typography("Une case vide : personne ne l’a compté. Ce n’est pas un zéro.")


def sessions(dossier: Dossier) -> Table:
    """What was planned and held, day by day."""
    head = (
        "Jour", "Site", "Thème", "Format", "Pour qui", "Lieu", "Durée", "Tenue", "Familles",
        "Adultes", "Enfants", "Première fois", "Langues comptées", "Partenaire",
        "Relève de (LAEP, REAAP…)",
    )  # fmt: skip
    rows = [_session(one, dossier) for one in dossier.meetings]
    widths = (20, 16, 38, 20, 30, 24, 10, 14, 10, 10, 10, 10, 24, 22, 22)
    note = typography(
        "La dernière colonne est à compléter : aucun atelier ne dit ici de quel financement il "
        "relève."
    )
    return _table("Séances", f"Séances de {dossier.year}", head, rows, (EMPTY_CELL, note), widths)


def _session(one: Meeting, dossier: Dossier) -> tuple[Value, ...]:
    workshop, length = one.workshop, lasting(one.workshop)
    tally = workshop.counted if workshop.held else {}
    state = "à venir" if workshop.day >= dossier.made else "pas notée"
    spoken = sorted(name for name in tally if name.startswith(SPEAKS) and tally[name])
    return (
        long_day(workshop.day),
        one.site,
        one.theme,
        one.format,
        one.public,
        one.place,
        hours(int(length.total_seconds()) // 60) if length is not None else None,
        "tenue" if workshop.held else state,
        workshop.attended if workshop.held else None,
        sum(tally.get(name, 0) for name in ADULTS) or None,
        sum(tally.get(name, 0) for name in CHILDREN) or None,
        tally.get(AMONG[0]),
        ", ".join(f"{name.removeprefix(SPEAKS)} {tally[name]}" for name in spoken),
        plain(workshop.partner),
        TO_FILL,
    )


def quarters(dossier: Dossier) -> Table:
    """The indicators of the network by site and quarter."""
    rows = [(one.site, quarter_name(one), *_sums(one.sums)) for one in dossier.quarters]
    head = ("Site", "Trimestre", *SUMS_HEAD)
    title = f"Indicateurs du réseau en {dossier.year}, par site et par trimestre"
    widths = (18, 14, 10, 10, 12, 12, 12, 12, 12, 12, 44)
    notes = (wording.PRESENCES, EMPTY_CELL)
    return _table("Sites et trimestres", title, head, rows, notes, widths)


def quarter_name(one: SiteQuarter) -> str:
    """Write a quarter."""
    return f"T{one.quarter.number} {one.quarter.year}"


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
    return _table("Besoins", "Besoins", head, rows, (wording.ROUNDED, method), widths)


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
    widths = (16, 38, 20, 20, 34, 34, 26, 28, 28)
    title = "Pourquoi ces ateliers"
    return _table("Justifications", title, head, rows, (wording.ROUNDED, note), widths)


def tree(dossier: Dossier) -> Table:
    """Needs, objectives, actions, indicators."""
    rows = [_branch(one) for one in dossier.branches if not one.left_out]
    head = ("Site", "Besoin", "Ce qu’en disent les familles", "Objectif", "Actions", "Indicateurs",
            "Cible")  # fmt: skip
    widths = (16, 26, 36, 40, 44, 44, 24)
    return _table("Objectifs", "Arbre des objectifs", head, rows, (wording.ROUNDED,), widths)


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
    widths = (16, 38, 20, 12, 60, 20, 46)
    return _table("Évaluation", "Garder, adapter, arrêter", head, rows, (), widths)


def back(dossier: Dossier) -> Table:
    """What was given back to families."""
    rows = [(b.site, b.need, b.kind, b.text, long_day(b.day)) for b in dossier.back]
    head = ("Site", "Vous avez dit", "Réponse", "Ce que les familles ont lu", "Publié le")
    title = "Vous avez dit, nous avons fait"
    return _table("Restitué", title, head, rows, (), (16, 30, 26, 70, 20))


def to_fill(dossier: Dossier) -> Table:
    """What lacks, and what only the funder's frame knows."""
    rows: list[tuple[Value, ...]] = [("Dans Diagnosis", text, "") for text in missing_of(dossier)]
    rows += [("Cadre du financeur", text, TO_FILL) for text in frame_left()]
    return _table("À compléter", "À compléter", ("Où", "Quoi", "Valeur"), rows, (), (22, 90, 22))


def theme_name(one: ThemeYear, several: bool) -> str:
    """Name a theme, with its site where there are several."""
    return f"{one.label} ({one.site})" if several else one.label


def _table(
    name: str,
    title: str,
    head: Sequence[str],
    rows: Sequence[tuple[Value, ...]],
    notes: tuple[str, ...],
    widths: tuple[int, ...],
) -> Table:
    return Table(name, title, tuple(head), tuple(rows), notes, widths)
