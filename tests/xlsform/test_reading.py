"""What of an XLSForm becomes a question, and what is left out, told where and why."""

from __future__ import annotations

import pytest

from diagnosis.questionnaire import Rules
from tests.xlsform.workbooks import codes, read


def only(survey: str, *tables: str, **changes):
    """The one question of a survey that is taken whole."""
    imported = read(survey, *tables, **changes)
    (question,) = imported.questionnaire.questions
    return question


def test_each_type_of_question__ok() -> None:
    imported = read(
        """
        | type                  | name | label | parameters           | appearance |
        | select_one yes_no     | a    | A     |                      |            |
        | select_multiple yes_no| b    | B     | randomize=true       |            |
        | rank yes_no           | c    | C     |                      |            |
        | range                 | d    | D     | start=1 end=5 step=1 |            |
        | range                 | e    | E     | start=0 end=100      |            |
        | integer               | f    | F     |                      |            |
        | text                  | g    | G     |                      |            |
        | note                  | h    | H     |                      |            |
        | select_one yes_no     | i    | I     |                      | likert     |
        """
    )
    assert imported.left_out == []
    found = {question.name: question for question in imported.questionnaire.questions}
    types = ["select_one", "select_multiple", "rank", "scale", "integer", "integer", "text"]
    assert [question.type for question in found.values()] == [*types, "note", "scale"]
    assert [choice.name for choice in found["d"].choices] == ["1", "2", "3", "4", "5"]
    assert found["e"].constraint == ". >= 0 and . <= 100"
    assert found["b"].order == "random"


def test_groups_give_their_condition_and_their_title__ok() -> None:
    imported = read(
        """
        | type              | name | label     | relevant       |
        | select_one yes_no | a    | A         |                |
        | begin_group       | g    | Le groupe | ${a} = 'yes'   |
        | text              | b    | B         |                |
        | begin group       | h    |           | ${b} != ''     |
        | integer           | c    | C         | ${b} = 'x'     |
        | end group         |      |           |                |
        | end_group         |      |           |                |
        | text              | d    | D         |                |
        """
    )
    asked = imported.questionnaire
    assert [(q.name, q.type) for q in asked.questions][1] == ("g", "note")
    assert asked.question("b").relevant == "${a} = 'yes'"
    assert asked.question("c").relevant == "((${a} = 'yes') and (${b} != '')) and (${b} = 'x')"
    assert asked.question("d").relevant is None


def test_other_is_a_choice_and_a_text__ok() -> None:
    imported = read("| type | name | label |\n| select_one yes_no or_other | a | A |")
    first, other = imported.questionnaire.questions
    assert [choice.name for choice in first.choices] == ["yes", "no", "other"]
    assert (other.name, other.type) == ("a_other", "text")
    rules = Rules(imported.questionnaire)
    assert rules.check({"a": "other", "a_other": "x"}).answers == {"a": "other", "a_other": "x"}
    assert rules.check({"a": "yes", "a_other": "x"}).answers == {"a": "yes"}


def test_constraints_become_limits__ok() -> None:
    alone = "not(selected(., 'no') and count-selected(.) > 1)"
    question = only(
        "| type | name | label | constraint |\n"
        f"| select_multiple yes_no | a | A | count-selected(.) < 2 and {alone} |"
    )
    assert (question.max_selected, question.constraint) == (1, None)
    assert [choice.exclusive for choice in question.choices] == [False, True]
    text = only("| type | name | label | constraint |\n| text | a | A | string-length(.) <= 40 |")
    assert text.max_length == 40


def test_a_cascade_filters_by_names__ok() -> None:
    imported = read(
        """
        | type              | name  | label | choice_filter  |
        | select_one towns  | town  | Ville |                |
        | select_one places | place | Lieu  | town = ${town} |
        """,
        """
        | list_name | name | label | town |
        | towns     | s    | Stains |     |
        | towns     | l    | Les Lilas |  |
        | places    | pmi  | PMI   | s    |
        | places    | parc | Parc  | l    |
        | places    | mairie | Mairie | s  |
        """,
    )
    assert imported.left_out == []
    rules = Rules(imported.questionnaire)
    assert rules.check({"town": "s", "place": "mairie"}).errors == {}
    assert "place" in rules.check({"town": "l", "place": "mairie"}).errors


def test_languages_and_pictures__ok() -> None:
    imported = read(
        """
        | type          | name | label::Français (fr) | label::en | label::Swahili | hint::French |
        | note          | n    | Bonjour              | Hello     | Habari         |              |
        | select_one ab | a    | Qui ?                | Who?      | Nani?          | Un choix.    |
        """,
        """
        | list_name | name | label::Français (fr) | label::English (en) | media::image |
        | ab        | x    | maman               | a mum               | maman.png    |
        | ab        | y    | papa ou futur papa  | a dad               | dad.jpg      |
        """,
    )
    asked = imported.questionnaire
    assert imported.languages == ("fr", "en")
    assert [sentence.label for sentence in asked.welcome] == ["Bonjour"]
    assert asked.translations["en"]["Qui ?"] == "Who?"
    assert [choice.picture for choice in asked.questions[0].choices] == ["maman", ""]
    assert codes(imported.left_out) == ["language", "no-picture"]


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("label::English", "en"),
        ("label::en", "en"),
        ("label:Anglais", "en"),
        ("label :: english (EN)", "en"),
        ("label::العربية", "ar"),
        ("label::Arabic (ar)", "ar"),
        ("label::Chinese (zh)", "zh-Hans"),
        ("label::Português (pt-BR)", "pt"),
        ("label::Kreyol ayisyen", "ht"),
        ("label::tamil", "ta"),
    ],
)
def test_a_language_is_known_by_its_code_or_names__ok(header: str, tag: str) -> None:
    imported = read(f"| type | name | label::Français | {header} |\n| text | a | Un | Autre |")
    assert imported.questionnaire.translations == {tag: {"Un": "Autre"}}


def test_without_french_another_language_stands_for_it__told() -> None:
    imported = read("| type | name | label::English (en) |\n| text | a | One |", "")
    assert codes(imported.left_out) == ["no-french"]
    assert imported.languages == ("en",)


def test_what_people_type_is_read_as_meant__ok() -> None:
    imported = read(
        """
        | Type                   | NAME | Label | relevance |
        | select_one\u00a0yes_no | a    | A     |           |
        | text                   | b    | B     | ${ a }\u00a0=\u00a0‘yes’ |
        """
    )
    assert imported.questionnaire.question("b").relevant == "${a} = 'yes'"


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        ("| geopoint | b | B | | | | |", "type", "geopoint"),
        ("| calculate | b | | | | | |", "type", "calculate"),
        ("| start | b | | | | | |", "never-kept", "ni heure"),
        ("| deviceid | b | | | | | |", "never-kept", "ni appareil"),
        ("| text | b | B | today() > 1 | | | |", "condition", "today()"),
        ("| text | b | B | ${a} + 1 = 2 | | | |", "condition", "« + »"),
        ("| text | b | B | | regex(., 'x') | | |", "constraint", "regex()"),
        ("| text | b | B ${a} | | | | |", "piped", "répète"),
        ("| text | b | **B** | | | | |", "markup", "mise en forme"),
        ("| text | b | B | | | now() | |", "default", "now()"),
        ("| text | b | B | | | | multiline |", "appearance", "multiline"),
        ("| text | b | | | | | |", "no-label", "pas de texte"),
        ("| range | b | B | | | | |", "", ""),
    ],
)
def test_what_has_no_place_is_told_with_its_row(row: str, code: str, words: str) -> None:
    header = "| type | name | label | relevant | constraint | default | appearance |"
    imported = read(f"{header}\n| text | a | A | | | | |\n{row}")
    told = imported.left_out
    assert codes(told) == ([code] if code else [])
    if code:
        assert "feuille survey, ligne 3" in told[0].place
        assert words in told[0].cause.replace("\u00a0", " ")
        assert told[0].remedy


def test_what_reads_a_question_left_out_is_left_out_too__told() -> None:
    imported = read(
        """
        | type      | name | label | relevant | constraint |
        | calculate | a    |       |          |            |
        | text      | b    | B     | ${a} = 1 |            |
        | text      | c    | C     | ${b} = 1 |            |
        | integer   | d    | D     |          | . < ${a}   |
        """
    )
    assert [question.name for question in imported.questionnaire.questions] == ["d"]
    assert imported.questionnaire.questions[0].constraint is None
    assert codes(imported.left_out) == ["type", "condition", "condition", "constraint"]


def test_a_loop_is_left_out_as_a_whole__told() -> None:
    imported = read(
        """
        | type         | name | label |
        | text         | a    | A     |
        | begin_repeat | r    | R     |
        | text         | b    | B     |
        | end_repeat   |      |       |
        """
    )
    assert [question.name for question in imported.questionnaire.questions] == ["a"]
    assert codes(imported.left_out) == ["group"]


def test_columns_settings_and_sheets_that_nothing_reads__told() -> None:
    def more(book) -> None:
        book.create_sheet("external_choices").append(["list_name", "name"])
        book.create_sheet("Notes").append(["à lire"])

    imported = read(
        "| type | name | label | guidance_hint | couleur |\n| text | a | A | G | bleu |",
        "| list_name | name | label | prix |\n| l | x | X | 3 |",
        "| form_title | form_id | version | style |\n| T | mon form | 2026.1 | pages |",
        change=more,
    )
    assert codes(imported.left_out) == ["sheet", "sheet", "column", "column", "column", "setting"]
    asked = imported.questionnaire
    assert (asked.title, asked.name, asked.version) == ("T", "mon_form", "2026.1")


def test_a_form_without_notes_begins_with_what_is_always_true__ok() -> None:
    asked = read("| type | name | label |\n| text | a | A |").questionnaire
    assert [sentence.picture for sentence in asked.welcome] == ["stop", "droits"]
    must = read("| type | name | label | required |\n| text | a | A | yes |").questionnaire
    assert [sentence.picture for sentence in must.welcome] == ["droits"]


def test_a_value_proposed_beforehand__ok() -> None:
    header = "| type | name | label | default |\n"
    assert only(f"{header}| select_one yes_no | a | A | no |").default == "no"
    assert only(f"{header}| integer | a | A | 3 |").default == "3"
    assert only(f"{header}| select_one yes_no | a | A | peut |").default == ""


def test_a_choice_of_several_towns_is_one_choice__ok() -> None:
    survey = """
| type | name | label | choice_filter |
| select_one town | town | Ville | |
| select_one area | area | Quartier | town = ${town} |
"""
    choices = """
| list_name | name | label | town |
| town | a | A | |
| town | b | B | |
| town | c | C | |
| area | gare | La gare | a |
| area | autre | Un autre | a |
| area | autre | Un autre | b |
"""
    imported = read(survey, choices)
    assert imported.left_out == []
    rules = Rules(imported.questionnaire)
    assert [choice.name for choice in imported.questionnaire.questions[1].choices] == [
        "gare",
        "autre",
    ]
    for town, others in {"a": True, "b": True, "c": False}.items():
        assert bool(rules.check({"town": town, "area": "autre"}).errors) is not others
