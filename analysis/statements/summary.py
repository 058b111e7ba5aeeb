"""What votes say, in told shares and in French sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..disclosure import EVERYBODY, Door, Meaning, Share, meaning, step_of, to_step
from ..french import THIN, listing, number, quoted, share_text, typography
from ..statistics import ranks_of
from .ballots import Tally
from .representative import Agreement, Representative, group_aware
from .told import AGREE, DISAGREE, ToldVotes, described, letter, share

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
        """Plain tree of told shares, for :func:`analysis.disclosure.publish`.

        Returns
        -------
        dict
            ``message``, ``clear``, ``silhouette``, ``participants``, ``placed``, ``statements``,
            ``groups``, ``consensus``, ``shared``, ``findings``.
        """
        return {
            "message": self.message,
            "clear": self.clear,
            # Coarse: finer, one person more would show.
            "silhouette": round(self.silhouette, 1),
            "participants": self.participants,
            "placed": self.door.told(_placed(self), self.placed),
            "statements": [_statement(self, at) for at in range(len(self.names))],
            "groups": [_group(self, at) for at in range(len(self.groups))],
            "consensus": [_agreement(self, found) for found in self.consensus],
            "shared": [_shared(self, at) for at in self.shared],
            "findings": [typography(text) for text in _findings(self) if text],
        }


def under(k: int) -> str:
    """Say that too few people voted."""
    return typography(
        f"Moins de {k} personnes ont voté : on ne peut parler ni d'accord, ni de groupes d'opinion."
    )


def _placed(found: Opinions) -> Meaning:
    """What the people who may be in a group are called: everybody when all are."""
    return EVERYBODY if found.placed == found.participants else meaning(("groupe", "un"))


def _statement(found: Opinions, at: int) -> dict[str, Any]:
    votes = found.votes.everyone[at]
    entry: dict[str, Any] = {
        "name": found.names[at], "text": found.texts[at], "seen": votes.seen, **votes.shares,
    }  # fmt: skip
    if found.groups and votes.described:
        entry["by_group"] = [dict(line[at].shares) for line in found.votes.groups]
    return entry


def _group(found: Opinions, at: int) -> dict[str, Any]:
    group, name = found.groups[at], letter(at)
    far = max((abs(axis) for other in found.groups for axis in other.place), default=0.0) or 1.0
    of = share(found.door, meaning(("groupe", name)), group.size, _placed(found), found.placed)
    step = step_of(of.yes.n)
    return {
        "id": name,
        "name": f"Groupe {name}",
        "sentence": _sentence(found, group),
        "cell": of,
        "stability": round(group.stability, 1),
        "x": float(to_step(group.place[0] / far, step)),
        "y": float(to_step(group.place[1] / far, step)),
        "representative": [_telling(found, entry, at) for entry in group.representative],
    }


def _sentence(found: Opinions, group: OpinionGroup) -> str:
    ways = {AGREE: "d'accord avec", DISAGREE: "pas d'accord avec"}
    parts = []
    for direction, words in ways.items():
        kept = [entry for entry in group.representative if entry.direction == direction]
        if kept:
            named = [quoted(found.texts[e.statement]) for e in kept[:MOST_NAMED]]
            parts.append(f"{words} {listing(named)}")
    if not parts:
        return "Aucun énoncé ne distingue nettement ce groupe des autres."
    return f"Ce groupe est, plus souvent que les autres{THIN}: {f'{THIN}; '.join(parts)}."


def _telling(found: Opinions, entry: Representative, group: int) -> dict[str, Any]:
    return {
        "statement": found.names[entry.statement],
        "text": found.texts[entry.statement],
        "direction": entry.direction,
        "cell": found.votes.groups[group][entry.statement].shares[entry.direction],
        "test": entry.test,
        "repness": entry.repness,
        "repness_test": entry.repness_test,
    }


def _agreement(found: Opinions, agreed: Agreement) -> dict[str, Any]:
    return {
        "statement": found.names[agreed.statement],
        "text": found.texts[agreed.statement],
        "direction": agreed.direction,
        "cell": found.votes.everyone[agreed.statement].shares[agreed.direction],
        "test": agreed.test,
    }


def _shared(found: Opinions, at: int) -> dict[str, Any]:
    aware = float(group_aware(found.votes.tally())[at])
    return {"statement": found.names[at], "text": found.texts[at], "group_aware": aware}


def _findings(found: Opinions) -> list[str]:
    if not any(votes.described for votes in found.votes.everyone):
        return [found.message]
    return [_voters(found), found.message, _largest(found), _in_every_group(found)]


def _voters(found: Opinions) -> str:
    asked = len(found.names)
    on = "un énoncé" if asked == 1 else f"{number(asked)} énoncés"
    fragile = ", les chiffres sont fragiles : lire les intervalles"
    tail = fragile if found.participants < FRAGILE else ""
    return f"{number(found.participants)} personnes ont voté sur {on}{tail}."


def _largest(found: Opinions) -> str:
    """Name the widest agreement by the share that is printed, as far as draws set it apart."""
    if not found.consensus:
        return ""
    way = found.consensus[0].direction
    shares = described(found.votes.everyone, way)
    rng = np.random.RandomState(found.seed)
    draws = np.column_stack([told.draws(DRAWS, rng) for told in shares.values()])
    among = dict(zip(shares, ranks_of(draws).among, strict=True))
    named = sorted((at for at in shares if among[at]), key=lambda at: -shares[at].value)
    if len(named) == 1:
        (at,) = named
        return f"Le plus large {WAYS[way]} porte sur {_named(found, at, shares[at])}."
    listed = [_named(found, at, shares[at]) for at in named[:MOST_NAMED]]
    return f"Parmi les plus larges {WAYS[way]}s : {' ; '.join(listed)}."


def _named(found: Opinions, at: int, told: Share) -> str:
    return f"{quoted(found.texts[at])} ({people(told.cell())})"


def people(cell: dict[str, Any]) -> str:
    """Write a told cell of people.

    >>> cell = {"n": 85, "N": 110, "share": 0.77, "low": 0.68, "high": 0.85}
    >>> people(cell).replace(THIN, " ")
    '77 % [68 ; 85], environ 85 personnes sur 110'
    """
    many = f"environ {number(cell['n'])}" if cell["n"] else "moins de 5"
    return f"{share_text(cell)}, {many} personnes sur {number(cell['N'])}"


def _in_every_group(found: Opinions) -> str:
    if not found.shared:
        return ""
    text = quoted(found.texts[found.shared[0]])
    return f"Dans chaque groupe, la plupart sont d'accord avec {text}."
