"""One thing that waits for somebody of the team, and which comes before which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from diagnosis.model import Campaign

# From what is lost, or what families wait for today, to what can wait for a calm hour.
URGENCY = (
    "erasing",
    "tablet waits",
    "tablet aside",
    "open session",
    "workshop today",
    "card",
    "backup",
    "voice",
    "text",
    "flood",
    "workshop to note",
    "statement draft",
    "trouble",
    "workshop to decide",
    "decision to tell",
    "line to publish",
    "tablet silent",
    "words",
    "session to prepare",
    "page of rights",
    "language draft",
)


@dataclass(frozen=True)
class Work:
    """What waits, in words, with the address where it is done; of no campaign: of the instance."""

    kind: str
    words: str
    address: str
    campaign: Campaign | None = None


def by_urgency(work: Iterable[Work]) -> list[Work]:
    """The most urgent first; of one kind, in the order they were found."""
    return sorted(work, key=lambda one: URGENCY.index(one.kind))
