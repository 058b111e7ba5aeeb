"""`make audit`: a known weakness stops, a database out of reach is said and stops nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pip_audit._format.json import JsonFormat
from pip_audit._service.interface import (
    Dependency,
    ResolvedDependency,
    SkippedDependency,
    Version,
    VulnerabilityResult,
)

from scripts.audit import UNREACHED, tell

ROOT = Path(__file__).parents[2]
JINJA = ResolvedDependency("jinja2", Version("2.11.2"))
HOLE = VulnerabilityResult("PYSEC-2021-66", "ReDoS", [Version("2.11.3")], {"CVE-2020-28493"})
SKIPPED = SkippedDependency("flask", "not found")


def answer(found: dict[Dependency, list[VulnerabilityResult]]) -> str:
    """What pip-audit writes of what it found."""
    return JsonFormat(output_desc=False, output_aliases=True).format(found, [])


def test_a_known_weakness_is_told_with_its_remedy__error(capsys: pytest.CaptureFixture[str]):
    assert tell(answer({JINJA: [HOLE], SKIPPED: []})) == 1
    told = capsys.readouterr().out
    assert "jinja2 2.11.2\u00a0: PYSEC-2021-66, CVE-2020-28493 (corrigée dans 2.11.3)" in told
    assert "Non vérifiée\u00a0: flask." in told


def test_nothing_known_is_told__ok(capsys: pytest.CaptureFixture[str]):
    assert tell(answer({JINJA: []})) == 0
    assert (
        capsys.readouterr().out == "Bibliothèques vérifiées\u00a0: 1. Failles connues\u00a0: 0.\n"
    )


def test_nothing_verified_is_not_taken_for_nothing_found__ok(capsys: pytest.CaptureFixture[str]):
    assert tell(answer({SKIPPED: []})) == tell("") == 0
    assert capsys.readouterr().out == f"{UNREACHED}\n" * 2


@pytest.mark.parametrize(
    ("line", "code"),
    [(f"jinja2==2.11.2 --hash=sha256:{'0' * 64}\n", 0), ("jinja2 is not pinned\n", 1)],
    ids=["ok", "error"],
)
def test_out_of_reach_stops_nobody_and_a_wrong_file_does(tmp_path: Path, line: str, code: int):
    (tmp_path / "wanted.txt").write_text(line)
    # A proxy where nobody listens, and a cache that knows nothing.
    closed = {"HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "", "no_proxy": ""}
    done = subprocess.run(
        [sys.executable, "-m", "scripts.audit", str(tmp_path / "wanted.txt")],
        env={**os.environ, **closed, "https_proxy": closed["HTTPS_PROXY"], "HOME": str(tmp_path)},
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert (UNREACHED in done.stdout) == (code == 0)
    assert "Traceback" not in done.stdout + done.stderr
