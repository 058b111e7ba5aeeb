"""« Ma parole, et après ? »: the fate of every need, the same page for whoever opens it."""

from __future__ import annotations

from datetime import date

import pytest

from diagnosis.answers import language_of, read_words, slow_hash
from diagnosis.dataset import state_of
from diagnosis.families.dates import next_date, workshops_of
from diagnosis.families.needs import roughly
from diagnosis.model import Session, Vote
from diagnosis.web import speaking
from tests.conftest import LANGUAGES
from tests.families.test_results import keep, plan
from tests.pages import XHTML, check_page, parse, text

CODE = (3, 127, 0, 55, 9, 12)
AFTER = "/q/stains/after"


@pytest.fixture
def words(instance):
    return read_words(instance.languages.folder)


def written(words, language, code=CODE):
    return " ".join(words.of(language)[number] for number in code)


def fates(answer):
    """What the page says of each need, by its first line."""
    html = check_page(answer)
    listed = [d for d in html.iter(f"{XHTML}details") if "fate" in (d.get("class") or "")]
    return {text(next(d.iter(f"{XHTML}b"))): " ".join(text(d).split()) for d in listed}


def vote(instance, count, themes=("papas",), open=False, code="BCDF"):
    instance.store.add_session(Session(code, "stains", ("papas", "dents"), open=True, people=99))
    for number in range(count):
        instance.store.save_vote(Vote(f"{code}{number}", code, "fr", tuple(themes)), 99)
    if not open:
        kept = instance.store.session(code)
        instance.store.save_session(Session(code, "stains", kept.themes, open=False, people=99))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_need_in_every_language_before_anything_happened__ok(
    page, campaign, instance, language
):
    told = fates(page(f"{AFTER}?lang={language}"))
    tag = language if language in instance.languages.tags else "fr"
    say = instance.languages.catalogue(tag).gettext
    assert list(told) == [say(domain.label) for domain in instance.library.catalogue.domains]
    assert all(say("Pas encore d’atelier sur ce sujet.") in one for one in told.values())


def test_the_next_date_is_told_where_nothing_happened__ok(page, instance, campaign):
    plan(instance, campaign, theme="papas", day=date(2126, 12, 5))
    told = fates(page(f"{AFTER}?lang=fr"))
    assert "C’est prévu5 décembre 2126" in told["le couple, les papas, la famille"]
    assert "Prochaine date" in told["les écrans"]
    assert "5 décembre 2126" in told["les écrans"]


def test_what_was_held_and_what_is_past__ok(page, instance, campaign):
    plan(instance, campaign, theme="papas", day=date(2020, 12, 5))
    plan(instance, campaign, theme="dents", held=True, attended=14, day=date(2020, 11, 7))
    plan(instance, campaign, theme="fievre", held=True, attended=4, day=date(2020, 11, 7))
    told = fates(page(f"{AFTER}?lang=fr"))
    assert "C’est prévu" not in " ".join(told.values()), "a day gone by is no date to come"
    assert "Cela a eu lieu" in told["la fièvre, les vaccins, les dents"]
    assert "14 personnes" in told["la fièvre, les vaccins, les dents"]
    assert "4 personnes" not in told["la fièvre, les vaccins, les dents"].replace("14", "")


def test_votes_are_told_once_closed_and_from_the_smallest_group__ok(page, instance, campaign):
    fathers = "le couple, les papas, la famille"
    vote(instance, 12, open=True)
    told = fates(page(f"{AFTER}?lang=fr"))[fathers]
    assert "On en parle ensemble" in told
    assert "12" not in told
    vote(instance, instance.k - 1, code="BCDG")
    assert "ont voté" not in fates(page(f"{AFTER}?lang=fr"))[fathers]
    vote(instance, instance.k, code="BCDH")
    told = fates(page(f"{AFTER}?lang=fr"))
    assert "Les familles ont voté" in told[fathers]
    assert f"{instance.k} personnes sur {instance.k} l’ont choisi" in told[fathers]
    assert "ont voté" not in told["la fièvre, les vaccins, les dents"], "nobody chose it"


def test_needs_are_told_from_the_published_state_alone__ok(page, instance, campaign):
    keep(instance, campaign, 30, {"B1": ["sommeil"]})
    assert "sur 10" not in page(f"{AFTER}?lang=fr").text, "nothing is computed here"
    state_of(instance, campaign)
    assert "Les familles le demandent" in fates(page(f"{AFTER}?lang=fr"))["le sommeil, les pleurs"]
    keep(instance, campaign, 3, {"B1": ["femmes"]})
    assert (
        "le demandent" not in fates(page(f"{AFTER}?lang=fr"))["la santé et les droits des femmes"]
    )


def test_a_code_tells_nothing_beyond_published_facts(client, page, instance, words, parent_sends):
    """Whoever finds the paper reads what everybody reads, whatever the family answered."""
    plan_free = page(f"{AFTER}?lang=ar")
    codes = [CODE, (1, 2, 3, 4, 5, 6), (9, 9, 9, 9, 9, 9)]
    parent_sends({"B1": ["femmes", "couple"]}, receipt=slow_hash(codes[0], "stains"))
    parent_sends({"B1": ["eveil"], "A1": "papa"}, receipt=slow_hash(codes[1], "stains"))
    seen = []
    for code in codes:
        moved = client.post(AFTER, data={"code": written(words, "ar", code)})
        shown = client.get(moved.headers["Location"])
        kept = {k: v for k, v in moved.headers if k.lower() != "date"}
        seen.append((moved.status_code, kept, moved.data, shown.data))
    assert seen[0] == seen[1] == seen[2], "right or wrong, hers or another's: the same bytes"
    assert seen[0][-1] == plan_free.data, "and those that anybody gets without a code"
    assert instance.store.count_responses("stains") == 2, "a code is not used up"
    erased = client.post("/q/stains/withdraw", data={"code": written(words, "ar")})
    assert erased.status_code == 200
    moved = client.post(AFTER, data={"code": written(words, "ar")})
    assert client.get(moved.headers["Location"]).data == plan_free.data, "nor that it was erased"


def test_a_code_asks_the_store_nothing_of_responses(client, words, campaign, instance, monkeypatch):
    asked = []
    for name in ("responses", "withdraw", "count_responses", "change"):
        monkeypatch.setattr(instance.store, name, lambda *a, **k: asked.append(a), raising=False)
    client.post(AFTER, data={"code": written(words, "fr")})
    client.get(f"{AFTER}?lang=fr")
    assert not asked


@pytest.mark.parametrize("language", ["fr", "ar", "ta", "zh-Hans", "ur"])
def test_words_open_the_page_in_their_language__ok(client, campaign, words, language):
    moved = client.post(f"{AFTER}?lang=en", data={"code": written(words, language)})
    assert moved.status_code == 303
    assert moved.headers["Location"] == f"{AFTER}?lang={language}"
    assert "Set-Cookie" not in moved.headers


@pytest.mark.parametrize("code", ["", "chat", "un deux trois", "<b>", "x" * 100_000, "1 2 3 4 5 6"])
def test_what_is_no_code_opens_the_same_page__ok(client, campaign, code):
    moved = client.post(f"{AFTER}?lang=ta", data={"code": code})
    assert (moved.status_code, moved.headers["Location"]) == (303, f"{AFTER}?lang=ta")


def test_another_site_is_led_to_the_page_without_a_word__ok(client, campaign, words):
    data, headers = {"code": written(words, "ar")}, {"Sec-Fetch-Site": "cross-site"}
    moved = client.post(AFTER, data=data, headers=headers)
    assert moved.headers["Location"] == AFTER


def test_unknown_campaign__error(client):
    assert client.get("/q/none/after").status_code == 404
    assert client.post("/q/none/after").status_code == 404


def test_words_that_two_languages_share_are_read_in_that_shown(words):
    shared = written(words, "fr")
    assert language_of(shared, words, ("ar", "fr")) == "fr"
    assert language_of(shared, words, ()) is None


def test_doors_lead_to_the_page__ok(page, campaign, instance):
    for address in ("/?lang=fr", "/results/stains?lang=fr", "/q/stains/withdraw?lang=fr"):
        links = {a.get("href") for a in parse(page(address).text).iter(f"{XHTML}a")}
        assert f"{AFTER}?lang=fr" in links, address


@pytest.mark.parametrize(
    ("share", "families", "said"),
    [
        (0.7, 50, "environ 7 familles sur 10"),
        (0.65, 50, "environ 7 familles sur 10"),
        (0.06, 120, "environ 1 famille sur 10"),
        (0.04, 120, "moins de 1 famille sur 10"),
        (0.94, 120, "environ 9 familles sur 10"),
        (0.96, 120, "presque toutes les familles"),
        (1.0, 15, "presque toutes les familles"),
        (0.7, 15, "plus de la moitié des familles"),
        (0.5, 20, "environ la moitié des familles"),
        (0.2, 20, "moins de la moitié des familles"),
    ],
)
def test_how_many_families_roughly(app, instance, share, families, said):
    with app.test_request_context("/"), speaking(instance.languages["fr"]):
        assert roughly(share, families, floor=20) == said


def test_the_next_date_is_the_first_to_come(app, instance, campaign):
    plan(instance, campaign, day=date(2126, 12, 5))
    plan(instance, campaign, theme="dents", day=date(2126, 12, 4), held=True)
    plan(instance, campaign, theme="fievre", day=date(2126, 12, 6))
    with app.test_request_context("/"), speaking(instance.languages["fr"]):
        told = workshops_of(instance, campaign)
    assert next_date(told, date(2126, 12, 5)).day == date(2126, 12, 5)
    assert next_date(told, date(2126, 12, 6)).day == date(2126, 12, 6)
    assert next_date(told, date(2126, 12, 7)) is None
