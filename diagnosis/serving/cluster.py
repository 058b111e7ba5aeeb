"""Where the refits of a diagnosis are computed: here, or by the workers of a Dask scheduler.

The bytes of a report do not depend on where it was computed: a test of `tests/peers` holds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from diagnosis.model import DiagnosisError

PATIENCE = "10s"


@contextmanager
def cluster_of(scheduler: str) -> Iterator[None]:
    """Compute on the workers of a scheduler, named by its address; here when that is empty.

    Raises
    ------
    DiagnosisError
        Dask is not installed, or nothing answers at this address.
    """
    if not scheduler:
        yield
        return
    try:
        import distributed
        from joblib import parallel_config
    except ImportError as error:
        raise DiagnosisError(
            "Il manque Dask\u00a0: « pip install 'diagnosis[cluster]' », ou ôtez --scheduler."
        ) from error
    # Its own annotations are partial.
    connect: Any = distributed.Client
    try:
        client = connect(scheduler, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise DiagnosisError(
            f"Aucun ordonnanceur Dask ne répond à « {scheduler} »\u00a0: lancez « dask scheduler » "
            "là-bas, ou corrigez l’adresse (tcp://nom:8786)."
        ) from error
    with client, parallel_config(backend="dask"):
        yield
