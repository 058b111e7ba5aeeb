"""Every page and every screen a family can meet, one after the other, to be looked at.

Each walk yields the name of what shows. `furnish` gives an instance something to show on each.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from playwright.sync_api import BrowserContext, Page, Route

from diagnosis.answers import make_kiosk
from diagnosis.model import Session, Workshop
from tests.browser.answering import here
from tests.conftest import add_campaign
from tests.servers import Server

CODE = "KWRT"
PIN = "4821"
THEMES = ("cafe_parents", "arrivee_bebe", "nourrir_bebe", "premiers_repas", "papas")
SIX = ("sommeil", "moral", "liens", "couple", "limites", "garde")
# A phone whose scripts never run; the policy still lets a test look into the page.
NO_SCRIPT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'"


def furnish(server: Server) -> Server:
    """Add what some pages need to show anything: workshops, a vote, other campaigns."""
    instance = server.open()
    planned = Workshop(0, "stains", "papas", date(2026, 12, 5), "square Béranger", "ta", True)
    held = Workshop(0, "stains", "jouer", date(2026, 11, 7), "PMI", "fr", held=True, attended=14)
    for workshop in (planned, held):
        instance.store.add_workshop(workshop)
    instance.store.add_session(Session(CODE, "stains", THEMES))
    add_campaign(instance, "few")
    add_campaign(instance, "shut", opens=date(2020, 1, 1), closes=date(2020, 2, 1))
    instance.store.close()
    return server


# The planners' page of a campaign: what is first told, then a page per question.
SECTIONS = (
    *("", "needs", "who", "where", "profiles", "answers", "themes", "programme", "words"),
    *("method", "dossier"),
)


def planning(page: Page, server: Server) -> Iterator[str]:
    """Each planners' page of a campaign, with all that is on demand."""
    for section in SECTIONS:
        page.goto(f"{server.address}/planning/stains/{section}".rstrip("/"))
        yield section or "first"
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        yield f"{section or 'first'}, open"


def tablet_code(server: Server, name: str) -> str:
    """Add a tablet, as the team does; give its link's code."""
    instance = server.open()
    try:
        return make_kiosk(instance.store, "stains", name, PIN)[1]
    finally:
        instance.store.close()


def without_scripts(context: BrowserContext) -> None:
    """Let no script of a page run, as where JavaScript is off."""

    def serve(route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        headers = {**answer.headers, "content-security-policy": NO_SCRIPT}
        route.fulfill(response=answer, headers=headers)

    context.route("**/*", serve)


# The first two cards of a screen (the last one where only one counts), or a word. At once: a walk
# has thirty screens, and each real press waits for a still picture.
TICK = """() => {
  const fields = [...document.querySelectorAll(".here .card:not([hidden]) input")];
  const one = fields.some((field) => field.type === "radio");
  for (const field of one ? fields.slice(-1) : fields.slice(0, 2)) {
    if (!field.checked) field.click();
  }
  const text = document.querySelector(".here textarea");
  if (text) text.value = "Merci";
}"""
PRESS = "name => document.getElementById(name).click()"


def begin(page: Page) -> None:
    """Leave the welcome; the microphone comes with the first question."""
    page.evaluate(PRESS, "start")
    page.wait_for_selector("#E2 .voice", state="attached")


def answering(page: Page) -> Iterator[str]:
    """Answer the questionnaire from its welcome to its summary."""
    if here(page) == "welcome":
        yield "welcome"
        begin(page)
    while (name := here(page)) != "summary":
        page.evaluate(TICK)
        yield name
        page.evaluate(PRESS, "more" if name == "pause" else "next")
    yield "summary"


def skip_to(page: Page, name: str) -> None:
    """Pass every question up to one."""
    if here(page) == "welcome":
        page.evaluate(PRESS, "start")
    while (now := here(page)) != name:
        page.evaluate(PRESS, "more" if now == "pause" else "skip")


def tick_too_many(page: Page) -> None:
    """Tick six needs where five count."""
    skip_to(page, "B1")
    for need in SIX:
        page.locator(f"#B1 input[value={need}]").scroll_into_view_if_needed()
        page.locator(f"#B1 input[value={need}]").dispatch_event("click")
    page.wait_for_selector("#B1-error:visible")


def sending(page: Page, address: str) -> Iterator[str]:
    """Answer and send; answer once more without network; tick too much."""
    page.goto(address)
    yield "welcome"
    begin(page)
    yield from answering(page)
    page.click("#send")
    page.wait_for_selector("#arrived:visible")
    page.wait_for_selector("#code:visible")
    yield "thanks"
    page.goto(address)
    begin(page)
    tick_too_many(page)
    yield "too many"
    skip_to(page, "summary")
    page.context.set_offline(True)
    page.click("#send")
    page.wait_for_selector("#kept:visible")
    yield "kept"
    page.context.set_offline(False)


# Every screen of the questionnaire shows, one below the other; or only the one that is there.
SPREAD = """(wide) => {
  for (const screen of document.querySelectorAll(".screen:not(.rich), #welcome")) {
    screen.style.display = wide ? "block" : "";
  }
}"""


def at_once(page: Page, address: str) -> Iterator[str]:
    """See all the screens of the questionnaire together, then send."""
    page.goto(address)
    begin(page)
    page.evaluate(SPREAD, True)
    yield "all screens"
    page.evaluate(SPREAD, False)
    page.evaluate("document.querySelector('.tongue').click()")
    yield "languages"
    page.evaluate(PRESS, "back")
    skip_to(page, "B1")
    page.evaluate(TICK)
    skip_to(page, "summary")
    yield "summary"
    page.click("#send")
    page.wait_for_selector("#arrived:visible")
    yield "thanks"


PUBLIC = {
    "home": "/",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "results": "/results/stains",
    "results of few": "/results/few",
    "vote": f"/vote/{CODE}",
    "vote code": "/vote",
    "after": "/q/stains/after",
    "withdraw": "/q/stains/withdraw",
    "thanks again": "/q/stains/thanks",
    "not found": "/nowhere",
    "closed": "/q/shut",
    "kiosk closed": "/kiosk/shut",
}


def public(page: Page, server: Server, tag: str) -> Iterator[str]:
    """Open every page that needs nothing but its address."""
    for name, address in PUBLIC.items():
        page.goto(f"{server.address}{address}?lang={tag}")
        yield name
    page.goto(f"{server.address}/q/stains?lang=zz")
    yield "unknown language"
    page.goto(f"{server.address}/q/stains?door=1")
    yield "first language"
    page.goto(f"{server.address}/vote?code=zzzz&lang={tag}")
    yield "wrong vote code"


def plain(page: Page, server: Server, tag: str) -> Iterator[str]:
    """Answer without scripts: look it over, with an error, then well; vote; take answers back."""
    page.goto(f"{server.address}/q/stains?lang={tag}")
    for need in SIX[1:]:
        page.check(f"#B1 input[value={need}]")
    page.click("p.plain button")
    page.wait_for_selector("div.plain")
    yield "plain form to look over"
    page.check(f"#B1 input[value={SIX[0]}]")
    page.click("p.plain button")
    page.wait_for_selector(".summary-errors")
    yield "plain form with an error"
    page.uncheck(f"#B1 input[value={SIX[0]}]")
    page.click("p.plain button")
    page.wait_for_selector("#code")
    page.click("#code summary")
    words = page.inner_text(".words")
    yield "plain thanks"
    page.goto(f"{server.address}/q/stains/withdraw?lang={tag}")
    for typed, name in (("chat", "withdraw with a wrong code"), (words, "withdrawn")):
        page.fill("#code", typed)
        page.click(".send button")
        yield name


def voting(page: Page, server: Server, tag: str) -> Iterator[str]:
    """Tick one theme too many, vote for three; once more without network."""
    page.goto(f"{server.address}/vote/{CODE}?lang={tag}")
    for theme in THEMES[:3]:
        page.check(f"input[value={theme}]")
    page.locator(f"input[value={THEMES[3]}]").dispatch_event("click")
    yield "vote for too many"
    page.click("#send")
    page.wait_for_selector("#arrived:visible")
    yield "vote thanks"
    page.click("#change")
    page.context.set_offline(True)
    page.click("#send")
    page.wait_for_selector("#kept:visible")
    yield "vote kept"
    page.context.set_offline(False)


def kiosk(page: Page, server: Server, tag: str) -> Iterator[str]:
    """Choose a language on a shared tablet, read a leaf, be asked whether one is still there."""
    code = tablet_code(server, f"Tablette {tag}")
    page.goto(f"{server.address}/kiosk/stains?lang={tag}#{code}")
    page.wait_for_selector("html.kiosk-ready")
    # The language went away with the code.
    page.goto(f"{server.address}/kiosk/stains?lang={tag}")
    page.wait_for_selector("html.kiosk-ready")
    yield "kiosk"
    page.click("footer a >> nth=0")
    page.wait_for_selector("#kiosk-leaf[open] h1")
    yield "kiosk leaf"
    page.goto(f"{server.address}/q/stains?lang={tag}&channel=kiosk")
    page.wait_for_selector("#start:visible")
    yield "kiosk welcome"
    begin(page)
    page.evaluate("document.getElementById('kiosk-idle').showModal()")
    yield "kiosk warning"


def team_at_kiosk(page: Page, server: Server, tag: str) -> Iterator[str]:
    """Prepare a tablet by its code and open its panel, which is French in every language."""
    code = tablet_code(server, f"Équipe {tag}")
    page.goto(f"{server.address}/kiosk/stains?lang={tag}")
    page.wait_for_selector("#kiosk-wait:visible")
    yield "kiosk waits"
    page.fill("#kiosk-code", code)
    page.click("#kiosk-prepare button")
    page.wait_for_selector("html.kiosk-ready")
    page.click("#kiosk-team")
    page.wait_for_selector("#kiosk-pin:visible")
    yield "kiosk code"
    for digit in PIN:
        page.click(f"[data-key='{digit}']")
    page.click("#kiosk-pin .strong")
    page.wait_for_selector("#kiosk-sheet:visible")
    yield "kiosk panel"
