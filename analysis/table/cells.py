"""Cells of a table as distinct texts and, for each family, the number of its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..passes import blocks, each

Codes = npt.NDArray[np.integer[Any]]
Local = tuple[list[str], Codes]
PLAIN = ("string", "empty")


@dataclass(frozen=True)
class Cells:
    """The texts of one column.

    ``texts`` are distinct and the first is "", a missing answer; ``codes`` (families) number
    them. Some texts may belong to no family.
    """

    texts: list[str]
    codes: Codes

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """How many families wrote each text."""
        return np.bincount(self.codes, minlength=len(self.texts)).astype(np.int64)

    def all(self) -> list[str]:
        """The text of every family."""
        found: list[str] = np.array(self.texts, dtype=object)[self.codes].tolist()
        return found


def read_cells(table: pd.DataFrame, names: Sequence[str]) -> dict[str, Cells]:
    """Read columns by blocks of families.

    A column of a million cells holds few distinct texts: what is slow is then done once for each.

    >>> read_cells(pd.DataFrame({"a": [1.0, None, 1.0, 2.0]}), ["a"])["a"].all()
    ['1', '', '1', '2']
    """
    written = [n for n in names if not isinstance(table[n].dtype, pd.CategoricalDtype)]
    rest = table[written]
    parts = each(_read, [(rest.iloc[cut],) for cut in blocks(len(rest))]) if written else []
    found = {name: _joined([part[at] for part in parts]) for at, name in enumerate(written)}
    return {name: found[name] if name in found else _numbered(table[name]) for name in names}


def _numbered(series: pd.Series[Any]) -> Cells:
    """A categorical column already is what is wanted: its texts and their numbers."""
    texts = [_text(value) for value in series.cat.categories]
    return _joined([(texts, np.asarray(series.cat.codes))])


def _read(part: pd.DataFrame) -> list[Local]:
    return [_column(part.iloc[:, at]) for at in range(part.shape[1])]


def _column(series: pd.Series[Any]) -> Local:
    """Distinct texts, and the number of that of each family, -1 for a missing one."""
    if isinstance(series.dtype, np.dtype) and series.dtype.kind in "biuf":
        codes, values = pd.factorize(series.to_numpy())
    else:
        cells: Any = series.to_numpy(dtype=object)
        if pd.api.types.infer_dtype(cells, skipna=True) not in PLAIN:
            # 1, 1.0 and True are equal but not written alike; lists have no number of their own.
            cells = np.array([_text(value) for value in cells], dtype=object)
        codes, values = pd.factorize(cells)
    texts = [_text(value) for value in values.tolist()]
    return texts, codes.astype(np.min_scalar_type(-len(texts) - 1))


def _text(value: Any) -> str:
    """One cell as text; an empty text is a missing answer."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | tuple | set | frozenset):
        return " ".join(str(item) for item in value)
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value)


def _joined(parts: Sequence[Local]) -> Cells:
    """Number the texts of all blocks in the order in which they come."""
    index = {"": 0}
    numbered: list[Codes] = []
    for texts, codes in parts:
        places = np.array([*(index.setdefault(t, len(index)) for t in texts), 0], dtype=np.int32)
        numbered.append(places.astype(np.min_scalar_type(len(index)))[codes])
    return Cells(list(index), np.concatenate(numbered))
