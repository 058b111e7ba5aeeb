"""The headers of every page: what it may load, and that nothing of it is kept or passed on."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from diagnosis.web.assets import FAMILY_SHEETS, PUBLIC_SHEETS, script, style

INLINED = ("shared/exit", "families/outbox", "families/family")
COMMON_HEADERS = {
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(self)",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def family_headers() -> dict[str, str]:
    """The headers of every family page: no trace, no third party, only our own script."""
    scripts = [script(name) for name in INLINED]
    styles = [style(*FAMILY_SHEETS), style(*PUBLIC_SHEETS)]
    policy = (
        "default-src 'none'; "
        f"style-src 'self' {' '.join(map(_hash, styles))}; "
        f"script-src 'self' {' '.join(map(_hash, scripts))}; "
        "img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return {**COMMON_HEADERS, "Content-Security-Policy": policy, "Cache-Control": "no-store"}


def team_headers() -> dict[str, str]:
    """The headers of the team's pages."""
    # plotly.js sets one empty <style> element: its hash is the only inline style allowed.
    policy = (
        "default-src 'none'; script-src 'self'; "
        f"style-src 'self' {_hash('')}; img-src 'self' data:; media-src 'self' blob:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return {**COMMON_HEADERS, "Content-Security-Policy": policy, "Cache-Control": "no-store"}


@cache
def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
