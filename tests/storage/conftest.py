"""Every engine of a store, empty."""

import pytest

from diagnosis.storage import open_store, store_url

ENGINES = ("sqlite",)


@pytest.fixture(params=ENGINES)
def url(request, tmp_path):
    return store_url(tmp_path)


@pytest.fixture
def store(url):
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def again(url, store):
    """Open the same store a second time, as another process would."""
    others = []

    def open_again():
        others.append(open_store(url))
        return others[-1]

    yield open_again
    for other in others:
        other.close()
