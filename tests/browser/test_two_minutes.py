"""The core first: sent at the pause, or later, or kept in the tab while a call lasts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.answering import answer, answer_all, here, pass_to, post, stored, until

CORE = ["A1", "A2", "B1", "B2", "E1", "C1", "D3", "A5"]


def open_page(page, server, more="lang=fr"):
    page.goto(f"{server.address}/q/stains?{more}")
    return page


def sent(page, server, before):
    """Send, and give what has come."""
    page.click("#send")
    page.wait_for_selector("#arrived:visible")
    (kept,) = [response for response in stored(server) if response.id not in before]
    return kept


@pytest.fixture
def before(server):
    return {response.id for response in stored(server)}


def draft(page):
    return page.evaluate("sessionStorage.draft || ''")


@pytest.mark.parametrize("language", ["fr", "ar", "ta"])
def test_the_core_is_sent_at_the_pause(phone, server, before, language):
    page = open_page(phone(), server, f"lang={language}")
    page.click("#start")
    answer(page, "A1", "maman")
    pass_to(page, "B1")
    answer(page, "B1", "sommeil")
    met = ["A1", "A2", "B1"]
    while (name := here(page)) != "pause":
        met.append(name)
        page.click("#skip")
    assert met == [name for name in CORE if name != "B2"], "one need has no first"
    expect(page.locator("#more")).to_be_visible()
    kept = sent(page, server, before)
    assert kept.answers == {"A1": "maman", "B1": ["sommeil"]}
    assert kept.until == "A5"
    assert draft(page) == ""


def test_who_goes_on_may_stop_at_any_question(phone, server, before):
    page = open_page(phone(), server)
    page.click("#start")
    answer(page, "A1", "maman")
    expect(page.locator("#early")).to_be_hidden()
    pass_to(page, "A3")
    answer(page, "A3", "2")
    page.click("#skip")
    assert here(page) == "B3"
    page.click("#early")
    assert here(page) == "summary"
    titles = page.locator("#answers dt").count()
    assert titles == len(CORE) - 1 + 2, "what was asked, and nothing else"
    expect(page.locator("#many")).to_have_text("Réponses données\u00a0: 2 sur 9.")
    expect(page.locator("#answers")).to_be_hidden()
    kept = sent(page, server, before)
    assert kept.answers == {"A1": "maman", "A3": "2"}
    assert kept.until == "A4"


def test_what_is_ticked_when_she_stops_counts(phone, server, before):
    page = open_page(phone(), server)
    page.click("#start")
    pass_to(page, "A4")
    page.check("#A4 input[value=famille]")
    page.click("#early")
    assert here(page) == "summary"
    kept = sent(page, server, before)
    assert (kept.answers, kept.until) == ({"A4": ["famille"]}, "A4")


def test_what_is_ticked_before_going_back_is_not_asked_again(phone, server):
    page = open_page(phone(), server)
    page.click("#start")
    pass_to(page, "A3")
    page.focus("#A3 input[value='2']")
    page.keyboard.press("Space")
    page.click("#back")
    page.click("#again")
    assert here(page) == "summary"
    expect(page.locator("#answers")).to_contain_text("Combien d’enfants")


def test_who_reads_the_core_again_may_still_go_on(phone, server, before):
    page = open_page(phone(), server)
    page.click("#start")
    pass_to(page, "pause")
    page.click("#again")
    assert here(page) == "summary"
    expect(page.locator("#answers")).to_be_visible()
    page.locator("#answers button").first.click()
    answer(page, "A1", "papa")
    assert here(page) == "summary"
    page.click("#back")
    page.wait_for_selector("#pause.here")
    pass_to(page, "summary")
    kept = sent(page, server, before)
    assert (kept.answers, kept.until) == ({"A1": "papa"}, "")


def test_the_whole_way_is_whole(phone, server, before):
    page = open_page(phone(), server)
    answer_all(page, C1="y_va")
    assert sent(page, server, before).until == ""


def test_without_javascript_the_core_is_sent_from_the_middle(phone, server, before):
    page = open_page(phone(javascript=False), server)
    page.check("#A1 input[value=maman]")
    post(page, "button[name=until]")
    post(page, "div.plain button")
    (kept,) = [response for response in stored(server) if response.id not in before]
    assert (kept.answers, kept.until) == ({"A1": "maman"}, "A5")


# A touch leads on.


def test_a_touch_of_the_only_answer_leads_on(phone, server):
    page = open_page(phone(), server)
    page.click("#start")
    page.locator("#A1 .card").nth(1).click()
    assert here(page) == "A2"
    page.locator("#A2 .card").nth(1).click()
    assert here(page) == "A2", "several may be touched"
    page.click("#back")
    assert page.is_checked("#A1 input[value=maman]")
    page.locator("#A1 .card").nth(1).click()
    assert here(page) == "A2", "the same answer leads on too"
    page.click("#back")
    page.focus("#A1 input[value=maman]")
    page.keyboard.press("ArrowDown")
    assert page.is_checked("#A1 input[value=papa]")
    assert here(page) == "A1", "arrows only choose"
    page.evaluate("document.getElementById('q').classList.add('listening')")
    page.locator("#A1 .card").nth(0).click()
    assert here(page) == "A1", "who listens goes on with the button"


# A draft, in this tab alone.


@pytest.mark.parametrize("language", ["fr", "ar", "ta"])
def test_a_reload_loses_nothing(phone, server, before, language):
    page = open_page(phone(), server, f"lang={language}")
    page.click("#start")
    answer(page, "A1", "maman")
    pass_to(page, "B1")
    order = page.locator("#B1 input").evaluate_all("all => all.map((one) => one.value)")
    answer(page, "B1", "sommeil", "moral")
    answer(page, "B2", "moral")
    cards = "#E1 .card:visible input"
    drawn = page.locator(cards).evaluate_all("all => all.map((one) => one.value)")
    page.locator(cards).first.check()
    page.reload()
    page.wait_for_selector("#E1.here")
    assert page.locator(cards).evaluate_all("all => all.map((one) => one.value)") == drawn
    assert page.is_checked(f"#E1 input[value='{drawn[0]}']")
    page.go_back()
    page.wait_for_selector("#B2.here")
    page.go_back()
    page.wait_for_selector("#B1.here")
    again = page.locator("#B1 input").evaluate_all("all => all.map((one) => one.value)")
    assert again == order
    pass_to(page, "E2")
    page.fill("#E2 textarea", "un café")
    page.reload()
    assert page.input_value("#E2 textarea") == "un café"
    page.click("#next")
    pass_to(page, "summary")
    page.reload()
    kept = sent(page, server, before)
    assert kept.answers["A1"] == "maman"
    assert kept.answers["E2"] == "un café"
    assert draft(page) == ""


def test_a_page_that_was_sent_and_reloaded_counts_once(phone, server, before):
    page = open_page(phone(), server)
    page.click("#start")
    answer(page, "A1", "maman")
    pass_to(page, "pause")
    until(page, "document.getElementById('send').getAttribute('aria-disabled') === 'false'")
    kept = page.evaluate("sessionStorage.draft")
    first = sent(page, server, before)
    # The phone dropped the page after it had sent, before it knew.
    page.evaluate("kept => { sessionStorage.draft = kept; }", kept)
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector("#pause.here")
    page.click("#send")
    page.wait_for_selector("#arrived:visible")
    assert [r.id for r in stored(server) if r.id not in before] == [first.id]


@pytest.mark.parametrize("way", ["channel=street", "channel=phone&assisted=1", "channel=kiosk"])
def test_a_shared_device_keeps_no_draft(phone, server, way):
    page = open_page(phone(), server, f"lang=fr&{way}")
    page.click("#start")
    answer(page, "A1", "maman")
    assert draft(page) == ""
    page.reload()
    expect(page.locator("#start")).to_be_visible()
    assert page.locator("input:checked").count() == 0


def test_who_lives_in_a_shelter_keeps_no_draft(phone, server):
    page = open_page(phone(), server)
    page.click("#start")
    answer(page, "A1", "maman")
    assert draft(page)
    pass_to(page, "A5")
    answer(page, "A5", "hebergement")
    assert draft(page) == ""
    page.click("#more")
    assert draft(page) == ""


def test_the_exit_erases_the_draft(browser, server):
    context = browser.new_context()
    context.route("https://**", lambda route: route.fulfill(body="<p>meteo</p>"))
    page = open_page(context.new_page(), server)
    page.click("#start")
    answer(page, "A1", "maman")
    page.click(".exit")
    page.wait_for_url("https://**")
    open_page(page, server)
    expect(page.locator("#start")).to_be_visible()
    assert draft(page) == ""
    context.close()


@pytest.mark.parametrize("change", [{"at": 0}, {"version": "0"}, {"campaign": "other"}])
def test_an_old_draft_is_not_taken(phone, server, change):
    page = open_page(phone(), server)
    page.click("#start")
    answer(page, "A1", "maman")
    page.add_init_script(
        f"""if (sessionStorage.draft) sessionStorage.draft = JSON.stringify(
        {{...JSON.parse(sessionStorage.draft), ...{change!r}}})"""
    )
    page.reload()
    expect(page.locator("#start")).to_be_visible()
    assert page.locator("input:checked").count() == 0
    assert draft(page) == ""


def test_two_tabs_are_two_families(phone, server, before):
    first = open_page(phone(), server)
    first.click("#start")
    answer(first, "A1", "maman")
    second = open_page(first.context.new_page(), server)
    expect(second.locator("#start")).to_be_visible()
    second.click("#start")
    answer(second, "A1", "papa")
    for page in (first, second):
        pass_to(page, "pause")
        page.click("#send")
        page.wait_for_selector("#arrived:visible")
    kept = [r.answers["A1"] for r in stored(server) if r.id not in before]
    assert sorted(kept) == ["maman", "papa"]


def test_a_page_that_may_keep_nothing_still_works(phone, server, before):
    page = phone()
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('no'); } })"
    )
    open_page(page, server)
    page.click("#start")
    answer(page, "A1", "maman")
    pass_to(page, "pause")
    assert sent(page, server, before).answers == {"A1": "maman"}


def test_another_language_keeps_the_answers(phone, server):
    page = open_page(phone(), server)
    page.click("#start")
    answer(page, "A1", "maman")
    answer(page, "A2", "a1")
    answer(page, "B1", "sommeil")
    assert here(page) == "E1"
    cards = "#E1 .card:visible input"
    drawn = page.locator(cards).evaluate_all("all => all.map((one) => one.value)")
    page.locator("#languages button[lang=ar]").dispatch_event("click")
    page.wait_for_url("**lang=ar**")
    page.wait_for_selector("#E1.here")
    assert page.locator(cards).evaluate_all("all => all.map((one) => one.value)") == drawn
    assert page.is_checked("#A1 input[value=maman]")
    page.go_back()
    page.wait_for_selector("#B1.here")
    assert page.evaluate("document.documentElement.lang") == "ar"


def test_a_shared_device_hands_over_to_another_language_once(phone, server):
    page = open_page(phone(), server, "lang=fr&channel=street")
    page.click("#start")
    answer(page, "A1", "maman")
    page.locator("#languages button[lang=ar]").dispatch_event("click")
    page.wait_for_url("**lang=ar**")
    page.wait_for_selector("#A2.here")
    assert page.is_checked("#A1 input[value=maman]")
    assert draft(page) == ""
    page.reload()
    expect(page.locator("#start")).to_be_visible()


def test_progress_is_said_of_the_core_then_of_the_rest(phone, server):
    page = open_page(phone(), server)
    page.click("#start")
    progress = page.get_by_role("progressbar", name="Votre avis")
    expect(progress).to_have_attribute("aria-valuemax", "7")
    for at in range(7):
        expect(progress).to_have_attribute("aria-valuenow", str(at))
        page.click("#skip")
    page.click("#more")
    expect(progress).to_have_attribute("aria-valuenow", "0")
