"""A real server with one campaign, for tests that do it harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnosis.app import open_instance
from diagnosis.config import read_settings
from tests.conftest import add_campaign
from tests.servers import Server, free_port


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    instance = open_instance(read_settings(tmp_path / "instance"))
    add_campaign(instance)
    instance.store.close()
    running = Server(free_port(), tmp_path / "instance")
    running.start()
    yield running
    running.end()
