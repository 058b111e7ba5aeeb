"""Who waits for whom: families' pages have threads of their own, the team's pages others.

Logins, whose passwords are slow to check, stand in one short line apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Semaphore
from typing import Any

from waitress.task import ThreadedTaskDispatcher

from diagnosis.costly import LINE
from diagnosis.web import leads_to_team

LOGIN = "/staff/login"
# Of eight threads in all; more of them would only wait for the interpreter.
FAMILIES, TEAM, LOGINS = 5, 2, 1


@dataclass(frozen=True)
class Login:
    """A connection that stands in the line of logins until it is answered."""

    channel: Any
    line: Semaphore

    def service(self) -> None:
        """Answer it, in a thread."""
        try:
            self.channel.service()
        finally:
            self.line.release()

    def cancel(self) -> None:
        """Let it go, at the end."""
        self.channel.cancel()


class Lanes:
    """The threads of a process, by who asks; in place of waitress's one dispatcher."""

    def __init__(self) -> None:
        self._line = Semaphore(LINE)
        self._lanes = {number: ThreadedTaskDispatcher() for number in (FAMILIES, TEAM, LOGINS)}
        for number, lane in self._lanes.items():
            lane.set_thread_count(number)

    def add_task(self, channel: Any) -> bool:
        """Hand a connection's first request to a thread of its lane; false when that is full."""
        lane = _lane_of(channel.requests[0])
        if lane != LOGINS:
            self._lanes[lane].add_task(channel)
            return True
        if self._line.acquire(blocking=False):
            self._lanes[lane].add_task(Login(channel, self._line))
            return True
        return False

    def shutdown(self) -> None:
        """End every thread, once it has done what is under way."""
        for lane in self._lanes.values():
            lane.shutdown()


def _lane_of(request: Any) -> int:
    if request.error:
        return FAMILIES
    # As waitress serves it.
    path = "/" + request.path.lstrip("/")
    if (request.command, path) == ("POST", LOGIN):
        return LOGINS
    return TEAM if leads_to_team(path) or path.startswith("/api/") else FAMILIES
