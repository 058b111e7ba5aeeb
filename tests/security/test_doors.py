"""Whatever comes through a door of the site: a kind refusal or a whole record, never a fault."""

from __future__ import annotations

import base64
import io
import json
import random
import uuid
from dataclasses import replace
from urllib.parse import quote

import pytest

from diagnosis.answers import current_key, make_kiosk, seal
from diagnosis.model import STATEMENTS, Ask, Response, Session, Sound, Statement, Workshop
from diagnosis.staff.import_desk import Carried
from tests.conftest import VERSION
from tests.pages import check_page, text
from tests.security.hostile import BROKEN, CASES, TEXTS, VALUES, mutations, sent
from tests.sessions.test_held_cards import plan_of
from tests.sessions.test_votes import ballot_in

ANSWERS = {
    "A1": "maman",
    "A2": ["a1"],
    "A3": 2,
    "B1": ["sommeil", "moral"],
    "B2": "moral",
    "E2": "Merci",
}
ID = "1b0e9a52-6f0c-4b7e-9d6e-2f8f3c1d4a55"


def submission(draw: random.Random) -> dict:
    return {
        "id": str(uuid.UUID(int=draw.getrandbits(128))),
        "version": VERSION,
        "language": "fr",
        "channel": "phone",
        "assisted": False,
        "answers": ANSWERS,
        "shown": {"C1": ["a"]},
        "receipt": "0" * 64,
        "voices": {},
    }


def test_a_mutated_submission_is_refused_or_stored_whole__ok(holds, campaign, instance):
    draw, created = random.Random(1), 0
    for seed in range(CASES):
        (content,) = mutations(submission(draw), seed, 1)
        body = json.dumps(content).encode("utf-8", "surrogatepass")
        answer = holds("/q/stains/responses", data=body, content_type="application/json")
        created += answer.status_code == 201
        assert answer.json
    kept = list(instance.store.responses("stains", apart=None))
    assert len(kept) == created > CASES / 4
    for response in kept:
        json.dumps([response.answers, response.shown], ensure_ascii=False).encode()


def test_a_mutated_envelope__ok(holds, campaign, instance):
    key, draw = current_key(instance.store, "stains"), random.Random(2)
    for seed in range(CASES // 2):
        (content,) = mutations(submission(draw), seed, 1)
        body = json.dumps(content).encode("utf-8", "surrogatepass")
        id = str(content.get("id"))
        sealed = base64.b64encode(
            seal(key, "stains", id[:60].encode("ascii", "ignore").decode(), body)
        )
        envelope = {"id": id, "key": key.number, "sealed": sealed.decode()}
        (envelope,) = mutations(envelope, seed, 1) if seed % 2 else (envelope,)
        holds("/q/stains/responses", json=envelope)


def test_a_mutated_form_without_script__ok(holds, campaign):
    fields = {**submission(random.Random(3)), **ANSWERS}
    for content in mutations(fields, 3, CASES // 4):
        holds("/q/stains/responses", data={sent(k): sent(v) for k, v in content.items()})


def test_a_mutated_vote__ok(holds, client, session, instance):
    ballot = ballot_in(client.get("/vote/KWRT").text)
    right = {"ballot": ballot, "language": "fr", "themes": list(session.themes[:2])}
    for content in mutations(right, 4):
        themes = content.get("themes")
        listed = themes if isinstance(themes, list) else [themes]
        fields = {sent(name): sent(value) for name, value in content.items() if name != "themes"}
        holds("/vote/KWRT", data={**fields, "themes": [sent(item) for item in listed]})
    assert all(set(vote.themes) <= set(session.themes) for vote in instance.store.votes("KWRT"))


def test_mutated_readings_of_cards__ok(holds, member, session, instance):
    plan = plan_of(member)
    cards = {"1": session.themes[0], "2": session.themes[1], "30": ""}
    right = {"id": ID, "token": plan["token"], "question": "dots", "cards": cards}
    kept = 0
    for content in mutations(right, 14):
        body = json.dumps(content).encode("utf-8", "surrogatepass")
        answer = holds("/vote/KWRT/cards", data=body, content_type="application/json")
        kept += answer.status_code == 201
        assert answer.json
    assert kept
    assert all(set(vote.themes) <= set(session.themes) for vote in instance.store.votes("KWRT"))


def test_mutated_news_of_a_tablet__ok(holds, campaign, instance):
    _, code = make_kiosk(instance.store, "stains", "Maison", "1234")
    id, secret = code.split(".")
    token = holds("/kiosk/stains/prepare", json={"id": id, "secret": secret}).json["token"]
    right = {"id": id, "token": token, "waiting": 1, "aside": 0, "sent": 4, "version": "a"}
    for content in mutations(right, 5):
        body = json.dumps(content).encode("utf-8", "surrogatepass")
        holds("/kiosk/stains/contact", data=body, content_type="application/json")
        holds("/kiosk/stains/prepare", data=body, content_type="application/json")


def test_a_mutated_file_of_a_tablet__ok(holds, member, campaign):
    right = {
        "format": "diagnosis-outbox",
        "version": 1,
        "campaign": "stains",
        "entries": [{"id": ID, "sealed": "x", "key": 1}],
    }
    for content in mutations(right, 6, CASES // 2):
        body = json.dumps(content).encode("utf-8", "surrogatepass")
        file = {"outbox": (io.BytesIO(body), "outbox.json")}
        holds("/staff/campaigns/stains/tablets/import", data=file)


FORMS = {
    "/staff/campaigns/new": {
        "name": "autre",
        "title": "T",
        "site": "les-lilas",
        "languages": ["fr"],
        "channels": ["phone"],
        "opens": "2026-01-01",
        "closes": "2026-12-01",
        "grace_days": "14",
        "questionnaire": "express",
    },
    "/staff/campaigns/stains/edit": {
        "title": "T",
        "site": "stains",
        "languages": ["fr"],
        "channels": ["phone"],
        "opens": "2026-01-01",
        "closes": "",
        "grace_days": "14",
    },
    "/staff/campaigns/stains/import": {
        "carried": Carried("a.csv", b"A1;A3\nmaman;1\nxx;2\n").packed(),
        "column-A1": "A1",
        "was-A1": "A1",
        "value-A1-0": "xx",
        "choice-A1-0": "papa",
        "column-A3": "A3",
        "week": "",
        "consent": "",
        "language": "fr",
        "channel": "paper",
        "batch": "samedi",
        "dates": "auto",
        "keep_rest": "on",
        "confirm": "1",
    },
    "/staff/campaigns/stains/tablets": {"name": "Maison", "pin": "1234"},
    "/staff/keys": {"label": "Tableau de bord", "site": "stains"},
    "/staff/campaigns/stains/collectors": {"name": "Maison"},
    "/staff/questionnaires": {"form": "enquete.xlsx"},
    "/staff/questionnaires/enquete/remove": {},
    "/staff/questionnaires/enquete/roles": {"role-a": "need"},
    "/staff/questionnaires/table": {"answers": "reponses.csv"},
    "/staff/campaigns/stains/analysis/margins": {
        "A1-maman": "60",
        "A1-papa": "40",
        "source-A1": "Insee",
    },
    "/staff/campaigns/stains/analysis/limits": {
        "sessions": "5",
        "budget": "100",
        "cost-atelier": "10",
        "profile_share": "10",
        "childcare": "true",
        "interpreter_cost": "3",
        "childcare_cost": "2",
        "least_useful": "10",
    },
    "/staff/campaigns/stains/analysis/profiles": {"name-A": "Les matinales"},
    "/staff/campaigns/stains/texts": {"label": "Une piscine"},
    f"/staff/campaigns/stains/texts/E2/{ID}": {"codes": ["jeu"], "nothing": ""},
    f"/staff/campaigns/stains/voices/{ID}/E1": {"text": "Bonjour", "keep": "text"},
    "/staff/campaigns/stains/sessions/new": {
        "themes": ["cafe_parents", "arrivee_bebe"],
        "people": "30",
        "kind": "dots",
        "dots": "3",
        "stacked": "y",
        "hidden": "y",
    },
    "/staff/campaigns/stains/sessions/new?run=KWRT": {
        "kind": "statements",
        "statements": "Un lieu au chaud",
        "cards": ["a"],
        "later": "1",
    },
    "/staff/campaigns/stains/workshops/new": {
        "theme": "cafe_parents",
        "day": "2026-12-01",
        "place": "cabane",
        "language": "fr",
        "childcare": "y",
    },
    "/staff/sessions/KWRT": {"people": "30"},
    "/staff/sessions/KWRT/close": {"people": "30", "over": "y", "flood": "y", "sure": "y"},
    "/staff/sessions/KWRT/again": {},
    "/staff/sessions/KWRT/start": {},
    "/staff/sessions/KWRT/remove": {},
    "/staff/sessions/KWRT/show": {"question": "dots", "hidden": "1"},
    "/staff/sessions/KWRT/stickers": {"stuck": "9", "themes-cafe_parents": "3"},
    "/staff/sessions/BCDF/statements": {
        "id": "a",
        "version": "0123456789abcdef",
        "text": "Un lieu au chaud",
        "text-ar": "مكان",
        "read-ar": "on",
        "do": "in",
        "into": "b",
    },
    "/staff/sessions/KWRT/pause": {"pause": "1"},
    "/staff/sessions/KWRT/timer": {"minutes": "5"},
    "/staff/sessions/KWRT/reopen": {"seen": "0123456789abcdef"},
    "/staff/workshops/1/edit": {
        "theme": "cafe_parents",
        "day": "2026-12-01",
        "place": "cabane",
        "language": "fr",
        "childcare": "y",
    },
    "/staff/campaigns/stains/calendar": {},
    "/staff/campaigns/stains/given/new": {
        "need": "sommeil",
        "kind": "planned",
        "text": "Un atelier ouvre.",
        "day": "2026-12-01",
        "workshop": "0",
        "follow": "12/01/2027 La salle est prête.",
    },
    "/staff/campaigns/stains/given/preview": {},
    "/staff/workshops/1/stops": {"place_0": "Le parc", "seen_0": "Pas de banc", "up": "1"},
    "/staff/workshops/1/door": {},
    "/staff/workshops/1/remove": {},
    "/staff/workshops/1/restore": {},
    "/staff/workshops/1": {"attended": "10", "happy": "4", "neutral": "3", "unhappy": "1"},
    "/staff/lists/stains/sectors/clos_nord": {
        "label": "Clos nord",
        "landmarks": "la place, le marché",
        "lon": "2,4",
        "lat": "48.9",
        "iris": "930720103",
        "apart": ["maroc"],
        "picture": "tour",
    },
    "/staff/lists/common/services/new": {
        "label": "La PMI",
        "description": "Un centre gratuit.",
        "domains": ["sommeil"],
        "hours": "lundi",
        "phone": "01 23 45 67 89",
        "languages": ["fr"],
        "where": "ici",
        "checked_on": "2026-11-29",
        "picture": "pmi",
    },
    "/staff/lists/common/help_numbers/new": {
        "number": "118",
        "label": "Pour demander",
        "sms": "y",
        "checked_on": "2026-11-29",
    },
    "/staff/lists/common/themes/new": {
        "label": "Un café",
        "main": "liens",
        "further": ["moral"],
        "format": "C",
        "audiences": ["T"],
        "constraints": ["L"],
        "partner": "PMI",
        "picture": "cafe",
    },
    "/staff/lists/common/sites/new": {"town": "Saint-Denis", "elsewhere": "à Saint-Denis"},
    "/staff/lists/common/places/square/move": {"steps": "-1"},
    "/staff/lists/stains/places": {"own": "1"},
    "/staff/dossier/2026/stains": {
        "adults": "41",
        "children": "",
        "how": "cahier",
        "objective-liens": "Se retrouver",
        "target-liens": "12 séances",
        "more-liens": "une fête",
        "out-liens": "y",
    },
    "/staff/dossier/templates/note": {"file": "x"},
    "/staff/dossier/templates/note/ours": {},
    "/staff/dossier/templates/note/former": {},
    "/staff/lists/files/places/restore": {"number": "0"},
    "/staff/pictures/1": {"day": "2026-11-29", "families-droits": "10", "pointed-droits": "7"},
    "/staff/login": {"name": "amina", "password": "x"},
    "/staff/invitations": {"name": "x"},
    "/staff/voices/snk/link": {"part": "core"},
    "/staff/take/none": {},
    "/staff/voices/fr/abc": {"sound": "x"},
}


@pytest.mark.parametrize("address", FORMS)
def test_a_mutated_form_of_the_team__ok(holds, member, session, instance, address):
    instance.store.add_session(Session("BCDF", "stains", (), ask=Ask(STATEMENTS)))
    instance.store.save_statement(Statement("a", "BCDF", "fr", "Un lieu"))
    said = {"E2": "Bonjour"}
    voice = Sound("audio/webm", b"\x1aE\xdf\xa3")
    answered = Response(ID, "stains", VERSION, "fr", "phone", False, "2026-W47", said)
    instance.store.add_response(replace(answered, voices={"E1": voice}))
    instance.store.add_workshop(
        Workshop(0, "stains", "cafe_parents", instance.today(), "cabane", "fr")
    )
    for content in mutations(FORMS[address], 7, CASES // 3):
        fields = {
            sent(name): [sent(v) for v in value] if isinstance(value, list) else sent(value)
            for name, value in content.items()
        }
        answer = holds(address, data=fields)
        if answer.location and answer.location.startswith("/staff"):
            assert holds(answer.location, method="GET").status_code < 500
    holds(address, method="GET")


PATHS = (
    "/q/{}",
    "/q/{}/responses",
    "/kiosk/{}",
    "/results/{}",
    "/vote/{}",
    "/vote?code={}",
    "/q/stains?lang={}",
    "/q/stains?channel={}",
    "/vote/KWRT?lang={}",
    "/staff/sessions/{}/cards",
    "/staff/campaigns/stains/held-cards?first={}&last=3",
    "/staff/campaigns/stains/held-cards?first=1&last=3&layout={}",
    "/staff/sessions/KWRT/cards/wall?chosen=1&tongue={}",
    "/static/workshops/{}.js",
    "/staff/workshops/{}/edit",
    "/staff/workshops/1/flyer?tongue={}",
    "/day/{}",
    "/faces/{}",
    "/calendar/stains/{}.ics",
    "/staff/workshops/{}",
    "/staff/sessions/{}",
    "/staff/campaigns/{}",
    "/staff/campaigns/stains/texts/E2/{}",
    "/staff/campaigns/stains/floods/{}/count",
    "/staff/campaigns/stains/floods?from={}",
    "/staff/dossier?year={}",
    "/staff/dossier?site={}",
    "/staff/dossier/2026/{}",
    "/staff/voices?language={}",
    "/staff/voices?questionnaire={}",
    "/staff/campaigns/stains/workshops/new?theme={}",
    "/staff/campaigns/stains/qr.svg?channel={}",
    "/planning/{}",
    "/planning/stains/{}",
    "/staff/lists/{}/places",
    "/staff/lists/common/{}",
    "/staff/lists/common/places/{}",
    "/staff/lists/files/{}",
    "/staff/lists/files/places.yaml?number={}",
    "/words/fr.json?site={}",
    "/staff/?lang={}",
    "/static/{}",
    "/q/stains/voices/{}",
)


@pytest.mark.parametrize("address", PATHS)
def test_an_address_of_anything__ok(holds, member, session, address):
    for value in VALUES:
        part = quote(sent(value)[:3000].encode("utf-8"), safe="")
        for written in (part, part + "%00", part + "%ED%A0%80"):
            holds(address.format(written), method="GET")


@pytest.mark.parametrize("campaign_name", BROKEN)
def test_a_file_of_a_campaign_whose_name_is_no_text__error(holds, member, campaign, campaign_name):
    right = {"format": "diagnosis-outbox", "version": 1, "campaign": campaign_name, "entries": []}
    file = {"outbox": (io.BytesIO(json.dumps(right).encode()), "outbox.json")}
    holds("/staff/campaigns/stains/tablets/import", data=file)


@pytest.mark.parametrize("title", TEXTS)
def test_a_hostile_text_is_shown_as_it_was_written__ok(holds, member, campaign, instance, title):
    right = FORMS["/staff/campaigns/stains/edit"]
    assert holds("/staff/campaigns/stains/edit", data={**right, "title": title}).status_code == 302
    assert instance.store.campaign("stains").title == title.strip()
    shown = text(check_page(holds("/staff/", method="GET")))
    assert " ".join(title.split()) in shown
