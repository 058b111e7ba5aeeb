"""The short way: pages as ready bytes, answers straight into the store, before any framework.

On a busy day nearly every request is one of two: the same few pages asked for, and complete
answers sent as JSON. Both are answered here. Everything else, and whatever is not perfectly in
order, goes on to the application, which says it kindly: the gateway refuses nothing itself.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from diagnosis.answers.refused import RefusedError
from diagnosis.answers.submission import check_submission, read_json
from diagnosis.families.ready_page import ReadyPage, random_uuid
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Outcome
from diagnosis.web import from_other_site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FRESH = 2.0
KEPT = 512
# A minute of voice, twice in base64 (in its envelope and in its page's JSON), and the rest.
LARGEST = 512 * 1024
STATUSES = {Outcome.CREATED: "201 Created", Outcome.SAME: "200 OK"}
Key = tuple[str, str, str, str]
Headers = list[tuple[str, str]]


class FamilyGateway:
    """A WSGI application in front of another.

    What it remembers is a few seconds old at most: a change by the team shows after `FRESH`.

    Parameters
    ----------
    application : answers everything that the gateway does not.
    instance : whose campaigns are answered.
    headers : sent with every acknowledgement.
    """

    def __init__(
        self, application: WSGIApplication, instance: Instance, headers: dict[str, str]
    ) -> None:
        self._application = application
        self._instance = instance
        self._headers = [*headers.items(), ("Content-Type", "application/json")]
        self._pages: dict[Key, tuple[float, ReadyPage, str, Headers]] = {}
        self._campaigns: dict[str, tuple[float, Campaign | None]] = {}

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method == "GET" and "HTTP_IF_NONE_MATCH" not in environ:
            kept = self._pages.get(_key(environ))
            if kept is not None and kept[0] > time.monotonic():
                _, page, encoding, headers = kept
                start("200 OK", headers)
                return [page.with_token(random_uuid(), encoding)]
        elif method == "POST" and _sends_json(environ):
            return self._receive(environ, start)
        return self._application(environ, start)

    def keep(
        self, environ: WSGIEnvironment, page: ReadyPage, encoding: str, headers: Headers
    ) -> None:
        """Cache this response briefly for identical requests."""
        if len(self._pages) >= KEPT:
            self._pages.clear()
        # The token has one length, so the headers of one answer are those of all.
        self._pages[_key(environ)] = (time.monotonic() + FRESH, page, encoding, headers)

    def _receive(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        campaign = self._campaign(environ["PATH_INFO"])
        acknowledgement = campaign and self._store(campaign, body)
        if acknowledgement:
            status, content = acknowledgement
            start(status, [*self._headers, ("Content-Length", str(len(content)))])
            return [content]
        environ["wsgi.input"] = io.BytesIO(body)
        return self._application(environ, start)

    def _store(self, campaign: Campaign, body: bytes) -> tuple[str, bytes] | None:
        try:
            submission = read_json(body, self._instance.store, campaign.name)
            response = check_submission(self._instance, campaign, submission, "")
        except RefusedError:
            return None
        try:
            outcome = self._instance.store.add_response(response)
        except Exception:
            # The application meets the same trouble, and knows how to say it.
            return None
        if outcome not in STATUSES:
            return None
        content = f'{{"id":"{response.id}","status":"{outcome.value}"}}\n'
        return STATUSES[outcome], content.encode()

    def _campaign(self, path: str) -> Campaign | None:
        """Find the campaign, still taking answers, that ``/q/<name>/responses`` speaks of."""
        parts = path.split("/")
        if len(parts) != 4 or parts[1] != "q" or parts[3] != "responses":
            return None
        until, campaign = self._campaigns.get(parts[2], (0.0, None))
        if until < time.monotonic():
            campaign = self._instance.store.campaign(parts[2])
            if campaign is not None:
                self._campaigns[parts[2]] = (time.monotonic() + FRESH, campaign)
        return campaign if campaign and campaign.accepts(self._instance.today()) else None


def _sends_json(environ: WSGIEnvironment) -> bool:
    length = environ.get("CONTENT_LENGTH", "")
    return (
        environ.get("CONTENT_TYPE") == "application/json"
        and environ.get("HTTP_ACCEPT") == "application/json"
        and not from_other_site(environ)
        and length.isdecimal()
        and int(length) <= LARGEST
    )


def _key(environ: WSGIEnvironment) -> Key:
    return (
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        environ.get("HTTP_ACCEPT_ENCODING", ""),
    )
