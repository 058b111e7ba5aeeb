"""Every engine of a store, empty."""

import pytest

from diagnosis.storage.sqlite import SQLiteStorage

ENGINES = {"sqlite": lambda folder: SQLiteStorage(folder / "store.sqlite")}


@pytest.fixture(params=ENGINES)
def store(request, tmp_path):
    opened = ENGINES[request.param](tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def again(request, tmp_path, store):
    """Open the same store a second time, as another process would."""
    others = []

    def open_again():
        others.append(ENGINES["sqlite"](tmp_path))
        return others[-1]

    yield open_again
    for other in others:
        other.close()
