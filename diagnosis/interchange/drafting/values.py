"""What the values of a column say of its kind: numbers, dates, one choice, several, free text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diagnosis.interchange.dates import Dates
from diagnosis.interchange.drafting.words import EMAIL, MEDIA, PHONE, POSITION
from diagnosis.readers import BLANK, Row, fold

NUMBER = re.compile(r"[+-]?\d{1,9}([.,]\d{1,6})?")
# « 3 ans », « 2 enfants »: one unit for the whole column.
MEASURED = re.compile(r"(\d{1,6}(?:[.,]\d+)?)\s*([^\W\d_]{1,12})")
CODE = re.compile(r"[a-z0-9]([a-z0-9_.-]*[a-z0-9])?")
# Share of a column's cells that must be of a kind: people mistype.
MOST = 0.9
# Categories that a person reads through; families a category has at least on average.
MOST_CHOICES, SURELY_CHOICES, EACH = 50, 12, 4
LONGEST_CHOICE = 80
# Words, and times that each value comes back: fewer of longer ones are sentences.
WORDY, OFTEN = 4, 5
# Share of cells with several pieces, and times that a piece comes back, of a joined column.
JOINED, COMES_BACK = 0.1, 3
SEPARATORS = (";", "|", "\n", ",", " ")
# Rows that show that one piece never goes without another; different cells that are looked at.
GLUED, LOOKED_AT = 2, 2_000


@dataclass(frozen=True)
class Column:
    """A column by its place and title, with its answers as written and how many rows have each."""

    at: int
    title: str
    values: Counter[str]

    @property
    def total(self) -> int:
        """Rows with an answer."""
        return self.values.total()


@dataclass(frozen=True)
class Joined:
    """Several choices in one cell: what parts them, and the choices, the most frequent first.

    ``glued`` are those that hold the separator themselves.
    """

    separator: str
    choices: tuple[str, ...]
    glued: tuple[str, ...] = ()


def column_of(at: int, title: str, rows: Sequence[Row]) -> Column:
    """A column of the rows that count, without its blanks."""
    written = Counter(row.cells[at] for row in rows)
    return Column(at, title, Counter({v: n for v, n in written.items() if fold(v) not in BLANK}))


def why_unasked(column: Column) -> str:
    """Why the values are no answers: written by a device, or naming somebody; else empty."""
    kinds = {"fichier": MEDIA, "donnée personnelle": EMAIL, "position": POSITION}
    found = [why for why, kind in kinds.items() if _are(column, kind)]
    if not found and _are(column, PHONE) and len(column.values) > column.total / 2:
        return "donnée personnelle"
    if not found and is_dated(column):
        return "date"
    return found[0] if found else ""


def is_dated(column: Column) -> bool:
    """Whether a column holds dates."""
    dated = sum(n for value, n in column.values.items() if Dates().week(value) is not None)
    return 0 < column.total * MOST <= dated


def is_numeric(column: Column) -> bool:
    """Whether a column holds numbers, of one unit if they have one; codes with zeros are none."""
    coded = [value for value in column.values if re.fullmatch(r"0\d+", value)]
    found = {value: MEASURED.fullmatch(value) for value in column.values}
    units = {fold(unit[2]).rstrip("s") for unit in found.values() if unit}
    if coded or len(units) > 1:
        return False
    read = sum(n for v, n in column.values.items() if NUMBER.fullmatch(v) or found[v])
    return 0 < column.total * MOST <= read


def whole_numbers(values: Iterable[str]) -> list[int]:
    """Those of some texts that are whole numbers, of a size that people write.

    >>> whole_numbers(["12", "1,5", "9" * 5000])
    [12]
    """
    return [int(value) for value in values if re.fullmatch(r"[0-9]{1,9}", value)]


def is_counter(column: Column) -> bool:
    """Whether whole numbers name rows: each another, one after the other or nearly."""
    whole = whole_numbers(column.values)
    alone = len(whole) == len(column.values) == column.total > SURELY_CHOICES
    return alone and max(whole) - min(whole) < 2 * len(whole)


def is_choice(column: Column) -> bool:
    """Whether few enough values come back often enough to be the choices of a question."""
    distinct = len({fold(value) for value in column.values})
    if any(len(value) > LONGEST_CHOICE for value in column.values):
        return False
    words = sum(count * len(value.split()) for value, count in column.values.items())
    if words >= WORDY * column.total and column.total < OFTEN * distinct:
        return False
    many = distinct > SURELY_CHOICES and distinct * EACH > column.total
    return distinct <= MOST_CHOICES and not many and 2 * distinct <= max(column.total, 4)


def are_ticks(column: Column, choice: str, allowed: frozenset[str]) -> bool:
    """Whether a column holds ticks alone, or the choice again where it is ticked."""
    return all(fold(value) in {*allowed, fold(choice)} for value in column.values)


def joined(column: Column) -> Joined | None:
    """How a column joins several choices; None when it holds one each, or is written freely."""
    for separator in SEPARATORS:
        cells = {value: pieces_of(value, separator) for value, _ in column.values.most_common()}
        several = sum(column.values[value] for value, parts in cells.items() if len(parts) > 1)
        if several < max(2, JOINED * column.total):
            continue
        cells, glued = _glue(cells, separator)
        pieces = _counted(cells, column.values)
        if len(cells) < len(pieces) and is_choice(column):
            # A few answers that come back, with a sign inside: who ticks several mixes them more.
            continue
        if _come_back(pieces) and (separator != " " or all(map(CODE.fullmatch, pieces))):
            ordered = [piece for piece, _ in pieces.most_common()]
            return Joined(separator, tuple(ordered), tuple(glued & set(ordered)))
    return None


def pieces_of(value: str, separator: str) -> list[str]:
    """Parts of a cell, without spaces round them nor empty ones."""
    return [piece for part in value.split(separator) if (piece := part.strip())]


def _come_back(pieces: Counter[str]) -> bool:
    """Whether pieces are choices: few, short, and each again and again."""
    few = 1 < len(pieces) <= MOST_CHOICES
    return (
        few
        and pieces.total() >= COMES_BACK * len(pieces)
        and max(map(len, pieces)) <= (LONGEST_CHOICE)
    )


def _counted(cells: Mapping[str, Sequence[str]], values: Counter[str]) -> Counter[str]:
    pieces: Counter[str] = Counter()
    for value, parts in cells.items():
        for part in set(parts):
            pieces[part] += values[value]
    return pieces


def _glue(cells: Mapping[str, list[str]], separator: str) -> tuple[dict[str, list[str]], set[str]]:
    """Put together pieces of which neither goes without the other: « La fatigue, le moral »."""
    glued: set[str] = set()
    found = dict(cells)
    for _ in range(MOST_CHOICES if separator != " " else 0):
        pair = _inseparable(list(found.values())[:LOOKED_AT])
        if pair is None:
            break
        sign = f"{separator} " if separator == "," else separator
        glued.add(sign.join(pair))
        found = {value: _with(parts, pair, sign) for value, parts in found.items()}
    return found, glued


def _inseparable(rows: Sequence[Sequence[str]]) -> tuple[str, str] | None:
    """A piece and the one that always follows it, and never comes but there."""
    alone = Counter(piece for parts in rows for piece in parts)
    pairs = Counter(pair for parts in rows for pair in zip(parts, parts[1:], strict=False))
    for (first, second), count in pairs.most_common():
        begins_small = second[:1].islower() and not first[:1].islower()
        always = alone[second] == count and (alone[first] == count or begins_small)
        if always and count >= GLUED and first != second:
            return first, second
    return None


def _with(parts: Sequence[str], pair: tuple[str, str], sign: str) -> list[str]:
    kept: list[str] = []
    for part in parts:
        if kept and (kept[-1], part) == pair:
            kept[-1] = sign.join(pair)
        else:
            kept.append(part)
    return kept


def _are(column: Column, kind: re.Pattern[str]) -> bool:
    fitting = sum(n for v, n in column.values.items() if kind.fullmatch(v.casefold()))
    return 0 < column.total * MOST <= fitting
