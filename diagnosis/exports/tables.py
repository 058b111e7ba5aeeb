"""A table to write: its columns described as a codebook describes them, its rows one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from diagnosis.model import DiagnosisError

Kind = Literal["choice", "integer", "number", "text"]
Cell = str | int | float | None
Row = Sequence[Cell]


class ExportError(DiagnosisError):
    """A file that cannot be written; what was there before is as it was."""


@dataclass(frozen=True)
class Column:
    """One variable; a cell is None where nothing was said.

    ``choices`` are the labels of a choice by its code, ``missing`` those of codes that stand for
    no answer (a question that was not asked), which statisticians' programs leave out.
    """

    name: str
    label: str
    kind: Kind = "text"
    choices: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Number of each code, in formats that have numbers alone.

        Codes that are numbers keep theirs, others count from 1; what is missing is below zero.

        Examples
        --------
        >>> Column("C1", "", "choice", {"oui": "Oui", "non": "Non"}, {"non_posee": ""}).numbers
        {'oui': 1, 'non': 2, 'non_posee': -1}
        >>> Column("B1_a", "", "choice", {"0": "non", "1": "oui"}).numbers
        {'0': 0, '1': 1}
        """
        if all(code.isascii() and code.isdecimal() for code in self.choices):
            given = {code: int(code) for code in self.choices}
        else:
            given = {code: number for number, code in enumerate(self.choices, 1)}
        return given | {code: -number for number, code in enumerate(self.missing, 1)}

    @property
    def number_labels(self) -> dict[int, str]:
        """Labels of those numbers."""
        labels = {**self.choices, **self.missing}
        return {number: labels[code] for code, number in self.numbers.items()}


@dataclass(frozen=True)
class Table:
    """What is written, in one format or another.

    Parameters
    ----------
    name : of the file, without its ending.
    title : for people.
    note : what the rows are, and what may be done with them.
    columns : as described.
    rows : called once for each file; the rows, each with a cell for each column.
    count : rows there are, as far as one knows before they are read.
    """

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Row]]
    count: int


Step = Callable[[int], object]


def counted(rows: Iterable[Row], count: list[int], step: Step, every: int = 1000) -> Iterator[Row]:
    """Pass rows on; ``count`` ends as a list of one number, ``step`` is called now and then."""
    count[:] = [0]
    for row in rows:
        count[0] += 1
        yield row
        if not count[0] % every:
            step(count[0])
    step(count[0])


@contextmanager
def installed() -> Iterator[None]:
    """Say how a library of the extra ``exports`` is installed, where it is loaded and is not there.

    Raises
    ------
    ExportError
        It is not.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise ExportError(
            f"Ceci demande la bibliothèque {error.name}, qui n’est pas installée\u00a0: "
            "pip install 'diagnosis[exports]', ou prenez le CSV."
        ) from error


def shortened(text: str, most: int, unit: Callable[[str], int] = len) -> str:
    """A text cut at a limit, with « … » for what is gone.

    Parameters
    ----------
    most : units at most.
    unit : how long a text is (characters by default; a format may count bytes).

    Examples
    --------
    >>> shortened("garde", 5), shortened("crèches", 5), shortened("éé", 5, octets)
    ('garde', 'crèc…', 'éé')
    """
    if unit(text) <= most:
        return text
    while unit(text) + unit("…") > most:
        text = text[:-1]
    return f"{text}…"


def octets(text: str) -> int:
    """Bytes of a text in UTF-8."""
    return len(text.encode())
