"""Files to take away: the report and the table of needs, with their own strict headers."""

from __future__ import annotations

import base64
import hashlib
import re

from flask import Response

from diagnosis import dataset
from diagnosis.instance import Instance
from diagnosis.model import Campaign
from diagnosis.planners import library
from diagnosis.web import STATIC, team_headers

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"json": "application/json", "html": "text/html"}
SCRIPT = re.compile(rb"<script[^>]*>(.*?)</script>", re.DOTALL)
STYLE = re.compile(rb"<style[^>]*>(.*?)</style>", re.DOTALL)
SIZED = re.compile(
    rb'<div style="([^"]*)">(\s*<div id="([\w-]+)" class="plotly-graph-div") style="[^"]*"'
)


def report(instance: Instance, campaign: Campaign, kind: str) -> Response:
    """Give ``report.json`` or ``report.html``, the latter allowed its own scripts only."""
    body = dataset.report_files(instance, campaign)[f"report.{kind}"]
    if kind == "html":
        body = _within_policy(body)
    response = Response(body, mimetype=TYPES[kind])
    response.headers.update(team_headers())
    if kind == "html":
        response.headers["Content-Security-Policy"] = _policy(body)
    return response


def _within_policy(page: bytes) -> bytes:
    """Move the styles that the drawing library writes to where a strict policy can name them."""
    sizes = b"".join(b"#%s{%s}" % (name, size) for size, _, name in SIZED.findall(page))
    page = SIZED.sub(rb"<div>\2", page)
    guard = (STATIC / "planners" / "policy.js").read_bytes()
    empty = b"".join(b'<style id="%s"></style>' % name.encode() for name in library.style_names())
    before = b"<style>%s</style>%s<script>%s</script>" % (sizes, empty, guard)
    return page.replace(b"<script>", before + b"<script>", 1)


def table(text: str, name: str) -> Response:
    """Give a table to download."""
    response = Response(text, mimetype="text/csv")
    response.headers.update(team_headers())
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def page(html: str) -> Response:
    """Give a page that brings its own frame."""
    response = Response(html, mimetype="text/html")
    response.headers.update(team_headers())
    return response


def document(body: bytes, name: str) -> Response:
    """Give a document to download."""
    response = Response(body, mimetype=DOCX)
    response.headers.update(team_headers())
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _policy(page: bytes) -> str:
    scripts, styles = (
        " ".join(dict.fromkeys(map(_hash, kind.findall(page)))) for kind in (SCRIPT, STYLE)
    )
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; "
        "img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )


def _hash(content: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}'"
