"""The family pages, in every language, held to the house rules."""

import gzip
import json
import re
from datetime import date, timedelta

import brotli
import pytest

from diagnosis.storage import UnavailableError
from tests.conftest import LANGUAGES, add_campaign
from tests.pages import XHTML, check_page, text

PUBLIC = ("/", "/privacy", "/accessibility", "/q/stains", "/kiosk/stains")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PUBLIC)
def test_page_in_every_language(page, campaign, instance, address, language):
    response = page(f"{address}?lang={language}")
    html = check_page(response)
    assert html.get("lang") == instance.languages[language].written
    assert html.get("dir") == ("rtl" if language in ("ar", "ur") else "ltr")
    assert "Set-Cookie" not in response.headers
    exits = [a for a in html.iter(f"{XHTML}a") if a.get("class") == "exit"]
    assert len(exits) == 1
    assert exits[0].get("href", "").startswith("https://")


@pytest.mark.parametrize("language", LANGUAGES)
def test_questionnaire_asks_everything_in_one_document(page, campaign, instance, language):
    html = check_page(page(f"/q/stains?lang={language}"))
    questionnaire = instance.questionnaire(campaign)
    fields = {(i.get("name"), i.get("value")) for i in html.iter(f"{XHTML}input")}
    for question in questionnaire.questions:
        for choice in question.choices:
            assert (question.name, choice.name) in fields
    names = {name for name, _ in fields} | {t.get("name") for t in html.iter(f"{XHTML}textarea")}
    assert {q.name for q in questionnaire.questions} <= names
    assert {"version", "language", "channel", "assisted"} <= names
    assert "id" not in names
    assert ("language", language) in fields


# A language is told by its name, and so are two sectors whose names nobody can draw.
UNDRAWN = {"pretresse", "maroc", *LANGUAGES}


def test_every_choice_has_words_and_a_picture(page, campaign):
    html = check_page(page("/q/stains"))
    cards = [label for label in html.iter(f"{XHTML}label") if label.get("class") == "card"]
    assert len(cards) > 100
    for label in cards:
        assert text(label)
        field = next(label.iter(f"{XHTML}input"))
        drawn = next(label.iter(f"{XHTML}img"), None) is not None
        assert drawn or field.get("value") in UNDRAWN, field.attrib


def test_pictures_of_a_page_are_in_the_files_that_it_names(client, page, campaign):
    html = check_page(page("/q/stains"))
    named = [img.get("src", "").split("#") for img in html.iter(f"{XHTML}img") if img.get("src")]
    assert len(named) > 100
    for address in {address for address, _ in named}:
        answer = client.get(address)
        assert answer.mimetype == "image/svg+xml"
        assert "immutable" in answer.headers["Cache-Control"]
        there = set(re.findall(r'<view id="([^"]+)"', answer.text))
        assert {place for of, place in named if of == address} <= there
    # The first screen needs one small file and no other.
    first = {img.get("src", "").partition("#")[0] for img in notice(html).iter(f"{XHTML}img")}
    assert len(first) == 1
    assert len(brotli.compress(client.get(first.pop()).data)) < 2048


def notice(html):
    return next(part for part in html.iter(f"{XHTML}ul") if part.get("class") == "notice")


def test_a_file_of_pictures_asked_for_by_another_address_is_asked_again(client, campaign):
    for address in ("/pictures.svg", "/pictures/stains/0.svg", "/pictures/stains/0.svg?v=0"):
        assert client.get(address).headers["Cache-Control"] == "no-cache"
    for address in ("/pictures/nowhere/0.svg", "/pictures/stains/99.svg"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(("tag", "arrow"), [("fr", "arrow-left"), ("ar", "arrow-right")])
def test_the_way_back_points_where_its_script_begins(page, instance, campaign, tag, arrow):
    drawn = re.search(r'id="back" hidden><svg[^>]*>(.+?)</svg>', page(f"/q/stains?lang={tag}").text)
    assert drawn[1] == instance.signs[arrow]


def test_former_names_of_pictures_still_show_one(page, instance):
    """A campaign opened before the book names icons that are no more."""
    book = instance.pictures
    assert book.place("pregnant") == book.place("enceinte") != ""
    assert book.place("baby-bottle") == book.place("alimentation")
    assert book.place("no-such-icon") == book.place("") == ""


def test_drafts_are_marked_and_consent_shows_french_beside(page, campaign):
    draft = page("/q/stains?lang=pt").text
    assert "traduction non relue" in draft
    assert draft.count('class="source"><bdi lang="fr"') >= 4
    assert "traduction non relue" not in page("/q/stains?lang=fr").text


def test_fictitious_data_are_marked(page, instance):
    add_campaign(instance, "demo", fictitious=True)
    for address in ("/q/demo", "/kiosk/demo"):
        assert "Données fictives" in page(f"{address}?lang=fr").text


def test_browser_language_is_followed(page, campaign):
    response = page("/q/stains", headers={"Accept-Language": "ta-LK,fr;q=0.5"})
    assert check_page(response).get("lang") == "ta"
    response = page("/q/stains", headers={"Accept-Language": "is"})
    assert check_page(response).get("lang") == "fr"


def test_channel_and_help_travel_in_hidden_fields(page, campaign):
    html = check_page(page("/q/stains?channel=street&assisted=1"))
    hidden = {i.get("name"): i.get("value") for i in html.iter(f"{XHTML}input")}
    assert (hidden["channel"], hidden["assisted"]) == ("street", "1")
    html = check_page(page("/q/stains?channel=forged"))
    hidden = {i.get("name"): i.get("value") for i in html.iter(f"{XHTML}input")}
    assert (hidden["channel"], hidden["assisted"]) == ("phone", "0")


UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}
PROTECTING = ("Content-Security-Policy", "Referrer-Policy", "Cache-Control", "X-Frame-Options")


@pytest.mark.parametrize("address", ["/q/stains?lang=fr", "/sw.js"])
def test_ready_page_is_the_same_for_all_in_every_encoding(client, campaign, address):
    plain = client.get(address)
    for encoding, unpack in UNPACKED.items():
        answer, again = (
            client.get(address, headers={"Accept-Encoding": encoding}) for _ in range(2)
        )
        assert answer.data == again.data
        assert unpack(answer.data) == plain.data
        assert answer.headers.get("Content-Encoding", "identity") == encoding
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert {name: answer.headers[name] for name in PROTECTING if name in plain.headers} == {
            name: plain.headers[name] for name in PROTECTING if name in plain.headers
        }


def test_known_page_304_with_its_headers(client, campaign):
    first = client.get("/q/stains?lang=fr")
    assert first.headers["Vary"] == "Accept-Language, Accept-Encoding"
    assert first.headers["Content-Language"] == "fr"
    assert first.headers["Cache-Control"] == "no-store"
    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get("/q/stains?lang=fr", headers=known)
    assert (again.status_code, again.data) == (304, b"")
    for name in (*PROTECTING, "ETag", "Vary"):
        assert again.headers[name] == first.headers[name]
    assert client.get("/q/stains?lang=ar", headers=known).status_code == 200


def test_get_writes_nothing(client, campaign, settings):
    before = {p.name: p.stat().st_size for p in settings.data.iterdir()}
    for address in PUBLIC:
        client.get(address)
    assert {p.name: p.stat().st_size for p in settings.data.iterdir()} == before


def test_plan_carries_the_conditions_as_trees(page, campaign, instance):
    source = page("/q/stains").text
    plan = json.loads(re.findall(r'id="plan">(.*?)</script>', source)[0])
    names = [q.name for q in instance.questionnaire(campaign).questions]
    c3 = plan["questions"][names.index("C3")]
    assert c3["relevant"][0] == "or"


def test_unknown_campaign_404(page):
    response = page("/q/nowhere?lang=en", status=404)
    assert check_page(response).get("lang") == "en"


def test_unknown_language_404_offers_the_others(page, campaign):
    html = check_page(page("/q/stains?lang=zz", status=404))
    links = {a.get("href") for a in html.iter(f"{XHTML}a")}
    assert {f"?lang={tag}" for tag in LANGUAGES} <= links


@pytest.mark.parametrize(
    ("dates", "status"),
    [
        ({"opens": date(2020, 1, 1), "closes": date(2020, 2, 1)}, 410),
        ({"opens": date(2999, 1, 1)}, 403),
    ],
)
def test_closed_campaign(page, client, instance, dates, status):
    add_campaign(instance, "shut", **dates)
    page("/q/shut?lang=ar", status=status)
    page("/kiosk/shut?lang=ar", status=status)
    answer = client.post("/q/shut/responses", json={"answers": {}})
    assert answer.status_code == status
    assert answer.json["message"]
    assert instance.store.count_responses("shut") == 0


@pytest.mark.parametrize("language", ["fr", "ar", "ta"])
def test_an_end_has_doors(page, instance, language):
    add_campaign(instance, "shut", opens=date(2020, 1, 1), closes=date(2020, 2, 1))
    shut = page(f"/q/shut?lang={language}", status=410).text
    assert f'href="/results/shut?lang={language}"' in shut
    lost = page(f"/q/nowhere?lang={language}", status=404).text
    for ended in (shut, lost):
        assert f'href="/?lang={language}"' in ended
        assert 'href="tel:3919"' in ended
    kiosk = page(f"/kiosk/shut?lang={language}", status=410).text
    assert "/results/shut" not in kiosk, "a shared tablet stays where it is"


def test_health(client, instance):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json["version"]


def test_health_503_when_the_store_cannot_be_written(client, instance, monkeypatch):
    instance.store.close()
    monkeypatch.setattr(instance.store._engine, "_path", "/nowhere/at/all.sqlite")
    assert client.get("/healthz").status_code == 503


class Mute:
    """A store that answers nothing."""

    def __getattr__(self, name):
        raise UnavailableError("busy")


def test_the_day_is_noted_once_a_day_and_a_page_never_fails_for_it(client, instance, monkeypatch):
    client.get("/privacy")
    first = instance.store.get("latest_day")
    assert first == str(instance.today())
    tomorrow = instance.today() + timedelta(days=1)
    monkeypatch.setattr(instance, "today", lambda: tomorrow)
    client.get("/privacy")
    assert instance.store.get("latest_day") == str(tomorrow)
    instance.store.put("latest_day", first)
    client.get("/privacy")
    assert instance.store.get("latest_day") == first, "once a day"
    monkeypatch.setattr(instance, "today", lambda: tomorrow + timedelta(days=1))
    monkeypatch.setattr(instance, "store", Mute())
    assert client.get("/privacy").status_code == 200


def test_rights_name_who_is_responsible_once_it_is_set(page, instance):
    instance.controller, instance.dpo = "Conseil d’essai", "dpo@essai.example"
    for language in ("fr", "ar"):
        said = page(f"/privacy?lang={language}").text
        assert "Conseil d’essai" in said
        assert "dpo@essai.example" in said
    instance.controller = instance.dpo = ""
    assert "Qui est responsable" not in page("/privacy").text
