"""A classifier of short texts in any script: character n-grams, a logistic regression per code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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


def read(
    models: Mapping[str, Learnt], texts: Sequence[str]
) -> Iterator[tuple[int, str, tuple[str, ...], float]]:
    """Place of each text for which a code is suggested, the code, its words, its probability.

    Never a text without any known n-gram. The words, as written, are those that speak most for
    the code.
    """
    cut = [words(fold(text)) for text in texts]
    written = sorted({word.written for found in cut for word in found})
    if not models or not written:
        return
    vectors = next(iter(models.values())).vectors
    grams = vectors.transform([_line(found) for found in cut])
    known = np.diff(grams.indptr) > 0
    # N-grams never cross words, so a text's score is the sum over its words.
    counts = CountVectorizer.transform(vectors, [_line(words(fold(word))) for word in written])
    pieces = counts.multiply(vectors.idf_).tocsr()
    for code, model in models.items():
        scores = np.asarray(grams @ model.weights + model.intercept, dtype=float)
        odds = expit(model.scale[0] * scores + model.scale[1])
        parts = dict(zip(written, (pieces @ model.weights).tolist(), strict=True))
        for row in np.flatnonzero((scores > 0) & known).tolist():
            yield row, code, _telling(cut[row], parts), float(odds[row])


def _telling(tokens: Sequence[Word], parts: Mapping[str, float]) -> tuple[str, ...]:
    """Four words at most, the strongest first; none that says much less than the strongest."""
    said = {word.written: parts[word.written] for word in tokens}
    order = sorted(said, key=lambda word: -said[word])[:MOST_WORDS]
    return tuple(word for word in order if said[word] > max(0.25 * said[order[0]], 0.0))


def lines_of(texts: Sequence[str]) -> list[str]:
    """Texts as lines of folded words, whatever their script.

    >>> lines_of(["Il ne DORT pas", "睡觉吧"])
    ['il ne dort pas', '睡觉 觉吧']
    """
    return [_line(words(fold(text))) for text in texts]


def _line(tokens: Sequence[Word]) -> str:
    return " ".join(piece for word in tokens for piece in _pieces(word.text))


def _pieces(word: str) -> list[str]:
    """Chinese has no spaces: its words are taken two signs at a time."""
    if is_han(word) and len(word) > 2:
        return [word[at : at + 2] for at in range(len(word) - 1)]
    return [word]


def learn(lines: Sequence[str], labels: Mapping[str, Bools], seed: int) -> dict[str, Learnt]:
    """Learn every code of ``labels``, and judge each text by a model that never saw it."""
    if not labels:
        return {}
    held_out = _held_out(lines, labels, seed)
    vectors, grams = _grams(lines)
    found: dict[str, Learnt] = {}
    for code, truth in labels.items():
        model = _fitted(grams, truth, seed)
        weights, intercept = np.asarray(model.coef_[0], dtype=float), float(model.intercept_[0])
        scale = platt(held_out[code], truth)
        found[code] = Learnt(vectors, weights, intercept, scale, held_out[code] > 0)
    return found


def _held_out(lines: Sequence[str], labels: Mapping[str, Bools], seed: int) -> dict[str, Floats]:
    scores = {code: np.zeros(len(lines)) for code in labels}
    for seen, kept in KFold(FOLDS, shuffle=True, random_state=seed).split(lines):
        vectors, grams = _grams([lines[at] for at in seen])
        judged = vectors.transform([lines[at] for at in kept])
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
    """Slope (never negative) and offset that make scores log-odds, with Platt's prudent targets.

    J. Platt (1999), Advances in Large Margin Classifiers, 61-74.

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
