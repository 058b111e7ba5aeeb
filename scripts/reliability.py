"""Draws the table of docs/reliability.md from what `make faults` measured.

    python -m scripts.reliability MEASURES.xml

Each test of tests/faults says by its mark what is done to the server and what must hold; the file
(JUnit's form, written by pytest) says whether it held, and what was measured.
"""

from __future__ import annotations

import importlib
import os
import platform
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from babel.dates import format_date

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "reliability.md"
FOLDER = ROOT / "tests" / "faults"
BEGIN, END = "<!-- make faults -->\n", "<!-- / -->\n"
HEAD = "| ce qui est fait | ce qui doit tenir | mesuré | l’essai |\n|---|---|---|---|\n"


class Fault(NamedTuple):
    """What is done to a server and what must hold, in the test of that name."""

    test: str
    done: str
    holds: str


def faults() -> list[Fault]:
    """The tests of tests/faults, in the order of their files."""
    return [fault for path in sorted(FOLDER.glob("test_*.py")) for fault in _faults_in(path)]


def table(measures: ElementTree.Element) -> str:
    """The table, with the day and the machine above."""
    said = _said(measures)
    rows = [f"| {f.done} | {f.holds} | {said[f.test]} | `{f.test}` |\n" for f in faults()]
    return f"{_circumstances(measures)}\n\n{HEAD}{''.join(rows)}"


def drawn(document: str, measures: ElementTree.Element) -> str:
    """The document with its table made anew."""
    before, _, rest = document.partition(BEGIN)
    return f"{before}{BEGIN}{table(measures)}{END}{rest.partition(END)[2]}"


def main(given: Sequence[str]) -> None:
    """Draw the table from a file of measures."""
    measures = ElementTree.parse(given[0]).getroot()  # noqa: S314 - pytest has just written it
    DOCUMENT.write_text(drawn(DOCUMENT.read_text("utf-8"), measures), "utf-8")


def _faults_in(path: Path) -> Iterator[Fault]:
    module = importlib.import_module(f"tests.faults.{path.stem}")
    for name, test in vars(module).items():
        if name.startswith("test_"):
            yield Fault(f"{path.stem}::{name}", *_mark_of(test))


def _mark_of(test: object) -> tuple[str, str]:
    marks: list[pytest.Mark] = getattr(test, "pytestmark", [])
    done, holds = next(mark.args for mark in marks if mark.name == "fault")
    return done, holds


def _said(measures: ElementTree.Element) -> dict[str, str]:
    """What each test says; a test that ran in several ways (nginx, Caddy) says several things."""
    said: dict[str, list[str]] = defaultdict(list)
    for case in measures.iter("testcase"):
        name, _, way = case.attrib["name"].partition("[")
        way = f"{way.rstrip(']')}\u00a0: " if way else ""
        test = f"{case.attrib['classname'].rpartition('.')[2]}::{name}"
        said[test].append(way + _outcome(case))
    return {test: "\u00a0; ".join(lines) for test, lines in said.items()}


def _outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "**n’a pas tenu**"
    if case.find("skipped") is not None:
        return "pas essayé sur cette machine"
    measured = case.find("properties/property[@name='measured']")
    if measured is None:
        return "tient"
    return re.sub(r"(?<=\d)\.(?=\d)", ",", measured.attrib["value"])


def _circumstances(measures: ElementTree.Element) -> str:
    suite = next(measures.iter("testsuite"))
    day = format_date(datetime.fromisoformat(suite.attrib["timestamp"]), "d MMMM y", "fr")
    minutes = float(suite.attrib["time"]) / 60
    settings = " ".join(f"{n}={os.environ[n]}" for n in _sizes() if n in os.environ)
    return (
        f"Mesuré le {day} en {minutes:.0f}\u00a0min, {os.cpu_count()} cœurs partagés avec d’autres"
        f" travaux, Python {platform.python_version()}, {settings or 'les petits nombres'}."
    )


def _sizes() -> list[str]:
    """Names of the settings that make an attack larger, as the tests read them."""
    read = re.compile(r'os\.environ\.get\("(\w+)"')
    return [name for path in sorted(FOLDER.glob("*.py")) for name in read.findall(path.read_text())]


if __name__ == "__main__":
    main(sys.argv[1:])
