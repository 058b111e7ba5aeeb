"""The script that keeps family pages on a device, so that they open without network."""

from __future__ import annotations

from functools import cache

import brotli
from flask import make_response, request
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis.families._blueprint import blueprint
from diagnosis.web import COMMON_HEADERS, script


@blueprint.get("/sw.js")
def service_worker() -> WSGIResponse:
    """The service worker: it may only speak to this server."""
    squeezed = request.accept_encodings.quality("br") > 0
    response = make_response(_content(squeezed))
    response.headers.update(COMMON_HEADERS)
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.headers["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'"
    response.headers["Cache-Control"] = "no-cache"
    if squeezed:
        response.headers["Content-Encoding"] = "br"
    return response


@cache
def _content(squeezed: bool) -> bytes:
    """The script, compressed once and as well as can be: every first visit fetches it."""
    source = script("families/sw").encode()
    return brotli.compress(source) if squeezed else source
