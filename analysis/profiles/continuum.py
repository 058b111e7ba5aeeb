"""Continuous scales that might explain the answers as well as classes do.

A latent trait model is a latent class model with one class per point of a grid, whose log-odds
are linear in one or two traits: the E step is the same.
"""

from __future__ import annotations

from functools import partial
from itertools import product
from typing import NamedTuple

import numpy as np
from sklearn.utils import check_random_state

from ..arrays import Floats
from .em import TOGETHER, Expected, Model, Task, expect, joined, task
from .latent import LatentClasses, folds_of, held_out, unseen
from .style import Style, improved, mixed, seed_style, summed

# Points of the grid on each trait, and how far it reaches, in standard deviations.
POINTS, REACH = {1: 9, 2: 6}, 2.4
# Steps of EM, and steps up within each.
STEPS, WITHIN = 60, 3
# Pseudo-families at the overall shares, as many as two classes have.
CLASSES = 2
# Standard errors by which classes must predict unseen families better: 2 in 100 by chance.
SURE = 2.0


class Grid(NamedTuple):
    """Points of the traits (points x 1 + traits, the first a constant) and their log shares."""

    basis: Floats
    share: Floats


def grid_of(traits: int) -> Grid:
    """Grid of independent normal traits."""
    line = np.linspace(-REACH, REACH, POINTS[traits])
    points = np.array(list(product(line, repeat=traits)))
    weight = np.exp(-0.5 * (points**2).sum(axis=1))
    return Grid(np.column_stack([np.ones(len(points)), points]), np.log(weight / weight.sum()))


def trait_fit(job: Task, weights: Floats, traits: int) -> Model:
    """Trait models, one for each line of ``weights`` (models x families).

    R. D. Bock (1972), Psychometrika 37, 29-51 (nominal responses to one trait); D. Bartholomew,
    M. Knott, I. Moustaki (2011), Latent Variable Models and Factor Analysis.
    """
    size = job.styles * POINTS[traits] ** traits * len(job.Z)
    some = max(1, TOGETHER // size)
    parts = [weights[at : at + some] for at in range(0, len(weights), some)]
    return joined([_fit(job, part, grid_of(traits)) for part in parts])


def _fit(job: Task, weights: Floats, grid: Grid) -> Model:
    odds = _start(job, weights, grid)
    style = seed_style(job.scales, grid.basis @ odds, job.styles) if job.scales else None
    model = _model(job, odds, style, grid)
    for _ in range(STEPS):
        found = expect(job.Z, model)
        odds, model = _improved(job, weights, found, odds, model, grid)
    return model


def _start(job: Task, weights: Floats, grid: Grid) -> Floats:
    """Log-odds (models x 1 + traits x columns) from the first axes of the answers."""
    traits = grid.basis.shape[1] - 1
    said = np.add.reduceat(job.Z, job.starts, axis=1)[:, job.block]
    left = np.linalg.svd((job.Z - job.average * said).astype(float), full_matrices=False)[0]
    scores = left[:, :traits] * np.sqrt(len(job.Z))
    slopes = scores.T @ job.Z / np.maximum(job.Z.sum(axis=0), 1)
    odds = np.vstack([np.log(job.average), slopes])
    return np.repeat(odds[None], len(weights), axis=0)


def _model(job: Task, odds: Floats, style: Style | None, grid: Grid) -> Model:
    answers = np.log(_shares(job, grid.basis @ odds))
    if style is not None:
        answers[..., style.scales.columns] = 0.0
    return Model(np.repeat(grid.share[None], len(odds), axis=0), answers, style)


def _shares(job: Task, odds: Floats) -> Floats:
    shares = np.exp(np.clip(odds, -30, 30))
    return np.asarray(shares / np.add.reduceat(shares, job.starts, axis=-1)[..., job.block])


def _improved(
    job: Task, weights: Floats, found: Expected, odds: Floats, model: Model, grid: Grid
) -> tuple[Floats, Model]:
    """One step of EM: log-odds of all answers go up, then those of styles."""
    scale = (weights / found.total).astype(job.Z.dtype)
    weighted = found.weight * scale[:, None, None]
    by_point = weighted.sum(axis=1)
    models, points, rows = by_point.shape
    seen = (by_point.reshape(-1, rows) @ job.Z).reshape(models, points, -1).astype(float)
    seen += CLASSES * np.exp(grid.share)[:, None] * _ready(job)
    total = np.add.reduceat(seen, job.starts, axis=-1)[..., job.block]
    for _ in range(WITHIN):
        odds = odds + _step(grid, seen - total * _shares(job, grid.basis @ odds), total)
    style = model.style
    if style is not None and found.logs is not None:
        columns = style.scales.columns
        bases = partial(_bases, grid=grid)
        style = improved(job.Z[:, columns], weighted, style, found.logs, bases)
    return odds, _model(job, odds, style, grid)


def _ready(job: Task) -> Floats:
    """Pseudo-families of each answer."""
    ready = job.prior.copy()
    if job.scales is not None:
        ready[job.scales.columns] = job.scales.strength * job.scales.average
    return ready


def _step(grid: Grid, more: Floats, total: Floats) -> Floats:
    """Newton's step under Böhning's bound of the curvature (1992), so that it never goes down."""
    slope = np.einsum("gd,mgj->mjd", grid.basis, more)
    bound = 0.5 * np.einsum("mgj,gd,ge->mjde", total, grid.basis, grid.basis, optimize=True)
    bound += 1e-6 * np.eye(bound.shape[-1])
    return np.asarray(np.linalg.solve(bound, slope[..., None])[..., 0].transpose(0, 2, 1))


def _bases(style: Style, seen: Floats, total: Floats, shares: Floats, grid: Grid) -> Floats:
    """Log-odds of scales at the points: they stay linear in the traits."""
    scales = style.scales
    ready = CLASSES * scales.strength * np.exp(grid.share)[:, None]
    more = seen.sum(axis=1) - (total * shares).sum(axis=1)
    more += ready * (scales.average - mixed(style, shares))
    weight = total.sum(axis=1) + ready * summed(np.broadcast_to(scales.average, more.shape), scales)
    step = _step(grid, more, weight)
    return np.asarray(style.base + grid.basis @ step)


def is_separate(model: LatentClasses, seed: int) -> bool:
    """Whether classes predict unseen families better than one or two continuous scales do.

    The gain of each family's held-out log-likelihood is tested, on the same folds. Source: Q. Vuong
    (1989), Econometrica 57, 307-333 (models that do not hold one another).
    """
    job, rng = _plain(model), check_random_state(seed)
    folds = rng.permutation(np.arange(len(job.Z)) % folds_of(len(job.Z)))
    classes = held_out(job, model.n_clusters_, folds, max(model.tol, 1e-5), rng)
    for traits in POINTS:
        more = classes - unseen(job, folds, partial(trait_fit, job, traits=traits))
        if more.sum() <= SURE * more.std() * np.sqrt(len(more)):
            return False
    return True


def _plain(model: LatentClasses) -> Task:
    """Answers without covariates: neither classes nor scales are then told who has them."""
    job = model._job
    if job.covariates is None:
        return job
    kept = np.setdiff1d(np.arange(len(job.block)), job.covariates)
    block = np.unique(job.block[kept], return_inverse=True)[1].astype(np.intp)
    styled = np.isin(kept, job.scales.columns) if job.scales else np.zeros(len(kept), dtype=bool)
    return task(job.Z[:, kept], block, model.prior, np.flatnonzero(styled), job.styles)
