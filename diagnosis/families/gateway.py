"""The short way to the questionnaire: ready bytes, before any framework.

Most requests of a campaign ask for the same few pages. Once Flask has answered one of them, the
gateway answers the like of it for a moment from memory; a change by the team shows after
``FRESH`` seconds.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from diagnosis.families.sealed import SealedPage

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FRESH = 2.0
KEPT = 512
Key = tuple[str, str, str, str]
Headers = list[tuple[str, str]]


class FamilyGateway:
    """A WSGI application in front of another.

    Parameters
    ----------
    application : answers everything that is not a questionnaire page kept here.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._kept: dict[Key, tuple[float, SealedPage, str, Headers]] = {}

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        kept = self._kept.get(_key(environ)) if environ["REQUEST_METHOD"] == "GET" else None
        if kept is None or kept[0] < time.monotonic():
            return self._application(environ, start)
        _, page, encoding, headers = kept
        body = page.with_token(str(uuid.uuid4()), encoding)
        start("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def keep(
        self, environ: WSGIEnvironment, page: SealedPage, encoding: str, headers: Headers
    ) -> None:
        """Answer the like of this request from memory for a moment."""
        if len(self._kept) >= KEPT:
            self._kept.clear()
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        self._kept[_key(environ)] = (time.monotonic() + FRESH, page, encoding, kept)


def _key(environ: WSGIEnvironment) -> Key:
    return (
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        environ.get("HTTP_ACCEPT_ENCODING", ""),
    )
