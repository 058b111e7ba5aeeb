"""Classes whose shares depend on covariates: a witness, a gain, and what must not change."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score

from analysis import AnalysisError, Codebook, LatentClasses
from analysis.profiles import apply_edits, climb, profiles_of, section, seed_model, task
from analysis.table import active_blocks, encode

from .makings import survey_of


def towns(rows: int, seed: int, sharp: float = 0.9):
    """Draw classes, a town that goes with them, and eight answers that tell them apart a little."""
    rng = np.random.default_rng(seed)
    groups = rng.integers(0, 2, rows)
    town = np.where(rng.random(rows) < sharp, groups, rng.integers(0, 2, rows)).astype(float)
    chance = np.where(groups[:, None] == 0, 0.35, 0.65)
    return (rng.random((rows, 8)) < chance).astype(float), town, groups


def test_em_never_goes_down__ok():
    answers, town, _ = towns(120, 0)
    X = np.column_stack([answers, town, np.arange(120) % 3])
    Z = np.column_stack([X[:, [at]] == np.unique(X[:, at]) for at in range(10)]).astype(float)
    block = np.repeat(np.arange(10), [2] * 9 + [3])
    job = task(Z, block, 2.0, covariates=np.flatnonzero(block >= 8))
    weights = np.random.RandomState(1).multinomial(120, np.full(120, 1 / 120), size=2).astype(float)
    model, scores = seed_model(job, weights, 3, np.random.RandomState(0)), []
    for _ in range(40):
        fit = climb(job, weights, model, 2, -1.0)
        scores.append(fit.score)
        model = fit.model
    assert (np.diff(scores, axis=0) > -1e-8).all()
    assert (scores[-1] - scores[0] > 1).all()


def test_slopes_are_those_of_a_logistic_regression__ok():
    # Twelve answers that all say the class leave no doubt about it.
    rng = np.random.default_rng(0)
    group, sector = rng.integers(0, 3, 300), rng.integers(0, 4, 300)
    group = np.where(sector == 0, 0, group)
    X = np.column_stack([np.tile(group[:, None], 12), sector]).astype(float)
    model = LatentClasses(3, covariates=(12,), tol=1e-12, max_iter=3000, random_state=0).fit(X)
    marks = np.column_stack([np.ones(300), sector[:, None] == np.arange(4)])
    witness = LogisticRegression(C=1.0, fit_intercept=False, tol=1e-10, max_iter=5000)
    witness.fit(marks, model.labels_)
    np.testing.assert_allclose(model._model.slopes.odds[0], witness.coef_, atol=0.01)
    np.testing.assert_allclose(model.shares_, np.bincount(model.labels_) / 300, atol=0.01)


def test_a_covariate_helps_where_answers_say_little__ok():
    alone, helped = [], []
    for seed in range(5):
        answers, town, groups = towns(400, seed)
        X = np.column_stack([answers, town])
        plain = LatentClasses(2, random_state=0).fit(answers)
        model = LatentClasses(2, covariates=(8,), random_state=0).fit(X)
        alone.append(adjusted_rand_score(groups, plain.labels_))
        helped.append(adjusted_rand_score(groups, model.labels_))
    assert np.mean(helped) > np.mean(alone) + 0.1


def test_a_covariate_alone_is_no_class__ok():
    # Four towns, and answers that have nothing to do with them nor with one another.
    rng = np.random.default_rng(3)
    X = np.column_stack([rng.integers(0, 2, (300, 10)), rng.integers(0, 4, 300)]).astype(float)
    assert LatentClasses(covariates=(10,), random_state=0).fit(X).n_clusters_ == 1


def test_a_missing_covariate_says_nothing__ok():
    answers, town, _ = towns(400, 0)
    town[:100] = np.nan
    X = np.column_stack([answers, town])
    model = LatentClasses(2, covariates=(8,), random_state=0).fit(X)
    same = np.column_stack([np.tile(answers[:1], (3, 1)), [0.0, 1.0, np.nan]])
    chances = model.predict_proba(same)
    assert min(chances[0, 0], chances[1, 0]) < chances[2, 0] < max(chances[0, 0], chances[1, 0])
    np.testing.assert_allclose(chances.sum(axis=1), 1.0)


BOOK = """
variables:
  - {name: besoin, type: select_one, role: need, categories: [lire, jouer, dormir]}
  - {name: a, type: select_multiple, role: profile, categories: [u, v, w, x, y, z]}
  - {name: b, type: select_multiple, role: profile, categories: [u, v, w, x, y, z]}
  - {name: secteur, type: select_one, role: sector, covariate: true, categories: [nord, sud]}
"""


def _survey(rows: int, seed: int) -> pd.DataFrame:
    answers, town, groups = towns(rows, seed)
    rng = np.random.default_rng(seed)
    ticks = (rng.random((rows, 12)) < np.where(groups[:, None] == 0, 0.25, 0.7)).astype(bool)
    names = np.array(list("uvwxyz"))
    return pd.DataFrame(
        {
            "besoin": rng.choice(["lire", "jouer", "dormir"], rows),
            "a": [" ".join(names[row]) for row in ticks[:, :6]],
            "b": [" ".join(names[row]) for row in ticks[:, 6:]],
            "secteur": np.where(town == 0, "nord", "sud"),
        }
    )


def test_the_codebook_names_covariates__ok():
    book = Codebook.from_yaml(BOOK)
    data = encode(_survey(300, 0), book, 11)
    assert "secteur" not in [block.variable.name for block in active_blocks(data)]
    found = profiles_of(data, 11, 0)
    assert found.model is not None
    assert found.model._model.slopes is not None
    assert found.count == 2
    # Who lives in the south is more often in one of the two.
    odds = found.model._model.slopes.odds[0]
    assert abs((odds[0, 1] - odds[1, 1]) - (odds[0, 2] - odds[1, 2])) > 1.5
    edited = apply_edits(found, (), data)
    assert section(survey_of(_survey(300, 0), book), edited, np.zeros((300, 2)))["items"]


def test_families_that_gave_only_a_covariate_have_no_profile__ok():
    table = _survey(200, 1)
    table.loc[:29, ["besoin", "a", "b"]] = ""
    found = profiles_of(encode(table, Codebook.from_yaml(BOOK), 11), 11, 0)
    assert (found.labels[:30] == -1).all()
    assert (found.labels[30:] >= 0).all()


def test_a_covariate_of_several_choices__error():
    with pytest.raises(AnalysisError, match="covariable"):
        Codebook.from_yaml(
            "variables: [{name: a, type: select_multiple, role: profile, covariate: true}]"
        )
