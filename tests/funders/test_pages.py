"""The pages: who may, what they show, what two people write at once, a template that comes back."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from docx import Document
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.accounts import COORDINATOR, passwords
from diagnosis.config import Settings
from diagnosis.funders.objectives import notes_of
from diagnosis.funders.templates import template_of
from diagnosis.storage import Entry
from tests.conftest import application_of, pages_of
from tests.entering import enter_as
from tests.funders.conftest import YEAR, Year
from tests.funders.test_templates import paper
from tests.pages import check_page, text

ADDRESS = "/staff/dossier"
TREE = f"{ADDRESS}/{YEAR}/stains"
Enter = Callable[..., FlaskClient]


@pytest.fixture
def enter(noted: Year, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Enter]:
    """A browser of a new member, with a role somewhere."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    application = application_of(Settings(data=tmp_path), noted.instance)

    def browser(role: str, *campaigns: str, **where: list[str]) -> FlaskClient:
        fresh, store = application.test_client(), noted.instance.store
        return enter_as(fresh, store, uuid4().hex[:12], role, *campaigns, **where)

    yield browser
    for kept in (f"dossier:{YEAR}:stains", "template:note"):
        noted.instance.store.remove(kept)


def journal(noted: Year) -> list[Entry]:
    return list(noted.instance.store.entries())


@pytest.mark.parametrize("role", ["facilitator", "planner", "translator"])
def test_only_coordination_hands_in__error(enter: Enter, role: str):
    client = enter(role)
    for address in (ADDRESS, f"{ADDRESS}/xlsx", TREE, f"{ADDRESS}/templates"):
        assert client.get(address).status_code == 403
    assert client.post(f"{ADDRESS}/templates/note/ours").status_code == 403
    assert "/staff/dossier" not in client.get("/staff/", follow_redirects=True).text


def test_a_site_sees_its_own__ok(enter: Enter):
    client = enter(COORDINATOR, sites=["la-courneuve"])
    shown = text_of(pages_of(client)(f"{ADDRESS}?year={YEAR}"))
    assert "La Courneuve" in shown
    assert "Stains" not in shown
    assert client.get(f"{ADDRESS}?site=stains").status_code == 404
    assert client.get(TREE).status_code == 404
    # A template is the whole instance's.
    assert client.post(f"{ADDRESS}/templates/note/ours").status_code == 403


def test_a_campaign_sees_its_own__ok(enter: Enter):
    client = enter(COORDINATOR, "essai")
    assert "La Courneuve" not in text_of(client.get(ADDRESS))


def text_of(answer: TestResponse) -> str:
    return text(check_page(answer)).replace("\u202f", " ")


def test_the_page_says_what_is_in_and_what_lacks__ok(enter: Enter):
    client = enter(COORDINATOR)
    shown = text_of(client.get(ADDRESS))
    for said in (
        "Données fictives", "3 séances tenues sur 5 prévues", "jamais comptés ici",
        "1 atelier passé n’est pas noté", "T4 2026", "Budget réalisé",
    ):  # fmt: skip
        assert said in shown, said
    empty = text_of(client.get(f"{ADDRESS}?year=2019"))
    assert "Aucun atelier n’est noté en 2019" in empty
    assert text_of(client.get(f"{ADDRESS}?year=99999999")).count("2026")


def test_files_are_taken_and_written_down__ok(enter: Enter, noted: Year):
    client = enter(COORDINATOR)
    for kind, name in (
        ("xlsx", "dossier-2026.xlsx"), ("docx", "dossier-2026.docx"),
        ("pptx", "dossier-2026.pptx"), ("note", "note-2026.docx"),
    ):  # fmt: skip
        answer = client.get(f"{ADDRESS}/{kind}?year={YEAR}&site=stains")
        assert answer.status_code == 200
        assert name in answer.headers["Content-Disposition"]
        assert answer.data[:2] == b"PK"
        last = journal(noted)[-1]
        assert (last.what, last.about, last.detail) == ("exported", "stains", name)


def test_the_team_writes_its_objectives__ok(enter: Enter, noted: Year):
    client = enter(COORDINATOR)
    page = pages_of(client)(TREE)
    need = next(one.need for one in noted.dossier().branches if one.told)
    seen = seen_in(page)
    written = {
        "seen": seen, f"objective-{need}": "Dormir mieux", f"target-{need}": "12 séances",
        f"more-{need}": "une\n\ndeux", "adults": "41", "children": "", "how": "cahier",
    }  # fmt: skip
    assert client.post(TREE, data=written).status_code == 302
    kept = notes_of(noted.instance.store, YEAR, "stains")
    assert kept.of(need).more == ("une", "deux")
    assert (kept.apart.adults, kept.apart.children) == (41, None)
    branch = next(one for one in noted.dossier().branches if one.need == need)
    assert (branch.objective, branch.proposed, branch.target) == (
        "Dormir mieux",
        False,
        "12 séances",
    )
    # Somebody who read it before is shown both.
    stale = client.post(TREE, data={**written, f"target-{need}": "20 séances"})
    assert stale.status_code == 409
    assert "12 séances" in text_of(stale)
    assert "20 séances" in stale.text
    assert notes_of(noted.instance.store, YEAR, "stains") == kept


def seen_in(page: TestResponse) -> str:
    return page.text.split('name="seen" type="hidden" value="')[1].split('"')[0]


@pytest.mark.parametrize("wrong", [{"adults": "-3"}, {"adults": "beaucoup"}, {"how": "x" * 301}])
def test_what_cannot_be_is_refused__error(enter: Enter, noted: Year, wrong: dict[str, str]):
    client = enter(COORDINATOR)
    answer = client.post(TREE, data={"seen": seen_in(client.get(TREE)), **wrong})
    assert answer.status_code == 422
    assert "Not a valid" not in text_of(answer)
    assert noted.instance.store.get(f"dossier:{YEAR}:stains") is None


def sent(content: bytes) -> dict[str, tuple[io.BytesIO, str]]:
    return {"file": (io.BytesIO(content), "modele.docx")}


def test_a_template_goes_and_comes_back__ok(enter: Enter, noted: Year):
    client, store = enter(COORDINATOR), noted.instance.store
    taken = client.get(f"{ADDRESS}/templates/note.docx").data
    changed = Document(io.BytesIO(taken))
    changed.paragraphs[0].text = "Notre page de {{ annee }}"
    body = io.BytesIO()
    changed.save(body)
    assert client.post(f"{ADDRESS}/templates/note", data=sent(body.getvalue())).status_code == 302
    made = client.get(f"{ADDRESS}/note?year={YEAR}").data
    assert "Notre page de 2026" in [p.text for p in Document(io.BytesIO(made)).paragraphs]
    refused = client.post(f"{ADDRESS}/templates/note", data=sent(paper("{{ anee }}")))
    assert refused.status_code == 422
    said = text_of(refused)
    for word in ("Celui d’avant reste en place", "« anee »", "paragraphe 1", "« annee »"):
        assert word in said
    assert template_of(store, "note") == body.getvalue()
    assert client.post(f"{ADDRESS}/templates/note").status_code == 422
    assert client.post(f"{ADDRESS}/templates/note/ours").status_code == 302
    assert "Revenir au modèle d’avant" in pages_of(client)(f"{ADDRESS}/templates").text
    assert client.post(f"{ADDRESS}/templates/note/former").status_code == 302
    assert template_of(store, "note") == body.getvalue()


def test_a_template_that_no_longer_fills_is_said__error(enter: Enter, noted: Year):
    client, store = enter(COORDINATOR), noted.instance.store
    client.post(f"{ADDRESS}/templates/note", data=sent(paper("{{ annee }}")))
    store.change("template:note", lambda kept: {**kept, "current": broken(kept["current"])})
    answer = client.get(f"{ADDRESS}/note")
    assert answer.status_code == 422
    assert "« anee »" in text_of(answer)


def broken(template: dict[str, str]) -> dict[str, str]:
    return {**template, "content": base64.b64encode(paper("{{ anee }}")).decode()}
