"""The cards that each family was shown: who was not shown one was not asked about it."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import AnalysisError, Codebook
from analysis.table import encode

BOOK = """
variables:
  - {name: pick, type: select_multiple, role: preference, shown: seen, categories: [a, b, c]}
"""


def block(table: pd.DataFrame):
    return encode(table, Codebook.from_yaml(BOOK), 11).blocks["pick"]


def test_asked_are_those_who_answered_and_saw_the_card__ok():
    table = pd.DataFrame({"pick": ["a", "b", "", "a"] * 10, "seen": ["a b", "b c", "a", ""] * 10})
    found = block(table)
    # Nothing is known of what the last one saw: she saw all, as on paper.
    assert [found.asked(name)[:4].tolist() for name in "abc"] == [
        [True, False, False, True],
        [True, True, False, True],
        [False, True, False, True],
    ]


def test_a_card_ticked_was_shown__ok():
    table = pd.DataFrame({"pick": ["a"] * 20, "seen": ["b"] * 20})
    assert block(table).asked("a").all()


def test_cards_that_few_saw_have_a_base_of_few__ok():
    """Were all that answered its base, a wish would be told three times too small."""
    found = block(pd.DataFrame({"pick": ["a", "b"] * 6, "seen": ["a", "b", "c"] * 4}))
    assert [int(found.asked(name).sum()) for name in "abc"] == [8, 8, 4]


@pytest.mark.parametrize("seen", [["a b c"] * 20, [""] * 20])
def test_all_that_answered_are_asked_where_cards_say_nothing__ok(seen):
    """All cards shown to all; none known."""
    found = block(pd.DataFrame({"pick": ["a", "b"] * 10, "seen": seen}))
    assert found.filled is None


def test_a_table_without_the_column__ok():
    assert block(pd.DataFrame({"pick": ["a"] * 20})).filled is None


def test_cards_of_one_choice__error():
    with pytest.raises(AnalysisError, match="shown ne va pas"):
        Codebook.from_yaml("variables: [{name: a, type: select_one, role: need, shown: b}]")
