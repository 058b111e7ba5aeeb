"""What the team did, as tables: the year, its themes, its sessions, its sites and quarters.

Each number is a count of the team's own activity, with the sessions that counted it.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.french import number, typography
from diagnosis.activity import ADULT, CHILD, COUNTER_LABELS, Sums, lasting
from diagnosis.funders import wording
from diagnosis.funders.model import Dossier, Meeting, SiteQuarter, ThemeYear
from diagnosis.funders.tables.model import Table, Value, table_of
from diagnosis.funders.wording import TO_FILL, hours, plain
from diagnosis.languages import long_day
from diagnosis.model.workshops import ADULTS, AMONG, CHILDREN, SPEAKS


def activity(dossier: Dossier) -> Table:
    """The year in the units of LAEP and REAAP."""
    sums = dossier.sums
    held = sums.held
    lines: list[tuple[Value, ...]] = [
        ("Séances prévues", sums.planned, ""),
        ("Séances tenues", held, ""),
        ("Séances passées, pas encore notées", sums.unnoted, ""),
        ("Heures d’ouverture aux familles", hours(sums.minutes), _timed(sums)),
        ("Les mêmes heures, en nombre", round(sums.minutes / 60, 2), ""),
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
    return table_of("Activité", title, head, lines, (wording.PRESENCES,), (46, 30, 58))


def _counters() -> Iterator[tuple[str, str]]:
    together = {ADULT: "Présences d’adultes", CHILD: "Présences d’enfants"}
    for whole, parts in ((ADULT, ADULTS), (CHILD, CHILDREN)):
        yield whole, together[whole]
        yield from ((name, f"  dont\u00a0: {COUNTER_LABELS[name].lower()}") for name in parts)
    yield AMONG[0], "Familles venues pour la première fois (une fois chacune)"
    yield AMONG[1], "Présences de familles qui ne vont pas à la PMI"
    yield AMONG[2], COUNTER_LABELS[AMONG[2]]


def _people(dossier: Dossier) -> Iterator[tuple[Value, ...]]:
    """Different adults and children: what the team counted apart, and what surely came at least."""
    for site, apart in dossier.apart.items():
        how = apart.how or "compté par l’équipe"
        for label, name, people in (
            (f"Adultes différents, {site}", ADULT, apart.adults),
            (f"Enfants différents, {site}", CHILD, apart.children),
        ):
            most = _most(dossier, site, name)
            least = "jamais compté ici" + (
                f"\u00a0; au moins {most}, venus à une même séance" if most else ""
            )
            yield label, TO_FILL if people is None else people, least if people is None else how


def _most(dossier: Dossier, site: str, name: str) -> int:
    return max((t.sums.count(name).most for t in dossier.themes if t.site == site), default=0)


def _every(held: int) -> str:
    return f"à chaque séance tenue ({number(held)})" if held else ""


def _timed(sums: Sums) -> str:
    return wording.counted_at(sums.timed, sums.held, "horaires connus")


def _counted(sums: Sums, name: str) -> str:
    many = sums.count(name).sessions
    return wording.counted_at(many, sums.held) if many else "non compté"


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
    widths = (12, 28, 22, 9, 9, 11, 12, 12, 12, 10, 12, 30)
    return table_of("Par thème", title, head, rows, (EMPTY_CELL,), widths)


EMPTY_CELL = typography("Une case vide : personne ne l’a compté. Ce n’est pas un zéro.")


def sessions(dossier: Dossier) -> Table:
    """What was planned and held, day by day."""
    head = (
        "Jour", "Site", "Thème", "Format", "Pour qui", "Lieu", "Durée", "Tenue", "Familles",
        "Adultes", "Enfants", "Première fois", "Langues comptées", "Partenaire",
        "Relève de (LAEP, REAAP…)",
    )  # fmt: skip
    rows = [_session(one, dossier) for one in dossier.meetings]
    widths = (15, 12, 26, 14, 22, 18, 8, 10, 10, 10, 10, 10, 14, 18, 16)
    note = typography(
        "La dernière colonne est à compléter : aucun atelier ne dit ici de quel financement il "
        "relève."
    )
    return table_of("Séances", f"Séances de {dossier.year}", head, rows, (EMPTY_CELL, note), widths)


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
    widths = (16, 12, 9, 9, 11, 12, 12, 12, 10, 12, 36)
    notes = (wording.PRESENCES, EMPTY_CELL)
    return table_of("Sites et trimestres", title, head, rows, notes, widths)


def quarter_name(one: SiteQuarter) -> str:
    """Write a quarter."""
    return f"T{one.quarter.number} {one.quarter.year}"


def theme_name(one: ThemeYear, several: bool) -> str:
    """Name a theme, with its site where there are several."""
    return f"{one.label} ({one.site})" if several else one.label
