"""What the house asks of every file: logical CSS, documents that keep up, French typography."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from diagnosis.cli import main
from diagnosis.config import SHIPPED, Settings
from diagnosis.instance import read_signs
from diagnosis.languages import FAMILIES, SOURCE, TEAM, Languages, catalogues, entry_state
from diagnosis.pictures import open_book
from diagnosis.questionnaire import load_library
from scripts.picture_table import table_of

ROOT = Path(__file__).parents[2]
LANGUAGES = Languages(SHIPPED / "translations")
EXTRACTED = catalogues.extract_sentences(ROOT / "babel.cfg")
FOR_TEAM = catalogues.extract_sentences(ROOT / "team.cfg")
LIBRARY = load_library(SHIPPED / "questionnaires", LANGUAGES.own_names)
PHYSICAL = re.compile(
    r"(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|width|height|(?:min|max)-(?:width|height)|text-align:\s*(?:left|right)|float)\s*:"
)


@pytest.mark.parametrize(
    "sheet", sorted(ROOT.glob("diagnosis/static/**/*.css")), ids=lambda p: p.name
)
def test_css_uses_logical_properties_only(sheet):
    rules = re.sub(
        r"/\*.*?\*/|url\([^)]*\)|@media[^{]*\{", "", sheet.read_text("utf-8"), flags=re.S
    )
    assert not PHYSICAL.findall(rules)
    assert "dir=" not in rules
    assert "http" not in rules


def test_the_palette_is_written_once():
    named = {
        sheet.name
        for sheet in ROOT.glob("diagnosis/static/**/*.css")
        if re.search(r"--(?:paper|ink|accent|line|quiet|alert|sun)\s*:", sheet.read_text("utf-8"))
    }
    assert named == {"tokens.css", "dark.css"}


ROOMS = sorted(ROOT.glob("diagnosis/*/__init__.py"))


@pytest.mark.parametrize("door", ROOMS, ids=lambda door: door.parent.name)
def test_every_room_opens_with_its_boundary(door):
    boundary = " ".join((ast.get_docstring(ast.parse(door.read_text("utf-8"))) or "").split())
    for part in (r"\bcomes? in\b", r"\bgo(es)? out\b", r"\bmust never\b"):
        assert re.search(part, boundary), part


def test_no_room_but_storage_names_an_engine():
    for path in ROOT.glob("diagnosis/**/*.*"):
        if path.suffix in {".py", ".html", ".js"} and "storage" not in path.parts:
            found = re.findall(r"(?i)sqlite|postgres|psycopg|libpq", path.read_text("utf-8"))
            assert not found, path


def commands(group: click.Group, prefix: str = "") -> dict[str, click.Command]:
    found = {}
    for name, command in group.commands.items():
        found[prefix + name] = command
        if isinstance(command, click.Group):
            found |= commands(command, f"{prefix}{name} ")
    return found


def test_every_command_has_help_with_an_example_and_is_documented():
    guide = (ROOT / "docs" / "exploitation.md").read_text("utf-8")
    for name, command in commands(main).items():
        assert "Exemple : diagnosis" in (command.help or ""), name
        for word in name.split():
            assert f"`{word}`" in guide, name


def test_every_setting_is_declared_with_help_and_documented():
    guide = (ROOT / "docs" / "exploitation.md").read_text("utf-8")
    for setting in fields(Settings):
        assert setting.metadata["help"]
        assert f"`{setting.name}`" in guide, setting.name


def test_every_decision_record_is_a_page():
    for record in (ROOT / "docs" / "decisions").glob("*.md"):
        words = len(record.read_text("utf-8").split())
        assert 60 < words < 700, (record.name, words)


def test_french_sentences_keep_french_typography():
    for entry in (*EXTRACTED, *FOR_TEAM):
        text = entry.id if isinstance(entry.id, str) else " ".join(entry.id)
        assert not re.search(r"[\w%] [?!;:»]", text), text
        assert not re.search(r"« ", text), text
        assert "'" not in text, text
        assert "·" not in text, f"reads badly aloud: {text}"


CATALOGUES = [
    *((FAMILIES, tag) for tag in catalogues.translated_tags(LANGUAGES)),
    *((TEAM, tag) for tag in catalogues.translated_tags(LANGUAGES, TEAM)),
]


@pytest.mark.parametrize(("domain", "tag"), CATALOGUES)
def test_catalogue_is_complete_and_keeps_its_values(domain, tag):
    catalogue = catalogues.read(LANGUAGES.folder, tag, domain)
    for wanted in EXTRACTED if domain == FAMILIES else FOR_TEAM:
        if not wanted.id:
            continue
        entry = catalogue.get(wanted.id)
        assert entry is not None, wanted.id
        assert entry_state(entry) != "missing", wanted.id
        if isinstance(entry.id, str):
            values = re.findall(r"%\(\w+\)s", entry.id)
            assert sorted(values) == sorted(re.findall(r"%\(\w+\)s", str(entry.string))), entry.id


def test_drafts_are_called_drafts():
    for tag in LANGUAGES.tags:
        language = LANGUAGES[tag]
        if tag != SOURCE and not language.oral:
            assert LANGUAGES.catalogue(tag).is_draft
    assert LANGUAGES.catalogue("en", TEAM).is_draft


def test_every_picture_named_exists():
    pictures = open_book(ROOT / "questionnaires").pictures
    named = {
        c.picture for q in LIBRARY.questionnaires.values() for x in q.questions for c in x.choices
    }
    named |= {d.picture for d in LIBRARY.catalogue.domains}
    named |= {t.picture for t in LIBRARY.catalogue.themes}
    named |= {s.picture for s in LIBRARY.services.services}
    assert named - {""} <= set(pictures)


def test_every_sign_is_used():
    """Signs of the interface alone are carried: pictures are answers."""
    signs = read_signs(ROOT / "diagnosis" / "static" / "shared" / "pictograms.svg")
    templates = (ROOT / "diagnosis" / "templates").rglob("*.html")
    written = "".join(path.read_text("utf-8") for path in templates)
    written += (ROOT / "diagnosis" / "families" / "pages.py").read_text("utf-8")
    assert [name for name in signs if f'"{name}"' not in written.replace("'", '"')] == []


def test_the_guide_has_the_table_of_pictures():
    guide = (ROOT / "docs" / "images.md").read_text("utf-8")
    assert table_of(open_book(ROOT / "questionnaires")) in guide, "python -m scripts.picture_table"


def test_nothing_is_fetched_from_elsewhere():
    for path in [
        *ROOT.glob("diagnosis/templates/**/*.html"),
        *ROOT.glob("diagnosis/static/**/*.js"),
    ]:
        for address in re.findall(
            r"(?:src|href|url|fetch)\s*[=(]\s*[\"']?(https?:[^\"')\s]+)", path.read_text("utf-8")
        ):
            pytest.fail(f"{path.name}: {address}")


def test_functions_stay_short_and_modules_small():
    lengths = []
    for path in [*ROOT.glob("diagnosis/**/*.py"), *ROOT.glob("analysis/**/*.py")]:
        source = path.read_text("utf-8")
        assert source.count("\n") <= 400, path
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                lengths.append(node.end_lineno - node.lineno)
    lengths.sort()
    assert lengths[len(lengths) // 2] <= 10
    assert lengths[int(len(lengths) * 0.95)] <= 40


def test_vectors_are_valid_json():
    assert (
        len(json.loads((ROOT / "tests" / "vectors" / "expressions.json").read_text("utf-8"))) > 30
    )
