"""What votes say, in told shares and in French sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..disclosure import EVERYBODY, Door, Meaning, Share, meaning, step_of, to_step
from ..french import THIN, listing, number, quoted, share_text, typography
from ..statistics import ranks_of
from .ballots import AGREE, DISAGREE, Tally
from .representative import Agreement, Representative, group_aware
from .told import ToldVotes, described, group_meaning, letter, share

# Draws of what shares may be: chances within 1 point.
DRAWS = 4000
# Statements that one sentence names.
MOST_NAMED = 3
# People under which intervals are wider than 20 points.
FRAGILE = 100
WAYS = {AGREE: "accord", DISAGREE: "désaccord"}


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
        Statements by which the group is told from the others, at most five, from told counts.
    """

    size: int
    stability: float
    place: tuple[float, float]
    representative: tuple[Representative, ...]


@dataclass(frozen=True)
class Opinions:
    """What votes say; nothing of single participants.

    RESTRICTED: it holds exact counts, for the session in its own room. Only what
    :meth:`to_sections` gives may be published: all its numbers were told by the door.

    Parameters
    ----------
    names, texts : tuple of str
        Name and text of each statement.
    participants, placed : int
        People who voted, people who voted enough to be in a group.
    everyone : Tally
        Exact counts of shape (statements,).
    by_group : Tally
        Exact counts of shape (groups, statements).
    votes : ToldVotes
        The same, told.
    groups : tuple of OpinionGroup
        By decreasing size.
    clear : bool
        Groups come back very alike and few people stand between them.
    silhouette : float
    consensus : tuple of Agreement
        At most five statements agreed with, then at most five disagreed with.
    shared : tuple of int
        Positions of the statements that most people of every group agree with, best first.
    message : str
        What can be said of groups, in French.
    door : Door
    seed : int
    """

    names: tuple[str, ...]
    texts: tuple[str, ...]
    participants: int
    placed: int
    everyone: Tally
    by_group: Tally
    votes: ToldVotes
    groups: tuple[OpinionGroup, ...]
    clear: bool
    silhouette: float
    consensus: tuple[Agreement, ...]
    shared: tuple[int, ...]
    message: str
    door: Door
    seed: int

    def to_sections(self) -> dict[str, Any]:
        """Sections of the report, of told shares, for :func:`analysis.disclosure.publish`."""
        return {
            "message": self.message,
            "clear": self.clear,
            # Coarse: finer, one person more would show.
            "silhouette": round(self.silhouette, 1),
            "participants": self.participants,
            "placed": self.door.told(_placed(self), self.placed),
            "statements": [_statement(self, at) for at in range(len(self.names))],
            "groups": [_group(self, at) for at in range(len(self.groups))],
            "consensus": [
                _answered(self, agreed, self.votes.everyone[agreed.statement].shares)
                for agreed in self.consensus
            ],
            "shared": [
                _cited(self, at) | {"group_aware": float(group_aware(self.votes.tally())[at])}
                for at in self.shared
            ],
            "findings": [typography(text) for text in _findings(self) if text],
        }


def _placed(opinions: Opinions) -> Meaning:
    """What the people who may be in a group are called: everybody when all are."""
    return EVERYBODY if opinions.placed == opinions.participants else meaning(("groupe", "un"))


def _cited(opinions: Opinions, at: int) -> dict[str, Any]:
    return {"statement": opinions.names[at], "text": opinions.texts[at]}


def _answered(
    opinions: Opinions, entry: Agreement | Representative, shares: Mapping[str, Share]
) -> dict[str, Any]:
    """A statement with the answer that most people give to it."""
    answer = {"direction": entry.direction, "cell": shares[entry.direction], "test": entry.test}
    return _cited(opinions, entry.statement) | answer


def _statement(opinions: Opinions, at: int) -> dict[str, Any]:
    votes = opinions.votes.everyone[at]
    entry: dict[str, Any] = {
        "name": opinions.names[at], "text": opinions.texts[at], "seen": votes.seen, **votes.shares,
    }  # fmt: skip
    if opinions.groups and votes.described:
        entry["by_group"] = [dict(line[at].shares) for line in opinions.votes.groups]
    return entry


def _group(opinions: Opinions, at: int) -> dict[str, Any]:
    group = opinions.groups[at]
    far = max((abs(axis) for other in opinions.groups for axis in other.place), default=0.0) or 1.0
    of = share(opinions.door, group_meaning(at), group.size, _placed(opinions), opinions.placed)
    x, y = to_step(np.array(group.place) / far, step_of(of.yes.n)).tolist()
    return {
        "id": letter(at),
        "name": f"Groupe {letter(at)}",
        "sentence": _sentence(opinions, group),
        "cell": of,
        "stability": round(group.stability, 1),
        "x": x,
        "y": y,
        "representative": [
            _answered(opinions, entry, opinions.votes.groups[at][entry.statement].shares)
            | {"repness": entry.repness, "repness_test": entry.repness_test}
            for entry in group.representative
        ],
    }


def _sentence(opinions: Opinions, group: OpinionGroup) -> str:
    parts = []
    for direction, words in ((AGREE, "d'accord avec"), (DISAGREE, "pas d'accord avec")):
        kept = [entry for entry in group.representative if entry.direction == direction]
        if kept:
            named = [quoted(opinions.texts[e.statement]) for e in kept[:MOST_NAMED]]
            parts.append(f"{words} {listing(named)}")
    if not parts:
        return "Aucun énoncé ne distingue nettement ce groupe des autres."
    return f"Ce groupe est, plus souvent que les autres{THIN}: {f'{THIN}; '.join(parts)}."


def _findings(opinions: Opinions) -> list[str]:
    if not any(votes.described for votes in opinions.votes.everyone):
        return [opinions.message]
    shared = [quoted(opinions.texts[at]) for at in opinions.shared[:1]]
    every = [f"Dans chaque groupe, la plupart sont d'accord avec {text}." for text in shared]
    return [_voters(opinions), opinions.message, _largest(opinions), *every]


def _voters(opinions: Opinions) -> str:
    asked = len(opinions.names)
    on = "un énoncé" if asked == 1 else f"{number(asked)} énoncés"
    fragile = ", les chiffres sont fragiles : lire les intervalles"
    tail = fragile if opinions.participants < FRAGILE else ""
    return f"{number(opinions.participants)} personnes ont voté sur {on}{tail}."


def _largest(opinions: Opinions) -> str:
    """Name the widest agreement by the share that is printed, as far as draws set it apart."""
    if not opinions.consensus:
        return ""
    way = opinions.consensus[0].direction
    shares = described(opinions.votes.everyone, way)
    rng = np.random.RandomState(opinions.seed)
    draws = np.column_stack([told.draws(DRAWS, rng) for told in shares.values()])
    among = dict(zip(shares, ranks_of(draws).among, strict=True))
    named = sorted((at for at in shares if among[at]), key=lambda at: -shares[at].value)
    listed = [
        f"{quoted(opinions.texts[at])} ({people(shares[at].cell())})" for at in named[:MOST_NAMED]
    ]
    if len(named) == 1:
        return f"Le plus large {WAYS[way]} porte sur {listed[0]}."
    return f"Parmi les plus larges {WAYS[way]}s : {' ; '.join(listed)}."


def people(cell: dict[str, Any]) -> str:
    """Write a told cell of people.

    >>> cell = {"n": 85, "N": 110, "share": 0.77, "low": 0.68, "high": 0.85}
    >>> people(cell).replace(THIN, " ")
    '77 % [68 ; 85], environ 85 personnes sur 110'
    """
    many = f"environ {number(cell['n'])}" if cell["n"] else "moins de 5"
    return f"{share_text(cell)}, {many} personnes sur {number(cell['N'])}"
