"""Files to take away: the report and the table of needs, with their own strict headers."""

from __future__ import annotations

import base64
import hashlib
import re

from flask import Response

from diagnosis import dataset
from diagnosis.instance import Instance
from diagnosis.model import Campaign
from diagnosis.web import team_headers

TYPES = {"json": "application/json", "html": "text/html"}
SCRIPT = re.compile(rb"<script[^>]*>(.*?)</script>", re.DOTALL)


def report(instance: Instance, campaign: Campaign, kind: str) -> Response:
    """Give ``report.json`` or ``report.html``, the latter allowed its own scripts only."""
    body = dataset.report_files(instance, campaign)[f"report.{kind}"]
    response = Response(body, mimetype=TYPES[kind])
    response.headers.update(team_headers())
    if kind == "html":
        response.headers["Content-Security-Policy"] = _policy(body)
    return response


def table(text: str, name: str) -> Response:
    """Give a table to download."""
    response = Response(text, mimetype="text/csv")
    response.headers.update(team_headers())
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _policy(page: bytes) -> str:
    # The report carries its scripts and sizes inline so that it can be sent as one file.
    hashes = " ".join(dict.fromkeys(map(_hash, SCRIPT.findall(page))))
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )


def _hash(content: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}'"
