"""The rules: what a family sent -> what is kept, or one kind message per question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.config import SHIPPED
from diagnosis.questionnaire import Choice, Question, Questionnaire, Rules, load_library

QUESTIONNAIRE = load_library(SHIPPED / "questionnaires", {"fr": "Français"}).questionnaires[
    "clos-saint-lazare"
]
RULES = Rules(QUESTIONNAIRE)


def small(*questions: Question) -> Rules:
    return Rules(
        Questionnaire(
            name="q", version="1", title="t", welcome=[{"label": "b"}], questions=questions
        )
    )


def test_blank_and_unknown_fields_leave_no_answer():
    checked = RULES.check({"A1": "", "A2": [], "B1": [""], "E2": "  ", "zz": "x"})
    assert checked.answers == {}
    assert checked.errors == {}


def test_irrelevant_answers_are_dropped():
    raw = {
        "A3": "0",
        "A4": ["famille"],
        "C1": "y_va",
        "C2": ["pesee"],
        "C3": ["loin"],
        "B2": "moral",
    }
    checked = RULES.check(raw)
    assert checked.answers == {"A3": "0", "C1": "y_va", "C2": ["pesee"]}


def test_priority_must_be_one_of_the_needs_chosen():
    checked = RULES.check({"B1": ["sommeil", "moral"], "B2": "droits"})
    assert list(checked.errors) == ["B2"]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("A1", "forged"),
        ("A1", ["maman", "papa"]),
        ("A1", {"a": 1}),
        ("A1", True),
        ("A2", ["a1", "forged"]),
        ("A2", [["a1"]]),
        ("A2", [{"a": 1}]),
        ("A4", ["famille", "personne"]),
        ("B1", ["sommeil", "moral", "liens", "couple", "limites", "garde"]),
        ("E2", "x" * 301),
    ],
)
def test_refused__error(name, raw):
    checked = RULES.check({name: raw})
    assert list(checked.errors) == [name]
    assert name not in checked.answers


def test_five_needs__ok():
    needs = ["sommeil", "moral", "liens", "couple", "limites"]
    assert RULES.check({"B1": needs}).answers == {"B1": needs}


def test_ticked_twice_counts_once():
    assert RULES.check({"A2": ["a1", "a1"]}).answers == {"A2": ["a1"]}


def test_number_as_json_number__ok():
    assert RULES.check({"A3": 2}).answers == {"A3": "2"}


def test_text_is_kept_whole_but_for_what_no_store_can_hold():
    assert RULES.check({"E2": "a\r\nb\0 \ud800é😀"}).answers == {"E2": "a\nb é😀"}


def test_required_and_constraint():
    rules = small(
        Question(
            name="age",
            type="integer",
            label="x",
            required=True,
            constraint=". > 17",
            constraint_message="Dix-huit ans ou plus.",
        ),
        Question(name="why", type="text", label="x", relevant="${age} > 20"),
    )
    assert list(rules.check({}).errors) == ["age"]
    assert rules.check({"age": "12"}).errors["age"].text == "Dix-huit ans ou plus."
    assert list(rules.check({"age": "douze"}).errors) == ["age"]
    assert list(rules.check({"age": "9" * 30}).errors) == ["age"]
    assert rules.check({"age": " 19 ", "why": "x"}).answers == {"age": 19}
    assert rules.check({"age": 21, "why": "x"}).answers == {"age": 21, "why": "x"}


def test_shown_keeps_only_what_exists():
    raw = {
        "B1": ["sommeil", "moral"],
        "E1": ["forged", "coleres"],
        "A1": "maman",
        "A2": ["a1", "a1"],
    }
    assert RULES.shown(raw) == {"B1": ["sommeil", "moral"], "E1": ["coleres"]}
    assert RULES.shown([1]) == {}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = st.sampled_from([q.name for q in QUESTIONNAIRE.questions])


@given(st.dictionaries(NAMES, ANYTHING))
def test_whatever_is_sent_is_kept_clean_or_refused(raw):
    checked = RULES.check(raw)
    assert not set(checked.answers) & set(checked.errors)
    again = RULES.check(checked.answers)
    assert again.answers == checked.answers
    assert not again.errors


def test_rank_takes_choices_in_order():
    rules = small(
        Question(name="r", type="rank", label="x", choices=[Choice(name=n, label=n) for n in "abc"])
    )
    assert rules.check({"r": ["c", "a"]}).answers == {"r": ["c", "a"]}
