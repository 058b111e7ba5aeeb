"""Columns of one choice each, found by their titles and ticks: a question of several choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnosis.interchange.drafting.values import Column, are_ticks, pieces_of
from diagnosis.readers import BLANK, BRACKETS, MARKS, NO, YES, fold

# After these marks a title may as well name a question of a group, or of its own.
LOOSE = ("_", ":")
FEWEST_LOOSE = 3
NUMBERS = frozenset({"0", "1", "0.0", "1.0", "0,0", "1,0", "true", "false", "vrai", "faux"})


@dataclass(frozen=True)
class Split:
    """Columns of a question: its name as the titles have it, and the choice of each column.

    ``together`` is the column that holds the same answers joined; ``loose`` says that titles are
    the only sign.
    """

    name: str
    choices: Mapping[int, str]
    together: Column | None = None
    loose: bool = False

    @property
    def columns(self) -> set[int]:
        """All the columns of the question."""
        return {*self.choices, *([self.together.at] if self.together else [])}


def splits_of(columns: Sequence[Column]) -> list[Split]:
    """Questions of which a table has a column for each choice."""
    named = {column.title: column for column in columns}
    found: list[Split] = []
    taken: set[int] = set()
    for (name, mark), group in _groups(columns).items():
        free = {column.at: column for column in group if column.at not in taken}
        together = named.get(name)
        if not _is_split(list(free.values()), name, mark, together):
            continue
        choices = {at: _choice(column.title, name, mark) for at, column in free.items()}
        if len({fold(choice) for choice in choices.values()}) < len(choices):
            continue
        loose = mark in LOOSE and together is None
        found.append(Split(name, choices, together, loose))
        taken |= found[-1].columns
    return found


def _groups(columns: Sequence[Column]) -> dict[tuple[str, str], list[Column]]:
    """Columns by what stands before the last mark of their titles; the surest marks first."""
    groups: dict[tuple[str, str], list[Column]] = {}
    for column in columns:
        if inside := BRACKETS.fullmatch(column.title):
            groups.setdefault((inside[1], "["), []).append(column)
    for mark in MARKS:
        for column in columns:
            name, sign, choice = column.title.rpartition(mark)
            if sign and name and choice and not choice[0].isspace():
                groups.setdefault((name, mark), []).append(column)
    return groups


def _choice(title: str, name: str, mark: str) -> str:
    inside = BRACKETS.fullmatch(title) if mark == "[" else None
    return inside[2].strip() if inside else title[len(name) + len(mark) :].strip()


def _is_split(group: Sequence[Column], name: str, mark: str, together: Column | None) -> bool:
    choices = {fold(_choice(column.title, name, mark)) for column in group}
    if together and together not in group and _joins(together, choices):
        return True
    fewest = FEWEST_LOOSE if mark in LOOSE else 2
    # « oui » and « non » below a slash are questions of a group; « Y » between brackets a tick.
    allowed = (YES | NO if mark == "[" else NUMBERS) | BLANK
    ticked = all(are_ticks(c, _choice(c.title, name, mark), allowed) for c in group)
    return len(group) >= fewest and ticked and any(column.total for column in group)


def _joins(column: Column, choices: set[str]) -> bool:
    """Whether a column holds the choices of the group, joined."""
    return bool(column.values) and all(
        any({fold(piece) for piece in pieces_of(value, sign)} <= choices for sign in " ;,|")
        for value in column.values
    )
