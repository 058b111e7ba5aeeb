"""What every page shares: the instance at hand, headers, languages, messages for people."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import minify
from flask import Request, abort, current_app, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis import __version__
from diagnosis.languages import SOURCE, Language, Languages, Translator
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
    html = render_template(template, **family_values(language, "family", "public"), **values)
    response = current_app.make_response((html, status))
    response.headers.update(family_headers())
    return response


def family_values(language: Language, *sheets: str) -> dict[str, Any]:
    """Give what every family template reads; ``sheets`` are the styles that the page needs."""
    return {
        "language": language,
        "_": say(language),
        "plural": say(language).plural,
        "style": Markup(style(*sheets)),  # noqa: S704 - our own file
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
    scripts = [script(name) for name in INLINED]
    styles = [style("family"), style("family", "public")]
    policy = (
        "default-src 'none'; "
        f"style-src 'self' {' '.join(map(_hash, styles))}; "
        f"script-src 'self' {' '.join(map(_hash, scripts))}; "
        "img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return {**COMMON_HEADERS, "Content-Security-Policy": policy, "Cache-Control": "no-store"}


def team_headers() -> dict[str, str]:
    """Give the headers of the team's pages."""
    # plotly.js sets one empty <style> element: its hash is the only inline style allowed.
    policy = (
        "default-src 'none'; script-src 'self'; "
        f"style-src 'self' {_hash('')}; img-src 'self' data:; media-src 'self' blob:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return {**COMMON_HEADERS, "Content-Security-Policy": policy, "Cache-Control": "no-store"}


INLINED = ("exit", "outbox", "family")
COMMON_HEADERS = {
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(self)",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@cache
def style(*names: str) -> str:
    """Give our own style sheets for family pages, to be inlined."""
    whole = "\n".join((STATIC / f"{name}.css").read_text("utf-8") for name in names)
    return str(minify.string("text/css", whole))


@cache
def asset(name: str) -> str:
    """Give the address of one of our own files; it changes when the file does."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
    return f"/static/{name}?v={digest}"


@cache
def script(name: str) -> str:
    """Give one of our own scripts, to be inlined."""
    source = (STATIC / f"{name}.js").read_text("utf-8")
    return str(minify.string("application/javascript", source))


@cache
def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
