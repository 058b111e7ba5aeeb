"""What we write, pyxform accepts, and we read as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from diagnosis.cli import main
from diagnosis.model import ProblemsError
from diagnosis.questionnaire import Choice, Question, Questionnaire, Sentence
from diagnosis.xlsform import read_xlsform, write_xlsform
from tests.conftest import WRITTEN
from tests.xlsform.workbooks import book, languages, library, read

SHIPPED = [(site.name, name) for site in library().sites for name in library().definitions]


def again(asked: Questionnaire) -> Questionnaire:
    content = write_xlsform(asked, languages())
    return read_xlsform(Path("q.xlsx"), languages(), book(), content).questionnaire


@pytest.mark.parametrize(("site", "name"), SHIPPED)
def test_a_shipped_questionnaire_comes_back_as_it_was__ok(site: str, name: str) -> None:
    asked = library().at(site).questionnaires[name]
    content = write_xlsform(asked, languages())
    imported = read_xlsform(Path("q.xlsx"), languages(), book(), content)
    assert imported.questionnaire == asked
    assert imported.left_out == []
    assert imported.languages == WRITTEN


@pytest.mark.parametrize("name", library().definitions)
def test_pyxform_accepts_every_shipped_questionnaire__ok(name: str) -> None:
    warnings: list[str] = []
    asked = library().questionnaires[name]
    form = convert(write_xlsform(asked, languages()), warnings=warnings, file_type=".xlsx").xform
    assert warnings == []
    for tag in WRITTEN:
        assert f"({tag.partition('-')[0]})" in form
    for question in asked.questions:
        assert f'nodeset="/data/{question.name}"' in form
        assert languages().catalogue("ta").gettext(question.label) in form


def test_its_own_translations_come_back__ok() -> None:
    asked = library().questionnaires["express"]
    own = {"en": {asked.title: "Your word", asked.questions[0].label: "Who are you?"}}
    said = asked.model_copy(update={"translations": own})
    assert again(said) == said


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
TEXTS = st.text("abc éàç?’«»&<\"'=+", min_size=1, max_size=12).map(
    lambda text: f"a{text.strip()}b".replace("<", "< ")
)


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    names = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    return Questionnaire(
        name="drawn",
        version="1",
        title=draw(TEXTS),
        welcome=(Sentence(label=draw(TEXTS)),),
        questions=tuple(_question(draw, name, names[:at]) for at, name in enumerate(names)),
    )


def _question(draw: st.DrawFn, name: str, earlier: list[str]) -> Question:
    kind = draw(
        st.sampled_from(["select_one", "select_multiple", "rank", "scale", "integer", "text"])
    )
    listed = kind not in ("integer", "text")
    several = kind in ("select_multiple", "rank")
    tags = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)) if listed else []
    read = draw(st.sampled_from(earlier)) if earlier else ""
    return Question(
        name=name,
        type=kind,
        label=draw(TEXTS),
        hint=draw(st.just("") | TEXTS),
        role=draw(st.sampled_from(["need", "profile", "ignore"])),
        required=draw(st.booleans()),
        relevant=f"selected(${{{read}}}, 'x') or ${{{read}}} = 1" if read else None,
        constraint=draw(st.none() | st.just(". != 'x' or . = 2")),
        max_selected=draw(st.none() | st.integers(1, 4)) if several else None,
        max_length=draw(st.integers(1, 2000)) if kind == "text" else 300,
        default=draw(st.sampled_from(["", *tags])) if listed else "",
        choices=tuple(
            Choice(
                name=tag,
                label=draw(TEXTS),
                picture=draw(st.sampled_from(["", "maman", "papa"])),
                exclusive=several and draw(st.booleans()),
                discreet=draw(st.booleans()),
            )
            for tag in tags
        ),
        order=draw(st.sampled_from(["given", "random"])) if listed else "given",
    )


@settings(max_examples=40)
@given(questionnaires())
def test_any_questionnaire_comes_back_as_it_was__ok(asked: Questionnaire) -> None:
    assert again(asked) == asked


def test_a_name_that_xml_cannot_bear__is_told() -> None:
    asked = library().questionnaires["express"]
    question = asked.questions[0].model_copy(update={"name": "1a"})
    with pytest.raises(ProblemsError, match="commence par un chiffre"):
        write_xlsform(asked.model_copy(update={"questions": (question,)}), languages())


def test_the_command_writes_and_reads__ok(tmp_path: Path) -> None:
    run = CliRunner().invoke
    out, back = tmp_path / "express.xlsx", tmp_path / "express.yaml"
    assert run(main, ["questionnaire", "export", "express", str(out)]).exit_code == 0
    done = run(main, ["questionnaire", "import", str(out), str(back)])
    assert done.exit_code == 0
    assert "express (version 2) : 6 questions" in done.output
    assert back.read_text("utf-8").startswith("name: express")
    unknown = run(main, ["questionnaire", "export", "autre", str(out)])
    assert (unknown.exit_code, "express" in unknown.output) == (1, True)


def test_the_command_tells_what_is_left_out__ok(tmp_path: Path) -> None:
    from tests.xlsform.workbooks import workbook

    form = tmp_path / "enquete.xlsx"
    form.write_bytes(workbook("| type | name | label |\n| text | a | A |\n| geopoint | b | B |"))
    done = CliRunner().invoke(main, ["questionnaire", "import", str(form)])
    assert done.exit_code == 0
    assert "feuille survey, ligne 3" in done.stderr
    assert "1 questions" in done.output


def test_what_a_form_reads_stays_in_a_yaml_file__ok() -> None:
    imported = read("| type | name | label |\n| text | a | A |")
    assert again(imported.questionnaire) == imported.questionnaire
