"""Marches exploratoires and café conversations: stop by stop, on paper, told in giving back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.instance import Instance
from diagnosis.model import Campaign, Workshop
from diagnosis.model.workshops import Stop
from diagnosis.workshops.keys import new_key, token_of
from tests.pages import check_page

PLAN = Workshop(
    0, "stains", "papas", date(2026, 12, 15), "cabane", "ar", format="walk",
    stops=(Stop("Parc des Tartres"), Stop("Square Béranger")),
)  # fmt: skip


@pytest.fixture
def walk(member: FlaskClient, instance: Instance, campaign: Campaign) -> str:
    return f"/staff/workshops/{instance.store.add_workshop(PLAN).id}"


def kept(instance: Instance) -> tuple[Stop, ...]:
    [found] = instance.store.workshops("stains")
    return found.stops


def rows(*stops: tuple[str, str, str], **more: str) -> dict[str, Any]:
    names = ("place", "seen", "proposed")
    sent = {
        f"{n}_{at}": v for at, stop in enumerate(stops) for n, v in zip(names, stop, strict=True)
    }
    return {**sent, **more}


def test_stops_are_noted_in_any_order_and_told(
    member: FlaskClient, instance: Instance, walk: str, page: Callable[..., TestResponse]
) -> None:
    assert "Parc des Tartres" in page(walk + "/stops").text
    sent = rows(
        ("Parc des Tartres", "Pas de banc à l’ombre", "Trois bancs"),
        ("Square Béranger", "", ""),
        ("Devant la PMI", "Une marche haute", "Une rampe"),
    )
    # The button of a stop keeps all that is written, and moves it before the one above.
    answer = member.post(walk + "/stops", data={**sent, "up": "2"})
    assert answer.headers["Location"].endswith("/stops")
    assert [stop.place for stop in kept(instance)] == [
        "Parc des Tartres", "Devant la PMI", "Square Béranger",
    ]  # fmt: skip
    shown = page(walk).text
    for said in ("Pas de banc à l’ombre", "Trois bancs", "Une rampe"):
        assert said in shown
    # The plan changes; what was noted is not lost with a line of it.
    plan = {
        "theme": "papas", "day": "2026-12-15", "place": "cabane", "language": "ar",
        "format": "walk", "public": "everyone", "stops": "Square Béranger\nDevant la PMI",
    }  # fmt: skip
    assert member.post(walk + "/edit", data=plan).status_code == 302
    assert kept(instance) == (
        Stop("Square Béranger"),
        Stop("Devant la PMI", "Une marche haute", "Une rampe"),
        Stop("Parc des Tartres", "Pas de banc à l’ombre", "Trois bancs"),
    )
    back = page("/staff/campaigns/stains/given").text
    assert "Trois bancs" in back
    answering = f"/staff/campaigns/stains/given/new?need=couple&workshop={walk.rpartition('/')[2]}"
    assert answering.replace("&", "&amp;") in back
    text = page(answering).text
    assert '<option selected value="couple">' in text
    assert f'<option selected value="{walk.rpartition("/")[2]}">' in text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (rows(("", "Un trou", "")), "Écrivez où"),
        (rows(("Ici", "Madame Diallo l’a vu", "")), "Il n’y a là aucun nom"),
        (rows(("Ici", "", "Appeler le 06 12 34 56 78")), "Il n’y a là aucun nom"),
        (rows(("x" * 201, "", "")), "Écrivez plus court"),
        (rows(("Ici", "x" * 601, "")), "Écrivez plus court"),
    ],
)
def test_a_name_or_words_without_a_place_are_refused_and_nothing_is_lost__error(
    member: FlaskClient, instance: Instance, walk: str, sent: dict[str, str], said: str
) -> None:
    answer = member.post(walk + "/stops", data=sent)
    assert answer.status_code == 422
    check_page(answer)
    assert said in answer.text
    assert kept(instance) == PLAN.stops
    if "aucun nom" in said:
        assert member.post(walk + "/stops", data={**sent, "nameless": "y"}).status_code == 302
        assert len(kept(instance)) == 1


def test_two_who_note_one_walk_lose_nothing(
    member: FlaskClient, instance: Instance, walk: str, page: Callable[..., TestResponse]
) -> None:
    text = page(walk + "/stops").text
    seen = text.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    first = rows(("Ici", "Un banc", ""), seen=seen)
    assert member.post(walk + "/stops", data=first).status_code == 302
    second = member.post(walk + "/stops", data=rows(("Ici", "Deux bancs", ""), seen=seen))
    assert second.status_code == 409
    check_page(second)
    assert "Un banc" in second.text
    assert "Deux bancs" in second.text
    assert kept(instance) == (Stop("Ici", "Un banc"),)


def test_what_a_phone_noted_is_kept_whole_without_names_until_the_team_writes_its_own(
    member: FlaskClient, instance: Instance, campaign: Campaign, page: Callable[..., TestResponse]
) -> None:
    planned = instance.store.add_workshop(replace(PLAN, key=new_key()))
    day = "/day/" + token_of(planned.key, "day", planned.id)
    assert 'data-part="seen"' in member.get(day).text
    noted = [
        {"place": "Parc des Tartres", "seen": "Madame Diallo tombe ici", "proposed": "Un banc"},
        {"place": "Square Béranger", "seen": "", "proposed": " "},
    ]
    sent = {"device": "a" * 32, "step": 3, "counts": {"families": 2}, "stops": noted}
    for _ in range(2):
        assert member.post(day, json=sent).status_code == 200
    seen = (Stop("Parc des Tartres", "Madame [nom] tombe ici", "Un banc"), Stop("Square Béranger"))
    [found] = instance.store.workshops("stains")
    assert found.told_stops == seen
    assert found.counted == {"families": 2}
    assert "Diallo" not in page(f"/staff/workshops/{planned.id}/stops").text
    assert "Un banc" in page("/staff/campaigns/stains/given").text
    own = rows(("Parc des Tartres", "On y tombe", "Deux bancs"))
    member.post(f"/staff/workshops/{planned.id}/stops", data=own)
    member.post(day, json={**sent, "step": 4})
    [found] = instance.store.workshops("stains")
    assert found.told_stops == (Stop("Parc des Tartres", "On y tombe", "Deux bancs"),)
    # What the phone noted can still be read beside it.
    assert "Un banc" in page(f"/staff/workshops/{planned.id}/stops").text
    for wrong in (5, [5], [{"place": 1}], [noted[0]] * 21):
        bad = {**sent, "step": 9, "stops": wrong}
        assert member.post(day, json=bad).status_code == 422
    [found] = instance.store.workshops("stains")
    assert found.tallies["a" * 32].step == 4


def test_a_form_to_take_along_has_the_planned_stops_or_empty_lines(
    member: FlaskClient, instance: Instance, walk: str, page: Callable[..., TestResponse]
) -> None:
    paper = page(walk + "/stops/paper").text
    assert "Square Béranger" in paper
    assert paper.count("<section>") == 2
    talk = Workshop(0, "stains", "papas", PLAN.day, "cabane", "ar", format="conversation")
    blank = page(f"/staff/workshops/{instance.store.add_workshop(talk).id}/stops/paper").text
    assert blank.count("<section>") == 5
    assert "Ce qui a été dit" in blank
