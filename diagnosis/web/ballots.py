"""A ballot: a token that the page of the vote holds, signed here, needing no cookie and no script.

It says which vote it is (sent again, it replaces the first) and when it was drawn, so that
dozens sent as soon as they are drawn are seen for what they are. Only the vote's id is stored.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid
from dataclasses import dataclass

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
TOKEN = re.compile(rf"({UUID})\.([0-9a-f]{{1,12}})\.([0-9a-f]{{32}})")


@dataclass(frozen=True)
class Ballot:
    """A ballot of a session; ``drawn`` is in seconds of the server's clock."""

    id: str
    drawn: int
    token: str


def draw_ballot(key: str, code: str, now: float) -> Ballot:
    """Draw a new ballot of a session.

    Parameters
    ----------
    key : of the instance.
    code : of the session.
    now : in seconds.
    """
    id, drawn = str(uuid.uuid4()), int(now)
    return Ballot(id, drawn, f"{id}.{drawn:x}.{_sign(key, code, id, drawn)}")


def read_ballot(key: str, code: str, token: str) -> Ballot | None:
    """Read a ballot back; None when it was not drawn here, for this session.

    Examples
    --------
    >>> ballot = draw_ballot("key", "KWRT", 1000.5)
    >>> read_ballot("key", "KWRT", ballot.token) == ballot
    True
    >>> read_ballot("key", "BCDF", ballot.token), read_ballot("other", "KWRT", ballot.token)
    (None, None)
    """
    found = TOKEN.fullmatch(token)
    if found is None:
        return None
    id, drawn = found[1], int(found[2], 16)
    if not hmac.compare_digest(found[3], _sign(key, code, id, drawn)):
        return None
    return Ballot(id, drawn, token)


def _sign(key: str, code: str, id: str, drawn: int) -> str:
    said = f"ballot {code} {id} {drawn}".encode()
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()[:32]
