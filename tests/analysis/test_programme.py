"""The programme within limits: held, said when they cannot be, and nothing under k told."""

from __future__ import annotations

import itertools

import jsonschema
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import (
    AnalysisError,
    Codebook,
    Evidence,
    Limits,
    Theme,
    WorkshopOutcome,
    diagnose,
    schema,
)
from analysis.disclosure import Gate
from analysis.programme import programme, within
from analysis.table import domains, encode
from analysis.themes import demand, proofs, themes_section

K = 11
NEEDS, SLOTS, PLACES, TONGUES = "abcdef", ("am", "pm", "sat"), ("pmi", "hut"), ("fr", "ar", "ta")
BOOK = Codebook.from_yaml(f"""
variables:
  - {{name: user, type: select_one, role: barrier, categories: [goes, knows, not]}}
  - {{name: need, type: select_multiple, role: need, categories: [{", ".join(NEEDS)}]}}
  - {{name: when, type: select_multiple, role: preference, use: slot,
      categories: [{", ".join(SLOTS)}]}}
  - {{name: where, type: select_multiple, role: preference, use: place,
      categories: [{", ".join(PLACES)}]}}
  - {{name: come, type: select_multiple, role: preference, use: needs_to_come,
      categories: [garde, autre]}}
  - {{name: speak, type: select_multiple, role: preference, use: language,
      categories: [{", ".join(TONGUES)}]}}
""")
THEMES = [
    Theme(f"{one}{two}", f"Thème {one}{two}", (one, two), format="CA"[at % 2])
    for at, (one, two) in enumerate(itertools.combinations(NEEDS, 2))
]
AWAY = {"user": ["knows", "not"]}


def families(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)

    def several(names, chance):
        ticks = rng.random((n, len(names))) < np.resize(chance, len(names))
        return [" ".join(np.array(names)[line]) for line in ticks]

    return pd.DataFrame(
        {
            "user": rng.choice(["goes", "knows", "not"], n, p=[0.6, 0.25, 0.15]),
            "need": several(list(NEEDS), rng.uniform(0.05, 0.4, 6)),
            "when": several(SLOTS, [0.5, 0.4, 0.2]),
            "where": several(PLACES, [0.6, 0.4]),
            "come": several(("garde", "autre"), [0.3, 0.2]),
            "speak": several(TONGUES, [0.8, 0.3, 0.1]),
        }
    )


def made(table, limits=None, evidence=None, **options):
    themes = options.pop("themes", THEMES)
    report = diagnose(table, BOOK, themes=themes, limits=limits, evidence=evidence, **options)
    found = report.to_dict()
    jsonschema.validate(found, schema())
    return found["programme"]


def quick(table, limits):
    """The programme alone, with profiles given: who uses the PMI stands for them."""
    data = encode(table, BOOK, K)
    wanted = demand(data, domains(data, BOOK), THEMES, {}, K)
    kinds = np.array(["goes", "knows", "not"])
    labels = np.where(table["user"] == kinds[0], 0, np.where(table["user"] == kinds[1], 1, 2))
    described = [{"name": name, "typical": []} for name in ("Profil A", "Profil B", "Profil C")]
    no_evidence = proofs(THEMES, None)
    raw = programme(data, wanted, no_evidence, 6, K, limits, labels, described)
    return Gate(K).publish(raw)


def ticked(table, column, names):
    return table[column].map(lambda said: bool(set(said.split()) & set(names)))


def comes(table, session, limits):
    """Families that a session answers and that can come, straight from the table."""
    able = ticked(table, "need", session["theme"])
    for column, key, limited in (("when", "slot", limits.slots), ("where", "place", limits.places)):
        if limited:
            able &= ticked(table, column, [session[key][0]["name"]]) | (table[column] == "")
    if limits.languages and not session["interpreter"]:
        able &= ticked(table, "speak", limits.languages) | (table["speak"] == "")
    if limits.childcare is not None and not session["childcare"]:
        able &= ~ticked(table, "come", ["garde"])
    return able


LIMITS = st.builds(
    Limits,
    sessions=st.integers(1, 5),
    slots=st.sets(st.sampled_from(SLOTS)).map(sorted),
    places=st.sets(st.sampled_from(PLACES)).map(sorted),
    per_slot=st.none() | st.integers(1, 2),
    languages=st.sets(st.sampled_from(TONGUES)).map(sorted),
    interpreter=st.booleans(),
    childcare=st.sampled_from([None, True, False]),
    budget=st.none() | st.integers(50, 500),
    costs=st.just({"C": 60, "A": 100, "ab": 40}),
    interpreter_cost=st.just(30),
    childcare_cost=st.just(20),
    profile_share=st.sampled_from([0, 0.2, 0.5]),
    non_user_share=st.sampled_from([0, 0.3, 0.6, 1]),
    non_users=st.just(AWAY),
    per_theme=st.integers(1, 2),
)


@settings(max_examples=60)
@given(LIMITS, st.integers(40, 160), st.integers(0, 10_000))
def test_every_limit_is_held_or_said__ok(limits, n, seed):
    table = families(n, seed)
    found = quick(table, limits)
    if is_silent(found, table):
        return
    sessions = found["sessions"]
    held = not found["message"]
    assert len(sessions) <= limits.sessions
    assert sum(s["cost"] for s in sessions) <= (limits.budget or np.inf) + 1e-9
    for one in sessions:
        assert not limits.slots or one["slot"][0]["name"] in limits.slots
        assert not limits.places or one["place"][0]["name"] in limits.places
        assert limits.interpreter or not one["interpreter"]
        assert limits.childcare or not one["childcare"]
        price = limits.cost(one["theme"], next(t.format for t in THEMES if t.name == one["theme"]))
        assert one["cost"] == price + 30 * one["interpreter"] + 20 * one["childcare"]
        assert sum(s["theme"] == one["theme"] for s in sessions) <= limits.per_theme
        if limits.slots and limits.per_slot:
            at = [s["slot"][0]["name"] for s in sessions]
            assert at.count(one["slot"][0]["name"]) <= limits.per_slot
    masks = [comes(table, one, limits) for one in sessions]
    reached = np.any([table["need"] == "?", *masks], axis=0)
    if not found["covered"]["hidden"]:
        assert found["covered"]["n"] == reached.sum()
    away = ticked(table, "user", AWAY["user"]) & (table["need"] != "")
    if limits.non_user_share and held and away.sum() >= 2 * K:
        wanted = np.ceil(limits.non_user_share * away.sum())
        assert (away & reached).sum() >= min(max(wanted, K), away.sum() - K)
    check_hidden(found, masks, K)


def is_silent(found, table):
    """Of fewer than 6 k families that said a need no programme is told, of others one always is."""
    few = (table["need"] != "").sum() < 6 * K
    assert (found["covered"] is None) == few
    assert few == ("si peu de réponses" in found["message"])
    assert not (few and found["sessions"])
    return few


def check_hidden(found, masks, k):
    """No published number of the programme, nor difference of two, is of 1 to k - 1 families."""
    told = [s["covered"]["n"] for s in found["sessions"] if not s["covered"]["hidden"]]
    reached = [np.any(masks[: at + 1], axis=0) for at in range(len(masks))]
    assert told == [mask.sum() for mask in reached[: len(told)]]
    whole = found["covered"]
    if not whole["hidden"]:
        steps = np.diff([0, *told, whole["n"]])
        assert all(step == 0 or step >= k for step in steps)
        assert len(masks) - len(told) != 1
    numbers = [c["cell"]["n"] for c in found["alternatives"] if not c["cell"]["hidden"]]
    numbers += [] if whole["hidden"] else [whole["n"]]
    for one, two in itertools.combinations(numbers, 2):
        assert one == two or abs(one - two) >= k
    for entry in found["alternatives"]:
        assert (entry["gap"] is None) == entry["cell"]["hidden"]
    for kind in ("profile", "non_users"):
        cells = [
            g["cell"] for g in found["groups"] if g["kind"] == kind and not g["cell"]["hidden"]
        ]
        assert not (cells and whole["hidden"])
        for cell in cells:
            assert cell["n"] >= k
            assert cell["N"] - cell["n"] >= k
        if cells:
            left = whole["n"] - sum(cell["n"] for cell in cells)
            others = whole["N"] - sum(cell["N"] for cell in cells) - left
            assert left == 0 or left >= k
            assert others == 0 or others >= k


@pytest.mark.parametrize("seed", range(40))
def test_nothing_small_leaves_small_populations__ok(seed):
    rng = np.random.default_rng(seed)
    table = families(int(rng.integers(30, 260)), seed)
    limits = Limits(sessions=int(rng.integers(1, 7)), non_users=AWAY)
    found = quick(table, limits)
    if is_silent(found, table):
        return
    check_hidden(found, [comes(table, one, limits) for one in found["sessions"]], K)
    optimum = found["optimum"]
    if optimum and not optimum["proven"]:
        best = max(1, len(table))
        assert optimum["gap"] >= K / best


@pytest.mark.parametrize("seed", range(6))
def test_against_every_set_of_themes__ok(seed):
    table = families(240, seed)
    limits = Limits(sessions=3, slots=("pm",), childcare=False)
    found = made(table, limits)

    def reach(names):
        able = ticked(table, "when", ["pm"]) | (table["when"] == "")
        able &= ~ticked(table, "come", ["garde"])
        return int((ticked(table, "need", "".join(names)) & able).sum())

    best = max(reach(names) for names in itertools.combinations([t.name for t in THEMES], 3))
    got = reach([session["theme"] for session in found["sessions"]])
    assert got >= 0.97 * best
    assert not found["optimum"]["proven"] or got == best


def test_sessions_by_hand__ok():
    table = pd.DataFrame("", index=range(100), columns=families(1, 0).columns)
    table["need"] = ["a"] * 60 + ["b"] * 40
    table["when"] = ["am"] * 40 + ["pm"] * 20 + ["pm"] * 30 + [""] * 10
    two = [Theme("a", "A", ("a",)), Theme("b", "B", ("b",))]
    found = made(table, Limits(sessions=2, slots=("am", "pm")), themes=two)
    assert [(s["theme"], s["slot"][0]["name"], s["adds"]["n"]) for s in found["sessions"]] == [
        ("a", "am", 40),
        ("b", "pm", 40),
    ]
    assert found["covered"]["n"] == 80
    assert found["optimum"]["proven"]
    # The same theme twice, at another moment, answers those who could not come.
    found = made(table, Limits(sessions=3, slots=("am", "pm"), per_theme=2), themes=two)
    assert found["covered"]["n"] == 100


def test_a_theme_judged_useless_is_left_out_and_said__ok():
    table = families(150, 2)
    first = made(table)["sessions"][0]["theme"]
    poor = Evidence((), (WorkshopOutcome(first, 20, 1, 3, 10),))
    found = made(table, evidence=poor)
    assert first not in [session["theme"] for session in found["sessions"]]
    [out] = found["left_out"]
    assert (out["theme"], out["feedback"]) == (first, 14)
    assert "14 retours" in out["sentence"]
    assert made(table, Limits(least_useful=0), evidence=poor)["left_out"] == []
    few = Evidence((), (WorkshopOutcome(first, 20, 0, 0, 10),))
    assert made(table, evidence=few)["left_out"] == []


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(budget=30, costs={"A": 60, "C": 60}), ["Aucune séance", "budget à 60"]),
        (
            Limits(sessions=1, non_user_share=0.9, non_users=AWAY),
            ["Aucun programme ne tient", "demander 60\u202f% des non-usagers", "prévoir 2 séances"],
        ),
        (
            Limits(sessions=6, slots=("sat",), non_user_share=0.7, non_users=AWAY),
            ["d'autres moments"],
        ),
    ],
)
def test_limits_that_cannot_be_held_say_which_to_loosen__ok(limits, words):
    table = families(150, 5)
    found = made(table, limits)
    for word in words:
        assert word in found["message"]
    assert found["optimum"] is None
    assert found["alternatives"] == []


def test_what_is_advised_works__ok():
    table = families(150, 5)
    limits = Limits(sessions=1, non_user_share=0.9, non_users=AWAY)
    advised = made(table, limits)["message"].split("prévoir ")[1].split(" ")[0]
    eased = Limits(sessions=int(advised), non_user_share=0.9, non_users=AWAY)
    assert made(table, eased)["message"] == ""
    assert made(table, Limits(**{**vars(eased), "sessions": int(advised) - 1}))["message"]


def test_two_alternatives_near_the_best__ok():
    table = families(600, 1)
    found = made(table, Limits(sessions=4))
    assert len(found["alternatives"]) == 2
    chosen = {session["theme"] for session in found["sessions"]}
    come = [entry["comes"]["theme"] for entry in found["alternatives"]]
    assert len(set(come)) == 2
    assert not chosen & set(come)
    assert all(entry["leaves"]["theme"] in chosen for entry in found["alternatives"])

    def reach(names):
        return int(ticked(table, "need", "".join(names)).sum())

    for entry in found["alternatives"]:
        swapped = chosen - {entry["leaves"]["theme"]} | {entry["comes"]["theme"]}
        assert reach(swapped) >= 0.95 * reach(chosen)
        assert entry["cell"]["hidden"] or entry["cell"]["n"] == reach(swapped)

    # They are the two best of all exchanges of one session that bring different themes.
    others = [theme.name for theme in THEMES if theme.name not in chosen]
    best = [max(reach(chosen - {out} | {into}) for out in chosen) for into in others]
    told = [
        reach(chosen - {entry["leaves"]["theme"]} | {entry["comes"]["theme"]})
        for entry in found["alternatives"]
    ]
    assert told == sorted(best, reverse=True)[:2]


@pytest.mark.parametrize("seed", range(12))
def test_who_could_come_isolates_nobody__ok(seed):
    """What is told of who could come, against moments, needs and whom themes answer."""
    n = [40, 70, 150, 400][seed % 4]
    table = families(n, seed)
    table.loc[table.index[: n // 4], "when"] = ""
    limits = Limits(slots=SLOTS[: 1 + seed % 2], childcare=[None, False][seed % 2])
    data = encode(table, BOOK, K)
    wanted = within(data, demand(data, domains(data, BOOK), THEMES, {}, K), limits, K)
    items = Gate(K).publish(themes_section(wanted, proofs(THEMES, None), {}, K, 0))["items"]
    able = ticked(table, "when", limits.slots) | (table["when"] == "")
    able &= ~ticked(table, "come", ["garde"]) | (limits.childcare is None)
    told = [able, *(ticked(table, "when", [slot]) for slot in SLOTS)]
    told += [ticked(table, "need", [need]) for need in NEEDS]
    told = [group for group in told if group.sum() >= K]
    for item in items:
        answered = ticked(table, "need", item["name"])
        if item["coming"]["hidden"]:
            continue
        mine = answered & able
        assert item["coming"]["n"] == mine.sum()
        for group in [*told, *([] if item["cell"]["hidden"] else [answered])]:
            inside, outside = (mine & ~group).sum(), (group & ~mine).sum()
            assert min(inside, outside) or not 0 < max(inside, outside) < K


def test_same_bytes_twice__ok():
    table = families(200, 5)
    limits = Limits(sessions=4, slots=SLOTS, places=PLACES, profile_share=0.3)
    one, two = (diagnose(table, BOOK, themes=THEMES, limits=limits).to_json() for _ in range(2))
    assert one == two


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"sessions": -1}, "négatif"),
        ({"per_theme": 0}, "négatif ou nul"),
        ({"profile_share": 1.5}, "entre 0 et 1"),
        ({"costs": {"a": float("nan")}}, "illisible"),
        ({"non_user_share": 0.5}, "qui ils sont"),
    ],
)
def test_limits_out_of_range__error(options, words):
    with pytest.raises(AnalysisError, match=words):
        Limits(**options)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(slots=("minuit",)), "minuit"),
        (Limits(budget=100, costs={"C": 10}), "n'a pas de coût"),
    ],
)
def test_limits_that_name_nothing_known__error(limits, words):
    with pytest.raises(AnalysisError, match=words):
        made(families(60, 0), limits)
