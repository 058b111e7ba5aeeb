"""Read the cells of one row, and keep everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from diagnosis.interchange.columns import Source
from diagnosis.interchange.dates import Dates
from diagnosis.interchange.standing import lines
from diagnosis.interchange.wording import fold, nearest
from diagnosis.model import Problem, yes_or_no
from diagnosis.readers import BLANK, NO, YES, Row, Table

SHORT = 40


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a cell: where, why, what to do."""

    row: int
    column: int | None
    cause: str
    remedy: str


@dataclass
class Cells:
    """What one row says, with everything that cannot be read.

    ``wrong`` names the questions whose answer could not be read.
    """

    table: Table
    row: Row
    problems: list[Wrong] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)

    def report(self, name: str, column: int | None, cause: str, remedy: str) -> None:
        """Keep a problem of a question (or of none) in a column."""
        self.problems.append(Wrong(self.row.number, column, cause, remedy))
        self.wrong.add(name)

    def look(self, name: str, columns: Iterable[int]) -> None:
        """Report the cells of a question that hold a formula without a value, or an error."""
        for column in sorted(columns):
            if cause := self.table.unread.get((self.row.number, column), ""):
                remedy = "ouvrez le fichier dans le tableur et enregistrez-le, ou écrivez la valeur"
                self.report(name, column, cause, remedy)

    def value(self, column: int | None) -> str:
        """Text of a cell, empty when there is no such column."""
        return "" if column is None else self.row.cells[column]

    def answer(self, source: Source) -> str | list[str]:
        """Answer to a question, as the questionnaire's rules read it."""
        if not source.question.is_select:
            return self._written(source)
        together = self._together(source)
        apart = self._apart(source)
        if apart is None:
            return together
        blank = fold(self.value(source.column)) in BLANK
        differ = set(apart) != set(together) and source.column is not None
        if differ and source.question.name not in self.wrong:
            self._disagree(source)
        return apart if blank else together

    def _written(self, source: Source) -> str:
        value = self.value(source.column)
        if fold(value) in BLANK:
            return ""
        whole = re.fullmatch(r"(-?\d+)[.,]0+", value)
        return whole[1] if whole and source.question.type == "integer" else value

    def _together(self, source: Source) -> list[str]:
        value = self.value(source.column)
        words = source.words
        if fold(value) in BLANK and not words.knows(value):
            return []
        parts = words.split(value, source.separator) if source.question.takes_several else [value]
        for part in parts:
            if not words.knows(part):
                self._unknown(source, source.column, part)
        names = [words.name(part) for part in parts if words.knows(part)]
        return [name for name in names if name]

    def _apart(self, source: Source) -> list[str] | None:
        """Choices ticked in split columns, in the questionnaire's order."""
        ticked = {
            source.words.name(written)
            for column, written in source.split.items()
            if self._is_ticked(source, column, written)
        }
        # All at 0 is no answer, as all blank is: tools write 0 for who was not asked.
        if any(self.row.cells[column] for column in source.split):
            return [choice.name for choice in source.question.choices if choice.name in ticked]
        return None

    def _is_ticked(self, source: Source, column: int, written: str) -> bool:
        value, words = self.value(column), source.words
        key = fold(value)
        if key in NO or key in BLANK:
            return False
        if not words.knows(written):
            self._unknown(source, column, written)
            return False
        meant = words.name(written)
        if meant is None:
            return False
        itself = key == fold(written) or (words.knows(value) and words.name(value) == meant)
        if not yes_or_no(key, YES, NO) and not itself:
            cause = f"«\u00a0{short(value)}\u00a0» ne dit ni oui ni non"
            self.report(source.question.name, column, cause, "écrivez 1 (choisi) ou 0 (pas choisi)")
        return True

    def _unknown(self, source: Source, column: int | None, value: str) -> None:
        name = source.question.name
        known = [choice.name for choice in source.question.choices]
        close = nearest(value, [*known, *(choice.label for choice in source.question.choices)])
        self.report(
            name,
            column,
            f"«\u00a0{short(value)}\u00a0» n’est pas un choix de la question «\u00a0{name}\u00a0»",
            (f"vouliez-vous «\u00a0{close}\u00a0»\u00a0? Sinon, " if close else "")
            + "corrigez la case, ou dites son sens dans la correspondance (choices)",
        )

    def _disagree(self, source: Source) -> None:
        self.report(
            source.question.name,
            source.column,
            "cette colonne et les colonnes de ses choix ne disent pas la même chose",
            "corrigez l’une des deux, ou retirez les colonnes des choix",
        )

    def one_of(self, column: int | None, allowed: Mapping[str, str], otherwise: str) -> str:
        """Value that a cell means, ``otherwise`` when it is blank."""
        value = self.value(column)
        found = otherwise if fold(value) in BLANK else allowed.get(fold(value))
        if found is None:
            cause = f"la campagne n’a pas «\u00a0{short(value)}\u00a0»"
            names = ", ".join(dict.fromkeys(allowed.values()))
            self.report("", column, cause, f"choisissez parmi {names}")
        return found or otherwise

    def is_yes(self, column: int | None, otherwise: bool) -> bool:
        """Read yes or no, ``otherwise`` when the cell is blank."""
        value = fold(self.value(column))
        if value in BLANK:
            return otherwise
        read = yes_or_no(value, YES, NO)
        if read is None:
            cause = f"«\u00a0{short(value)}\u00a0» ne dit ni oui ni non"
            self.report("", column, cause, "écrivez oui ou non")
        return bool(read)

    def week(self, column: int | None, latest: str, dates: Dates) -> str:
        """ISO week of a date; empty when the row has none."""
        value = self.value(column)
        found = "" if fold(value) in BLANK else dates.week(value)
        if found is None or found > latest:
            cause = f"«\u00a0{short(value)}\u00a0» n’est pas une date passée"
            self.report("", column, cause, "écrivez AAAA-MM-JJ ou JJ/MM/AAAA")
        return found or ""


def problems_of(table: Table, wrongs: Iterable[Wrong]) -> list[Problem]:
    """One problem for each cause of a column, with all its rows."""
    rows: dict[tuple[int | None, str, str], list[int]] = {}
    for wrong in wrongs:
        rows.setdefault((wrong.column, wrong.cause, wrong.remedy), []).append(wrong.row)
    return [
        Problem("row", place(table, numbers, column), cause, remedy)
        for (column, cause, remedy), numbers in rows.items()
    ]


def place(table: Table, rows: list[int], column: int | None = None) -> str:
    """Where several rows have the same problem."""
    one = table.place(rows[0], column)
    return one.replace(lines(rows[:1]), lines(rows), 1) if len(rows) > 1 else one


def short(text: str) -> str:
    """Quote no more of a cell than is needed to find it."""
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"
