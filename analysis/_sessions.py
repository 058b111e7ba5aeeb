"""What each session of a programme brings, in cells that cannot be subtracted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ._encoding import Block, Bools, Encoded
from ._french import THIN, listing
from ._limits import Limits
from ._nesting import Packed, is_told, packed, subtractable
from ._offers import Offer, answered_by
from ._themes import Demand, coming_cells, near_of
from .disclosure import Cell, nested, primary, small

USES = {"slot": 1, "place": 1, "language": 3, "needs_to_come": 3}


@dataclass(frozen=True)
class Told:
    """Sessions with their numbers, the families they all answer, and the groups told so far."""

    sessions: list[dict[str, Any]]
    reached: Bools
    covered: Cell
    published: Packed


def published_groups(wanted: Demand, k: int) -> Packed:
    """Groups of families that other sections tell: themes, publics, needs, ticks."""
    near = [near_of(wanted, at, k) for at in range(len(wanted.themes))]
    told = [g for g, close in zip(wanted.answered.T, near, strict=True) if close is None]
    coming = coming_cells(wanted, near, k)
    if wanted.coming is not None:
        told += [g for g, (_, c) in zip(wanted.coming.T, coming, strict=True) if c is None]
    return np.vstack([wanted.known, packed([*told, *wanted.members.T])])


def told_sessions(
    data: Encoded, wanted: Demand, offers: Sequence[Offer], limits: Limits, k: int
) -> Told:
    """Tell the sessions in order: after a number is hidden, the cumulated ones all are."""
    base = int(wanted.judged.sum())
    reached = np.zeros(data.rows, dtype=bool)
    published = published_groups(wanted, k)
    quiet = False
    told: list[dict[str, Any]] = []
    for order, offer in enumerate(offers, 1):
        mine = answered_by(data, wanted, offer, limits)
        new = mine & ~reached
        reached = reached | mine
        cells = _cells(int(new.sum()), int(mine.sum()), int(reached.sum()), base, k)
        loose = subtractable(new, published, k) or subtractable(reached, published, k)
        first = order == 1 and near_of(wanted, offer.theme, k) is not None
        quiet = quiet or first or loose or any(cell.hidden for cell in cells)
        told.append(
            _session(
                data, wanted, offer, order, [cell.hide(quiet) for cell in cells], mine, published, k
            )
        )
        if not quiet:
            published = np.vstack([published, packed([new, reached])])
    covered = _whole(told, reached, base, subtractable(reached, published, k), k)
    if not covered.hidden:
        published = np.vstack([published, packed([reached])])
    return Told(told, reached, covered, published)


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
    answers = {
        use: [
            entry
            for block in data.blocks.values()
            if block.variable.use == use
            for entry in _answers(block, covered, published, k)
        ]
        for use in USES
    }
    found = {use: _suggested(answers[use], most) for use, most in USES.items()}
    for use, name in (("slot", offer.slot), ("place", offer.place)):
        found[use] = _settled(data, answers[use], use, name) if name else found[use]
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


def _settled(
    data: Encoded, answers: list[dict[str, Any]], use: str, name: str
) -> list[dict[str, Any]]:
    """The moment or place that the limits gave the session, told even where its number is not."""
    for entry in answers:
        if entry["name"] == name:
            return [entry]
    return [{"name": name, "label": label_of(data, use, name), "cell": Cell(0, 0, True)}]


def label_of(data: Encoded, use: str, name: str) -> str:
    """Give the words of an answer; its code when no question offers it."""
    for block in data.blocks.values():
        if block.variable.use == use and name in block.names:
            return block.labels[block.names.index(name)]
    return name


def _suggested(answers: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """The most frequent answers of the covered families, never from fewer than ``k``."""
    return sorted(answers, key=lambda entry: -entry["cell"].n)[:most]


def _answers(block: Block, covered: Bools, published: Packed, k: int) -> list[dict[str, Any]]:
    said = block.answered & covered
    base, everyone = int(said.sum()), int(block.answered.sum())
    silent = _betrays(block, covered, published, k)
    counts = block.hits[said].sum(axis=0)
    overall = block.hits.sum(axis=0)
    return [
        {
            "name": name,
            "label": label,
            "cell": Cell(int(n), base, silent or _near(int(n), base, int(total), everyone, k)),
        }
        for name, label, n, total in zip(block.names, block.labels, counts, overall, strict=True)
        if n >= k
    ]


def _betrays(block: Block, covered: Bools, published: Packed, k: int) -> bool:
    """Tell whether those who answered a question nearly tell a session's untold families.

    Few families pass a question: how many of a session's answered it bounds how many it has.
    """
    if is_told(covered, published):
        return False
    passed = int((~block.answered).sum())
    return subtractable(block.answered & covered, published, k) or (
        passed < k and subtractable(covered, published, k)
    )


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
