"""Names of the categories of a question: declared or met, and which one a cell means."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..codebook import Variable
from .numbers import without_zeros

OTHER = "autres_reponses"
OTHER_LABEL = "Autres réponses"
TRUE = ("true", "1", "yes", "oui", "vrai")
FALSE = ("false", "0", "no", "non", "faux")


def category_names(
    variable: Variable, chosen: Sequence[Sequence[str]], counts: npt.NDArray[np.int64], k: int
) -> dict[str, str]:
    """Declared categories, or those of the data; the rare ones of the data lose their name."""
    if variable.categories:
        return dict(variable.categories)
    found: dict[str, int] = {}
    mapped = set(variable.domains)
    for values, count in zip(chosen, counts.tolist(), strict=True):
        for name in set(values) if count else ():
            found[name] = found.get(name, 0) + count
    common = sorted(
        (name for name, count in found.items() if count >= k or name in mapped), key=_natural
    )
    names = {name: name for name in common}
    return names | {OTHER: OTHER_LABEL} if len(common) < len(found) else names


def _natural(text: str) -> tuple[Any, ...]:
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in re.split(r"(\d+)", text))


def places_of(values: Collection[str], names: dict[str, str]) -> dict[str, int]:
    """Where each value stands among the categories; -1 when it is none of them."""
    index = {name: at for at, name in enumerate(names)}
    written = [label.lower() for label in names.values()]
    labels = {label: at for at, label in enumerate(written) if written.count(label) == 1}
    folded = labels | {name.lower(): at for name, at in index.items()}
    return {value: _place(value, index, folded) for value in values}


def _place(value: str, index: dict[str, int], folded: dict[str, int]) -> int:
    if value in index:
        return index[value]
    lower = value.lower()
    aliases = TRUE if lower in TRUE else FALSE if lower in FALSE else ()
    for name in (lower, without_zeros(lower), *aliases):
        if name in folded:
            return folded[name]
    return index.get(OTHER, -1)
