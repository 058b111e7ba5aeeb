"""Privacy is a test: an attacker tries all subtractions on what is published.

``POPULATIONS=200`` attacks more surveys.
"""

from __future__ import annotations

import os
from importlib import import_module

import numpy as np
import pytest

from analysis.statements import Line

from . import attacker, ballots, surveys
from .attacker import System
from .knowledge import known

disclosure = import_module("analysis.disclosure")

POPULATIONS = int(os.environ.get("POPULATIONS", "20"))
BROKEN = range(8)


def attacked(seed: int, monkeypatch, planned: bool = False) -> list[attacker.Leak]:
    return attacker.leaks(known(surveys.publish(surveys.survey(seed, planned), monkeypatch)))


@pytest.mark.parametrize("seed", range(POPULATIONS))
def test_no_small_count_is_recovered__ok(seed, monkeypatch):
    found = attacked(seed, monkeypatch)
    assert not found, attacker.told(found)


@pytest.mark.parametrize("seed", range(POPULATIONS // 2 if POPULATIONS < 200 else POPULATIONS))
def test_no_small_count_is_recovered_from_what_a_team_planned__ok(seed, monkeypatch):
    """Limits of the programme, votes, feedback of workshops, profiles put together."""
    found = attacked(seed, monkeypatch, planned=True)
    assert not found, attacker.told(found)


@pytest.mark.parametrize(
    ("place", "broken", "seed"),
    [
        ("_sessions._left", lambda inside, outside, hidden, k: hidden, 9),
        ("_sessions._betrays", lambda *_: False, 23),
        ("_sessions._answering", lambda *_: [], 138),
        ("_themes.touching", lambda *_: None, 227),
    ],
    ids=["answers left", "who answered", "answers told before", "who could come"],
)
def test_a_broken_rule_on_plans_is_caught__ok(place, broken, seed, monkeypatch):
    monkeypatch.setattr(f"analysis.{place}", broken)
    assert attacked(seed, monkeypatch, planned=True)


@pytest.mark.parametrize("seed", range(max(POPULATIONS // 3, 6)))
def test_no_vote_of_a_few_is_recovered__ok(seed):
    found = attacker.leaks(ballots.known(ballots.session(seed)))
    assert not found, attacker.told(found)


def test_votes_of_a_broken_gate_are_caught__ok(monkeypatch):
    monkeypatch.setattr("analysis.statements.summary.lines", _everything)
    sessions = (ballots.known(ballots.session(seed)) for seed in BROKEN)
    assert any(attacker.leaks(system) for system in sessions)


def _everything(everyone, groups, k):
    hidden = np.zeros(len(groups.agree), dtype=bool)
    return [Line("agree", hidden) for _ in everyone.agree]


def test_attacker_subtracts__ok():
    """Three groups of a single choice, one hidden: subtraction tells it."""
    system = System()
    people = np.arange(100)
    whole = system.group(("all",), people >= 0)
    parts = [system.group((name,), mask) for name, mask in _thirds(people).items()]
    system.add_up(whole, parts)
    for part in parts:
        system.inside(part, whole)
    system.tell(whole, 100)
    system.tell(("a",), 50)
    assert not attacker.leaks(system)
    system.tell(("b",), 46)
    (leak, *_) = attacker.leaks(system)
    assert (leak.truth, round(leak.low), round(leak.high)) == (4, 4, 4)


def _thirds(people):
    return {"a": people < 50, "b": (people >= 50) & (people < 96), "c": people >= 96}


def test_attacker_needs_only_be_within_one__ok():
    """Nested groups two families apart bound what lies between them."""
    system = System()
    people = np.arange(60)
    whole = system.group(("all",), people >= 0)
    middle, inner = (system.group((name,), people < n) for name, n in (("m", 31), ("i", 30)))
    system.inside(middle, whole)
    system.inside(inner, middle)
    system.tell(whole, 60)
    system.tell(inner, 30)
    assert not attacker.leaks(system)
    system.at_most({middle: 1.0}, 32)
    assert [leak.truth for leak in attacker.leaks(system)] == [1]


def _uncovered(*given) -> bool:
    return True


def _primary_only(counts, k):
    return [0 < n < k for n in counts]


def _as_they_are(found, tables, *_):
    return list(tables)


def _only_the_need(n, base, total, k):
    return total.hidden


@pytest.mark.parametrize(
    ("place", "broken", "seeds"),
    [
        ("_gaps.hide_jointly", _as_they_are, (36,)),
        ("_unmet._hides", _only_the_need, (15,)),
        ("_unmet._close", lambda *_: None, (11,)),
        ("_support._recovered", lambda *_: False, (309,)),
    ],
    ids=["linked questions", "support", "support, needs that add up", "support, its number"],
)
def test_broken_rules_on_few_surveys_are_caught__ok(place, broken, seeds, monkeypatch):
    """Seeds whose reports are safe, and leak without the rule."""
    assert not any(attacked(seed, monkeypatch) for seed in seeds)
    monkeypatch.setattr(f"analysis.{place}", broken)
    assert all(attacked(seed, monkeypatch) for seed in seeds)


@pytest.mark.parametrize(
    ("places", "broken"),
    [
        (["disclosure._covered"], _uncovered),
        (["_margins.one_way", "_needs.one_way"], _primary_only),
        (["_themes.subtractable", "_sessions.subtractable"], lambda *_: False),
    ],
    ids=["crossings", "one way", "nested"],
)
def test_a_broken_gate_is_caught__ok(places, broken, monkeypatch):
    for place in places:
        monkeypatch.setattr(f"analysis.{place}", broken)
    assert any(attacked(seed, monkeypatch) for seed in BROKEN)


def test_a_broken_primary_rule_is_caught__ok(monkeypatch):
    """Small counts published as they are."""
    monkeypatch.setattr(disclosure, "primary", lambda cell, k: False)
    monkeypatch.setattr(disclosure, "small", lambda n, k: False)
    assert attacked(2, monkeypatch)
