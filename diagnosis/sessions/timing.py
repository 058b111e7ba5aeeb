"""The countdown of a room: when it ends, or what is left of it while the vote is paused.

It closes nothing: when it has run out, the person who leads the room decides. Knows no page.
"""

from __future__ import annotations

from datetime import datetime

from diagnosis.storage import Storage


def timer_of(store: Storage, code: str) -> dict[str, int]:
    """The second when a countdown ends (``ends``), or how many are left (``left``); or nothing."""
    return dict(store.get(_name(code)) or {})


def start_timer(store: Storage, code: str, minutes: int, now: datetime) -> None:
    """Count down so many minutes from now; none stops the countdown."""
    if minutes:
        store.put(_name(code), {"ends": int(now.timestamp()) + 60 * minutes})
    else:
        store.remove(_name(code))


def hold_timer(store: Storage, code: str, now: datetime) -> None:
    """Let a countdown wait with the vote."""
    timer = timer_of(store, code)
    if "ends" in timer:
        store.put(_name(code), {"left": max(0, timer["ends"] - int(now.timestamp()))})


def resume_timer(store: Storage, code: str, now: datetime) -> None:
    """Let a countdown that waited go on."""
    timer = timer_of(store, code)
    if "left" in timer:
        store.put(_name(code), {"ends": int(now.timestamp()) + timer["left"]})


def _name(code: str) -> str:
    return f"timer {code}"
