"""The programme: the few sessions that together answer most families."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ._encoding import Block, Bools, Encoded, Floats
from ._evidence import Proof
from ._french import THIN, listing
from ._themes import Demand
from .disclosure import Cell, nested, primary, small

USES = {"slot": 1, "place": 1, "language": 3, "needs_to_come": 3}


def programme(
    data: Encoded, wanted: Demand | None, evidence: list[Proof], sessions: int, k: int
) -> dict[str, Any]:
    """Choose the sessions and say what each one adds."""
    if wanted is None or wanted.judged.sum() < k:
        return {"message": "Pas de programme sans thèmes ni réponses aux besoins.", "sessions": []}
    rows = wanted.answered[wanted.judged]
    chosen = select(rows, multipliers(rows, evidence), sessions)
    return {"message": "", "sessions": _told(data, wanted, chosen, k)}


def multipliers(rows: Bools, evidence: Sequence[Proof]) -> Floats:
    """Give the value of answering one family, per theme: 1 without votes nor feedback."""
    shares = rows.mean(axis=0)
    values = [
        proof.posterior(share) * proof.factor / share if share else 0.0
        for share, proof in zip(shares, evidence, strict=True)
    ]
    return np.array(values, dtype=float)


def select(rows: Bools, values: Floats, sessions: int) -> list[int]:
    """Choose themes whose families, each counted once at its best value, are worth most.

    Parameters
    ----------
    rows : array of bool, shape (families, themes)
        Which family is answered by which theme.
    values : array of float, shape (themes,)
        Worth of answering one family.
    sessions : int

    Returns
    -------
    list of int
        The themes, in the order of what they add.

    Notes
    -----
    Greedy choice, then swaps while one improves the total. The greedy part alone reaches
    at least 63 % of the best total (the total is submodular).

    References
    ----------
    G. Nemhauser, L. Wolsey, M. Fisher (1978), Mathematical Programming 14, 265-294.

    Examples
    --------
    >>> rows = np.array([[1, 0, 1], [1, 0, 1], [0, 1, 1], [0, 1, 0]], dtype=bool)
    >>> select(rows, np.ones(3), 2)
    [2, 1]
    """
    groups, counts = np.unique(rows, axis=0, return_counts=True)
    worth = groups * values
    useful = int((worth.sum(axis=0) > 0).sum())
    chosen = _greedy(worth, counts, range(worth.shape[1]), min(sessions, useful))
    chosen = _swapped(worth, counts, chosen)
    return _greedy(worth, counts, sorted(chosen), len(chosen))


def _total(worth: Floats, counts: Any, chosen: list[int]) -> float:
    return float(counts @ worth[:, chosen].max(axis=1)) if chosen else 0.0


def _greedy(worth: Floats, counts: Any, among: Sequence[int], many: int) -> list[int]:
    chosen: list[int] = []
    reached = np.zeros(len(worth))
    for _ in range(many):
        left = [at for at in among if at not in chosen]
        gains = [counts @ np.maximum(worth[:, at] - reached, 0) for at in left]
        best = left[int(np.argmax(np.round(gains, 9)))]
        chosen.append(best)
        reached = np.maximum(reached, worth[:, best])
    return chosen


def _swapped(worth: Floats, counts: Any, chosen: list[int]) -> list[int]:
    for _ in range(len(chosen) * worth.shape[1]):
        now = _total(worth, counts, chosen)
        trials = [
            (_total(worth, counts, [*chosen[:place], at, *chosen[place + 1 :]]), place, at)
            for place in range(len(chosen))
            for at in range(worth.shape[1])
            if at not in chosen
        ]
        best = max(trials, key=lambda trial: trial[0], default=(now, 0, 0))
        if best[0] <= now + 1e-9:
            break
        chosen = [*chosen[: best[1]], best[2], *chosen[best[1] + 1 :]]
    return chosen


def _told(data: Encoded, wanted: Demand, chosen: list[int], k: int) -> list[dict[str, Any]]:
    base = int(wanted.judged.sum())
    reached = np.zeros(data.rows, dtype=bool)
    quiet = False
    told: list[dict[str, Any]] = []
    for order, at in enumerate(chosen, 1):
        mine = wanted.answered[:, at]
        new = mine & ~reached
        reached = reached | mine
        cells = _cells(int(new.sum()), int(mine.sum()), int(reached.sum()), base, k)
        # Cumulated numbers are sums of what each session adds: after one is hidden, all are.
        quiet = quiet or any(cell.hidden for cell in cells)
        told.append(_session(data, wanted, at, order, [cell.hide(quiet) for cell in cells], k))
    return told


def _cells(new: int, all_: int, reached: int, base: int, k: int) -> list[Cell]:
    adds = Cell(new, base, small(new, k) or nested(new, all_, k))
    covered = Cell(reached, base)
    return [adds.hide(primary(adds, k)), covered.hide(primary(covered, k))]


def _session(
    data: Encoded, wanted: Demand, at: int, order: int, cells: list[Cell], k: int
) -> dict[str, Any]:
    theme = wanted.themes[at]
    covered = wanted.answered[:, at]
    found = {use: _suggested(data, covered, use, most, k) for use, most in USES.items()}
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
        "why": _why(order, found),
    }


def _suggested(data: Encoded, covered: Bools, use: str, most: int, k: int) -> list[dict[str, Any]]:
    """The most frequent answers of the covered families, never from fewer than ``k``."""
    blocks = [block for block in data.blocks.values() if block.variable.use == use]
    found = [entry for block in blocks for entry in _answers(block, covered, k)]
    found.sort(key=lambda entry: -entry["cell"].n)
    return found[:most]


def _answers(block: Block, covered: Bools, k: int) -> list[dict[str, Any]]:
    said = block.answered & covered
    base, everyone = int(said.sum()), int(block.answered.sum())
    counts = block.hits[said].sum(axis=0)
    overall = block.hits.sum(axis=0)
    return [
        {
            "name": name,
            "label": label,
            "cell": Cell(int(n), base, nested(int(n), int(total), k) or nested(base, everyone, k)),
        }
        for name, label, n, total in zip(block.names, block.labels, counts, overall, strict=True)
        if n >= k
    ]


def _why(order: int, found: dict[str, list[dict[str, Any]]]) -> str:
    start = (
        "Le thème qui répond à lui seul au plus de familles"
        if order == 1
        else "Celui qui ajoute le plus de familles aux séances précédentes"
    )
    asked = [f"«{THIN}{entry['label']}{THIN}»" for entry in found["needs_to_come"]]
    ask = f" Pour venir, ces familles demandent d'abord{THIN}: {listing(asked)}." if asked else ""
    return f"{start}, votes et retours d'ateliers compris.{ask}"
