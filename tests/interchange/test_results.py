"""Rows become responses: once, by the questionnaire's rules, the wrong ones set aside."""

from __future__ import annotations

import csv
import io
import uuid
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnosis.config import SHIPPED
from diagnosis.interchange import results
from diagnosis.interchange.dates import Dates
from diagnosis.interchange.wording import fold
from diagnosis.languages import Languages
from diagnosis.questionnaire import Rules, load_library

KOBO = """\
_uuid,start,A1,A2,A2/a1,A2/a2,A2/a6,A3,B1,E2
11111111-1111-4111-8111-111111111111,x,maman,a1 a6,1,0,1,2,moral,une idée
22222222-2222-4222-8222-222222222222,x,papa,,,,,0,,
"""
FOUND = [
    {"A1": "maman", "A2": ["a1", "a6"], "A3": 2, "B1": ["moral"], "E2": "une idée"},
    {"A1": "papa", "A3": 0},
]
PLAIN = "A1,A2,A3,B1,E2\nmaman,a1,1,moral,\nmaman,a1,1,moral,\npapa,,,,\n"


def told(report):
    return [str(problem).replace("\u00a0", " ") for problem in report.problems]


def test_kobo__ok(desk):
    report = desk.imports(KOBO)
    assert (report.added, report.problems, report.ignored) == (2, [], ("start",))
    assert desk.answers() == FOUND
    first = desk.stored()[0]
    assert first.id == "11111111-1111-4111-8111-111111111111"
    assert (first.language, first.channel, first.assisted) == ("fr", "paper", False)
    assert first.week == "2026-W47"


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("A2/a1,A2/a2", "1", "0"),
        ("A2.a1,A2.a2", "true", "false"),
        ("A2[a1],A2[a2]", "Y", "N"),
        ("A2[a1],A2[a2]", "Y", ""),
        ("famille/A2/a1,famille/A2/a2", "TRUE", "FALSE"),
        ("famille-A2/a1,famille-A2/a2", "oui", "non"),
        ("Âge de vos enfants à la maison/1 an,Âge de vos enfants à la maison/2 ans", "1 an", ""),
        ("A2[a1]. Âge [1 an],A2[a2]. Âge [2 ans]", "Oui", "Non"),
    ],
)
def test_split_columns__ok(desk, header, yes, no):
    desk.imports(f"A1,{header}\nmaman,{yes},{no}\npapa,{no or 0},{no}\n", "questions: {A1: A1}")
    assert desk.answers() == [{"A1": "maman", "A2": ["a1"]}, {"A1": "papa"}]


@pytest.mark.parametrize("cell", ["a1 a6", "1 an; 6 ans et plus", "1 AN ;6 ans et plus", "a1;a6"])
def test_several_in_one_column__ok(desk, cell):
    desk.imports(f"A2,E2\n{cell},\n", "questions: {A2: A2}")
    assert desk.answers() == [{"A2": ["a1", "a6"]}]


@pytest.mark.parametrize("separator", ["';'", "', '", "'|'"])
def test_labels_that_hold_the_separator__ok(desk, separator):
    cell = separator.strip("'").join(["la fatigue, le moral", "le sommeil, les pleurs"])
    desk.imports(f'B1\n"{cell}"\n', f"questions: {{B1: }}\nseparator: {separator}")
    assert desk.answers() == [{"B1": ["moral", "sommeil"]}]


def test_headers_and_labels_in_the_languages_of_the_campaign__ok(desk):
    tamil, arabic = (desk.languages.catalogue(tag).gettext for tag in ("ta", "ar"))
    headers = [tamil(question.label) for question in desk.asked.questions]
    row = [tamil("maman"), arabic("1 an"), "1", tamil("la fatigue, le moral"), ""]
    desk.imports(desk.book(headers, row))
    assert desk.answers() == [{"A1": "maman", "A2": ["a1"], "A3": 1, "B1": ["moral"]}]


def test_typographic_spaces_and_apostrophes__ok(desk):
    desk.imports(
        "Combien d'enfants vivent avec vous?,A1\n3.0,PAPA ou  Futur papa\n",
        "absent: []\nquestions: {A3: }",
    )
    assert desk.answers() == [{"A1": "papa", "A3": 3}]


def test_group_prefix__ok(desk):
    desk.imports("famille/A1,famille/A3,fin-E2\nmaman,2,bonjour\n", "questions: {A1: }")
    assert desk.answers() == [{"A1": "maman", "A3": 2, "E2": "bonjour"}]


def test_code_and_label_in_the_header__ok(desk):
    desk.imports("A1. Vous êtes…,A3. Combien d’enfants\nmaman,2\n", "questions: {A1: , A3: }")
    assert desk.answers() == [{"A1": "maman", "A3": 2}]


def test_bad_rows_kept_apart__error(desk):
    report = desk.imports(
        "A1,A2,A3,B1,E2\n"
        "maman,a1,1,moral,\n"
        "mama,a1,deux,moral sommeil papiers,\n"
        f"papa,a1 a9,1,,{'secret ' * 6}\n"
        "papa,a2,2,,\n"
    )
    assert (report.added, report.refused) == (2, 2)
    assert [answers["A1"] for answers in desk.answers()] == ["maman", "papa"]
    first, second, third, fourth, fifth = told(report)
    assert first.startswith("kobo.csv, ligne 3, colonne « A1 » : « mama » n’est pas un choix")
    assert "vouliez-vous « maman »" in first
    assert "ligne 3, colonne « A3 » : question « A3 » : Écrivez un nombre" in second
    assert "« moral sommeil papiers » : Gardez 2 choix, pas plus." in third
    assert fourth.startswith("kobo.csv, ligne 4, colonne « A2 » : « a9 »")
    assert "Lettres en trop : 11." in fifth
    assert "secret" not in fifth


def test_split_columns_that_disagree__error(desk):
    report = desk.imports(KOBO.replace("a1 a6,1,0,1", "a1 a6,1,1,0"))
    (problem,) = told(report)
    assert "ligne 2, colonne « A2 »" in problem
    assert "ne disent pas la même chose" in problem
    assert report.added == 1


def test_unknown_split_choice__error(desk):
    report = desk.imports("A2/a1,A2/a7\n1,0\n0,1\n1,peut-être\n", "questions: {A2: }")
    assert report.added == 1
    (problem,) = told(report)
    assert "« a7 » n’est pas un choix" in problem
    assert "lignes 3, 4" in problem


def test_unknown_split_value__error(desk):
    report = desk.imports("A2/a1,A2/a2\n1,peut-être\n", "questions: {A2: }")
    assert "« peut-être » ne dit ni oui ni non" in told(report)[0]


def test_language_channel_assisted_week__error(desk):
    report = desk.imports(
        "A1,language,channel,assisted,jour\nmaman,de,mail,bof,demain\nmaman,,,,2026-12-24\n",
        "questions: {A1: }\ncolumns: {week: jour}",
    )
    assert len(report.problems) == 5
    assert report.added == 0


@pytest.mark.parametrize("content", [KOBO, PLAIN])
def test_twice__ok(desk, content):
    first, second = desk.imports(content), desk.imports(content)
    assert first.added == len(desk.stored())
    assert (second.added, second.same, second.conflicts) == (0, first.added, 0)


def test_rows_alike_are_as_many_families__ok(desk):
    assert desk.imports(PLAIN).added == 3


def test_same_rows_from_another_file_in_another_order__ok(desk):
    desk.imports(PLAIN)
    lines = [line.split(",") for line in PLAIN.splitlines()]
    report = desk.imports(desk.book(lines[0], *reversed(lines[1:])))
    assert (report.added, report.same) == (0, 3)


@pytest.mark.parametrize("header", ["_uuid", "meta/instanceID", "id", "KEY"])
def test_own_uuid__ok(desk, header):
    own = uuid.uuid4()
    desk.imports(f"{header},A1\nuuid:{str(own).upper()},maman\n", "questions: {A1: }")
    assert [response.id for response in desk.stored()] == [str(own)]


def test_number_as_id_tells_rows_apart__ok(desk):
    desk.imports("id,A1\n1,maman\n", "questions: {A1: }")
    assert desk.imports("id,A1\n2,maman\n", "questions: {A1: }").added == 1


def test_same_id_other_answers__error(desk):
    desk.imports(KOBO)
    report = desk.imports(KOBO.replace(",papa,", ",maman,"))
    assert (report.added, report.same, report.conflicts) == (0, 1, 1)
    assert told(report)[0].startswith("kobo.csv, ligne 3 : une réponse de même identifiant")
    assert desk.answers() == FOUND


def test_same_file_with_another_constant__error(desk):
    desk.imports(PLAIN)
    report = desk.imports(PLAIN, "constants: {channel: street}")
    assert (report.added, report.conflicts) == (0, 3)


def test_dry_run__ok(desk):
    dry = desk.imports(KOBO, dry_run=True)
    assert desk.stored() == []
    wet = desk.imports(KOBO)
    again = desk.imports(KOBO.replace(",papa,", ",maman,"), dry_run=True)
    assert (dry.added, dry.same, dry.conflicts) == (wet.added, wet.same, wet.conflicts) == (2, 0, 0)
    assert (again.added, again.same, again.conflicts) == (0, 1, 1)
    assert "rien n’est écrit" in dry.sentence


def test_fold__ok():
    assert fold("L’Âge\u202f: «\u00a0Où\u00a0»\u2009?") == fold("l'âge: «où»?")


LIBRARY = load_library(
    SHIPPED / "questionnaires", Languages(SHIPPED / "translations").own_names
).questionnaires["clos-saint-lazare"]
RULES = Rules(LIBRARY)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40
)


@st.composite
def family(draw):
    """Answers that a family may give: what the rules keep of anything."""
    raw = {}
    for question in LIBRARY.questions:
        names = [choice.name for choice in question.choices]
        if question.takes_several:
            most = question.max_selected or len(names)
            raw[question.name] = draw(st.lists(st.sampled_from(names), max_size=most, unique=True))
        elif names:
            raw[question.name] = draw(st.sampled_from(["", *names]))
        else:
            raw[question.name] = draw(st.just("") | WORDS)
    return RULES.check(raw).answers


def written(families, shape, separator, translate):
    """Write answers as another tool exports them."""
    headers, cells = [], {}
    for question in LIBRARY.questions:
        labels = {choice.name: translate(choice.label) for choice in question.choices}
        if question.takes_several and shape == "split":
            for name in labels:
                headers.append(f"groupe/{question.name}/{name}")
                cells[headers[-1]] = lambda a, q=question.name, n=name: str(int(n in a.get(q, ())))
            continue
        headers.append(question.name)

        def cell(answers, question=question, labels=labels):
            value = answers.get(question.name, "")
            values = value if isinstance(value, list) else [str(value)]
            shown = [labels.get(v, v) for v in values] if shape == "labels" else values
            return (" " if shape == "names" else "|").join(shown)

        cells[headers[-1]] = cell
    out = io.StringIO()
    table = csv.writer(out, delimiter=separator)
    table.writerow(headers)
    table.writerows([[cells[header](answers) for header in headers] for answers in families])
    return out.getvalue()


def unordered(answers):
    return {k: sorted(v) if isinstance(v, list) else v for k, v in answers.items()}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    families=st.lists(family().filter(bool), min_size=1, max_size=4),
    shape=st.sampled_from(["names", "labels", "split"]),
    separator=st.sampled_from([",", ";", "\t"]),
    tag=st.sampled_from(["fr", "ta", "ar"]),
)
def test_round_trip__ok(desk, families, shape, separator, tag):
    desk.asked, desk.campaign = LIBRARY, _next_campaign(desk.campaign)
    content = written(families, shape, separator, desk.languages.catalogue(tag).gettext)
    report = desk.imports(content)
    assert told(report) == []
    found = sorted(map(str, map(unordered, desk.answers())))
    assert found == sorted(map(str, map(unordered, families)))
    assert desk.imports(content).same == len(families)


def _next_campaign(campaign):
    return replace(campaign, name=f"essai-{uuid.uuid4()}")


def test_assisted_column_and_own_language_name__ok(desk):
    desk.imports("A1,langue,canal,assisted\nmaman,العربية,Kiosk,oui\n", "questions: {A1: }")
    (response,) = desk.stored()
    assert (response.language, response.channel, response.assisted) == ("ar", "kiosk", True)


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("2026-01-01T10:22:33+01:00", "2026-W01"),
        ("1/2/2026", "2026-W05"),
        ("2026-W07", "2026-W07"),
        ("31/31/2026", None),
        ("46000", None),
    ],
)
def test_week__ok(text, week):
    assert Dates().week(text) == week


def test_a_long_file_says_how_far_it_is__ok(desk, monkeypatch):
    monkeypatch.setattr(results, "STEP", 2)
    said = []
    desk.imports(
        f"{KOBO}{KOBO.splitlines()[1].replace('1111-4111', '3333-4111')}\n", step=said.append
    )
    assert said == [2]
