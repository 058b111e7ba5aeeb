"""Pages, printed report and exports write told counts only, and the size of the survey."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest

from analysis.disclosure import BASE, K
from diagnosis import dataset
from diagnosis.app import open_instance
from diagnosis.config import Settings
from tests.conftest import add_campaign, application_of

FAMILIES = 143
SECTIONS = (
    "needs",
    "who",
    "where",
    "profiles",
    "answers",
    "themes",
    "programme",
    "words",
    "method",
)
PAGES = ("/planning/", "/planning/demo", "/planning/demo/report.html", "/results/demo") + tuple(
    f"/planning/demo/{section}" for section in SECTIONS
)
# Pages that tell hardly a count.
FEW = ("/planning/", "/planning/demo", "/planning/demo/words", "/planning/demo/method")
NUMBER = r"(\d[\d\u202f]*)"
COUNTS = re.compile(
    rf"(?:environ|sur|des|quelque|les) {NUMBER}\b(?!,|\u202f%)"
    rf"|{NUMBER} (?:familles|réponses|parents)|{NUMBER} / {NUMBER}"
)
# A told share as people say it: tenths are no count.
TENTHS = re.compile(r"environ \d familles? sur 10\b")
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
# « 100 » of « sur 100 », and the least group, said as a rule.
ALLOWED = {FAMILIES, K}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    settings = Settings(data=tmp_path_factory.mktemp("told"), open_planning=True)
    instance = open_instance(settings)
    campaign = add_campaign(instance, "demo", title="Essai", fictitious=True)
    dataset.simulate(instance, campaign, FAMILIES, seed=3)
    yield application_of(settings, instance).test_client()
    instance.store.close()


def written(page: str) -> list[int]:
    """Counts that the words of a page write, tag by tag."""
    words = html.unescape(TAGS.sub(" | ", page)).replace("\xa0", " ")
    words = TENTHS.sub("", words)
    found = [part for match in COUNTS.finditer(words) for part in match.groups() if part]
    return [int(part.replace("\u202f", "")) for part in found]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_writes_told_counts_only__ok(client, page):
    counts = written(client.get(page).text)
    assert page in FEW or len(counts) > 5
    assert not [count for count in counts if count % BASE and count not in ALLOWED]


def test_the_table_of_needs_holds_told_counts_only__ok(client):
    text = client.get("/planning/demo/needs.csv").text
    cells = [
        int(line[column])
        for line in csv.DictReader(io.StringIO(text), delimiter=";")
        for column in ("familles", "sur")
        if line[column].isdigit()
    ]
    assert len(cells) > 30
    assert not [cell for cell in cells if cell % BASE and cell != FAMILIES]
