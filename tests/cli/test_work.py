"""``work`` where nothing can be computed: cause and remedy, and an end at once."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("options", "cause", "remedy"),
    [
        (["--data", "nowhere"], "nowhere", "diagnosis init"),
        # The second sentence where Dask is installed, the first where it is not.
        (["--scheduler", "tcp://127.0.0.1:1"], "Dask", "--scheduler|dask scheduler"),
    ],
)
def test_what_cannot_be_computed__error(tmp_path, instance, settings, options, cause, remedy):
    data = ["--data", str(settings.data)]
    command = [sys.executable, "-m", "diagnosis", "work", *data, *options]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert cause in done.stderr
    assert any(one in done.stderr for one in remedy.split("|"))
    assert "Traceback" not in done.stderr
