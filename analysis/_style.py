"""A way of answering scales that a family has whatever its class, estimated beside the classes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ._encoding import Floats, Ints

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
    """Log-odds of answers by class (J x classes), by style (slots x styles), log shares."""

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
    sizes = np.bincount(scales.block)
    place = np.arange(len(scales.block)) - scales.starts[scales.block]
    height = 2 * place / np.maximum(sizes[scales.block] - 1, 1) - 1
    effect = np.zeros((scales.slot.max() + 1, styles))
    effect[scales.slot] = height[:, None] * SPREAD * np.linspace(-1, 1, styles)
    return Style(scales, answers[scales.columns], effect, np.full(styles, -np.log(styles)))


def log_shares(style: Style) -> Floats:
    """Log share of each answer by style and class (styles x J x classes)."""
    odds = style.base + style.effect[style.scales.slot].T[:, :, None]
    total = np.add.reduceat(np.exp(odds), style.scales.starts, axis=1)
    return np.asarray(odds - np.log(total)[:, style.scales.block])


def joint(marks: Floats, style: Style) -> tuple[Floats, Floats]:
    """Log-likelihood of the scales by class (rows x classes), and chances of styles given it.

    The chances are styles x rows x classes.
    """
    by_style = marks @ log_shares(style) + style.share[:, None, None]
    highest = by_style.max(axis=0)
    chances = np.exp(by_style - highest)
    total = chances.sum(axis=0)
    return highest + np.log(total), chances / total


def improved(marks: Floats, weighted: Floats, by_style: Floats, style: Style) -> Style:
    """One step up: generalised iterative scaling of class odds, then of style effects.

    ``weighted`` (rows x classes) are class chances times weights, ``by_style`` the chances of
    styles given the class. J. Darroch, D. Ratcliff (1972), Annals of Mathematical Statistics 43,
    1470-1480.
    """
    chances = weighted * by_style
    seen = marks.T @ chances
    total = np.add.reduceat(seen, style.scales.starts, axis=1)[:, style.scales.block]
    share = chances.sum(axis=(1, 2)) + 1.0
    style = style._replace(base=_bases(style, seen, total))
    style = style._replace(effect=_effects(style, seen, total))
    return style._replace(share=np.log(share / share.sum()))


def _mixed(style: Style, shares: Floats) -> Floats:
    """Shares of answers by class over all styles (J x classes)."""
    return np.asarray(np.tensordot(np.exp(style.share), shares, axes=1))


def _bases(style: Style, seen: Floats, total: Floats) -> Floats:
    shares = np.exp(log_shares(style))
    ready = style.scales.strength
    told = seen.sum(axis=0) + ready * style.scales.average[:, None]
    meant = (total * shares).sum(axis=0) + ready * _mixed(style, shares)
    return np.asarray(style.base + np.log(told / meant))


def _effects(style: Style, seen: Floats, total: Floats) -> Floats:
    scales, shares = style.scales, np.exp(log_shares(style))
    told, meant = np.zeros_like(style.effect), np.zeros_like(style.effect)
    np.add.at(told, scales.slot, seen.sum(axis=2).T)
    np.add.at(meant, scales.slot, (total * shares).sum(axis=2).T)
    usual = _usual(scales)
    told, meant = told + PULL * usual, meant + PULL * _pulled(style, usual)
    return np.asarray(style.effect + np.log(told / meant))


def _usual(scales: Scales) -> Floats:
    """Overall share of each slot, as a column."""
    counts = np.bincount(scales.slot, scales.average)[:, None]
    return np.asarray(counts / counts.sum())


def _pulled(style: Style, usual: Floats) -> Floats:
    """Shares of the slots under each style, were all families at the overall shares."""
    shares = usual * np.exp(style.effect)
    return np.asarray(shares / shares.sum(axis=0))


def penalty(style: Style) -> float:
    """Give the log prior, up to a constant."""
    scales = style.scales
    shares = _mixed(style, np.exp(log_shares(style)))
    base = scales.strength * float(scales.average @ np.log(shares).sum(axis=1))
    usual = _usual(scales)
    spread = PULL * float((usual * np.log(_pulled(style, usual))).sum())
    return base + spread + float(style.share.sum())
