"""How long a questionnaire takes: counted on its words and touches, said rounded up."""

from __future__ import annotations

from diagnosis.config import SHIPPED
from diagnosis.questionnaire import Choice, Question, Questionnaire, effort_of, load_library

SHIPPED_ONES = load_library(SHIPPED / "questionnaires", {"fr": "Français"}).questionnaires


def asked(type, label, *choices, **more):
    named = tuple(Choice(name=f"c{at}", label=text) for at, text in enumerate(choices))
    return Question(name=more.pop("name", "q"), type=type, label=label, choices=named, **more)


def questionnaire(*questions, pause=""):
    welcome = [{"label": "Trois mots\u202f: bonjour"}]
    return Questionnaire(
        name="q", version="1", title="t", welcome=welcome, questions=questions, pause=pause
    )


def test_screens_touches_and_words_are_counted():
    one = asked("select_one", "Vous êtes…", "oui", "pas du tout", name="a")
    several = asked("select_multiple", "Vos besoins", "un", "deux", role="need", name="b")
    text = asked("text", "Une idée\u202f?", name="c")
    whole = effort_of(questionnaire(one, several, text, pause="a"))
    assert (whole.core.screens, whole.core.touches, whole.core.words) == (3, 3, 3 + 6)
    assert (whole.rest.screens, whole.rest.touches, whole.rest.words) == (2, 4 + 1, 4 + 2)


def test_cards_that_are_drawn_and_needs_offered_again_are_counted_as_shown():
    choices = [f"mot{at}" for at in range(9)]
    drawn = asked("select_multiple", "Q", *choices, draw={"by": "x", "cards": 3, "random": 1})
    again = asked("select_one", "Q", *choices, choice_filter="selected(${x}, name)")
    assert effort_of(questionnaire(drawn)).whole.words == 3 + 1 + 4
    assert effort_of(questionnaire(again)).whole.words == 3 + 1 + 3


def test_the_questionnaires_that_are_shipped_keep_their_promise():
    """What the poster says: two minutes and 16 touches for the core, five minutes for all."""
    long = effort_of(SHIPPED_ONES["clos-saint-lazare"])
    assert long.core.minutes <= 2
    assert long.core.touches <= 16
    assert long.whole.minutes <= 5
    assert effort_of(SHIPPED_ONES["express"]).whole.minutes <= 2


def test_a_questionnaire_without_pause_is_its_own_core():
    express = SHIPPED_ONES["express"]
    assert express.core == express.questions
    assert effort_of(express).rest.minutes == 0
