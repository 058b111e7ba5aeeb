"""A classifier of short texts in any script: character n-grams, a logistic regression per code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from ._words import Word, fold, is_han, words

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

FOLDS = 5
GRAMS = (2, 5)
PENALTY = 4.0
MOST_WORDS = 4


@dataclass(frozen=True)
class Texts:
    """Texts cut into words, and each as one line of folded words for the n-grams."""

    words: tuple[tuple[Word, ...], ...]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Learnt:
    """What was learnt of one code.

    Parameters
    ----------
    vectors : TfidfVectorizer
    weights : array of float, shape (grams,)
    intercept : float
    scale : tuple of float
        Slope and offset that make a score a log-odds.
    out_of_fold : array of bool, shape (decided texts,)
        What a model that never saw the text suggests for it.
    """

    vectors: Any
    weights: Floats
    intercept: float
    scale: tuple[float, float]
    out_of_fold: Bools

    def scores(self, texts: Texts) -> Floats:
        """Give the score of each text; it is suggested above 0."""
        found = self.vectors.transform(texts.lines) @ self.weights + self.intercept
        return np.asarray(found, dtype=float)

    def suggests(self, texts: Texts) -> Bools:
        """Tell for which texts the code is suggested; never for a text without any known gram."""
        known = np.diff(self.vectors.transform(texts.lines).indptr) > 0
        return np.asarray((self.scores(texts) > 0) & known, dtype=bool)

    def probabilities(self, texts: Texts) -> Floats:
        """Give the probability that staff would give the code to each text."""
        return np.asarray(expit(self.scale[0] * self.scores(texts) + self.scale[1]), dtype=float)

    def words(self, texts: Texts, row: int) -> tuple[str, ...]:
        """Give the words of a text, as written, that speak most for the code."""
        own = list(dict.fromkeys(word.written for word in texts.words[row]))
        if not own:
            return ()
        lines = [_line(words(fold(word))) for word in own]
        # N-grams never cross words, so a text's score is the sum over its words.
        counts = CountVectorizer.transform(self.vectors, lines)
        parts = np.asarray(counts.multiply(self.vectors.idf_) @ self.weights, dtype=float)
        order = np.argsort(-parts, kind="stable")[:MOST_WORDS]
        return tuple(own[at] for at in order if parts[at] > 0.25 * max(parts.max(), 1e-12))


def prepare(texts: Sequence[str]) -> Texts:
    """Cut texts into words, whatever their script.

    >>> prepare(["Il ne DORT pas", "睡觉吧"]).lines
    ('il ne dort pas', '睡觉 觉吧')
    """
    cut = tuple(tuple(words(fold(text))) for text in texts)
    return Texts(cut, tuple(_line(found) for found in cut))


def _line(found: Sequence[Word]) -> str:
    return " ".join(piece for word in found for piece in _pieces(word.text))


def _pieces(word: str) -> list[str]:
    """Chinese has no spaces: its words are taken two signs at a time."""
    if is_han(word) and len(word) > 2:
        return [word[at : at + 2] for at in range(len(word) - 1)]
    return [word]


def learn(texts: Texts, labels: Mapping[str, Bools], seed: int) -> dict[str, Learnt]:
    """Learn every code, and judge each text by a model that never saw it.

    Parameters
    ----------
    texts : Texts
    labels : mapping of str to array of bool, shape (texts,)
        Who has each code.
    seed : int

    Returns
    -------
    dict of str to Learnt
        Codes that the folds cannot judge are left out.
    """
    if not labels:
        return {}
    held_out = _held_out(texts, labels, seed)
    vectors, grams = _grams(texts.lines)
    found: dict[str, Learnt] = {}
    for code, truth in labels.items():
        model = _fitted(grams, truth, seed)
        weights, intercept = np.asarray(model.coef_[0], dtype=float), float(model.intercept_[0])
        scale = platt(held_out[code], truth)
        found[code] = Learnt(vectors, weights, intercept, scale, held_out[code] > 0)
    return found


def _held_out(texts: Texts, labels: Mapping[str, Bools], seed: int) -> dict[str, Floats]:
    scores = {code: np.zeros(len(texts.lines)) for code in labels}
    lines = np.array(texts.lines, dtype=object)
    for seen, kept in KFold(FOLDS, shuffle=True, random_state=seed).split(lines):
        vectors, grams = _grams(list(lines[seen]))
        judged = vectors.transform(list(lines[kept]))
        for code, truth in labels.items():
            # Ten texts on each side may by bad luck all be held out together: then nothing is said.
            if truth[seen].any() and not truth[seen].all():
                scores[code][kept] = _fitted(grams, truth[seen], seed).decision_function(judged)
    return scores


def _grams(lines: Sequence[str]) -> tuple[Any, Any]:
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=GRAMS, lowercase=False)
    # Texts without any word would leave nothing to learn from.
    return vectors, vectors.fit_transform([*lines] if any(lines) else ["?", *lines][: len(lines)])


def _fitted(grams: Any, truth: Bools, seed: int) -> LogisticRegression:
    model = LogisticRegression(
        C=PENALTY, class_weight="balanced", solver="liblinear", random_state=seed
    )
    return model.fit(grams, truth)


def platt(scores: Floats, truth: Bools) -> tuple[float, float]:
    """Turn scores into log-odds, with Platt's prudent targets.

    Parameters
    ----------
    scores : array of float, shape (texts,)
    truth : array of bool, shape (texts,)

    Returns
    -------
    tuple of float
        Slope (never negative) and offset.

    References
    ----------
    J. Platt (1999), Advances in Large Margin Classifiers, 61-74.

    Examples
    --------
    >>> truth = np.array([False, False, True, True] * 10)
    >>> slope, offset = platt(np.array([-2.0, -1, 1, 2] * 10), truth)
    >>> slope > 0, round(abs(offset), 3)
    (True, 0.0)
    """
    yes, no = int(truth.sum()), int((~truth).sum())
    target = np.where(truth, (yes + 1) / (yes + 2), 1 / (no + 2))
    column = np.concatenate([scores, scores])[:, None]
    both = np.repeat([True, False], len(scores))
    model = LogisticRegression(C=1e3).fit(
        column, both, sample_weight=np.concatenate([target, 1 - target])
    )
    slope = max(0.0, float(model.coef_[0, 0]))
    base = float(np.log(yes + 1) - np.log(no + 1))
    return (slope, float(model.intercept_[0])) if slope else (0.0, base)
