"""The walk of docs/importer.md, command by command: it does what the guide says."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from diagnosis.app import open_instance
from diagnosis.cli import main
from diagnosis.config import read_settings
from tests.conftest import add_campaign

DOCS = Path(__file__).parents[2] / "docs"
WALK = (DOCS / "importer.md").read_text("utf-8").partition("## Pas à pas")[2].partition("\n## ")[0]
COMMANDS = re.findall(r"^diagnosis (.+)$", WALK, re.MULTILINE)
ADDED = re.search(r"```\n    (choices: .+)\n```", WALK)[1]


def follow(command: str) -> Result:
    """Type a command of the guide."""
    words, _, into = command.partition(" > ")
    result = CliRunner().invoke(main, shlex.split(words))
    if into:
        Path(into).write_text(result.stdout, "utf-8")
    return result


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with the example, and an instance with the campaign of the guide."""
    shutil.copytree(DOCS / "exemple-kobo", tmp_path / "docs" / "exemple-kobo")
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(main, ["init"])
    instance = open_instance(read_settings(tmp_path / "instance"))
    add_campaign(instance, "clos-saint-lazare")
    instance.store.close()
    return tmp_path


def stored(desk):
    instance = open_instance(read_settings(desk / "instance"))
    count = len(list(instance.store.responses("clos-saint-lazare", apart=None)))
    instance.store.close()
    return count


def test_the_walk(desk):
    draft, analyse, mapping, trial, whole = COMMANDS
    done = follow(draft)
    assert done.exit_code == 0
    assert "11 variables, dont 0 à confirmer" in done.output
    done = follow(analyse)
    assert done.exit_code == 0
    assert "3 lignes de consentement refusé" in done.output
    assert "2 lignes non approuvées" in done.output
    report = json.loads((desk / "rapport" / "report.json").read_text("utf-8"))
    assert len(report["needs"]["domains"]) == 7
    assert follow(mapping).exit_code == 0
    tried = follow(trial)
    assert tried.exit_code == 1
    assert "Lignes écartées\u00a0: 2, non comptées\u00a0: 5" in tried.output
    assert stored(desk) == 0
    path = desk / "correspondance.yaml"
    before = "    column: famille/enfants\n"
    assert before in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(before, f"{before}    {ADDED}\n"), "utf-8")
    assert follow(whole).exit_code == 0
    assert stored(desk) == 115


def test_a_form_without_a_draft_is_wrong_usage__error(desk):
    assert follow(COMMANDS[2].replace(" --draft-mapping", "").partition(" > ")[0]).exit_code == 2


def test_a_codebook_that_somebody_corrected_stays__error(desk):
    Path("dictionnaire.yaml").write_text("variables: []\n", "utf-8")
    done = follow(COMMANDS[0])
    assert done.exit_code == 1
    assert "existe déjà" in done.output
    assert Path("dictionnaire.yaml").read_text("utf-8") == "variables: []\n"


def test_rows_left_out_have_no_profile(desk):
    follow(COMMANDS[0])
    assert follow(f"{COMMANDS[1]} --assignments").exit_code == 0
    lines = (desk / "rapport" / "profiles.csv").read_text("utf-8").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [str(at) for at in range(120)]
    # Lines 18, 65 and 102 refused; 34 and 91 were not approved.
    assert [at for at, line in enumerate(lines[1:]) if line.split(",")[1] == ""] == [
        16, 32, 63, 89, 100
    ]  # fmt: skip
