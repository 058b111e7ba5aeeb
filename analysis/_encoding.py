"""From a survey table to answers: who answered each question, and what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ._numbers import banded, weights_of
from .codebook import Codebook, Variable
from .errors import AnalysisError

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]

OTHER = "autres_reponses"
OTHER_LABEL = "Autres réponses"
TRUE = ("true", "1", "yes", "oui", "vrai")
FALSE = ("false", "0", "no", "non", "faux")
MOST_LEVELS = 11
STRANGE = (
    "{} hors du codebook, comptées comme sans réponse. "
    "Compléter « categories » si elles sont voulues."
)

# A sentence with a place for a count, and the count that may be too small to be told.
Warned = tuple[str, int]


@dataclass(frozen=True)
class Block:
    """The answers to one question.

    ``hits`` (families x categories) says what each family chose, ``answered`` (families)
    whether it answered at all, ``first`` the category put first (-1 when none).
    """

    variable: Variable
    names: tuple[str, ...]
    labels: tuple[str, ...]
    hits: Bools
    answered: Bools
    first: Ints

    @property
    def single(self) -> bool:
        """True when a family chooses one category at most, so that counts add up."""
        return self.variable.type not in ("select_multiple", "rank")

    def column(self, name: str) -> Bools:
        """Who chose this category; nobody when the category is unknown."""
        if name in self.names:
            return self.hits[:, self.names.index(name)]
        return np.zeros(len(self.answered), dtype=bool)


@dataclass(frozen=True)
class Encoded:
    """Every question of the table, with the warnings met on the way and the weight column."""

    rows: int
    blocks: dict[str, Block]
    texts: dict[str, list[str]]
    warnings: list[str] = field(default_factory=list)
    weights: Floats | None = None

    def of_role(self, *roles: str) -> list[Block]:
        """Give the blocks whose variable has one of these roles."""
        return [block for block in self.blocks.values() if block.variable.role in roles]

    @property
    def usable(self) -> Bools:
        """Rows with at least one answer."""
        mask = np.zeros(self.rows, dtype=bool)
        for block in self.blocks.values():
            mask |= block.answered
        for texts in self.texts.values():
            mask |= np.array([bool(text) for text in texts], dtype=bool)
        return mask


def encode(table: pd.DataFrame, codebook: Codebook, k: int) -> Encoded:
    """Read every described column; categories that data alone reveal are folded under ``k``.

    Raises
    ------
    AnalysisError
        When columns are missing or doubled, a number column holds no number, or the weights
        are no weights.
    """
    table = table.set_axis([str(column) for column in table.columns], axis=1)
    _check_columns(table, codebook)
    blocks: dict[str, Block] = {}
    texts: dict[str, list[str]] = {}
    warnings: list[Warned] = []
    for variable in codebook.variables:
        if variable.role in ("ignore", "weight"):
            continue
        if variable.type == "text":
            texts[variable.name] = _cells(table[variable.name])
        else:
            blocks[variable.name] = _block(table, variable, k, warnings)
    said = [text.format(_several(count, k)) for text, count in warnings]
    return Encoded(len(table), blocks, texts, said, _weights(table, codebook))


def _weights(table: pd.DataFrame, codebook: Codebook) -> Floats | None:
    names = [variable.name for variable in codebook.of_role("weight")]
    if len(names) > 1:
        raise AnalysisError(
            f"Le codebook a plusieurs colonnes de poids ({', '.join(names)}). "
            "N'en garder qu'une, donner aux autres le rôle ignore."
        )
    return weights_of(names[0], _cells(table[names[0]])) if names else None


def _check_columns(table: pd.DataFrame, codebook: Codebook) -> None:
    columns = list(table.columns)
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise AnalysisError(
            f"Le tableau a des colonnes de même nom ({', '.join(twice)}). "
            "Renommer ou supprimer les doublons."
        )
    missing = [v.name for v in codebook.variables if not _has(columns, v) and v.role != "ignore"]
    if missing:
        raise AnalysisError(
            f"Le codebook décrit des colonnes absentes du tableau ({', '.join(missing)}). "
            "Ajouter ces colonnes, ou retirer ces variables du codebook."
        )


def _has(columns: Sequence[str], variable: Variable) -> bool:
    if variable.name in columns:
        return True
    prefix = f"{variable.name}/"
    return variable.type == "select_multiple" and any(c.startswith(prefix) for c in columns)


def _cells(series: pd.Series[Any]) -> list[str]:
    return [_cell(value) for value in series.tolist()]


def _cell(value: Any) -> str:
    """One cell as text; an empty text is a missing answer."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | tuple | set | frozenset):
        return " ".join(str(item) for item in value)
    if value is None or value is pd.NaT or value != value:
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return "" if value is pd.NA else str(value)


def _block(table: pd.DataFrame, variable: Variable, k: int, warnings: list[Warned]) -> Block:
    if variable.type == "select_multiple" and variable.name not in table.columns:
        return _split_block(table, variable, k, warnings)
    cells = _cells(table[variable.name])
    if _is_number(variable, cells):
        cells, names, bad = banded(variable.name, cells)
        if bad:
            warnings.append(_strange(variable, bad))
        return _assemble(variable, [[cell] if cell else [] for cell in cells], names, warnings)
    several = variable.type in ("select_multiple", "rank")
    chosen = [(c.split() if several else [c]) if c else [] for c in cells]
    return _assemble(variable, chosen, _names(variable, chosen, k), warnings)


def _is_number(variable: Variable, cells: Sequence[str]) -> bool:
    if variable.categories or variable.type not in ("integer", "scale"):
        return False
    return variable.type == "integer" or len(set(cells)) > MOST_LEVELS


def _split_block(table: pd.DataFrame, variable: Variable, k: int, warnings: list[Warned]) -> Block:
    prefix = f"{variable.name}/"
    columns = [str(column) for column in table.columns if str(column).startswith(prefix)]
    flags = [[_flag(cell) for cell in _cells(table[column])] for column in columns]
    choices = [column.removeprefix(prefix) for column in columns]
    bad = sum(flag is None for column in flags for flag in column)
    if bad:
        warnings.append(_strange(variable, bad))
    rows = list(zip(*flags, strict=True))
    chosen = [[c for c, f in zip(choices, row, strict=True) if f == 1] for row in rows]
    answered = np.array([any(f in (0, 1) for f in row) for row in rows], dtype=bool)
    return _assemble(variable, chosen, _names(variable, chosen, k), warnings, answered)


def _flag(cell: str) -> int | None:
    """1, 0, -1 for missing, None when the cell cannot be read."""
    text = cell.lower()
    if not text:
        return -1
    return 1 if text in TRUE else 0 if text in FALSE else None


def _names(variable: Variable, chosen: Sequence[Sequence[str]], k: int) -> dict[str, str]:
    """Declared categories, or those of the data; the rare ones of the data lose their name."""
    if variable.categories:
        return dict(variable.categories)
    counts = pd.Series([name for names in chosen for name in set(names)], dtype=str).value_counts()
    common = sorted((str(n) for n, count in counts.items() if count >= k), key=_natural)
    names = {name: name for name in common}
    return names | {OTHER: OTHER_LABEL} if len(common) < len(counts) else names


def _natural(text: str) -> tuple[Any, ...]:
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in re.split(r"(\d+)", text))


def _assemble(
    variable: Variable,
    chosen: Sequence[Sequence[str]],
    names: dict[str, str],
    warnings: list[Warned],
    answered: Bools | None = None,
) -> Block:
    index = {name: at for at, name in enumerate(names)}
    found: dict[str, int] = {}
    hits = np.zeros((len(chosen), len(names)), dtype=bool)
    first = np.full(len(chosen), -1, dtype=np.intp)
    strange = 0
    for row, values in enumerate(chosen):
        places = [found.setdefault(v, _place(v, index)) for v in values]
        known = [place for place in places if place >= 0]
        strange += len(places) - len(known)
        hits[row, known] = True
        first[row] = known[0] if known else -1
    if strange:
        warnings.append(_strange(variable, strange))
    seen = np.asarray(hits.any(axis=1)) if answered is None else answered
    return Block(variable, tuple(names), tuple(names.values()), hits, seen, first)


def _place(value: str, index: dict[str, int]) -> int:
    """Where a value stands among the categories; -1 when it is none of them."""
    aliases = TRUE if value.lower() in TRUE else FALSE if value.lower() in FALSE else ()
    folded = {name.lower(): at for name, at in index.items()}
    for name in (value.lower(), *aliases):
        if value in index:
            return index[value]
        if name in folded:
            return folded[name]
    return index.get(OTHER, -1)


def _strange(variable: Variable, count: int) -> Warned:
    title = variable.title.replace("{", "(").replace("}", ")")
    return f"« {title} » : {STRANGE}", count


def _several(count: int, k: int) -> str:
    return "quelques réponses" if count < k else f"{count} réponses"
