"""Codes suggested for free texts, by the lexicon and by what staff decided; a person decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import Bools
from ..errors import AnalysisError
from .learning import Learnt, learn, lines_of, read
from .lexicon import lexicon, matches
from .words import fold

LEXICON, LEARNT = "lexique", "appris"
ENOUGH, ENOUGH_POSITIVE = 30, 10
TOO_FEW = "pas assez d'exemples"
# Before staff decide anything, a lexicon hit is taken to be right 7 times of 10, worth ten texts.
PRIOR, PRIOR_TEXTS = 0.7, 10.0

Decisions = Mapping[int, Collection[str]]
Hits = list[dict[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Suggested:
    """One code suggested for one text.

    Parameters
    ----------
    code : str
    source : str
        ``lexique`` or ``appris``.
    words : tuple of str
        The words, as written, that made it suggest.
    probability : float
        That staff would keep it, from 0 to 1.
    """

    code: str
    source: str
    words: tuple[str, ...]
    probability: float


@dataclass(frozen=True)
class Suggestions:
    """The codes suggested for one text, the most probable first.

    Parameters
    ----------
    row : int
        Place of the text, from 0.
    codes : tuple of Suggested
        Empty when nothing is suggested, or when staff have already decided.
    """

    row: int
    codes: tuple[Suggested, ...] = ()


@dataclass(frozen=True)
class Quality:
    """How well a source suggests a code, measured on the texts that staff decided.

    Parameters
    ----------
    code, source : str
    n, positives : int
        Decided texts, and those of them that staff gave this code.
    precision, recall, f1 : float or None
        From 0 to 1; None when they cannot be told.
    message : str
        « pas assez d'exemples » when so.
    """

    code: str
    source: str
    n: int
    positives: int
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    message: str = ""


def suggest(
    texts: Sequence[str],
    languages: Sequence[str],
    decisions: Decisions | None = None,
    random_state: int = 0,
) -> list[Suggestions]:
    """Suggest codes for texts that staff have not decided yet. RESTRICTED: for the staff desk.

    Parameters
    ----------
    texts : sequence of str, shape (texts,)
    languages : sequence of str, shape (texts,)
        BCP 47 tag of the language each family chose.
    decisions : mapping of int to collection of str, optional
        Place of a text to the codes staff gave it (none: an empty collection). A code is learnt
        from 30 decided texts on, of which 10 bear it.
    random_state : int

    Returns
    -------
    list of Suggestions, shape (texts,)

    Raises
    ------
    AnalysisError
        When lengths differ or a decision names no text.

    Notes
    -----
    Learnt: logistic regression on TF-IDF of character n-grams, its scores made probabilities by
    Platt's scaling (1999). Lexicon: the posterior mean of its precision, Beta(7, 3) at first.

    Examples
    --------
    >>> suggest(["Il ne dort pas", "Merci"], ["fr", "fr"])[0].codes
    (Suggested(code='sommeil', source='lexique', words=('dort',), probability=0.7),)
    """
    decided = _checked(texts, languages, decisions)
    hits = _hits(texts, languages)
    found: list[list[Suggested]] = [[] for _ in texts]
    for row, code, words, odds in read(_models(texts, decided, random_state), texts):
        found[row].append(Suggested(code, LEARNT, words, round(odds, 3)))
    trust = {
        code: _trust(code, hits, decided) for tag in lexicon().values() for code in tag.domains
    }
    for row, learnt in enumerate(found):
        taken = {one.code for one in learnt}
        learnt += [
            Suggested(code, LEXICON, words, trust[code])
            for code, words in hits[row].items()
            if code not in taken
        ]
        learnt.sort(key=lambda one: (-one.probability, one.code))
    return [
        Suggestions(row, () if row in decided else tuple(codes)) for row, codes in enumerate(found)
    ]


def suggestion_quality(
    texts: Sequence[str],
    languages: Sequence[str],
    decisions: Decisions,
    random_state: int = 0,
) -> list[Quality]:
    """Measure suggestions against what staff decided. RESTRICTED: counts under k are told.

    Parameters
    ----------
    texts, languages, decisions, random_state
        As for :func:`suggest`.

    Returns
    -------
    list of Quality
        For each code decided or suggested, the lexicon then the learnt model (5-fold
        cross-validation: each text is judged by a model that never saw it).
    """
    decided = _checked(texts, languages, decisions)
    hits = _hits(texts, languages)
    models = _models(texts, decided, random_state)
    rows = sorted(decided)
    found = []
    for code in sorted({code for row in rows for code in (*decided[row], *hits[row])}):
        truth = np.array([code in decided[row] for row in rows], dtype=bool)
        if any(code in known.domains for known in lexicon().values()):
            by_word = np.array([code in hits[row] for row in rows], dtype=bool)
            found.append(_quality(code, LEXICON, truth, by_word))
        model = models.get(code)
        found.append(
            _quality(code, LEARNT, truth, model.out_of_fold)
            if model
            else Quality(code, LEARNT, len(rows), int(truth.sum()), message=TOO_FEW)
        )
    return found


def _checked(
    texts: Sequence[str], languages: Sequence[str], decisions: Decisions | None
) -> dict[int, frozenset[str]]:
    if len(texts) != len(languages):
        raise AnalysisError(
            f"Il y a {len(texts)} textes et {len(languages)} langues. "
            "Donner une langue par texte, dans le même ordre."
        )
    decided = {int(row): frozenset(codes) for row, codes in (decisions or {}).items()}
    strange = [row for row in decided if not 0 <= row < len(texts)]
    if strange:
        raise AnalysisError(
            f"Une décision porte sur le texte {strange[0]}, qui n'existe pas. "
            f"Compter les textes de 0 à {len(texts) - 1}."
        )
    return decided


def _hits(texts: Sequence[str], languages: Sequence[str]) -> Hits:
    return [matches(fold(text), tag) for text, tag in zip(texts, languages, strict=True)]


def _models(
    texts: Sequence[str], decided: Mapping[int, frozenset[str]], seed: int
) -> dict[str, Learnt]:
    """Learn every code that staff decided often enough, and refused often enough."""
    rows = sorted(decided)
    if len(rows) < ENOUGH:
        return {}
    labels: dict[str, Bools] = {}
    for code in sorted({code for row in rows for code in decided[row]}):
        truth = np.array([code in decided[row] for row in rows], dtype=bool)
        if min(truth.sum(), (~truth).sum()) >= ENOUGH_POSITIVE:
            labels[code] = truth
    return learn(lines_of([texts[row] for row in rows]), labels, seed)


def _trust(code: str, hits: Hits, decided: Mapping[int, frozenset[str]]) -> float:
    """How often staff kept what the lexicon suggested for this code."""
    judged = [code in codes for row, codes in decided.items() if code in hits[row]]
    return round((PRIOR * PRIOR_TEXTS + sum(judged)) / (PRIOR_TEXTS + len(judged)), 3)


def _quality(code: str, source: str, truth: Bools, suggested: Bools) -> Quality:
    """Precision, recall and F1 of yes/no suggestions; too few examples are said to be so."""
    n, positives, both = len(truth), int(truth.sum()), int((truth & suggested).sum())
    if n < ENOUGH or positives < ENOUGH_POSITIVE:
        return Quality(code, source, n, positives, message=TOO_FEW)
    precision = both / int(suggested.sum()) if suggested.any() else None
    recall = both / positives
    f1 = 2 * both / (int(suggested.sum()) + positives)
    return Quality(code, source, n, positives, precision, recall, f1)
