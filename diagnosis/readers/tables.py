"""A table of texts: as many cells in each row as there are titles, or all that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from diagnosis.model import Problem, ProblemsError

# A wrong separator makes one problem per line of the file: a longer list is not read.
TOLD = 20
# As many as a spreadsheet shows.
MOST_COLUMNS = 16_384
# Lines above the titles that are looked at, and the fewest titles of a table under them.
MOST_ABOVE, FEWEST_TITLES = 10, 3
ABOVE = "Au-dessus des titres, non lu\u00a0: {} {}."


@dataclass(frozen=True)
class Row:
    """A line of a table; ``number`` is the one a spreadsheet shows beside it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A file read as text: as many cells in each row as there are headers, empty lines left out.

    ``unicode`` is false where the file's encoding lacks most scripts: who saved it may have lost
    letters. ``unread`` says why a cell that is blank here is not blank in the file, by row number
    and column; ``notes`` what of the file is not in the table.
    """

    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    unicode: bool = True
    unread: Mapping[tuple[int, int], str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def place(self, row: int = 1, column: int | None = None) -> str:
        """File, line and column of a cell, as people look for it."""
        where = f"{self.name}, ligne {row}"
        return where if column is None else f"{where}, colonne «\u00a0{self.header(column)}\u00a0»"

    def header(self, column: int) -> str:
        """The header of a column, its letters when it has none."""
        return self.headers[column] or letters(column)


def as_table(name: str, lines: Sequence[Sequence[str]]) -> Table:
    """Make a table of lines, of which the first holds the titles.

    Raises
    ------
    ProblemsError
        There are no titles, too many, a title twice, or a line that has more or fewer cells.

    Examples
    --------
    >>> as_table("a.csv", [[" a", "b"], [], ["1", "2", ""]]).rows
    (Row(number=3, cells=('1', '2')),)
    """
    above = _above(lines)
    headers = tuple(cell.strip() for cell in lines[above]) if lines else ()
    if not any(headers):
        cause = "la première ligne n’a pas de titres" if lines else "le fichier est vide"
        remedy = "donnez une ligne de titres, puis les réponses"
        raise ProblemsError([Problem("empty", name, cause, remedy)])
    if len(headers) > MOST_COLUMNS:
        cause = f"la première ligne a {len(headers)} titres, plus qu’un tableur n’en montre"
        remedy = "exportez de nouveau le fichier, une colonne par question"
        raise ProblemsError([Problem("too-wide", f"{name}, ligne 1", cause, remedy)])
    rows = [Row(at, tuple(line)) for at, line in enumerate(lines[above + 1 :], above + 2) if line]
    table = Table(name, headers, tuple(rows))
    problems = [*_same_headers(table), *_some(table, list(_ragged(table)))]
    if problems:
        raise ProblemsError(problems)
    width = len(headers)
    kept = (Row(row.number, row.cells[:width]) for row in rows if len(row.cells) >= width)
    notes = (ABOVE.format(above, "lignes" if above > 1 else "ligne"),) if above else ()
    return Table(name, headers, tuple(kept), notes=notes)


def _above(lines: Sequence[Sequence[str]]) -> int:
    """How many lines stand above the titles: « Enquête 2026 » alone in the first, for instance.

    Only where the next full line has so many texts that it can be nothing but the titles.
    """
    said = [sum(bool(cell.strip()) for cell in line) for line in lines[:MOST_ABOVE]]
    if not said or said[0] > 1:
        return 0
    at = next((at for at, count in enumerate(said) if count > 1), 0)
    texts = [cell.strip() for cell in lines[at] if cell.strip()]
    titled = len(texts) >= FEWEST_TITLES and len(set(texts)) == len(texts)
    return at if titled and not any(re.fullmatch(r"[\d.,/ :-]+", text) for text in texts) else 0


def letters(column: int) -> str:
    """Letters that a spreadsheet shows above a column, of which the first is 0.

    Examples
    --------
    >>> letters(0), letters(25), letters(26), letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    text, left = "", column + 1
    while left:
        left, at = divmod(left - 1, 26)
        text = chr(ord("A") + at) + text
    return text


def _same_headers(table: Table) -> Iterator[Problem]:
    places: dict[str, list[str]] = {}
    for column, header in enumerate(table.headers):
        places.setdefault(header, []).append(letters(column))
    for header, at in places.items():
        if header and len(at) > 1:
            yield Problem(
                "duplicate-header",
                table.place(),
                f"le titre «\u00a0{header}\u00a0» est écrit {len(at)} fois "
                f"(colonnes {', '.join(at)})",
                "donnez à chaque colonne son titre, ou retirez celle qui est en trop",
            )


def _some(table: Table, problems: list[Problem]) -> list[Problem]:
    if len(problems) <= TOLD:
        return problems
    cause = f"{len(problems) - TOLD} autres lignes sont dans ce cas"
    remedy = "exportez de nouveau le fichier, sans le retoucher à la main"
    return [*problems[:TOLD], Problem("ragged", table.name, cause, remedy)]


def _ragged(table: Table) -> Iterator[Problem]:
    wanted = len(table.headers)
    for row in table.rows:
        blank = not any(cell.strip() for cell in row.cells)
        if not blank and (len(row.cells) < wanted or any(map(str.strip, row.cells[wanted:]))):
            many = len(row.cells)
            yield Problem(
                "ragged",
                table.place(row.number),
                f"la ligne a {many} case{'s' if many > 1 else ''}, les titres {wanted}",
                "complétez la ligne, ou mettez entre guillemets les textes "
                "qui contiennent le séparateur",
            )
