"""The door itself: one meaning one count, offsets that last, and edges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook import Codebook
from analysis.disclosure import BASE, Door, Share, Told, meaning, publish
from analysis.errors import AnalysisError
from analysis.needs import ground_of, needs_section, participation, zones_section
from analysis.table import encode
from tests.analysis.made import SECRET, survey_of

from . import invented

SLEEP = meaning(("B1", "sommeil"))


def exact(survey) -> list[tuple[int, int]]:
    return [(count, told.n) for count, told in survey.door.said.values()]


@given(
    st.integers(0, 1000), st.integers(0, 1000), st.integers(1, 3), st.sampled_from([0.02, 0.5, 30])
)
def test_told_counts_that_disagree_still_say_a_share__ok(yes, base, roundings, prior):
    """Counts worked out of others may: a part larger than its whole by some roundings, or many."""
    share = Share(Told(5 * yes, roundings), Told(5 * base, roundings), None, (prior, 0.5))
    low, high = share.interval
    assert 0 <= low <= share.value <= high <= 1
    assert np.isfinite(share.posterior[1]).all()


def test_one_meaning_with_two_counts__error():
    door = Door(SECRET, 60)
    door.told(SLEEP, 12)
    with pytest.raises(AnalysisError):
        door.told(SLEEP, 13)


def test_the_order_of_a_meaning_is_nothing__ok():
    pairs = [("B1", "sommeil"), ("C1", "va")]
    assert meaning(*pairs) == meaning(*reversed(pairs))


@given(st.binary(min_size=1), st.integers(20, 400), st.data())
def test_told_numbers_are_within_four__ok(secret, size, data):
    count = data.draw(st.integers(0, size))
    told = Door(secret, size).told(SLEEP, count)
    assert abs(told.n - count) < BASE
    assert told.n % BASE == 0
    assert told.n <= size
    assert told.bounds[0] <= count <= told.bounds[1]


def test_the_offset_outlives_arrivals__ok():
    offsets = {Door(SECRET, size).offset(SLEEP) for size in range(20, 400)}
    assert len(offsets) == 1
    assert Door(SECRET, 60).told(SLEEP, 23) == Door(SECRET, 61).told(SLEEP, 23)


def test_a_lost_secret_gives_other_offsets__ok():
    names = [meaning(("B1", need)) for need in invented.NEEDS]
    one, two = (Door(secret, 60) for secret in (b"kept", b"drawn again"))
    assert [one.offset(m) for m in names] != [two.offset(m) for m in names]


def test_offsets_are_even__ok():
    offsets = [Door(SECRET, 60).offset(meaning(("B1", str(at)))) for at in range(5000)]
    counts = np.bincount(offsets, minlength=BASE)
    assert counts.min() > 900
    assert counts.max() < 1100


@pytest.mark.parametrize("n", [20, 21, 22, 23, 24])
def test_a_need_of_all_families_is_not_told_to_be_of_all__ok(n):
    """Over all secrets, « all of them » and « all but one » may be told alike."""
    cells = {
        count: {
            tuple(
                Share(Door(bytes([at]), n).told(SLEEP, count), Told(n // 5 * 5), n).cell().values()
            )
            for at in range(60)
        }
        for count in (n - 1, n)
    }
    assert cells[n] <= cells[n - 1]


def test_what_is_left_holds_the_rounding_of_both__ok():
    rng = np.random.default_rng(0)
    within = []
    for at in range(300):
        door = Door(bytes([at % 256, at // 256]), 200)
        base = rng.random(200) < 0.4
        yes = rng.random(200) < 0.3
        whole = door.share(SLEEP, yes, meaning(("B1", "répondu")), np.ones(200, dtype=bool))
        part = door.share(SLEEP, yes, meaning(("C1", "va")), base)
        low, high = whole.without(part).interval
        within.append(low <= 0.3 <= high)
    assert 0.92 <= np.mean(within) <= 0.99


def test_a_threshold_larger_than_the_sample__ok():
    survey = invented.tell(invented.independent(20, 0), k=30)
    assert not survey.crossed
    assert ground_of(survey, invented.SECTORS).zones == []


def test_one_sector_only__ok():
    table = invented.independent(60, 0).assign(A5="s1")
    survey = survey_of(table, invented.BOOK)
    section = zones_section(survey, ground_of(survey, invented.SECTORS))
    assert section["zones"] == []
    assert section["message"]


def test_sectors_without_neighbours_are_joined_to_the_nearest__ok():
    table = invented.independent(200, 0)
    survey = survey_of(table, invented.BOOK)
    zones = ground_of(survey, invented.SECTORS).zones
    assert len(zones) > 1
    assert sorted(s for zone in zones for s in zone.parts) == sorted(invented.PLACES)


def test_a_battery_of_sixty_items__ok():
    items = [
        {"name": f"q{at}", "type": "select_one", "role": "need", "categories": ["oui", "non"],
         "domains": {"oui": [f"d{at}"]}}
        for at in range(60)
    ]  # fmt: skip
    rng = np.random.default_rng(0)
    table = pd.DataFrame({f"q{at}": rng.choice(["oui", "non", ""], 40) for at in range(60)})
    survey = survey_of(table, Codebook.from_dict({"variables": items}))
    told = publish(needs_section(survey, [None] * 60))
    participation(survey)
    assert len(told["domains"]) == 60
    assert all(abs(count - n) < BASE for count, n in exact(survey))


def test_a_category_renamed_between_two_states_is_another_meaning__ok():
    """Another name has another offset: it may move by one multiple, and tells nothing exact."""
    table = invented.independent(60, 1)
    two = table.assign(B1=table["B1"].str.replace("sommeil", "dormir"))
    variables = [
        {**_plain(v), "categories": [c.replace("sommeil", "dormir") for c in v.categories]}
        for v in invented.BOOK.variables
    ]
    other = Codebook.from_dict({"variables": variables})
    numbers = [
        publish(needs_section(survey_of(t, b), [None] * 16))["domains"]
        for t, b in ((table, invented.BOOK), (two, other))
    ]
    sleep = [
        next(d["cell"]["n"] for d in told if d["name"] in ("sommeil", "dormir")) for told in numbers
    ]
    assert abs(sleep[0] - sleep[1]) in (0, BASE)
    kept = [{d["name"]: d["cell"]["n"] for d in told} for told in numbers]
    assert all(kept[1][name] == n for name, n in kept[0].items() if name != "sommeil")


def _plain(variable) -> dict:
    names = ("name", "type", "role", "max_selected", "lacking", "ordered")
    kept = {name: getattr(variable, name) for name in names}
    return {name: value for name, value in kept.items() if value}


def test_duplicated_rows_are_families_like_others__ok():
    table = invented.independent(30, 2)
    survey = invented.tell(pd.concat([table, table], ignore_index=True))
    assert survey.door.size == int(2 * encode(table, invented.BOOK, 11).usable.sum())
    assert all(abs(count - n) < BASE for count, n in exact(survey))


def test_no_exact_count_leaves_but_the_size__ok():
    survey = survey_of(invented.planted(83, 5), invented.BOOK)
    told = publish([needs_section(survey, [None] * 16), participation(survey)])

    def counts(tree):
        if isinstance(tree, dict):
            for key, value in tree.items():
                if isinstance(value, int) and not isinstance(value, bool):
                    yield key, value
                else:
                    yield from counts(value)
        elif isinstance(tree, list):
            for item in tree:
                yield from counts(item)

    assert all(n % BASE == 0 or n == survey.door.size for _, n in counts(told))
