"""A way of answering scales that a family has whatever its class, estimated beside the classes.

All is held for several models at once: the first axis of every array of parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..arrays import Floats, Ints

# Another way to improve class odds: style, seen, total, shares -> odds.
Bases = Callable[..., Floats]
PULL = 10.0
SPREAD = 1.0


class Scales(NamedTuple):
    """Which 0/1 columns are of scales, their blocks, and which answers share a style effect.

    ``columns`` (J,) index the 0/1 columns; ``starts`` and ``block`` are as in a task, for these
    columns only; ``slot`` (J,) numbers the answers: the first answers of all scales of as many
    levels are one slot. ``average`` (J,) are overall shares, ``strength`` the prior families.
    """

    columns: Ints
    starts: Ints
    block: Ints
    slot: Ints
    average: Floats
    strength: float


class Style(NamedTuple):
    """Log-odds of answers by class and by style, and log shares of the styles.

    ``base`` (models x classes x J), ``effect`` (models x styles x slots), ``share`` (models x
    styles).
    """

    scales: Scales
    base: Floats
    effect: Floats
    share: Floats


def scales_of(columns: Ints, block: Ints, average: Floats, strength: float) -> Scales:
    """Prepare the scales that stand in these 0/1 columns."""
    own = np.unique(block[columns], return_inverse=True)[1].astype(np.intp)
    starts = np.flatnonzero(np.diff(own, prepend=-1))
    sizes = np.bincount(own)
    place = np.arange(len(own)) - starts[own]
    slot = np.unique(sizes[own] * 1000 + place, return_inverse=True)[1].astype(np.intp)
    return Scales(columns, starts, own, slot, average[columns], strength)


def seed_style(scales: Scales, answers: Floats, styles: int) -> Style:
    """Start from the log answer shares of the classes and styles spread from low to high."""
    models = len(answers)
    sizes = np.bincount(scales.block)
    place = np.arange(len(scales.block)) - scales.starts[scales.block]
    height = 2 * place / np.maximum(sizes[scales.block] - 1, 1) - 1
    effect = np.zeros((models, styles, scales.slot.max() + 1))
    effect[:, :, scales.slot] = height * SPREAD * np.linspace(-1, 1, styles)[:, None]
    share = np.full((models, styles), -np.log(styles))
    return Style(scales, answers[..., scales.columns], effect, share)


def log_shares(style: Style) -> Floats:
    """Log share of each answer by style and class (models x styles x classes x J)."""
    odds = style.base[:, None] + style.effect[:, :, None, style.scales.slot]
    return np.asarray(odds - np.log(summed(np.exp(odds), style.scales)))


def summed(values: Floats, scales: Scales) -> Floats:
    """Sum over the answers of a scale, at each of its answers."""
    return np.asarray(np.add.reduceat(values, scales.starts, axis=-1)[..., scales.block])


def likelihoods(marks: Floats, style: Style, logs: Floats) -> Floats:
    """Log-likelihood of the scales and styles (models x styles x classes x rows)."""
    flat = logs.reshape(-1, logs.shape[-1]).astype(marks.dtype)
    found = (flat @ marks.T).reshape(*logs.shape[:3], len(marks))
    found += style.share[:, :, None, None].astype(marks.dtype)
    return found


def improved(
    marks: Floats, weighted: Floats, style: Style, logs: Floats, bases: Bases | None = None
) -> Style:
    """One step up: generalised iterative scaling of class odds, then of style effects.

    ``weighted`` (models x styles x classes x rows) are chances times weights. J. Darroch, D.
    Ratcliff (1972), Annals of Mathematical Statistics 43, 1470-1480.
    """
    flat = weighted.reshape(-1, weighted.shape[-1])
    seen = (flat @ marks).reshape(logs.shape).astype(float)
    total = summed(seen, style.scales)
    share = weighted.sum(axis=(2, 3), dtype=float) + 1.0
    style = style._replace(base=(bases or scaled)(style, seen, total, np.exp(logs)))
    style = style._replace(effect=_effects(style, seen, total))
    return style._replace(share=np.log(share / share.sum(axis=1, keepdims=True)))


def mixed(style: Style, shares: Floats) -> Floats:
    """Shares of answers by class over all styles (models x classes x J)."""
    return np.asarray((np.exp(style.share)[:, :, None, None] * shares).sum(axis=1))


def scaled(style: Style, seen: Floats, total: Floats, shares: Floats) -> Floats:
    ready = style.scales.strength
    told = seen.sum(axis=1) + ready * style.scales.average
    meant = (total * shares).sum(axis=1) + ready * mixed(style, shares)
    return np.asarray(style.base + np.log(told / meant))


def _effects(style: Style, seen: Floats, total: Floats) -> Floats:
    shares = np.exp(log_shares(style))
    usual = _usual(style.scales)
    told = _by_slot(seen, style.scales) + PULL * usual
    meant = _by_slot(total * shares, style.scales) + PULL * _pulled(style, usual)
    return np.asarray(style.effect + np.log(told / meant))


def _by_slot(values: Floats, scales: Scales) -> Floats:
    """Sum over the classes and over the answers of a slot (models x styles x slots)."""
    of_slot = np.eye(scales.slot.max() + 1)[scales.slot]
    return np.asarray(values.sum(axis=2) @ of_slot)


def _usual(scales: Scales) -> Floats:
    """Overall share of each slot."""
    counts = np.bincount(scales.slot, scales.average)
    return np.asarray(counts / counts.sum())


def _pulled(style: Style, usual: Floats) -> Floats:
    """Shares of the slots under each style, were all families at the overall shares."""
    shares = usual * np.exp(style.effect)
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def penalty(style: Style, logs: Floats) -> Floats:
    """Log prior of each model, up to a constant."""
    scales = style.scales
    shares = mixed(style, np.exp(logs))
    base = scales.strength * (np.log(shares) @ scales.average).sum(axis=1)
    usual = _usual(scales)
    spread = PULL * (np.log(_pulled(style, usual)) @ usual).sum(axis=1)
    return np.asarray(base + spread + style.share.sum(axis=1))
