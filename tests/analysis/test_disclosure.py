"""Privacy is a test: nothing under k leaves, directly or by subtraction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import Codebook, Sector, diagnose, neighbourhood
from analysis.disclosure import Cell, Gate, crossing, one_way

K = 11
COUNTS = {"n", "N", "answered", "missing", "count", "participants", "votes", "attended", "feedback"}


def walk(tree: Any, path: str = "") -> Iterator[tuple[str, str, Any]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield path, key, value
            yield from walk(value, f"{path}/{key}")
    elif isinstance(tree, list):
        for item in tree:
            yield from walk(item, path)


def cells(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        if "hidden" in tree and "share" in tree:
            yield tree
        for value in tree.values():
            yield from cells(value)
    elif isinstance(tree, list):
        for item in tree:
            yield from cells(item)


SIZES = [(40, 0), (75, 1), (120, 2), (150, 3), (200, 4), (300, 5), (500, 6)]


@pytest.fixture(scope="module", params=SIZES, ids=str)
def report(request, book, catalogue, places, proof) -> dict[str, Any]:
    n, seed = request.param
    table = neighbourhood(book, n, seed, missing=[0.02, 0.1, 0.3][seed % 3]).table
    made = diagnose(table, book, themes=catalogue, sectors=places, evidence=proof)
    return made.to_dict()


def test_no_small_count_leaves__ok(report):
    for path, key, value in walk(report):
        if key in COUNTS and isinstance(value, int):
            assert value == 0 or value >= K, f"{path}/{key} = {value}"


def test_no_small_complement_leaves__ok(report):
    for cell in cells(report):
        if not cell["hidden"]:
            gap = cell["N"] - cell["n"]
            assert gap == 0 or gap >= K
            assert cell["low"] <= cell["share"] <= cell["high"]
        else:
            assert cell == dict.fromkeys(("n", "N", "share", "low", "high")) | {"hidden": True}


def test_hidden_categories_cannot_be_subtracted__ok(report):
    for variable in report["participation"]["variables"]:
        if variable["type"] in ("select_multiple", "rank"):
            continue
        shown = [e["cell"] for e in variable["categories"] if not e["cell"]["hidden"]]
        hidden = len(variable["categories"]) - len(shown)
        if shown and hidden:
            left = shown[0]["N"] - sum(cell["n"] for cell in shown)
            assert left == 0 or (left >= K and hidden >= 2)


def test_hidden_sectors_cannot_be_subtracted__ok(report):
    totals = {d["name"]: d["cell"] for d in report["needs"]["domains"]}
    for need in report["maps"]["needs"]:
        total = totals[need["name"]]
        shown = [e["cell"] for e in need["cells"] if not e["cell"]["hidden"]]
        if not shown:
            continue
        assert not total["hidden"]
        left = total["n"] - sum(cell["n"] for cell in shown)
        others = total["N"] - sum(cell["N"] for cell in shown) - left
        if len(shown) < len(need["cells"]):
            assert left >= K
            assert others >= K


def test_programme_cannot_be_subtracted__ok(report):
    before = 0
    for session in report["programme"]["sessions"]:
        if session["covered"]["hidden"]:
            assert session["adds"]["hidden"]
            before = None
            continue
        assert before is not None
        gained = session["covered"]["n"] - before
        assert gained == session["adds"]["n"]
        assert gained == 0 or gained >= K
        before = session["covered"]["n"]


def test_theme_parts_cannot_be_subtracted__ok(report):
    totals = {d["name"]: d["cell"] for d in report["needs"]["domains"]}
    for item in report["themes"]["items"]:
        answered = item["cell"]["n"]
        parts = [(part["cell"], totals[part["name"]]["n"]) for part in item["why"]["needs"]]
        for cell, total in [*parts, (item["why"]["ticked"], None)]:
            for outer in (answered, total):
                if cell["n"] and outer:
                    assert not 0 < outer - cell["n"] < K
        if item["why"]["audience"]["n"] and answered:
            assert not 0 < item["why"]["audience"]["n"] - answered < K


def test_no_sentence_tells_a_small_count__ok(report):
    for text in report["findings"] + report["method"]["warnings"]:
        for found in re.findall(r"(\d+) familles", text):
            assert int(found) >= K


def test_hidden_cells_are_counted__ok(report):
    hidden = sum(cell["hidden"] for cell in cells(report))
    assert report["method"]["suppressed"] >= hidden > 0


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(2, 12))
def test_one_way_leaves_nothing_to_subtract(counts, k):
    hidden = one_way(counts, k)
    left = [n for n, hide in zip(counts, hidden, strict=True) if hide]
    assert all(hide or n == 0 or n >= k for n, hide in zip(counts, hidden, strict=True))
    if any(hidden) and not all(h or n == 0 for n, h in zip(counts, hidden, strict=True)):
        assert sum(left) >= k
        assert len(left) >= 2


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=8),
    st.tuples(st.integers(0, 30), st.integers(0, 30)),
    st.integers(2, 12),
)
def test_crossing_leaves_nothing_to_subtract(pairs, residual, k):
    n = np.array([a for a, _ in pairs])
    base = n + np.array([b for _, b in pairs])
    extra = (residual[0], sum(residual))
    hidden = crossing(n, base, extra, k)
    for counts, more in ((n, extra[0]), (base - n, extra[1] - extra[0])):
        assert (counts[~hidden] >= k).all()
        if hidden.any() and not hidden.all():
            assert counts[hidden].sum() + more >= k


def test_gate_counts_what_it_hides__ok():
    gate = Gate(K)
    made = gate.publish([Cell(5, 50), Cell(45, 50), Cell(25, 50), Cell(0, 50), Cell(25, 50, True)])
    assert [cell["hidden"] for cell in made] == [True, True, False, False, True]
    assert gate.suppressed == 3


def test_survey_under_k_says_nothing__ok(book):
    report = diagnose(neighbourhood(book, 10, 0).table, book).to_dict()
    assert report["participation"]["n"] is None
    assert "Moins de 11 familles" in report["findings"][0]
    assert report["needs"]["domains"] == report["maps"]["needs"] == []


def test_rare_values_of_the_data_lose_their_name__ok():
    book = Codebook.from_yaml("variables: [{name: job, type: select_one, role: profile}]")
    import pandas as pd

    table = pd.DataFrame({"job": ["a"] * 40 + ["b"] * 30 + ["seul dompteur du quartier"]})
    assert "dompteur" not in diagnose(table, book).to_json()


def test_a_shelter_is_never_a_place_on_the_map__ok(book):
    table = neighbourhood(book, 300, 1).table
    report = diagnose(table, book, sectors=[Sector("nord", "Nord"), Sector("sud", "Sud")]).to_dict()
    assert [sector["name"] for sector in report["maps"]["sectors"]] == ["nord", "sud"]
