"""The part of the contract that is about the team: one suite, every engine."""

import threading
from dataclasses import replace
from datetime import date

import pytest

from diagnosis.storage import Entry, Factor, Grant, Invitation, User, Visit

AMINA = User("amina", "hash", (Grant("planner", "campaign:c"),), Factor("SECRET", 7, ("a", "b")))
VISIT = Visit("token", "amina", "2026-11-29T12:00", reasons=("c",))


def keep(store, *users):
    store.change_users(lambda found: {**found, **{user.name: user for user in users}})


def test_members_come_back_as_they_went(store):
    keep(store, User("zohra", "x"), AMINA)
    assert store.users() == [AMINA, User("zohra", "x")]
    assert store.user("amina") == AMINA
    assert store.user("paul") is None


def test_a_refused_change_changes_nothing(store):
    keep(store, AMINA)

    def refuse(users):
        users.clear()
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own
        store.change_users(refuse)
    assert store.users() == [AMINA]


def test_visits_end_with_the_member_and_with_the_password(store):
    for change in (
        lambda users: {},
        lambda users: {"amina": replace(AMINA, password_hash="other")},
    ):
        keep(store, AMINA)
        store.add_visit(VISIT, "2026-11-29T00:00")
        keep(store, replace(AMINA, grants=()))
        assert store.visit("token") == VISIT
        store.change_users(change)
        assert store.visit("token") is None


def test_visits(store):
    old = Visit("old", "amina", "2026-11-28T12:00", complete=False)
    store.add_visit(old, "2026-11-28T00:00")
    assert store.visit("old") == old
    store.add_visit(VISIT, "2026-11-29T00:00")
    assert store.visit("old") is None, "expired ones are forgotten"
    store.save_visit(replace(VISIT, reasons=("c", "d")))
    assert store.visit("token").reasons == ("c", "d")
    store.end_visit("token")
    store.save_visit(VISIT)
    assert store.visit("token") is None, "what ended does not come back"
    store.add_visit(VISIT, "2026-11-29T00:00")
    store.add_visit(replace(VISIT, token_hash="2"), "2026-11-29T00:00")
    store.end_visits("amina")
    assert store.visit("token") is store.visit("2") is None


def test_invitations_serve_once(store):
    later = Invitation("b", date(2026, 12, 2), (Grant("planner"),))
    first = Invitation("a", date(2026, 12, 1), member="amina")
    store.add_invitation(later)
    store.add_invitation(first)
    assert store.invitations() == [first, later]
    assert store.remove_invitation("a")
    assert not store.remove_invitation("a")
    assert store.change_users(lambda users: {"x": User("x", "y")}, "b")
    assert not store.change_users(lambda users: {}, "b")
    assert store.users() == [User("x", "y")]
    assert store.invitations() == []


def test_an_invitation_is_not_used_up_by_a_refused_change(store):
    store.add_invitation(Invitation("a", date(2026, 12, 1)))
    with pytest.raises(ZeroDivisionError):
        store.change_users(lambda users: 1 / 0, "a")
    assert store.remove_invitation("a")


def test_ten_tries_at_once_in_two_processes_pass_five(store, again):
    other, waits = again(), []

    def attempt(engine):
        waits.append(engine.reserve_try("amina", 1000.0, lambda n: 0.0 if n < 5 else 15.0))

    threads = [threading.Thread(target=attempt, args=(e,)) for e in (store, other) * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == [0.0] * 5 + [15.0] * 5


def test_tries_are_counted_by_key_and_forgotten(store):
    pause = {1: 0.0, 2: 60.0}.get
    assert [store.reserve_try("a", 0.0, pause) for _ in range(3)] == [0.0, 0.0, 60.0]
    assert store.reserve_try("b", 0.0, pause) == 0.0
    store.forget_tries("a")
    assert store.reserve_try("a", 0.0, pause) == 0.0
    assert store.reserve_try("a", 10**6, pause) == 0.0, "a day later it is a first try"


def entry(last):
    number = last.number + 1 if last else 1
    return Entry(number, "2026-11-29T12:00", "amina", "entered", "", "", "", f"hash {number}")


def test_the_journal_is_only_added_to(store, again):
    other = again()
    threads = [
        threading.Thread(target=lambda engine=engine: engine.add_entry(entry))
        for engine in (store, other) * 10
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [line.number for line in store.entries()] == list(range(1, 21))
    assert [line.number for line in store.entries(after=17, most=2)] == [18, 19]
    assert store.last_entry() == store.entries()[-1]
    for change in ("UPDATE journal SET who = 'paul'", "DELETE FROM journal"):
        with pytest.raises(Exception, match="only added to"):
            store._run(change)
    assert len(store.entries()) == 20
