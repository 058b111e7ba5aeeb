"""What a store keeps of the team: members, invitations, links to record, visits, tries, journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

EVERYWHERE = "*"


@dataclass(frozen=True)
class Grant:
    """A role that a member has, and where: ``*``, ``campaign:NAME`` or ``site:NAME``."""

    role: str
    scope: str = EVERYWHERE


@dataclass(frozen=True)
class Factor:
    """The second factor of a member.

    ``secret`` is sealed by a key that the store has not; ``step`` is the last half minute whose
    code was used, for a code serves once; ``recovery`` holds hashes of the recovery codes that
    are left.
    """

    secret: str
    step: int = 0
    recovery: tuple[str, ...] = ()


@dataclass(frozen=True)
class User:
    """A member of the team; ``password_hash`` is argon2."""

    name: str
    password_hash: str
    grants: tuple[Grant, ...] = ()
    factor: Factor | None = None


@dataclass(frozen=True)
class Invitation:
    """An address that serves once, until the end of a day.

    It makes a new member with these grants, or gives a new password to the ``member`` named.
    """

    token_hash: str
    expires: date
    grants: tuple[Grant, ...] = ()
    member: str = ""


@dataclass(frozen=True)
class Take:
    """A link by which somebody elsewhere reads a sheet of sentences, until the end of a day.

    ``core`` leaves the rest of the questionnaire out. ``device`` is the hash of what the device
    that opened it holds, empty until then: a link serves one device. Nobody is named.
    """

    token_hash: str
    language: str
    questionnaire: str
    core: bool
    expires: date
    device: str = ""


@dataclass(frozen=True)
class Visit:
    """What a member has between entering and leaving, by the hash of the cookie's token.

    ``expires`` is an ISO minute, UTC. A visit that is not ``complete`` waits for the second
    factor. ``reasons`` names the campaigns whose raw texts the member said why to read.
    """

    token_hash: str
    member: str
    expires: str
    complete: bool = True
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A line of the journal: what a member did, when (ISO minute, UTC), and why if it was asked.

    ``before`` is the hash of the line before, ``hash`` that of this one.
    """

    number: int
    at: str
    who: str
    what: str
    about: str
    detail: str
    before: str
    hash: str


class TeamStorage(Protocol):
    """The part of a store's contract that is about the team."""

    def users(self) -> list[User]:
        """Members of the team, by name."""
        ...

    def user(self, name: str) -> User | None:
        """Find a member of the team."""
        ...

    def change_users(
        self, how: Callable[[dict[str, User]], dict[str, User]], invitation: str = ""
    ) -> bool:
        """Keep what `how` makes of the members by name, no other write in between.

        The visits of whoever is gone, or has another password, end with it. With the hash of an
        `invitation`, that is used up too, or nothing changes and the answer is False.
        """
        ...

    def add_invitation(self, invitation: Invitation) -> None:
        """Keep a one-time invitation."""
        ...

    def invitations(self) -> list[Invitation]:
        """Invitations that are unused, the first to expire first."""
        ...

    def remove_invitation(self, token_hash: str) -> bool:
        """Take an invitation back; False when there is none."""
        ...

    def add_take(self, take: Take) -> None:
        """Keep a link to record."""
        ...

    def takes(self) -> list[Take]:
        """Links to record that are not closed, the first to expire first."""
        ...

    def begin_take(self, token_hash: str, device: str) -> bool:
        """Bind a link to a device; False when there is none, or another device has it."""
        ...

    def remove_take(self, token_hash: str) -> bool:
        """Close a link to record; False when there is none."""
        ...

    def add_visit(self, visit: Visit, now: str) -> None:
        """Keep a visit, and forget those that expired before `now`."""
        ...

    def visit(self, token_hash: str) -> Visit | None:
        """Find a visit."""
        ...

    def save_visit(self, visit: Visit) -> None:
        """Replace a visit, unless it ended meanwhile."""
        ...

    def end_visit(self, token_hash: str) -> None:
        """End a visit."""
        ...

    def end_visits(self, member: str) -> None:
        """End every visit of a member."""
        ...

    def reserve_try(self, key: str, now: float, pause: Callable[[int], float]) -> float:
        """Count a try under a key before it is made.

        Parameters
        ----------
        key : what the tries are counted by.
        now : seconds since 1970.
        pause : how many seconds to wait after so many tries.

        Returns
        -------
        The seconds to wait, the try being refused and not counted; 0 when it may be made.
        """
        ...

    def forget_tries(self, key: str) -> None:
        """Forget the tries under a key."""
        ...

    def add_entry(self, make: Callable[[Entry | None], Entry]) -> Entry:
        """Append the line that `make` gives after the last one, no other write in between."""
        ...

    def last_entry(self) -> Entry | None:
        """Last line of the journal."""
        ...

    def entries(self, after: int = 0, most: int = -1) -> list[Entry]:
        """Lines of the journal after a number, in order, `most` of them (-1: all)."""
        ...
