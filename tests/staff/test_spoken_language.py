"""Every page of the team, in a pseudo-locale and in English: what was not marked shows."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis import dataset
from diagnosis.accounts import (
    ADMINISTRATOR,
    Action,
    add_user,
    begin_visit,
    find_visit,
    grants_of,
    make_invitation,
    make_take,
    write_down,
)
from diagnosis.answers import make_kiosk
from diagnosis.app import open_instance
from diagnosis.config import SHIPPED, Settings
from diagnosis.instance import Instance
from diagnosis.languages import catalogues, to_record
from diagnosis.model import (
    ALIKE,
    BURST,
    FLOOD,
    OVER,
    PAIRS,
    STATEMENTS,
    WISHES,
    Ask,
    Coding,
    Session,
    Sound,
    State,
    Statement,
    Translation,
    Vote,
    Workshop,
)
from diagnosis.model import Response as Answered
from diagnosis.model.giving import Given, Grounds, Step, Told
from diagnosis.model.workshops import DayTally
from diagnosis.sessions.undoing import note_close
from diagnosis.sessions.wall import show_question
from diagnosis.storage import Take
from tests.conftest import add_campaign, application_of
from tests.entering import PASSWORD, log_in, secret_shown, set_up
from tests.pages import check_page, text
from tests.pseudo import TAG, add_pseudo, untranslated

# What the team names bears no letter here, so that any letter that shows is a sentence's.
TITLE, MEMBER, TABLET, CODE, SHUT = "93", "12", "№ 7", "KWRT", "BCDF"
# Votes again on what the closed session voted on; the last one closed can be reopened.
AGAIN, LAST, PAUSED = "CDFG", "DFGH", "FGHJ"
# With as many choices as a card has sides.
CARDS = "GHJK"
# Steps of a room: statements, pairs that were voted, wish cards, one that waits.
STATED, PAIRED, WISHED, WAITS = "HJKM", "JKMN", "KMNP", "MNPR"
CAMPAIGN = "/staff/campaigns/1"
# A day, or a month as a heading: Babel writes both in the locale of the pseudo-locale.
DAY = re.compile(r"(\d{1,2}(er)? )?[A-Za-zéû]+ \d{4}")
# Names of files, settings, fields and roles; the brand; what WTForms says in the page's locale.
NAMES = {
    "Diagnosis", CODE, SHUT, AGAIN, LAST, PAUSED, CARDS, STATED, PAIRED, WISHED, WAITS,
    " ".join(STATED), " ".join(WISHED), " ".join(CODE), " ".join(PAUSED),
    "controller", "dpo", "express", "clos-saint-lazare", "sealed", "key", "coordinator",
    "N'est pas un choix valide", "N'est pas un entier valide",
}  # fmt: skip
GROUNDS = Grounds(
    date(2026, 11, 30),
    date(2026, 11, 20),
    61,
    Told(25, 60, 0.2, 0.5),
    Told(0, 40, 0.0, 0.1),
    12,
    20,
    1,
    4,
    50,
)
ADDRESS = re.compile(r"(https?://)?localhost[^\s\"<&]*")


@dataclass(frozen=True)
class Room:
    """A campaign with something to show on each page, and the browser of a member."""

    client: FlaskClient
    instance: Instance
    places: dict[str, str]

    @property
    def names(self) -> set[str]:
        """What stays as it is: own names of languages too, and the sentence to read aloud."""
        towns = {site.town for site in self.instance.library.sites}
        own_names = self.instance.languages.own_names.values()
        return NAMES | {self.places["words"], *own_names, *towns}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    settings = Settings(data=tmp_path_factory.mktemp("room") / "instance")
    instance = open_instance(settings)
    add_pseudo(instance.languages, asked_for())
    client = application_of(settings, instance).test_client()
    add_user(instance.store, MEMBER, PASSWORD, grants_of(ADMINISTRATOR))
    store, now = instance.store, instance.now()
    with client.session_transaction() as session:
        session["visit"] = begin_visit(store, MEMBER, now)
        visit, _ = find_visit(store, session["visit"], now) or (None, None)
    assert visit
    store.save_visit(replace(visit, reasons=("1", "2", "3", "4")))
    yield Room(client, instance, fill(instance))
    instance.store.close()


def asked_for() -> set[str]:
    """What translators are asked for: a sentence that is said but was not extracted shows too."""
    found = set()
    for mapping in ("babel.cfg", "team.cfg"):
        for entry in catalogues.extract_sentences(SHIPPED / mapping):
            found |= {entry.id} if isinstance(entry.id, str) else set(entry.id)
    return found


def fill(instance: Instance) -> dict[str, str]:
    """Fill a campaign; give what stands at the places of the addresses."""
    campaign = add_campaign(instance, "1", title=TITLE, site="93", fictitious=True)
    add_campaign(instance, "2", title="2", site="", channels=("phone",), languages=("fr", "snk"))
    add_campaign(instance, "3", title="3", site="", opens=date(2020, 1, 1), closes=date(2020, 2, 1))
    add_campaign(instance, "4", title="4", site="", opens=date(2999, 1, 1), closes=date(2999, 2, 1))
    dataset.simulate(instance, campaign, 120, 43)
    store = instance.store
    themes = tuple(theme.name for theme in instance.library.catalogue.themes[:5])
    for code in (CODE, SHUT):
        store.add_session(Session(code, "1", themes))
        for n in range(23):
            id = f"{n:08d}-30a4-4d1e-9c7c-{code.encode().hex()}5f3a"
            apart = {1: OVER, 2: FLOOD}.get(n, "")
            store.save_vote(Vote(id, code, "fr", themes[n % 3 : n % 3 + 2], apart))
    store.save_session(closed := Session(SHUT, "1", themes, open=False, people=20))
    note_close(store, closed, instance.now())
    store.add_session(Session(AGAIN, "1", themes, open=False, people=30, first=SHUT))
    for n in range(12):
        id = f"{n:08d}-30a4-4d1e-9c7c-{AGAIN.encode().hex()}5f3a"
        store.save_vote(Vote(id, AGAIN, "fr", themes[: 1 + (n % 4 == 0)]))
    store.add_session(last := Session(LAST, "1", themes, open=False))
    store.save_vote(Vote(id, LAST, "fr", themes[:1]))
    note_close(store, last, instance.now())
    store.add_session(Session(PAUSED, "1", themes, paused=True))
    store.add_session(Session(CARDS, "1", themes[:4]))
    fill_steps(instance, themes)
    for held in (False, True):
        counts = {"attended": 14, "happy": 9} if held else {}
        store.add_workshop(
            Workshop(
                0, "1", themes[0], date(2026, 12, 5), "cabane", "ta", True, held, **counts,
                key="1", begins=time(14), ends=time(16), interpreter=True, capacity=12, why=GROUNDS,
                tallies={"a": DayTally(1, {"families": 3, "language:ta": 2})}, hours=6.0,
                decision="adapt" if held else "", reason="9",
                decided=date(2026, 12, 6) if held else None, faces={"a": "happy"},
            )
        )  # fmt: skip
    store.add_workshop(Workshop(0, "1", themes[0], date(2026, 12, 5), "cabane", "ta", removed=True))
    steps = (Step(date(2026, 12, 2), "8"),)
    line = Given(1, "sommeil", "planned", "9", date(2026, 12, 1), follow=steps)
    store.change_given("1", lambda _: [line, replace(line, number=2, published=date(2026, 12, 3))])
    for action in Action:
        write_down(store, instance.now(), MEMBER, action)
    make_kiosk(store, "1", TABLET, "1234")
    sound = Sound("audio/webm", b"\x1a\x45\xdf\xa3")
    spoken = Answered(
        "00000001-30a4-4d1e-9c7c-5f3a2f0b6f11", "1", campaign.version, "ta", "phone", False,
        "2026-W40", {}, voices={"E2": sound},
    )  # fmt: skip
    store.add_response(spoken)
    # Of a crowd, one; of a program, two, of which the team counts one.
    for number, apart in enumerate((BURST, ALIKE, ALIKE), 2):
        id = f"0000000{number}-30a4-4d1e-9c7c-5f3a2f0b6f11"
        one = replace(spoken, id=id, channel="street", voices={}, apart=apart)
        store.add_response(replace(one, answers={"A3": 9} if apart == ALIKE else {}))
    store.set_apart("1", [id], ALIKE, counted=True)
    texts = dataset.texts_of(instance, campaign)
    for at, item in enumerate(texts[:-1]):
        codes = ("sommeil",) if at % 2 else ()
        store.save_coding(Coding("1", item.response, item.question, codes))
    change(instance, "Le quartier", margins={"C1": {"y_va": 0.5, "connait": 0.5}})
    change(instance, "Le programme possible", limits={"sessions": 4})
    change(instance, "Les sujets des textes libres", extra={"equipe_9": "9"})
    asked = f"{campaign.questionnaire} {campaign.version}"
    link = Take("", "snk", asked, core=True, expires=instance.today())
    lines = to_record(instance.questionnaire(campaign), instance.languages["snk"])
    return {
        "name": "1", "code": CODE, "token": make_invitation(store, instance.today()),
        "link": make_take(store, instance.today(), link),
        "language": "snk", "key": lines[3].key, "words": lines[3].text, "questionnaire": "express",
        "question": texts[-1].question, "id": texts[-1].response,
        "site": "common", "kind": "places", "entry": "pmi", "file": "places", "number": 1,
        "year": 2026,
    }  # fmt: skip


def fill_steps(instance: Instance, themes: tuple[str, ...]) -> None:
    """Rooms that are asked in each way, with something said in each."""
    store, pair = instance.store, f"{themes[0]} {themes[1]}"
    states = {
        STATED: Session(STATED, "1", (), ask=Ask(STATEMENTS, hidden=True)),
        PAIRED: Session(PAIRED, "1", themes[:3], open=False, ask=Ask(PAIRS)),
        WISHED: Session(WISHED, "1", (), ask=Ask(WISHES)),
        WAITS: Session(WAITS, "1", (), False, run=WISHED, waiting=True, ask=Ask(STATEMENTS)),
    }
    for session in states.values():
        store.add_session(session)
    told = {"ta": Translation("7"), "ar": Translation("8", read=True)}
    for code in (STATED, WISHED, WAITS):
        for at, state in enumerate((State.IN, State.NEW, State.OUT, State.IN)):
            store.save_statement(Statement(str(at), code, "fr", "1234", state, translations=told))
    for at in range(23):
        answers = {"0": ("agree", "disagree", "pass")[at % 3]}
        store.save_vote(Vote(str(at), STATED, "fr", answers=answers))
        store.save_vote(Vote(str(at), PAIRED, "fr", answers={pair: themes[0]}))
    show_question(store, states[STATED], "0")
    dataset.publish_opinions(instance, instance.store.campaign("1"))


def change(instance: Instance, part: str, **values: Any) -> None:
    dataset.change_settings(instance.store, "1", date(2026, 11, 1), part, **values)


PAGES = {
    "funders.index", "funders.objectives", "funders.templates",
    "families.given_poster",
    "lists.entry", "lists.history", "lists.index", "lists.new_entry", "lists.shelf",
    "staff.account", "staff.analysis_desk", "staff.cards", "staff.collect", "staff.collectors",
    "staff.edit_campaign", "staff.questionnaire", "staff.questionnaires",
    "staff.flood",
    "staff.floods", "staff.import_file", "staff.index",
    "staff.invitation", "staff.journal", "staff.keys", "staff.limits", "staff.login",
    "staff.margins",
    "staff.new_campaign", "staff.paper", "staff.picture_sheets", "staff.pictures", "staff.poster",
    "staff.profile_names", "staff.reason",
    "staff.second_step", "staff.spoken", "staff.tablets", "staff.take", "staff.take_here",
    "staff.team", "staff.team_member",
    "staff.text", "staff.texts", "staff.voice", "staff.voices", "sessions.cards_wall",
    "sessions.closing", "sessions.held_cards", "sessions.read_cards",
    "workshops.calendar", "workshops.decisions", "workshops.door", "workshops.edit_given",
    "workshops.edit_workshop", "workshops.flyer", "workshops.given", "workshops.new_given",
    "sessions.new_session", "workshops.new_workshop", "sessions.printed_record",
    "sessions.screen", "sessions.session",
    "sessions.sessions", "sessions.statements", "sessions.stickers",
    "workshops.stops", "workshops.stops_on_paper",
    "workshops.workshop",
    "workshops.workshops",
}  # fmt: skip
DATA = {
    "lists.download", "lists.sites", "staff.next_text",
    "funders.file", "funders.template_file",
    "staff.take_campaign_questionnaire", "staff.take_questionnaire",
    "staff.counts", "staff.journal_file", "staff.listen", "staff.qr",
    "sessions.session_counts", "sessions.session_qr", "sessions.spoken_card",
    # It speaks to families.
    "sessions.handed_tablet",
}  # fmt: skip
# The same pages in another state.
STATES = [
    "/staff/campaigns/2", "/staff/campaigns/3", "/staff/campaigns/4", "/staff/campaigns/2/tablets",
    "/staff/campaigns/2/analysis", "/staff/campaigns/2/analysis/profiles",
    "/staff/campaigns/2/analysis/margins", "/staff/campaigns/2/texts", "/staff/campaigns/2/voices",
    "/staff/campaigns/2/sessions", "/staff/campaigns/2/sessions/new",
    "/staff/campaigns/2/workshops", f"/staff/sessions/{SHUT}", f"/staff/sessions/{SHUT}/close",
    f"/staff/sessions/{SHUT}/screen", f"/staff/sessions/{AGAIN}", f"/staff/sessions/{AGAIN}/screen",
    f"/staff/sessions/{PAUSED}", f"/staff/sessions/{PAUSED}/screen",
    f"/staff/sessions/{CODE}/cards", f"/staff/sessions/{CODE}/cards/wall",
    f"{CAMPAIGN}/held-cards?first=1&last=3&layout=folded",
    f"/staff/sessions/{LAST}", f"/staff/sessions/{AGAIN}/record?chosen=1",
    *(
        f"/staff/sessions/{code}{part}"
        for code in (STATED, PAIRED, WISHED, WAITS)
        for part in ("", "/screen", "/statements")
    ),
    *(f"{CAMPAIGN}/sessions/new?kind={kind}" for kind in (PAIRS, STATEMENTS, WISHES)),
    f"{CAMPAIGN}/sessions/new?kind={STATEMENTS}&run={WISHED}",
    "/staff/campaigns/2/floods", f"{CAMPAIGN}/floods/2026-W40-street/count",
    "/staff/workshops/2", "/staff/campaigns/2/calendar", "/staff/campaigns/2/decisions",
    "/staff/dossier?year=2019",
    "/staff/campaigns/2/given", "/staff/campaigns/2/given/poster",
    "/staff/campaigns/1/given/poster?tongue=ta", "/staff/workshops/2/stops/paper",
    "/staff/workshops/1/flyer?tongue=snk",
    "/staff/voices?language=ta", "/staff/invitation/none",
    "/staff/take/none", "/staff/voices/ta/take?part=whole",
    "/staff/lists/stains/sectors", "/staff/lists/les-lilas/sectors", "/staff/lists/stains/themes",
    "/staff/lists/common/help_numbers", "/staff/lists/common/sites/stains",
    "/staff/lists/common/themes/cafe_parents", "/staff/lists/common/services/pmi",
    "/staff/lists/stains/sectors/clos_ouest", "/staff/lists/files/sites",
]  # fmt: skip
WORDS = {"name": "?", "pin": "1", "label": "!"}
FAULTS = {
    "/staff/login": {}, "/staff/team/invitations": {"role": "?"}, "/staff/account/password": {},
    "/staff/account/factor/remove": {}, f"/staff/team/member/remove?member={MEMBER}": {},
    f"/staff/team/member/role?member={MEMBER}": {"role": "planner"},
    f"{CAMPAIGN}/reason": {"reason": "?"},
    "/staff/dossier/2026/stains": {"adults": "?"}, "/staff/dossier/templates/note": {},
    "/staff/campaigns/new": {"name": "A B"},
    f"{CAMPAIGN}/edit": {"opens": "2026-02-02", "closes": "2026-02-01"},
    f"{CAMPAIGN}/tablets": WORDS, f"{CAMPAIGN}/tablets/import": {}, f"{CAMPAIGN}/texts": WORDS,
    f"{CAMPAIGN}/analysis/margins": {"C1-y_va": "45", "C1-connait": "?", "A1-maman": "30"},
    f"{CAMPAIGN}/analysis/limits": {"sessions": "999", "budget": "-1", "profile_share": "?"},
    "/staff/lists/stains/sectors/new": {"lon": "?", "lat": "1e999"},
    "/staff/lists/files/places": {},
    "/staff/pictures/1": {"families-droits": "1", "said-droits": "2"},
    f"/staff/sessions/{CODE}": {}, f"/staff/sessions/{SHUT}/close": {"people": "2"},
    f"/staff/sessions/{SHUT}/reopen": {"seen": "?"},
    f"{CAMPAIGN}/sessions/new": {}, f"{CAMPAIGN}/workshops/new": {},
    f"{CAMPAIGN}/given/new": {"text": "06 12 34 56 78", "follow": "?"},
    "/staff/workshops/1/stops": {"seen_0": "06 12 34 56 78", "proposed_1": "?"},
    "/staff/workshops/1/edit": {"day": "1998-01-01", "begins": "25:00", "ends": "?"},
    "/staff/workshops/1": {"attended": "3", "happy": "9", "neutral": "0", "unhappy": "0"},
}  # fmt: skip


def test_no_page_of_the_team_is_left_out(room: Room) -> None:
    """A new page is fetched here too, in every language."""
    rules = room.client.application.url_map.iter_rules()
    asked = {rule.endpoint for rule in rules if rule.rule.startswith("/staff") and is_read(rule)}
    assert asked == PAGES | DATA


def is_read(rule: Any) -> bool:
    return "GET" in rule.methods


def address_of(room: Room, endpoint: str) -> str:
    app = room.client.application
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    places = {**room.places, **({"id": 1, "number": 1} if "workshop" in endpoint else {})}
    places |= {"token": places["link"]} if endpoint == "staff.take" else {}
    places |= {"key": "2026-W40-street", "what": "apart"} if "flood" in endpoint else {}
    places |= {"code": SHUT} if endpoint == "sessions.printed_record" else {}
    places |= {"site": "stains"} if endpoint.startswith("funders.") else {}
    places |= {"code": CARDS} if endpoint.endswith(("cards_wall", "read_cards")) else {}
    with app.test_request_context():
        asked = {"member": MEMBER} if endpoint == "staff.team_member" else {}
        return app.url_for(endpoint, **asked, **{name: places[name] for name in rule.arguments})


def spoken(answer: TestResponse, tag: str) -> TestResponse:
    """Hold a page to what a page must be, in its language."""
    html = check_page(answer)
    assert html.get("lang") == tag
    return answer


def left(room: Room, answer: TestResponse) -> list[str]:
    """Words of a page in the pseudo-locale that are neither translated nor a name."""
    source = ADDRESS.sub("", DAY.sub("", answer.text))
    return untranslated(re.sub(r'<p class="address.*?</p>', "", source, flags=re.S), room.names)


@pytest.mark.parametrize("endpoint", sorted(PAGES))
def test_page_is_all_marked(room: Room, endpoint: str) -> None:
    address = address_of(room, endpoint)
    joint = "&" if "?" in address else "?"
    assert left(room, spoken(room.client.get(f"{address}{joint}lang={TAG}"), TAG)) == []
    english = spoken(room.client.get(f"{address}{joint}lang=en"), "en")
    assert "Draft translation, not reviewed" in english.text


@pytest.mark.parametrize("address", STATES)
def test_page_in_another_state_is_all_marked(room: Room, address: str) -> None:
    joint = "&" if "?" in address else "?"
    assert left(room, spoken(room.client.get(f"{address}{joint}lang={TAG}"), TAG)) == []
    spoken(room.client.get(f"{address}{joint}lang=en"), "en")


@pytest.mark.parametrize("address", FAULTS)
def test_what_is_to_correct_is_all_marked(room: Room, address: str) -> None:
    for tag in (TAG, "en"):
        joint = "&" if "?" in address else "?"
        answer = room.client.post(f"{address}{joint}lang={tag}", data=FAULTS[address])
        assert answer.status_code in (200, 409, 422)
        spoken(answer, tag)
        assert tag == "en" or left(room, answer) == []


def test_the_steps_of_the_second_factor_are_all_marked(room: Room) -> None:
    store, browser = room.instance.store, room.client.application.test_client()
    # No administrator: the last one, who is refused another role elsewhere, stays the last.
    add_user(store, "98", PASSWORD)
    browser.get(f"/staff/login?lang={TAG}")
    log_in(browser, "98")
    secret = secret_shown(browser)
    wrong = browser.post("/staff/second-step/first", data={"code": "000000"})
    recovery = set_up(browser)
    browser.post("/staff/logout")
    browser.get(f"/staff/login?lang={TAG}")
    log_in(browser, "98")
    asked = browser.get("/staff/second-step")
    refused = browser.post("/staff/second-step", data={"code": "?"})
    grouped = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    names = room.names | {"98", grouped}
    codes = re.findall(r"<code>([a-z0-9-]+)</code>", recovery.text)
    for answer in (wrong, recovery, asked, refused):
        spoken(answer, TAG)
        assert untranslated(ADDRESS.sub("", answer.text), names | set(codes)) == []


def test_what_two_people_wrote_is_all_marked(room: Room) -> None:
    stale = {"seen": "0" * 16, "attended": "3", "happy": "1", "neutral": "0", "unhappy": "0"}
    answer = room.client.post(f"/staff/workshops/2?lang={TAG}", data=stale)
    assert answer.status_code == 409
    assert left(room, spoken(answer, TAG)) == []


def test_an_outbox_is_all_marked(room: Room) -> None:
    entries = [{"id": "1", "key": 1, "sealed": "?"}, {}]
    content = {"format": "diagnosis-outbox", "version": 1, "campaign": "1", "entries": entries}
    for given in ({**content, "version": 2}, {**content, "campaign": "9"}, content):
        sent = {"outbox": (io.BytesIO(json.dumps(given).encode()), "outbox.json")}
        address = f"{CAMPAIGN}/tablets/import?lang={TAG}"
        answer = room.client.post(address, data=sent, content_type="multipart/form-data")
        assert left(room, spoken(answer, TAG)) == []


def test_what_renews_itself_is_all_marked(room: Room) -> None:
    counts = room.client.get(f"{CAMPAIGN}/counts?lang={TAG}").json
    assert counts is not None
    page = f"<!doctype html><title>–</title><p>{counts['sentence']}</p>{counts['tables']}"
    assert untranslated(page, room.names) == []
    votes = room.client.get(f"/staff/sessions/{CODE}/counts?lang={TAG}").json
    assert votes is not None
    assert votes["people"].startswith("⟦")
    assert votes["sentence"].startswith("⟦")


def test_the_language_stays_for_the_session_of_the_team_alone(room: Room) -> None:
    room.client.get("/staff/?lang=en")
    assert text(check_page(room.client.get("/staff/"))).count("Campaigns")
    assert 'href="/staff/?lang=fr" lang="fr" hreflang="fr"' in room.client.get("/staff/").text
    room.client.get("/staff/?lang=ta")
    assert '<html lang="en"' in room.client.get("/staff/").text
    family = room.client.get("/q/2")
    assert '<html lang="fr"' in family.text
    assert "Set-Cookie" not in family.headers
    assert "Cookie" not in family.headers.get("Vary", "")
    room.client.get("/staff/?lang=fr")
    assert '<html lang="fr"' in room.client.get("/staff/").text
    assert "Traduction non relue" not in room.client.get("/staff/").text


def test_what_families_read_opens_in_the_language_of_the_team(room: Room) -> None:
    english = room.client.get("/staff/?lang=en").text
    assert 'href="/privacy?lang=en"' in english
    assert 'href="/privacy"' in room.client.get("/staff/?lang=fr").text


def test_the_link_to_another_language_keeps_the_page(room: Room) -> None:
    poster = room.client.get(f"{CAMPAIGN}/poster?channel=street&lang=fr").text
    assert f'href="{CAMPAIGN}/poster?channel=street&amp;lang=en"' in poster
    # Nothing answers there but the form.
    assert 'href="/staff/?lang=en"' in room.client.post("/staff/team/invitations?lang=fr").text


PLANNING = ("", "/1", "/1/needs", "/1/who", "/1/where", "/1/profiles", "/1/answers", "/1/themes")


@pytest.mark.parametrize("page", [*PLANNING, "/1/programme", "/1/words", "/1/method", "/2"])
def test_an_analysis_is_french_in_a_frame_that_is_all_marked(room: Room, page: str) -> None:
    address = f"/planning{page or '/'}"
    assert left(room, spoken(room.client.get(f"{address}?lang={TAG}"), TAG)) == []
    english = spoken(room.client.get(f"{address}?lang=en"), "en").text
    assert "Sign out" in english
    assert not page or '<html lang="en"' in english


def test_days_and_numbers_follow_the_language(room: Room) -> None:
    english = room.client.get("/staff/?lang=en").text
    assert "Ended on 1 February 2020" in english
    assert "Opens on 1 January 2999" in english
    french = room.client.get("/staff/?lang=fr").text
    assert "Terminée le 1er février 2020" in french


def test_a_comma_that_parts_thousands_parts_no_decimals__error(room: Room) -> None:
    address = f"{CAMPAIGN}/analysis/limits"
    answer = room.client.post(f"{address}?lang=en", data={"interpreter_cost": "12,5"})
    assert "‘12,5’ is not a number. Write 12 or 12.5." in answer.text
    room.client.post(f"{address}?lang=en", data={"interpreter_cost": "1,500"})
    assert 'value="1500"' in room.client.get(f"{address}?lang=fr").text
    room.client.post(f"{address}?lang=fr", data={"interpreter_cost": "12,5"})
    assert 'value="12.5"' in room.client.get(f"{address}?lang=en").text
