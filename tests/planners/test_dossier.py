"""The dossier for elected officials: five strict pages, told numbers, the report's sentences."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from docx import Document

import analysis
from analysis.disclosure import BASE, K
from analysis.french import typography
from diagnosis import dataset
from diagnosis.app import open_instance
from diagnosis.config import Settings
from diagnosis.planners.dossier import TooFewError, dossier_of
from tests.conftest import add_campaign, application_of, pages_of
from tests.pages import XHTML, check_page, parse, text
from tests.planners.test_told_only import written

SIZES = (20, 143)
ADDRESS = "/planning/demo/dossier"


@pytest.fixture(scope="module", params=SIZES)
def shown(request, tmp_path_factory):
    """Fictitious campaigns, one of each size, made once."""
    settings = Settings(data=tmp_path_factory.mktemp("dossier"), open_planning=True)
    instance = open_instance(settings)
    campaign = add_campaign(instance, "demo", title="Essai du Clos", fictitious=True)
    dataset.simulate(instance, campaign, request.param, seed=3)
    yield application_of(settings, instance).test_client(), instance, campaign
    instance.store.close()


def sheets(response):
    return [
        part
        for part in parse(response.text).iter(f"{XHTML}article")
        if "sheet" in (part.get("class") or "")
    ]


def test_five_strict_pages_each_says_what_a_page_must__ok(shown):
    response = pages_of(shown[0])(ADDRESS)
    found = sheets(response)
    assert len(found) == 5
    for at, sheet in enumerate(found, 1):
        told = text(sheet).replace("\u202f", " ")
        assert told.count("Nombres arrondis à 5 près") == 1
        assert "Données fictives" in told
        assert f"page {at} sur 5" in told
        assert "n = " in told
    for table in parse(response.text).iter(f"{XHTML}table"):
        assert table.find(f"{XHTML}caption") is not None
        assert all(cell.get("scope") for cell in table.iter(f"{XHTML}th"))


def test_no_exact_count__ok(shown):
    client, instance, campaign = shown
    state = dataset.state_of(instance, campaign)
    allowed = {state.families, state.awaited, K}
    for address in (ADDRESS, "/planning/demo/report.html"):
        counts = written(client.get(address).text)
        assert len(counts) > 20
        assert not [count for count in counts if count % BASE and count not in allowed]


def test_what_matters_is_said_by_the_report__ok(shown):
    _, instance, campaign = shown
    made = dossier_of(instance, campaign)
    found = analysis.Diagnosis.of(dataset.state_of(instance, campaign).report)
    report = found.report
    said = typography(" ".join([*report.findings, report.maps.message]))
    assert made.summary.finding == typography(report.needs.order.sentence)
    assert 3 <= len(made.summary.points) <= 4
    for point in made.summary.points:
        assert point.sentence in said
    for finding in (made.needs.finding, made.where.finding, made.programme.finding):
        assert finding in said
    gaps = {typography(gap.sentence) for gap in report.needs.gaps.items if gap.differs}
    assert set(made.needs.gaps[1:]) <= gaps
    assert [f for part in found.said.values() for f in part] == report.findings


def test_few_families_a_sentence_instead_of_a_map__ok(shown):
    _, instance, campaign = shown
    made = dossier_of(instance, campaign)
    few = made.head.families == "n = 20"
    assert (made.where.map is None) == few
    assert ("Pas encore de carte" in made.where.finding) == few
    assert len(made.where.answered) == (8 if few else 4)
    assert ("Pas testé" in made.needs.gaps[0]) == few


def test_the_map_shows_a_need_for_which_zones_differ__ok(shown, monkeypatch):
    _, instance, campaign = shown
    state = dataset.state_of(instance, campaign)
    if not state.report["maps"]["needs"]:
        pytest.skip("no zones at this size")
    need = next(need for need in state.report["maps"]["needs"] if need["name"] == "langues")
    state.report["maps"]["message"] = ""
    need["differs"], need["cells"][-1]["side"] = True, "above"
    monkeypatch.setattr(dataset, "state_of", lambda *_: state)
    page = dossier_of(instance, campaign).where
    assert typography(need["label"]) in page.finding
    assert typography(need["label"]) in page.zones.caption
    assert page.crossed.rows[0].name == typography(need["label"])
    assert page.zones.rows[-1].facts[-1].told.endswith("▲")
    assert "url(#paper-above-" in page.map.svg
    assert "Hachures" in page.map.reading


def test_what_was_cut_is_said__ok(shown):
    _, instance, campaign = shown
    made = dossier_of(instance, campaign)
    report = analysis.Diagnosis.of(dataset.state_of(instance, campaign).report).report
    themes = len(report.themes.items) - len(made.programme.themes.rows)
    assert typography(f"et {themes} autres thèmes, dans les annexes") in made.programme.themes.rest


def test_the_document_holds_the_same_text__ok(shown):
    client, instance, campaign = shown
    response = client.get(f"{ADDRESS}.docx")
    assert response.mimetype.endswith("wordprocessingml.document")
    assert "dossier-demo.docx" in response.headers["Content-Disposition"]
    paper = Document(io.BytesIO(response.data))
    made = dossier_of(instance, campaign)
    told = "\n".join(part.text for part in paper.paragraphs)
    for sentence in (made.summary.finding, *made.summary.sure, *made.method.limits):
        assert sentence in told
    cells = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    assert {row.name for row in made.needs.needs.rows} <= cells
    assert "Données fictives" in paper.sections[0].header.paragraphs[0].text
    assert "arrondis à 5 près" in paper.sections[0].footer.paragraphs[0].text.replace("\u202f", " ")
    assert len([p for p in paper.paragraphs if p.style.name == "Heading 1"]) == 4


def test_one_click_from_the_diagnosis__ok(shown):
    links = re.findall(r'href="(/planning/demo/dossier[^"]*)"', shown[0].get("/planning/demo").text)
    assert ADDRESS in links


def test_real_answers_are_not_called_fictitious__ok(shown):
    client, instance, campaign = shown
    instance.store.save_campaign(replace(campaign, fictitious=False))
    try:
        assert "fictives" not in text(sheets(client.get(ADDRESS))[0])
    finally:
        instance.store.save_campaign(campaign)


@pytest.mark.parametrize("end", ["", ".docx"])
def test_too_few_families_back_to_the_diagnosis__error(instance, campaign, client, end):
    response = client.get(f"/planning/stains/dossier{end}")
    assert response.headers["Location"] == "/planning/stains"
    assert "/planning/stains/dossier" not in client.get("/planning/stains").text
    with pytest.raises(TooFewError, match="Moins de 11 familles"):
        dossier_of(instance, campaign)


@pytest.mark.parametrize("end", ["", ".docx"])
def test_closed_as_the_other_pages__error(tmp_path, end):
    settings = Settings(data=tmp_path / "closed")
    instance = open_instance(settings)
    add_campaign(instance, "demo")
    client = application_of(settings, instance).test_client()
    response = client.get(f"{ADDRESS}{end}")
    assert response.status_code == 302
    assert "/staff/login" in response.headers["Location"]
    instance.store.close()


@pytest.mark.parametrize("end", ["", ".docx"])
def test_unknown_campaign__error(client, end):
    check_page(client.get("/planning/")) if not end else None
    assert client.get(f"/planning/none/dossier{end}").status_code == 404
