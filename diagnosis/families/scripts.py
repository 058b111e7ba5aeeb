"""Scripts fetched beside family pages: each with its modules, in one small file."""

from __future__ import annotations

from functools import cache

from flask import abort
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis.families._blueprint import blueprint
from diagnosis.families.ready_page import ReadyPage
from diagnosis.web import STATIC, script

HEADERS = {
    "Content-Type": "text/javascript; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    # A year, as for our other files: the address changes when the script does.
    "Cache-Control": "public, max-age=31536000",
}


@blueprint.get("/static/families/<name>.js")
def family_script(name: str) -> WSGIResponse:
    """A script where its file would be, so that a device keeps it as it keeps files."""
    if not (STATIC / "families" / f"{name}.js").is_file():
        abort(404)
    return _ready(name).answer(HEADERS)


@cache
def _ready(name: str) -> ReadyPage:
    return ReadyPage.compress(script(f"families/{name}"))
