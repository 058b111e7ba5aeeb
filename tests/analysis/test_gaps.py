"""Gaps between groups: golden intervals, few false discoveries, nothing under k."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from analysis import Codebook, diagnose, neighbourhood
from analysis.french import quoted
from analysis.statistics import differences, discoveries, newcombe

K = 11
Z = 1.959964
BOOK = Codebook.from_dict(
    {
        "variables": [
            {"name": "q", "type": "select_multiple", "role": "need", "categories": ["a", "b"]},
            {
                "name": "p",
                "type": "select_one",
                "role": "barrier",
                "label": "La PMI",
                "categories": {"u": "j'y vais", "v": "je ne la connais pas"},
            },
        ]
    }
)


@pytest.mark.parametrize(
    ("counts", "bounds"),
    [
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((6, 7, 2, 7), (0.0582, 0.8062)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
        ((0, 10, 0, 20), (-0.1611, 0.2775)),
        ((0, 10, 0, 10), (-0.2775, 0.2775)),
        ((10, 10, 0, 20), (0.6791, 1.0000)),
        ((10, 10, 0, 10), (0.6075, 1.0000)),
    ],
)
def test_newcombe_table_two__ok(counts, bounds):
    assert newcombe(*counts, Z) == pytest.approx(bounds, abs=6e-5)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_discoveries_are_those_of_scipy(chances):
    values = np.array(chances)
    found, many = discoveries(values)
    assert many == found.sum()
    clear = np.abs(false_discovery_control(values) - 0.05) > 1e-9
    assert (found == (false_discovery_control(values) <= 0.05))[clear].all()


@given(st.integers(0, 5000))
def test_interval_and_conclusion_never_contradict(seed):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(22, 200, (2, 20))
    counts = rng.binomial(sizes, rng.uniform(0.1, 0.9, (2, 20)))
    found = differences(counts[0], sizes[0], counts[1], sizes[1])
    outside = (found.far_low > 0) | (found.far_high < 0)
    if found.differs.any():
        assert (outside == found.differs).all()
    else:
        assert not outside.any()
    assert (found.far_low <= found.low).all()
    assert (found.far_high >= found.high).all()
    assert (found.low <= found.difference).all()
    assert (found.high >= found.difference).all()


def test_few_false_discoveries_when_nothing_differs__ok():
    rng = np.random.default_rng(0)
    wrong = 0
    for _ in range(400):
        sizes = rng.integers(30, 150, (2, 40))
        counts = rng.binomial(sizes, rng.uniform(0.2, 0.6, 40))
        wrong += differences(counts[0], sizes[0], counts[1], sizes[1]).differs.any()
    assert wrong / 400 <= 0.075


def test_true_gaps_are_found_and_their_intervals_cover__ok():
    rng = np.random.default_rng(1)
    false = found = missed = 0
    for _ in range(300):
        sizes = rng.integers(60, 200, (2, 30))
        shares = np.full((2, 30), 0.4)
        shares[1, :10] = 0.65
        counts = rng.binomial(sizes, shares)
        made = differences(counts[0], sizes[0], counts[1], sizes[1])
        true = shares[0] - shares[1]
        false += made.differs[10:].sum()
        found += made.differs.sum()
        missed += (made.differs & ((made.far_low > true) | (made.far_high < true))).sum()
    assert found / 300 > 5
    assert false / found <= 0.05
    assert missed / found <= 0.05


def gaps_of(table, book=BOOK, **options):
    return diagnose(table, book, **options).to_dict()["needs"]["gaps"]


def families(u, v):
    """``u`` and ``v``: families that name a, and families, in each group."""
    rows = [(n, size, group) for (n, size), group in ((u, "u"), (v, "v"))]
    return pd.DataFrame(
        [("a" if at < n else "b", group) for n, size, group in rows for at in range(size)],
        columns=["q", "p"],
    )


def test_a_gap_by_hand__ok():
    section = gaps_of(families((56, 70), (40, 80)))
    assert (section["tested"], section["found"]) == (2, 2)
    item = next(item for item in section["items"] if item["need"] == "a")
    assert [side["name"] for side in item["groups"]] == ["u", "v"]
    assert [side["cell"]["n"] for side in item["groups"]] == [56, 40]
    assert item["difference"] == pytest.approx(0.3)
    low, high = newcombe(56, 70, 40, 80, Z)
    assert item["low"] == pytest.approx(float(low), abs=2e-6)
    assert item["high"] == pytest.approx(float(high), abs=2e-6)
    assert item["sentence"].replace("\u202f", " ") == (
        "« a », selon « La PMI » : plus souvent nommé pour « j'y vais » "
        "(80 %) que pour « je ne la connais pas » (50 %), écart de 30 points [15 ; 43]."
    )


def test_an_uncertain_gap_concludes_nothing__ok():
    section = gaps_of(families((30, 70), (31, 80)))
    assert section["found"] == 0
    for item in section["items"]:
        assert not item["differs"]
        assert item["adjusted_low"] < 0 < item["adjusted_high"]
        assert "on ne peut pas conclure" in item["sentence"]


def test_no_gap_rests_on_a_small_group__ok():
    section = gaps_of(families((5, 70), (40, 80)))
    assert section["items"] == []
    assert section["message"]


def test_families_that_passed_the_question_are_protected__ok():
    table = families((40, 80), (60, 90))
    passed = pd.DataFrame({"q": ["a"] * 4 + ["b"] * 3, "p": [""] * 7})
    assert gaps_of(table)["tested"] == 2
    assert gaps_of(pd.concat([table, passed], ignore_index=True))["tested"] == 0


@pytest.mark.parametrize(
    ("n", "seed"), [(40, 0), (75, 1), (120, 2), (150, 3), (200, 4), (300, 5), (500, 6)]
)
def test_groups_cannot_be_subtracted__ok(book, n, seed):
    missing = [0.02, 0.1, 0.3][seed % 3]
    report = diagnose(neighbourhood(book, n, seed, missing=missing).table, book).to_dict()
    totals = {d["name"]: d["cell"] for d in report["needs"]["domains"]}
    shown: dict[tuple[str, str], dict[str, dict]] = {}
    for item in report["needs"]["gaps"]["items"]:
        for side in item["groups"]:
            assert not side["cell"]["hidden"]
            shown.setdefault((item["need"], item["variable"]), {})[side["name"]] = side["cell"]
    assert shown or n < 150
    for (need, variable), cells in shown.items():
        total = totals[need]
        assert not total["hidden"]
        left = total["n"] - sum(cell["n"] for cell in cells.values())
        others = total["N"] - sum(cell["N"] for cell in cells.values()) - left
        # Sectors are those of the map, whose rule has a test of its own.
        if variable != "A5":
            assert left + others == 0 or (left >= K and others >= K)


def test_sectors_hide_what_the_map_hides__ok(book, places):
    table = neighbourhood(book, 200, 4).table
    report = diagnose(table, book, sectors=places).to_dict()
    mapped = {
        (need["name"], entry["sector"]): entry["cell"]
        for need in report["maps"]["needs"]
        for entry in need["cells"]
    }
    seen = 0
    for item in report["needs"]["gaps"]["items"]:
        if item["variable"] == "A5":
            for side in item["groups"]:
                assert side["cell"] == mapped[item["need"], side["name"]]
                seen += 1
    assert seen


def test_questions_of_the_publics_are_left_to_the_themes__ok(book, catalogue):
    table = neighbourhood(book, 500, 6).table
    assert "A1" in {item["variable"] for item in gaps_of(table, book)["items"]}
    assert "A1" not in {i["variable"] for i in gaps_of(table, book, themes=catalogue)["items"]}


def test_needs_that_add_up_cannot_be_subtracted__ok():
    book = Codebook.from_dict(
        {
            "variables": [
                {"name": "q", "type": "select_one", "role": "need"},
                {"name": "p", "type": "select_one", "role": "profile"},
            ]
        }
    )
    rows = [("a", "u", 40), ("b", "u", 30), ("c", "u", 5), ("a", "v", 30), ("b", "v", 30)]
    rows += [("c", "v", 20)]
    table = pd.DataFrame([row[:2] for row in rows for _ in range(row[2])], columns=["q", "p"])
    assert gaps_of(table, book)["tested"] == 0
    safe = table[(table["q"] != "c")]
    assert gaps_of(safe, book)["tested"] == 2


def test_a_name_written_from_right_to_left_keeps_its_place__ok():
    assert quoted("العربية").replace("\u202f", " ") == "« \u2068العربية\u2069 »"
    assert quoted("தமிழ்").replace("\u202f", " ") == "« தமிழ் »"
