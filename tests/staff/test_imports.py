"""A file of answers through the browser: looked at, corrected, confirmed, then stored once."""

from __future__ import annotations

import html
import io
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.instance import Instance
from diagnosis.interchange import (
    draft_for,
    import_results,
    read_results,
)
from diagnosis.model import Campaign
from diagnosis.readers import read_form
from diagnosis.staff import import_desk
from tests.pages import XHTML, check_page
from tests.security.test_files import BOMBS

EXAMPLE = Path(__file__).parents[2] / "docs" / "exemple-kobo"
ADDRESS = "/staff/campaigns/stains/import"
ROWS = "_uuid;A1;A3;B1\n" + "".join(
    f"7d4e0f3a-0000-4000-8000-00000000000{n};{who};{n};sommeil\n"
    for n, who in enumerate(("maman", "papa", "enceinte", "la maman"), 1)
)


def chosen(
    client: FlaskClient,
    content: bytes | str = ROWS,
    name: str = "kobo.csv",
    form: bytes = b"",
    address: str = ADDRESS,
) -> TestResponse:
    data = {
        "answers": (io.BytesIO(content.encode() if isinstance(content, str) else content), name)
    }
    if form:
        data["xlsform"] = (io.BytesIO(form), "formulaire.xlsx")
    return client.post(address, data=data, content_type="multipart/form-data")


def fields_of(page: TestResponse) -> dict[str, str]:
    """What a browser would send of the second form of the page."""
    tree = check_page(page)
    form = next(one for one in tree.iter(XHTML + "form") if "carried" in names_in(one))
    said = {
        field.get("name"): field.get("value", "")
        for field in form.iter(XHTML + "input")
        if field.get("name") and field.get("type") != "checkbox"
    }
    for select in form.iter(XHTML + "select"):
        options = list(select.iter(XHTML + "option"))
        on = next((one for one in options if one.get("selected") is not None), options[0])
        said[select.get("name")] = on.get("value")
    return said


def names_in(form: Element) -> set[str | None]:
    return {field.get("name") for field in form.iter(XHTML + "input")}


def stored(instance: Instance) -> list[dict[str, object]]:
    return [dict(r.answers) for r in instance.store.responses("stains", apart=None)]


def plain(text: str) -> str:
    return html.unescape(text).replace("\u00a0", " ").replace("\u202f", " ")


def test_nothing_is_stored_before_it_is_confirmed(
    member: FlaskClient, campaign: Campaign, instance: Instance
) -> None:
    looked = chosen(member)
    assert "4 lignes, 3 à ajouter, 1 écartée, voici pourquoi" in plain(looked.text)
    assert "« la maman » n’est pas un choix" in plain(looked.text)
    assert stored(instance) == []
    done = member.post(ADDRESS, data={**fields_of(looked), "confirm": "1"})
    assert done.location.endswith("/staff/campaigns/stains")
    assert len(stored(instance)) == 3
    assert "3 réponses sont entrées" in plain(member.get(done.location).text)
    entry = instance.store.last_entry()
    assert (entry.what, entry.about, entry.detail) == ("answers imported", "stains", "3")


def test_two_clicks_and_two_tabs_store_once(
    member: FlaskClient, campaign: Campaign, instance: Instance
) -> None:
    first, second = (fields_of(chosen(member, "A1;A3\nmaman;1\nmaman;1\n")) for _ in range(2))
    for fields in (first, first, second):
        member.post(ADDRESS, data={**fields, "confirm": "1"})
    assert len(stored(instance)) == 2
    said = plain(member.get("/staff/campaigns/stains").text)
    assert "2 réponses de ce fichier sont là : elles n’entrent pas deux fois." in said


def test_a_value_is_given_its_choice_on_the_page(
    member: FlaskClient, campaign: Campaign, instance: Instance
) -> None:
    fields = fields_of(chosen(member))
    (key,) = (name for name, value in fields.items() if value == "la maman")
    fields[key.replace("value", "choice")] = "maman"
    # What was shown is not what would be stored: it is shown again first.
    again = member.post(ADDRESS, data={**fields, "confirm": "1"})
    assert "La correspondance a changé" in again.text
    assert stored(instance) == []
    member.post(ADDRESS, data={**fields_of(again), "confirm": "1"})
    assert len(stored(instance)) == 4


def test_a_column_is_corrected_or_left_on_the_page(
    member: FlaskClient, campaign: Campaign, instance: Instance
) -> None:
    fields = fields_of(chosen(member, "qui;A3\nmaman;1\npapa;2\n"))
    assert fields["column-A1"] == ""
    again = fields_of(member.post(ADDRESS, data={**fields, "column-A1": "qui", "column-A3": ""}))
    member.post(ADDRESS, data={**again, "confirm": "1"})
    assert sorted(map(str, stored(instance))) == ["{'A1': 'maman'}", "{'A1': 'papa'}"]


def test_the_browser_and_the_command_store_the_same(
    member: FlaskClient, campaign: Campaign, instance: Instance
) -> None:
    rows, form = (EXAMPLE / "reponses.csv").read_bytes(), (EXAMPLE / "formulaire.xlsx").read_bytes()
    looked = chosen(member, rows, "reponses.csv", form)
    assert "120 lignes, 113 à ajouter, 7 écartées, voici pourquoi" in plain(looked.text)
    table = read_results(EXAMPLE / "reponses.csv")
    draft = draft_for(instance, campaign, table, read_form(Path("f.xlsx"), form))
    tried = import_results(instance, campaign, table, draft.mapping, dry_run=True)
    member.post(ADDRESS, data={**fields_of(looked), "confirm": "1"})
    again = import_results(instance, campaign, table, draft.mapping, dry_run=True)
    assert tried.added == again.same == len(stored(instance))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_words__error(
    member: FlaskClient, campaign: Campaign, instance: Instance, name: str
) -> None:
    for answer in (chosen(member, BOMBS[name], "b.xlsx"), chosen(member, form=BOMBS[name])):
        assert answer.status_code in (200, 422)
        check_page(answer)
    assert stored(instance) == []


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "vide.csv", "le fichier est vide"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "a.xls", "protégé par un mot de passe"),
        (b"PK\x03\x04abc", "a.xlsx", "pas un classeur .xlsx lisible"),
        (b"A1;A1\nx;y\n", "a.csv", "est écrit 2 fois"),
        (b"hello", "a.pdf", "n’est pas un format lu"),
        (b"A1\n" + b"maman\n" * 5_001, "a.csv", "plus de 5000 lignes"),
        (b"A1\n" + b"x" * 100_001, "a.csv", "trop grand pour cette page"),
    ],
)
def test_a_file_that_is_none_of_ours__error(
    member: FlaskClient,
    campaign: Campaign,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    name: str,
    words: str,
) -> None:
    monkeypatch.setattr(import_desk, "LARGEST", 100_000)
    answer = chosen(member, content, name)
    assert answer.status_code == 422
    assert words in plain(answer.text)
    check_page(answer)


@pytest.mark.parametrize("carried", ["", "x", "eJwDAAAAAAE=", "😀"])
def test_a_page_that_no_longer_holds_the_file__error(
    member: FlaskClient, campaign: Campaign, carried: str
) -> None:
    answer = member.post(ADDRESS, data={"carried": carried})
    assert answer.status_code == 422
    assert "choisissez-le de nouveau" in plain(answer.text)


def test_the_file_is_kept_nowhere(
    member: FlaskClient, campaign: Campaign, instance: Instance, tmp_path: Path, app: Flask
) -> None:
    word = "mot-que-rien-ne-garde"
    fields = fields_of(chosen(member, f"A1;remarque\nmaman;{word}\n", f"{word}.csv"))
    member.post(ADDRESS, data={**fields, "confirm": "1"})
    assert len(stored(instance)) == 1
    for path in app.config["DIAGNOSIS_FOLDER"].rglob("*"):
        assert not path.is_file() or word.encode() not in path.read_bytes()


def test_the_page_speaks_english(member: FlaskClient, campaign: Campaign) -> None:
    member.get("/staff/?lang=en")
    looked = chosen(member)
    assert "What would come in" in looked.text
    assert "4 rows, 3 to add, 1 left out, here is why" in looked.text
    # The sentences of the library stay French, and say so.
    assert '<span lang="fr">' in looked.text


def test_only_who_manages_a_campaign_may(client: FlaskClient, campaign: Campaign) -> None:
    assert client.get(ADDRESS).status_code == 302
    assert chosen(client).status_code in (302, 401, 403)
