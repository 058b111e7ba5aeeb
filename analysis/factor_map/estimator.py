"""The factor map as an estimator: fit on answers, place families and further questions."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.validation import check_is_fitted, validate_data

from ..arrays import Floats, Ints
from ..passes import one_thread
from ..table import coded, cuts_of
from .correspondence import TINY, Supplementary, adjusted, axes_of, burt, supplementary
from .regularised import answered, complete, completed

MISSING = ("average", "excluded", "regularised")


class MultipleCorrespondence(
    ClassNamePrefixFeaturesOutMixin,  # type: ignore[misc]
    TransformerMixin,  # type: ignore[misc]
    BaseEstimator,  # type: ignore[misc]
):
    """Multiple correspondence analysis; a missing answer is never a category.

    Parameters
    ----------
    n_components : int or None
        Axes kept; None keeps all.
    missing : {"average", "excluded", "regularised"}
        What a missing answer is: the average answer to its question (it then pulls nobody
        anywhere), a category left out of the analysis (« specific »), or what ``rank`` axes of
        the map itself make likely.
    rank : int
        Axes of the reconstruction when ``missing`` is ``"regularised"``.
    max_iter : int
        Steps of the reconstruction at most.
    tol : float
        Largest move of a completed value at which the reconstruction stops.

    Attributes
    ----------
    eigenvalues_ : array of float, shape (axes,)
    inertia_, benzecri_, greenacre_ : array of float, shape (axes,)
        Share of the total inertia, and both adjusted shares.
    columns_, contributions_, cos2_ : array of float, shape (columns, axes)
        Principal coordinates of the categories, contributions (the whole column of all
        categories adds up to 1) and qualities.
    categories_ : list of array
        Categories of each question, in the order of the columns.
    shares_ : array of float, shape (columns,)
        Weight of each category within its question.
    n_iter_ : int
        Steps of the reconstruction, 1 without one.

    Notes
    -----
    X (families x questions) holds texts or numbers; NaN, None and the empty text are missing. A
    column of many distinct numbers is cut at its quartiles. On each axis the category of
    largest contribution is on the positive side. A category never seen in fit is missing in
    transform. Only ``"regularised"`` holds the whole indicator in memory as numbers.

    References
    ----------
    M. Greenacre (2017), Correspondence Analysis in Practice, ch. 18-19.
    J.-P. Benzécri (1979), Cahiers de l'analyse des données 4, 377-378.
    P. van der Heijden, B. Escofier (2003), in Analyse des correspondances, PUR (average).
    B. Le Roux, H. Rouanet (2010), Multiple Correspondence Analysis, ch. 3 (excluded).
    J. Josse, M. Chavent, B. Liquet, F. Husson (2012), Journal of Classification 29, 91-116.

    Examples
    --------
    Two yes/no questions whose correlation is 1/2 have axes of (1 ± 1/2) / 2:

    >>> X = np.array([list("xxxxyyyy"), list("xxxyyyyx")]).T
    >>> model = MultipleCorrespondence().fit(X)
    >>> model.eigenvalues_.round(6).tolist()
    [0.75, 0.25]
    >>> model.transform(X).shape
    (8, 2)
    """

    def __init__(
        self,
        n_components: int | None = None,
        *,
        missing: str = "average",
        rank: int = 2,
        max_iter: int = 1000,
        tol: float = 1e-8,
    ) -> None:
        self.n_components = n_components
        self.missing = missing
        self.rank = rank
        self.max_iter = max_iter
        self.tol = tol

    def fit(self, X: Any, y: Any = None) -> MultipleCorrespondence:  # noqa: N803
        """Draw the map of X (families x questions): categories, as texts or numbers.

        Raises
        ------
        ValueError
            When X is no table, ``missing`` no known way, a number under 1, or more axes are asked
            for than there are families or categories.
        """
        with one_thread():
            self._learnt(X)
        return self

    def fit_transform(self, X: Any, y: Any = None) -> Floats:  # noqa: N803
        """Draw the map and place the families that drew it (families x axes)."""
        with one_thread():
            Z = self._learnt(X)  # noqa: N806
            return self._axes.places(Z, self.n_components)

    def _check(self) -> None:
        if self.missing not in MISSING:
            raise ValueError(f"missing must be one of {MISSING}, not {self.missing!r}.")
        for name in ("n_components", "rank", "max_iter"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ValueError(f"{name} must be at least 1, not {value!r}.")

    def _learnt(self, X: Any) -> Any:  # noqa: N803
        self._check()
        X = validate_data(self, X, dtype=None, ensure_all_finite="allow-nan")  # noqa: N806
        numeric = np.issubdtype(X.dtype, np.floating)
        self._cuts = [cuts_of(column) if numeric else None for column in X.T]
        read = [_numbered(column, cuts) for column, cuts in zip(X.T, self._cuts, strict=True)]
        self.categories_ = [levels for _, levels in read]
        many = [len(levels) for levels in self.categories_]
        # A question that nobody answered is no question of the map.
        asked = np.cumsum([many_of > 0 for many_of in many]) - 1
        self._block = np.repeat(asked, many).astype(np.intp)
        hot = _hot([codes for codes, _ in read], many)
        if self.n_components is not None and self.n_components > min(hot.shape):
            raise ValueError(
                f"n_components={self.n_components} must be at most n_samples={hot.shape[0]} and "
                f"the number of categories, {hot.shape[1]}."
            )
        Z = self._drawn(hot)  # noqa: N806
        self._tell()
        return Z

    def _drawn(self, Z: Any) -> Any:  # noqa: N803
        """Find the axes of an indicator, and return it, completed when it has to be."""
        if self.missing != "regularised":
            passive = self.missing == "average"
            self._axes, self.n_iter_ = axes_of(burt(Z), self._block, len(Z), passive=passive), 1
            return Z
        full = completed(Z.astype(float), self._block, self.rank, self.max_iter, self.tol)
        if not full.settled:
            warnings.warn(
                f"The reconstruction still moves after {full.steps} steps; raise max_iter.",
                ConvergenceWarning,
                stacklevel=4,
            )
        self._axes, self.n_iter_ = full.axes, full.steps
        return full.Z

    def _tell(self) -> None:
        axes, kept = self._axes, slice(self.n_components)
        self.eigenvalues_ = axes.eigenvalues[kept]
        self.inertia_ = self.eigenvalues_ / axes.total
        self.benzecri_, self.greenacre_ = (shares[kept] for shares in adjusted(axes))
        self.columns_ = axes.columns[:, kept]
        self.contributions_ = axes.vectors[:, kept] ** 2
        self.cos2_ = axes.cos2[:, kept]
        self.shares_ = axes.share
        self._n_features_out = len(self.eigenvalues_)

    def transform(self, X: Any) -> Floats:  # noqa: N803
        """Place families on the map: principal coordinates (families x axes)."""
        return self._axes.places(self._indicator(X), self.n_components)

    def row_cos2(self, X: Any) -> Floats:  # noqa: N803
        """Quality of each family on each axis (families x axes)."""
        Z = self._indicator(X)  # noqa: N806
        if self.missing == "average":
            Z = np.where(answered(Z, self._block)[:, self._block], Z, self.shares_)  # noqa: N806
        away = (Z - self.shares_) ** 2 / np.maximum(self.shares_ * self._axes.questions, TINY)
        places = self._axes.places(Z, self.n_components)
        return np.asarray(places**2 / np.maximum(away.sum(axis=1), TINY)[:, None])

    def supplementary(self, X: Any, answers: Any) -> tuple[Any, Supplementary]:  # noqa: N803
        """Categories of a question that did not draw the map, and their places.

        Parameters
        ----------
        X : array-like, shape (families, questions)
            What was given to ``fit``.
        answers : array-like, shape (families,)
            Category of each family; missing where it gave none.

        Raises
        ------
        ValueError
            When there is not one answer per family.
        """
        rows, column = self.transform(X), np.asarray(answers)
        if column.shape != (len(rows),):
            raise ValueError(f"answers must have the shape {(len(rows),)}, not {column.shape}.")
        codes, levels = _numbered(column, None)
        hits = codes[:, None] == np.arange(len(levels))
        return levels, supplementary(rows, self.eigenvalues_, hits)

    def _indicator(self, X: Any) -> Any:  # noqa: N803
        """Code families; a missing answer is zeros, or completed when the map was."""
        check_is_fitted(self)
        X = validate_data(  # noqa: N806
            self, X, dtype=None, ensure_all_finite="allow-nan", reset=False
        )
        codes = [
            _numbered(column, cuts, levels)[0]
            for column, cuts, levels in zip(X.T, self._cuts, self.categories_, strict=True)
        ]
        Z = _hot(codes, [len(levels) for levels in self.categories_])  # noqa: N806
        if self.missing == "regularised":
            return complete(Z, answered(Z, self._block), self._axes, self.rank)
        return Z

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.string = True
        tags.input_tags.categorical = True
        return tags


def _numbered(column: Any, cuts: Floats | None, levels: Any = None) -> tuple[Ints, Any]:
    """Place of each answer among the categories (its own, sorted, if not given); -1 is missing."""
    codes, found = pd.factorize(column if cuts is None else coded(column, cuts))
    levels = _sorted(found) if levels is None else levels
    # A last place for what is missing, which has the code -1.
    place = np.append(pd.Index(levels).get_indexer(pd.Index(found)), -1)
    return np.asarray(place[codes], dtype=np.intp), levels


def _sorted(found: Any) -> Any:
    said = np.array([not isinstance(level, str) or level != "" for level in found], dtype=bool)
    try:
        return np.sort(found[said])
    except TypeError as error:
        raise TypeError("A question must hold texts or numbers, not both.") from error


def _hot(codes: list[Ints], many: list[int]) -> Any:
    """Turn codes into a 0/1 table of bytes (families x columns)."""
    starts = np.concatenate([[0], np.cumsum(many)]).astype(np.intp)
    Z = np.zeros((len(codes[0]) if codes else 0, int(starts[-1])), dtype=np.uint8)  # noqa: N806
    for column, start in zip(codes, starts[:-1], strict=True):
        said = np.flatnonzero(column >= 0)
        Z[said, start + column[said]] = 1
    return Z
