"""Our statistics beside those that others wrote, and on workers that others run: `make peers`.

They need the extra `bench`, and stand apart so that the tests of every day need not install it.
"""

from __future__ import annotations

import threading

import distributed
import numpy as np
import prince
import pytest
from joblib import parallel_config
from sklearn.metrics import adjusted_rand_score
from stepmix.stepmix import StepMix

from analysis import LatentClasses, MultipleCorrespondence
from analysis.passes import each
from diagnosis.model import DiagnosisError
from diagnosis.serving.cluster import cluster_of
from tests.analysis.made import diagnosed
from tests.analysis.test_axes import random_table
from tests.analysis.test_latent import planted
from tests.analysis.test_scale import small_blocks, survey

__all__ = ["small_blocks"]


def test_witness_on_complete_data__ok():
    table = random_table()
    mine = MultipleCorrespondence().fit(table)
    theirs = prince.MCA(n_components=4, correction=None, engine="scipy", one_hot=True).fit(table)
    np.testing.assert_allclose(mine.eigenvalues_[:4], theirs.eigenvalues_, atol=1e-9)
    np.testing.assert_allclose(
        np.abs(mine.columns_[:, :4]), np.abs(theirs.column_coordinates(table)), atol=1e-6
    )
    np.testing.assert_allclose(
        np.abs(mine.transform(table)[:, :4]), np.abs(theirs.row_coordinates(table)), atol=1e-6
    )


@pytest.mark.parametrize("correction", ["benzecri", "greenacre"])
def test_witness_of_adjusted_inertia__ok(correction: str):
    table = random_table(seed=3)
    mine = MultipleCorrespondence().fit(table)
    theirs = prince.MCA(n_components=15, correction=correction, engine="scipy").fit(table)
    np.testing.assert_allclose(
        100 * getattr(mine, f"{correction}_")[:2], theirs.percentage_of_variance_[:2], atol=1e-6
    )


def test_same_classes_as_a_witness__ok():
    X, _ = planted(400)
    mine = LatentClasses(2, prior=0.01, random_state=0).fit(X)
    theirs = StepMix(2, measurement="binary", random_state=0, n_init=3, verbose=0, progress_bar=0)
    assert adjusted_rand_score(mine.labels_, theirs.fit(X).predict(X)) > 0.98


def two_workers() -> distributed.LocalCluster:
    return distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
    )


@pytest.mark.usefixtures("small_blocks")
def test_same_bytes_from_two_dask_workers__ok():
    table, book, _ = survey(300)
    alone = diagnosed(table, book).to_json()
    with (
        two_workers() as cluster,
        distributed.Client(cluster),
        parallel_config(backend="dask"),
    ):
        assert threading.get_ident() not in each(threading.get_ident, [()] * 4)
        assert diagnosed(table, book).to_json() == alone


@pytest.mark.usefixtures("small_blocks")
def test_a_scheduler_is_reached_by_its_address__ok():
    """As `diagnosis work --scheduler` reaches it."""
    table, book, _ = survey(300)
    alone = diagnosed(table, book).to_json()
    with (
        two_workers() as cluster,
        cluster_of(cluster.scheduler_address),
    ):
        assert threading.get_ident() not in each(threading.get_ident, [()] * 4)
        assert diagnosed(table, book).to_json() == alone


def test_no_scheduler_at_an_address__error():
    with (
        pytest.raises(DiagnosisError, match="Aucun ordonnanceur Dask ne répond"),
        cluster_of("tcp://127.0.0.1:1"),
    ):
        pass
