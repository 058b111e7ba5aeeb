"""A table that another tool asked becomes a questionnaire, a campaign, and its diagnosis."""

from __future__ import annotations

import io
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import analysis
from diagnosis.instance import Instance
from diagnosis.interchange import roles_of
from diagnosis.planners import publish
from diagnosis.questionnaire import Choice, Question
from tests.pages import check_page
from tests.staff.test_imports import EXAMPLE, chosen, fields_of, plain

BACK = "/staff/questionnaires"
TABLE = "De quoi avez-vous besoin ?;Votre quartier ?;Combien d’enfants ?;Téléphone\n" + "".join(
    f"{need};{place};{n % 4};06 00 00 00 {n:02}\n"
    for n, (need, place) in enumerate(
        [("Le sommeil, les pleurs", "Nord"), ("Les papiers", "Sud")] * 20
    )
)


def draft(member: FlaskClient, content: bytes, name: str, form: bytes = b"") -> TestResponse:
    data: dict[str, object] = {"answers": (io.BytesIO(content), name)}
    if form:
        data["xlsform"] = (io.BytesIO(form), "formulaire.xlsx")
    return member.post(f"{BACK}/table", data=data, content_type="multipart/form-data")


def opened(member: FlaskClient, questionnaire: str) -> str:
    """The address of a campaign that asks it."""
    sent = {
        "name": "ailleurs", "title": "Enquête d’ailleurs", "site": "stains", "languages": ["fr"],
        "channels": ["paper"], "opens": "2026-01-01", "closes": "", "grace_days": "14",
        "questionnaire": questionnaire,
    }  # fmt: skip
    assert member.post("/staff/campaigns/new", data=sent).status_code == 302
    return "/staff/campaigns/ailleurs/import"


def taken_in(
    member: FlaskClient, address: str, content: bytes, name: str, form: bytes = b""
) -> str:
    looked = chosen(member, content, name, form, address)
    member.post(address, data={**fields_of(looked), "confirm": "1"})
    return plain(looked.text)


def test_a_kobo_export_with_its_form_becomes_a_campaign__ok(member, instance: Instance) -> None:
    rows, form = (EXAMPLE / "reponses.csv").read_bytes(), (EXAMPLE / "formulaire.xlsx").read_bytes()
    answer = draft(member, rows, "reponses.csv", form)
    assert answer.location == f"{BACK}/reponses"
    page = member.get(answer.location)
    check_page(page)
    asked = instance.questionnaires_at("")["reponses"]
    assert {q.role for q in asked.questions} >= {"need", "profile", "sector"}
    address = opened(member, "reponses")
    told = taken_in(member, address, rows, "reponses.csv", form)
    assert "120 lignes, 115 à ajouter, 5 écartées, voici pourquoi" in told
    assert instance.store.count_responses("ailleurs") == 115


def test_a_table_alone_says_what_it_asks_and_what_is_left__ok(member, instance: Instance) -> None:
    answer = draft(member, TABLE.encode(), "Enquête été.csv")
    page = plain(member.get(answer.location).text)
    need, place, children = instance.questionnaires_at("")["enquete_ete"].questions
    assert (need.role, place.role, children.role) == ("need", "sector", "profile")
    assert [choice.label for choice in need.choices] == ["Le sommeil, les pleurs", "Les papiers"]
    assert "colonne « Téléphone »" in page
    told = taken_in(member, opened(member, "enquete_ete"), TABLE.encode(), "Enquête été.csv")
    assert "40 lignes, 40 à ajouter" in told
    answers = [r.answers for r in instance.store.responses("ailleurs")]
    assert sum(one[need.name] == need.choices[0].name for one in answers) == 20
    assert not any("06 00" in str(one) for one in answers)


@pytest.mark.parametrize(
    "type_", ["select_one", "select_multiple", "rank", "scale", "integer", "text"]
)
@pytest.mark.parametrize("ordered", [False, True])
def test_every_role_that_is_offered_fits_the_analysis__ok(type_, ordered) -> None:
    choices = (Choice(name="a", label="A"),) if type_ not in ("integer", "text") else ()
    question = Question(name="q", type=type_, label="Q", ordered=ordered, choices=choices)
    for role in roles_of(question):
        assert analysis.Variable("q", type_, role, ordered=ordered).problems() == []


def test_a_table_without_needs_has_pages_that_say_so__ok(member, instance: Instance) -> None:
    table = "Goût;Couleur\n" + "".join(f"{n % 2};{'abc'[n % 3]}\n" for n in range(60))
    draft(member, table.encode(), "t.csv")
    taken_in(member, opened(member, "t"), table.encode(), "t.csv")
    publish(member.application, instance, instance.store.campaign("ailleurs"))
    first = member.get("/planning/ailleurs")
    check_page(first)
    linked = set(re.findall(r'href="(/planning/ailleurs/[^".#?]+)"', first.text))
    assert len(linked) > 5
    for address in linked:
        page = member.get(address)
        assert page.status_code == 200, address
        check_page(page)


def test_roles_are_confirmed_on_the_page__kept_where_they_fit(member, instance: Instance) -> None:
    draft(member, TABLE.encode(), "t.csv")
    need, place, children = instance.questionnaires_at("")["t"].questions
    sent = {
        f"role-{need.name}": "barrier",
        f"role-{place.name}": "ignore",
        f"role-{children.name}": "need",
        "role-unknown": "need",
    }
    assert member.post(f"{BACK}/t/roles", data=sent).location == f"{BACK}/t"
    assert [q.role for q in instance.questionnaires_at("")["t"].questions] == [
        "barrier", "ignore", children.role,
    ]  # fmt: skip
    assert member.post(f"{BACK}/express/roles", data=sent).status_code == 404


def test_another_table_of_the_same_name_takes_no_place__ok(member, instance: Instance) -> None:
    for name in ("express.csv", "t.csv", "t.csv", "العمر.csv"):
        assert draft(member, TABLE.encode(), name).status_code == 302
    assert {"express_2", "t", "t_2", "tableau"} <= set(instance.questionnaires_at(""))


def test_a_file_that_asks_nothing__is_told_on_the_page(member, instance: Instance) -> None:
    for content, name in (
        (b"", "t.csv"),
        (b"id;uuid\n1;2\n", "t.csv"),
        (b"\xd0\xcf\x11\xe0", "t.xlsx"),
    ):
        answer = draft(member, content, name)
        assert answer.status_code == 422
        check_page(answer)
        assert 'id="faults"' in answer.text
    assert draft(member, TABLE.encode(), "t.csv", b"not a form").status_code == 422
    assert member.post(f"{BACK}/table").status_code == 422
    assert instance.store.get("xlsforms") is None
