"""Profiles as told: exact tests from told numbers, portraits, and when they are called clear."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import hypergeom, norm

from analysis import Codebook, Variable, planted_neighbourhood
from analysis.disclosure import Share, Told, publish
from analysis.factor_map import section as map_section
from analysis.profiles import (
    Found,
    apply_edits,
    deviate,
    lift,
    log_tails,
    profiles_of,
    section,
    signature_of,
    surprise,
)
from analysis.survey import Survey

from . import makings
from .made import neighbourhood_survey
from .makings import K, survey_of


def told(survey: Survey, found: Found | None = None):
    _, places = map_section(survey)
    found = found or profiles_of(survey.data, survey.k, survey.seed)
    return publish(section(survey, apply_edits(found, (), survey.data), places))


def hand(sizes=(40, 40, 40), secret=b"secret"):
    """Groups of which each gives one tick more, one choice of its own, and the same as others."""
    groups = np.repeat(np.arange(len(sizes)), sizes)
    rank = np.concatenate([np.arange(size) / size for size in sizes])
    often = [np.where(groups == at, rank < 0.9, rank < 0.2) for at in range(len(sizes))]
    table = pd.DataFrame(
        {
            "t": [" ".join(f"c{at}" for at in np.flatnonzero(row)) for row in np.transpose(often)],
            "s": [f"c{at}" for at in groups],
            "r": np.where(rank < 0.5, "c0", "c1"),
        }
    )
    names = {f"c{at}": f"Réponse {at}" for at in range(len(sizes))}
    book = Codebook(
        [
            Variable("t", "select_multiple", "need", categories=names),
            Variable("s", "select_one", "profile", categories=names),
            Variable("r", "select_one", "profile", categories=names),
        ]
    )
    many = len(sizes)
    found = Found(groups, [0.9] * many, [], separate=True)
    return survey_of(table, book, secret), found


# The exact test


def test_exact_tails_are_those_of_a_witness__ok():
    rng = np.random.default_rng(0)
    for _ in range(40):
        total = int(rng.integers(20, 800))
        marked, base = (int(x) for x in rng.integers(1, total, 2))
        counts = np.arange(max(0, base + marked - total), min(base, marked) + 1)
        tails = log_tails(counts, base, marked, total)
        witness = hypergeom.logsf(counts - 1, total, marked, base)
        likely = witness > -600
        np.testing.assert_allclose(tails[likely], witness[likely], rtol=1e-6, atol=1e-9)


def test_deviates_are_those_of_a_witness_and_never_overflow__ok():
    for chance in (0.5, 0.3, 0.025, 1e-6, 1e-30, 1e-300):
        assert deviate(np.log(chance)) == pytest.approx(norm.isf(chance), abs=1e-9)
    # exp(-805) is no number of double precision; 40 standard deviations are told all the same.
    assert deviate(norm.logsf(40.0)) == pytest.approx(40.0)


def test_a_strong_trait_by_the_exact_test_is_less_sure_than_by_the_normal_one__ok():
    # 30 of the 40 families of a profile, 45 of all 150.
    base, whole, total = 40, 45, 150
    spread = base * (total - base) / (total - 1) * whole / total * (1 - whole / total)
    normal = (30 - base * whole / total) / np.sqrt(spread)
    exact = deviate(float(log_tails(np.array([30]), base, whole, total)[0]))
    assert normal == pytest.approx(7.228, abs=1e-3)
    assert exact == pytest.approx(6.913, abs=1e-3)


def test_what_only_rounding_made_is_no_surprise__ok():
    whole = Share(Told(75), Told(150), 150)
    sign, chance = surprise(Share(Told(20), Told(30)), whole)
    told_exactly = float(log_tails(np.array([20]), 30, 75, 150)[0])
    assert sign == 1
    assert told_exactly < chance < np.log(0.5)
    assert surprise(Share(Told(10), Told(30)), whole)[0] == -1


def test_lift_by_hand__ok():
    assert lift(Share(Told(15), Told(25)), Share(Told(40), Told(200), 200)) == 3.0
    assert lift(Share(Told(0), Told(25)), Share(Told(40), Told(200), 200)) is None


# Portraits


def test_the_strongest_traits_are_told_first_and_one_of_a_single_choice__ok():
    survey, found = hand()
    for at, item in enumerate(told(survey, found)["items"]):
        traits = [(e["variable"], e["category"], e["direction"]) for e in item["typical"]]
        assert set(traits[:2]) == {("s", f"c{at}", "more"), ("t", f"c{at}", "more")}
        sizes = [abs(e["v_test"]) for e in item["typical"]]
        assert sizes == sorted(sizes, reverse=True)
        singles = [e["variable"] for e in item["typical"] if e["single"]]
        assert len(singles) == len(set(singles))
        assert not [e for e in item["typical"] if e["variable"] == "r"]


def test_nothing_told_is_an_exact_count__ok():
    survey, found = hand((43, 37, 41))
    for item in told(survey, found)["items"]:
        cells = [item["cell"], *(e["cell"] for e in item["typical"])]
        assert all(cell["n"] % 5 == 0 and cell["N"] in {121, cell["N"] // 5 * 5} for cell in cells)


def test_strengths_follow_from_told_counts_alone__ok():
    """Nothing gives an exact count back by inversion: who has the cells works out the rest."""
    survey, found = hand((43, 37, 41))
    for item in told(survey, found)["items"]:
        for entry in item["typical"]:
            whole = survey.share_of(survey.data.blocks[entry["variable"]], entry["category"])
            share = Share(Told(entry["cell"]["n"]), Told(entry["cell"]["N"]))
            sign, chance = surprise(share, whole)
            assert entry["v_test"] == round(sign * deviate(chance), 1)
            # A told count above its told base is written as the base.
            if share.yes.n < share.of:
                assert entry["lift"] == lift(share, whole)


def test_a_small_profile_is_told_in_words_and_by_its_own_answers__ok():
    survey, found = hand((60, 48, 12))
    *large, small = told(survey, found)["items"]
    assert [item["small"] for item in (*large, small)] == [False, False, True]
    assert "peu nombreuses" in small["sentence"]
    assert "%" not in small["sentence"]
    assert all("%" in item["sentence"] or "presque" in item["sentence"] for item in large)
    [own] = [e["cell"] for e in small["typical"] if e["variable"] == "s"]
    # All twelve chose it, 12 of 120 in all: drawn towards the whole, 1 would be out of its bounds.
    assert own["low"] <= own["share"]
    assert own["high"] > 0.99


def test_bounds_over_resamples_hold_the_told_share__ok():
    survey, found = hand()
    bounded = [(0.31, 0.36)] * 3
    for item in told(survey, Found(**(vars(found) | {"shares": bounded})))["items"]:
        assert item["share_low"] <= min(0.31, item["cell"]["share"])
        assert item["share_high"] >= max(0.36, item["cell"]["share"])
        assert (item["share_low"] * 120 / 5) % 1 == pytest.approx(0, abs=0.02)


def test_halves_of_a_scale_are_told_as_a_scale__ok():
    survey, found = hand()
    for separate in (True, False):
        section_ = told(survey, Found(**(vars(found) | {"separate": separate})))
        assert section_["clear"] == separate
        assert ("rupture" in section_["message"]) != separate


def test_a_signature_is_taken_from_what_is_told__ok():
    survey, found = hand()
    for item in told(survey, found)["items"]:
        assert 0 < len(signature_of(item)) <= 8


# When profiles are clear


@pytest.mark.parametrize("seed", range(3))
def test_halves_of_a_scale_are_not_clear__ok(seed):
    for made in (makings.graded(150, seed), makings.ticked(150, seed)):
        section_ = told(made.survey())
        assert not section_["clear"]
        assert section_["message"]


def test_halves_of_a_scale_that_come_back_are_called_a_scale__ok():
    survey = makings.ticked(150, 5).survey()
    found = profiles_of(survey.data, K, 0)
    assert min(found.stability) > 0.9
    assert not found.separate
    assert "échelle continue" in told(survey, found)["message"]


@pytest.mark.parametrize("seed", range(3))
def test_noise_has_no_clear_profile__ok(seed):
    section_ = told(makings.noise(150, seed).survey())
    assert not section_["clear"]


def test_planted_classes_are_clear__ok():
    book = neighbourhood_survey()
    planted = planted_neighbourhood(book, 500, 100, difficulty="easy")
    survey = survey_of(planted.table, book)
    found = profiles_of(survey.data, K, 0)
    section_ = told(survey, found)
    assert section_["clear"]
    assert section_["message"] == ""
