"""Who waits for whom: families' pages have threads of their own, the team's pages others.

Logins, whose passwords are slow to check, stand in one short line apart.
"""

from __future__ import annotations

from typing import Any

from waitress.task import ThreadedTaskDispatcher

from diagnosis.costly import LINE
from diagnosis.web import leads_to_team

LOGIN = "/staff/login"
# Of eight threads in all; more of them would only wait for the interpreter.
FAMILIES, TEAM, LOGINS = 5, 2, 1


class Lanes:
    """The threads of a process, by who asks; in place of waitress's one dispatcher."""

    def __init__(self) -> None:
        self._lanes = {number: ThreadedTaskDispatcher() for number in (FAMILIES, TEAM, LOGINS)}
        for number, lane in self._lanes.items():
            lane.set_thread_count(number)

    def add_task(self, channel: Any) -> None:
        """Hand a connection's first request to a thread of its lane."""
        self._lanes[_lane_of(channel.requests[0])].add_task(channel)

    def is_full(self, channel: Any) -> bool:
        """Whether a connection's first request is a login, and finds the line of logins full."""
        line = self._lanes[LOGINS]
        waiting = len(line.queue) + line.active_count
        return waiting >= LINE and _lane_of(channel.requests[0]) == LOGINS

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
    return TEAM if leads_to_team(path) else FAMILIES
