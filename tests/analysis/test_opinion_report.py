"""The report of opinions: its schema, its page, and no number that is not told."""

from __future__ import annotations

import re
from html import unescape

import html5lib
import jsonschema
import numpy as np
import pytest

from analysis import OpinionReport, opinion_schema, opinions, write_opinions
from analysis.statements import group_map, page, share_told, strip
from tests.analysis.test_opinions import chance_votes, planted

K = 11
CELL = {"n": 30, "N": 60, "share": 0.5, "low": 0.25, "high": 0.75}


def told(votes: np.ndarray, **options) -> OpinionReport:
    texts = [f"Énoncé n° {at + 1} : <vrai> & faux ?" for at in range(votes.shape[1])]
    return OpinionReport.build(opinions(votes, texts, secret=b"of the tests"), **options)


@pytest.fixture(scope="module")
def grouped() -> OpinionReport:
    return told(planted(400, 12, 2, 0.2, 1)[0], title="Essai", fictitious=True, random_state=7)


def reports() -> list[OpinionReport]:
    two = np.array([[1.0, -1.0]] * 8)
    return [told(chance_votes(60, 8, 1)), told(two), told(np.ones((40, 1)))]


def cells(tree) -> list[dict]:
    if isinstance(tree, dict):
        mine = [tree] if "share" in tree else []
        return mine + [cell for value in tree.values() for cell in cells(value)]
    return [cell for value in tree for cell in cells(value)] if isinstance(tree, list) else []


def test_reports_follow_the_schema__ok(grouped):
    jsonschema.Draft202012Validator.check_schema(opinion_schema())
    for report in (grouped, *reports()):
        jsonschema.validate(report.to_dict(), opinion_schema())
    assert len(grouped.to_dict()["groups"]) == 2


def test_schema_refuses_a_person__error(grouped):
    report = grouped.to_dict()
    report["labels"] = [0, 1]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, opinion_schema())


def test_head_and_method__ok(grouped):
    report = grouped.to_dict()
    assert (report["title"], report["fictitious"]) == ("Essai", True)
    assert report["method"]["seed"] == 7
    assert report["method"]["parameters"]["k"] == K
    assert report["method"]["parameters"]["rounding"] == 5


def test_findings_say_who_voted_and_the_largest_agreement__ok(grouped):
    report = grouped.to_dict()
    assert report["findings"][0] == "400 personnes ont voté sur 12 énoncés."
    assert report["findings"][1] == report["message"]
    best = report["consensus"][0]
    assert f"environ {best['cell']['n']} personnes sur {best['cell']['N']}" in report["findings"][2]
    few = told(np.array([[1.0, -1.0]] * 8)).to_dict()
    assert few["findings"] == [few["message"]]
    assert "lire les intervalles" in reports()[0].to_dict()["findings"][0]


def test_same_votes_same_bytes__ok(tmp_path):
    votes, _ = planted(120, 8, 2, 0.2, 3)
    files = [write_opinions(told(votes), tmp_path / str(at)) for at in range(2)]
    assert [path.name for path in files[0]] == ["opinions.json", "opinions.html"]
    for one, two in zip(*files, strict=True):
        assert one.read_bytes() == two.read_bytes()


def test_page_is_valid_self_contained_and_says_it_is_fictitious__ok(grouped):
    for report in (grouped, *reports()):
        text = page(report.to_dict())
        html5lib.HTMLParser(strict=True).parse(text)
        assert text.count("<h1>") == 1
        assert not re.search(r"https?:|<script|<link|<img|url\(|nan|None", text)
        assert ("ces votes sont fictifs" in text) == report.to_dict()["fictitious"]
        assert "&lt;vrai&gt; &amp; faux\u202f?" in text
        assert "<vrai>" not in text


def test_page_tells_told_counts_only__ok(grouped):
    report = grouped.to_dict()
    text = unescape(page(report))
    assert "masqué" not in text
    whole = [s[way] for s in report["statements"] for way in ("agree", "disagree", "pass")]
    for cell in [*whole, *(group["cell"] for group in report["groups"])]:
        many = f"n ≈ {cell['n']}" if cell["n"] else "moins de 5"
        assert f"{many} sur {cell['N']}" in text
    assert all(int(n) % 5 == 0 for n in re.findall(r"n ≈ (\d+)", text))
    known = {str(c["N"]) for c in cells(report)}
    assert set(re.findall(r"\d sur (\d+)", text)) <= known
    assert "Nombres arrondis à 5 près" in text


def test_small_groups_are_in_words__ok():
    votes = np.vstack([planted(200, 14, 2, 0.0, 3)[0][:150], np.ones((14, 14))])
    assert share_told(CELL | {"n": 10, "N": 15, "share": 0.66}).startswith("environ les deux tiers")
    text = unescape(page(told(votes).to_dict()))
    assert not re.search(r"\d\u202f% \[[^]]*\], [^<]* sur 1[05]\b", text)


def test_each_drawing_says_what_it_shows__ok(grouped):
    text = page(grouped.to_dict())
    assert text.count("<svg") == len(
        re.findall(r'<svg viewBox="[^"]+" role="img" aria-label="', text)
    )
    assert text.count("<figure") == text.count("<figcaption><strong>") > 2


def test_votes_without_groups_draw_no_map__ok():
    text = unescape(page(told(chance_votes(60, 8, 1)).to_dict()))
    assert 'class="map"' not in text
    assert "On ne peut pas distinguer de groupes d’opinion" in text


def test_strip_by_hand__ok():
    # 400 wide, 9 on each side: 0.5 is at 200, 0.25 at 9 + 382 / 4 = 104.5.
    drawn = strip(CELL, "dit")
    assert 'x1="104.5" x2="295.5"' in drawn
    assert 'cx="200.0"' in drawn
    assert 'aria-label="dit"' in drawn


def test_share_is_told_with_its_interval_and_base__ok():
    assert share_told(CELL) == "50\u202f% [25\u202f; 75], n ≈ 30 sur 60"
    none = CELL | {"n": 0, "share": 0.0, "low": 0.0, "high": 0.08}
    assert share_told(none) == "0\u202f% [0\u202f; 8], moins de 5 sur 60"


def test_discs_are_as_large_as_groups__ok():
    groups = [
        {"id": "A", "x": 2.0, "y": 0.0, "cell": CELL | {"share": 0.8}},
        {"id": "B", "x": -2.0, "y": 1.0, "cell": CELL | {"share": 0.2}},
        {"id": "C", "x": 0.0, "y": -1.0, "cell": CELL | {"share": 0.05, "n": 0}},
    ]
    drawn = group_map(groups, "carte")
    radii = [float(r) for r in re.findall(r' r="([\d.]+)"', drawn)]
    assert radii[0] == pytest.approx(2 * radii[1], abs=0.1)
    places = [tuple(map(float, p)) for p in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', drawn)]
    assert places == [(330.0, 150.0), (70.0, 100.0), (200.0, 200.0)]
    assert "moins de 5" in drawn
