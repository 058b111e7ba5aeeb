"""What is the same for everybody is made once a second: five hundred phones open one page at once.

Only what nobody is known by: a page asked for without a cookie, whose answer gives none. What the
team changes is seen a second later; who asks with the same words gets the same bytes.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, NamedTuple

# The questionnaire, planners' pages where they are open to all, what the phones of a session ask.
ALIKE = re.compile(r"/q/[^/]+|/planning/.*|/vote/[^/]+/now")
TOLD = ("PATH_INFO", "QUERY_STRING", "HTTP_HOST", "HTTP_IF_NONE_MATCH") + tuple(
    f"HTTP_ACCEPT{kind}" for kind in ("", "_LANGUAGE", "_ENCODING")
)
OF_ONE = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_MODIFIED_SINCE")
KEPT = ("200 ", "304 ")
LIFE = 1.0  # seconds
LARGEST = 8 * 1024 * 1024  # bytes, all together


class Answer(NamedTuple):
    """An answer as it goes out."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    def may_be_kept(self) -> bool:
        """Whether it is of nobody, and no trouble."""
        gives = any(name.lower() == "set-cookie" for name, _ in self.headers)
        return self.status.startswith(KEPT) and not gives


@dataclass
class Microcache:
    """An application (WSGI) whose answers to everybody live for a second."""

    application: Any
    _kept: dict[tuple[str, ...], Answer] = field(default_factory=dict)
    _until: float = 0.0
    _weight: int = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request."""
        if not _is_alike(environ):
            return self.application(environ, start_response)  # type: ignore[no-any-return]
        if time.monotonic() >= self._until:
            self._kept, self._weight, self._until = {}, 0, time.monotonic() + LIFE
        kept, words = self._kept, tuple(environ.get(name, "") for name in TOLD)
        answer = kept.get(words) or self._answer(environ)
        if words not in kept and answer.may_be_kept() and self._weight < LARGEST:
            self._weight += len(answer.body) + sum(map(len, words))
            kept[words] = answer
        start_response(answer.status, answer.headers)
        return [answer.body]

    def _answer(self, environ: dict[str, Any]) -> Answer:
        said: list[Any] = []
        parts = self.application(environ, lambda *told: said.append(told))
        with closing(parts):
            body = b"".join(parts)
        status, headers = said[-1][:2]
        return Answer(status, headers, body)


def _is_alike(environ: dict[str, Any]) -> bool:
    alike = environ["REQUEST_METHOD"] == "GET" and ALIKE.fullmatch(environ["PATH_INFO"])
    return bool(alike) and not any(name in environ for name in OF_ONE)
