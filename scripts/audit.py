"""Asks whether a distribution in requirements/ has a known weakness; `make audit` runs it.

    python -m scripts.audit [FILE…]

pip-audit asks PyPI about each pinned version. A weakness gives exit code 1. A database that cannot
be reached gives a sentence and 0: a network stops nobody, and nobody reads « nothing found » where
nothing was asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# --disable-pip: every version is written, so there is nothing to resolve and nothing to install.
COMMAND = (sys.executable, "-m", "pip_audit", "--disable-pip", "--progress-spinner", "off")
UNREACHED = (
    "La base des failles de PyPI n’est pas joignable d’ici\u00a0: rien n’a été vérifié. "
    "Recommencez avec un accès à Internet."
)


def main(files: Sequence[str]) -> int:
    """Audit requirement files, those of the project when none is named; gives the exit code."""
    listed = files or sorted(map(str, (ROOT / "requirements").glob("*.txt")))
    named = [part for file in listed for part in ("--requirement", file)]
    # A first run that asks nobody: what fails here is a file of ours, not the network.
    collected = _run("--dry-run", *named)
    if collected.returncode:
        print(collected.stderr, file=sys.stderr)
        return 1
    return tell(_run("--format", "json", *named).stdout)


def tell(answer: str) -> int:
    """Print what pip-audit found (its JSON, nothing when it broke off); gives the exit code."""
    found = json.loads(answer)["dependencies"] if answer else []
    audited = [package for package in found if "vulns" in package]
    if not audited:
        print(UNREACHED)
        return 0
    weak = [line for package in audited for line in _weaknesses(package)]
    summary = f"Bibliothèques vérifiées\u00a0: {len(audited)}. Failles connues\u00a0: {len(weak)}."
    print(*weak, *_left_out(found), summary, sep="\n")
    return 1 if weak else 0


def _weaknesses(package: dict[str, Any]) -> list[str]:
    return [
        f"{package['name']} {package['version']}\u00a0: {', '.join([weak['id'], *weak['aliases']])}"
        f" (corrigée dans {', '.join(weak['fix_versions']) or 'aucune version'}). "
        f"scripts/lock --upgrade-package {package['name']}"
        for weak in package["vulns"]
    ]


def _left_out(found: list[dict[str, Any]]) -> list[str]:
    return [f"Non vérifiée\u00a0: {p['name']}." for p in found if "vulns" not in p]


def _run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *options], capture_output=True, text=True)  # noqa: S603 - ours


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
