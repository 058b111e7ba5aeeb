"""Codes: given where it is safe, erasing for good, tried again and again without danger."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest

from diagnosis.answers import read_code, read_words, slow_hash
from diagnosis.families import withdrawal
from tests.conftest import LANGUAGES, add_campaign
from tests.pages import XHTML, check_page, text

CODE = (3, 127, 0, 55, 9, 12)
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def slept(monkeypatch):
    """Say how long tries were held up, without waiting; the clock stands still."""
    seconds: list[float] = []
    monkeypatch.setattr(withdrawal, "time", lambda: 1e9)
    monkeypatch.setattr(withdrawal, "sleep", seconds.append)
    return seconds


@pytest.fixture
def words(instance):
    return read_words(instance.languages.folder)


@pytest.fixture
def typed(words):
    return " ".join(words.of("ar")[number] for number in CODE)


def form(**changes):
    return {"id": str(uuid.uuid4()), "language": "fr", "channel": "phone", "A1": "maman", **changes}


def shown(answer):
    """Words that a thank-you page shows, None when it shows none."""
    html = check_page(answer)
    for details in html.iter(f"{XHTML}details"):
        if details.get("id") == "code":
            assert "open" not in details.attrib
            return text(next(p for p in details.iter(f"{XHTML}p") if p.get("class") == "words"))
    return None


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_in_every_language(page, campaign, language):
    html = check_page(page(f"/q/stains/withdraw?lang={language}"))
    (field,) = html.iter(f"{XHTML}textarea")
    assert field.get("name") == "code"
    links = {a.get("href") for a in html.iter(f"{XHTML}a")}
    assert {f"?lang={tag}" for tag in LANGUAGES} <= links


def test_right_code_erases_for_good(client, parent_sends, instance, typed):
    kept = str(uuid.uuid4())
    parent_sends({"A1": "papa"}, id=kept)
    sent = {"id": str(uuid.uuid4()), "receipt": slow_hash(CODE, "stains").upper()}
    parent_sends({"E2": "mot à effacer"}, **sent)
    answer = client.post("/q/stains/withdraw?lang=ar", data={"code": typed})
    assert answer.status_code == 200
    assert check_page(answer).get("lang") == "ar"
    assert [response.id for response in instance.store.responses("stains")] == [kept]
    assert client.post("/q/stains/withdraw", data={"code": typed}).status_code == 404
    # The phone had not heard that they had arrived, and sends them again.
    assert parent_sends({"E2": "mot à effacer"}, **sent).status_code == 200
    assert instance.store.count_responses("stains") == 1


def test_right_code_in_json(client, parent_sends, instance, typed):
    parent_sends({"A1": "papa"}, receipt=slow_hash(CODE, "stains"))
    answer = client.post("/q/stains/withdraw", json={"code": typed}, headers=JSON)
    assert answer.status_code == 200
    assert answer.json == {"message": "Vos réponses sont effacées.", "status": "withdrawn"}
    assert instance.store.count_responses("stains") == 0


def test_code_of_another_campaign_404(client, parent_sends, instance, typed):
    add_campaign(instance, "other")
    parent_sends({"A1": "papa"}, receipt=slow_hash(CODE, "stains"))
    assert client.post("/q/other/withdraw", data={"code": typed}).status_code == 404
    assert instance.store.count_responses("stains") == 1


@pytest.mark.parametrize("code", ["chat", "", "un deux trois", "<b>", "x" * 100_000, "\x00"])
def test_code_that_cannot_be_read_404(client, campaign, slept, code):
    answer = client.post("/q/stains/withdraw?lang=ar", data={"code": code})
    assert answer.status_code == 404
    html = check_page(answer)
    assert html.get("lang") == "ar"
    (field,) = html.iter(f"{XHTML}textarea")
    assert field.get("aria-describedby") == "error"
    assert slept == []


@pytest.mark.parametrize(
    "options",
    [
        {"data": b"{", "content_type": "application/json"},
        {"data": b"[" * 20000, "content_type": "application/json"},
        {"json": ["a"]},
        {"json": {"code": ["a"]}},
        {"json": {"code": 5}},
        {"json": {"code": "\ud800"}},
        {"json": {}},
        {"data": b"code=x", "content_type": "text/plain"},
        {"data": b"\xff", "content_type": "multipart/form-data; boundary=x"},
    ],
)
def test_broken_request_404(client, campaign, options):
    answer = client.post("/q/stains/withdraw", headers=JSON, **options)
    assert answer.status_code == 404
    assert answer.json["message"]


def test_broken_letters_in_json_are_answered_by_a_page(client, campaign):
    answer = client.post(
        "/q/stains/withdraw", json={"code": "\ud800 chat"}, headers={"Accept": "text/html"}
    )
    assert answer.status_code == 404
    check_page(answer)


def test_unknown_campaign_404(page, client):
    page("/q/nowhere/withdraw", status=404)
    assert client.post("/q/nowhere/withdraw", data={"code": "x"}).status_code == 404


def test_another_site_cannot_try_for_a_visitor_403(client, parent_sends, instance, typed):
    parent_sends({"A1": "papa"}, receipt=slow_hash(CODE, "stains"))
    headers = {"Sec-Fetch-Site": "cross-site"}
    answer = client.post("/q/stains/withdraw", data={"code": typed}, headers=headers)
    assert answer.status_code == 403
    check_page(answer)
    assert instance.store.count_responses("stains") == 1


def test_code_works_after_the_end(client, parent_sends, instance, typed):
    parent_sends({"A1": "papa"}, receipt=slow_hash(CODE, "stains"))
    ended = replace(instance.store.campaign("stains"), closes=date(2026, 1, 2), grace_days=0)
    instance.store.save_campaign(ended)
    assert client.get("/q/stains/withdraw").status_code == 200
    assert client.post("/q/stains/withdraw", data={"code": typed}).status_code == 200


# Slowing down.


def test_wrong_codes_are_slowed_and_the_right_one_still_works(
    client, parent_sends, instance, words, typed, slept
):
    parent_sends({"A1": "papa"}, receipt=slow_hash(CODE, "stains"))
    for number in range(8):
        wrong = " ".join(words.of("fr")[n] for n in (*CODE[:5], number))
        assert client.post("/q/stains/withdraw", data={"code": wrong}).status_code == 404
    assert slept[:5] == [0, 0, 0, 0, 0]
    assert 0 < slept[5] < slept[6] < slept[7] <= withdrawal.LONGEST
    assert client.post("/q/stains/withdraw", data={"code": typed}).status_code == 200
    assert slept[8] > 0
    assert set(instance.store.get("wrong_codes")) == {"count", "at"}


def test_wrong_codes_are_forgotten_with_time(instance):
    store = instance.store
    assert withdrawal.pause(store, 0.0) == 0
    for _ in range(500):
        withdrawal.note_wrong(store, 1000.0)
    assert withdrawal.pause(store, 1000.0) == withdrawal.LONGEST
    assert withdrawal.pause(store, 900.0) == withdrawal.LONGEST, "a clock may be set back"
    later = 1000.0 + withdrawal.FORGOTTEN * withdrawal.MOST
    assert withdrawal.pause(store, later) == 0
    withdrawal.note_wrong(store, later)
    assert withdrawal.pause(store, later) == 0


def test_few_wait_at_once_and_the_others_are_told_429(client, campaign, typed):
    taken = 0
    while withdrawal._places.acquire(blocking=False):
        taken += 1
    try:
        answer = client.post("/q/stains/withdraw?lang=ta", data={"code": typed})
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
        assert check_page(answer).get("lang") == "ta"
        assert typed in answer.text
    finally:
        for _ in range(taken):
            withdrawal._places.release()
    assert taken == 2
    assert client.post("/q/stains/withdraw", data={"code": typed}).status_code == 404


def test_places_come_back_after_trouble(client, campaign, typed, monkeypatch):
    def broken(*_):
        raise RuntimeError("disk")

    monkeypatch.setattr(withdrawal, "slow_hash", broken)
    for _ in range(9):
        assert client.post("/q/stains/withdraw", data={"code": typed}).status_code == 500
    monkeypatch.undo()
    assert client.post("/q/stains/withdraw", data={"code": "chat"}).status_code == 404


def test_nothing_is_logged(client, campaign, typed, settings, caplog):
    client.post("/q/stains/withdraw", data={"code": typed})
    assert caplog.text == ""
    stored = b"".join(path.read_bytes() for path in settings.data.iterdir())
    assert b"127.0.0.1" not in stored


# The thank-you page without JavaScript.


@pytest.mark.parametrize("language", LANGUAGES)
def test_form_gives_a_code_that_erases(client, campaign, instance, words, language):
    data = form(language=language)
    answer = client.post(f"/q/stains/responses?lang={language}", data=data)
    code = shown(answer)
    assert code is not None
    assert read_code(code, words) is not None
    assert f'href="/q/stains/withdraw?lang={language}"' in answer.text
    again = client.post(f"/q/stains/responses?lang={language}", data=data)
    assert (again.status_code, shown(again)) == (200, code)
    assert client.post("/q/stains/withdraw", data={"code": code}).status_code == 200
    assert instance.store.count_responses("stains") == 0


def test_each_form_has_its_own_code(client, campaign):
    codes = {shown(client.post("/q/stains/responses", data=form())) for _ in range(3)}
    assert len(codes) == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"channel": "kiosk"},
        {"channel": "street"},
        {"assisted": "1"},
        {"A5": "hebergement"},
    ],
)
def test_no_code_where_it_could_harm(client, campaign, instance, changes):
    answer = client.post("/q/stains/responses", data=form(**changes))
    assert answer.status_code == 201
    assert shown(answer) is None
    (kept,) = instance.store.responses("stains")
    assert kept.receipt == ""


def test_no_code_is_made_for_a_form_answered_in_json(client, campaign, instance):
    client.post("/q/stains/responses", data=form(), headers=JSON)
    (kept,) = instance.store.responses("stains")
    assert kept.receipt == ""
