"""What somebody from outside reads first is true: paths, rooms, links, the version."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from diagnosis import __version__
from scripts.architecture import DRAWING, HOUSES, rooms_of

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob(".github/**/*.md")]
# A path has a slash or ends like a file of ours; `--option`, `name:` and commands have neither.
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+|[\w-]+\.(?:js|css|svg|py|md|toml|txt|yml|yaml)")
WORKING = {".git", ".venv", "build", "dist", "node_modules"}


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def where_to_change() -> list[str]:
    _, _, table = text("CONTRIBUTING.md").partition("## Where do I change X?")
    quoted = re.findall(r"`([^`]+)`", table)
    return [name for name in quoted if PATH.fullmatch(name)]


@pytest.mark.parametrize("name", sorted(set(where_to_change())))
def test_every_path_of_where_to_change_exists(name):
    if "/" in name:
        assert (ROOT / name).exists()
        return
    found = [path for path in ROOT.rglob(name) if not WORKING & set(path.relative_to(ROOT).parts)]
    at_root = (ROOT / name).exists()
    assert at_root or len(found) == 1, found


def test_where_to_change_is_read():
    assert len(where_to_change()) > 40


@pytest.mark.parametrize("house", HOUSES)
def test_every_room_is_named_in_the_architecture(house):
    named = set(re.findall(r"`(\w+)`", text("docs/architecture.md")))
    assert set(rooms_of(house)) <= named


def test_every_room_is_drawn():
    drawn = set(re.findall(r'<g id="(\w+\.\w+)">', DRAWING.read_text("utf-8")))
    there = {f"{house}.{room}" for house in HOUSES for room in rooms_of(house)}
    assert drawn == there, "python -m scripts.architecture"


def test_picture_has_a_title_and_a_description():
    drawing = DRAWING.read_text("utf-8")
    assert 'aria-labelledby="title desc"' in drawing
    assert re.search(r'<title id="title">\w', drawing)
    assert re.search(r'<desc id="desc">\w', drawing)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text("utf-8")):
        path, _, _ = target.partition("#")
        if path and "://" not in path:
            assert (document.parent / path).exists(), target


def test_one_version():
    newest, *_ = re.findall(r"^## (\d\S+)", text("CHANGELOG.md"), flags=re.MULTILINE)
    project = tomllib.loads(text("pyproject.toml"))["project"]
    public = yaml.safe_load(text("publiccode.yml"))
    assert {newest, project["version"], public["softwareVersion"]} == {__version__}
    assert f"## {__version__} · {public['releaseDate']}" in text("CHANGELOG.md")


def test_publiccode_names_our_languages():
    public = yaml.safe_load(text("publiccode.yml"))
    ours = [
        line["tag"] for line in yaml.safe_load(text("translations/languages.yaml"))["languages"]
    ]
    assert public["localisation"]["availableLanguages"] == ours


def test_readme_fits_a_screen():
    assert text("README.md").count("\n") <= 50
