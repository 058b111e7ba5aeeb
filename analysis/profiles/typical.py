"""The typical answers of profiles: the strongest traits among those beyond chance."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import gammaln, ndtri_exp
from scipy.stats import false_discovery_control

from ..arrays import Bools, Floats, Ints
from ..disclosure import Meaning, Share, Told, meaning
from ..survey import Survey, asked_of
from ..table import Block

# Answers told of a profile at most: a portrait is read at one glance.
MOST_TYPICAL = 8
# Share of false traits among those told: Benjamini and Hochberg.
FALSE_TRAITS = 0.05
# Standard deviations past which the tail of a hypergeometric law adds nothing (exp(-72)).
FAR = 12


def typical(survey: Survey, profiles: list[tuple[Meaning, Bools]]) -> list[list[dict[str, Any]]]:
    """Answers more or less frequent in each profile, worked out from told numbers, strongest first.

    No share is drawn towards the whole, however small the profile: answers are what made it, and
    of those that set it apart the intervals would hold half of the true shares.
    """
    entries = [
        entry
        for block in survey.data.blocks.values()
        if block.variable.role not in ("sector", "priority", "comparison")
        for name in block.names
        for entry in _compared(survey, block, name, profiles)
    ]
    kept: list[list[dict[str, Any]]] = [[] for _ in profiles]
    for entry in sorted(_true(entries), key=lambda e: (e["log_tail"], e["direction"])):
        mine = kept[entry.pop("profile")]
        surprising = deviate(entry.pop("log_tail"))
        if len(mine) < MOST_TYPICAL and not _said(entry, mine):
            sign = 1 if entry["direction"] == "more" else -1
            mine.append(entry | {"v_test": round(sign * surprising, 1)})
    return kept


def _true(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those beyond chance, false discoveries held."""
    if not entries:
        return []
    chances = np.minimum(1.0, 2 * np.exp([e["log_tail"] for e in entries]))
    adjusted = false_discovery_control(chances)
    return [e for e, p in zip(entries, adjusted, strict=True) if p <= FALSE_TRAITS]


def _said(entry: dict[str, Any], mine: list[dict[str, Any]]) -> bool:
    """True when another answer to the same single choice is told: they say one thing twice."""
    return entry["single"] and any(e["variable"] == entry["variable"] for e in mine)


def _compared(
    survey: Survey, block: Block, name: str, profiles: list[tuple[Meaning, Bools]]
) -> list[dict[str, Any]]:
    whole = survey.share_of(block, name)
    if not 0 < whole.yes.n < whole.of:
        return []
    shares = [_share(survey, block, name, group) for group in profiles]
    return [_entry(at, block, name, share, whole) for at, share in enumerate(shares)]


def _share(survey: Survey, block: Block, name: str, group: tuple[Meaning, Bools]) -> Share:
    of, members = group
    answer, within = meaning((block.variable.name, name)), asked_of(block, name) | of
    return survey.door.share(answer, block.column(name), within, block.asked(name) & members)


def _entry(at: int, block: Block, name: str, share: Share, whole: Share) -> dict[str, Any]:
    sign, log_tail = surprise(share, whole)
    return {
        "profile": at,
        "variable": block.variable.name,
        "variable_label": block.variable.title,
        "category": name,
        "label": block.labels[block.names.index(name)],
        "single": block.single,
        "direction": "more" if sign > 0 else "less",
        "log_tail": log_tail,
        "lift": lift(share, whole),
        "cell": share,
    }


def lift(share: Share, whole: Share) -> float | None:
    """How many times more often a group answers so than all families; nothing of « moins de 5 »."""
    return round(share.value / whole.value, 1) if share.yes.n and whole.yes.n else None


def surprise(share: Share, whole: Share) -> tuple[int, float]:
    """Side of a group's share, and the log chance of one as far out in a group drawn at random.

    The chance is the mean over the counts that the told one may be: what only the rounding made
    is no surprise.
    """
    # As published: no more families than the base.
    told = Told(min(share.yes.n, share.of))
    base = min(share.of, whole.of)
    yes, rest = whole.yes.n, whole.of - whole.yes.n
    sign = 1 if told.n * whole.of >= yes * share.of else -1
    # The lower tail of an answer is the upper tail of not giving it.
    marked = yes if sign > 0 else rest
    low, high = told.bounds
    counts = np.arange(low, high + 1)
    chances = told.chances(counts)
    least = max(0, base - (whole.of - marked))
    seen = np.clip(counts if sign > 0 else base - counts, least, min(base, marked))
    tails = log_tails(seen, base, marked, whole.of)
    highest = tails.max()
    mean = np.average(np.exp(tails - highest), weights=chances)
    return sign, float(highest + np.log(mean))


def log_tails(counts: Ints, base: int, marked: int, total: int) -> Floats:
    """Log chance that ``base`` families drawn of ``total`` hold so many of the ``marked`` or more.

    Exact (hypergeometric) for each of the ``counts``, in logs so that no chance is too small.

    >>> np.exp(log_tails(np.array([2, 0]), 2, 2, 4)).round(4).tolist()
    [0.1667, 1.0]
    """
    share = marked / max(total, 1)
    spread = np.sqrt(base * share * (1 - share))
    first, last = counts.min(), max(counts.max(), base * share) + FAR * (spread + 1)
    every = np.arange(first, min(base, marked, last) + 1)
    ways = _choose(marked, every) + _choose(total - marked, base - every) - _choose(total, base)
    tails = np.logaddexp.accumulate(ways[::-1])[::-1]
    return np.asarray(np.minimum(tails[counts - first], 0.0))


def _choose(many: Any, some: Any) -> Any:
    """Log number of ways to choose."""
    return gammaln(many + 1) - gammaln(some + 1) - gammaln(many - some + 1)


def deviate(log_chance: float) -> float:
    """Standard normal deviate whose upper tail has this log chance, a half at most.

    >>> round(deviate(np.log(0.025)), 3), round(deviate(-800.0), 1)
    (1.96, 39.9)
    """
    return -float(ndtri_exp(min(log_chance, float(np.log(0.5)))))
