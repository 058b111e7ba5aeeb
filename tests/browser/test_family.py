"""A family's phone, for real: 360 × 640, in French and Arabic, with and without JavaScript."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from diagnosis.questionnaire.expressions import parse
from tests.browser.answering import answer, answer_all, here, pass_one, pass_to, post, show_answers

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "expressions.json").read_text("utf-8")
)


def newest(server, before):
    instance = server.open()
    try:
        return [r for r in instance.store.responses("stains", apart=None) if r.id not in before]
    finally:
        instance.store.close()


def known(server):
    return {response.id for response in newest(server, set())}


def test_expressions_mean_the_same_in_the_browser(phone, server):
    page = phone()
    page.goto(f"{server.address}/q/stains?lang=fr")
    trees = [{**vector, "tree": parse(vector["text"])} for vector in VECTORS]
    found = page.evaluate(
        "list => list.map(v => holds(v.tree, v.answers, v.own || '', v.name || ''))", trees
    )
    assert found == [vector["holds"] for vector in VECTORS]


def test_a_mother_answers_in_arabic_one_question_per_screen(phone, server):
    before = known(server)
    page = phone()
    page.goto(f"{server.address}/q/stains?lang=ar")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    page.click("#start")
    answer(page, "A1", "maman")
    answer(page, "A2", "a1", "pas_ne")
    answer(page, "B1", "sommeil", "moral")
    assert page.locator("#B2 label:visible").count() == 2
    answer(page, "B2", "moral")
    shown = page.locator("#E1 label:visible").count()
    assert 6 <= shown <= 9
    page.locator("#E1 label:visible").first.click()
    page.click("#next")
    answer(page, "C1", "connait_pas")
    page.click("#skip")
    answer(page, "A5", "hebergement")
    page.click("#more")
    answer(page, "A3", "0")
    page.click("#skip")
    assert here(page) == "B4"
    page.click("#back")
    answer(page, "B3", "difficile")
    pass_to(page, "C3")
    answer(page, "C3", "langue")
    pass_to(page, "E2")
    page.fill("#E2 textarea", "شكرا 😀")
    page.click("#next")
    page.click("#skip")
    assert here(page) == "summary"
    page.click("#send")
    page.wait_for_selector("#thanks.here")
    assert page.context.cookies() == []
    (kept,) = newest(server, before)
    assert (kept.language, kept.channel, kept.assisted) == ("ar", "phone", False)
    expected = {
        "A1": "maman",
        "A2": ["pas_ne", "a1"],
        "A3": "0",
        "A5": "hebergement",
        "B2": "moral",
        "B3": "difficile",
        "C1": "connait_pas",
        "C3": ["langue"],
        "E2": "شكرا 😀",
    }
    assert {name: kept.answers[name] for name in expected} == expected
    assert set(kept.answers["B1"]) == {"sommeil", "moral"}
    assert set(kept.answers) == {*expected, "B1", "E1"}
    assert len(kept.shown["B1"]) == 16
    assert len(kept.shown["E1"]) == shown
    assert set(kept.answers["E1"]) <= set(kept.shown["E1"])


def test_a_mother_answers_in_arabic_without_javascript(phone, server):
    before = known(server)
    page = phone(javascript=False)
    page.goto(f"{server.address}/q/stains?lang=ar")
    page.check("#A1 input[value=maman]")
    page.check("#B1 input[value=sommeil]")
    page.fill("#E2 textarea", "نعم")
    post(page, "p.plain button")
    page.reload()
    assert not newest(server, before), "nothing is stored before the family has looked it over"
    assert page.locator("#B1 input:checked").count() == 1
    assert page.locator("div.plain:focus").count() == 1
    post(page, "div.plain button")
    assert page.locator("h1").count() == 1
    (kept,) = newest(server, before)
    assert kept.answers == {"A1": "maman", "B1": ["sommeil"], "E2": "نعم"}
    assert kept.language == "ar"
    page.reload()
    assert len(newest(server, before)) == 1, "sending the same page again stores nothing more"


def test_six_ticks_without_javascript_keep_everything_and_say_what_to_do(phone, server):
    page = phone(javascript=False)
    page.goto(f"{server.address}/q/stains?lang=fr")
    for need in ("sommeil", "moral", "liens", "couple", "limites", "garde"):
        page.check(f"#B1 input[value={need}]")
    post(page, "p.plain button")
    assert page.locator("[role=alert] a[href='#B1']").count() == 1
    assert page.locator("#B1 input:checked").count() == 6
    page.uncheck("#B1 input[value=garde]")
    post(page, "p.plain button")
    assert page.locator("h1").inner_text() == "Merci"


def test_limits_are_kept_on_the_screen(phone, server):
    page = phone()
    page.goto(f"{server.address}/q/stains?lang=fr")
    page.click("#start")
    pass_to(page, "B1")
    boxes = page.locator("#B1 input")
    for index in range(5):
        boxes.nth(index).check()
    boxes.nth(5).click()
    assert page.locator("#B1 input:checked").count() == 5
    assert "5" in page.inner_text("#B1-error")
    page.click("#next")
    pass_to(page, "A4")
    page.check("#A4 input[value=famille]")
    page.check("#A4 input[value=personne]")
    assert not page.is_checked("#A4 input[value=famille]")
    page.check("#A4 input[value=amis]")
    assert not page.is_checked("#A4 input[value=personne]")


def change(page, question):
    """From the summary, go back to a question."""
    show_answers(page)
    page.locator("#answers dt", has_text=question).locator("+ dd button").click()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_what_a_change_opens_is_asked(phone, server, language):
    before = known(server)
    page = phone()
    page.goto(f"{server.address}/q/stains?lang={language}")
    title = page.locator("#C1 h2").text_content()
    answer_all(page, C1="connait_pas", C3=["loin"])
    change(page, title)
    answer(page, "C1", "y_va")
    assert here(page) == "C2", "it concerns her now"
    answer(page, "C2", "pesee")
    assert here(page) == "summary"
    change(page, title)
    answer(page, "C1", "connait_pas")
    assert here(page) == "C3", "asked anew: what was said before is still ticked"
    assert page.is_checked("#C3 input[value=loin]")
    page.click("#next")
    change(page, title)
    page.click("#back")
    assert here(page) == "summary", "nothing has changed"
    page.click("#send")
    page.wait_for_selector("#thanks.here")
    (kept,) = newest(server, before)
    assert kept.answers == {"C1": "connait_pas", "C3": ["loin"]}


@pytest.mark.parametrize("button", ["#next", "#back"])
def test_what_a_change_undoes_is_asked_again(phone, server, button):
    page = phone()
    page.goto(f"{server.address}/q/stains?lang=fr")
    answer_all(page, B1=["sommeil", "moral", "liens"], B2="sommeil")
    change(page, "De quoi voulez-vous parler")
    page.locator("#B1 input[value=sommeil]").uncheck()
    page.locator("#B1 input[value=ecrans]").check()
    page.click(button)
    assert here(page) == "B2", "her need is no longer among them"
    shown = page.locator("#B2 .card:visible input")
    offered = shown.evaluate_all("all => all.map((one) => one.value)")
    assert sorted(offered) == ["ecrans", "liens", "moral"]
    assert page.locator("#B2 :checked").count() == 0
    answer(page, "B2", "moral")
    assert here(page) == "E1", "the cards are drawn for her needs"
    page.click("#skip")
    assert here(page) == "summary"
    change(page, "Le plus important")
    page.click("#next")
    assert here(page) == "summary"


def test_changing_an_answer_from_the_summary(phone, server):
    before = known(server)
    page = phone()
    page.goto(f"{server.address}/q/stains?lang=fr")
    page.click("#start")
    answer(page, "A1", "maman")
    pass_to(page, "summary")
    show_answers(page)
    page.get_by_role("button", name="Modifier : Vous êtes…").click()
    answer(page, "A1", "papa")
    assert here(page) == "summary"
    page.click("#send")
    page.wait_for_selector("#thanks.here")
    (kept,) = newest(server, before)
    assert kept.answers == {"A1": "papa"}


def test_the_phones_own_back_button_goes_one_question_back(phone, server):
    page = phone()
    page.goto(f"{server.address}/")
    page.goto(f"{server.address}/q/stains?lang=fr")
    page.click("#start")
    answer(page, "A1", "maman")
    assert here(page) == "A2"
    page.go_back()
    page.wait_for_selector("#A1.here")
    assert page.is_checked("#A1 input[value=maman]")


@pytest.mark.parametrize("javascript", [True, False])
def test_quick_exit(browser, server, javascript):
    context = browser.new_context(java_script_enabled=javascript)
    context.route("https://**", lambda route: route.fulfill(body="<p>meteo</p>"))
    page = context.new_page()
    page.goto(f"{server.address}/q/stains?lang=fr")
    if javascript:
        page.click("#start")
        for _ in range(3):
            page.keyboard.press("Escape")
    else:
        page.click(".exit")
    page.wait_for_url("https://**")
    if javascript:
        page.go_back()
        assert page.locator("input:checked").count() == 0
    context.close()


@pytest.mark.parametrize(
    ("language", "screen"),
    [
        *(("fr", screen) for screen in ("welcome", "A1", "B1", "pause", "E2", "summary", "thanks")),
        # The page is the same in every language; so is what it forgets.
        *((tag, screen) for tag in ("ar", "ta") for screen in ("B1", "thanks")),
    ],
)
def test_exit_then_back_never_comes_back(browser, server, screen, language):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.route("https://**", lambda route: route.fulfill(body="<p>meteo</p>"))
    page = context.new_page()
    page.goto(f"{server.address}/?lang={language}")
    page.goto(f"{server.address}/q/stains?lang={language}")
    if screen != "welcome":
        page.click("#start")
        pass_to(page, screen, "summary")
    if screen == "thanks":
        page.click("#send")
        page.wait_for_selector("#thanks.here")
    page.click(".exit")
    page.wait_for_url("https://**")
    for _ in range(3):
        page.go_back()
        page.wait_for_url(lambda url: not url.startswith(server.address))
        assert page.inner_text("body") in ("meteo", "")
    # Who comes by herself finds the page, and its own « back ».
    page.goto(f"{server.address}/q/stains?lang={language}")
    page.goto(f"{server.address}/privacy?lang={language}")
    page.go_back()
    expect(page.locator("#start")).to_be_visible()
    context.close()


@pytest.mark.parametrize("way", ["channel=street", "channel=workshop", "channel=phone&assisted=1"])
def test_a_device_of_the_team_goes_on_to_the_next_family(phone, server, way):
    page = phone()
    page.goto(f"{server.address}/q/stains?lang=ar&{way}")
    page.click("#start")
    answer(page, "A1", "maman")
    pass_to(page, "summary")
    page.click("#send")
    page.wait_for_selector("#thanks.here")
    page.click("#end")
    page.wait_for_url(f"**/q/stains?{way}")
    expect(page.locator("#start")).to_be_visible()
    page.go_back()
    expect(page.locator("#start")).to_be_visible()
    assert page.locator("input:checked").count() == 0


def test_ones_own_phone_offers_no_next_family(phone, server):
    page = phone()
    page.goto(f"{server.address}/q/stains?lang=fr")
    page.click("#start")
    pass_to(page, "summary")
    page.click("#send")
    page.wait_for_selector("#thanks.here")
    expect(page.locator("#end")).to_be_hidden()


@pytest.mark.parametrize("language", ["fr", "ar", "ta"])
def test_nothing_overflows_on_a_small_phone(phone, server, language):
    page = phone(width=320, height=568)
    page.goto(f"{server.address}/q/stains?lang={language}")
    page.click("#start")
    while here(page) != "summary":
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, (here(page), width)
        small = page.evaluate("""() => [...document.querySelectorAll('.here .card, .foot button')]
            .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 56).length""")
        assert small == 0, here(page)
        pass_one(page)
