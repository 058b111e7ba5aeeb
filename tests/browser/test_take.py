"""A sheet read in one go, by a synthesiser through a fake microphone: cut, heard, sent."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from diagnosis.accounts import make_take
from diagnosis.storage import Take
from tests.browser.conftest import find_chromium
from tests.browser.reading_aloud import Said, read_aloud

READ = "document.querySelectorAll('#lines li.read').length"
FEW = 3
WAIT = 60_000  # milliseconds, on a busy machine
# Seconds kept round a sentence; that a busy machine may be late.
KEPT, LATE = 0.45, 15
TRIES = 3
# Levels of 20 ms, in dB: a room, a voice, a click, a breath.
ROOM, VOICE = -62, -25

needs_a_speaker = pytest.mark.skipif(
    not shutil.which("espeak-ng"), reason="no synthesiser: apt install espeak-ng"
)


@pytest.fixture(scope="module")
def link(server):
    """A link to read the core in Soninke."""
    instance = server.open()
    try:
        campaign = instance.store.campaign("stains")
        asked = f"{campaign.questionnaire} {campaign.version}"
        wanted = Take("", "snk", asked, core=True, expires=instance.today())
        token = make_take(instance.store, instance.today(), wanted)
    finally:
        instance.store.close()
    return f"{server.address}/staff/take/{token}"


def read_in_one_go(page: Page, link: str, said: list[Said]) -> bool:
    """Read the sheet to the page; whether each sentence was cut where it begins and ends."""
    page.goto(link)
    page.click("#begin")
    try:
        page.wait_for_function(f"() => {READ} >= {FEW}", timeout=1000 * (said[-1].ends + LATE))
    except PlaywrightTimeoutError:
        return False
    page.click("#pause")
    cut = page.locator("#lines li.read").evaluate_all("all => all.map(one => +one.dataset.seconds)")
    kept = [one.lasts + KEPT for one in said]
    return len(cut) == FEW and all(
        abs(seconds - whole) < 0.3 for seconds, whole in zip(cut, kept, strict=True)
    )


@needs_a_speaker
def test_a_sheet_is_read_cut_heard_and_sent(playwright, server, link, tmp_path, phone):
    first = phone()
    first.goto(link)
    first.click("main button")
    texts = first.locator(".line-words").all_inner_texts()
    said = read_aloud(tmp_path / "read.wav", texts[:FEW])
    opened = playwright.chromium.launch(
        executable_path=find_chromium(),
        args=[
            "--no-sandbox",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-audio-capture={tmp_path / 'read.wav'}%noloop",
        ],
    )
    context = opened.new_context(viewport={"width": 360, "height": 740})
    context.add_cookies(first.context.cookies())
    context.set_default_timeout(WAIT)
    page = context.new_page()
    # The browser plays the file as time goes: a machine that stalls loses sound, as a phone would.
    assert any(read_in_one_go(page, link, said) for _ in range(TRIES))
    expect(page.locator("#send")).to_have_attribute("aria-disabled", "true")
    page.click("#hear-all")
    # As long as the sentences last.
    expect(page.locator("#send")).to_have_attribute("aria-disabled", "false", timeout=WAIT)
    page.click("#send")
    expect(page.locator("#told")).to_have_text("C’est envoyé. Merci.", timeout=WAIT)
    page.reload()
    assert page.locator("#lines li").count() == len(texts) - FEW
    opened.close()
    other = phone()
    other.goto(link)
    expect(other.locator("h1")).to_have_text("Ce lien a déjà servi")


@pytest.fixture
def cutter(phone, link, server):
    """Cuts levels, as the page does: gives the first and last frame of each sentence."""
    page = phone()
    page.goto(f"{server.address}/static/staff/cutting.js")
    page = phone()
    page.goto(f"{server.address}/privacy")
    page.add_script_tag(url=f"{server.address}/static/staff/cutting.js")

    def cut(levels: list[int], text: str = "oui") -> list[list[int]]:
        return page.evaluate(
            """([levels, text]) => {
              const found = [];
              const cut = cutting.cutter(() => text, (from, to) => found.push([from, to]));
              for (const level of levels) cut.hear(level);
              cut.finish();
              return found;
            }""",
            [levels, text],
        )

    return cut


def test_silences_part_sentences(cutter):
    """What is heard of a room, of a click, of a pause inside a long sentence, of a loud room."""
    quiet = [ROOM] * 60
    voice = [VOICE] * 40
    assert cutter(quiet) == []
    assert cutter([*quiet, *[VOICE] * 2, *quiet]) == [], "a click is no sentence"
    two = cutter([*quiet, *voice, *quiet, *voice, *quiet])
    assert len(two) == 2
    assert two[0][0] == 50
    assert 95 < two[0][1] < 125
    breath = [*quiet, *voice, *[ROOM] * 45, *voice, *[ROOM] * 80]
    assert len(cutter(breath)) == 2, "a short sentence ends at its pause"
    assert len(cutter(breath, "x" * 80)) == 1, "a long one is not over yet"
    loud = [level + 25 for level in [*quiet, *voice, *quiet, *voice, *quiet]]
    assert len(cutter(loud)) == 2, "the room sets the measure"
    assert len(cutter([*quiet, *voice])) == 1, "the microphone closed on a word"
