"""Latent classes of categorical answers, missing answers left out of the likelihood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from ..arrays import Floats, Ints
from ..table import coded, cuts_of, levels_of
from .em import Model, Task, best_fit, climb, posterior, task

FEWEST_FOLDS, MOST_FOLDS = 5, 20
FOLD_ROWS = 5000
# Families on which the number of classes is chosen.
ENOUGH = 5000
# Numbers of classes tried after the best one.
PATIENCE = 2
# Share of the gain over one class that more classes must bring: docs/methods/profiles.md.
ELBOW = 0.02
# Share of the log-likelihood that classes must gain, from ``MANY`` families on.
LEAST, MANY = 0.003, 2000


def folds_of(rows: int) -> int:
    """Number of folds: many where families are few, so that a fit lacks few of them."""
    return int(np.clip(FOLD_ROWS // max(rows, 1), FEWEST_FOLDS, MOST_FOLDS))


def held_out(
    job: Task, classes: int, folds: Ints, tol: float, rng: np.random.RandomState
) -> Floats:
    """Log-likelihood of each family under a model of classes fitted without its fold."""

    def fitted(weights: Floats) -> Model:
        return best_fit(job, weights, classes, 4, 40, tol, rng, 1).model

    return unseen(job, folds, fitted)


def unseen(job: Task, folds: Ints, fitted: Callable[[Floats], Model]) -> Floats:
    """Log-likelihood of each family under models that ``fitted`` makes without its fold."""
    away = folds == np.unique(folds)[:, None]
    models = fitted((~away).astype(float))
    scores = np.zeros(len(job.Z))
    for at, fold in enumerate(away):
        scores[fold] = posterior(job.Z[fold], models.take(np.array([at])))[1][0]
    return scores


def choose(
    job: Task, most: int, margin: float, tol: float, rng: np.random.RandomState
) -> tuple[int, list[float]]:
    """Choose the number of classes by how well it predicts unseen families: :func:`fewest`."""
    folds = rng.permutation(np.arange(len(job.Z)) % folds_of(len(job.Z)))
    totals: list[float] = []
    for classes in range(1, most + 1):
        totals.append(float(held_out(job, classes, folds, max(tol, 1e-5), rng).sum()))
        if len(totals) - 1 - int(np.argmax(totals)) >= PATIENCE:
            break
    floor = LEAST * min(1.0, float(np.sqrt(len(job.Z) / MANY)))
    return fewest(totals, margin, floor), [total / len(job.Z) for total in totals]


def fewest(totals: Sequence[float], margin: float, floor: float) -> int:
    """Fewest classes that predict nearly as well as the best number.

    Nearly: within ``margin``, or within the share ``ELBOW`` of what the best number gains over one
    class; classes that gain less than the share ``floor`` of the log-likelihood of one class in all
    are no structure, because families of one class are not quite alike.

    >>> fewest([-9000.0, -8500.0, -8495.0], 3.0, LEAST)
    2
    >>> fewest([-9000.0, -8998.0], 3.0, LEAST), fewest([-9000.0, -8980.0], 3.0, LEAST)
    (1, 1)
    """
    gain = max(totals) - totals[0]
    if gain < floor * abs(totals[0]):
        return 1
    slack = max(margin, ELBOW * gain)
    return [total >= max(totals) - slack for total in totals].index(True) + 1


class LatentClasses(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Latent class model by EM, with a Dirichlet prior and missing answers left out.

    Parameters
    ----------
    n_clusters : int or None
        Number of classes; None chooses it by held-out likelihood, on 5 000 families at most.
    scales : sequence of int
        Questions (columns of X) whose answers also depend on a style that each family has
        whatever its class.
    n_styles : int
        Number of styles; 1 is no style.
    covariates : sequence of int
        Questions (columns of X) that no class answers, but on which the share of each class
        depends: a sector, a language. Who did not answer one has the shares of the middle.
    max_clusters : int
        Most classes tried when ``n_clusters`` is None.
    prior : float
        Pseudo-families per question and class, spread as the overall answers.
    margin : float
        Held-out log-likelihood that more classes must gain: 3 is a likelihood ratio of 20.
    n_init, max_iter : int
        Random starts; EM steps at most.
    tol : float
        Gain of log-likelihood a family under which EM stops.
    random_state : int, RandomState or None

    Attributes
    ----------
    n_clusters_ : int
        Number of classes.
    labels_ : array of int, shape (families,)
    shares_ : array of float, shape (classes,)
        Prior probability of each class.
    score_ : float
        Penalised log-likelihood reached.
    n_iter_ : int
        EM steps of the best start, after the short trials.
    held_out_ : list of float
        Mean held-out log-likelihood for 1, 2, ... classes (empty when the number is given).

    Notes
    -----
    X (families x questions) holds category codes; NaN is a missing answer, which adds nothing
    to the likelihood (missing at random). A column of many distinct numbers is cut at its
    quartiles. Given its class (and its style on scales), a family's answers are independent.
    Covariates change the chances of classes by a multinomial logistic regression, whose log-odds
    have a normal prior of unit variance.

    References
    ----------
    P. Lazarsfeld, N. Henry (1968), Latent Structure Analysis.
    C. M. Dayton, G. Macready (1988), JASA 83, 173-178 (covariates).
    P. Smyth (2000), Statistics and Computing 10, 63-72 (held-out likelihood).
    R. Kass, A. Raftery (1995), JASA 90, 773-795 (a ratio of 20 is strong evidence).

    Examples
    --------
    >>> X = np.repeat([[0, 0, 0, 0], [1, 1, 1, 1]], 20, axis=0)
    >>> model = LatentClasses(n_clusters=2, random_state=0).fit(X)
    >>> sorted(np.bincount(model.labels_).tolist())
    [20, 20]
    """

    def __init__(
        self,
        n_clusters: int | None = None,
        *,
        scales: Sequence[int] = (),
        n_styles: int = 3,
        covariates: Sequence[int] = (),
        max_clusters: int = 8,
        prior: float = 4.0,
        margin: float = 3.0,
        n_init: int = 10,
        max_iter: int = 200,
        tol: float = 1e-6,
        random_state: Any = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.scales = scales
        self.n_styles = n_styles
        self.covariates = covariates
        self.max_clusters = max_clusters
        self.prior = prior
        self.margin = margin
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> LatentClasses:  # noqa: N803
        """Fit the model on X (families x questions): category codes, NaN where missing.

        Raises
        ------
        ValueError
            When X holds no number table of at least one family and one question, or fewer
            families than ``n_clusters``.
        """
        X = validate_data(self, X, dtype=float, ensure_all_finite="allow-nan")  # noqa: N806
        rng = check_random_state(self.random_state)
        self._levels = [levels_of(column) for column in X.T]
        self._cuts = [cuts_of(column) for column in X.T]
        self._job = self._task(*self._columns(X))
        classes, self.held_out_ = self._number(rng)
        weights = np.ones((1, len(X)))
        fit = best_fit(self._job, weights, classes, self.n_init, self.max_iter, self.tol, rng)
        order = np.argsort(-fit.model.share[0], kind="stable")
        self._model = fit.model.ordered(order)
        self.n_clusters_ = classes
        self.score_, self.n_iter_ = float(fit.score[0]), int(fit.steps[0])
        self.shares_ = np.exp(self._model.share[0])
        self.labels_ = posterior(self._job.Z, self._model)[0][0].argmax(axis=1)
        return self

    def _number(self, rng: np.random.RandomState) -> tuple[int, list[float]]:
        rows = len(self._job.Z)
        if self.n_clusters is not None:
            if not 1 <= self.n_clusters <= rows:
                raise ValueError(
                    f"n_samples={rows} should be >= n_clusters={self.n_clusters}, and n_clusters "
                    "at least 1; give fewer classes or more samples."
                )
            return int(self.n_clusters), []
        most = max(1, min(self.max_clusters, rows // 20))
        if most == 1:
            return 1, []
        job = self._job
        if rows > ENOUGH:
            job = job._replace(Z=job.Z[np.sort(rng.choice(rows, ENOUGH, replace=False))])
        return choose(job, most, self.margin, self.tol, rng)

    def refine(self, X: Any, steps: int = 20) -> LatentClasses:  # noqa: N803
        """Go on climbing from the fitted model on other, more numerous families.

        Classes keep their number and order. ``labels_`` and ``score_`` stay those of :meth:`fit`.
        """
        job = self._task(*self._read(X))
        self._model = climb(job, np.ones((1, len(job.Z))), self._model, steps, self.tol).model
        self.shares_ = np.exp(self._model.share[0])
        return self

    def _task(self, Z: Floats, block: Ints) -> Task:  # noqa: N803
        styled, others = (
            np.flatnonzero(np.isin(block, list(columns)))
            for columns in (self.scales, self.covariates)
        )
        return task(Z, block, self.prior, styled, self.n_styles, others)

    def predict_proba(self, X: Any) -> Floats:  # noqa: N803
        """Each family's probability of each class (families x classes)."""
        return np.asarray(posterior(self._read(X)[0], self._model)[0][0])

    def predict(self, X: Any) -> Ints:  # noqa: N803
        """Each family's most probable class (families,)."""
        return np.asarray(self.predict_proba(X).argmax(axis=1), dtype=np.intp)

    def _columns(self, X: Floats) -> tuple[Floats, Ints]:  # noqa: N803
        parts = [
            (coded(column, cuts)[:, None] == levels).astype(np.float32)
            for column, levels, cuts in zip(X.T, self._levels, self._cuts, strict=True)
        ]
        many = [part.shape[1] for part in parts]
        return np.hstack(parts), np.repeat(np.arange(len(parts)), many)

    def _read(self, X: Any) -> tuple[Floats, Ints]:  # noqa: N803
        """Columns of further families."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=float, ensure_all_finite="allow-nan", reset=False)  # noqa: N806
        return self._columns(X)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags
