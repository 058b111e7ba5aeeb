"""One answer all the way: from a family's phone to a programme that votes and workshops change."""

from __future__ import annotations

import json
import re
import time
import urllib.request
import uuid

import pytest

from diagnosis.model import Vote
from tests.browser.answering import here, post
from tests.browser.conftest import FAMILIES, PASSWORD


@pytest.fixture
def server(make_server):
    """A server of its own: this walk counts. On PostgreSQL: ENGINE=postgres (`make soak`)."""
    return make_server(works=True)


def report(server):
    with urllib.request.urlopen(
        f"{server.address}/planning/stains/report.json", timeout=60
    ) as answer:
        return json.load(answer)


def published(server, condition):
    """The report once it says what was waited for: it is computed off the requests.

    Asked again, another process may hand out for a second what it kept of the one before.
    """
    # As long as a busy machine needs: what publishes has the lowest priority.
    for _ in range(3000):
        found = report(server)
        if condition(found["themes"]["items"]):
            return found
        time.sleep(0.1)
    raise AssertionError("it was not published")


def ranks(found):
    return {item["name"]: item["rank"] for item in found["themes"]["items"]}


def programme(found):
    return [session["theme"] for session in found["programme"]["sessions"]]


def enter(page, server):
    page.goto(f"{server.address}/staff/login")
    page.fill("[name=name]", "amina")
    page.fill("[name=password]", PASSWORD)
    post(page, "main button")


def test_from_a_phone_to_the_programme(phone, server):
    # Two parents answer in Arabic on a small phone: without JavaScript, then with it.
    plain = phone(javascript=False)
    plain.goto(f"{server.address}/q/stains?lang=ar")
    plain.check("#A1 input[value=maman]")
    plain.check("#B1 input[value=sommeil]")
    post(plain, "p.plain button")
    post(plain, "div.plain button")
    page = phone()
    page.goto(f"{server.address}/q/stains?lang=ar")
    page.click("#start")
    page.check("#A1 input[value=papa]")
    while page.evaluate("document.querySelector('.screen.here').id") != "summary":
        page.click("#more" if here(page) == "pause" else "#next")
    page.click("#send")
    page.wait_for_selector("#thanks.here")

    # The rows are in the database, and the planner's page counts them.
    instance = server.open()
    assert instance.store.count_responses("stains") == FAMILIES + 2
    instance.store.close()
    planner = phone(width=1280, height=800)
    for _ in range(300):
        planner.goto(f"{server.address}/planning/stains")
        if "2 arrivées depuis" in planner.inner_text("main"):
            break
        planner.wait_for_timeout(200)
    assert "2 arrivées depuis" in planner.inner_text("main")
    assert f"{FAMILIES} familles" in planner.inner_text("main")
    assert "Données fictives" in planner.inner_text("body")

    # A facilitator opens a session on the proposed themes; three phones vote in three languages.
    first = report(server)
    before, programme_before = ranks(first), programme(first)
    staff = phone(width=1280, height=800)
    enter(staff, server)
    staff.goto(f"{server.address}/staff/campaigns/stains/sessions/new")
    proposed = staff.locator("[name=themes]:checked").evaluate_all("all => all.map(i => i.value)")
    favourites = sorted(proposed, key=before.__getitem__)[-2:]
    post(staff, "main form.sheet button")
    code = re.search(r"/staff/sessions/([A-Z]{4})", staff.url)[1]
    for language in ("ar", "ta", "fr"):
        voter = phone(javascript=False)
        voter.goto(f"{server.address}/vote/{code}?lang={language}")
        assert voter.get_attribute("html", "lang") == language
        for theme in favourites:
            voter.check(f"input[value={theme}]")
        post(voter, "#send")
        assert voter.context.cookies() == []
    # Votes count from eleven people on: eight others of the room.
    instance = server.open()
    for _ in range(8):
        instance.store.save_vote(Vote(str(uuid.uuid4()), code, "fr", tuple(favourites)))
    instance.store.close()
    screen = staff.context.new_page()
    screen.goto(f"{server.address}/staff/sessions/{code}/screen")
    screen.wait_for_function("document.body.innerText.includes('11')")
    staff.goto(f"{server.address}/staff/sessions/{code}/close")
    post(staff, "form.sheet button")

    # The result reorders the themes put to the vote, and says which were.
    voted = published(server, lambda items: any(item["decided"]["put"] for item in items))
    after = ranks(voted)
    assert all(after[theme] < before[theme] for theme in favourites)
    assert programme(voted) != programme_before
    decided = {item["name"]: item["decided"] for item in voted["themes"]["items"]}
    assert decided[favourites[0]]["put"]
    assert not all(item["put"] for item in decided.values())

    # The favourite becomes a test workshop; it goes badly; the next diagnosis reads it.
    tried = min(favourites, key=after.__getitem__)
    staff.goto(f"{server.address}/staff/campaigns/stains/workshops/new?theme={tried}")
    staff.fill("[name=day]", "2026-12-05")
    post(staff, "main form.sheet button")
    staff.goto(f"{server.address}/staff/campaigns/stains/workshops")
    staff.locator("main .list a").first.click()
    for name, count in {"attended": 14, "happy": 1, "neutral": 1, "unhappy": 12}.items():
        staff.fill(f"[name={name}]", str(count))
    post(staff, "main form.sheet button")
    held = published(server, lambda items: any(item["decided"]["workshops_held"] for item in items))
    decided = {item["name"]: item["decided"] for item in held["themes"]["items"]}[tried]
    assert decided["workshops_held"] == 1
    assert decided["usefulness"] < 0.5
    assert tried not in programme(held)

    # What was decided and held is given back to families, in their language.
    family = phone()
    family.goto(f"{server.address}/results/stains?lang=ar")
    assert family.get_attribute("html", "dir") == "rtl"
    assert "14" in family.inner_text("main")
