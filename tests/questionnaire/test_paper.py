"""On paper nothing hides a question: the answers before which it is asked are written under it."""

from __future__ import annotations

import pytest

from diagnosis.config import SHIPPED
from diagnosis.questionnaire import asked_after, load_library


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("C2", ("C1", ["y_va"])),
        ("C3", ("C1", ["connait", "connait_pas"])),
        ("A4", ("A3", ["1", "2", "3", "4"])),
        # Always asked; after any two needs, which no single answer decides.
        ("A1", None),
        ("B2", None),
    ],
)
def test_whom_a_question_concerns(name, expected):
    questionnaire = load_library(SHIPPED / "questionnaires", {"fr": "Français"}).questionnaires[
        "clos-saint-lazare"
    ]
    found = asked_after(questionnaire, questionnaire.question(name))
    named = found and (found[0].name, [choice.name for choice in found[1]])
    assert named == expected
