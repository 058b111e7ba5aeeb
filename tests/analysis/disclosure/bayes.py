"""Attackers who weigh what single families may have answered, by Bayes' rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import binom

from analysis.disclosure import BASE, Meaning, Share
from analysis.survey import Survey

from .bounds import CROSSED, SILENT, SUPPORT, categories, read
from .invented import NEEDS

SURE = 0.95


class Guess(NamedTuple):
    """Chances that families named needs, those of the published shares, and what they named."""

    chance: np.ndarray
    share: np.ndarray
    named: np.ndarray

    @property
    def gain(self) -> float:
        """Points by which guesses are right more often than by the published shares."""
        mine, theirs = (((p > 0.5) == self.named).mean() for p in (self.chance, self.share))
        return 100 * float(mine - theirs)

    @property
    def sure(self) -> float:
        """Percent of the needs named that are known at ``SURE``."""
        return 100 * float((self.chance >= SURE)[self.named].mean()) if self.named.any() else 0.0

    @property
    def wrong(self) -> float:
        """Percent of what is thought sure that is wrong: the attacker's own honesty."""
        sure = self.chance >= SURE
        return 100 * float((~self.named)[sure].mean()) if sure.any() else 0.0


def joined(guesses: Sequence[Guess]) -> Guess:
    """Many guesses as one."""
    return Guess(
        *(
            np.concatenate([np.ravel(part) for part in parts])
            for parts in zip(*guesses, strict=True)
        )
    )


def posterior(share: np.ndarray, ratio: np.ndarray) -> np.ndarray:
    """Chance of a yes from its prior and the odds of what is told."""
    share = np.clip(share, 0.01, 0.99)
    return share * ratio / (share * ratio + 1 - share)


def told_cells(survey: Survey) -> dict[Meaning, tuple[str, str, str, tuple[str, ...]]]:
    """Told numbers that an answer about a need moves: variable, side, need and categories."""
    found = {}
    for variable in CROSSED:
        names = list(categories(survey, variable))
        for meaning in survey.door.said:
            item = read(meaning, variable, names)
            if item and item[0][0] in ("yes", "no") and meaning not in found:
                found[meaning] = (variable, *item[0], item[1])
    return found


def known_all_but_one(survey: Survey) -> Guess:
    """Guesses about each family by whoever knows the answers of all the others.

    The attacker also knows the groups of the family, and that it puts first one need in three of
    those that it names. Offsets are as many dice, one for each meaning.
    """
    block = survey.data.blocks["B1"]
    ratio = np.ones((survey.data.rows, len(NEEDS)))
    named = np.column_stack([block.column(need) for need in NEEDS])
    with np.errstate(divide="ignore", invalid="ignore"):
        for meaning, (variable, side, need, kept) in told_cells(survey).items():
            masks = categories(survey, variable)
            here = block.answered & np.any([masks[name] for name in kept], axis=0)
            at = NEEDS.index(need)
            own = named[:, at] == (side == "yes")
            count, told = survey.door.said[meaning]
            others = count - own
            in_, out = told.chances(others + 1), told.chances(others)
            ratio[:, at] *= np.where(here, in_ / out if side == "yes" else out / in_, 1.0)
        for at, need in enumerate(NEEDS):
            ratio[:, at] *= _by_first(survey, need)
    share = np.array([survey.need(d).value for d in survey.domains])
    share = np.broadcast_to(share, named.shape)
    chance = np.where(np.isinf(ratio), 1.0, posterior(share, np.minimum(ratio, 1e9)))
    seen = block.answered
    return Guess(chance[seen], share[seen], named[seen])


FIRST = 1 / 3


def _by_first(survey: Survey, need: str) -> np.ndarray:
    meaning = frozenset({("priorité", need), ("priorité", "répondu")})
    if meaning not in survey.door.said:
        return np.ones(survey.data.rows)
    count, told = survey.door.said[meaning]
    mine = next(d.first for d in survey.domains if d.name == need)
    others = count - mine
    in_, out = told.chances(others + 1), told.chances(others)
    return (FIRST * in_ + (1 - FIRST) * out) / out


def newcomers(states: Sequence[Survey], rows: Sequence[np.ndarray], time: int) -> Guess:
    """Guesses about each family that came with a state, by whoever read all of them.

    The attacker knows who came and left, and the groups of everybody, but nobody's needs.
    """
    survey, new = states[time], ~np.isin(rows[time], rows[time - 1])
    block = survey.data.blocks["B1"]
    seen = new & block.answered
    named = np.column_stack([block.column(need) for need in NEEDS])[seen]
    share = np.array([survey.need(d).value for d in survey.domains])
    ratio = np.ones(named.shape)
    masks = {variable: categories(survey, variable) for variable in CROSSED}
    for meaning, (variable, side, need, kept) in told_cells(survey).items():
        if side == "no" or any(meaning not in s.door.said for s in states):
            continue
        inside = np.any([masks[variable][name] for name in kept], axis=0)
        if not inside[seen].any():
            continue
        odds = _cell_odds(states, rows, time, meaning, variable, kept, share[NEEDS.index(need)])
        ratio[:, NEEDS.index(need)] *= np.where(inside[seen], odds, 1.0)
    share = np.broadcast_to(share, named.shape)
    return Guess(posterior(share, ratio), share, named)


def _cell_odds(
    states: Sequence[Survey], rows: Sequence[np.ndarray], time: int, meaning: Meaning,
    variable: str, kept: tuple[str, ...], share: float,
) -> float:  # fmt: skip
    """Chance of all told numbers of one meaning if a newcomer names the need, against if not.

    Counts walk from state to state; the offset is the same in all of them, and unknown.
    """
    share = min(max(share, 0.02), 0.98)
    inside = []
    for survey, row in zip(states, rows, strict=True):
        masks = categories(survey, variable)
        here = np.any([masks[name] for name in kept], axis=0) & survey.data.blocks["B1"].answered
        inside.append(set(row[here].tolist()))
    size = max(len(group) for group in inside) + 2
    chances = np.zeros(2)
    for offset in range(BASE):
        for yes in (0, 1):
            law = binom.pmf(np.arange(size), len(inside[0]), share)
            law = _seen(law, states[0], meaning, offset)
            for at in range(1, len(states)):
                came, left = len(inside[at] - inside[at - 1]), len(inside[at - 1] - inside[at])
                law = _walk(law, came - (at == time), left, len(inside[at - 1]), share)
                law = np.roll(law, 1) if at == time and yes else law
                law = _seen(law, states[at], meaning, offset)
            chances[yes] += law.sum()
    return float(chances[1] / chances[0]) if chances[0] else 1e9


def _walk(law: np.ndarray, came: int, left: int, before: int, share: float) -> np.ndarray:
    size = len(law)
    if left:
        counts = np.arange(size)
        # Each family that left had named it with the chance of the others.
        gone = binom.pmf(np.arange(left + 1), left, np.clip(counts[:, None] / max(before, 1), 0, 1))
        moved = np.zeros(size)
        for many in range(left + 1):
            moved[: size - many] += (law * gone[:, many])[many:]
        law = moved
    return np.convolve(law, binom.pmf(np.arange(came + 1), came, share))[:size]


def _seen(law: np.ndarray, survey: Survey, meaning: Meaning, offset: int) -> np.ndarray:
    told = survey.door.said[meaning][1].n
    rounded = (np.arange(len(law)) + offset) // BASE * BASE
    rounded = np.minimum(rounded, survey.door.size // BASE * BASE)
    return law * (rounded == min(told, survey.door.size // BASE * BASE))


def single_answers(survey: Survey) -> float:
    """Percent of single answers that are known surely from one state, by whoever knows nobody."""
    named = [(survey.need(d), np.ones(survey.data.rows, bool)) for d in survey.domains]
    for variable in CROSSED:
        if variable == SUPPORT:
            continue
        masks = categories(survey, variable)
        for meaning, (own, side, need, kept) in told_cells(survey).items():
            if own == variable and side == "yes" and SILENT not in kept:
                base = frozenset(p for p in meaning if p != ("B1", need))
                if base in survey.door.said:
                    share = Share(survey.door.said[meaning][1], survey.door.said[base][1])
                    named.append((share, np.any([masks[name] for name in kept], axis=0)))
    answered = survey.data.blocks["B1"].answered
    sure = total = 0
    for share, mask in named:
        many = int((mask & answered).sum())
        chance = float(share.posterior[0] @ share.posterior[1])
        sure += many * (chance >= 0.99 or chance <= 0.01)
        total += many
    return 100 * sure / total
