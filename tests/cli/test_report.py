"""``diagnosis report``: the dossier of a campaign in a folder, or one clear error and no file."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from diagnosis import dataset
from diagnosis.app import open_instance
from diagnosis.cli import main
from diagnosis.config import Settings
from tests.conftest import add_campaign


@pytest.fixture
def run(tmp_path):
    instance = open_instance(Settings(data=tmp_path / "data"))
    campaign = add_campaign(instance, "demo", title="Essai du Clos", fictitious=True)
    dataset.simulate(instance, campaign, 20, seed=3)
    add_campaign(instance, "vide")
    instance.store.close()

    def invoke(*arguments, code=0):
        given = ["report", *arguments, "--data", str(tmp_path / "data")]
        result = CliRunner().invoke(main, [*given, "--out", str(tmp_path / "out")])
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    return invoke


def names(tmp_path):
    return sorted(path.name for path in (tmp_path / "out").glob("*"))


def test_the_dossier_is_one_page_that_needs_nothing__ok(run, tmp_path):
    assert "dossier.html" in run("demo")
    assert names(tmp_path) == ["dossier.docx", "dossier.html"]
    page = (tmp_path / "out" / "dossier.html").read_text("utf-8")
    assert page.count('<article class="sheet') == 5
    assert "<style>" in page
    for word in ('<link rel="stylesheet"', "<script", "http://", "https://", 'href="/'):
        assert word not in page


def test_with_the_annexes__ok(run, tmp_path):
    run("demo", "--annexes")
    assert names(tmp_path) == ["dossier.docx", "dossier.html", "report.html", "report.json"]


@pytest.mark.parametrize(
    ("campaign", "said"), [("none", "choisissez parmi"), ("vide", "Moins de 11 familles")]
)
def test_nothing_to_hand_over__error(run, tmp_path, campaign, said):
    assert said in run(campaign, code=1)
    assert names(tmp_path) == []


def test_a_folder_that_is_a_file__error(run, tmp_path):
    (tmp_path / "out").write_text("")
    run("demo", code=2)
