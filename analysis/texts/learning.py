"""A classifier of short texts in any script: character n-grams, a logistic regression per code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from ..arrays import Bools, Floats
from .words import Word, fold, is_han, words

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
class Reading:
    """Texts as a learnt model reads them, once for every code.

    Parameters
    ----------
    texts : Texts
    grams : sparse matrix, shape (texts, grams)
    places : mapping of str to int
        Word as written to its line of ``pieces``.
    pieces : sparse matrix, shape (words, grams)
        What each word adds to the score of a text, before weights and length.
    """

    texts: Texts
    grams: Any
    places: Mapping[str, int]
    pieces: Any


@dataclass(frozen=True)
class Learnt:
    """What was learnt of one code.

    Parameters
    ----------
    vectors : TfidfVectorizer
        The same for every code.
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

    def read(self, texts: Texts) -> Reading:
        """Read texts with the n-grams that were learnt."""
        known = sorted({word.written for found in texts.words for word in found})
        lines = [_line(words(fold(word))) for word in known]
        # N-grams never cross words, so a text's score is the sum over its words.
        counts = CountVectorizer.transform(self.vectors, lines) if known else None
        pieces = None if counts is None else counts.multiply(self.vectors.idf_).tocsr()
        places = {word: at for at, word in enumerate(known)}
        return Reading(texts, self.vectors.transform(texts.lines), places, pieces)

    def scores(self, reading: Reading) -> Floats:
        """Give the score of each text; it is suggested above 0."""
        return np.asarray(reading.grams @ self.weights + self.intercept, dtype=float)

    def suggests(self, reading: Reading) -> Bools:
        """Tell for which texts the code is suggested; never for a text without any known gram."""
        known = np.diff(reading.grams.indptr) > 0
        return np.asarray((self.scores(reading) > 0) & known, dtype=bool)

    def probabilities(self, reading: Reading) -> Floats:
        """Give the probability that staff would give the code to each text."""
        return np.asarray(expit(self.scale[0] * self.scores(reading) + self.scale[1]), dtype=float)

    def parts(self, reading: Reading) -> Floats:
        """Give how much each word speaks for the code, in the order of ``reading.places``."""
        if reading.pieces is None:
            return np.zeros(0)
        return np.asarray(reading.pieces @ self.weights, dtype=float)


def telling(reading: Reading, row: int, parts: Floats) -> tuple[str, ...]:
    """Give the words of a text, as written, that speak most for a code.

    Parameters
    ----------
    reading : Reading
    row : int
    parts : array of float, shape (words,)
        From :meth:`Learnt.parts`.

    Returns
    -------
    tuple of str
        Four at most, the strongest first; none that says much less than the strongest.
    """
    own = list(dict.fromkeys(word.written for word in reading.texts.words[row]))
    said = [float(parts[reading.places[word]]) for word in own]
    order = sorted(range(len(own)), key=lambda at: -said[at])[:MOST_WORDS]
    return tuple(own[at] for at in order if said[at] > max(0.25 * max(said), 0.0))


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
    model = LogisticRegression(C=1e3, solver="newton-cholesky").fit(
        column, both, sample_weight=np.concatenate([target, 1 - target])
    )
    slope = max(0.0, float(model.coef_[0, 0]))
    base = float(np.log(yes + 1) - np.log(no + 1))
    return (slope, float(model.intercept_[0])) if slope else (0.0, base)
