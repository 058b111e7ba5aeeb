"""The templates of an instance: ours until the team puts back its own; the one before is kept."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from diagnosis.funders.checking import check_template
from diagnosis.funders.shipped import SHIPPED
from diagnosis.storage import Storage

# What is filled: the dossier, and the page for elected officials.
KINDS = tuple(SHIPPED)


@dataclass(frozen=True)
class Template:
    """A document of the team; ``content`` is in base 64, as the store keeps it."""

    content: str
    day: str
    member: str

    @classmethod
    def of(cls, content: bytes, day: date, member: str) -> Template:
        """A document handed in by a member."""
        return cls(base64.b64encode(content).decode(), day.isoformat(), member)

    @property
    def bytes(self) -> bytes:
        """The document."""
        return base64.b64decode(self.content)

    @property
    def since(self) -> date:
        """The day it was handed in."""
        return date.fromisoformat(self.day)


@dataclass(frozen=True)
class Kept:
    """The template of the team (None: ours), and the one that it took the place of."""

    current: Template | None = None
    former: Template | None = None


def kept_of(store: Storage, kind: str) -> Kept:
    """What is kept of a template."""
    return _kept(store.get(_name(kind)))


def template_of(store: Storage, kind: str) -> bytes:
    """The document to fill."""
    current = kept_of(store, kind).current
    return current.bytes if current else SHIPPED[kind]()


def put_back(store: Storage, kind: str, template: Template) -> None:
    """Keep another template, which is checked first.

    Raises
    ------
    TemplateRefusedError
        It cannot be filled; the one before stays.
    """
    check_template(template.bytes)
    _change(store, kind, lambda kept: Kept(template, kept.current or kept.former))


def take_ours(store: Storage, kind: str) -> None:
    """Fill ours again; the team's is kept aside."""
    _change(store, kind, lambda kept: Kept(None, kept.current or kept.former))


def take_former(store: Storage, kind: str) -> None:
    """Fill the one before again; it changes places with the one of today."""
    _change(store, kind, lambda kept: Kept(kept.former, kept.current) if kept.former else kept)


def _change(store: Storage, kind: str, how: Any) -> None:
    store.change(_name(kind), lambda found: asdict(how(_kept(found))))


def _kept(found: Any) -> Kept:
    read = {name: Template(**one) if one else None for name, one in (found or {}).items()}
    return Kept(**read)


def _name(kind: str) -> str:
    return f"template:{kind}"
