"""The programme within limits: held, said when they cannot be, chosen no finer than told counts."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import AnalysisError, Codebook, Evidence, Limits, SessionVotes, Theme, neighbourhood
from analysis.catalogue import WorkshopOutcome
from analysis.disclosure import publish
from analysis.programme import market, section, solve
from analysis.survey import make_survey
from analysis.table import encode
from analysis.themes import demand
from analysis.themes import section as themes_section

K = 11
NEAR = 4  # A told count is at most so far from the true one.
NEEDS, SLOTS, PLACES, TONGUES = "abcdef", ("am", "pm", "sat"), ("pmi", "hut"), ("fr", "ar", "ta")
NAMES = [f"{need}{at}" for need in NEEDS for at in range(2)]
BOOK = Codebook.from_yaml(f"""
variables:
  - {{name: user, type: select_one, role: barrier, categories: [goes, knows, not]}}
  - {{name: need, type: select_multiple, role: need, categories: [{", ".join(NEEDS)}]}}
  - {{name: pick, type: select_multiple, role: preference, categories: [{", ".join(NAMES)}]}}
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
    Theme(name, f"Thème {name}", name[0], format="CA"[at % 2]) for at, name in enumerate(NAMES)
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
            "pick": several(NAMES, rng.uniform(0.02, 0.2, len(NAMES))),
            "when": several(SLOTS, [0.5, 0.4, 0.2]),
            "where": several(PLACES, [0.6, 0.4]),
            "come": several(("garde", "autre"), [0.3, 0.2]),
            "speak": several(TONGUES, [0.8, 0.3, 0.1]),
        }
    )


def survey_of(table, secret=b"secret"):
    return make_survey(encode(table, BOOK, K), BOOK, secret, K, 0)


def made(table, limits=None, evidence=None, themes=THEMES, sessions=6, secret=b"secret"):
    """The programme, with profiles given: who uses the PMI stands for them."""
    survey = survey_of(table, secret)
    labels = table["user"].map({"goes": 0, "knows": 1, "not": 2}).fillna(-1).to_numpy(dtype=int)
    described = [{"name": name, "typical": []} for name in ("Profil A", "Profil B", "Profil C")]
    wanted = demand(survey, themes, {})
    return section(survey, wanted, evidence, sessions, limits, labels, described)


def ticked(table, column, names):
    return table[column].map(lambda said: bool(set(said.split()) & set(names)))


def answered(table, theme):
    return ticked(table, "need", theme[0]) | ticked(table, "pick", [theme])


def judged(table):
    return (table["need"] != "") | (table["pick"] != "")


def comes(table, session, limits):
    """Families that a session answers and that can come, straight from the table."""
    able = answered(table, session["theme"])
    for column, key, limited in (("when", "slot", limits.slots), ("where", "place", limits.places)):
        if limited:
            able &= ticked(table, column, [session[key][0]["name"]]) | (table[column] == "")
    if limits.languages and not session["interpreter"]:
        able &= ticked(table, "speak", limits.languages) | (table["speak"] == "")
    if limits.childcare is not None and not session["childcare"]:
        able &= ~ticked(table, "come", ["garde"])
    return able


def close(share, n):
    return abs(share.yes.n - n) <= NEAR


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
    costs=st.just({"C": 60, "A": 100, "a0": 40}),
    interpreter_cost=st.just(30),
    childcare_cost=st.just(20),
    profile_share=st.sampled_from([0, 0.2, 0.5]),
    non_user_share=st.sampled_from([0, 0.3, 0.6, 1]),
    non_users=st.just(AWAY),
    per_theme=st.integers(1, 2),
)


# A second each, and other ones at each run: over some runs they are hundreds.
@settings(max_examples=20, deadline=None)
@given(LIMITS, st.integers(20, 160), st.integers(0, 10_000))
def test_every_limit_is_held_or_said__ok(limits, n, seed):
    table = families(n, seed).assign(user=lambda frame: frame["user"])
    found = made(table, limits)
    sessions, held = found["sessions"], not found["message"]
    if found["covered"] is None:
        assert "moins de 20 réponses" in found["message"]
        return
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
    before = table["need"] == "?"
    for session, mask in zip(sessions, masks, strict=True):
        assert close(session["adds"], (mask & ~before).sum())
        before = before | mask
        assert close(session["covered"], before.sum())
    assert close(found["covered"], reached.sum())
    away = ticked(table, "user", AWAY["user"]) & judged(table)
    if limits.non_user_share and held and away.sum() >= K:
        # The floor is blurred as a told count is.
        assert (away & reached).sum() >= np.ceil(limits.non_user_share * away.sum()) - 2


def test_from_twenty_answers_on__ok():
    assert "moins de 20 réponses" in made(families(19, 0).assign(user="goes"))["message"]
    found = made(families(20, 0).assign(user="goes"), Limits(sessions=3))
    assert found["sessions"]
    assert found["message"] == ""


def test_sessions_of_a_small_group_take_their_moment_from_all__ok():
    table = families(24, 0)
    for session in made(table)["sessions"]:
        few = answered(table, session["theme"]).sum() < K
        assert not (few and session["among"] == "session")
        assert all(entry["cell"].of >= K - NEAR for entry in session["slot"])


@pytest.mark.parametrize("seed", range(6))
def test_against_every_set_of_themes__ok(seed):
    table = families(240, seed)
    limits = Limits(sessions=3, slots=("pm",), childcare=False)
    found = made(table, limits)
    able = ticked(table, "when", ["pm"]) | (table["when"] == "")
    able &= ~ticked(table, "come", ["garde"])

    def reach(names):
        return int((np.any([answered(table, name) for name in names], axis=0) & able).sum())

    best = max(reach(names) for names in itertools.combinations(NAMES, 3))
    got = reach([session["theme"] for session in found["sessions"]])
    assert got >= 0.93 * best


def covered(wanted, place):
    chosen = [place.offers[at].theme for at in solve(place.cover).chosen]
    return float(wanted.answered[:, chosen].any(axis=1).sum() / wanted.judged.sum())


@pytest.mark.parametrize("n", [20, 40, 80, 150, 400])
def test_little_coverage_is_lost_by_not_choosing_on_true_counts__ok(n):
    losses = []
    for seed in range(10):
        table = neighbourhood(BOOK, n, 1000 + seed).table
        survey = survey_of(table, bytes([seed]))
        wanted = demand(survey, THEMES, {})
        value, every = np.ones(len(THEMES)), range(len(THEMES))
        exact, blurred = (
            market(survey.data, wanted, value, every, [], Limits(sessions=4), door)
            for door in (None, survey.door)
        )
        losses.append(covered(wanted, exact) - covered(wanted, blurred))
    assert -1e-9 <= np.mean(losses) <= 0.04


def test_the_programme_does_not_tell_one_family__ok():
    """Whoever knows all families but one, and not the secret, cannot rule out what she said.

    Of two answers of the last family, most programmes of the one are also programmes of the other.
    """
    table = families(40, 3)
    other = table.copy()
    other.loc[39, ["need", "pick"]] = ["a", ""]
    table.loc[39, ["need", "pick"]] = ["f", "f1"]
    one, two = (
        [
            frozenset(
                s["theme"] for s in made(t, Limits(sessions=3), secret=bytes([at]))["sessions"]
            )
            for at in range(50)
        ]
        for t in (table, other)
    )
    shared = set(one) & set(two)
    assert np.mean([found in shared for found in one]) >= 0.8
    assert np.mean([found in shared for found in two]) >= 0.8


def test_sessions_by_hand__ok():
    table = pd.DataFrame("", index=range(100), columns=families(1, 0).columns)
    table["need"] = ["a"] * 60 + ["b"] * 40
    table["when"] = ["am"] * 40 + ["pm"] * 20 + ["pm"] * 30 + [""] * 10
    two = [Theme("a", "A", "a"), Theme("b", "B", "b")]
    found = made(table, Limits(sessions=2, slots=("am", "pm")), themes=two)
    assert [(s["theme"], s["slot"][0]["name"]) for s in found["sessions"]] == [
        ("a", "am"),
        ("b", "pm"),
    ]
    assert [close(s["adds"], 40) for s in found["sessions"]] == [True, True]
    assert close(found["covered"], 80)
    assert found["covered"].of == 100
    assert found["optimum"]["proven"]
    # The same theme twice, at another moment, answers those who could not come.
    found = made(table, Limits(sessions=3, slots=("am", "pm"), per_theme=2), themes=two)
    assert close(found["covered"], 100)


def test_a_session_for_all_who_name_a_need_has_the_number_of_the_need__ok():
    table = families(80, 0).assign(pick="")
    alone = [Theme("t", "T", "a")]
    survey = survey_of(table)
    found = section(survey, demand(survey, alone, {}), None, 1, None, np.full(80, -1), [])
    assert found["covered"] == survey.need(next(d for d in survey.domains if d.name == "a"))


def test_votes_change_the_programme__ok():
    table = families(150, 2)
    last = made(table)["sessions"][-1]["theme"]
    left = next(name for name in NAMES if name not in [s["theme"] for s in made(table)["sessions"]])
    votes = Evidence((SessionVotes(200, {left: 190, last: 0}, (left, last)),))
    chosen = [session["theme"] for session in made(table, evidence=votes)["sessions"]]
    assert left in chosen
    few = Evidence((SessionVotes(10, {left: 10, last: 0}, (left, last)),))
    assert publish(made(table, evidence=few)) == publish(made(table))


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


TRIED = families(150, 2)
OUTCOMES = st.lists(
    st.builds(
        WorkshopOutcome,
        st.sampled_from(NAMES),
        st.integers(0, 30),
        st.integers(0, 20),
        st.integers(0, 20),
        st.integers(0, 20),
        st.sampled_from(["", "keep", "adapt", "stop"]),
    ),
    max_size=8,
)


@settings(max_examples=8, deadline=None)
@given(OUTCOMES)
def test_faces_and_a_decision_to_stop_move_the_programme_and_no_rank__ok(held):
    survey = make_survey(encode(TRIED, BOOK, K), BOOK, b"secret", K, 0)
    wanted = demand(survey, THEMES, {})
    evidence = Evidence((), tuple(held))
    ranked = [themes_section(survey, wanted, one, {})["items"] for one in (None, evidence)]
    before, after = ({item["name"]: item["rank"] for item in items} for items in ranked)
    assert before == after
    found = made(TRIED, evidence=evidence)
    faces: dict[str, list[float]] = {}
    last: dict[str, str] = {}
    for one in held:
        n, happy = faces.get(one.theme, (0, 0.0))
        many = one.happy + one.neutral + one.unhappy
        faces[one.theme] = [n + many, happy + one.happy + 0.5 * one.neutral]
        last[one.theme] = one.decision or last.get(one.theme, "")
    # Ten people expected at 0.7 before anybody spoke.
    useless = {
        name
        for name, (n, happy) in faces.items()
        if n >= K and (7 + happy) / (10 + n) < Limits().least_useful
    }
    stopped = {name for name, decision in last.items() if decision == "stop"}
    assert {one["theme"] for one in found["left_out"]} == useless | stopped
    assert not {one["theme"] for one in found["sessions"]} & (useless | stopped)
    # « Garder » and « adapter » leave the programme where the faces put it.
    plain = [replace(one, decision="stop" if one.theme in stopped else "") for one in held]
    assert publish(made(TRIED, evidence=Evidence((), tuple(plain)))) == publish(found)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(budget=30, costs={"A": 60, "C": 60}), ["Aucune séance", "budget à 60"]),
        (
            Limits(sessions=1, non_user_share=0.9, non_users=AWAY),
            ["Aucun programme ne tient", "des non-usagers", "prévoir"],
        ),
        (
            Limits(sessions=6, slots=("sat",), non_user_share=0.9, non_users=AWAY),
            ["d’autres moments"],
        ),
    ],
)
def test_limits_that_cannot_be_held_say_which_to_loosen__ok(limits, words):
    found = made(families(150, 5), limits)
    for word in words:
        assert word in found["message"]
    assert found["optimum"] is None
    assert found["alternatives"] == []


def test_what_is_advised_works__ok():
    table = families(150, 5)
    limits = Limits(sessions=1, non_user_share=0.8, non_users=AWAY)
    advised = made(table, limits)["message"].split("prévoir ")[1].split(" ")[0]
    eased = Limits(sessions=int(advised), non_user_share=0.8, non_users=AWAY)
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
    for entry in found["alternatives"]:
        swapped = chosen - {entry["leaves"]["theme"]} | {entry["comes"]["theme"]}
        reached = np.any([answered(table, name) for name in swapped], axis=0)
        assert close(entry["cell"], reached.sum())
        less = 1 - entry["cell"].value / found["covered"].value
        assert entry["gap"] == max(round(less, 2), 0)


def test_groups_too_small_to_be_described_are_not_told__ok():
    table = families(60, 1).assign(user=["goes"] * 50 + ["knows"] * 10)
    found = made(table, Limits(non_users=AWAY, profile_share=0.2))
    assert [group["name"] for group in found["groups"]] == ["Profil A"]
    assert made(table, None, themes=[])["message"].startswith("Pas de programme sans thèmes")


def test_same_bytes_twice__ok():
    limits = Limits(sessions=4, slots=SLOTS, places=PLACES, profile_share=0.3)
    one, two = (publish(made(families(200, 5), limits)) for _ in range(2))
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
