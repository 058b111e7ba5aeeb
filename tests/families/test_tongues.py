"""The language as a door: asked first where nobody knows it, changed under way with the answers."""

from dataclasses import replace
from datetime import date

import pytest

from tests.conftest import LANGUAGES, VERSION
from tests.pages import check_page

DOOR = "/q/stains?channel=street&assisted=1"


def tiles(answer):
    """The addresses that the tiles lead to, by language."""
    html = check_page(answer)
    [found] = [
        ul for ul in html.iter("{http://www.w3.org/1999/xhtml}ul") if ul.get("id") == "languages"
    ]
    links = list(found.iter("{http://www.w3.org/1999/xhtml}a"))
    return {link.get("lang"): link.get("href") for link in links}


@pytest.mark.parametrize(
    ("accept", "first"),
    [
        ("sq-AL,sq;q=0.9,en;q=0.8", True),
        ("ps", True),
        ("fr-FR,fr;q=0.9", False),
        ("ar-DZ", False),
        ("zh-TW", False),
        ("*", False),
        ("", False),
    ],
)
def test_a_device_that_speaks_no_language_of_ours_is_asked_first(client, campaign, accept, first):
    answer = client.get("/q/stains", headers={"Accept-Language": accept} if accept else {})
    assert answer.status_code == 200
    assert ('id="plan"' not in answer.text) is first
    assert "Accept-Language" in answer.headers["Vary"]
    assert ("Content-Language" in answer.headers) is not first, "no page to keep under a language"


def test_who_scans_a_code_is_asked_first_and_comes_as_she_came(client, campaign):
    answer = client.get(DOOR + "&door=1", headers={"Accept-Language": "fr"})
    found = tiles(answer)
    assert tuple(found) == LANGUAGES
    assert found["ta"] == "?lang=ta&channel=street&assisted=1"
    assert 'dir="rtl"' in answer.text
    chosen = client.get("/q/stains" + found["ta"])
    assert 'id="plan"' in chosen.text
    named = client.get(DOOR + "&door=1&lang=ta")
    assert 'id="plan"' in named.text, "a language that is named is not asked again"


def test_the_door_speaks_the_language_that_the_device_knows_next(client, campaign):
    answer = client.get("/q/stains", headers={"Accept-Language": "sq,ar;q=0.5"})
    assert '<html lang="ar" dir="rtl"' in answer.text
    assert "لغتكم" in answer.text


def test_a_closed_campaign_has_no_door(client, instance, campaign):
    instance.store.save_campaign(replace(campaign, closes=date(2026, 1, 2)))
    assert client.get("/q/stains?door=1").status_code == 410


FORM = {
    "version": VERSION, "language": "fr", "channel": "street", "assisted": "1",
    "A1": "maman", "A2": ["a1", "a2"], "B1": ["liens", "moral"], "E2": "un mot <b>",
}  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "ta", "snk", "fr"])
def test_without_javascript_another_language_keeps_what_is_answered(
    client, instance, campaign, language
):
    answer = client.post("/q/stains/responses?lang=fr", data={**FORM, "to": language})
    assert answer.status_code == 200
    html = check_page(answer)
    written = instance.languages[language].written
    assert f'<html lang="{written}"' in answer.text
    checked = {
        i.get("value")
        for i in html.iter("{http://www.w3.org/1999/xhtml}input")
        if i.get("checked") is not None
    }
    assert {"maman", "a1", "a2", "liens", "moral"} == checked
    assert "un mot &lt;b&gt;" in answer.text
    hidden = {
        i.get("name"): i.get("value")
        for i in html.iter("{http://www.w3.org/1999/xhtml}input")
        if i.get("type") == "hidden"
    }
    assert (hidden["language"], hidden["channel"], hidden["assisted"]) == (language, "street", "1")
    assert "id" not in hidden, "she has sent nothing yet"
    assert not list(instance.store.responses("stains"))
    assert "un mot" not in str(answer.headers)


def test_what_is_wrong_is_not_told_by_a_change_of_language(client, campaign):
    needs = ["sommeil", "moral", "liens", "couple", "limites", "garde"]
    answer = client.post("/q/stains/responses", data={**FORM, "B1": needs, "to": "ar"})
    assert answer.status_code == 200
    assert 'class="summary-errors"' not in answer.text


def test_a_form_to_look_over_stays_one_and_counts_once(client, instance, campaign):
    looked = client.post("/q/stains/responses?lang=fr", data=FORM)
    html = check_page(looked)
    hidden = {
        i.get("name"): i.get("value")
        for i in html.iter("{http://www.w3.org/1999/xhtml}input")
        if i.get("type") == "hidden"
    }
    again = client.post(
        "/q/stains/responses?lang=fr", data={**FORM, "id": hidden["id"], "to": "ta"}
    )
    assert hidden["id"] in again.text
    sent = client.post("/q/stains/responses", data={**FORM, "id": hidden["id"], "language": "ta"})
    assert sent.status_code == 201
    assert [r.language for r in instance.store.responses("stains")] == ["ta"]


@pytest.mark.parametrize("to", ["xx", "", "fr\r\n"])
def test_a_language_that_is_not_offered_changes_nothing(client, campaign, to):
    answer = client.post("/q/stains/responses", data={**FORM, "to": to})
    assert answer.status_code == 200
    assert 'name="id"' in answer.text


@pytest.mark.parametrize(
    "address",
    ["/privacy", "/accessibility", "/", "/results/stains", "/q/stains/withdraw", "/q/stains"],
)
def test_every_page_leads_to_the_other_languages(client, campaign, address):
    answer = client.get(f"{address}?lang=ur")
    html = check_page(answer)
    links = [
        a for a in html.iter("{http://www.w3.org/1999/xhtml}a") if a.get("href") == "#languages"
    ]
    assert links
    assert links[0].get("aria-label").endswith("اردو")
    assert 'id="languages"' in answer.text
