"""A table of the dossier, before any format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Value = str | int | float | None


@dataclass(frozen=True)
class Table:
    """A table: its name (a sheet's), its title, its head, its rows, and what to know of it.

    ``widths`` are those of the columns, in characters.
    """

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()


def table_of(
    name: str,
    title: str,
    head: Sequence[str],
    rows: Sequence[tuple[Value, ...]],
    notes: tuple[str, ...],
    widths: tuple[int, ...],
) -> Table:
    """Make a table."""
    return Table(name, title, tuple(head), tuple(rows), notes, widths)
