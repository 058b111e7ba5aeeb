"""What the house asks of scripts, styles, templates: short files and lines, modules that join."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from diagnosis.web import STATIC, modules, script

ROOT = Path(__file__).parents[2]
# What others wrote stays as they wrote it.
SCRIPTS = sorted(set(STATIC.rglob("*.js")) - set((STATIC / "third_parties").rglob("*")))
FILES = [*SCRIPTS, *sorted(STATIC.rglob("*.css"))]
# Still to be cut: sheets that say in one line each what they now say in five.
LONG_FILES = {"shared/team.css", "planners/dossier.css"}
# The folders whose templates have one element or sentence a line; those of the team come next.
TEMPLATES = [
    path
    for pattern in ("families/*.html", "shared/public*.html", "shared/waiting.html")
    for path in sorted((ROOT / "diagnosis" / "templates").glob(pattern))
]
# Scripts that pages run: not the modules in a folder of the same name.
WHOLE = [path for path in SCRIPTS if not (path.parent.parent / f"{path.parent.name}.js").is_file()]
DECLARED = re.compile(
    r"^(?:export )?(?:async function|function|const|let|class) (\w+|\{[^}]*\})", re.MULTILINE
)


def name_of(path: Path) -> str:
    return path.relative_to(STATIC).as_posix()


def declared(source: str) -> list[str]:
    """The names that a module declares outside its functions, written as `deno fmt` does."""
    return [name for group in DECLARED.findall(source) for name in re.findall(r"\w+", group)]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_has_300_lines_at_most(path):
    lines = path.read_text("utf-8").count("\n")
    assert lines <= 300 or name_of(path) in LONG_FILES, lines


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_a_script_opens_with_its_purpose_and_has_short_lines(path):
    source = path.read_text("utf-8")
    assert re.match(r'(?:"use strict";\n)?(?:/\*|//) \w', source)
    assert not [line for line in source.splitlines() if len(line) > 120]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_has_lines_that_a_diff_can_show(path):
    assert not [line for line in path.read_text("utf-8").splitlines() if len(line) > 140]


@pytest.mark.parametrize("path", WHOLE, ids=name_of)
def test_modules_of_a_script_share_no_name_and_import_what_is_there(path):
    """They are joined in one scope: of two functions of one name, one would be lost unnoticed."""
    sources = {part: part.read_text("utf-8") for part in modules(name_of(path)[:-3])}
    twins = Counter(name for source in sources.values() for name in declared(source))
    assert not [name for name, count in twins.items() if count > 1]
    for part, source in sources.items():
        for names, other in re.findall(r'^import \{([^}]*)\} from "([^"]+)";$', source, re.M):
            exported = re.findall(
                r"^export (?:async function|function|const|let) (\w+|\{[^}]*\})",
                sources[(part.parent / other).resolve()],
                re.M,
            )
            wanted = set(re.findall(r"[^\s,][^,]*[^\s,]|\w", names))
            assert wanted <= {n for group in exported for n in re.findall(r"\w+", group)}


@pytest.mark.parametrize("path", WHOLE, ids=name_of)
def test_a_joined_script_has_no_import_or_export_left(path):
    assert not re.search(r"(?<!-)\b(?:import|export)\b(?!\")", script(name_of(path)[:-3]))


def test_every_module_belongs_to_a_script():
    joined = {part for path in WHOLE for part in modules(name_of(path)[:-3])}
    assert joined == set(SCRIPTS)
