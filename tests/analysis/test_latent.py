"""The latent class model: the common exam, a hand-computed case; its witness is in tests/peers."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from sklearn.utils.estimator_checks import parametrize_with_checks

from analysis import LatentClasses
from analysis.profiles import (
    best_fit,
    climb,
    folds_of,
    log_shares,
    seed_model,
    stability_of,
    task,
)

_latent = import_module("analysis.profiles.latent")


def planted(rows: int = 300, questions: int = 12, seed: int = 0):
    rng = np.random.default_rng(seed)
    groups = rng.integers(0, 2, rows)
    chance = np.where(groups[:, None] == 0, 0.15, 0.75)
    return (rng.random((rows, questions)) < chance).astype(float), groups


@parametrize_with_checks([LatentClasses(n_init=3)])
def test_common_exam(estimator, check):
    check(estimator)


@pytest.mark.parametrize("number", [0, 21, 50])
def test_more_classes_than_families__error(number):
    X, _ = planted(20)
    with pytest.raises(ValueError, match=r"n_samples=20 should be >= n_clusters"):
        LatentClasses(number).fit(X)


def test_one_class_is_the_overall_share_by_hand__ok():
    # One class, prior of 2 families spread as (6 + 1/2) / 11 and (4 + 1/2) / 11.
    X = np.array([[0.0]] * 6 + [[1.0]] * 4)
    model = LatentClasses(1, prior=2.0, random_state=0).fit(X)
    np.testing.assert_allclose(
        np.exp(model._model.answers[0, 0]), [(6 + 13 / 11) / 12, (4 + 9 / 11) / 12]
    )
    np.testing.assert_allclose(model.shares_, [1.0])


def test_em_never_goes_down__ok():
    X, _ = planted()
    Z = np.column_stack([part for column in X.T for part in (1 - column, column)])
    job = task(Z, np.repeat(np.arange(12), 2), 2.0)
    weights, rng = np.ones((1, len(Z))), np.random.RandomState(0)
    model, scores = seed_model(job, weights, 3, rng), []
    for _ in range(30):
        fit = climb(job, weights, model, 2, 0.0)
        scores.append(fit.score[0])
        model = fit.model
    assert (np.diff(scores) > -1e-8).all()


def test_planted_groups_are_found__ok():
    X, groups = planted()
    model = LatentClasses(random_state=0).fit(X)
    assert model.n_clusters_ == 2
    assert adjusted_rand_score(groups, model.labels_) > 0.9


def test_no_group_when_none_is_planted__ok():
    X = (np.random.default_rng(0).random((300, 12)) < 0.4).astype(float)
    assert LatentClasses(random_state=0).fit(X).n_clusters_ == 1


def test_blank_answers_are_no_category__ok():
    # Blanks fall on the same families everywhere: a clustering of blanks would find them.
    X, groups = planted(400)
    blank = np.random.default_rng(1).random(400) < 0.3
    X[blank, 4:] = np.nan
    model = LatentClasses(2, random_state=0).fit(X)
    assert adjusted_rand_score(groups, model.labels_) > 0.6
    assert adjusted_rand_score(blank, model.labels_) < 0.1


def styled(rows: int, seed: int, style: float):
    """Two groups told by eight ticks, and six scales that follow a style of the family only."""
    X, groups = planted(rows, 8, seed)
    rng = np.random.default_rng(seed + 100)
    height = style * rng.normal(size=(rows, 1)) + rng.logistic(size=(rows, 6))
    return np.hstack([X, (height[:, :, None] > [-1, 1]).sum(axis=2)]), groups


def test_a_style_on_scales_makes_no_class__ok():
    likeness = []
    for scales in ((), tuple(range(8, 14))):
        X, groups = styled(300, 1, 3.0)
        model = LatentClasses(2, scales=scales, random_state=0).fit(X)
        likeness.append(adjusted_rand_score(groups, model.labels_))
    assert likeness[0] < 0.3
    assert likeness[1] > 0.7


def test_em_with_styles_never_goes_down__ok():
    X, _ = styled(200, 0, 1.5)
    model = LatentClasses(3, scales=range(8, 14), n_init=1, max_iter=1, random_state=0).fit(X)
    job, weights = model._job._replace(Z=model._job.Z.astype(float)), np.ones((1, 200))
    start = seed_model(job, weights, 3, np.random.RandomState(0))
    scores = [climb(job, weights, start, steps, -np.inf).score[0] for steps in range(1, 40)]
    assert (np.diff(scores) > -1e-6).all()


def test_shares_of_answers_add_up_under_each_style__ok():
    X, _ = styled(200, 0, 1.5)
    style = LatentClasses(2, scales=range(8, 14), random_state=0).fit(X)._model.style
    shares = np.exp(log_shares(style))
    np.testing.assert_allclose(np.add.reduceat(shares, style.scales.starts, axis=-1), 1.0)
    np.testing.assert_allclose(np.exp(style.share).sum(), 1.0)


def test_a_row_without_answer_gets_the_shares_of_the_classes__ok():
    X, _ = planted()
    model = LatentClasses(2, random_state=0).fit(X)
    np.testing.assert_allclose(model.predict_proba(np.full((1, 12), np.nan))[0], model.shares_)


@pytest.mark.parametrize("value", [7.0, -1.0])
def test_an_answer_never_seen_counts_as_missing__ok(value: float):
    X, _ = planted()
    model = LatentClasses(2, random_state=0).fit(X)
    strange, blank = X[:1].copy(), X[:1].copy()
    strange[0, 0], blank[0, 0] = value, np.nan
    np.testing.assert_allclose(model.predict_proba(strange), model.predict_proba(blank))


def test_models_that_climb_together_go_where_each_goes_alone__ok():
    X, _ = styled(120, 0, 1.5)
    model = LatentClasses(3, scales=range(8, 14), n_init=1, max_iter=1, random_state=0).fit(X)
    job = model._job._replace(Z=model._job.Z.astype(float))
    weights = np.random.default_rng(0).multinomial(120, np.full(120, 1 / 120), size=4).astype(float)
    starts = seed_model(job, weights, 3, np.random.RandomState(0))
    together = climb(job, weights, starts, 60, 1e-4)
    for at in range(4):
        one = np.array([at])
        alone = climb(job, weights[one], starts.take(one), 60, 1e-4)
        np.testing.assert_allclose(alone.score[0], together.score[at])
        np.testing.assert_allclose(alone.model.answers[0], together.model.answers[at])
        assert alone.steps[0] == together.steps[at]


def test_each_problem_is_fitted_to_its_own_families__ok():
    # One class has one optimum: the overall shares of the families that count in the problem.
    X, _ = planted(200, 8)
    job = LatentClasses(2, n_init=1, max_iter=1, random_state=0).fit(X)._job
    weights = np.zeros((2, 200))
    weights[0, :100], weights[1, 100:] = 1.0, 1.0
    both = best_fit(job, weights, 1, 3, 50, 1e-6, np.random.RandomState(0))
    for at in range(2):
        counts = weights[at] @ job.Z + job.prior
        shares = counts / np.add.reduceat(counts, job.starts)[job.block]
        np.testing.assert_allclose(np.exp(both.model.answers[at, 0]), shares, rtol=1e-5)


def test_few_families_are_left_out_in_smaller_parts__ok():
    assert [folds_of(rows) for rows in (40, 250, 500, 1000, 50_000)] == [20, 20, 10, 5, 5]


def test_many_families_are_sampled_to_tell_the_number__ok(monkeypatch):
    X, groups = planted(600)
    monkeypatch.setattr(_latent, "ENOUGH", 200)
    seen = []

    def choose(job, *rest):
        seen.append(len(job.Z))
        return 2, []

    monkeypatch.setattr(_latent, "choose", choose)
    model = LatentClasses(random_state=0).fit(X)
    assert seen == [200]
    assert len(model.labels_) == 600
    assert adjusted_rand_score(groups, model.labels_) > 0.9


def test_clear_groups_come_back_with_their_size__ok():
    X, _ = planted(400)
    model = LatentClasses(2, random_state=0).fit(X)
    again = stability_of(model, 0)
    assert min(again.likeness) > 0.85
    for (low, high), share in zip(again.shares, np.bincount(model.labels_) / 400, strict=True):
        # A share near one half of 400 has a sampling error of 0.025.
        assert low < share < high
        assert 0.05 < high - low < 0.15


def test_groups_cut_in_noise_do_not_come_back__ok():
    X = (np.random.default_rng(0).random((200, 12)) < 0.4).astype(float)
    assert min(stability_of(LatentClasses(4, random_state=0).fit(X), 0).likeness) < 0.4
