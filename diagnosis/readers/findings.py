"""What a workbook has that cannot be taken as it is: each cause once, with all its rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from diagnosis.model import Problem
from diagnosis.readers.sheet_rows import SheetRow

# Rows named of one cause; the others are counted.
MOST_ROWS = 8


@dataclass
class Findings:
    """Problems of a file, gathered.

    ``faults`` are mistakes in the file: nothing is imported while there is one. What is
    ``left_out`` is right in XLSForm and has no place here.
    """

    file: str
    _faults: dict[tuple[str, str, str, str], list[int]] = field(default_factory=dict)
    _left_out: dict[tuple[str, str, str, str], list[int]] = field(default_factory=dict)

    def fault(self, code: str, line: SheetRow | str, cause: str, remedy: str) -> None:
        """Note a mistake in a row, or in a whole sheet."""
        _note(self._faults, code, line, cause, remedy)

    def leave_out(self, code: str, line: SheetRow | str, cause: str, remedy: str) -> None:
        """Note what has no place here, in a row or in a whole sheet."""
        _note(self._left_out, code, line, cause, remedy)

    @property
    def faults(self) -> list[Problem]:
        """Every mistake, each cause once."""
        return self._told(self._faults)

    @property
    def left_out(self) -> list[Problem]:
        """All that has no place here, each cause once."""
        return self._told(self._left_out)

    def _told(self, noted: dict[tuple[str, str, str, str], list[int]]) -> list[Problem]:
        return [
            Problem(code, f"{self.file}, {_place(sheet, rows)}", cause, remedy)
            for (code, sheet, cause, remedy), rows in noted.items()
        ]


def _note(
    noted: dict[tuple[str, str, str, str], list[int]],
    code: str,
    line: SheetRow | str,
    cause: str,
    remedy: str,
) -> None:
    sheet, row = (line, 0) if isinstance(line, str) else (line.sheet, line.number)
    rows = noted.setdefault((code, sheet, cause, remedy), [])
    if row and row not in rows:
        rows.append(row)


def _place(sheet: str, rows: list[int]) -> str:
    """The sheet and its rows.

    >>> _place("survey", [4]), _place("survey", [4, 9]), _place("settings", [])
    ('feuille survey, ligne 4', 'feuille survey, lignes 4, 9', 'feuille settings')
    """
    if not rows:
        return f"feuille {sheet}"
    shown = ", ".join(map(str, rows[:MOST_ROWS]))
    more = f" et {len(rows) - MOST_ROWS} autres" if len(rows) > MOST_ROWS else ""
    return f"feuille {sheet}, ligne{'s' if len(rows) > 1 else ''} {shown}{more}"
