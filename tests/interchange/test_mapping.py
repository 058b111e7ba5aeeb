"""The mapping file: every problem at once, before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from diagnosis.interchange import read_mapping
from diagnosis.model import ProblemsError

FILE = "_uuid,Q1,ages/a1,ages/a2,combien,lang,jour\n,1,1,0,2,தமிழ்,21/09/2026\n"
MAPPING = """
questions:
  A1: {column: Q1, choices: {1: maman, 2: papa, "99": }}
  A2: ages
  A3: combien
columns: {language: lang, week: jour}
constants: {channel: street, assisted: true}
"""


def refused(desk, content, mapping):
    with pytest.raises(ProblemsError) as raised:
        desk.imports(content, mapping)
    assert desk.stored() == []
    return raised.value.problems


def test_mapping__ok(desk):
    report = desk.imports(FILE, MAPPING)
    (response,) = desk.stored()
    assert response.answers == {"A1": "maman", "A2": ["a1"], "A3": 2}
    assert (response.language, response.channel, response.assisted) == ("ta", "street", True)
    assert response.week == "2026-W39"
    assert report.absent == ("B1", "E2")
    assert report.assumed == ()
    assert "Questions sans colonne\u00a0: B1, E2." in report.sentence


def test_value_that_is_no_answer__ok(desk):
    desk.imports(FILE.replace(",1,1,0", ",99,1,0"), MAPPING)
    assert desk.answers() == [{"A2": ["a1"], "A3": 2}]


def test_absent_columns_and_unknown_names_at_once__error(desk):
    problems = refused(
        desk,
        "Q1,age\nmaman,1 an\n",
        """
        questions:
          A1: {column: Q1, choices: {m: mama}}
          A2: ages
          A9: Q1
        columns: {week: jour}
        constants: {channel: papier, language: de}
        """,
    )
    told = "\n".join(map(str, problems)).replace("\u00a0", " ")
    assert "question « A1 » : « mama » n’est pas un choix" in told
    assert "vouliez-vous « maman »" in told
    assert "la colonne « ages » n’est pas dans kobo.csv → vouliez-vous « age »" in told
    assert "question « A9 »" in told
    assert "la colonne « jour »" in told
    assert "n’a pas « papier »" in told
    assert "n’a pas « de »" in told
    assert len(problems) == 6


def test_one_column_for_two_questions__error(desk):
    (problem,) = refused(desk, "Q1\nmaman\n", "questions: {A1: Q1, E2: Q1}")
    assert problem.code == "shared-column"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("questions:\n  A1: {colum: Q1}", "extra-forbidden", 2),
        ("labels: both", "literal-error", 1),
        ("questions:\n  A1:\n    choices: {no: maman}", "value-error", 3),
        ("questions:\n  A1: [Q1]", "model-type", 2),
        ("questions: {A1", "yaml", 1),
        ("", "empty", 1),
    ],
)
def test_wrong_mapping__error(desk, text, code, line):
    with pytest.raises(ProblemsError) as raised:
        read_mapping(desk.file(text, "mapping.yaml"))
    (problem,) = raised.value.problems
    assert problem.code == code
    assert problem.place == f"mapping.yaml, ligne {line}"


def test_column_missing_without_mapping__error(desk):
    with pytest.raises(ProblemsError) as raised:
        desk.imports("A1,A2,A 3,B1,E2\nmaman,a1,2,moral,\n")
    (problem,) = raised.value.problems
    assert "«\u00a0A3\u00a0»" in problem.cause
    assert "vouliez-vous «\u00a0A 3\u00a0»" in problem.remedy


def test_question_said_absent__ok(desk):
    assert desk.imports("A1,A2,B1,E2\nmaman,a1,moral,\n", "absent: [A3]").added == 1


def test_two_columns_for_one_question__error(desk):
    with pytest.raises(ProblemsError) as raised:
        desk.imports("x/A1,y/A1\nmaman,papa\n", "questions: {A2: }")
    assert {problem.code for problem in raised.value.problems} == {
        "ambiguous-column",
        "missing-column",
    }


def test_example_of_the_guide__ok(desk):
    guide = (Path(__file__).parents[2] / "docs" / "importer.md").read_text("utf-8")
    example = guide.split("```yaml\n")[1].split("```")[0]
    mapping = read_mapping(desk.file(example, "mapping.yaml"))
    assert mapping.questions["A1"].choices["99"] is None
    assert mapping.questions["A2"].column == "ages"
    assert mapping.constants.assisted is True
