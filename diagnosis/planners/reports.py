"""Files to take away: the report, tables, pictures and documents, with their own strict headers."""

from __future__ import annotations

import base64
import hashlib
import re

from flask import Response

from diagnosis import dataset
from diagnosis.instance import Instance
from diagnosis.model import Campaign
from diagnosis.web import team_headers

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"json": "application/json", "html": "text/html"}
STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def report(instance: Instance, campaign: Campaign, kind: str) -> Response:
    """``report.json`` or ``report.html``, the latter allowed its own style and nothing else."""
    body = dataset.report_files(instance, campaign)[f"report.{kind}"]
    response = _answer(body, TYPES[kind])
    if kind == "html":
        response.headers["Content-Security-Policy"] = _policy(body)
    return response


def table(text: str, name: str) -> Response:
    """A table to download."""
    return _attached(text, "text/csv", name)


def picture(text: str, name: str) -> Response:
    """A picture to download."""
    return _attached(text, "image/svg+xml", name)


def page(html: str) -> Response:
    """A page that brings its own frame."""
    return _answer(html, "text/html")


def document(body: bytes, name: str) -> Response:
    """A document to download."""
    return _attached(body, DOCX, name)


def _attached(body: str | bytes, kind: str, name: str) -> Response:
    response = _answer(body, kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _answer(body: str | bytes, kind: str) -> Response:
    response = Response(body, mimetype=kind)
    response.headers.update(team_headers())
    return response


def _policy(page: bytes) -> str:
    styles = " ".join(map(_hash, STYLE.findall(page)))
    return (
        f"default-src 'none'; style-src {styles}; img-src data:; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def _hash(content: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}'"
