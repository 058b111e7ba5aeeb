"""What a page fetches when it is quiet: rare sentences, words of receipts, services near here."""

from __future__ import annotations

import json
import re

import pytest

from diagnosis.answers import read_words
from diagnosis.families.deferred import deferred_address
from diagnosis.model import Revision
from tests.conftest import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_a_language(client, instance, language):
    answer = client.get(f"/words/{language}.json")
    assert answer.status_code == 200
    words = read_words(instance.languages.folder)
    assert answer.json["words"] == list(words.of(language))
    translate = instance.languages.catalogue(language).gettext
    assert answer.json["withdraw"] == translate("Effacer mes réponses")
    known = {"words", "small", "aside", "keep", "explain", "withdraw", "services"}
    assert set(answer.json) == known
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert "Set-Cookie" not in answer.headers


def test_words_of_no_language_404(client):
    assert client.get("/words/zz.json").status_code == 404
    assert not re.search(r"[A-Za-z]:\\|/work", client.get("/words/..%2f..json").text)


def test_services_are_told_with_their_needs_but_the_discreet_ones(client, instance):
    told = client.get("/words/ta.json").json["services"]
    services = instance.library.services.services
    translate = instance.languages.catalogue("ta").gettext
    assert [one["label"] for one in told] == [translate(s.label) for s in services]
    for one, service in zip(told, services, strict=True):
        # Shown to everyone, it tells nothing of who sees it.
        assert one["domains"] == ([] if service.discreet else list(service.domains))
        assert one["picture"] == instance.pictures.place(service.picture) != ""
    assert any(service.discreet for service in services)


def test_the_page_names_the_address_of_today(client, instance, campaign):
    page = client.get("/q/stains?lang=ta").text
    plan = json.loads(re.findall(r'id="plan">(.*?)</script>', page)[0])
    address = deferred_address(instance, campaign, instance.languages["ta"])
    assert plan["rare"] == address
    assert client.get(address).status_code == 200
    first, *others = instance.library.services.services
    services = [first.model_copy(update={"where": "ailleurs"}), *others]
    content = instance.library.lists.services.model_copy(update={"services": tuple(services)})
    said = content.model_dump(mode="json")
    instance.store.add_revision(Revision("services", 1, instance.today(), "amina", said))
    assert deferred_address(instance, campaign, instance.languages["ta"]) != address
