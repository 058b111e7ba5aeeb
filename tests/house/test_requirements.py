"""What is installed is what was tested: versions and hashes, of no index in particular."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.shards import files_of

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
WANTED = {
    "run": PROJECT["dependencies"],
    "test": [*PROJECT["dependencies"], *EXTRAS["test"]],
    "bench": [*PROJECT["dependencies"], *EXTRAS["test"], *EXTRAS["bench"]],
}
PINNED = re.compile(
    r"^([\w.-]+)==([\w.!+]+)(?: ; [^\\]*)?((?: ?\\\n +--hash=sha256:[0-9a-f]{64})+)$", re.M
)


def read(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")


def versions(name: str) -> dict[str, str]:
    return {found[1].lower(): found[2] for found in PINNED.finditer(read(name))}


@pytest.mark.parametrize("name", WANTED)
def test_every_dependency_has_a_version_and_hashes(name):
    named = [re.split(r"[;\[]", package)[0].strip() for package in WANTED[name]]
    wanted = {re.sub(r"[-_.]+", "-", package).lower() for package in named}
    assert wanted <= set(versions(name)), "make lock"
    lines = [line for line in read(name).splitlines() if line and not line.startswith(("#", " "))]
    assert len(lines) == len(versions(name)), "a line without version or hash"


@pytest.mark.parametrize("name", WANTED)
def test_no_index_and_no_path_is_named(name):
    told = re.sub(r"^#.*\n", "", read(name))
    assert not re.search(r"https?:|file:|index|find-links|/", told)


def test_one_version_of_each():
    assert versions("run").items() <= versions("test").items() <= versions("bench").items()
    assert EXTRAS["bench"]
    assert not set(EXTRAS["bench"]) & set(versions("test"))


def test_nothing_is_shared_between_checkouts():
    shared = re.compile(r"/tmp/|gettempdir|FileSystemBytecodeCache\(\)")
    paths = [ROOT / "Makefile", *(ROOT / "scripts").iterdir(), *(ROOT / ".ci").iterdir()]
    for room in ("diagnosis", "analysis", "tests"):
        paths += (ROOT / room).rglob("*.py")
    here = Path(__file__)
    wrong = [
        path
        for path in paths
        if path.is_file() and path != here and shared.search(path.read_text())
    ]
    assert not wrong


def test_shards_hold_every_file_once():
    counts = Counter({f"test_{at}.py": at * at % 17 + 1 for at in range(40)})
    shares = [files_of(f"{at}/3", counts) for at in (1, 2, 3)]
    assert sorted(name for share in shares for name in share) == sorted(counts)
    sizes = [sum(counts[name] for name in share) for share in shares]
    assert max(sizes) - min(sizes) <= max(counts.values())
    with pytest.raises(ValueError, match="SHARD=4/3"):
        files_of("4/3", counts)
