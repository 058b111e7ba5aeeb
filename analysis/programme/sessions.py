"""What each session of a programme brings, in cells that cannot be subtracted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import Bools, Ints
from ..disclosure import Cell, nested, primary, small
from ..french import THIN, listing
from ..suppression import Packed, is_told, subtractable, touching, with_groups
from ..table import Block, Encoded
from ..themes import Demand, coming_cells, nears, publics_told, told_themes
from .limits import Limits
from .offers import Offer, answered_by

USES = {"slot": 1, "place": 1, "language": 3, "needs_to_come": 3}


@dataclass(frozen=True)
class Told:
    """Sessions with their numbers, the families they all answer, and the groups told so far."""

    sessions: list[dict[str, Any]]
    reached: Bools
    covered: Cell
    published: Packed
    untold: Packed | None = None


def published_groups(wanted: Demand, k: int) -> tuple[Packed, Packed | None]:
    """Groups of families that other sections tell (themes, publics, needs, ticks), or keep."""
    near = nears(wanted, k)
    told = told_themes(wanted, near, k)
    if wanted.coming is not None:
        cells = coming_cells(wanted, near, k)
        told += [g for g, (_, close) in zip(wanted.coming.T, cells, strict=True) if close is None]
    seen, untold = publics_told(wanted, k)
    return with_groups(wanted.known, [*told, *seen]), untold


def told_sessions(
    data: Encoded, wanted: Demand, offers: Sequence[Offer], limits: Limits, k: int
) -> Told:
    """Tell the sessions in order: after a number is hidden, the cumulated ones all are."""
    base = int(wanted.judged.sum())
    reached = np.zeros(data.rows, dtype=bool)
    (published, untold), near = published_groups(wanted, k), nears(wanted, k)
    quiet = False
    told: list[dict[str, Any]] = []
    for order, offer in enumerate(offers, 1):
        mine = answered_by(data, wanted, offer, limits)
        new = mine & ~reached
        reached = reached | mine
        cells = _cells(int(new.sum()), int(mine.sum()), int(reached.sum()), base, k)
        loose = any(subtractable(group, published, k) for group in (new, reached))
        loose |= any(touching(group, untold, k) is not None for group in (new, reached))
        first = order == 1 and near[offer.theme] is not None
        quiet = quiet or first or loose or any(cell.hidden for cell in cells)
        told.append(
            _session(
                data, wanted, offer, order, [cell.hide(quiet) for cell in cells], mine, published, k
            )
        )
        told_now = [new, reached] if not quiet else []
        told_now += _answering(data, told[-1], mine, k)
        published = with_groups(published, told_now)
    loose = touching(reached, untold, k) is not None or subtractable(reached, published, k)
    covered = _whole(told, reached, base, loose, k)
    if not covered.hidden:
        published = with_groups(published, [reached])
    return Told(told, reached, covered, published, untold)


def _answering(data: Encoded, session: dict[str, Any], mine: Bools, k: int) -> list[Bools]:
    """Give the groups that a session's answers tell: who answered a question, and so."""
    keys = {"slot": "slot", "place": "place", "language": "languages"}
    groups: list[Bools] = []
    for block in data.blocks.values():
        use = block.variable.use
        entries = session[keys.get(use, use)] if use in USES else []
        seen = [e["name"] for e in entries if not (e["cell"].hidden or primary(e["cell"], k))]
        said = block.answered & mine
        groups += [block.column(name) & mine for name in seen] + [said] * bool(seen)
    return groups


def _whole(told: list[dict[str, Any]], reached: Bools, base: int, loose: bool, k: int) -> Cell:
    """All sessions together; it would tell what a single hidden session adds."""
    cell = Cell(int(reached.sum()), base)
    hidden = sum(session["adds"].hidden for session in told)
    return cell.hide(loose or hidden == 1 or not told or primary(cell, k))


def _cells(new: int, all_: int, reached: int, base: int, k: int) -> list[Cell]:
    adds = Cell(new, base, small(new, k) or nested(new, all_, k))
    covered = Cell(reached, base)
    return [adds.hide(primary(adds, k)), covered.hide(primary(covered, k))]


def _session(
    data: Encoded,
    wanted: Demand,
    offer: Offer,
    order: int,
    cells: list[Cell],
    covered: Bools,
    published: Packed,
    k: int,
) -> dict[str, Any]:
    theme = wanted.themes[offer.theme]
    set_ = {"slot": offer.slot, "place": offer.place}
    found = {
        use: _told_of(data, use, set_.get(use, ""), covered, published, wanted.untold, k, most)
        for use, most in USES.items()
    }
    return {
        "order": order,
        "theme": theme.name,
        "label": theme.title,
        "format": theme.format,
        "constraints": list(theme.constraints),
        "partner": theme.partner,
        "adds": cells[0],
        "covered": cells[1],
        "slot": found["slot"],
        "place": found["place"],
        "languages": found["language"],
        "needs_to_come": found["needs_to_come"],
        "interpreter": offer.interpreter,
        "childcare": offer.childcare,
        "cost": offer.cost,
        "why": _why(order, found),
    }


def _told_of(
    data: Encoded,
    use: str,
    name: str,
    covered: Bools,
    published: Packed,
    untold: Packed | None,
    k: int,
    most: int,
) -> list[dict[str, Any]]:
    """The most frequent answers; or the one that the limits gave, told even without its number."""
    blocks = [block for block in data.blocks.values() if block.variable.use == use]
    found = [
        entry
        for block in blocks
        for entry in _answers(block, covered, published, untold, k, most, name)
    ]
    if name:
        unsaid = {"name": name, "label": label_of(data, use, name), "cell": Cell(0, 0, True)}
        return found[:1] or [unsaid]
    return sorted(found, key=lambda entry: -entry["cell"].n)[:most]


def label_of(data: Encoded, use: str, name: str) -> str:
    """Give the words of an answer; its code when no question offers it."""
    for block in data.blocks.values():
        if block.variable.use == use and name in block.names:
            return block.labels[block.names.index(name)]
    return name


def _answers(
    block: Block,
    covered: Bools,
    published: Packed,
    untold: Packed | None,
    k: int,
    most: int,
    only: str,
) -> list[dict[str, Any]]:
    """Give the most frequent answers of the covered families (or one), never under ``k``."""
    said = block.answered & covered
    base, everyone = int(said.sum()), int(block.answered.sum())
    silent = _betrays(block, covered, published, untold, k)
    counts, overall = block.hits[said].sum(axis=0), block.hits.sum(axis=0)
    hidden = np.array([silent or _near(int(n), base, int(total), everyone, k)
                       for n, total in zip(counts, overall, strict=True)])  # fmt: skip
    asked = [at for at, name in enumerate(block.names) if name == only or not only]
    listed = [at for at in sorted(asked, key=lambda at: -counts[at])[:most] if counts[at] >= k]
    if block.single:
        unlisted = np.ones(len(counts), dtype=bool)
        unlisted[listed] = False
        hidden = _left(counts, overall - counts, hidden | unlisted, k)
    return [
        {
            "name": block.names[at],
            "label": block.labels[at],
            "cell": Cell(int(counts[at]), base, bool(hidden[at])),
        }
        for at in listed
    ]


def _left(inside: Ints, outside: Ints, hidden: Bools, k: int) -> Bools:
    """Hide more answers to a single choice: what the others leave is told by subtraction.

    Answers add up to who answered, in the session and out of it: those that are hidden must
    amount to ``k`` families and to two cells, on both sides.

    >>> _left(np.array([30, 25, 5]), np.array([40, 40, 40]), np.array([False, False, True]), 11)
    array([False,  True,  True])
    """
    hidden = hidden.copy()
    given = inside + outside > 0
    while (hidden & given).any():
        lost = hidden & given
        if lost.sum() > 1 and min(inside[lost].sum(), outside[lost].sum()) >= k:
            break
        shown = np.flatnonzero(~hidden)
        if not len(shown):
            break
        hidden[shown[np.argmin(inside[shown])]] = True
    return hidden


def _betrays(
    block: Block, covered: Bools, published: Packed, untold: Packed | None, k: int
) -> bool:
    """Tell whether those who answered a question nearly tell a session's untold families.

    Few families pass a question: how many of a session's answered it bounds how many it has.
    """
    if is_told(covered, published):
        return False
    passed = int((~block.answered).sum())
    for group in (block.answered & covered, *([covered] if passed < k else [])):
        if subtractable(group, published, k) or touching(group, untold, k) is not None:
            return True
    return False


def _near(n: int, base: int, total: int, everyone: int, k: int) -> bool:
    """Tell whether the families outside the session would be few, with the answer or without."""
    inside = ((n, total), (base, everyone), (base - n, everyone - total))
    return any(nested(mine, all_, k) for mine, all_ in inside)


def _why(order: int, found: dict[str, list[dict[str, Any]]]) -> str:
    start = (
        "Le thème qui répond à lui seul au plus de familles"
        if order == 1
        else "Celui qui ajoute le plus de familles aux séances précédentes"
    )
    asked = [f"«{THIN}{entry['label']}{THIN}»" for entry in found["needs_to_come"]]
    ask = f" Pour venir, ces familles demandent d'abord{THIN}: {listing(asked)}." if asked else ""
    return f"{start}, votes et retours d'ateliers compris.{ask}"
