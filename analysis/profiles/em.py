"""EM of latent classes: many models of as many classes climb together, so that no step is small."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Ints
from .covariates import Slopes, log_shares_by, moved, pull, seed_slopes
from .style import Scales, Style, improved, likelihoods, log_shares, penalty, scales_of, seed_style

# Chances held at once: about what the cache of a core keeps.
TOGETHER = 1_000_000
# Steps of each start, before the best go on.
TRIAL = 12


class Model(NamedTuple):
    """Several models: log shares of classes (models x classes) and of answers.

    ``answers`` (models x classes x columns) are 0 in the columns of scales answered by ``style``
    and in those of covariates, whose ``slopes`` then tell the shares.
    """

    share: Floats
    answers: Floats
    style: Style | None = None
    slopes: Slopes | None = None

    def take(self, chosen: Ints | Bools) -> Model:
        """Some of the models."""
        style = self.style and Style(self.style.scales, *(part[chosen] for part in self.style[1:]))
        slopes = self.slopes and self.slopes._replace(odds=self.slopes.odds[chosen])
        return Model(self.share[chosen], self.answers[chosen], style, slopes)

    def ordered(self, order: Ints) -> Model:
        """The classes in another order."""
        style = self.style and self.style._replace(base=self.style.base[:, order])
        slopes = self.slopes and self.slopes._replace(odds=self.slopes.odds[:, order])
        return Model(self.share[:, order], self.answers[:, order], style, slopes)


class Fit(NamedTuple):
    """Fitted models, their penalised log-likelihoods and the steps they took."""

    model: Model
    score: Floats
    steps: Ints

    def take(self, chosen: Ints | Bools) -> Fit:
        """Some of the models."""
        return Fit(self.model.take(chosen), self.score[chosen], self.steps[chosen])


class Task(NamedTuple):
    """What EM needs: 0/1 columns, first column and number of each block, prior counts."""

    Z: Floats
    starts: Ints
    block: Ints
    prior: Floats
    average: Floats
    scales: Scales | None = None
    styles: int = 1
    covariates: Ints | None = None


class Expected(NamedTuple):
    """The E step: what styles and classes weigh (models x styles x classes x rows), and in all.

    ``likelihood`` is the log of ``total`` (models x rows); ``logs`` those of shares of scales.
    """

    weight: Floats
    total: Floats
    likelihood: Floats
    logs: Floats | None

    def take(self, chosen: Bools) -> Expected:
        """Some of the models."""
        logs = None if self.logs is None else self.logs[chosen]
        return Expected(self.weight[chosen], self.total[chosen], self.likelihood[chosen], logs)


def task(
    Z: Floats,  # noqa: N803
    block: Ints,
    strength: float,
    scales: Ints | None = None,
    styles: int = 1,
    covariates: Ints | None = None,
) -> Task:
    """Prepare EM on the columns ``Z``, with a Dirichlet prior towards the overall shares.

    ``scales`` index the columns that also depend on a style, ``covariates`` those that no class
    answers. Products with families are of the precision of ``Z``, parameters of double precision.
    """
    starts = np.flatnonzero(np.diff(block, prepend=-1))
    counts = Z.sum(axis=0, dtype=float) + 0.5
    average = counts / np.add.reduceat(counts, starts)[block]
    job = Task(Z, starts, block, strength * average, average)
    if covariates is not None and len(covariates):
        job.prior[covariates] = 0.0
        job = job._replace(covariates=covariates)
    if scales is None or not len(scales) or styles < 2:
        return job
    prior = job.prior.copy()
    prior[scales] = 0.0
    own = scales_of(scales, block, average, strength)
    return job._replace(prior=prior, scales=own, styles=styles)


def posterior(Z: Floats, model: Model) -> tuple[Floats, Floats]:  # noqa: N803
    """Class probabilities (models x families x classes), log-likelihood (models x families)."""
    found = expect(Z, model)
    chances = found.weight.sum(axis=1, dtype=float) / found.total[:, None]
    return chances.transpose(0, 2, 1), found.likelihood


def expect(Z: Floats, model: Model) -> Expected:  # noqa: N803
    """Weigh each style and class for each family."""
    models, classes, columns = model.answers.shape
    flat = model.answers.reshape(-1, columns).astype(Z.dtype)
    together = (flat @ Z.T).reshape(models, 1, classes, len(Z))
    share = model.share[..., None] if model.slopes is None else log_shares_by(Z, model.slopes)
    together += share[:, None].astype(Z.dtype)
    if model.style is None:
        return _weighed(together, None)
    logs = log_shares(model.style)
    scales = likelihoods(Z[:, model.style.scales.columns], model.style, logs)
    scales += together
    return _weighed(scales, logs)


def _weighed(together: Floats, logs: Floats | None) -> Expected:
    """Turn log weights into weights, in place; who needs chances divides by the total."""
    models, styles, classes, rows = together.shape
    flat = together.reshape(models, styles * classes, rows)
    highest = flat.max(axis=1)
    flat -= highest[:, None]
    np.exp(flat, out=flat)
    total = flat.sum(axis=1)
    return Expected(together, total, highest.astype(float) + np.log(total), logs)


def maximise(job: Task, weights: Floats, found: Expected, model: Model) -> Model:
    """The M step: the answer shares of each class, drawn towards the overall shares."""
    scale = (weights / found.total).astype(job.Z.dtype)
    weighted = found.weight * scale[:, None, None]
    by_class = weighted.sum(axis=1)
    models, classes, rows = by_class.shape
    seen = (by_class.reshape(-1, rows) @ job.Z).reshape(models, classes, -1)
    counts = seen.astype(float) + job.prior
    share = by_class.sum(axis=2, dtype=float) + 1.0
    style, slopes = model.style, model.slopes
    if style is not None and found.logs is not None:
        counts[..., style.scales.columns] = 1.0
        style = improved(job.Z[:, style.scales.columns], weighted, style, found.logs)
    if slopes is not None:
        counts[..., slopes.columns] = 1.0
        slopes = moved(job.Z, by_class, slopes)
    answers = counts / np.add.reduceat(counts, job.starts, axis=-1)[..., job.block]
    log_share = np.log(share / share.sum(axis=1, keepdims=True))
    return _model(log_share, np.log(answers), style, slopes)


def _model(share: Floats, answers: Floats, style: Style | None, slopes: Slopes | None) -> Model:
    for part in (style and style.scales.columns, slopes and slopes.columns):
        if part is not None:
            answers[..., part] = 0.0
    return Model(share, answers, style, slopes)


def _score(job: Task, weights: Floats, model: Model, found: Expected) -> Floats:
    """Penalised log-likelihood of each model."""
    fitted = (weights * found.likelihood).sum(axis=1) + (model.answers @ job.prior).sum(axis=1)
    fitted = fitted + (model.share.sum(axis=1) if model.slopes is None else pull(model.slopes))
    if model.style is None or found.logs is None:
        return np.asarray(fitted)
    return np.asarray(fitted + penalty(model.style, found.logs))


def climb(job: Task, weights: Floats, model: Model, steps: int, tol: float) -> Fit:
    """Run EM until the penalised log-likelihood of each model gains less than ``tol`` a family.

    ``weights`` (models x families).
    """
    size = job.styles * model.share.shape[1] * len(job.Z)
    some = max(1, TOGETHER // max(size, 1))
    parts = [np.arange(at, min(at + some, len(weights))) for at in range(0, len(weights), some)]
    return _joined([_climbed(job, weights[at], model.take(at), steps, tol) for at in parts])


def joined(models: list[Model]) -> Model:
    """Models of several runs in one row."""
    share = np.concatenate([model.share for model in models])
    answers = np.concatenate([model.answers for model in models])
    styles = [model.style for model in models if model.style is not None]
    parts = [np.concatenate(arrays) for arrays in zip(*(s[1:] for s in styles), strict=True)]
    style = Style(styles[0].scales, *parts) if styles else None
    tilts = [model.slopes for model in models if model.slopes is not None]
    odds = [slopes.odds for slopes in tilts]
    slopes = tilts[0]._replace(odds=np.concatenate(odds)) if tilts else None
    return Model(share, answers, style, slopes)


def _joined(fits: list[Fit]) -> Fit:
    score, steps = (np.concatenate([fit[at] for fit in fits]) for at in (1, 2))
    return Fit(joined([fit.model for fit in fits]), score, steps)


def _climbed(job: Task, weights: Floats, model: Model, steps: int, tol: float) -> Fit:
    """Climb with all models; who has arrived rests."""
    rows = np.arange(len(weights))
    enough = tol * np.maximum(weights.sum(axis=1), 1.0)
    last = np.full(len(weights), -np.inf)
    ended: list[tuple[Ints, Fit]] = []
    for done in range(1, max(steps, 1) + 1):
        found = expect(job.Z, model)
        score = _score(job, weights[rows], model, found)
        rests = (score - last[rows] < enough[rows]) | (done >= steps)
        if rests.any():
            ended.append((rows[rests], Fit(model, score, np.full(len(rows), done)).take(rests)))
            found, model, rows = found.take(~rests), model.take(~rests), rows[~rests]
            score = score[~rests]
        if not len(rows):
            break
        last[rows] = score
        model = maximise(job, weights[rows], found, model)
    order = np.argsort(np.concatenate([at for at, _ in ended]))
    return _joined([fit for _, fit in ended]).take(order)


def seed_model(job: Task, weights: Floats, classes: int, rng: np.random.RandomState) -> Model:
    """Start each model from the answers of ``classes`` families drawn by its weights."""
    chosen = [rng.choice(len(job.Z), size=classes, p=mine / mine.sum()) for mine in weights]
    seeds = job.Z[np.array(chosen)].astype(float)
    given = np.add.reduceat(seeds, job.starts, axis=-1)[..., job.block] > 0
    answers = np.log(np.where(given, 0.5 * seeds, 0.5 * job.average) + 0.5 * job.average)
    style = seed_style(job.scales, answers, job.styles) if job.scales else None
    even = np.full((len(weights), classes), -np.log(classes))
    columns = job.covariates
    slopes = None if columns is None else seed_slopes(columns, len(weights), classes)
    return _model(even, answers, style, slopes)


def best_fit(
    job: Task, weights: Floats, classes: int, starts: int, steps: int, tol: float,
    rng: np.random.RandomState, finalists: int = 2,
) -> Fit:  # fmt: skip
    """Fit the problems that each line of ``weights`` (problems x families) sets.

    Each has several starts for a few steps; its best ``finalists`` are taken to the end.
    """
    count = 1 if classes == 1 else starts
    tried = np.repeat(weights, count, axis=0)
    short = climb(job, tried, seed_model(job, tried, classes, rng), TRIAL, tol)
    best = _best(short.score, count, min(finalists, count))
    ended = climb(job, tried[best], short.model.take(best), steps, tol)
    return ended.take(_best(ended.score, min(finalists, count), 1))


def _best(score: Floats, count: int, kept: int) -> Ints:
    """Places of the highest scores of each ``count`` that follow each other."""
    order = np.argsort(-score.reshape(-1, count), axis=1, kind="stable")[:, :kept]
    return np.asarray((np.arange(len(order))[:, None] * count + order).ravel())
