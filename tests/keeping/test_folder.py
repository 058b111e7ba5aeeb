"""The folder of an instance is for its account alone, whatever the umask of who makes it."""

from __future__ import annotations

import os
import shlex
import socket
import stat
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnosis.app import create_app
from diagnosis.cli import main
from diagnosis.config import Settings
from diagnosis.keeping import LooseError, make_private


@pytest.fixture(autouse=True)
def generous():
    """The umask of most accounts: others read everything."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def folder(tmp_path):
    """An instance as the command makes it, that an application has opened and closed."""
    path = tmp_path / "the instance"
    assert CliRunner().invoke(main, ["init", "--data", str(path)]).exit_code == 0
    return path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def test_every_file_is_for_its_account_alone(folder):
    app = create_app(Settings(data=folder))
    store = app.extensions["diagnosis"].store
    store.put("x", 1)
    found = modes(folder)
    store.close()
    assert found.keys() >= {f"diagnosis.sqlite{end}" for end in ("", "-wal", "-shm", "-turn")}
    assert "settings.yaml" in found
    assert set(found.values()) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_empty_folder_is_closed(tmp_path):
    (tmp_path / "given").mkdir(mode=0o755)
    make_private(tmp_path / "given")
    assert stat.S_IMODE((tmp_path / "given").stat().st_mode) == 0o700


@pytest.mark.parametrize("name", [".", "diagnosis.sqlite", "settings.yaml", "mine.txt"])
@pytest.mark.parametrize("command", [("purge",), ("user", "invite"), ("init",), ("serve",)])
def test_a_looser_one_is_refused_with_the_command_to_type(folder, name, command):
    (folder / "mine.txt").touch(0o600)
    (folder / name).chmod(0o750 if name == "." else 0o604)
    free = ["--port", str(free_port())] if command == ("serve",) else []
    refused = CliRunner().invoke(main, [*command, *free, "--data", str(folder)])
    assert refused.exit_code == 1
    remedy = refused.output.strip().partition("tapez ")[2]
    assert remedy == f"chmod -R go= {shlex.quote(str(folder))}"
    with pytest.raises(LooseError):
        create_app(Settings(data=folder))
    subprocess.run(shlex.split(remedy), check=True)
    assert CliRunner().invoke(main, ["purge", "--data", str(folder)]).exit_code == 0


def test_a_folder_inside_is_closed_by_the_one_around_it(folder):
    (folder / "questionnaires").mkdir(mode=0o755)
    (folder / "questionnaires" / "x.yaml").touch(0o644)
    make_private(folder)
