"""The words of the dossier: French, for funders; a count with what counted it, never more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis import publishing as said
from analysis.french import decimal, number, percent, typography
from diagnosis.activity import LEAST, Count, Sums, Usefulness
from diagnosis.languages import long_day

if TYPE_CHECKING:
    from analysis.model import Cell
    from diagnosis.funders.model import NeedTold, Source
    from diagnosis.model.giving import Grounds, Told

TO_FILL = "[à compléter]"
FICTITIOUS = typography("Données fictives : aucune de ces familles n’existe.")
ROUNDED = typography(
    "Réponses des familles : nombres arrondis à 5 près, pour que personne ne soit reconnu ; "
    "ils ne s’ajoutent pas toujours."
)
PRESENCES = typography(
    "Familles, adultes et enfants : des présences. Qui est venu trois fois compte trois fois."
)
# What no file format holds as a text (XML 1.0), and what would break a line.
UNWRITABLE = re.compile("[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


def capital(text: str) -> str:
    """Write a label as the beginning of a line.

    >>> capital("le sommeil")
    'Le sommeil'
    """
    return text[:1].upper() + text[1:]


def plain(text: str) -> str:
    r"""Write a text of the team on one line, without signs that no document holds.

    >>> plain("deux\nlignes\x00 ")
    'deux lignes'
    """
    return UNWRITABLE.sub(" ", text).strip()


def hours(minutes: int) -> str:
    """Write how long.

    >>> hours(750).replace(chr(0xa0), "_"), hours(120).replace(chr(0xa0), "_")
    ('12_h_30', '2_h')
    """
    whole, rest = divmod(minutes, 60)
    return f"{number(whole)}\u00a0h" + (f"\u00a0{rest:02d}" if rest else "")


def opening(sums: Sums) -> str:
    """Write the hours open to families, and of how many sessions they are known."""
    if not sums.timed:
        return "horaires non notés" if sums.held else hours(0)
    return hours(sums.minutes) + _over(sums.timed, sums.held, "horaires connus")


def counted(count: Count, held: int) -> str:
    """Write a sum of presences with the sessions that counted it.

    >>> counted(Count(12, 3, 6), 5), counted(Count(12, 3, 6), 3), counted(Count(), 5)
    ('12 (compté à 3 séances sur 5)', '12', 'non compté')
    """
    if not count.sessions:
        return "non compté"
    return number(count.total) + _over(count.sessions, held, "compté")


def counted_at(sessions: int, held: int, what: str = "compté") -> str:
    """Write at how many of the sessions something was counted.

    >>> counted_at(1, 3), counted_at(2, 3, "horaires connus")
    ('compté à 1 séance sur 3', 'horaires connus à 2 séances sur 3')
    """
    return f"{what} à {plural(sessions, 'séance', 'séances')} sur {number(held)}"


def _over(sessions: int, held: int, what: str) -> str:
    return "" if sessions == held else f" ({counted_at(sessions, held, what)})"


def written(value: float) -> str:
    """Write a number: whole, or with its decimals.

    >>> written(12), written(12.5)
    ('12', '12,5')
    """
    return number(int(value)) if float(value).is_integer() else decimal(value, 1)


def mean_families(sums: Sums) -> str:
    """Write how many families came to a session, on average."""
    return decimal(sums.families / sums.held, 1) if sums.held else "–"


def useful(found: Usefulness | None) -> str:
    """Write how useful those who showed a face found it, with the interval at 95 %."""
    if found is None:
        return "aucun visage montré"
    many = f"{number(found.happy)} visages contents sur {number(found.faces)}"
    if found.faces < LEAST:
        return f"{many}, trop peu pour conclure"
    return f"{many}, entre {percent(found.low)} et {percent(found.high)}"


def need(told: NeedTold | None) -> str:
    """Write what a published state tells of a need, with its day."""
    if told is None or told.source.state is None:
        return "pas encore de nombre publié"
    state = f"état du {long_day(told.source.state)}, n\u00a0=\u00a0{number(told.source.families)}"
    return f"{share(told.cell)} ({state})"


def source(one: Source) -> str:
    """Write which campaign numbers come from, and the day of its published state."""
    state = (
        f"état publié du {long_day(one.state)}, n\u00a0=\u00a0{number(one.families)}"
        if one.state
        else ""
    )
    return f"{one.site} · {one.title}\u00a0: {state or 'aucun état publié'}"


def share(cell: Cell) -> str:
    """Write a told cell whose base is every family."""
    return said.told(cell, whole=True)


def frozen(told: Told | None) -> str:
    """Write a told share that was frozen, with its interval."""
    if told is None:
        return "–"
    many = f"environ {number(told.n)}" if told.n else "moins de 5"
    bounds = f"entre {percent(told.low, told.N)} et {percent(told.high, told.N)}"
    return f"{many} sur {number(told.N)}, {bounds}"


def votes(grounds: Grounds) -> str:
    """Write the votes of a room that a choice stood on."""
    if grounds.votes is None or grounds.participants is None:
        return "pas soumis au vote"
    return f"{number(grounds.votes)} voix de {number(grounds.participants)} personnes"


def rank(grounds: Grounds) -> str:
    """Write between which places a theme stood."""
    if grounds.first == grounds.last:
        return f"place {grounds.first} sur {grounds.themes}"
    return f"entre les places {grounds.first} et {grounds.last} sur {grounds.themes}"


def state_of(grounds: Grounds) -> str:
    """Write the state that frozen numbers come from."""
    if grounds.state is None:
        return "–"
    return f"{long_day(grounds.state)}, n\u00a0=\u00a0{number(grounds.families)}"


def plural(many: int, one: str, more: str) -> str:
    """Write a number with its noun.

    >>> plural(1, "séance", "séances"), plural(3, "séance", "séances")
    ('1 séance', '3 séances')
    """
    return f"{number(many)} {one if many < 2 else more}"
