"""Of two processes that publish an instance, one works; the other takes over when it ends."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from diagnosis.serving import turn
from diagnosis.serving.turn import BEAT, NAME, PATIENCE, Turn, machine_name

ELSEWHERE = "another-machine"


@pytest.fixture
def clock(monkeypatch):
    """This process's own clock, moved by hand: no other one is looked at."""
    now = [1000.0]
    monkeypatch.setattr(turn.time, "monotonic", lambda: now[0])
    return now


def mark(instance, host, pid, beat=1):
    instance.store.put(NAME, {"by": [host, pid], "beat": beat})


def test_the_first_has_the_turn_and_marks_it_now_and_then(instance, clock):
    mine = Turn()
    assert mine.is_mine(instance.store)
    before = instance.store.get(NAME)
    assert mine.is_mine(instance.store)
    assert instance.store.get(NAME) == before, "each mark makes every process read the store again"
    clock[0] += BEAT
    assert mine.is_mine(instance.store)
    assert instance.store.get(NAME) != before


def test_one_on_another_machine_is_waited_for_while_its_mark_moves(instance, clock):
    mine = Turn()
    for beat in range(5):
        mark(instance, ELSEWHERE, 7, beat)
        clock[0] += PATIENCE
        assert not mine.is_mine(instance.store)


def test_a_mark_that_stands_still_is_taken_over(instance, clock):
    mine = Turn()
    mark(instance, ELSEWHERE, 7)
    assert not mine.is_mine(instance.store)
    clock[0] += PATIENCE - 1
    assert not mine.is_mine(instance.store)
    clock[0] += 1
    assert mine.is_mine(instance.store)
    assert instance.store.get(NAME)["by"] == [machine_name(), os.getpid()]


def test_one_of_this_machine_that_ended_is_not_waited_for(instance, clock):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    mark(instance, machine_name(), ended.pid)
    assert Turn().is_mine(instance.store)


def test_one_of_this_machine_that_lives_is_waited_for(instance, clock):
    mark(instance, machine_name(), os.getppid())
    assert not Turn().is_mine(instance.store)


def test_one_that_lost_its_turn_lets_the_other_work(instance, clock):
    mine = Turn()
    assert mine.is_mine(instance.store)
    mark(instance, ELSEWHERE, 7)
    clock[0] += BEAT
    assert not mine.is_mine(instance.store)
