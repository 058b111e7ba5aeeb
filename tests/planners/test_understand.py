"""« Comprendre »: what the page counts, rounds, draws and exports."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from datetime import date

import pytest

from analysis import schema
from analysis.french import typography
from diagnosis import dataset
from diagnosis.app import open_instance
from diagnosis.config import Settings
from diagnosis.model import Response, Session, Vote, Workshop
from diagnosis.planners import library
from tests.conftest import add_campaign, application_of, pages_of
from tests.pages import XHTML, check_page, parse, text

FAMILIES = 200
SVG = "{http://www.w3.org/2000/svg}svg"


@pytest.fixture
def demo(instance):
    return invented(instance)


def invented(instance):
    campaign = add_campaign(instance, "demo", title="Essai du Clos", fictitious=True)
    dataset.simulate(instance, campaign, FAMILIES, seed=1)
    return campaign


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Fictitious campaign for tests that only look at it: its diagnosis is made once."""
    settings = Settings(data=tmp_path_factory.mktemp("shown"), open_planning=True)
    instance = open_instance(settings)
    invented(instance)
    yield application_of(settings, instance).test_client(), instance
    instance.store.close()


@pytest.fixture
def shown_page(shown):
    return pages_of(shown[0])


def keep(instance, campaign, count, answers, **changes):
    values = {"language": "fr", "channel": "phone", "assisted": False, "week": "2026-W47"}
    instance.store.add_responses(
        [
            Response(
                str(uuid.uuid4()),
                campaign.name,
                campaign.version,
                answers=answers,
                **{**values, **changes},
            )
            for _ in range(count)
        ]
    )


def rows(response, caption):
    """Rows of the table with that caption, as texts."""
    html = parse(response.text)
    for table in html.iter(f"{XHTML}table"):
        head = table.find(f"{XHTML}caption")
        assert head is not None, "a table says what it holds"
        if caption in text(head):
            lines = (list(line) for line in table.iter(f"{XHTML}tr"))
            return [[text(cell) for cell in line] for line in lines]
    raise AssertionError(caption)


def near(words, count):
    """Say whether words tell a count, rounded to 5."""
    found = re.search(r"environ (\d[\d\u202f]*)|moins de 5|presque toutes", words)
    if found is None or found[0].startswith("presque"):
        return found is not None
    told = int(found[1].replace("\u202f", "")) if found[1] else 0
    return told % 5 == 0 and abs(told - count) < 5


def test_the_list_of_campaigns_tells_no_small_number__ok(instance, campaign, demo, page):
    keep(instance, campaign, 4, {"A1": "maman"})
    told = text(parse(page("/planning/").text)).replace("\u202f", " ")
    assert "moins de 11 familles" in told
    assert "200 familles" in told
    assert "données fictives" in told


def test_no_campaign_yet__ok(page):
    assert "Aucune campagne" in page("/planning/").text


@pytest.mark.parametrize(
    "end", ["", "/needs", "/report.json", "/report.html", "/needs.csv", "/map.svg"]
)
def test_unknown_campaign__error(client, end):
    assert client.get(f"/planning/none{end}").status_code == 404


def test_the_page_begins_with_the_sentence_that_matters__ok(instance, campaign, page):
    keep(instance, campaign, 30, {"B1": ["sommeil"]})
    keep(instance, campaign, 20, {"B1": ["ecrans"]})
    html = check_page(page(f"/planning/{campaign.name}"))
    [head] = html.iter(f"{XHTML}h1")
    assert text(head).startswith("Le besoin le plus nommé")
    assert near(text(head), 30)
    assert "familles sur 50" in text(head)
    assert "sommeil" in text(head)
    told = text(html)
    for part in ("Jusqu’où s’y fier", "Et maintenant", "Une page par question"):
        assert part in told


@pytest.fixture
def apart(instance, campaign):
    """Users of the PMI who speak of sleep, others of screens; some wrote of a swimming pool."""
    words, others = {"E2": "Une piscine pour les bébés"}, {"E2": "Rien"}
    groups = (("y_va", 45, 15), ("connait", 15, 45), ("connait_pas", 20, 20))
    for pmi, sleep, screens in groups:
        keep(instance, campaign, sleep, {"C1": pmi, "B1": ["sommeil", "moral"], **words})
        keep(instance, campaign, screens, {"C1": pmi, "B1": ["ecrans", "liens"], **others})
    return campaign


def test_gaps_are_said_with_their_families_and_the_rest_left_open__ok(apart, page):
    html = parse(page("/planning/stains/who").text)
    told = text(html)
    assert "écarts entre groupes dépassent le hasard" in told
    users = re.findall(r"j’y vais : (environ \d+) sur", told)
    assert any(near(words, 45) for words in users)
    lists = [found for found in html.iter(f"{XHTML}ul") if "gaps" in (found.get("class") or "")]
    assert len([drawn for found in lists for drawn in found.iter(SVG)]) >= 2
    for item in (item for found in lists for item in found.iter(f"{XHTML}li")):
        assert "[" in text(item), "every sentence has its interval"


def test_weighted_shares_stand_beside_the_counts__ok(instance, apart, page):
    assert "Part pondérée" not in page("/planning/stains/needs").text
    shares = {"C1": {"y_va": 0.3, "connait": 0.4, "connait_pas": 0.3}}
    dataset.change_settings(instance.store, "stains", date(2026, 11, 21), "x", margins=shares)
    response = page("/planning/stains/needs")
    assert rows(response, "Besoins nommés")[0][2] == "Part pondérée"
    told = text(parse(page("/planning/stains/who").text))
    assert "effet de plan" in told
    assert "les marges (Connaissez-vous la PMI" in told


def test_needs_are_crossed_with_few_questions__ok(parent_sends, page):
    """From the app to the page: language is compared; how responses came is only counted."""
    for at in range(80):
        fields = {"language": ("fr", "ar")[at % 2], "channel": ("phone", "street")[at // 2 % 2]}
        said = {"A3": at // 16 % 4 + 1, "B1": ["sommeil"] if at // 8 % 2 else ["ecrans"]}
        assert parent_sends(said, assisted=bool(at // 4 % 2), **fields).status_code == 201
    response = page("/planning/stains/who")
    told = text(parse(response.text)).replace("\u202f", " ")
    assert "selon « Langue du questionnaire" in told
    for question in ("Façon de répondre", "Réponse donnée", "Texte lu"):
        assert f"selon « {question}" not in told
    assert rows(response, "Façon de répondre")


def test_support_that_is_lacking_stands_beside_the_needs__ok(instance, campaign, page):
    assert "Appui qui manque" not in page("/planning/stains").text
    alone, helped = {"B4": "non", "B5": "non"}, {"B4": "oui", "B5": "oui", "B6": "jamais"}
    for needs, lack, rest in ((["sommeil"], 40, 20), (["ecrans"], 15, 45)):
        keep(instance, campaign, lack, {"B1": needs, **alone})
        keep(instance, campaign, rest, {"B1": needs, **helped})
    response = page("/planning/stains/needs")
    head, *lines = rows(response, "Besoins nommés")
    assert head[-1].replace("qui", "qui ").split() == ["Appui", "qui", "manque"]
    [sleep] = [line for line in lines if "sommeil" in line[0]]
    assert near(sleep[-1], 40)
    assert "plus souvent" in sleep[-1]
    told = text(parse(response.text)).replace("\u202f", " ")
    [lacking] = re.findall(r"Un appui manque à (environ \d+) familles sur 120, \d+ % \[", told)
    assert near(lacking, 55)
    assert "un appui manque plus souvent aux familles qui nomment ce besoin" in told


def test_topics_and_codes_of_texts_are_counted_never_quoted__ok(apart, page):
    response = page("/planning/stains/words")
    told = text(parse(response.text))
    assert near(re.search(r"Environ \d+ textes", told)[0].lower(), 160)
    assert "Aucun n’a encore été codé" in told
    assert any("piscine" in line[0] for line in rows(response, "Mots qui reviennent")[1:])
    assert "Une piscine pour les bébés" not in response.text


def test_names_of_profiles_and_what_was_lost_are_told__ok(instance, demo, page, monkeypatch):
    state = dataset.state_of(instance, demo)
    report = state.report
    report["profiles"]["items"][0] |= {"staff_name": "Jeunes parents", "merged": 2}
    report["profiles"]["notes"] = ["Le profil « Absents » n'est plus reconnu."]
    monkeypatch.setattr(dataset, "state_of", lambda *_: state)
    told = text(parse(page("/planning/demo/profiles").text))
    assert "Profil A · Jeunes parents" in told
    assert "2 profils réunis par l’équipe" in told
    assert "n’est plus reconnu" in told


def test_responses_are_counted__ok(instance, campaign, page):
    keep(instance, campaign, 30, {"A1": "maman", "B1": ["sommeil", "moral"]})
    keep(instance, campaign, 20, {"A1": "papa", "B1": ["ecrans"]}, channel="street")
    response = page(f"/planning/{campaign.name}/needs")
    needs = {line[0]: line[1] for line in rows(response, "Besoins nommés")[1:]}
    assert re.match(r"\d+ % \[\d+ ; \d+\]\s*environ", needs["les écrans"])
    assert near(needs["les écrans"], 20)
    assert needs["les écrans"].endswith("sur 50")
    who = page(f"/planning/{campaign.name}/who")
    assert "50 familles ont répondu" in who.text
    channels = {line[0]: line[1] for line in rows(who, "Façon de répondre")[1:]}
    assert near(channels["dans la rue"], 20)
    for told in (response, who, page(f"/planning/{campaign.name}")):
        assert "Nombres arrondis à 5 près" in told.text
        assert "masqué" not in told.text


def test_everybody_sees_one_state_until_a_quarter_came__ok(instance, campaign, page, client):
    """Two readings a few families apart would tell what these families said."""
    keep(instance, campaign, 60, {"A1": "papa", "B1": ["sommeil", "moral"]})
    address = f"/planning/{campaign.name}"
    told = text(parse(page(address).text))
    assert "60 familles ont répondu" in told
    assert re.search(r"État du \d+(er)? \w+ \d{4} : 60 familles\.", told)
    keep(instance, campaign, 14, {"A1": "maman", "B1": ["ecrans"]})
    told = text(parse(page(address).text))
    assert "60 familles ont répondu" in told
    assert "14 arrivées depuis, comptées au prochain état (encore 1 famille)." in told
    assert client.get(f"{address}/report.json").json["participation"]["n"] == 60
    assert "ecrans;les écrans;;moins de 5;60;" in client.get(f"{address}/needs.csv").text
    change = {"extra": {"piscine": "Une piscine"}}
    dataset.change_settings(instance.store, campaign.name, date(2026, 11, 21), "x", **change)
    assert "60 familles ont répondu" in page(address).text
    keep(instance, campaign, 1, {"A1": "maman", "B1": ["ecrans"]})
    assert "75 familles ont répondu" in page(address).text


def test_small_numbers_are_told_in_words__ok(instance, campaign, page):
    keep(instance, campaign, 40, {"A1": "papa", "B1": ["sommeil", "moral"]})
    keep(instance, campaign, 2, {"A1": "maman", "B1": ["moral", "femmes"]})
    response = page(f"/planning/{campaign.name}/needs")
    needs = {line[0]: line[1] for line in rows(response, "Besoins nommés")[1:]}
    women = needs["la santé et les droits des femmes"]
    assert near(women, 2)
    assert not re.search(r"\b2 sur 42", text(parse(response.text)))
    assert "presque toutes" in next(line for name, line in needs.items() if "moral" in name)


def test_too_few_families_one_honest_sentence__ok(instance, campaign, page, client):
    keep(instance, campaign, 10, {"B1": ["sommeil"]})
    response = page(f"/planning/{campaign.name}")
    assert "Moins de 11 familles ont répondu" in response.text
    assert "<script" not in response.text
    assert "<svg" not in response.text
    assert "sommeil" not in response.text
    assert client.get(f"/planning/{campaign.name}/needs").status_code == 302


def test_a_campaign_without_sectors__ok(instance, page):
    express = add_campaign(instance, "rue", questionnaire="express", fictitious=True)
    dataset.simulate(instance, express, 60)
    assert "Pas de carte" in page("/planning/rue/where").text


SHOWN = {
    "needs": ("needs", "Besoins nommés"),
    "where": ("map", "par zone"),
    "profiles": ("profiles", "Profil A"),
    "answers": ("axes", "Place de chaque réponse"),
    "themes": ("themes", "Thèmes, du mieux placé"),
    "programme": ("programme", "Séances proposées"),
}


@pytest.mark.parametrize("section", SHOWN)
def test_every_picture_has_a_sentence_a_table_and_its_files__ok(shown, shown_page, section):
    key, caption = SHOWN[section]
    response = shown_page(f"/planning/demo/{section}")
    html = parse(response.text)
    [figure] = [f for f in html.iter(f"{XHTML}figure") if f.get("id") == f"figure-{key}"]
    [said] = figure.iter(f"{XHTML}figcaption")
    assert "Source" in text(said)
    assert "200 familles fictives" in text(said)
    assert "intervalles à 95 %" in text(said).replace("\u202f", " ")
    [drawing] = figure.iter(SVG)
    [title, *_] = drawing.iter("{http://www.w3.org/2000/svg}title")
    assert len(text(title)) > 15
    assert len(rows(response, caption)) > 2
    for table in html.iter(f"{XHTML}table"):
        assert table.find(f"{XHTML}caption") is not None
        assert all(cell.get("scope") for cell in table.iter(f"{XHTML}th"))
    svg = shown[0].get(f"/planning/demo/{key}.svg")
    assert svg.mimetype == "image/svg+xml"
    assert "familles fictives" in svg.text
    assert len(shown[0].get(f"/planning/demo/{key}.csv").text.splitlines()) > 2


@pytest.mark.parametrize("section", ["", *SHOWN, "who", "words", "method"])
def test_every_page_leads_to_all_others__ok(shown_page, section):
    html = parse(shown_page(f"/planning/demo/{section}".rstrip("/")).text)
    links = {link.get("href") for link in html.iter(f"{XHTML}a")}
    assert links >= {f"/planning/demo/{name}" for name in (*SHOWN, "who", "words", "method")}


def test_only_maps_are_drawn_over__ok(shown_page):
    for section in SHOWN:
        page = shown_page(f"/planning/demo/{section}").text
        found = re.findall(
            r'<script type="application/json" id="data-(\w+)">(.*?)</script>', page, re.DOTALL
        )
        assert [key for key, _ in found] == {"where": ["map"], "answers": ["axes"]}.get(section, [])
        for _, data in found:
            figure = json.loads(data)
            assert figure["data"]
            assert not figure["layout"].get("title", {}).get("text")
        assert ("plotly" in page) == bool(found)


def test_every_number_has_its_lineage__ok(shown_page):
    found = rows(shown_page("/planning/demo/method"), "Ce que compte chaque nombre")[1:]
    assert {"Besoin nommé", "Zone", "Profil", "Couverture du programme"} <= {
        line[0] for line in found
    }
    assert all(all(line) for line in found)
    settings = {line[0] for line in rows(shown_page("/planning/demo/method"), "Pour refaire")}
    assert {"graine", "poids", "version du rapport", "numpy"} <= settings


def test_the_page_holds_no_response__ok(shown, shown_page):
    told = "".join(shown_page(f"/planning/demo/{name}").text for name in (*SHOWN, "who", "words"))
    assert not any(response.id in told for response in shown[1].store.responses("demo"))
    assert "Exemple fictif" not in told


def test_another_need_on_the_map__ok(shown_page):
    response = shown_page("/planning/demo/where?need=ecrans")
    assert rows(response, "les écrans, par zone")
    assert '<option value="ecrans" selected>' in response.text
    assert shown_page("/planning/demo/where?need=%3Cscript%3E").status_code == 200


def order(response):
    return [line[1] for line in rows(response, "Thèmes, du mieux placé")[1:]]


def test_votes_then_workshops_change_the_order_of_themes__ok(instance, demo, page):
    before = order(page("/planning/demo/themes"))
    themes = instance.library.catalogue.themes
    names = {" ".join(typography(theme.label).split()): theme.name for theme in themes}
    last = names[before[-1]]
    put = (*(names[label] for label in before[-6:-1]), last)
    instance.store.add_session(Session("AB12", "demo", put, open=False))
    for _ in range(30):
        instance.store.save_vote(Vote(str(uuid.uuid4()), "AB12", "fr", (last,)))
    response = page("/planning/demo/themes")
    voted = order(response)
    assert voted.index(before[-1]) < len(before) - 1
    line = next(row for row in rows(response, "Thèmes, du mieux") if row[1] == before[-1])
    assert "30 sur 30" in line
    assert any("pas soumis au vote" in row for row in rows(response, "Thèmes, du mieux"))

    first = names[voted[0]]
    day = date(2026, 11, 21)
    workshop = Workshop(0, "demo", first, day, "square", "fr", False, True, 40, 0, 0, 40)
    instance.store.add_workshop(workshop)
    tried = page("/planning/demo/themes")
    line = next(row for row in rows(tried, "Thèmes, du mieux") if row[1] == voted[0])
    # Held once, judged of little use: the prior of usefulness weighs a few people.
    assert (line[5], int(line[6].split()[0]) < 50) == ("1", True)
    assert "n’est pas proposé" in page("/planning/demo/programme").text


def test_the_json_report_fits_its_schema__ok(shown):
    jsonschema = pytest.importorskip("jsonschema")
    response = shown[0].get("/planning/demo/report.json")
    assert response.mimetype == "application/json"
    jsonschema.validate(response.json, schema())
    assert response.json["participation"]["n"] == FAMILIES


def test_the_printable_report_is_whole_and_strict__ok(shown):
    response = shown[0].get("/planning/demo/report.html")
    assert response.mimetype == "text/html"
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "Essai du Clos" in response.text
    # Its own style and no script at all.
    assert policy.count("'sha256-") == 1
    assert "<script" not in response.text
    assert response.text.count("<svg xmlns") == 7


def test_the_needs_as_a_table_are_told_numbers__ok(instance, campaign, client):
    keep(instance, campaign, 40, {"B1": ["sommeil", "moral"], "A5": "clos_nord"})
    keep(instance, campaign, 30, {"B1": ["ecrans"], "A5": "maroc"})
    keep(instance, campaign, 2, {"B1": ["femmes"], "A5": "globe"})
    response = client.get(f"/planning/{campaign.name}/needs.csv")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.data.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(response.text.lstrip("\ufeff")), delimiter=";"))
    whole = {line["besoin"]: line for line in table if not line["zone"]}
    assert abs(int(whole["sommeil"]["familles"]) - 40) < 5
    assert whole["sommeil"]["sur"] == "72"
    assert whole["femmes"]["familles"] in ("moins de 5", "5")
    counts = {line["familles"] for line in table} - {"moins de 5"}
    assert all(int(count) % 5 == 0 for count in counts)
    assert {line["arrondi_a"] for line in table} == {"5"}
    assert {line["zone"] for line in table if line["besoin"] == "sommeil"} != {""}


@pytest.mark.parametrize(("coding", "most"), [("br", 1_500_000), ("gzip", 1_800_000), ("", 10**7)])
def test_the_drawing_library_is_ours_and_cached_for_good__ok(client, coding, most):
    response = client.get(
        f"/planning/plotly-{library.VERSION}.js", headers={"Accept-Encoding": coding}
    )
    assert response.status_code == 200
    assert response.headers.get("Content-Encoding", "") == coding
    assert len(response.data) < most
    assert "immutable" in response.headers["Cache-Control"]
    assert "Accept-Encoding" in response.headers["Vary"]


def test_another_version_of_the_library__error(client):
    assert client.get("/planning/plotly-0.0.0.js").status_code == 404


def test_the_library_names_the_styles_it_would_add__ok():
    # When this fails, the library has changed: look for breaches of the policy in a browser.
    assert len(library.style_names()) == 1


def test_a_state_of_an_earlier_version_is_made_again__ok(instance, campaign, page, client):
    keep(instance, campaign, 30, {"B1": ["sommeil", "moral"], "B5": "non"})
    cell = {"n": None, "N": None, "share": None, "low": None, "high": None, "hidden": True}
    domains = [{"name": "sommeil", "label": "le sommeil", "cell": cell, "first": cell}]
    old = {"count": 22, "report": {"needs": {"domains": domains}, "findings": []}}
    instance.store.put(f"published:{campaign.name}", old)
    assert "30 familles" in page(f"/planning/{campaign.name}").text
    for name in ("report.json", "report.html"):
        assert client.get(f"/planning/{campaign.name}/{name}").status_code == 200
