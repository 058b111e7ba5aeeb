"""The headers of every page: what it may load, and that nothing of it is kept or passed on."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from werkzeug.wrappers import Response

from diagnosis.web.assets import FAMILY_SHEETS, MAP_SHEETS, PUBLIC_SHEETS, script, style

NOT_MODIFIED = 304
A_YEAR = "max-age=31536000"
# What is no page loads nothing and stands in no frame.
NOTHING = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
NO_STORE = {"Cache-Control": "no-store"}
INLINED = ("shared/exit", "families/outbox", "families/preset", "families/family", "families/hear")
COMMON_HEADERS = {
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(self)",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@cache
def family_headers() -> Mapping[str, str]:
    """The headers of every family page: no trace, no third party, only our own script."""
    scripts = [script(name) for name in INLINED]
    styles = [style(*sheets) for sheets in (FAMILY_SHEETS, MAP_SHEETS, PUBLIC_SHEETS)]
    policy = (
        "default-src 'none'; "
        f"style-src 'self' {' '.join(map(hash_of, styles))}; "
        f"script-src 'self' {' '.join(map(hash_of, scripts))}; "
        "img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return MappingProxyType({**COMMON_HEADERS, **NO_STORE, "Content-Security-Policy": policy})


@cache
def team_headers() -> Mapping[str, str]:
    """The headers of the team's pages."""
    # plotly.js sets one empty <style> element: its hash is the only inline style allowed.
    policy = (
        "default-src 'none'; script-src 'self'; "
        f"style-src 'self' {hash_of('')}; img-src 'self' data:; media-src 'self' blob:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return MappingProxyType({**COMMON_HEADERS, **NO_STORE, "Content-Security-Policy": policy})


def on_every_answer(response: Response, secure: bool) -> Response:
    """Add what no answer may lack: redirects, files and errors included.

    Parameters
    ----------
    secure : the instance is reached over https, and from now on over nothing else.
    """
    # « Nothing changed » repeats no header: five hundred phones ask for it every two seconds.
    if response.status_code != NOT_MODIFIED:
        for name, value in {**COMMON_HEADERS, "Content-Security-Policy": NOTHING}.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers["Strict-Transport-Security"] = A_YEAR
    return response


@cache
def hash_of(text: str) -> str:
    """How a policy names an inline style or script."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
