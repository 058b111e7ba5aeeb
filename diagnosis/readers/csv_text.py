"""CSV as it comes: encoding and quoting told apart, the separator found by trying."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from analysis.csv_cells import as_texts, as_written
from diagnosis.model import Problem, ProblemsError
from diagnosis.readers.contents import content_of, is_unicode, refuse_other, text_of
from diagnosis.readers.tables import Table, as_table

__all__ = ["as_texts", "as_written", "read_csv", "read_table"]

SEPARATORS = (";", ",", "\t")
# Records looked at to choose a separator: enough for the longest texts, quick on large files.
TRIED = 200


def read_table(path: Path, titles: Collection[str] = ()) -> Table:
    """Read a CSV file that somebody hands in.

    Parameters
    ----------
    path : the file.
    titles : columns that are looked for; the separator that shows most of them is the one.

    Raises
    ------
    ProblemsError
        The file cannot be read or is no regular table; each problem has place, cause and remedy.
    """
    content = content_of(path)
    table = as_table(path.name, read_csv(path.name, content, titles))
    return replace(table, unicode=is_unicode(content))


def read_csv(name: str, content: bytes, titles: Collection[str] = ()) -> list[Sequence[str]]:
    """Read every record of a CSV file; empty lines at the end are none.

    Parameters
    ----------
    name : of the file, for the problems.
    content : its bytes.
    titles : as for :func:`read_table`.

    Raises
    ------
    ProblemsError
        The encoding is unknown, or a quotation mark is never closed.

    Examples
    --------
    >>> read_csv("a.csv", b'a;b\\n1;"x\\ny"\\n\\n')
    [['a', 'b'], ['1', 'x\\ny']]
    """
    text, separator = _announced(text_of(name, content))
    refuse_other(name, text)
    if not text.strip():
        return []
    separator = separator or max(SEPARATORS, key=lambda sep: _fit(text, sep, frozenset(titles)))
    lines: list[Sequence[str]] = []
    try:
        lines.extend(_reader(text, separator))
    except csv.Error as error:
        place = f"{name}, ligne {len(lines) + 1}"
        cause = "un guillemet est mal placé ou jamais fermé"
        remedy = 'fermez-le, ou doublez ceux qui sont dans un texte ("")'
        raise ProblemsError([Problem("quote", place, cause, remedy)]) from error
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _announced(text: str) -> tuple[str, str]:
    """Take away the line ``sep=;`` by which some files tell Excel their separator."""
    found = re.match(r"sep=(.)\n", text)
    return (text[found.end() :], found[1]) if found else (text, "")


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _fit(text: str, separator: str, titles: frozenset[str]) -> tuple[int, bool, float, int]:
    """Judge a separator: the titles it shows, and lines of as many cells as the first."""
    lines: list[list[str]] = []
    broken = False
    try:
        for line in _reader(text, separator):
            lines.append(line)
            if len(lines) == TRIED:
                break
    except csv.Error:
        broken = True
    header = lines[0] if lines else []
    full = [line for line in lines if line]
    alike = sum(len(line) == len(header) for line in full) / max(1, len(full) * (1 + broken))
    # Some tools write one column per choice: « need/sleep ».
    shown = {title.strip().split("/")[0] for title in header} & titles
    return (len(shown), len(header) > 1, alike, len(header))
