"""Names with accents, spaces or other scripts: written again everywhere, or refused."""

from __future__ import annotations

from diagnosis.interchange.wording import vocabulary
from diagnosis.questionnaire import Rules
from tests.xlsform.workbooks import codes, read, refused

SURVEY = """
| type | name | label | relevant | choice_filter | default |
| select_one ville | où | Où | | | Très loin |
| select_multiple quartier | quartier | Quel coin | | ville = ${où} | |
| text | pourquoi | Pourquoi | selected(${quartier}, ‘Île verte’) and ${où} != "Près" | | |
| select_one langue | langue | Langue | | | |
"""
CHOICES = """
| list_name | name | label | ville |
| ville | Très loin | Très loin | |
| ville | Près | Près | |
| quartier | Île verte | L’île | Très loin |
| quartier | ile_verte | L’autre île | Près |
| quartier | gare | La gare | Près |
| langue | العربية | arabe | |
| langue | தமிழ் | tamoul | |
"""


def test_names_are_written_again_on_every_sheet__ok() -> None:
    imported = read(SURVEY, CHOICES)
    where, area, why, language = imported.questionnaire.questions
    assert [q.name for q in imported.questionnaire.questions] == [
        "ou",
        "quartier",
        "pourquoi",
        "langue",
    ]
    assert [choice.name for choice in where.choices] == ["tres_loin", "pres"]
    assert [choice.name for choice in area.choices] == ["ile_verte_2", "ile_verte", "gare"]
    assert [choice.name for choice in language.choices] == ["choix", "choix_2"]
    assert where.default == "tres_loin"
    assert why.relevant == "selected(${quartier}, 'ile_verte_2') and ${ou} != 'pres'"
    told = imported.left_out
    assert codes(told) == ["renamed", "renamed"]
    assert "« Très loin » s’appelle ici « tres_loin »" in told[1].cause.replace("\u00a0", " ")
    assert "lignes 2, 3, 4, 7, 8" in told[1].place


def test_filters_and_conditions_ask_what_they_asked__ok() -> None:
    rules = Rules(read(SURVEY, CHOICES).questionnaire)
    far = {"ou": "tres_loin", "quartier": ["ile_verte_2"], "pourquoi": "parce que"}
    assert rules.check(far).answers == far
    near = {"ou": "pres", "quartier": ["gare"]}
    assert rules.check({**near, "pourquoi": "x"}).answers == near
    assert "quartier" in rules.check({**far, "ou": "pres"}).errors


def test_a_name_compared_with_what_families_write__is_refused_not_renamed() -> None:
    survey = """
| type | name | label | relevant |
| text | mot | Un mot | |
| select_one l | a | A | |
| text | b | B | ${mot} = 'très bien' |
"""
    problems = refused(
        survey, "| list_name | name | label |\n| l | très bien | Bien |\n| l | x | X |"
    )
    assert codes(problems) == ["bad-name"]


def test_answers_of_the_other_tool_bear_the_names_of_before__ok() -> None:
    where = read(SURVEY, CHOICES).questionnaire.questions[0]
    known = vocabulary(where, [], {}, "names")
    assert known.name("Très loin") == "tres_loin"
    assert known.name("tres_loin") == "tres_loin"
    assert not known.knows("Très loin ?")
    assert not known.knows("Loin")
