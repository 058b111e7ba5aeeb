"""What the cells of one question choose, and which categories they mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..codebook import Variable
from ..marks import BLANK, NO, YES, fold, without_zeros
from .cells import Cells

OTHER = "autres_reponses"
OTHER_LABEL = "Autres réponses"
TRUE = ("true", "1", "yes", "oui", "vrai")
FALSE = ("false", "0", "no", "non", "faux")
# What survey tools put between choices: Google Forms and Kobo labels, LimeSurvey, Sphinx.
SEPARATORS = (",", ";", "|", "\n")


def answered(cells: Cells, missing: Collection[str]) -> Cells:
    """Cells in which what stands for no answer is blank.

    >>> answered(Cells(["", "a", "99"], np.array([1, 2, 0])), ["99"]).all()
    ['a', '', '']
    """
    if not missing:
        return cells
    blank = {form for code in missing for form in (code.casefold(), without_zeros(code).casefold())}
    written = enumerate({text.casefold(), without_zeros(text).casefold()} for text in cells.texts)
    places = [0 if forms & blank else at for at, forms in written]
    return Cells(cells.texts, np.array(places, dtype=cells.codes.dtype)[cells.codes])


def blanks(variable: Variable) -> list[str]:
    """What any tool writes for no answer; a word among them may be the name of a category."""
    if variable.role == "weight":
        return []
    said = {fold(text) for pair in variable.categories.items() for text in pair}
    return sorted(BLANK - said - {""})


def ticks(variable: Variable, choice: str) -> dict[str, int]:
    """What a folded cell of a choice's own column says: 1 ticked, 0 left, -1 nothing.

    LimeSurvey and Kobo write the choice again where it is ticked.

    >>> said = ticks(Variable("b", "select_multiple", "need", categories={"jeux": "Jouer"}), "jeux")
    >>> [said.get(text) for text in ("oui", "0", "n/a", "jouer", "dormir")]
    [1, 0, -1, 1, None]
    """
    own = {fold(choice): 1, fold(variable.categories.get(choice, choice)): 1}
    blank, yes, no = dict.fromkeys(BLANK, -1), dict.fromkeys(YES, 1), dict.fromkeys(NO, 0)
    return {**own, **blank, **yes, **no}


def choices(variable: Variable, texts: Sequence[str]) -> tuple[list[list[str]], dict[int, str]]:
    """The choices of each text, and the places of those read by a separator that nobody declared.

    >>> labels = {"repas": "Les repas, le biberon", "jeux": "Jouer"}
    >>> variable = Variable("b", "select_multiple", "need", categories=labels)
    >>> choices(variable, ["repas jeux", "Jouer, Les repas, le biberon"])
    ([['repas', 'jeux'], ['jeux', 'repas']], {1: ','})
    """
    if not variable.takes_several:
        return [[text] if text else [] for text in texts], {}
    # What may be written for each category; a name is before a label.
    known = {fold(label): name for name, label in variable.categories.items()}
    known |= {fold(name): name for name in variable.categories}
    found, guessed = [], {}
    for at, text in enumerate(texts):
        values, sign = _read(text, variable.separator, known)
        found.append([v for v in values if v not in (*variable.missing, *variable.not_asked)])
        if sign:
            guessed[at] = sign
    return found, guessed


def _read(text: str, separator: str, known: Mapping[str, str]) -> tuple[list[str], str]:
    if separator:
        return _parted(text, separator, known) or _pieces(text, separator), ""
    words = text.split()
    if not known or all(fold(word) in known for word in words):
        return words, ""
    if fold(text) in known:
        return [known[fold(text)]], ""
    for sign in SEPARATORS:
        if sign in text and (values := _parted(text, sign, known)):
            return values, sign
    # Kobo joins labels by a space, as it joins names.
    return _parted(text, " ", known) or words, ""


def _pieces(text: str, separator: str) -> list[str]:
    return [piece for part in text.split(separator) if (piece := part.strip())]


def _parted(text: str, separator: str, known: Mapping[str, str]) -> list[str]:
    """Categories that a text joins, when it joins nothing else; a label may hold the separator."""
    pieces = _pieces(text, separator)
    ways: list[list[str] | None] = [[]]
    joined = {fold(" ".join(_pieces(name, separator))): value for name, value in known.items()}
    for end in range(1, len(pieces) + 1):
        starts = (at for at in range(end) if ways[at] is not None)
        fits = ((at, joined.get(fold(" ".join(pieces[at:end])))) for at in starts)
        ways.append(next(([*(ways[at] or []), name] for at, name in fits if name), None))
    return ways[-1] or []


def category_names(
    variable: Variable, chosen: Sequence[Sequence[str]], counts: npt.NDArray[np.int64], least: int
) -> dict[str, str]:
    """Declared categories, or those of the data; the rare ones of the data lose their name."""
    if variable.categories:
        return dict(variable.categories)
    found = Counter[str]()
    for values, count in zip(chosen, counts.tolist(), strict=True):
        if count:
            found.update(dict.fromkeys(values, count))
    common = (name for name, n in found.items() if n >= least or name in variable.domains)
    names = {name: name for name in sorted(common, key=_natural)}
    return names | {OTHER: OTHER_LABEL} if len(names) < len(found) else names


def _natural(text: str) -> tuple[Any, ...]:
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in re.split(r"(\d+)", text))


def places_of(values: Collection[str], names: Mapping[str, str]) -> dict[str, int]:
    """Where each value stands among the categories; -1 when it is none of them."""
    index = {name: at for at, name in enumerate(names)}
    # A spreadsheet takes the zeros before a code: « 01 » comes back as 1.
    cut, written = [without_zeros(name) for name in names], [fold(n) for n in names.values()]
    short = {code: at for at, code in enumerate(cut) if cut.count(code) == 1}
    labels = {label: at for at, label in enumerate(written) if written.count(label) == 1}
    folded = short | labels | {fold(name): at for name, at in index.items()}
    return {value: _place(value, index, folded) for value in values}


def _place(value: str, index: Mapping[str, int], folded: Mapping[str, int]) -> int:
    if value in index:
        return index[value]
    lower = fold(value)
    aliases = TRUE if lower in TRUE else FALSE if lower in FALSE else ()
    for name in (lower, without_zeros(lower), *aliases):
        if name in folded:
            return folded[name]
    return index.get(OTHER, -1)
