"""The journal: what members did, in lines that each hold the hash of the one before.

A line that is altered, taken out of the middle or moved breaks the chain. What a chain cannot
show is that its end was cut, unless the last hash was noted elsewhere. Nothing of a family is
ever in it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import astuple, fields, replace
from datetime import datetime
from enum import StrEnum

from diagnosis.accounts.tokens import minute
from diagnosis.storage import Entry, Storage

COMMAND = "diagnosis"  # who: whoever runs the command on the machine
UNKNOWN = "?"  # who: a name that is none of a member's, which is not written down


class Action(StrEnum):
    """What is written down."""

    ENTERED = "entered"
    REFUSED = "refused"
    LEFT = "left"
    INVITED = "invited"
    JOINED = "joined"
    REVOKED = "invitation revoked"
    REMOVED = "member removed"
    ROLE = "role given"
    RESET = "password reset asked"
    PASSWORD = "password changed"  # noqa: S105 - what was done, no password
    FACTOR = "second factor set"
    READ_RAW = "raw answers read"
    EXPORTED = "exported"
    KEY_MADE = "key of the API made"
    KEY_REMOVED = "key of the API removed"
    IMPORTED = "answers imported"
    CAMPAIGN = "campaign opened"
    CHANGED = "campaign changed"
    APART = "responses kept apart"
    COUNTED = "responses counted"
    PURGED = "purged"
    LIST = "list edited"
    DOSSIER = "dossier written"
    TAKE = "link to record made"
    SESSION = "session opened"
    CLOSED = "session closed"
    REOPENED = "session reopened"


def write_down(
    store: Storage, now: datetime, who: str, what: Action, about: str = "", detail: str = ""
) -> Entry:
    """Append a line.

    Parameters
    ----------
    who : a member's name.
    about : the campaign, the session's code or the other member; never anything of a family.
    detail : a reason, a role, the name of a file.
    """

    def make(last: Entry | None) -> Entry:
        number, before = (last.number + 1, last.hash) if last else (1, "")
        line = Entry(number, minute(now), who, str(what), about, detail, before, "")
        return replace(line, hash=hash_of(line))

    return store.add_entry(make)


def hash_of(entry: Entry) -> str:
    """The SHA-256 of a line's canonical JSON: its fields but the hash itself, in order."""
    text = json.dumps(astuple(entry)[:-1], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken(entries: Iterable[Entry], start: int = 1, before: str = "") -> int | None:
    """The number of the first line that does not follow from the ones before, None if all do.

    Parameters
    ----------
    start, before : the number of the first line and the hash of the one before, for a part.
    """
    for number, entry in enumerate(entries, start):
        if (entry.number, entry.before) != (number, before) or entry.hash != hash_of(entry):
            return number
        before = entry.hash
    return None


def as_table(entries: Iterable[Entry]) -> str:
    """The journal as CSV."""
    table = io.StringIO()
    lines = csv.writer(table)
    lines.writerow(field.name for field in fields(Entry))
    lines.writerows(map(astuple, entries))
    return table.getvalue()
