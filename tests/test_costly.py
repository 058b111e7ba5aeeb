"""Costly work: one at a time, a short line, and whoever finds it full is told."""

from __future__ import annotations

import threading

import pytest

from diagnosis import costly as line
from diagnosis.accounts import add_user
from diagnosis.costly import LINE, BusyError, costly
from tests.pages import check_page


@pytest.fixture
def full():
    """A line that is full until the test lets go."""
    let_go, begun = threading.Event(), threading.Event()

    def wait():
        begun.set()
        let_go.wait()

    waiting = [threading.Thread(target=costly, args=(wait,)) for _ in range(LINE)]
    for one in waiting:
        one.start()
    begun.wait()
    while line._line.acquire(blocking=False):
        line._line.release()
    yield
    let_go.set()
    for one in waiting:
        one.join()


def test_one_at_a_time_and_its_error_is_told():
    together, most, lock = [], [], threading.Lock()

    def work():
        together.append(1)
        most.append(len(together))
        together.pop()

    asking = [threading.Thread(target=costly, args=(work,)) for _ in range(LINE)]
    with lock:
        for one in asking:
            one.start()
    for one in asking:
        one.join()
    assert max(most) == 1
    with pytest.raises(ZeroDivisionError):
        costly(lambda: 1 // 0)


def test_a_full_line_is_refused(full):
    with pytest.raises(BusyError):
        costly(int)


def test_a_login_finds_the_line_full_and_loses_no_try(full, client, instance):
    sent = {"name": "amina", "password": "une phrase assez longue"}
    for _ in range(20):
        answer = client.post("/staff/login", data=sent)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        check_page(answer)


def test_after_it_a_member_enters(client, instance):
    add_user(instance.store, "amina", "une phrase assez longue")
    sent = {"name": "amina", "password": "une phrase assez longue"}
    assert client.post("/staff/login", data=sent).status_code == 302
    for _ in range(LINE + 1):
        assert client.post("/staff/login", data={**sent, "name": "nobody"}).status_code == 422
