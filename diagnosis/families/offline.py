"""The script that keeps family pages on a device, so that they open without network."""

from __future__ import annotations

from functools import cache

from werkzeug.wrappers import Response as WSGIResponse

from diagnosis.families._blueprint import blueprint
from diagnosis.families.ready_page import ReadyPage
from diagnosis.web import COMMON_HEADERS, script

HEADERS = {
    **COMMON_HEADERS,
    "Content-Type": "text/javascript; charset=utf-8",
    # It may only speak to this server.
    "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
    "Cache-Control": "no-cache",
}


@blueprint.get("/sw.js")
def service_worker() -> WSGIResponse:
    """The service worker: every first visit fetches it."""
    return _ready().answer(HEADERS)


@cache
def _ready() -> ReadyPage:
    return ReadyPage.compress(script("families/sw"))
