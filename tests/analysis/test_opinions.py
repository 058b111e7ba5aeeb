"""Opinions: hand-computed statistics, planted groups, and what told votes say."""

from __future__ import annotations

import json
import math
from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, silhouette_score

from analysis import AnalysisError, OpinionReport, opinions
from analysis.disclosure import Door, Share, Told, publish
from analysis.statements import (
    Opinions,
    Ready,
    Tally,
    agreements,
    find_groups,
    group_aware,
    guessing_loss,
    helps,
    losses_by_number,
    representatives,
    shared_by_groups,
    tally_groups,
    tell,
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


def published(found: Opinions):
    return publish(found.to_sections())


def near(told: int, count: int) -> bool:
    """True when a count may be told so."""
    return told % 5 == 0 and abs(told - count) < 5


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


def shares(*pairs: tuple[int, int]) -> dict[int, Share]:
    return {at: Share(Told(n), Told(base)) for at, (n, base) in enumerate(pairs)}


def test_agreement_by_hand__ok():
    (found,) = agreements(shares((45, 50), (25, 50), (5, 50)), "agree")
    assert (found.statement, found.direction) == (0, "agree")
    assert found.share == pytest.approx(0.9, abs=0.02)
    # Counts told to base 5 have a variance of 4, in the share and in its base.
    share = 46 / 51
    spread = 0.25 / 51 + 4 * (1 + share**2) / 51**2
    assert found.test == pytest.approx((share - 0.5) / math.sqrt(spread))


def test_agreements_are_ordered_by_the_share_that_is_printed__ok():
    found = agreements(shares((220, 300), (90, 110), (100, 120)), "agree")
    assert [entry.statement for entry in found] == [2, 1, 0]


def test_blurred_counts_are_tested_with_their_blur__ok(two_groups):
    plain, blurred = (representatives(two_groups, 1, blur)[0][0] for blur in (0.0, 4.0))
    assert 0 < blurred.test < plain.test
    assert 0 < blurred.repness_test < plain.repness_test
    assert (blurred.share, blurred.repness) == (plain.share, plain.repness)


def test_group_aware_consensus_by_hand__ok(two_groups):
    assert group_aware(two_groups).tolist() == [pytest.approx(10 / 12 * 4 / 17)]
    assert shared_by_groups(two_groups, 1) == []
    both = Tally(np.array([[9, 6], [12, 14]]), np.array([[1, 4], [3, 1]]), np.zeros((2, 2), int))
    # 10/12 x 13/17 = 0.637 against 7/12 x 15/17 = 0.515, where 6 of 10 may be a half.
    assert shared_by_groups(both, 10) == [0]


def test_map_of_complete_votes_is_plain_pca__ok():
    votes, _ = planted(60, 12, 2, 0.0, 0)
    centred = votes - votes.mean(axis=0)
    scores = np.linalg.svd(centred, full_matrices=False)
    expected = scores[0][:, :2] * scores[1][:2]
    mine = Ready.of(votes).places(np.ones(60))
    np.testing.assert_allclose(np.abs(mine[:, :2]), np.abs(expected), atol=1e-8)


def test_few_votes_are_moved_away_from_the_centre_by_hand__ok():
    # The mean of each statement is 0: a lone vote of four is worth √4 = 2 times its place.
    votes = np.array([[1.0, 1, 1, 1], [-1.0, -1, -1, -1], [1, np.nan, np.nan, np.nan]])
    votes = np.vstack([votes, [-1, np.nan, np.nan, np.nan]])
    places = np.abs(Ready.of(votes).places(np.ones(4))[:, 0])
    heavy = np.linalg.eigh(np.diag([2.0, 0, 0, 0]) + 2 * np.ones((4, 4)))[1][:, -1]
    np.testing.assert_allclose(places[2:], 2 * abs(heavy[0]))
    np.testing.assert_allclose(places[:2], abs(heavy.sum()))


def test_weights_are_repetitions__ok():
    votes, _ = planted(40, 8, 2, 0.3, 1)
    weights = np.random.default_rng(0).integers(1, 4, 40)
    again = np.repeat(votes, weights, axis=0)
    np.testing.assert_allclose(
        np.repeat(Ready.of(votes).places(weights.astype(float)), weights, axis=0),
        Ready.of(again).places(np.ones(len(again))),
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
    assert found.message.startswith("On ne peut pas distinguer de groupes d’opinion")


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
    assert "n’aide pas à prévoir les votes" in found.message


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
        json.dumps(published(opinions(votes, texts(votes), random_state=3, secret=b"s")))
        for _ in range(2)
    )
    assert one == two


# Small and strange votes


def test_sixteen_participants_have_counts_and_agreements_only__ok():
    votes = np.array([[1.0] * 16, [-1.0] * 16, [1.0] * 8 + [-1.0] * 8]).T
    found = opinions(votes, texts(votes))
    assert found.everyone.agree.tolist() == [16, 0, 8]
    assert [(e.statement, e.direction) for e in found.consensus] == [(0, "agree"), (1, "disagree")]
    assert found.groups == ()
    assert "trop peu de personnes ont assez voté" in found.message
    shown = published(found)
    assert near(shown["statements"][2]["agree"]["n"], 8)
    assert shown["statements"][2]["agree"]["N"] == 16


def test_under_k_participants_nothing_is_told__ok():
    votes = np.ones((8, 3))
    shown = published(opinions(votes, texts(votes)))
    assert shown["message"] == (
        "Moins de 11 personnes ont voté\u202f: on ne peut parler ni d’accord, "
        "ni de groupes d’opinion."
    )
    assert shown["findings"] == [shown["message"]]
    assert shown["consensus"] == shown["groups"] == shown["shared"] == []
    for statement in shown["statements"]:
        assert set(statement) == {"name", "text", "seen"}


@pytest.mark.parametrize("votes", [np.ones((60, 4)), np.eye(60, 3)], ids=["constant", "sparse"])
def test_flat_votes_make_no_group__ok(votes):
    assert opinions(votes, texts(votes)).groups == ()


def test_duplicate_constant_and_empty_columns_change_no_group__ok():
    votes, _ = planted(120, 20, 2, 0.2, 0)
    odd = np.column_stack([votes, votes[:, 3], np.ones(120), np.full(120, np.nan)])
    plain, more = opinions(votes, texts(votes)), opinions(odd, texts(odd))
    assert [g.size for g in plain.groups] == [g.size for g in more.groups]
    assert set(published(more)["statements"][-1]) == {"name", "text", "seen"}


def test_one_statement__ok():
    found = opinions(np.array([[1.0]] * 20 + [[-1.0]] * 20), ["Un seul"])
    assert found.everyone.agree.tolist() == [20]


def test_a_table_names_its_statements_and_skips_empty_rows__ok():
    votes = pd.DataFrame({"a": [1, None, 0], "b": [-1, None, 1]})
    found = opinions(votes, ["Texte a", "Texte b"])
    assert (found.names, found.participants) == (("a", "b"), 2)


def test_a_participant_who_is_there_twice_counts_once__ok():
    rng = np.random.default_rng(0)
    cells = pd.DataFrame(rng.choice([1.0, -1.0, 0.0], (60, 6)), index=range(60))
    twice = pd.concat([cells, cells.iloc[:20]]).rename_axis("participant")
    found = opinions(twice, texts(twice))
    assert found.participants == 60
    assert found.everyone.seen.tolist() == [60] * 6
    # Votes in two parts are those of one person; lines without a name are of several.
    parts = pd.DataFrame({"a": [1, None, 1, 1], "b": [None, -1, 1, 1]}, index=["x", "x", "", ""])
    found = opinions(parts.rename_axis("participant"), ["a", "b"])
    assert (found.participants, found.everyone.seen.tolist()) == (3, [3, 3])
    # Without a name, an index is no list of participants.
    assert opinions(pd.concat([cells, cells.iloc[:20]]), texts(cells)).participants == 80


def test_a_participant_who_voted_twice_not_alike__error():
    votes = pd.DataFrame({"a": [1, -1], "b": [1, 1]}, index=["x", "x"]).rename_axis("participant")
    with pytest.raises(AnalysisError, match="« x » a plusieurs lignes"):
        opinions(votes, ["a", "b"])


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


# What is told


def votes_of(*counts: tuple[int, int]) -> np.ndarray:
    """Statements of which so many agree among so many who saw it, of 300 people."""
    votes = np.full((300, len(counts)), np.nan)
    for at, (agree, seen) in enumerate(counts):
        rows = np.random.default_rng(at).permutation(300)[:seen]
        votes[rows, at] = np.where(np.arange(seen) < agree, 1.0, -1.0)
    votes[:, 0] = np.where(np.isnan(votes[:, 0]), 0.0, votes[:, 0])
    return votes


def finding(votes, secret: bytes = b"s") -> str:
    found = opinions(votes, texts(votes), secret=secret)
    told = OpinionReport.build(found).to_dict()["findings"]
    return next((text for text in told if "larges" in text or "plus large" in text), "")


def test_the_widest_agreement_is_that_of_the_share_it_prints__ok():
    # 72 % of 300 weighs more in a test than 80 % of 110; what is printed is the share.
    for at in range(12):
        said = finding(votes_of((216, 300), (88, 110), (30, 200)), b"%d" % at)
        assert said.index("Énoncé 2") < (said + "Énoncé 1").index("Énoncé 1")
        assert "sur 110" in said or "sur 105" in said or "sur 115" in said


def test_a_superlative_only_where_draws_set_it_apart__ok():
    sure = finding(votes_of((285, 300), (150, 300)))
    assert sure.startswith("Le plus large accord porte sur «\u202fÉnoncé 1")
    close = finding(votes_of((225, 300), (222, 300), (30, 300)))
    assert close.startswith("Parmi les plus larges accords")
    assert "Énoncé 1" in close
    assert "Énoncé 2" in close
    assert "Énoncé 3" not in close
    against = finding(votes_of((3, 300), (150, 300)))
    assert against.startswith("Le plus large désaccord porte sur «\u202fÉnoncé 1")
    assert finding(votes_of((150, 300), (140, 300))) == ""


@pytest.mark.parametrize("seed", range(20))
def test_the_widest_agreement_is_true_of_the_votes__ok(seed: int):
    """A sentence names one only when it is the widest in exact votes, 19 times in 20."""
    rng = np.random.default_rng(seed)
    counts = [(int(seen * rng.uniform(0.5, 0.9)), int(seen)) for seen in rng.integers(60, 300, 5)]
    said = finding(votes_of((150, 300), *counts), b"%d" % seed)
    best = max(range(5), key=lambda at: counts[at][0] / counts[at][1])
    if said.startswith("Le plus large"):
        assert f"Énoncé {best + 2}" in said


def test_every_count_is_told_within_four_and_no_finer__ok():
    votes, _ = planted(203, 12, 2, 0.1, 0)
    votes[:23, 3:] = np.nan
    found = opinions(votes, texts(votes))
    shown = published(found)
    assert found.groups
    assert shown["participants"] == 203
    assert near(shown["placed"], found.placed)
    for at, statement in enumerate(shown["statements"]):
        assert near(statement["seen"], int(found.everyone.seen[at]))
        for answer in ANSWERS:
            assert near(statement[answer]["n"], int(found.everyone.of(answer)[at]))
            for group, cells in enumerate(statement["by_group"]):
                assert near(cells[answer]["n"], int(found.by_group.of(answer)[group, at]))
                assert near(cells[answer]["N"], int(found.by_group.seen[group, at]))
    for group, told in zip(found.groups, shown["groups"], strict=True):
        assert near(told["cell"]["n"], group.size)


def test_statistics_are_those_of_told_counts__ok():
    votes, _ = planted(203, 12, 2, 0.1, 0)
    found = opinions(votes, texts(votes))
    again = representatives(found.votes.tally(), 1, 4.0)
    assert [list(group.representative) for group in found.groups] == again
    assert any(again)


def test_a_small_group_is_drawn_towards_everybody__ok():
    one = np.array([[1.0]] * 14)
    many = np.array([[-1.0]] * 186)
    votes = np.vstack([one, many])
    by_group = tally_groups(votes, np.repeat([0, 1], [14, 186]), 2)
    whole = tally_groups(votes, np.zeros(200, dtype=int), 1)
    everyone = Tally(*(whole.of(answer)[0] for answer in ANSWERS))
    told = tell(Door(b"s", 200, K), ["a"], everyone, by_group)
    small, large = (line[0].shares["agree"] for line in told.groups)
    assert 0.2 < small.value < 0.8
    assert large.value == 0.0


def test_what_too_few_saw_is_not_described__ok():
    votes, _ = planted(200, 12, 2, 0.1, 0)
    votes[10:, 11] = np.nan
    found = opinions(votes, texts(votes))
    last = published(found)["statements"][-1]
    assert set(last) == {"name", "text", "seen"}
    assert all(entry.statement != 11 for group in found.groups for entry in group.representative)


def test_no_participant_leaves__ok():
    votes, _ = planted(200, 12, 2, 0.1, 0)
    shown = published(opinions(votes, texts(votes)))
    assert [set(group) for group in shown["groups"]] == [
        {"id", "name", "sentence", "cell", "stability", "x", "y", "representative"}
    ] * 2
    longest = max(len(part) for part in (shown["statements"], shown["groups"], shown["consensus"]))
    assert longest <= 12
