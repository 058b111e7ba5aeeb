"""What pages fetch from installed packages, under our own addresses: drawing library, styles."""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import cache
from importlib.metadata import distribution, version
from pathlib import Path
from threading import Lock

import brotli
from flask import Response
from werkzeug.datastructures import Accept

from analysis import publishing

FOR_GOOD = "public, max-age=31536000, immutable"
VERSION = version("plotly")
# Two browsers that ask at once must not compress five megabytes twice.
_compressing = Lock()


def script(accepted: Accept) -> Response:
    """The script in the smallest encoding that the browser accepts, cached for good."""
    coding = next((c for c in ("br", "gzip") if accepted[c]), "")
    with _compressing:
        body = _encoded(coding)
    response = Response(body, mimetype="text/javascript")
    if coding:
        response.headers["Content-Encoding"] = coding
    response.headers["Cache-Control"] = FOR_GOOD
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@cache
def sheet_address() -> str:
    """Address of the style of sections; it changes when the style does."""
    digest = hashlib.sha256(publishing.sheet("sections").encode()).hexdigest()[:8]
    return f"/planning/sections-{digest}.css"


def sheet() -> Response:
    """The style of sections, cached for good."""
    response = Response(publishing.sheet("sections"), mimetype="text/css")
    response.headers["Cache-Control"] = FOR_GOOD
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@cache
def style_names() -> list[str]:
    """The style elements that the library adds for map tiles, unless they are there.

    We show no tile: an empty element of that name keeps the library within our policy.
    """
    found = re.findall(rb'getElementById\("([0-9a-f]{40,})"\)', _source())
    return sorted({name.decode() for name in found})


def _source() -> bytes:
    # Not through `importlib.resources`, which would load the library itself.
    path = distribution("plotly").locate_file("plotly/package_data/plotly.min.js")
    return Path(str(path)).read_bytes()


@cache
def _encoded(coding: str) -> bytes:
    source = _source()
    if coding == "br":
        # Quality 9: a second once; 11 takes fifteen and spares one part in twenty.
        return bytes(brotli.compress(source, quality=9, lgwin=22))
    return gzip.compress(source, 9) if coding == "gzip" else source
