"""Free texts: masked before they are read, coded by a person, counted from k families on."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis import dataset
from diagnosis.dataset.texts import coded_of
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Coding, Response
from diagnosis.staff.texts import code_of, next_to_read
from tests.pages import check_page
from tests.staff.conftest import give_reason

TEXTS = "/staff/campaigns/stains/texts"
NAME = "Je m’appelle Zelba, mon bébé ne dort pas"
Page = Callable[..., TestResponse]


@pytest.fixture(autouse=True)
def reason(member: FlaskClient, campaign: Campaign) -> None:
    """A member who said why."""
    give_reason(member, campaign.name)


def ids() -> Iterator[str]:
    """Number ids in order, so that a test knows which text comes first."""
    return (str(uuid.UUID(int=(at << 96) + 0x4000_8000_0000_0000_0000)) for at in range(1, 10**6))


def write(instance: Instance, campaign: Campaign, texts: list[str], **changes: Any) -> list[str]:
    """Keep families who wrote, and some who did not."""
    given = ids()
    written = [
        Response(
            next(given), campaign.name, campaign.version, changes.get("language", "fr"), "phone",
            False, "2026-W47", {"B1": ["sommeil"], "E2": text} if text else {"B1": ["moral"]},
        )
        for text in texts
    ]  # fmt: skip
    instance.store.add_responses(written)
    return [response.id for response in written]


def flat(response: TestResponse) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", unescape(response.text))


def test_nothing_written_yet__ok(member: FlaskClient, page: Page, campaign: Campaign) -> None:
    assert "Aucune famille n’a encore écrit" in flat(page(TEXTS))


def test_a_text_is_read_masked_and_nothing_is_ticked_beforehand__ok(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    [id] = write(instance, campaign, [NAME])
    told = flat(page(TEXTS))
    assert "1 texte à lire" in told
    assert f"{TEXTS}/E2/{id}" in told
    shown = page(f"{TEXTS}/E2/{id}")
    for response in (shown, page(TEXTS)):
        assert "Zelba" not in response.text
    assert "[nom]" in shown.text
    assert "Suggérés, à vous de dire" in flat(shown)
    assert "« <bdi>dort</bdi> »" in flat(shown)
    assert "7 fois sur 10" in flat(shown)
    assert "checked" not in shown.text
    assert instance.store.codings("stains") == []


def test_deciding_leads_to_the_next_text_then_to_the_end__ok(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    one, two = write(instance, campaign, ["Il ne dort pas", "Merci"])
    first = member.post(f"{TEXTS}/E2/{one}", data={"codes": ["sommeil", "moral"]})
    assert first.headers["Location"] == f"{TEXTS}/E2/{two}"
    last = member.post(f"{TEXTS}/E2/{two}", data={"nothing": "y"}, follow_redirects=True)
    check_page(last)
    assert "Tous les textes sont lus" in flat(last)
    assert "aucun sujet" in flat(last)
    assert {c.response: c.codes for c in instance.store.codings("stains")} == {
        one: ("sommeil", "moral"),
        two: (),
    }
    again = page(f"{TEXTS}/E2/{one}")
    assert again.text.count("checked") == 2
    member.post(f"{TEXTS}/E2/{one}", data={"codes": ["ecrans"]})
    assert [c.codes for c in instance.store.codings("stains") if c.codes] == [("ecrans",)]


@pytest.mark.parametrize(
    ("sent", "cause"),
    [
        ({}, "Cochez un sujet, ou dites qu’il n’y en a aucun"),
        ({"codes": ["sommeil"], "nothing": "y"}, "gardez l’un des deux"),
        ({"codes": ["jardin"]}, "codes-error"),
    ],
)
def test_no_decision_is_kept_by_mistake__error(
    member: FlaskClient, instance: Instance, campaign: Campaign, sent: Any, cause: str
) -> None:
    [id] = write(instance, campaign, ["Il ne dort pas"])
    response = member.post(f"{TEXTS}/E2/{id}", data=sent)
    assert response.status_code == 422
    check_page(response)
    assert cause in flat(response)
    assert instance.store.codings("stains") == []


@pytest.mark.parametrize("end", ["E2/none", "B1/{id}"])
def test_an_unknown_text__error(
    member: FlaskClient, instance: Instance, campaign: Campaign, end: str
) -> None:
    [id] = write(instance, campaign, ["Bonjour"])
    address = f"{TEXTS}/{end.format(id=id)}"
    assert member.get(address).status_code == 404
    assert member.post(address, data={"nothing": "y"}).status_code == 404


def test_whoever_has_not_entered_reads_nothing__error(
    closed_app: Flask, instance: Instance, campaign: Campaign
) -> None:
    [id] = write(instance, campaign, ["Un secret"])
    client = closed_app.test_client()
    for address in (TEXTS, f"{TEXTS}/E2/{id}"):
        response = client.get(address)
        assert response.status_code == 302
        assert "secret" not in response.text
    assert client.post(f"{TEXTS}/E2/{id}", data={"nothing": "y"}).status_code in (302, 400)
    assert instance.store.codings("stains") == []


def test_a_text_in_arabic_keeps_its_direction__ok(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    [id] = write(instance, campaign, ["طفلي لا ينام"], language="ar")
    assert 'lang="ar" dir="rtl"' in page(f"{TEXTS}/E2/{id}").text


def test_subjects_of_the_team_are_added_used_and_left_out__ok(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    [id] = write(instance, campaign, ["Une piscine"])
    member.post(TEXTS, data={"label": " Une  piscine "})
    assert dataset.settings_of(instance.store, "stains").extra == {
        "equipe_une_piscine": "Une piscine"
    }
    assert "Une piscine" in page(f"{TEXTS}/E2/{id}").text
    member.post(f"{TEXTS}/E2/{id}", data={"codes": ["equipe_une_piscine"]})
    for label in ("une piscine", "", "!!", "x" * 61, "les écrans"):
        response = member.post(TEXTS, data={"label": label})
        assert response.status_code == 422, label
        check_page(response)
    assert member.post(f"{TEXTS}/codes/equipe_une_piscine/remove").status_code == 302
    assert member.post(f"{TEXTS}/codes/equipe_une_piscine/remove").status_code == 404
    assert dataset.settings_of(instance.store, "stains").extra == {}
    page(TEXTS)


def test_decisions_are_counted_and_rounded__ok(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    given = write(instance, campaign, ["Il ne dort pas"] * 20 + ["Trop d’écrans"] * 20 + [""] * 5)
    for at, id in enumerate(given[:40]):
        codes = ("sommeil",) if at < 18 else ("ecrans",) if at < 23 else ()
        codes = ("sommeil", "moral") if not at else codes
        instance.store.save_coding(Coding("stains", id, "E2", codes))
    [variable] = dataset.state_of(instance, campaign).report["verbatims"]["variables"]
    assert abs(variable["read"] - 40) < 5
    cells = {code["name"]: code["cell"] for code in variable["codes"]}
    told = {name: (cell["n"], cell["N"]) for name, cell in cells.items()}
    assert all(n % 5 == base % 5 == 0 for n, base in told.values())
    for name, count in (("sommeil", 18), ("ecrans", 5)):
        assert abs(told[name][0] - count) < 5
        assert abs(told[name][1] - 40) < 5


def test_decisions_that_fit_no_text_are_left_out__ok(
    instance: Instance, campaign: Campaign
) -> None:
    one, two, none = write(instance, campaign, ["Il ne dort pas", "Merci", ""])
    table, known, _ = dataset.tables.answers_of(instance.store, campaign)
    book = dataset.codebook_of(instance.questionnaire(campaign))
    codings = [
        Coding("stains", one, "E2", ("sommeil", "equipe_ancien")),
        Coding("stains", two, "A1", ("sommeil",)),
        Coding("stains", none, "E2", ("sommeil",)),
        Coding("stains", str(uuid.uuid4()), "E2", ("sommeil",)),
    ]
    coded = coded_of(codings, table, known, {}, book)
    assert coded is not None
    [decision] = coded.decisions
    assert decision.row == known.index(one)
    assert decision.codes == {"sommeil"}
    assert coded_of(codings[1:], table, known, {}, book) is None


def test_suggestions_are_measured_on_what_was_decided__ok(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign
) -> None:
    given = write(instance, campaign, ["Il ne dort pas"] * 15 + ["Il dort bien, merci"] * 15)
    for at, id in enumerate(given[:29]):
        codes = ("sommeil",) if at < 15 else ()
        instance.store.save_coding(Coding("stains", id, "E2", codes))
    assert "Trop peu de textes lus" in flat(page(TEXTS))
    instance.store.save_coding(Coding("stains", given[29], "E2"))
    told = flat(page(TEXTS))
    assert "15 sur 30" in told
    # The word is found in every text: in the fifteen, and in as many that staff did not keep.
    assert re.search(r'50 %</td> <td class="n">100 %', told)


def test_suggestions_never_show_a_word_that_is_masked__ok(
    instance: Instance, campaign: Campaign
) -> None:
    write(instance, campaign, [NAME])
    found = dataset.with_suggestions(instance, campaign, dataset.texts_of(instance, campaign))
    assert found[0].suggested
    assert not any("Zelba" in word for item in found[0].suggested for word in item.words)


def test_the_next_text_is_the_one_after__ok() -> None:
    read = [dataset.Text(str(n), "E2", "fr", "…", 0, () if n in (1, 2) else None) for n in range(4)]
    after = [next_to_read(read, text) for text in (None, read[0], read[2], read[3])]
    assert [text.response for text in after if text] == ["0", "3", "3", "0"]
    assert next_to_read(read[1:3], read[1]) is None


@pytest.mark.parametrize(
    ("label", "code"), [("Écoles & crèche", "equipe_ecoles_creche"), ("؟", "")]
)
def test_codes_of_subjects(label: str, code: str) -> None:
    assert code_of(label) == code
