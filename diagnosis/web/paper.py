"""A questionnaire to fill in on paper: every question, every answer, and who passes one over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from diagnosis.languages import Language
from diagnosis.model import N_
from diagnosis.questionnaire import Question, Questionnaire, asked_after
from diagnosis.web.languages import said_in

ONLY_AFTER = N_("Seulement si vous avez coché\u00a0: %(answers)s")


@dataclass(frozen=True)
class Line:
    """A sentence in a language, in French when that is another, and its picture if it has one."""

    text: str
    french: str = ""
    picture: str = ""


@dataclass(frozen=True)
class PaperQuestion:
    """One question on paper.

    ``only_after`` says whom it concerns, empty when that is everybody; ``takes`` is "one",
    "several" or "words", which has no answers to tick.
    """

    said: Line
    hint: Line
    only_after: Line
    takes: str
    answers: tuple[Line, ...]


def on_paper(
    questionnaire: Questionnaire, language: Language, core: bool
) -> Iterator[PaperQuestion]:
    """The questions of a questionnaire in a language, French beside.

    Parameters
    ----------
    core : only those before the pause, after which a family may stop.
    """
    for question in questionnaire.core if core else questionnaire.questions:
        if question.is_asked:
            yield PaperQuestion(
                line_of(language, question.label, asked=questionnaire),
                line_of(language, question.hint, asked=questionnaire),
                _only_after(questionnaire, question, language),
                "several" if question.takes_several else "one" if question.choices else "words",
                tuple(
                    line_of(language, one.label, one.picture, questionnaire)
                    for one in question.choices
                ),
            )


def line_of(
    language: Language, text: str, picture: str = "", asked: Questionnaire | None = None
) -> Line:
    """One of the questionnaire's sentences in a language, and the picture that says it too."""
    said = said_in(language, asked).gettext(text) if text else ""
    return Line(said, text if language.written != "fr" else "", picture)


def _only_after(questionnaire: Questionnaire, question: Question, language: Language) -> Line:
    found = asked_after(questionnaire, question)
    if found is None:
        return Line("")
    labels = [line_of(language, one.label, asked=questionnaire) for one in found[1]]
    said = line_of(language, ONLY_AFTER)
    return Line(
        said.text % {"answers": ", ".join(one.text for one in labels)},
        said.french and said.french % {"answers": ", ".join(one.french for one in labels)},
    )
