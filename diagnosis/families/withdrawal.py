"""Taking one's answers back: six words typed, and they are gone for good.

Whoever tries words by the thousand is slowed down, and only that: no address is looked at, and
the right code is never refused for ever.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from threading import BoundedSemaphore
from time import sleep, time
from typing import Any

from flask import jsonify, make_response, request
from flask_babel import gettext
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis.answers import (
    LONGEST_CODE,
    Words,
    code_of,
    keyed_hash,
    may_be_withdrawn,
    read_code,
    read_words,
    slow_hash,
)
from diagnosis.costly import costly
from diagnosis.families._blueprint import blueprint
from diagnosis.families.pages import offered
from diagnosis.languages import Language
from diagnosis.model import N_, Campaign, Response
from diagnosis.storage import Storage
from diagnosis.web import (
    campaign_or_404,
    family_headers,
    family_page,
    instance,
    page_language,
    refuse_other_sites,
    speaking,
    wants_json,
)

WITHDRAWN = N_("Vos réponses sont effacées.")
UNKNOWN = N_("Ces mots n’effacent rien ici. Regardez bien les six mots, puis recommencez.")
BUSY = N_("Beaucoup de monde en même temps. Attendez une minute, puis recommencez.")
ELSEWHERE = N_("Ouvrez d’abord cette page, puis écrivez votre code.")

FAILURES = "wrong_codes"
FREE = 5  # wrong codes, of everyone together, that hold nobody up
MOST = 20  # remembered at most
FORGOTTEN = 60.0  # seconds after which one of them is forgotten
LONGEST = 4.0  # seconds that a try may be held up
RETRY = 30
# Of the eight threads of a worker, those that may wait or compute here at the same time.
_places = BoundedSemaphore(2)


@blueprint.get("/q/<name>/withdraw")
def withdraw(name: str) -> WSGIResponse:
    """Ask for the code that erases a family's answers."""
    return _page(campaign_or_404(name))


def _from_elsewhere(name: str) -> WSGIResponse:
    return _page(campaign_or_404(name), 403, ELSEWHERE)


@blueprint.post("/q/<name>/withdraw")
@refuse_other_sites(_from_elsewhere)
def erase(name: str) -> WSGIResponse:
    """Erase the answers that bear this code."""
    campaign = campaign_or_404(name)
    if not _places.acquire(blocking=False):
        busy = _page(campaign, 429, BUSY)
        busy.headers["Retry-After"] = str(RETRY)
        return busy
    try:
        done = _erase(campaign, _typed())
    finally:
        _places.release()
    return _done(campaign) if done else _page(campaign, 404, UNKNOWN)


def with_code(campaign: Campaign, response: Response) -> tuple[Response, tuple[int, ...]]:
    """Add to a response the receipt of the code that its thank-you page will show.

    Only a browser without JavaScript needs one made here; others have made their own.

    Returns
    -------
    The response and its code, empty where it may have none.
    """
    rules = instance().rules(campaign.questionnaire, response.version)
    by_form = request.mimetype != "application/json" and not wants_json(request)
    if not by_form or rules is None or not may_be_withdrawn(rules, response):
        return response, ()
    secret = instance().receipt_key()
    code = code_of(secret, response.id)
    return replace(response, receipt=keyed_hash(secret, code, campaign.name)), code


def words_for(code: Sequence[int], language: Language) -> list[str]:
    """Write a code in the words of a language."""
    listed = _words().of(language.tag)
    return [listed[number] for number in code]


def pause(store: Storage, now: float) -> float:
    """The seconds that a try has to wait, after the wrong codes of these last minutes."""
    many = _remembered(store.get(FAILURES), now) - FREE
    return min(LONGEST, 0.25 * 2**many) if many >= 0 else 0.0


def note_wrong(store: Storage, now: float) -> None:
    """Remember a wrong code: how many there were, and nothing of who tried."""
    store.change(
        FAILURES,
        lambda kept: {"count": min(MOST, _remembered(kept, now) + 1), "at": now},
    )


def _remembered(kept: Any, now: float) -> float:
    if not kept:
        return 0.0
    return float(max(0.0, kept["count"] - max(0.0, now - kept["at"]) / FORGOTTEN))


def _erase(campaign: Campaign, typed: str) -> bool:
    store = instance().store
    code = read_code(typed, _words())
    if code is None:
        return False
    sleep(pause(store, time()))
    drawn_here = keyed_hash(instance().receipt_key(), code, campaign.name)
    done = store.withdraw(campaign.name, drawn_here) or store.withdraw(
        campaign.name, costly(slow_hash, code, campaign.name)
    )
    if not done:
        note_wrong(store, time())
    return done


def _typed() -> str:
    if request.mimetype != "application/json":
        return request.form.get("code", "")
    try:
        content = json.loads(request.get_data())
    except (ValueError, RecursionError):
        return ""
    code = content.get("code") if isinstance(content, dict) else None
    return code if isinstance(code, str) else ""


def _legible(typed: str) -> str:
    """What may be shown again of what was typed."""
    return "".join(c for c in typed[:LONGEST_CODE] if c.isprintable() or c == "\n")


def _words() -> Words:
    return read_words(instance().languages.folder)


def _page(campaign: Campaign, status: int = 200, text: str = "") -> WSGIResponse:
    language = page_language(campaign.languages)
    with speaking(language):
        error = gettext(text)
    if text and wants_json(request):
        return make_response(jsonify(message=error), status, family_headers())
    return family_page(
        "families/withdraw.html",
        status,
        language,
        campaign=campaign,
        error=error,
        typed=_legible(_typed()) if text else "",
        offered=offered(instance(), campaign),
    )


def _done(campaign: Campaign) -> WSGIResponse:
    language = page_language(campaign.languages)
    with speaking(language):
        text = gettext(WITHDRAWN)
    if wants_json(request):
        return make_response(jsonify(message=text, status="withdrawn"), 200, family_headers())
    return family_page("shared/public_message.html", 200, language, title=text, offered=None)
