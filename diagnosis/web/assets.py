"""Our own files: style sheets and scripts to inline, and addresses that change when a file does."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import minify

from diagnosis.model import Campaign

STATIC = Path(__file__).parents[1] / "static"
FAMILY_SHEETS = ("shared/tokens", "shared/dark", "families/family")
PUBLIC_SHEETS = (*FAMILY_SHEETS, "shared/public")
KIOSK_SCRIPTS = tuple(f"families/{name}.js" for name in ("kiosk", "kiosk-team", "family", "outbox"))


@cache
def style(*names: str) -> str:
    """Our own style sheets for family pages, to be inlined."""
    whole = "\n".join((STATIC / f"{name}.css").read_text("utf-8") for name in names)
    return str(minify.string("text/css", whole))


@cache
def script(name: str) -> str:
    """One of our own scripts, to be inlined."""
    source = (STATIC / f"{name}.js").read_text("utf-8")
    return str(minify.string("application/javascript", source))


@cache
def asset(name: str) -> str:
    """The address of one of our own files; it changes when the file does."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
    return f"/static/{name}?v={digest}"


def edition(campaign: Campaign) -> str:
    """A text that changes whenever what tablets run for a campaign does."""
    parts = [asset(name).partition("?v=")[2] for name in KIOSK_SCRIPTS]
    return hashlib.sha256(" ".join([campaign.version, *parts]).encode()).hexdigest()[:8]
