"""What a family is asked now and was not asked before: question by question, choice by choice."""

from __future__ import annotations

from dataclasses import dataclass

from diagnosis.questionnaire.definition import (
    Question,
    Questionnaire,
)


@dataclass(frozen=True)
class Change:
    """What changed of a question, told by labels.

    ``whole`` is "new" or "gone" where the question itself is; otherwise ``added`` and ``removed``
    are choices, and none of them means other words or conditions.
    """

    question: str
    whole: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def changes(before: Questionnaire, after: Questionnaire) -> list[Change]:
    """List what changed between two wordings, whatever their versions.

    Parameters
    ----------
    before, after : a questionnaire as it is asked, and as it could be.
    """
    former = {question.name: question for question in before.questions}
    present = {question.name: question for question in after.questions}
    gone = [Change(q.label, "gone") for name, q in former.items() if name not in present]
    found = [
        Change(q.label, "new") if name not in former else _change(former[name], q)
        for name, q in present.items()
        if former.get(name) != q
    ]
    told = _frame(before) != _frame(after)
    notice = [Change(after.title)] if told else []
    return [*notice, *found, *gone]


def _frame(asked: Questionnaire) -> tuple[object, ...]:
    return asked.title, asked.welcome, asked.pause, [question.name for question in asked.questions]


def _change(before: Question, after: Question) -> Change:
    labels = {c.name: c.label for c in before.choices}, {c.name: c.label for c in after.choices}
    former, present = labels
    return Change(
        after.label,
        added=tuple(label for name, label in present.items() if former.get(name) != label),
        removed=tuple(label for name, label in former.items() if present.get(name) != label),
    )
