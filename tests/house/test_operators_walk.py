"""What the guide says to type on an empty Debian is what `make walk` types, and could be typed."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from diagnosis.cli import main
from scripts.operators_walk import AFTER, BEFORE, GUIDE, parts, script

ROOT = Path(__file__).parents[2]
TEXT = GUIDE.read_text("utf-8")
LINES = [line for lines in parts(TEXT).values() for line in lines]
CRON = (ROOT / "deploy" / "diagnosis.cron").read_text("utf-8").splitlines()
OURS = [line for line in [*LINES, *CRON] if "/bin/diagnosis " in line]


def test_each_part_of_the_guide_is_walked_and_looked_at() -> None:
    assert list(AFTER) == list(parts(TEXT))
    assert set(BEFORE) <= set(AFTER)
    assert all(parts(TEXT).values())
    subprocess.run(["bash", "-n"], input=script(TEXT), text=True, check=True)
    for line in LINES:
        assert shlex.split(line)[0] in script(TEXT)


@pytest.mark.parametrize("line", OURS)
def test_our_commands_have_the_options_that_the_guide_gives_them(line: str) -> None:
    name, *given = shlex.split(line.partition("/bin/diagnosis ")[2])
    command = main.commands[name]
    command.make_parser(click.Context(command)).parse_args(given)


def test_files_that_the_guide_copies_are_there() -> None:
    copied = re.findall(r"\b(?:deploy|requirements)/[\w.]+", "\n".join(LINES))
    assert len(set(copied)) == 4
    for path in copied:
        assert (ROOT / path).is_file(), path
