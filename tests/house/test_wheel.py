"""A wheel holds everything: installed alone, it gives a working demonstration.

With EMPTY=1 (`make soak`) its dependencies are installed from nothing too, which takes minutes.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_wheel_carries_all_data_and_nothing_of_the_tests(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        "diagnosis/data/questionnaires/clos-saint-lazare.yaml",
        "diagnosis/data/questionnaires/schema/questionnaire.schema.json",
        "diagnosis/data/questionnaires/pictures.yaml",
        "diagnosis/data/questionnaires/pictures/maman.svg",
        "diagnosis/data/babel.cfg",
        "diagnosis/data/team.cfg",
        "diagnosis/data/translations/languages.yaml",
        "diagnosis/data/translations/ar/LC_MESSAGES/messages.po",
        "diagnosis/data/translations/en/LC_MESSAGES/team.po",
        "diagnosis/templates/families/questionnaire.html",
        "diagnosis/static/families/family.js",
        "diagnosis/static/shared/pictograms.svg",
        "analysis/statements/opinions.schema.json",
        "analysis/publishing/templates/opinions.html",
        "analysis/publishing/templates/sections/needs.html",
        "analysis/publishing/templates/sections.css",
    }
    assert wanted <= names
    assert not [name for name in names if name.startswith("tests")]


def test_demo_from_the_wheel(wheel, tmp_path):
    python = install(wheel, tmp_path / "venv")
    where = "import diagnosis, analysis; print(diagnosis.__file__, analysis.__file__)"
    told = subprocess.run([python, "-c", where], cwd=tmp_path, check=True, capture_output=True)
    assert all(str(tmp_path) in path for path in told.stdout.decode().split())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(python.parent / "diagnosis"), "demo", "--port", str(port), "--families", "60"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        lines = [process.stdout.readline().split() for _ in range(4)]
        assert [line[0] for line in lines] == ["family", "kiosk", "staff", "planning"]
        assert len(lines[2]) == 4, "address, user, password"
        for line in lines:
            assert "fictives" in opened(line[1]) or line[0] == "staff"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        process.stdout.close()


def opened(address: str) -> str:
    """The page of an address; a diagnosis is computed before it is there."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            error.close()
            if error.code != 503:
                raise
        time.sleep(0.2)
    raise AssertionError(address)


def install(wheel: Path, folder: Path) -> Path:
    python = folder / "bin" / "python"
    if uv := shutil.which("uv"):
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(folder)], check=True)
        pip = [uv, "pip", "install", "--quiet", "--python", str(python)]
    else:
        venv.create(folder, with_pip=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if os.environ.get("EMPTY") == "1":
        listed = ["--require-hashes", "-r", str(ROOT / "requirements" / "run.txt")]
        subprocess.run([*pip, *listed], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    if os.environ.get("EMPTY") == "1":
        return python
    # Libraries are those of the tests; a path in this file comes after the wheel's own modules.
    own = next((folder / "lib").glob("python*/site-packages"))
    (own / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python
