"""What an attacker draws from the published votes of a concertation session."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis import opinions
from analysis.disclosure import Gate
from analysis.statements import Opinions

from .attacker import Key, System

ANSWERS = ("agree", "disagree", "pass")
K = 11


def session(seed: int) -> Opinions:
    """Draw the votes of 12 to 200 people of two or three minds on a few statements."""
    rng = np.random.default_rng(seed)
    people, asked = int(12 + 190 * rng.random() ** 1.5), int(rng.integers(3, 12))
    minds = rng.integers(0, int(rng.integers(2, 4)), people)
    lean = rng.choice([0.08, 0.5, 0.92], (3, asked))[minds]
    votes = np.where(rng.random(lean.shape) < lean, 1.0, -1.0)
    votes[rng.random(votes.shape) < rng.choice([0.03, 0.1, 0.25])] = 0
    votes[rng.random(votes.shape) < rng.choice([0.0, 0.1, 0.4])] = np.nan
    votes[0] = 1.0
    # Some leave early: they voted too little to be placed in a group.
    gone = rng.random(people) < rng.choice([0.0, 0.05, 0.2])
    votes[gone, 2:] = np.nan
    return opinions(votes, [f"Énoncé {at}" for at in range(asked)], min_votes=3)


def known(found: Opinions) -> System:
    """Give all that the published votes say, as equations."""
    report = Gate(K).publish(found.to_sections())
    system = System(K)
    places: list[Any] = [*range(len(found.groups)), "outside"]
    _count(system, ("all",), found.participants)
    _count(system, ("placed",), found.placed)
    sizes = [_count(system, ("group", at), g.size) for at, g in enumerate(found.groups)]
    outside = found.participants - sum(group.size for group in found.groups)
    # How many voted too little to be in a group may be told: not what they voted.
    whole = {key: 1.0 for key in (*sizes, _count(system, ("group", "outside"), outside))}
    system.equal.append(({("all",): -1.0, **whole}, 0.0))
    if sizes:
        system.add_up(("placed",), sizes)
    system.tell(("all",), report["participants"])
    system.tell(("placed",), report["placed"])
    for at, told in enumerate(report["groups"]):
        system.cell(("group", at), ("placed",), told["cell"])
    for at, entry in enumerate(report["statements"]):
        _statement(system, found, at, places)
        _read(system, at, entry)
    for group, told in enumerate(report["groups"]):
        for line in told["representative"]:
            at = found.names.index(line["statement"])
            system.cell(
                ("vote", at, line["direction"], group), ("seen", at, group), line["cell"]
            )  # fmt: skip
    return system


def _count(system: System, key: Key, n: int) -> Key:
    system.truth.setdefault(key, int(n))
    return key


def _statement(system: System, found: Opinions, at: int, places: list[Any]) -> None:
    """Votes add up over answers and over groups, those in no group being one more."""
    for answer in ANSWERS:
        total = int(found.everyone.of(answer)[at])
        inside = [int(n) for n in found.by_group.of(answer)[:, at]]
        whole = _count(system, ("vote", at, answer), total)
        parts = zip(places, [*inside, total - sum(inside)], strict=True)
        system.add_up(whole, [_count(system, ("vote", at, answer, p), n) for p, n in parts])
    for place in [None, *places]:
        end = () if place is None else (place,)
        votes: list[Key] = [("vote", at, answer, *end) for answer in ANSWERS]
        seen = _count(system, ("seen", at, *end), sum(system.truth[key] for key in votes))
        system.add_up(seen, votes)
        for key in votes:
            system.inside(key, seen)
        system.inside(seen, ("group", place) if end else ("all",), look=False)
    bases: dict[Key, float] = {("seen", at, place): 1.0 for place in places}
    system.equal.append(({("seen", at): -1.0, **bases}, 0.0))


def _read(system: System, at: int, entry: dict[str, Any]) -> None:
    system.tell(("seen", at), entry["seen"])
    for answer in ANSWERS:
        system.cell(("vote", at, answer), ("seen", at), entry[answer])
    told = entry.get("by_group", {"answer": "", "cells": []})
    for group, cell in enumerate(told["cells"]):
        system.cell(("vote", at, told["answer"], group), ("seen", at, group), cell)
