"""The chain of the journal: what it shows, and what it cannot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from diagnosis.accounts import Action, as_table, first_broken, hash_of, write_down
from diagnosis.instance import Instance
from diagnosis.storage import Entry

NOW = datetime(2026, 11, 29, 12, 4, 59, tzinfo=UTC)


@pytest.fixture
def lines(instance: Instance) -> list[Entry]:
    for about in ("é", "", '","', "4"):
        write_down(instance.store, NOW, "amina", Action.CHANGED, about)
    return instance.store.entries()


def test_lines_follow_each_other(lines: list[Entry]) -> None:
    assert first_broken(lines) is None
    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert lines[0].at == "2026-11-29T12:04", "no seconds"
    assert lines[1].before == lines[0].hash
    assert first_broken([]) is None


def test_whatever_is_altered_shows(lines: list[Entry]) -> None:
    for name in ("number", "at", "who", "what", "about", "detail", "before", "hash"):
        value = 9 if name == "number" else "x"
        altered = [lines[0], replace(lines[1], **{name: value}), *lines[2:]]
        assert first_broken(altered) == 2, name
    resealed = replace(lines[1], who="paul")
    resealed = replace(resealed, hash=hash_of(resealed))
    assert first_broken([lines[0], resealed, *lines[2:]]) == 3


def test_a_line_taken_out_or_moved_shows(lines: list[Entry]) -> None:
    assert first_broken([lines[0], *lines[2:]]) == 2
    assert first_broken(lines[1:]) == 1
    assert first_broken([lines[0], lines[2], lines[1], lines[3]]) == 2


def test_a_cut_end_does_not_show_but_by_the_last_hash(lines: list[Entry]) -> None:
    assert first_broken(lines[:2]) is None
    assert lines[1].hash != lines[-1].hash


def test_the_hash_is_that_of_canonical_json() -> None:
    line = Entry(1, "2026-11-29T12:04", "é", "entered", "", "", "", "")
    # printf '[1,"2026-11-29T12:04","é","entered","","",""]' | sha256sum
    assert hash_of(line) == WITNESS


WITNESS = "7a6ca5e2a6f134247ef5185d6a38e8b94fab395fe882caec50acd361db2df6f9"


def test_the_table_holds_every_field(lines: list[Entry]) -> None:
    head, first, *_ = as_table(lines).splitlines()
    assert head == "number,at,who,what,about,detail,before,hash"
    assert first.startswith("1,2026-11-29T12:04,amina,campaign changed,é,,,")
