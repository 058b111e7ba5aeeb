"""Two questions that nearly say the same: what one would give away of the other."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import Codebook, diagnose
from analysis.disclosure import Gate
from analysis.needs import compared, gaps
from analysis.suppression import linked, recovered
from analysis.table import domains, encode

K = 11
NEED = {"name": "q", "type": "select_multiple", "role": "need", "categories": ["a", "b", "c"]}
TONGUE = {"name": "langue", "type": "select_one", "role": "profile", "active": False}
TONGUE |= {"categories": ["fr", "ar", "ta", "autres"]}
STATE = {"name": "relu", "type": "select_one", "role": "comparison"}
STATE |= {"categories": {"relue": "traduction relue", "provisoire": "traduction provisoire"}}
BOTH = Codebook.from_dict({"variables": [NEED, TONGUE, STATE]})


def families(*groups):
    """``(language, state, families that name a, families)``; b and c are named as often by all."""
    rows = [
        (" ".join(["a"] * (at < n) + ["bc"[at % 2]]), language, state)
        for language, state, n, size in groups
        for at in range(size)
    ]
    return pd.DataFrame(rows, columns=["q", "langue", "relu"])


def told(table, book=BOTH):
    """The groups told of need a, by question."""
    found: dict[str, set[str]] = {}
    data = encode(table, book, K)
    for item in Gate(K).publish(gaps(data, domains(data, book), (), K))["items"]:
        if item["need"] == "a":
            names = {side["name"] for side in item["groups"] if not side["cell"]["hidden"]}
            found[item["variable"]] = found.get(item["variable"], set()) | names
    return found


def test_safe_unions_are_both_told__ok():
    table = families(
        ("fr", "relue", 40, 90), ("ar", "provisoire", 20, 40), ("ta", "provisoire", 16, 40)
    )
    assert told(table) == {"langue": {"fr", "ar", "ta"}, "relu": {"relue", "provisoire"}}


def test_what_is_hidden_in_a_language_is_not_subtracted__ok():
    """20 of ar and 4 of ta are 24 drafts: fr, ar and drafts together would tell the 4."""
    table = families(
        ("fr", "relue", 40, 90),
        ("ar", "provisoire", 20, 60),
        ("ta", "provisoire", 4, 40),
        ("autres", "relue", 14, 40),
    )
    alone = told(table.drop(columns="relu"), Codebook.from_dict({"variables": [NEED, TONGUE]}))
    assert "ta" not in alone["langue"]
    both = told(table)
    left = {"ar", "ta"} - both.get("langue", set())
    assert "provisoire" not in both.get("relu", set()) or left != {"ta"}


def test_no_question_is_lost_when_both_ways_cost_the_same__ok():
    table = families(
        ("fr", "relue", 40, 90),
        ("ar", "provisoire", 20, 60),
        ("ta", "provisoire", 4, 40),
        ("autres", "relue", 14, 40),
    )
    assert told(table)["relu"] == {"relue", "provisoire"}


def test_a_size_that_is_hidden_is_not_subtracted__ok():
    """5 families of a language that few speak would be all that fr leaves of the reviewed."""
    table = families(
        ("fr", "relue", 40, 90), ("ar", "provisoire", 20, 60), ("autres", "relue", 3, 5)
    )
    assert "relu" not in told(table)


def test_a_mixed_group_is_not_divided__ok():
    """« autres » is told, and 3 of its 20 families in a reviewed language name the need."""
    parts = [
        ("fr", "relue", 40, 90),
        ("ar", "provisoire", 20, 60),
        ("autres", "relue", 3, 20),
        ("autres", "provisoire", 15, 25),
    ]
    found = told(families(*parts))
    assert not ({"relue"} <= found.get("relu", set()) and {"fr"} <= found.get("langue", set()))
    parts[2] = ("autres", "relue", 9, 20)
    parts[3] = ("autres", "provisoire", 12, 25)
    assert told(families(*parts))


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ([[80, 0, 0], [0, 40, 0], [0, 0, 0]], True),
        ([[80, 3, 0], [4, 40, 0], [0, 0, 3]], True),
        ([[80, 8, 0], [4, 40, 0], [0, 0, 0]], False),
        ([[80, 0, 0], [30, 40, 0], [0, 0, 0]], True),
        ([[80, 2, 0], [30, 40, 0], [0, 0, 0]], False),
        ([[80, 0, 0], [40, 0, 0], [0, 0, 0]], False),
        ([[80, 8, 0], [40, 2, 0], [0, 0, 0]], False),
    ],
)
def test_which_questions_are_linked__ok(table, expected):
    assert linked(np.array(table), K) is expected


def test_an_audit_agrees_with_all_whole_tables__ok():
    """Against every table of two rows and two columns with the same sums."""
    rng = np.random.default_rng(0)
    lines = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]])
    for _ in range(25):
        most = rng.integers(1, 9, 4)
        counts = np.array([rng.integers(0, top + 1) for top in most])
        kept = lines[rng.random(4) < 0.7]
        every = np.indices(most + 1).reshape(4, -1).T
        same = every[(every @ kept.T == kept @ counts).all(axis=1)] if len(kept) else every
        width = same.max(axis=0) - same.min(axis=0)
        need = np.full(4, 3)
        told_ = kept if len(kept) else np.zeros((1, 4))
        assert (recovered(counts, most, told_, np.eye(4), need) == (width < 3)).all()


def test_empty_groups_hide_nobody__ok():
    """A channel that no family used is known to be empty: nothing has to protect it."""
    book = Codebook.from_dict(
        {"variables": [NEED, TONGUE | {"categories": [f"l{at}" for at in range(14)]}]}
    )
    table = families(("l0", "", 30, 80), ("l5", "", 30, 60))
    assert told(table, book) == {"langue": {"l0", "l5"}}


def test_what_is_linked_with_a_margin_is_left_aside__ok():
    table = families(("fr", "relue", 40, 90), ("ar", "provisoire", 20, 60))
    data = encode(table, BOTH, K)

    def names(*given):
        return [block.variable.name for block in compared(data, *given, k=K)]

    assert names() == ["langue", "relu"]
    assert names((), {"langue"}) == ["langue"]
    assert names((), {"relu"}) == ["relu"]
    assert names({"langue"}) == []


def test_how_responses_came_is_never_cut_off__ok():
    many = [{"name": f"v{at}", "type": "select_one", "role": "profile"} for at in range(14)]
    book = Codebook.from_dict({"variables": [NEED, *many, TONGUE]})
    table = families(("fr", "", 40, 90), ("ar", "", 20, 60)).assign(
        **{
            v["name"]: ["xy"[row // 3 ** (at % 4) % 2] for row in range(150)]
            for at, v in enumerate(many)
        }
    )
    names = [block.variable.name for block in compared(encode(table, book, K), k=K)]
    assert names == [*(f"v{at}" for at in range(11)), "langue"]


def test_needs_that_add_up_are_told_by_one_of_two_linked_questions__ok():
    table = families(
        ("fr", "relue", 40, 90), ("ar", "provisoire", 20, 45), ("ta", "provisoire", 20, 45)
    )
    single = table.assign(q=[cell.split()[0] for cell in table["q"]])
    book = Codebook.from_dict({"variables": [NEED | {"type": "select_one"}, TONGUE, STATE]})
    assert set(told(single, book)) == {"langue"}


def test_a_comparison_only_compares__ok():
    table = families(("fr", "relue", 40, 90), ("ar", "provisoire", 20, 60))
    report = diagnose(table, BOTH).to_dict()
    assert "relu" not in {v["name"] for v in report["participation"]["variables"]}
    assert "relu" not in {point["variable"] for point in report["axes"]["points"]}
    assert not any(
        e["variable"] == "relu" for p in report["profiles"]["items"] for e in p["typical"]
    )
