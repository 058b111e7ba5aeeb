"""What votes say, as cells still to pass the gate, and as French sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..disclosure import Cell, Count, primary
from ..french import THIN, listing, quoted, typography
from .ballots import Tally
from .gate import Line, lines, statement_cells
from .representative import AGREE, DISAGREE, Agreement, Representative, group_aware


@dataclass(frozen=True)
class OpinionGroup:
    """People who vote alike, in aggregates.

    Parameters
    ----------
    size : int
    stability : float
        Bootstrap Jaccard likeness, 0 to 1.
    place : tuple of float
        Mean place on the map, two coordinates.
    representative : tuple of Representative
        Statements by which the group is told from the others, at most five.
    """

    size: int
    stability: float
    place: tuple[float, float]
    representative: tuple[Representative, ...]


@dataclass(frozen=True)
class Opinions:
    """What votes say, before the gate; nothing of single participants.

    RESTRICTED: it holds exact counts, for the session in its own room. Only the tree of
    :meth:`to_sections`, passed through :class:`analysis.disclosure.Gate`, may be published.

    Parameters
    ----------
    names, texts : tuple of str
        Name and text of each statement.
    participants, placed : int
        People who voted, people who voted enough to be in a group.
    everyone : Tally
        Counts of shape (statements,).
    by_group : Tally
        Counts of shape (groups, statements).
    groups : tuple of OpinionGroup
        By decreasing size.
    clear : bool
        Groups come back very alike and few people stand between them.
    silhouette : float
    consensus : tuple of Agreement
        At most five statements agreed with, then at most five disagreed with.
    shared : tuple of int
        Positions of the statements that most people of every group agree with, best first.
    partial : tuple of bool
        Statements whose counts leave out the few voters outside groups, who could be found by
        subtraction.
    message : str
        What can be said of groups, in French.
    k : int
    """

    names: tuple[str, ...]
    texts: tuple[str, ...]
    participants: int
    placed: int
    everyone: Tally
    by_group: Tally
    groups: tuple[OpinionGroup, ...]
    clear: bool
    silhouette: float
    consensus: tuple[Agreement, ...]
    shared: tuple[int, ...]
    partial: tuple[bool, ...]
    message: str
    k: int

    def to_sections(self) -> dict[str, Any]:
        """Give a plain tree of cells, still to pass the gate at the same ``k``.

        Returns
        -------
        dict
            ``message``, ``clear``, ``silhouette``, ``participants``, ``placed``, ``statements``,
            ``groups``, ``consensus``, ``shared``. Under ``k`` participants nothing is told.
        """
        told = lines(self.everyone, self.by_group, self.k)
        few = self.participants < self.k
        return {
            "message": under(self.k) if few else self.message,
            "clear": self.clear,
            "silhouette": self.silhouette,
            "participants": Count(self.participants),
            "placed": Count(self.placed),
            "statements": [_statement(self, at, line) for at, line in enumerate(told)],
            "groups": [_group(self, at, told) for at in range(len(self.groups))],
            "consensus": [
                _agreement(self, found)
                for found in self.consensus
                if self.everyone.seen[found.statement] >= self.k
            ],
            "shared": [_shared(self, at, told[at]) for at in self.shared],
        }

    def cells(self, statement: int) -> dict[str, Cell]:
        """Give the cells of who agrees, disagrees and passes on a statement."""
        counts = [int(self.everyone.of(answer)[statement]) for answer in (AGREE, DISAGREE, "pass")]
        agree, disagree, passed = statement_cells((counts[0], counts[1], counts[2]), self.k)
        return {AGREE: agree, DISAGREE: disagree, "pass": passed}


def under(k: int) -> str:
    """Say that too few people voted."""
    return typography(
        f"Moins de {k} personnes ont voté : on ne peut parler ni d'accord, ni de groupes d'opinion."
    )


def _statement(found: Opinions, at: int, line: Line) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": found.names[at],
        "text": found.texts[at],
        "seen": Count(int(found.everyone.seen[at])),
        **found.cells(at),
        "partial": found.partial[at],
    }
    if found.groups:
        entry["by_group"] = {"answer": line.answer, "cells": _line_cells(found, at, line)}
    return entry


def _line_cells(found: Opinions, at: int, line: Line) -> list[Cell]:
    n, seen = found.by_group.of(line.answer)[:, at], found.by_group.seen[:, at]
    return [
        Cell(int(n[group]), int(seen[group]), bool(line.hidden[group])) for group in range(len(n))
    ]


def _group(found: Opinions, at: int, told: list[Line]) -> dict[str, Any]:
    group = found.groups[at]
    letter = chr(ord("A") + at)
    return {
        "id": letter,
        "name": f"Groupe {letter}",
        "sentence": _sentence(found, group),
        "cell": Cell(group.size, found.placed),
        "stability": group.stability,
        "x": round(group.place[0], 2),
        "y": round(group.place[1], 2),
        "representative": [
            _telling(found, entry, told[entry.statement], at) for entry in group.representative
        ],
    }


def _sentence(found: Opinions, group: OpinionGroup) -> str:
    ways = {AGREE: "d'accord avec", DISAGREE: "pas d'accord avec"}
    parts = []
    for direction, words in ways.items():
        kept = [entry for entry in group.representative if entry.direction == direction][:3]
        if kept:
            parts.append(f"{words} {listing([quoted(found.texts[e.statement]) for e in kept])}")
    if not parts:
        return "Aucun énoncé ne distingue nettement ce groupe des autres."
    return f"Ce groupe est, plus souvent que les autres{THIN}: {f'{THIN}; '.join(parts)}."


def _telling(found: Opinions, entry: Representative, line: Line, group: int) -> dict[str, Any]:
    """Tell a representative statement; its statistics only where they give no hidden count."""
    same = entry.direction == line.answer
    hidden = bool(line.hidden[group]) or not same
    open_ = same and line.whole
    return {
        "statement": found.names[entry.statement],
        "text": found.texts[entry.statement],
        "direction": entry.direction,
        "cell": Cell(entry.n, entry.N, hidden),
        "test": entry.test if open_ else None,
        "repness": entry.repness if open_ else None,
        "repness_test": entry.repness_test if open_ else None,
    }


def _agreement(found: Opinions, agreed: Agreement) -> dict[str, Any]:
    cell = found.cells(agreed.statement)[agreed.direction]
    return {
        "statement": found.names[agreed.statement],
        "text": found.texts[agreed.statement],
        "direction": agreed.direction,
        "cell": cell,
        "test": None if cell.hidden or primary(cell, found.k) else agreed.test,
    }


def _shared(found: Opinions, at: int, line: Line) -> dict[str, Any]:
    open_ = line.answer == AGREE and line.whole
    return {
        "statement": found.names[at],
        "text": found.texts[at],
        "group_aware": float(group_aware(found.by_group)[at]) if open_ else None,
    }
