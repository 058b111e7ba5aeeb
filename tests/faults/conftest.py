"""A real server with one campaign, for tests that do it harm."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from diagnosis.app import open_instance
from diagnosis.config import read_settings
from tests.conftest import add_campaign
from tests.servers import Server, free_port

# LimitNOFILE of deploy/diagnosis.service.
OPEN_FILES = 16_384


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of this folder start servers: `make check` leaves them to `make test`."""
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.faults)


@pytest.fixture(autouse=True)
def descriptors() -> Iterator[None]:
    """As many connections as `deploy/diagnosis.service` allows, to the tests and their servers."""
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, OPEN_FILES), most))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    yield from _running(tmp_path / "instance")


@pytest.fixture
def planned(tmp_path: Path) -> Iterator[Server]:
    """Planners' pages open to all, of families that are invented."""
    folder = tmp_path / "instance"
    folder.mkdir()
    (folder / "settings.yaml").write_text("open_planning: true\n")
    yield from _running(folder, fictitious=True)


def _running(folder: Path, **values: Any) -> Iterator[Server]:
    instance = open_instance(read_settings(folder))
    add_campaign(instance, **values)
    instance.store.close()
    running = Server(free_port(), folder)
    running.start()
    yield running
    running.end()
