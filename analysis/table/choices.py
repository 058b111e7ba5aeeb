"""What the cells of one question choose: several choices parted by spaces or by another sign."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from ..codebook import Variable
from .cells import Cells
from .numbers import without_zeros

# What survey tools put between choices: Google Forms and Kobo labels, LimeSurvey, Sphinx.
SEPARATORS = (",", ";", "|")


def answered(cells: Cells, missing: Collection[str]) -> Cells:
    """Cells in which what stands for no answer is blank.

    >>> answered(Cells(["", "a", "99"], np.array([1, 2, 0])), ["99"]).all()
    ['a', '', '']
    """
    if not missing:
        return cells
    blank = {code.casefold() for code in missing}
    written = enumerate(without_zeros(text).casefold() for text in cells.texts)
    places = [0 if text in blank else at for at, text in written]
    return Cells(cells.texts, np.array(places, dtype=cells.codes.dtype)[cells.codes])


def choices(variable: Variable, texts: Sequence[str]) -> tuple[list[list[str]], dict[int, str]]:
    """The choices of each text, and the places of those read by a separator that nobody declared.

    Parameters
    ----------
    variable : Variable
    texts : sequence of str

    Returns
    -------
    tuple of list of list of str, and dict of int to str

    Examples
    --------
    >>> labels = {"repas": "Les repas, le biberon", "jeux": "Jouer"}
    >>> variable = Variable("b", "select_multiple", "need", categories=labels)
    >>> choices(variable, ["repas jeux", "Jouer, Les repas, le biberon"])
    ([['repas', 'jeux'], ['jeux', 'repas']], {1: ','})
    """
    if not variable.takes_several:
        return [[text] if text else [] for text in texts], {}
    known = _known(variable.categories)
    found, guessed = [], {}
    for at, text in enumerate(texts):
        values, sign = _read(text, variable.separator, known)
        found.append([v for v in values if v not in variable.missing])
        if sign:
            guessed[at] = sign
    return found, guessed


def _known(categories: Mapping[str, str]) -> dict[str, str]:
    """Names of categories by what may be written for them; a name is before a label."""
    labels = {_even(label): name for name, label in categories.items()}
    return labels | {_even(name): name for name in categories}


def _even(text: str) -> str:
    return " ".join(text.split()).casefold()


def _read(text: str, separator: str, known: Mapping[str, str]) -> tuple[list[str], str]:
    if separator:
        return _parted(text, separator, known) or _pieces(text, separator), ""
    words = text.split()
    if not known or all(_even(word) in known for word in words):
        return words, ""
    if _even(text) in known:
        return [known[_even(text)]], ""
    for sign in SEPARATORS:
        if sign in text and (values := _parted(text, sign, known)):
            return values, sign
    return words, ""


def _pieces(text: str, separator: str) -> list[str]:
    return [piece for part in text.split(separator) if (piece := part.strip())]


def _parted(text: str, separator: str, known: Mapping[str, str]) -> list[str]:
    """Categories that a text joins, when it joins nothing else; a label may hold the separator."""
    pieces = _pieces(text, separator)
    ways: list[list[str] | None] = [[]]
    joined = {_even(" ".join(_pieces(name, separator))): value for name, value in known.items()}
    for end in range(1, len(pieces) + 1):
        starts = (at for at in range(end) if ways[at] is not None)
        fits = ((at, joined.get(_even(" ".join(pieces[at:end])))) for at in starts)
        ways.append(next(([*(ways[at] or []), name] for at, name in fits if name), None))
    return ways[-1] or []
