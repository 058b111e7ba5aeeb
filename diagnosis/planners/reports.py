"""The printable report, with its own strict policy, and the report for machines."""

from __future__ import annotations

import base64
import hashlib
import re

from diagnosis import dataset
from diagnosis.instance import Instance
from diagnosis.model import Campaign
from diagnosis.planners.pieces import Piece

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"json": "application/json", "html": "text/html"}
STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def report(instance: Instance, campaign: Campaign, kind: str) -> Piece:
    """``report.json`` or ``report.html``, the latter allowed its own style and nothing else."""
    body = dataset.report_files(instance, campaign)[f"report.{kind}"]
    headers = {"Content-Security-Policy": _policy(body)} if kind == "html" else {}
    return Piece(TYPES[kind], body.decode(), headers=headers)


def _policy(page: bytes) -> str:
    styles = " ".join(map(_hash, STYLE.findall(page)))
    return (
        f"default-src 'none'; style-src {styles}; img-src data:; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def _hash(content: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}'"
