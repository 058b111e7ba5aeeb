"""Who may ask, and how often; how a refusal is said to a program."""

from __future__ import annotations

import time
from threading import Lock
from typing import Any

from flask import Response, g, jsonify, request
from werkzeug.exceptions import HTTPException

from diagnosis.accounts import ApiKey, find_api_key
from diagnosis.model import Campaign
from diagnosis.web import instance

SCHEME = "Bearer "
# Requests of a key in a minute, of each process: a page of numbers for a hundred readers.
MOST, MINUTE = 120, 60
CODES = {
    400: "bad_request",
    401: "unknown_key",
    404: "not_found",
    405: "method_not_allowed",
    429: "too_many_requests",
    503: "unavailable",
}
MESSAGES = {
    400: "The request cannot be read.",
    401: "Send « Authorization: Bearer KEY », with a key made by the team of the site.",
    404: "There is nothing at this address, or not at the site of this key.",
    405: "This API is read with GET alone.",
    429: "Too many requests within a minute: wait, then ask again.",
    503: "Numbers are being computed, or the store does not answer: ask again in a moment.",
}
FAILED = "Something is wrong on our side."


def enter() -> Response | None:
    """Let a request in that has a key, and not too often."""
    given = request.headers.get("Authorization", "")
    secret = given.removeprefix(SCHEME) if given.startswith(SCHEME) else ""
    key = find_api_key(instance().store, secret) if secret else None
    if key is None:
        return refusal(401, {"WWW-Authenticate": SCHEME.strip()})
    if wait := _asked(key.id, time.monotonic()):
        return refusal(429, {"Retry-After": str(wait)})
    g.api_key = key
    return None


def _asked(id: str, now: float) -> int:
    """Count a request of a key; seconds to wait when there were too many."""
    counts: Counts = instance().memory.setdefault("api", Counts())
    return counts.note(id, now)


class Counts:
    """Requests of each key in its minute, in the memory of one process.

    Examples
    --------
    >>> counts = Counts(2)
    >>> [counts.note("a", at) for at in (0, 1, 20, 59.5, 60)], counts.note("b", 20)
    ([0, 0, 40, 1, 0], 0)
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._minutes: dict[str, tuple[float, int]] = {}
        self._lock = Lock()

    def note(self, id: str, now: float) -> int:
        """Count one; whole seconds to wait before the next is answered, 0 for none."""
        with self._lock:
            begun, count = self._minutes.get(id, (now, 0))
            if now - begun >= MINUTE:
                begun, count = now, 0
            self._minutes[id] = begun, count + 1
            return 0 if count < self._most else max(1, round(begun + MINUTE - now))


def readable(campaign: Campaign) -> bool:
    """Whether the key of this request is of the campaign's site."""
    key: ApiKey = g.api_key
    return instance().library_of(campaign).site.name == key.site


def refusal(status: int, headers: dict[str, str] | None = None) -> Response:
    """What a program is told when it gets nothing."""
    said: dict[str, Any] = {"error": CODES.get(status, "failed")}
    response: Response = jsonify(**said, message=MESSAGES.get(status, FAILED))
    response.status_code = status
    response.headers.update({"Cache-Control": "no-store", **(headers or {})})
    return response


def trouble(error: HTTPException) -> Response:
    """An error of HTTP, said to a program."""
    allowed = getattr(error, "valid_methods", None)
    return refusal(error.code or 500, {"Allow": ", ".join(sorted(allowed))} if allowed else None)
