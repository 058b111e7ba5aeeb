"""Every family page in a pseudo-locale: words that were never given to translators show."""

from __future__ import annotations

import json
import re
import uuid
from datetime import date

import pytest

from diagnosis.model import Response, Session, Workshop
from diagnosis.web.ballots import draw_ballot
from tests.conftest import LANGUAGES, add_campaign
from tests.pseudo import MARKED, TAG, add_pseudo, untranslated

CODE, THEMES = "KWRT", ["cafe_parents", "arrivee_bebe", "nourrir_bebe", "premiers_repas"]
SIX = ["sommeil", "moral", "liens", "couple", "limites", "garde"]
PLACE = "square Béranger"


@pytest.fixture
def room(instance):
    """A campaign in the pseudo-locale, with something to show on each page."""
    add_pseudo(instance.languages)
    tags = (*LANGUAGES, TAG)
    campaign = add_campaign(instance, languages=tags, fictitious=True)
    add_campaign(instance, "few", languages=tags)
    add_campaign(instance, "shut", languages=tags, closes=date(2026, 2, 1))
    store = instance.store
    store.add_session(Session(CODE, campaign.name, tuple(THEMES)))
    for held in (False, True):
        workshop = Workshop(0, campaign.name, "papas", date(2026, 12, 5), PLACE, "ta", True)
        store.add_workshop(
            Workshop(**{**vars(workshop), "held": held, "attended": 14 if held else 0})
        )
    store.add_responses(
        [
            Response(
                str(uuid.uuid4()), campaign.name, campaign.version, "fr", "phone", False,
                "2026-W47", {"B1": ["sommeil"]},
            )
            for _ in range(40)
        ]
    )  # fmt: skip
    return instance


def allowed(instance) -> set[str]:
    """Words that stay: names of places, of languages and of campaigns, days, codes."""
    places = {service.where for service in instance.library.services.services}
    names = set(instance.languages.own_names.values())
    return places | names | {PLACE, "Essai", "5 décembre 2026", "chat"}


ADDRESSES = {
    "/": 200,
    "/privacy": 200,
    "/accessibility": 200,
    "/q/stains": 200,
    "/q/stains/after": 200,
    "/q/stains/withdraw": 200,
    "/kiosk/stains": 200,
    "/results/stains": 200,
    "/results/few": 200,
    f"/vote/{CODE}": 200,
    f"/vote/{CODE}/now": 200,
    "/vote": 200,
    "/vote?code=zzzz": 404,
    "/q/shut": 410,
    "/kiosk/shut": 410,
    "/nowhere": 404,
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_all_translated(client, room, address):
    joint = "&" if "?" in address else "?"
    answer = client.get(f"{address}{joint}lang={TAG}")
    assert answer.status_code == ADDRESSES[address]
    assert untranslated(answer.text, allowed(room)) == []


@pytest.mark.parametrize(
    ("address", "data", "status"),
    [
        ("/q/stains/responses", {"B1": SIX}, 422),
        ("/q/stains/responses", {"B1": SIX[:2]}, 201),
        ("/q/stains/withdraw", {"code": "chat"}, 404),
        (f"/vote/{CODE}", {"themes": THEMES}, 422),
        (f"/vote/{CODE}", {"themes": THEMES[:2]}, 200),
    ],
)
def test_answer_is_all_translated(client, room, address, data, status):
    ballot = draw_ballot(room.session_key(), CODE, 0).token
    fields = {
        "id": str(uuid.uuid4()),
        "ballot": ballot,
        "language": TAG,
        "channel": "phone",
        **data,
    }
    answer = client.post(f"{address}?lang={TAG}", data=fields)
    assert answer.status_code == status
    # The six words of a code are French where a language has no list of its own.
    source = re.sub(r'<p class="words">.*?</p>', "", answer.text)
    assert untranslated(source, allowed(room)) == []


def test_words_for_scripts_are_all_translated(client, room):
    source = client.get(f"/q/stains?lang={TAG}").text
    words = json.loads(re.findall(r'id="plan">(.*?)</script>', source)[0])["words"]
    for sentence in (*words.pop("left"), *words.values()):
        assert MARKED.fullmatch(sentence), sentence
