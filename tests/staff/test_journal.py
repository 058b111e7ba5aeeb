"""The page of the journal, and what members' acts leave in it."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing

from flask import Flask
from flask.testing import FlaskClient

from diagnosis.accounts import FAILURES, Action, write_down
from diagnosis.config import Settings
from diagnosis.instance import Instance
from diagnosis.model import Campaign
from diagnosis.staff.journal import LABELS
from diagnosis.storage import STORE_FILE
from tests.entering import log_in
from tests.pages import check_page


def written(instance: Instance) -> list[tuple[str, str, str, str]]:
    """What the journal holds, without times and hashes."""
    return [(e.who, e.what, e.about, e.detail) for e in instance.store.entries()]


def test_entering_and_leaving_are_written_down(member: FlaskClient, instance: Instance) -> None:
    member.post("/staff/logout")
    log_in(member, "amina", "autre chose")
    assert written(instance) == [
        ("amina", "entered", "", ""),
        ("amina", "left", "", ""),
        ("amina", "refused", "", ""),
    ]


def test_names_of_nobody_are_not_written_and_few_lines_are(
    client: FlaskClient, instance: Instance
) -> None:
    for at in range(FAILURES + 5):
        log_in(client, f"mon mot de passe {at}", "autre chose")
    assert written(instance) == [("?", "refused", "", "")] * FAILURES


def test_campaigns_sessions_and_exports_are_written_down(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    new = {
        "name": "deux", "title": "Deux", "questionnaire": "express", "languages": ["fr"],
        "channels": ["phone"], "opens": "2026-01-01", "grace_days": "14", "site": "stains",
    }  # fmt: skip
    assert member.post("/staff/campaigns/new", data=new).status_code == 302
    assert member.post("/staff/campaigns/deux/edit", data=new).status_code == 302
    themes = [theme.name for theme in instance.library.catalogue.themes[:3]]
    opened = member.post(
        "/staff/campaigns/deux/sessions/new", data={"themes": themes, "people": "30"}
    )
    assert opened.status_code == 302, opened.text
    code = opened.headers["Location"].rsplit("/", 1)[1]
    closed = member.post(f"/staff/sessions/{code}/close", data={"people": "30"})
    assert closed.status_code == 302
    assert member.get("/planning/deux/report.json").status_code == 200
    assert written(instance)[1:] == [
        ("amina", "campaign opened", "deux", ""),
        ("amina", "campaign changed", "deux", ""),
        ("amina", "session opened", "deux", code),
        ("amina", "session closed", "deux", code),
        ("amina", "exported", "deux", "report.json"),
    ]


def test_a_reader_without_account_leaves_nothing(
    app: Flask, instance: Instance, campaign: Campaign
) -> None:
    assert app.test_client().get("/planning/stains/report.json").status_code == 200
    assert written(instance) == []


def test_the_page_says_every_act_and_the_last_hash(zohra: FlaskClient, instance: Instance) -> None:
    assert set(LABELS) == set(Action)
    for action in Action:
        write_down(instance.store, instance.now(), "amina", action)
    page = zohra.get("/staff/journal")
    check_page(page)
    assert instance.store.entries()[-1].hash in page.text
    for label in LABELS.values():
        assert label in page.text


def test_earlier_lines_are_on_pages_of_their_own(zohra: FlaskClient, instance: Instance) -> None:
    for at in range(120):
        write_down(instance.store, instance.now(), "amina", Action.CHANGED, f"c{at:03}")
    first = zohra.get("/staff/journal").text
    assert "c119" in first
    assert "c010" not in first
    earlier = first.split('href="/staff/journal?')[1].split('"')[0]
    second = zohra.get(f"/staff/journal?{earlier}")
    check_page(second)
    assert "c010" in second.text
    assert "c119" not in second.text
    for before in ("x", "0", "-7", "1", "99999999999999999999"):
        check_page(zohra.get(f"/staff/journal?before={before}"))


def test_a_changed_line_is_told_where_it_shows(
    zohra: FlaskClient, instance: Instance, settings: Settings
) -> None:
    for _ in range(3):
        write_down(instance.store, instance.now(), "amina", Action.CHANGED, "stains")
    with closing(sqlite3.connect(settings.data / STORE_FILE)) as db:
        db.execute("DROP TRIGGER journal_no_update")
        db.execute("UPDATE journal SET about = 'lilas' WHERE number = 4")
        db.commit()
    page = zohra.get("/staff/journal")
    check_page(page)
    assert "La ligne 4 ne suit plus" in page.text


def test_the_file_holds_every_line_and_its_own(zohra: FlaskClient, instance: Instance) -> None:
    answer = zohra.get("/staff/journal.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert lines[-1]["detail"] == "journal.csv"
    assert [line["hash"] for line in lines] == [e.hash for e in instance.store.entries()]
