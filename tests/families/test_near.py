"""What a family is given back: the same for all, published facts, nothing that was not told."""

from __future__ import annotations

import re
import uuid
from datetime import date

import pytest

from diagnosis.dataset import state_of
from diagnosis.model import Revision
from tests.conftest import WRITTEN
from tests.families.test_results import keep, plan
from tests.pages import parse, text

NEWS = "/words/{}/news/stains.json"


def told(client, language="fr"):
    return client.get(NEWS.format(language)).json["html"]


def say(instance, **changes):
    """The first service says something more."""
    first, *others = instance.library.services.services
    services = [first.model_copy(update=changes), *others]
    content = instance.library.lists.services.model_copy(update={"services": tuple(services)})
    said = content.model_dump(mode="json")
    number = instance.store.list_numbers().get("services", 0) + 1
    instance.store.add_revision(Revision("services", number, instance.today(), "amina", said))


def sends(client, **answers):
    """The thank-you page of a browser without JavaScript."""
    sent = {"id": str(uuid.uuid4()), "language": "fr", "channel": "phone", **answers}
    return client.post("/q/stains/responses", data=sent).text


def thanked(client, **answers):
    """The same, without the code, which is hers alone."""
    return re.sub(r"<details id=.code.*?</details>", "", sends(client, **answers), flags=re.S)


def test_all_families_are_given_back_the_same__ok(client, campaign, instance):
    pages = [
        thanked(client, **answers)
        for answers in ({"A1": "maman"}, {"B1": ["femmes"]}, {"B1": ["droits"]}, {"A1": "papa"})
    ]
    assert len(set(pages)) == 1
    services = [text(one) for one in parse(pages[0]).iter() if one.tag.endswith("}b")]
    labels = [service.label for service in instance.library.services.services]
    assert [one for one in services if one in labels] == labels


@pytest.mark.parametrize("language", WRITTEN)
def test_services_in_each_language__ok(client, campaign, instance, language):
    html = told(client, language)
    translate = instance.languages.catalogue(language).gettext
    for service in instance.library.services.services:
        assert translate(service.label) in html
    assert translate("Qui peut vous aider") in html
    assert html.count("<img") == html.count("<li>")


def test_near_here_is_said_once_something_has_a_place__ok(client, campaign, instance):
    assert "près d’ici" not in told(client)
    say(instance, hours="lundi")
    assert "près d’ici" not in told(client), "an hour is no place"
    say(instance, where="rue des Essais")
    assert "près d’ici" in told(client)
    assert "Qui peut vous aider" not in told(client)


def test_place_hours_languages_and_number_are_shown__ok(client, campaign, instance):
    say(instance, where="rue <b>", hours="lundi", phone="01 23 45 67 89", languages=("ta", "fr"))
    html = told(client, "ar")
    assert "rue &lt;b&gt;" in html
    assert '<bdi lang="fr">lundi</bdi>' in html
    assert '<a class="call" href="tel:0123456789"><bdi>01 23 45 67 89</bdi></a>' in html
    assert "தமிழ்" in html


def test_the_next_date_and_what_families_ask_for__ok(client, campaign, instance):
    keep(instance, campaign, 30, {"B1": ["sommeil"]})
    assert "data-day" not in told(client)
    assert "demandent le plus" not in told(client), "nothing is computed to thank somebody"
    plan(instance, campaign, day=date(2126, 12, 5))
    state_of(instance, campaign)
    html = told(client)
    assert 'data-day="2126-12-05"' in html
    assert "demandent le plus" in html
    assert "presque toutes les familles" in html
    assert html.index("data-day") < html.index("demandent le plus") < html.index("La PMI")


def test_nothing_is_told_under_the_smallest_group__ok(client, campaign, instance):
    keep(instance, campaign, instance.k - 1, {"B1": ["sommeil"]})
    state_of(instance, campaign)
    assert "demandent le plus" not in told(client)


def test_pictures_are_those_that_the_questionnaire_has__ok(client, campaign):
    addresses = re.findall(r'src="([^"]*)"', told(client))
    assert addresses
    assert all(address.startswith("/pictures/stains/") for address in addresses)
    assert all(client.get(address).status_code == 200 for address in addresses)


def test_no_language_or_no_campaign__error(client, campaign):
    assert client.get(NEWS.format("zz")).status_code == 404
    assert client.get("/words/fr/news/none.json").status_code == 404


def test_a_shared_device_goes_on_to_the_next_family__ok(client, campaign):
    doors = "/q/stains/after?lang=fr"
    assert doors in sends(client, A1="papa")
    assert doors not in sends(client, A1="papa", channel="street", assisted="1")
