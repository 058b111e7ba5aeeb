"""What a room says, in a store of every engine: sessions, votes, statements."""

import uuid
from dataclasses import replace
from datetime import date

import pytest

from diagnosis.model import (
    FLOOD,
    OVER,
    PAIRS,
    STATEMENTS,
    Ask,
    Session,
    State,
    Statement,
    Translation,
    Vote,
)
from diagnosis.storage import StaleError, StorageError, TakenError, version_of


def test_sessions_and_votes(store):
    session = Session("ABCD", "c", ("t1", "t2"))
    store.add_session(session)
    with pytest.raises(TakenError):
        store.add_session(session)
    vote = Vote(str(uuid.uuid4()), "ABCD", "ar", ("t1",))
    store.save_vote(vote)
    store.save_vote(replace(vote, themes=("t2", "t1")))
    assert store.votes("ABCD") == [replace(vote, themes=("t2", "t1"))]
    store.save_session(replace(session, open=False))
    assert store.session("ABCD") == replace(session, open=False)
    assert store.sessions("c") == [replace(session, open=False)]
    assert store.session("ZZZZ") is None


def test_a_session_has_one_second_vote(store):
    first = Session("ABCD", "c", ("t1",), open=False)
    second = Session("BCDF", "c", ("t1",), first="ABCD", day=date(2026, 12, 5))
    for session in (first, second):
        store.add_session(session)
    with pytest.raises(TakenError):
        store.add_session(Session("CDFG", "c", ("t1",), first="ABCD"))
    store.add_session(Session("CDFG", "d", ("t1",), first="ABCD"))
    assert store.sessions("c") == [first, second]
    store.save_session(replace(second, open=False))
    assert store.session("BCDF") == replace(second, open=False)


def test_votes_beyond_the_room_and_those_of_a_flood_are_kept_apart(store):
    session = Session("ABCD", "c", ("t1",), people=2)
    store.add_session(session)
    votes = [Vote(str(n), "ABCD", "fr", ("t1",)) for n in range(3)]
    for vote in votes:
        store.save_vote(vote, 2)
    kinds = {vote.id: vote.apart for vote in store.votes("ABCD")}
    assert kinds == {"0": "", "1": "", "2": OVER}
    assert len(session.counted_among(store.votes("ABCD"))) == 2
    assert len(replace(session, counted=(OVER,)).counted_among(store.votes("ABCD"))) == 3
    assert len(replace(session, people=3).counted_among(store.votes("ABCD"))) == 3
    before = store.stamp("c")
    store.keep_apart("ABCD", ["0", "2"], FLOOD)
    assert store.stamp("c") != before
    store.save_vote(replace(votes[0], language="ar"), 2)
    found = {vote.id: (vote.apart, vote.language) for vote in store.votes("ABCD")}
    assert found == {"0": (FLOOD, "ar"), "1": ("", "fr"), "2": (FLOOD, "fr")}


def test_a_step_comes_back_as_it_was_prepared(store):
    asked = Ask(PAIRS, 5, stacked=True, hidden=True, stickers={"t1": 4}, stuck=3)
    step = Session("ABCD", "c", ("t1", "t2"), open=False, run="BCDF", waiting=True, ask=asked)
    store.add_session(step)
    assert store.session("ABCD") == step
    begun = replace(step, open=True, waiting=False)
    store.save_session(begun, version_of(step))
    assert store.sessions("c") == [begun]


def test_answers_are_replaced_or_added(store):
    store.add_session(Session("ABCD", "c", (), ask=Ask(STATEMENTS)))
    vote = Vote("v", "ABCD", "fr", answers={"a": "agree", "b": "pass"})
    store.save_vote(vote)
    store.save_vote(replace(vote, answers={"a": "disagree"}))
    assert store.votes("ABCD") == [replace(vote, answers={"a": "disagree"})]
    store.save_vote(replace(vote, answers={"b": "agree"}), adds=True)
    assert store.votes("ABCD") == [replace(vote, answers={"a": "disagree", "b": "agree"})]


def test_statements_are_kept_in_their_order_changed_and_removed(store):
    store.add_session(Session("ABCD", "c", (), ask=Ask(STATEMENTS)))
    read = {"ar": Translation("مرحبا", read=True)}
    second = Statement("a", "ABCD", "fr", "Oui", number=2)
    first = Statement("z", "ABCD", "fr", "Non", State.NEW, 1, translations=read)
    for one in (second, first):
        store.save_statement(one)
    assert store.statements("ABCD") == [first, second]
    store.save_statement(replace(first, state=State.OUT, into="a"), version_of(first))
    with pytest.raises(StaleError):
        store.save_statement(first, version_of(first))
    store.remove_statement("ABCD", "a")
    assert store.statements("ABCD") == [replace(first, state=State.OUT, into="a")]


def test_a_statement_needs_its_session(store):
    with pytest.raises(StorageError):
        store.save_statement(Statement("a", "ABCD", "fr", "Oui"))


def test_only_a_step_that_waits_is_removed_with_its_statements(store):
    waits = Session("ABCD", "c", (), open=False, waiting=True)
    for one in (waits, replace(waits, code="BCDF", open=True, waiting=False)):
        store.add_session(one)
        store.save_statement(Statement("a", one.code, "fr", "Oui"))
        store.remove_session(one.code)
    assert [one.code for one in store.sessions("c")] == ["BCDF"]
    assert store.statements("ABCD") == []
    assert len(store.statements("BCDF")) == 1
