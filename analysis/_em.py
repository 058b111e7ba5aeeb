"""EM of latent classes: what a model is, one step, one climb, the best of several starts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ._encoding import Floats, Ints
from ._style import Scales, Style, improved, joint, penalty, scales_of, seed_style


class Model(NamedTuple):
    """Log shares of the classes (classes,) and log answer shares (columns x classes).

    The columns of scales answered by ``style`` are 0 in ``answers``.
    """

    share: Floats
    answers: Floats
    style: Style | None = None

    def ordered(self, order: Ints) -> Model:
        """Give the classes in another order."""
        style = self.style and self.style._replace(base=self.style.base[:, order])
        return Model(self.share[order], self.answers[:, order], style)


class Fit(NamedTuple):
    """A fitted model, its penalised log-likelihood and the steps it took."""

    model: Model
    score: float
    steps: int


class Task(NamedTuple):
    """What EM needs: 0/1 columns, first column and number of each block, prior counts."""

    Z: Floats
    starts: Ints
    block: Ints
    prior: Floats
    average: Floats
    scales: Scales | None = None
    styles: int = 1


def task(
    Z: Floats,
    block: Ints,
    strength: float,
    scales: Ints | None = None,
    styles: int = 1,  # noqa: N803
) -> Task:
    """Prepare EM on the columns ``Z``, with a Dirichlet prior towards the overall shares.

    ``scales`` index the 0/1 columns of the scales that also depend on a style.
    """
    starts = np.flatnonzero(np.diff(block, prepend=-1))
    counts = Z.sum(axis=0) + 0.5
    average = counts / np.add.reduceat(counts, starts)[block]
    job = Task(Z, starts, block, strength * average, average)
    if scales is None or not len(scales) or styles < 2:
        return job
    prior = job.prior.copy()
    prior[scales] = 0.0
    own = scales_of(scales, block, average, strength)
    return job._replace(prior=prior, scales=own, styles=styles)


def posterior(Z: Floats, model: Model) -> tuple[Floats, Floats]:  # noqa: N803
    """Class probabilities (families x classes) and log-likelihood (families,)."""
    return expect(Z, model)[:2]


def expect(Z: Floats, model: Model) -> tuple[Floats, Floats, Floats | None]:  # noqa: N803
    """The E step: as ``posterior``, and the chances of styles given the class."""
    together, by_style = Z @ model.answers + model.share, None
    if model.style is not None:
        scales, by_style = joint(Z[:, model.style.scales.columns], model.style)
        together += scales
    highest = together.max(axis=1)
    chances = np.exp(together - highest[:, None])
    total = chances.sum(axis=1)
    return chances / total[:, None], highest + np.log(total), by_style


def maximise(
    job: Task, weights: Floats, chances: Floats, style: Style | None, by_style: Floats | None
) -> Model:
    """The M step: the answer shares of each class, drawn towards the overall shares."""
    weighted = chances * weights[:, None]
    counts = job.Z.T @ weighted + job.prior[:, None]
    share = weighted.sum(axis=0) + 1.0
    if style is not None and by_style is not None:
        counts[style.scales.columns] = 1.0
        style = improved(job.Z[:, style.scales.columns], weighted, by_style, style)
    answers = counts / np.add.reduceat(counts, job.starts, axis=0)[job.block]
    return _model(np.log(share / share.sum()), np.log(answers), style)


def _model(share: Floats, answers: Floats, style: Style | None) -> Model:
    if style is not None:
        answers[style.scales.columns] = 0.0
    return Model(share, answers, style)


def climb(job: Task, weights: Floats, model: Model, steps: int, tol: float) -> Fit:
    """Run EM until the penalised log-likelihood gains less than ``tol`` a family."""
    last = -np.inf
    enough = tol * max(float(weights.sum()), 1.0)
    done = 0
    while done < max(steps, 1):
        done += 1
        chances, likelihood, by_style = expect(job.Z, model)
        score = float(weights @ likelihood + job.prior @ model.answers.sum(axis=1))
        score += float(model.share.sum()) + (penalty(model.style) if model.style else 0.0)
        if score - last < enough:
            break
        last, model = score, maximise(job, weights, chances, model.style, by_style)
    return Fit(model, score, done)


def seed_model(job: Task, weights: Floats, classes: int, rng: np.random.RandomState) -> Model:
    """Start from the answers of ``classes`` families drawn at random."""
    chosen = rng.choice(len(job.Z), size=classes, p=weights / weights.sum())
    seeds = job.Z[chosen].T
    given = np.add.reduceat(seeds, job.starts, axis=0)[job.block] > 0
    mixed = np.where(given, 0.5 * seeds, 0.5 * job.average[:, None]) + 0.5 * job.average[:, None]
    answers = np.log(mixed)
    style = seed_style(job.scales, answers, job.styles) if job.scales else None
    return _model(np.full(classes, -np.log(classes)), answers, style)


def best_fit(
    job: Task, weights: Floats, classes: int, starts: int, steps: int, tol: float,
    rng: np.random.RandomState, finalists: int = 2,
) -> Fit:  # fmt: skip
    """Try several starts for a few steps, and take the best ``finalists`` to the end."""
    count = 1 if classes == 1 else starts
    short = [
        climb(job, weights, seed_model(job, weights, classes, rng), 12, tol) for _ in range(count)
    ]
    best = sorted(short, key=lambda fit: -fit.score)[:finalists]
    ended = [climb(job, weights, fit.model, steps, tol) for fit in best]
    return max(ended, key=lambda fit: fit.score)
