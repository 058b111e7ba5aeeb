"""What every page shares: the instance at hand, headers, languages, messages for people."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flask import Request, abort, current_app, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis import __version__
from diagnosis.i18n import SOURCE, Language, Languages, Translator
from diagnosis.model import Campaign

if TYPE_CHECKING:
    from diagnosis.instance import Instance

STATIC = Path(__file__).parent / "static"


def instance() -> Instance:
    """Give the running instance."""
    return cast("Instance", current_app.extensions["diagnosis"])


def campaign_or_404(name: str) -> Campaign:
    """Find a campaign or answer 404."""
    return instance().store.campaign(name) or abort(404)


def wants_json(req: Request) -> bool:
    """Say whether to answer in JSON: it was asked for, or it was sent and nothing was asked for."""
    page, data = (req.accept_mimetypes[kind] for kind in ("text/html", "application/json"))
    return data > page or (data == page and req.mimetype == "application/json")


def choose_language(
    asked: str | None, accept: Iterable[tuple[str, float]], offered: tuple[str, ...]
) -> str:
    """Choose the language of a page: the one asked for, else the browser's, else French.

    Examples
    --------
    >>> choose_language(None, [("pt-BR", 1.0), ("fr", 0.5)], ("fr", "pt"))
    'pt'
    """
    if asked in offered:
        return str(asked)
    for wanted, _ in accept:
        for tag in offered:
            if wanted.lower() in (tag.lower(), "*"):
                return SOURCE if wanted == "*" else tag
        for tag in offered:
            if wanted.lower().split("-")[0] == tag.lower().split("-")[0]:
                return tag
    return SOURCE


def page_language(offered: tuple[str, ...] | None = None) -> Language:
    """Choose the language of the page at hand among those offered (all of them by default)."""
    languages: Languages = instance().languages
    tag = choose_language(
        request.args.get("lang"), request.accept_languages, offered or languages.tags
    )
    return languages[tag]


def say(language: Language) -> Translator:
    """Give the sentences of a language."""
    return instance().languages.translator(language.tag)


def family_page(
    template: str, status: int = 200, language: Language | None = None, **values: Any
) -> WSGIResponse:
    """Render a page for families: inlined style and script, strict policy, nothing stored."""
    language = language or page_language()
    html = render_template(template, **family_values(language), **values)
    response = current_app.make_response((html, status))
    response.headers.update(family_headers())
    return response


def family_values(language: Language) -> dict[str, Any]:
    """Give what every family template reads."""
    return {
        "language": language,
        "_": say(language),
        "style": Markup(style()),  # noqa: S704 - our own file
        "exit_address": instance().exit_address,
        "instance": instance(),
    }


def team_page(template: str, status: int = 200, **values: Any) -> WSGIResponse:
    """Render a page for the team or for planners: style and script from our own files only."""
    html = render_template(f"team/{template}", version=__version__, **values)
    response = current_app.make_response((html, status))
    response.headers.update(team_headers())
    return response


def family_headers() -> dict[str, str]:
    """Give the headers of every family page: no trace, no third party, only our own script."""
    scripts = (script("exit"), script("family"))
    policy = (
        "default-src 'none'; "
        f"style-src {_hash(style())}; script-src {' '.join(map(_hash, scripts))}; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    return {**COMMON_HEADERS, "Content-Security-Policy": policy, "Cache-Control": "no-store"}


def team_headers() -> dict[str, str]:
    """Give the headers of the team's pages."""
    # plotly.js sets one empty <style> element: its hash is the only inline style allowed.
    policy = (
        "default-src 'none'; script-src 'self'; "
        f"style-src 'self' {_hash('')}; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return {**COMMON_HEADERS, "Content-Security-Policy": policy, "Cache-Control": "no-store"}


COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), camera=()",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@cache
def style() -> str:
    """Give the style sheet of family pages, inlined in each."""
    return _squeeze((STATIC / "family.css").read_text("utf-8"))


@cache
def script(name: str) -> str:
    """Give one of our own scripts, to be inlined."""
    return _squeeze((STATIC / f"{name}.js").read_text("utf-8"))


def _squeeze(source: str) -> str:
    """Leave out indentation, blank lines and the comments that stand on lines of their own."""
    without = re.sub(r"^\s*(//.*|/\*(?s:.*?)\*/\s*)$", "", source, flags=re.MULTILINE)
    return "\n".join(line.strip() for line in without.splitlines() if line.strip())


@cache
def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
