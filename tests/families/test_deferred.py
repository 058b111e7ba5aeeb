"""What a page fetches when it is quiet: rare sentences, words of receipts."""

from __future__ import annotations

import json
import re

import pytest

from diagnosis.answers import read_words
from diagnosis.families.deferred import deferred_address
from tests.conftest import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_a_language(client, instance, language):
    answer = client.get(f"/words/{language}.json")
    assert answer.status_code == 200
    words = read_words(instance.languages.folder)
    assert answer.json["words"] == list(words.of(language))
    translate = instance.languages.catalogue(language).gettext
    assert answer.json["withdraw"] == translate("Effacer mes réponses")
    known = {"words", "small", "aside", "keep", "explain", "withdraw"}
    assert set(answer.json) == known
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert "Set-Cookie" not in answer.headers


def test_words_of_no_language_404(client):
    assert client.get("/words/zz.json").status_code == 404
    assert not re.search(r"[A-Za-z]:\\|/work", client.get("/words/..%2f..json").text)


def test_the_page_names_the_address_of_today(client, instance, campaign):
    page = client.get("/q/stains?lang=ta").text
    plan = json.loads(re.findall(r'id="plan">(.*?)</script>', page)[0])
    address = deferred_address(instance, instance.languages["ta"])
    assert plan["rare"] == address
    assert client.get(address).status_code == 200
    assert client.get(plan["news"]).status_code == 200
