"""The dossier on paper: exactly five sheets whatever the size of the survey, and nothing cut."""

from __future__ import annotations

import re

import pytest

from diagnosis import dataset
from diagnosis.app import open_instance
from diagnosis.config import Settings
from diagnosis.planners.dossier import dossier_of, paper
from tests.conftest import add_campaign

A4 = {"width": 794, "height": 1123}
# Of every sheet, what reaches beyond it; of every table, what is wider than its column.
OUTSIDE = """() => [...document.querySelectorAll('.sheet')].flatMap((sheet) => {
    const page = sheet.getBoundingClientRect();
    const foot = sheet.querySelector('footer').getBoundingClientRect();
    const shown = [...sheet.querySelectorAll('*')]
        .filter((part) => !part.closest('defs, .answers thead'));
    return shown.filter((part) => {
        const box = part.getBoundingClientRect();
        const low = part.closest('footer') ? page.bottom : foot.top + 1;
        return box.left < page.left || box.right > page.right + 1 || box.top < page.top
            || box.bottom > low;
    }).map((part) => `${sheet.id} ${part.tagName} ${part.textContent.slice(0, 40)}`);
})"""
CUT = """() => [...document.querySelectorAll('table, figure, td, th, svg text')].filter((part) =>
    part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0
    && !part.closest('.answers thead')
    || part.tagName === 'text' && (part.getBoundingClientRect().right
        > part.ownerSVGElement.getBoundingClientRect().right + 1
        || part.getBoundingClientRect().left
        < part.ownerSVGElement.getBoundingClientRect().left - 1))
    .map((part) => `${part.tagName} ${part.textContent.slice(0, 40)}`)"""
HEIGHTS = "() => [...document.querySelectorAll('.sheet')].map((sheet) => sheet.offsetHeight)"


def sheets_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def hold(page):
    page.emulate_media(media="print")
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(CUT) == []
    assert max(page.evaluate(HEIGHTS)) < A4["height"]
    assert sheets_of(page.pdf(prefer_css_page_size=True)) == 5


@pytest.mark.parametrize("families", [20, 150, 400])
def test_five_sheets_and_nothing_cut__ok(browser, tmp_path, families):
    instance = open_instance(Settings(data=tmp_path))
    campaign = add_campaign(instance, title="Clos Saint-Lazare, essai", fictitious=True)
    # The secret that rounds is drawn once and for all: the same words on each run.
    instance.store.put_once(f"door:{campaign.name}", bytes(range(32)).hex())
    dataset.simulate(instance, campaign, families, seed=43)
    file = tmp_path / "dossier.html"
    file.write_text(paper(dossier_of(instance, campaign)), "utf-8")
    instance.store.close()
    context = browser.new_context(viewport=A4)
    page = context.new_page()
    page.goto(file.as_uri())
    hold(page)
    context.close()


def test_the_same_from_the_planners_page_within_its_policy__ok(phone, server):
    # The `phone` fixture fails on any breach of the policy and on any request outside.
    page = phone(width=A4["width"], height=A4["height"])
    page.goto(f"{server.address}/planning/stains")
    page.get_by_role("link", name="Imprimer le dossier").click()
    page.wait_for_url("**/dossier")
    assert page.get_by_role("button", name="Imprimer les 5 pages").is_visible()
    hold(page)
