"""The team's week: right after an event its line is there, right after the work it is gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis import dataset
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Response
from diagnosis.staff.week.home import MOST_OF_A_KIND
from diagnosis.staff.week.work import URGENCY
from tests.conftest import add_campaign
from tests.entering import enter_as
from tests.pages import XHTML, check_page, text
from tests.staff.events import EVENTS, FAMILY, PLACE, session, workshop, writes

Page = Callable[..., TestResponse]


def flat(words: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", unescape(words))


def lines(page: Page) -> dict[str, str]:
    """What waits, in order, with where each line leads."""
    document = check_page(page("/staff/"))
    listed = [one for one in document.iter(f"{XHTML}ol") if one.get("class") == "work"]
    links = [link for one in listed for link in one.iter(f"{XHTML}a")]
    return {flat(text(link)): link.get("href") or "" for link in links}


@pytest.fixture
def campaign(instance: Instance) -> Campaign:
    """A campaign in French of an instance whose page of rights is complete."""
    instance.controller = instance.dpo = "réglé"
    instance.store.put("backup_day", str(instance.today()))
    return add_campaign(instance, languages=("fr",))


@pytest.mark.parametrize("kind", EVENTS)
def test_a_line_comes_with_the_event_and_goes_with_the_work__ok(
    kind: str, member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    event = EVENTS[kind]
    assert not [said for said in lines(page) if event.line in said]
    event.happens(instance, campaign)
    [(_, leads)] = [(said, at) for said, at in lines(page).items() if event.line in said]
    assert leads.startswith(event.leads)
    # Right after the tap, the work (after the reason that raw answers ask).
    assert member.get(leads if leads.startswith("/") else "/staff/").status_code in (200, 302)
    event.done(instance, campaign)
    assert not [said for said in lines(page) if event.line in said]


def test_every_kind_of_work_has_an_event_that_is_tested() -> None:
    # These two stand on a published state: below.
    assert {*EVENTS, "session to prepare", "trouble"} == {*URGENCY}


def test_many_of_one_kind_leave_the_rest_in_sight__ok(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    for _ in range(MOST_OF_A_KIND + 2):
        EVENTS["workshop to note"].happens(instance, campaign)
    document = check_page(page("/staff/"))
    [fold] = [one for one in document.iter(f"{XHTML}details") if "comme cela" in text(one)]
    links = list(fold.iter(f"{XHTML}a"))
    assert len(links) == 2
    assert text(fold).startswith("2 autres comme cela")


def test_nothing_waits__ok(member: FlaskClient, page: Page, campaign: Campaign) -> None:
    assert not lines(page)
    assert "Rien ne vous attend." in page("/staff/").text


def test_the_most_urgent_comes_first__ok(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    for kind in ("page of rights", "text", "workshop to note", "backup", "tablet waits"):
        EVENTS[kind].happens(instance, campaign)
    told = " | ".join(lines(page))
    wanted = ("tablet waits", "backup", "text", "workshop to note", "page of rights")
    places = [told.index(EVENTS[kind].line) for kind in wanted]
    assert places == sorted(places)


def test_a_tap_leads_to_the_text_itself__ok(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    member.post(f"{PLACE}/reason", data={"reason": "Coder les textes."})
    nothing = member.get(f"{PLACE}/texts/next")
    assert nothing.headers["Location"] == f"{PLACE}/texts"
    writes(instance, campaign)
    found = member.get(f"{PLACE}/texts/next")
    assert found.headers["Location"] == f"{PLACE}/texts/E2/{FAMILY.format(1)}"
    assert "Une piscine" in member.get(found.headers["Location"]).text


def test_a_decision_is_told_of_its_workshop__ok(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    EVENTS["decision to tell"].happens(instance, campaign)
    assert re.search(r'<option selected value="1">', page(f"{PLACE}/given/new?workshop=1").text)


@pytest.mark.parametrize(
    ("role", "hidden", "shown"),
    [("facilitator", ("text", "voice", "words"), ("workshop to note", "tablet waits", "card")),
     ("translator", ("text", "workshop to note", "tablet waits", "card"), ("voice",))],
)  # fmt: skip
def test_a_person_sees_what_their_role_allows__ok(
    role: str, hidden: tuple[str, ...], shown: tuple[str, ...],
    client: FlaskClient, page: Page, instance: Instance, campaign: Campaign,
) -> None:  # fmt: skip
    enter_as(client, instance.store, "bo", role)
    for kind in (*hidden, *shown):
        EVENTS[kind].happens(instance, campaign)
    told = " | ".join(lines(page))
    assert not [kind for kind in hidden if EVENTS[kind].line in told]
    assert [kind for kind in shown if EVENTS[kind].line in told] == list(shown)


def test_a_person_of_another_site_sees_nothing_of_it__ok(
    page: Page, client: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    asked = instance.library_at("les-lilas").questionnaires["clos-saint-lazare"]
    version = instance.store.save_questionnaire(asked).version
    named = {"site": "les-lilas", "title": "Ailleurs", "version": version}
    add_campaign(instance, "lilas", languages=("fr",), **named)
    enter_as(client, instance.store, "bo", sites=["les-lilas"])
    EVENTS["workshop to note"].happens(instance, campaign)
    writes(instance, campaign)
    assert not lines(page)
    home = page("/staff/").text
    assert "Ailleurs" in home
    assert campaign.title not in home


def test_what_comes_is_told_by_its_day__ok(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    workshop(-3)(instance, campaign)
    session(open=False, waiting=True)(instance, campaign)
    today = instance.today()
    instance.store.save_campaign(replace(campaign, closes=today, grace_days=5))
    home = flat(page("/staff/").text)
    told = [
        "Dernier jour pour répondre", "Atelier « ", "Dernier jour où des réponses en attente",
        "Les textes libres et les voix des familles sont effacés",
        "Toutes les réponses sont effacées", "Séance KWRT, préparée",
    ]  # fmt: skip
    places = [home.index(one) for one in told]
    assert places == sorted(places)


def forty(campaign: Campaign) -> list[Response]:
    """Families of whom half lives in one sector, a quarter goes to the PMI; ten sent at once."""
    return [
        Response(
            f"{at:08d}-30a4-4d1e-9c7c-5f3a2f0b6f11", campaign.name, campaign.version, "fr",
            "phone", at % 4 == 0, "2026-W47",
            {"C1": ("y_va", "connait", "connait_pas", "connait")[at % 4], "B1": ["sommeil"],
             "A5": ("clos_ouest", "clos_nord")[at % 2]},
            until="A5" if at % 4 == 0 else "",
        )
        for at in range(40)
    ]  # fmt: skip


def test_whom_to_meet_is_said_from_told_numbers__ok(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    assert "il faut les réponses de 11 familles au moins" in flat(page("/staff/").text)
    instance.store.add_responses(forty(campaign))
    assert "le diagnostic se prépare" in flat(page("/staff/").text)
    dataset.state_of(instance, campaign)
    assert "Une séance à préparer" in " ".join(lines(page))
    home = flat(page("/staff/").text)
    assert "l’équipe n’a pas écrit" in home
    assert re.search(r"Ne viennent pas aujourd’hui : environ (25|30|35) sur 40 familles", home)
    margins = {"A5": {"clos_ouest": 0.15, "clos_nord": 0.85}}
    dataset.change_settings(instance.store, campaign.name, instance.today(), "x", margins=margins)
    dataset.state_of(instance, campaign)
    home = flat(page("/staff/").text)
    wanted = r"Les familles de « .*? » : environ (15|20) sur 40 des familles entendues, "
    assert re.search(wanted + "85 sur 100 dans le quartier", home)
    followed = flat(page(PLACE).text)
    assert re.search(r"Après la première partie, environ (10|15) familles sur 40", followed)
    assert "Avec ou sans aide" not in followed
    session()(instance, campaign)
    assert "Une séance à préparer" not in " ".join(lines(page))


def test_settings_that_cannot_be_used_wait_until_they_are_corrected__ok(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    instance.store.add_responses(forty(campaign))
    trouble = "Les parts du quartier ne vont pas avec les réponses"
    nobody = {"A5": {"clos_ouest": 1.0, "clos_nord": 0.0}}
    for margins, wrong in (({}, False), (nobody, True), ({}, False)):
        kept = {"margins": margins}
        dataset.change_settings(instance.store, campaign.name, instance.today(), "x", **kept)
        dataset.state_of(instance, campaign)
        found = [at for said, at in lines(page).items() if trouble in said]
        assert found == ([f"{PLACE}/analysis/margins"] if wrong else [])
