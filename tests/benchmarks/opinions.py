"""Opinion groups beside the groups of published exports, and time from 8 to 5 000 people.

``python -m tests.benchmarks.opinions FOLDER...`` reads folders that each hold the
``participants-votes.csv`` of an export: one line per participant, a column ``group-id`` and one
column per statement, named by its number (1 agrees, -1 disagrees, 0 passes, blank was not seen).
Without a folder only the times are printed, on invented votes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score, confusion_matrix, silhouette_score

from analysis import opinions
from analysis.statements import (
    FOLDS,
    MAP,
    Grouping,
    Ready,
    find_groups,
    guessing_loss,
    losses_by_number,
    representatives,
    stability_of,
    tally_groups,
)

K, LEAST_VOTES, LEAST_SEEN = 11, 7, 5
SIZES = (8, 30, 100, 300, 1000, 5000)
SEED = 0


@dataclass(frozen=True)
class Conversation:
    """Votes of an export, shape (participants, statements), and its groups (-1: none)."""

    name: str
    votes: np.ndarray
    groups: np.ndarray

    @property
    def placed(self) -> np.ndarray:
        """Participants with enough votes to be in a group of ours."""
        return np.isfinite(self.votes).sum(axis=1) >= LEAST_VOTES


def read(folder: Path) -> Conversation:
    """Read an export; who never voted is left out."""
    table = pd.read_csv(folder / "participants-votes.csv")
    votes = table[[name for name in table if name.isdigit()]].to_numpy(dtype=float)
    groups = table["group-id"].fillna(-1).to_numpy(dtype=int)
    voted = np.isfinite(votes).any(axis=1)
    return Conversation(folder.name, votes[voted], groups[voted])


def on_map(talk: Conversation, who: np.ndarray, labels: np.ndarray) -> float:
    """Silhouette of some people's groups on the two axes of the map."""
    places = Ready.of(talk.votes).places(np.ones(len(talk.votes)))[who, :MAP]
    return float(silhouette_score(places, labels[who]))


def back(talk: Conversation, who: np.ndarray, labels: np.ndarray) -> float:
    """Likeness (Jaccard) of the group that comes back least when people are drawn again."""
    rng = np.random.RandomState(SEED)
    return float(stability_of(Ready.of(talk.votes), who, labels[who], MAP, rng).min())


def surprise(talk: Conversation, who: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Loss at hidden votes in each tenth, the groups being given (they have seen every vote)."""
    rng = np.random.RandomState(SEED)
    votes, inside = talk.votes[who], labels[who]
    fold = np.where(np.isfinite(votes), rng.randint(FOLDS, size=votes.shape), -1)
    found = []
    for at in range(FOLDS):
        parts = (np.where(fold == at, np.nan, votes), np.where(fold == at, votes, np.nan))
        found.append(guessing_loss(*(tally_groups(p, inside, inside.max() + 1) for p in parts)))
    return np.array(found)


def same_statements(talk: Conversation, who: np.ndarray, one: np.ndarray, two: np.ndarray) -> str:
    """Share of representative statements that matched groups of two partitions have in common."""
    lists = [
        representatives(tally_groups(talk.votes[who], part[who], part[who].max() + 1), LEAST_SEEN)
        for part in (one, two)
    ]
    told = [[{(e.statement, e.direction) for e in line} for line in part] for part in lists]
    pairs = linear_sum_assignment(-confusion_matrix(one[who], two[who]))
    common = total = 0
    for left, right in zip(*pairs, strict=True):
        if left < len(told[0]) and right < len(told[1]):
            common += len(told[0][left] & told[1][right])
            total += max(len(told[0][left]), len(told[1][right]))
    return f"{common}/{total}"


def compare(talk: Conversation, k: int) -> None:
    """Print the groups of an export and ours, measured alike on the people whom both group."""
    start = time.perf_counter()
    found = find_groups(talk.votes, talk.placed, k, SEED)
    taken = time.perf_counter() - start
    told = np.bincount(talk.groups[talk.groups >= 0])
    print(f"\n{talk.name}: {len(talk.votes)} participants, {talk.votes.shape[1]} statements, "
          f"{talk.placed.sum()} placed; k = {k}, {taken:.1f} s")  # fmt: skip
    print(f"  export: groups of {told.tolist()}")
    if not found.count:
        print(f"  ours: no group ({found.reason})")
        _partitions(talk, (talk.groups >= 0) & talk.placed, {"export": talk.groups})
        return
    print(f"  ours: groups of {np.bincount(found.labels[found.labels >= 0]).tolist()}, "
          f"clear: {found.clear}")  # fmt: skip
    _measures(talk, found)


def _measures(talk: Conversation, found: Grouping) -> None:
    who = (talk.groups >= 0) & (found.labels >= 0)
    print(f"  both group {who.sum()}: "
          f"adjusted Rand index {adjusted_rand_score(talk.groups[who], found.labels[who]):.2f}, "
          f"representative statements in common "
          f"{same_statements(talk, who, talk.groups, found.labels)}")  # fmt: skip
    _partitions(talk, who, {"export": talk.groups, "ours": found.labels})


def _partitions(talk: Conversation, who: np.ndarray, parts: dict[str, np.ndarray]) -> None:
    """Print how well some partitions, and none, are argued on the same people."""
    everybody = np.zeros(len(who), dtype=int)
    for name, labels in {**parts, "one": everybody}.items():
        loss = surprise(talk, who, labels)
        apart = f"silhouette {on_map(talk, who, labels):.3f}, comes back " \
                f"{back(talk, who, labels):.2f}, " if labels.any() else ""  # fmt: skip
        print(f"  {name:6s} {apart}loss at hidden votes {loss.mean():.4f}")
    _numbers(talk, who)


def _numbers(talk: Conversation, who: np.ndarray) -> None:
    """Print the loss by number of groups found without the hidden votes."""
    rng = np.random.RandomState(SEED)
    losses = losses_by_number(talk.votes, who, range(1, 6), MAP, rng)
    told = ", ".join(f"{number}: {loss.mean():.4f}" for number, loss in losses.items())
    gain = losses[2] - losses[3]
    print(f"  groups made without the hidden votes, loss by number: {told}; "
          f"3 against 2: {gain.mean():.4f} ± {gain.std(ddof=1) / FOLDS**0.5:.4f}")  # fmt: skip


def invented(people: int, statements: int = 40, groups: int = 3, seed: int = SEED) -> np.ndarray:
    """Invent votes of groups that each hold one side of a statement, 30 % of them missing."""
    rng = np.random.default_rng(seed)
    sides = rng.random((groups, statements)) < 0.5
    chance = np.where(sides, 0.8, 0.15)[rng.integers(0, groups, people)]
    draw = rng.random((people, statements))
    votes = np.where(draw < chance, 1.0, np.where(draw < 0.93, -1.0, 0.0))
    votes[rng.random(votes.shape) < 0.3] = np.nan
    return votes


def times(sizes: tuple[int, ...] = SIZES) -> None:
    """Print the time of the whole report by number of participants, on invented votes."""
    print("\ninvented votes, 40 statements, 3 groups planted")
    for people in sizes:
        votes = invented(people)
        start = time.perf_counter()
        found = opinions(votes, [f"s{at}" for at in range(votes.shape[1])])
        taken = time.perf_counter() - start
        print(f"  {people:5d} participants: {len(found.groups)} groups, "
              f"{len(found.consensus)} agreements, {taken:.2f} s", flush=True)  # fmt: skip


def run(folders: Sequence[str] = ()) -> None:
    """Compare each export, with a smaller threshold too where its groups are under k."""
    for folder in folders:
        talk = read(Path(folder))
        smallest = int(np.bincount(talk.groups[talk.groups >= 0]).min())
        for k in sorted({K, max(2, min(K, smallest))}, reverse=True):
            compare(talk, k)
    times()


if __name__ == "__main__":
    run(sys.argv[1:])
