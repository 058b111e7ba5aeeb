"""Outputs are made of told numbers: nothing that was not told can be read in them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

import analysis.report.diagnose  # noqa: F401 -- the module, which the function hides
from analysis.disclosure import BASE, Door
from analysis.populations import neighbourhood
from tests.analysis.conftest import DOMAINS
from tests.analysis.made import diagnosed

FAMILIES = 63
# Whole numbers of a report that count no families of the survey.
NO_COUNTS = {
    *("rank", "rank_low", "rank_high", "rank_survey", "move", "order", "seed", "version", "k"),
    *("base", "floor", "sessions", "tested", "found", "merged", "profile_resamples", "effective"),
    *("usefulness_prior_people", "vote_prior_people", "votes", "participants", "people", "voters"),
}
COARSE = ("x", "y", "share_low", "share_high", "stability")


@pytest.fixture
def doors(monkeypatch):
    """Every door that was made."""
    made = []

    class Kept(Door):
        def __post_init__(self) -> None:
            super().__post_init__()
            made.append(self)

    monkeypatch.setattr("analysis.survey.Door", Kept)
    return made


@pytest.fixture
def tell(doors, book, catalogue, places, audience):
    """The report of a table, without the map of answers, and all that was told for it."""

    def told(table: pd.DataFrame) -> tuple[dict, dict]:
        report = diagnosed(
            table, book, themes=catalogue, audiences=audience, sectors=places
        ).to_dict()
        # These come from the answers themselves, by steps as wide as a count's; their own tests
        # attack them.
        del report["axes"]
        report["profiles"]["items"] = [
            {key: value for key, value in item.items() if key not in COARSE}
            for item in report["profiles"]["items"]
        ]
        return report, dict(doors[-1].said)

    return told


def numbers(said: dict) -> dict:
    """What was told, by its meaning."""
    return {meaning: told for meaning, (_, told) in said.items()}


def test_two_tables_of_which_the_same_is_told_make_the_same_report__ok(book, tell):
    table = neighbourhood(book, FAMILIES, 5).table
    report, said = tell(table)
    rng, same = np.random.default_rng(0), 0
    for _ in range(200):
        row, need = int(rng.integers(FAMILIES)), str(rng.choice(DOMAINS))
        other = table.copy()
        named = [name for name in str(table.at[row, "B1"]).split() if name != need]
        other.at[row, "B1"] = " ".join(named if need in table.at[row, "B1"] else [*named, need])
        changed, again = tell(other) if other.at[row, "B1"] else (report, {})
        if numbers(again) == numbers(said):
            assert again != said
            assert changed == report
            same += 1
        if same == 3:
            break
    assert same == 3


def whole_numbers(tree: object, key: str = "") -> Iterator[tuple[str, int]]:
    """Whole numbers of a report, each with the key that it stands under."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from whole_numbers(value, name)
    elif isinstance(tree, list):
        for value in tree:
            yield from whole_numbers(value, key)
    elif isinstance(tree, int) and not isinstance(tree, bool):
        yield key, tree


@pytest.mark.parametrize("n", [63, 163])
def test_every_count_of_a_report_is_told_or_the_size__ok(book, tell, doors, n):
    report, said = tell(neighbourhood(book, n, 5).table)
    counts = [(key, value) for key, value in whole_numbers(report) if key not in NO_COUNTS]
    assert len(counts) > 300
    assert not [(key, value) for key, value in counts if value % BASE and value != doors[-1].size]
    # Were exact counts shown, the test would see it: most of them are no multiples.
    assert np.mean([count % BASE != 0 for count, _ in said.values()]) > 0.5
