"""Opinions: hand-computed statistics, planted groups, and an attacker who subtracts."""

from __future__ import annotations

import json
import math
from importlib import import_module
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from sklearn.metrics import adjusted_rand_score, silhouette_score

from analysis import AnalysisError, opinions
from analysis.disclosure import Gate
from analysis.statements import (
    Opinions,
    Tally,
    agreements,
    find_groups,
    group_aware,
    guessing_loss,
    helps,
    lines,
    losses_by_number,
    project,
    representatives,
    shared_by_groups,
    tally_groups,
)
from analysis.statistics import gather, silhouette, split

_opinion_groups = import_module("analysis.statements.groups")

K = 11
ANSWERS = ("agree", "disagree", "pass")


def planted(people: int, statements: int, groups: int, missing: float, seed: int):
    """Groups that hold one side of each statement; 10 % of votes are the other's, 5 % pass."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, groups, people)
    sides = np.array([(np.arange(statements) // 3 + at) % groups == 0 for at in range(groups)])
    sides[:, ::7] = True
    chance = np.where(sides, 0.85, 0.10)[labels]
    draw = rng.random((people, statements))
    votes = np.where(draw < chance, 1.0, np.where(draw < 0.95, -1.0, 0.0))
    votes[rng.random(votes.shape) < missing] = np.nan
    return votes, labels


def chance_votes(people: int, statements: int, seed: int, missing: float = 0.3):
    rng = np.random.default_rng(seed)
    shares = rng.uniform(0.2, 0.7, statements)
    draw = rng.random((people, statements))
    votes = np.where(draw < shares, 1.0, np.where(draw < 0.9, -1.0, 0.0))
    votes[rng.random(votes.shape) < missing] = np.nan
    return votes


def texts(votes) -> list[str]:
    return [f"Énoncé {at + 1}" for at in range(votes.shape[1])]


def published(found: Opinions, k: int = K):
    return Gate(k).publish(found.to_sections())


# Statistics, by hand


@pytest.fixture
def two_groups() -> Tally:
    # Group 1: 9 of 10 agree, 1 disagrees. Group 2: 3 of 15 agree, 10 disagree, 2 pass.
    one = np.array([[1.0]] * 9 + [[-1.0]])
    two = np.array([[1.0]] * 3 + [[-1.0]] * 10 + [[0.0]] * 2)
    return tally_groups(np.vstack([one, two]), np.repeat([0, 1], [10, 15]), 2)


def test_representativeness_by_hand__ok(two_groups):
    first, second = (line[0] for line in representatives(two_groups, 1))
    assert (first.direction, first.n, first.N) == ("agree", 9, 10)
    assert first.share == pytest.approx(10 / 12)
    assert first.test == pytest.approx(2 * math.sqrt(11) * (10 / 11 - 1 / 2))
    assert first.repness == pytest.approx((10 / 12) / (4 / 17))
    pooled = 14 / 27
    spread = math.sqrt(pooled * (1 - pooled) * (1 / 11 + 1 / 16))
    assert first.repness_test == pytest.approx((10 / 11 - 4 / 16) / spread)
    assert (second.direction, second.n, second.N) == ("disagree", 10, 15)
    assert second.share == pytest.approx(11 / 17)
    assert second.test == pytest.approx(2 * 4 * (11 / 16 - 1 / 2))
    assert second.repness == pytest.approx((11 / 17) / (2 / 12))


def test_both_tests_must_pass__ok():
    # As much agreed with in both groups: a majority, but no difference.
    counts = Tally(np.array([[18], [18]]), np.array([[2], [2]]), np.array([[0], [0]]))
    assert representatives(counts, 1) == [[], []]
    # A difference, but no majority in the first group.
    counts = Tally(np.array([[8], [0]]), np.array([[4], [9]]), np.array([[8], [11]]))
    assert representatives(counts, 1)[0] == []


def test_statements_hardly_seen_represent_nobody__ok(two_groups):
    assert representatives(two_groups, 11) == [[], []]


def test_agreement_by_hand__ok():
    counts = Tally(np.array([18, 10, 2]), np.array([1, 9, 17]), np.array([1, 1, 1]))
    (found,) = agreements(counts, "agree", 8)
    assert (found.statement, found.share) == (0, pytest.approx(19 / 22))
    assert found.test == pytest.approx(2 * math.sqrt(21) * (19 / 21 - 1 / 2))
    assert [entry.statement for entry in agreements(counts, "disagree", 8)] == [2]
    assert agreements(counts, "agree", 21) == []


def test_group_aware_consensus_by_hand__ok(two_groups):
    assert group_aware(two_groups).tolist() == [pytest.approx(10 / 12 * 4 / 17)]
    assert shared_by_groups(two_groups, 1) == []
    both = Tally(np.array([[9, 6], [12, 14]]), np.array([[1, 4], [3, 1]]), np.zeros((2, 2), int))
    # 10/12 x 13/17 = 0.637 against 7/12 x 15/17 = 0.515
    assert shared_by_groups(both, 10) == [0, 1]


def test_map_of_complete_votes_is_plain_pca__ok():
    votes, _ = planted(60, 12, 2, 0.0, 0)
    centred = votes - votes.mean(axis=0)
    scores = np.linalg.svd(centred, full_matrices=False)
    expected = scores[0][:, :2] * scores[1][:2]
    mine = project(votes, np.ones(60))
    np.testing.assert_allclose(np.abs(mine[:, :2]), np.abs(expected), atol=1e-8)


def test_few_votes_are_moved_away_from_the_centre_by_hand__ok():
    # The mean of each statement is 0: a lone vote of four is worth √4 = 2 times its place.
    votes = np.array([[1.0, 1, 1, 1], [-1.0, -1, -1, -1], [1, np.nan, np.nan, np.nan]])
    votes = np.vstack([votes, [-1, np.nan, np.nan, np.nan]])
    places = np.abs(project(votes, np.ones(4))[:, 0])
    heavy = np.linalg.eigh(np.diag([2.0, 0, 0, 0]) + 2 * np.ones((4, 4)))[1][:, -1]
    np.testing.assert_allclose(places[2:], 2 * abs(heavy[0]))
    np.testing.assert_allclose(places[:2], abs(heavy.sum()))


def test_weights_are_repetitions__ok():
    votes, _ = planted(40, 8, 2, 0.3, 1)
    weights = np.random.default_rng(0).integers(1, 4, 40)
    again = np.repeat(votes, weights, axis=0)
    np.testing.assert_allclose(
        np.repeat(project(votes, weights.astype(float)), weights, axis=0),
        project(again, np.ones(len(again))),
        atol=1e-8,
    )


def test_silhouette_equals_a_witness__ok():
    places = np.random.default_rng(0).normal(size=(120, 2)).round(0)
    cloud = gather(places, np.ones(120))
    assert len(cloud.points) < 120
    labels = split(cloud, 3, 10, np.random.RandomState(0))
    assert silhouette(cloud, labels) == pytest.approx(silhouette_score(places, labels[cloud.of]))


def test_gathering_keeps_people_and_their_mean__ok():
    places = np.random.default_rng(0).normal(size=(3000, 2))
    cloud = gather(places, np.ones(3000))
    assert 100 < len(cloud.points) <= 256
    assert cloud.masses.sum() == 3000
    np.testing.assert_allclose(cloud.masses @ cloud.points / 3000, places.mean(axis=0))


# Groups


@pytest.mark.parametrize(("groups", "seed"), [(2, 0), (2, 1), (3, 2), (3, 3), (4, 50)])
def test_planted_groups_are_found__ok(groups: int, seed: int):
    votes, labels = planted(200, 30, groups, 0.3, seed)
    found = find_groups(votes, np.ones(200, dtype=bool), K, 0)
    assert found.count == groups
    assert found.clear
    assert found.centres.shape == (groups, 2)
    assert adjusted_rand_score(labels, found.labels) > 0.9
    sizes = np.bincount(found.labels)
    assert (np.diff(sizes) <= 0).all()


@pytest.mark.parametrize(("people", "statements"), [(40, 10), (200, 20), (600, 30)])
def test_no_group_in_votes_of_chance__ok(people: int, statements: int):
    votes = chance_votes(people, statements, seed=people)
    found = opinions(votes, texts(votes))
    assert found.groups == ()
    assert not found.clear
    assert found.message.startswith("On ne peut pas distinguer de groupes d'opinion")


def test_unequal_participation_makes_no_group__ok():
    votes = chance_votes(300, 30, 5, missing=0.0)
    votes[:150, 8:] = np.nan
    assert opinions(votes, texts(votes)).groups == ()


@pytest.mark.parametrize("seed", range(4, 8))
def test_one_continuous_opinion_is_not_called_clear__ok(seed: int):
    # One normal attitude, statements that cut it anywhere: parts come back, nobody stands apart.
    rng = np.random.default_rng(seed)
    attitude, cut = rng.normal(size=(400, 1)), rng.normal(size=(1, 30))
    votes = np.where(rng.random((400, 30)) < 1 / (1 + np.exp(1.5 * (cut - attitude))), 1.0, -1.0)
    votes[:, ::2] *= -1
    found = opinions(votes, texts(votes))
    assert len(found.groups) >= 2
    assert not found.clear
    assert "à discuter, pas à conclure" in found.message


def test_surprise_at_hidden_votes_by_hand__ok():
    # 5 of 8 agree overall; (5+1)/(8+3) = 6/11, and 2/11, 3/11. Group 1: 4 of 4; group 2: 1, 1, 2.
    known = Tally(np.array([[4], [1]]), np.array([[0], [1]]), np.array([[0], [2]]))
    hidden = Tally(np.array([[1], [0]]), np.array([[0], [0]]), np.array([[0], [1]]))
    shares = (4 + 3 * 6 / 11) / 7, (2 + 3 * 3 / 11) / 7
    assert guessing_loss(known, hidden) == pytest.approx(-sum(math.log(s) for s in shares) / 2)
    nothing = Tally(*(np.zeros((1, 1), int) for _ in ANSWERS))
    assert guessing_loss(tally_groups(np.ones((3, 1)), np.zeros(3, int), 1), nothing) == 0


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_guessing_from_the_right_groups_surprises_less(seed: int):
    votes, labels = planted(120, 20, 2, 0.3, seed)
    mixed = np.random.default_rng(seed).permutation(labels)
    hide = np.random.default_rng(seed).random(votes.shape) < 0.2
    known, hidden = np.where(hide, np.nan, votes), np.where(hide, votes, np.nan)
    right, wrong = (
        guessing_loss(tally_groups(known, part, 2), tally_groups(hidden, part, 2))
        for part in (labels, mixed)
    )
    assert right < wrong


@pytest.mark.parametrize(("groups", "seed"), [(2, 0), (2, 1), (3, 2), (3, 3)])
def test_planted_groups_help_to_guess_and_one_more_does_not__ok(groups: int, seed: int):
    votes, _ = planted(200, 30, groups, 0.3, seed)
    rng = np.random.RandomState(seed)
    numbers = (1, groups - 1, groups, groups + 1)
    losses = losses_by_number(votes, np.ones(200, dtype=bool), numbers, groups - 1, rng)
    assert helps(losses, groups)
    assert not helps(losses, groups + 1)


def test_groups_that_help_to_guess_nothing_are_not_made__ok(monkeypatch):
    monkeypatch.setattr(_opinion_groups, "helps", lambda losses, number: False)
    votes, _ = planted(200, 30, 3, 0.2, 0)
    found = opinions(votes, texts(votes))
    assert found.groups == ()
    assert "n'aide pas à prévoir les votes" in found.message


def test_a_group_under_k_is_never_made__ok():
    votes, labels = planted(200, 30, 2, 0.1, 0)
    kept = np.concatenate([np.flatnonzero(labels == 0), np.flatnonzero(labels == 1)[:9]])
    found = opinions(votes[kept], texts(votes))
    assert all(group.size >= K for group in found.groups)
    split_up = find_groups(votes[kept], np.ones(len(kept), dtype=bool), 5, 0)
    assert split_up.count == 2
    assert np.bincount(split_up.labels).min() == 9


def test_few_votes_give_no_group_but_count__ok():
    votes, _ = planted(200, 30, 2, 0.2, 0)
    votes[:40, 5:] = np.nan
    found = opinions(votes, texts(votes))
    assert (found.participants, found.placed) == (200, 160)
    assert sum(group.size for group in found.groups) == 160
    np.testing.assert_array_equal(found.everyone.seen, np.isfinite(votes).sum(axis=0))
    assert not any(found.partial)
    all_in = opinions(votes, texts(votes), min_votes=1)
    assert all_in.placed == int(np.isfinite(votes).any(axis=1).sum())


def test_representative_statements_are_the_planted_ones__ok():
    votes, _ = planted(200, 30, 2, 0.2, 0)
    found = opinions(votes, texts(votes))
    shared = set(range(0, 30, 7))
    for group in found.groups:
        assert len(group.representative) == 5
        assert not shared & {entry.statement for entry in group.representative}
    assert set(found.shared) <= shared
    assert {entry.statement for entry in found.consensus if entry.direction == "agree"} <= shared


def test_same_seed_same_result__ok():
    votes, _ = planted(150, 15, 3, 0.4, 0)
    one, two = (
        json.dumps(published(opinions(votes, texts(votes), random_state=3))) for _ in range(2)
    )
    assert one == two


# Small and strange votes


def test_eight_participants_have_counts_and_agreements_only__ok():
    votes = np.array([[1.0] * 8, [1.0] * 6 + [-1.0] * 2, [-1.0] * 8, [1.0] * 4 + [-1.0] * 4]).T
    found = opinions(votes, texts(votes))
    assert found.everyone.agree.tolist() == [8, 6, 0, 4]
    assert [(e.statement, e.direction) for e in found.consensus] == [
        (0, "agree"), (1, "agree"), (2, "disagree"),
    ]  # fmt: skip
    assert found.groups == ()
    assert "trop peu de personnes ont assez voté" in found.message
    shown = published(opinions(votes, texts(votes), k=2), 2)
    assert shown["statements"][3]["agree"]["n"] == 4
    assert len(shown["consensus"]) == 3


def test_under_k_participants_nothing_is_told__ok():
    votes = np.ones((8, 3))
    shown = published(opinions(votes, texts(votes)))
    assert shown["message"] == (
        "Moins de 11 personnes ont voté\u202f: on ne peut parler ni d'accord, "
        "ni de groupes d'opinion."
    )
    assert shown["participants"] is shown["placed"] is None
    assert shown["consensus"] == shown["groups"] == shown["shared"] == []
    for statement in shown["statements"]:
        assert statement["seen"] is None
        assert all(statement[answer]["hidden"] for answer in ANSWERS)


def test_seven_participants_agree_on_nothing__ok():
    found = opinions(np.ones((7, 2)), ["a", "b"])
    assert found.consensus == ()
    assert found.message.startswith("Moins de 8 personnes")


@pytest.mark.parametrize("votes", [np.ones((60, 4)), np.eye(60, 3)], ids=["constant", "sparse"])
def test_flat_votes_make_no_group__ok(votes):
    assert opinions(votes, texts(votes)).groups == ()


def test_duplicate_constant_and_empty_columns_change_no_group__ok():
    votes, _ = planted(120, 20, 2, 0.2, 0)
    odd = np.column_stack([votes, votes[:, 3], np.ones(120), np.full(120, np.nan)])
    plain, more = opinions(votes, texts(votes)), opinions(odd, texts(odd))
    assert [g.size for g in plain.groups] == [g.size for g in more.groups]
    empty = published(more)["statements"][-1]
    assert empty["seen"] == 0
    assert all(empty[answer]["hidden"] for answer in ANSWERS)


def test_one_statement__ok():
    found = opinions(np.array([[1.0]] * 20 + [[-1.0]] * 20), ["Un seul"])
    assert found.everyone.agree.tolist() == [20]


def test_a_table_names_its_statements_and_skips_empty_rows__ok():
    votes = pd.DataFrame({"a": [1, None, 0], "b": [-1, None, 1]})
    found = opinions(votes, ["Texte a", "Texte b"])
    assert (found.names, found.participants) == (("a", "b"), 2)


@pytest.mark.parametrize(
    ("votes", "count", "message"),
    [
        (np.array([[1.0, 2.0]]), 2, "Le vote 2 (ligne 1, énoncé"),
        (np.array([[0.5, 1.0]]), 2, "Le vote 0.5"),
        (np.array([[np.inf, 1.0]]), 2, "Le vote inf"),
        (pd.DataFrame({"a": ["oui"]}), 1, "contiennent du texte"),
        (np.ones((5, 3)), 2, "3 colonnes de votes pour 2 énoncés"),
        (np.full((4, 2), np.nan), 2, "Aucun vote"),
        (np.zeros((0, 2)), 2, "Aucun vote"),
        (pd.DataFrame([[1, 1]], columns=["a", "a"]), 2, "même nom"),
    ],
)
def test_bad_votes__error(votes, count: int, message: str):
    with pytest.raises(AnalysisError) as caught:
        opinions(votes, ["x"] * count)
    assert message in str(caught.value)


@pytest.mark.parametrize("wrong", [{"k": 1}, {"min_votes": 0}])
def test_bad_parameters__error(wrong):
    with pytest.raises(AnalysisError, match="au moins"):
        opinions(np.ones((5, 2)), ["a", "b"], **wrong)


# Privacy


def constraints(everyone: dict, cells: list, answer: str, outside: int):
    """What an attacker knows: counts of (groups, then outside) x answers, as linear equations.

    How many voted without being in a group may be deduced: the attacker knows it.
    """
    wide = 3 * (len(cells) + 1)
    at = {(g, a): 3 * g + ANSWERS.index(a) for g in range(len(cells) + 1) for a in ANSWERS}
    rows, known = [np.ones(wide)], [everyone["seen"]]
    rows.append(np.repeat([0.0, 1.0], [wide - 3, 3]))
    known.append(outside)
    for name in ANSWERS:
        if not everyone[name]["hidden"]:
            rows.append(np.array([float(col % 3 == ANSWERS.index(name)) for col in range(wide)]))
            known.append(everyone[name]["n"])
    for group, cell in enumerate(cells):
        if not cell["hidden"]:
            rows.append(np.eye(wide)[at[group, answer]])
            rows.append(np.array([float(col // 3 == group) for col in range(wide)]))
            known += [cell["n"], cell["N"]]
    return np.array(rows), np.array(known, dtype=float)


def targets(groups: int) -> list[np.ndarray]:
    """Each answer of each group (and of who is outside), and each pair of answers."""
    inside = [*np.eye(3), *(1 - np.eye(3))]
    return [np.kron(row, part) for row in np.eye(groups + 1) for part in inside]


def bounds(rows, known, target) -> tuple[float, float]:
    ends = [sign * linprog(sign * target, A_eq=rows, b_eq=known).fun for sign in (1, -1)]
    return ends[0], ends[1]


def truth(found: Opinions, at: int) -> np.ndarray:
    inside = np.array([found.by_group.of(answer)[:, at] for answer in ANSWERS]).T
    whole = np.array([found.everyone.of(answer)[at] for answer in ANSWERS])
    return np.vstack([inside, whole - inside.sum(axis=0)]).reshape(-1)


@pytest.mark.parametrize("seed", [0, 2, 3, 5])
def test_an_attacker_finds_no_small_count__ok(seed: int):
    votes, _ = planted(70 + 30 * seed, 14, 2 + seed % 2, 0.1 * (seed % 3), seed)
    votes[: 5 * seed, 3:] = np.nan
    found = opinions(votes, texts(votes))
    assert found.groups
    shown, small = published(found), 0
    for at, statement in enumerate(shown["statements"]):
        if statement["seen"] is None:
            continue
        line = statement["by_group"]
        real = truth(found, at)
        rows, known = constraints(statement, line["cells"], line["answer"], real[-3:].sum())
        for target in targets(len(found.groups)):
            if 0 < target @ real < K:
                low, high = bounds(rows, known, target)
                assert high - low > 2, (at, target, low, high)
                small += 1
    assert small


@given(
    st.lists(st.tuples(*[st.integers(0, 40)] * 3), min_size=3, max_size=4),
    st.sampled_from([2, 5, 11]),
)
@settings(max_examples=60, deadline=None)
def test_lines_leave_nothing_to_subtract(parts, k):
    counts = np.array(parts)
    groups = Tally(*(counts[:-1, [at]] for at in range(3)))
    outside = counts[-1] if counts[-1].sum() >= k else np.zeros(3, int)
    everyone = Tally(*(counts[:-1, at].sum(keepdims=True) + outside[at] for at in range(3)))
    (line,) = lines(everyone, groups, k)
    n, base = groups.of(line.answer)[:, 0], groups.seen[:, 0]
    for inside in (n, base - n):
        assert (inside[~line.hidden] >= k).all()
    total, voted = everyone.of(line.answer)[0], everyone.seen[0]
    if not line.hidden.all() and (line.hidden.any() or outside.sum()):
        left = total - n[~line.hidden].sum()
        assert left >= k
        assert voted - base[~line.hidden].sum() - left >= k


def test_few_voters_outside_groups_are_left_out__ok():
    votes, _ = planted(200, 30, 2, 0.2, 0)
    votes[:5, 5:] = np.nan
    votes[:5, :2] = [[1.0, -1.0]] * 5
    found = opinions(votes, texts(votes))
    assert found.partial[:2] == (True, True)
    inside = np.isfinite(votes[5:]).sum(axis=0)
    np.testing.assert_array_equal(found.everyone.seen, inside)
    np.testing.assert_array_equal(found.by_group.seen.sum(axis=0), inside)


def test_statistics_are_told_only_with_their_counts__ok():
    told = 0
    for seed, missing in product(range(3), (0.1, 0.5)):
        votes, _ = planted(90 + 100 * seed, 14, 2, missing, seed)
        shown = published(opinions(votes, texts(votes)))
        for entry in [entry for group in shown["groups"] for entry in group["representative"]]:
            if entry["cell"]["hidden"]:
                assert entry["test"] is entry["repness"] is entry["repness_test"] is None
            told += entry["test"] is not None
        for entry in shown["consensus"]:
            assert (entry["test"] is None) == entry["cell"]["hidden"]
    assert told


def test_no_participant_leaves__ok():
    votes, _ = planted(200, 12, 2, 0.1, 0)
    shown = published(opinions(votes, texts(votes)))
    assert [set(group) for group in shown["groups"]] == [
        {"id", "name", "sentence", "cell", "stability", "x", "y", "representative"}
    ] * 2
    longest = max(len(part) for part in (shown["statements"], shown["groups"], shown["consensus"]))
    assert longest <= 12
