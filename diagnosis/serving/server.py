"""Waitress, with a time for each request to come and a sum that bodies under way share.

Waitress reads a request whole before a thread takes it, so that slow ones cost a place in a list
and no thread. What it lacks stands here: it waits for ever for a request that comes drop by drop,
lets bodies take all the memory together, looks at every connection whenever one moves, accepts
one a turn, closes one whose page did not change, and drops what is under way when it is stopped.
"""

from __future__ import annotations

import copy
import logging
import resource
import selectors
import signal
import socket
import threading
import time
from collections import deque
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import WSGITask

from diagnosis.serving.lanes import Lanes

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
# A request may take this long and, beyond, as long as a phone at the edge of the network needs for
# its bytes: a minute of voice is 350 kB.
SECONDS = 15.0
SLOWEST = 2_000  # bytes a second
SILENCE = 20  # seconds that a connection may stay without a byte
# Each costs a descriptor and some 5 kB. Thirty rooms of phones that keep theirs open.
CONNECTIONS = 4_000
OTHER_FILES = 256  # descriptors of the store and of the program
BODIES = 64 * 1024 * 1024  # bytes of bodies under way, all together
# Below this address the team hands in files: what a tablet kept for a week, with its voices. Bytes
# of one file, and of all of them under way, so that they take nobody else's place.
TEAM, FILES = "/staff/", 64 * 1024 * 1024
ACCEPTED = 64  # connections a turn
HEADERS = 16 * 1024  # bytes
IN_MEMORY = 1 << 30  # bytes: a file of waitress's would hold answers in clear
PATIENCE = 5.0  # seconds that requests under way have at the end


class Task(WSGITask):  # type: ignore[misc]
    """An answer after which the connection stays open, also when it has no body."""

    def set_close_on_finish(self) -> None:
        """Close the connection, where that is not only for want of a length that none needs."""
        asked = self.request.headers.get("CONNECTION", "").lower() == "close"
        if self.has_body or asked or self.version != "1.1":
            super().set_close_on_finish()


class Request(HTTPRequestParser):  # type: ignore[misc]
    """A request whose body may be as large as a file, where the team hands files in."""

    adj: Any
    is_for_team = False

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head, and see whom it is for."""
        super().parse_header(header_plus)
        if self.path.startswith(TEAM):
            self.is_for_team = True
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = FILES


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose request has a time to come."""

    task_class = Task
    parser_class = Request
    begun = 0.0
    weight = 0
    watched = 0
    is_for_team = False

    def received(self, data: bytes) -> bool:
        """Take some bytes of a request."""
        self.begun = self.begun or time.time()
        taken = super().received(data)
        if self.request is None:
            self.begun = 0.0
        self.weigh()
        most = FILES if self.is_for_team else BODIES
        if self.server.weights[self.is_for_team] > most:
            self.will_close = True
        return bool(taken)

    def weigh(self) -> None:
        """Count the bodies of this connection into the sum that all of its kind share."""
        held = [*self.requests, self.request] if self.request else self.requests
        weight = sum(request.body_bytes_received for request in held) if self.connected else 0
        self.server.weights[self.is_for_team] -= self.weight
        self.is_for_team = any(request.is_for_team for request in held)
        self.server.weights[self.is_for_team] += weight
        self.weight = weight

    def is_late(self, now: float) -> bool:
        """Whether a request takes more time to come than its bytes explain."""
        return bool(self.begun) and now - self.begun > SECONDS + self.weight / SLOWEST

    def handle_close(self) -> None:
        """Let go of the connection."""
        super().handle_close()
        self.weigh()

    def service(self) -> None:
        """Answer a request, in a thread."""
        self.server.at_hand.channel = self
        super().service()

    def refuse(self, answer: bytes) -> None:
        """Answer without a thread what waits for one, and close."""
        if not self.connected:
            return
        with self.requests_lock:
            self.requests.clear()
            self.close_when_flushed = True
        with self.outbuf_lock:
            self.outbufs[-1].append(answer)
            self.total_outbufs_len += len(answer)
        self.heed()

    def heed(self) -> None:
        """Be woken for what the connection waits for now."""
        if self._fileno is None:
            return
        # What comes too early is rare: it ends the reading (`_turn`), for a call to the system.
        reading = READ * bool(self.readable()) or self.watched & READ
        self.server.watch(self, reading | WRITE * bool(self.writable()))

    def add_channel(self, map: Any = None) -> None:
        """Take a place among the connections."""
        super().add_channel(map)
        self.server.watch(self, READ)

    def del_channel(self, map: Any = None) -> None:
        """Leave it."""
        self.server.watch(self, 0)
        super().del_channel(map)


class Server(TcpWSGIServer):  # type: ignore[misc]
    """A server on a socket that listens already, until a signal stops it.

    The system says which connections moved: a thousand that are silent cost nothing.
    """

    channel_class = Channel
    until = 0.0
    watched = 0

    def __init__(self, application: Any, refusal: bytes, **values: Any) -> None:
        self.selector = selectors.DefaultSelector()
        self.refusal = refusal
        self.refused: deque[Channel] = deque()
        self.touched: deque[Channel] = deque()
        self.at_hand = threading.local()
        # Of everybody, and of the team.
        self.weights = [0, 0]
        super().__init__(application, {}, dispatcher=Lanes(), bind_socket=False, **values)
        self.trigger.watched = 0
        self.watch(self.trigger, READ)

    def watch(self, one: Any, events: int) -> None:
        """Be woken when one of these events happens to a connection."""
        if one.watched and not events:
            self.selector.unregister(one._fileno)
        elif one.watched != events:
            change = self.selector.modify if one.watched else self.selector.register
            change(one._fileno, events, one)
        one.watched = events

    def add_task(self, channel: Channel) -> None:
        """Hand a request to a thread; it is refused, not at once, when its line is full."""
        if not self.task_dispatcher.add_task(channel):
            self.refused.append(channel)

    def pull_trigger(self) -> None:
        """Wake the loop, to heed the connection that the thread at hand answers."""
        if channel := getattr(self.at_hand, "channel", None):
            self.touched.append(channel)
        super().pull_trigger()

    def handle_accept(self) -> None:
        """Take the connections that wait, some at once."""
        for _ in range(ACCEPTED):
            before = len(self._map)
            super().handle_accept()
            if len(self._map) == before:
                break

    def maintenance(self, now: float) -> None:
        """Close connections that are silent, or late with their request; tell who is refused."""
        super().maintenance(now)
        self.refuse()
        for channel in list(self.active_channels.values()):
            channel.weigh()
            channel.will_close = channel.will_close or channel.is_late(now)
            channel.heed()

    def refuse(self) -> None:
        """Answer who is refused; once a second, so that who insists asks no more often."""
        while self.refused:
            self.refused.popleft().refuse(self.refusal)

    def stop(self, *_: Any) -> None:
        """Accept nothing more, and end when what is under way is answered."""
        self.until = self.until or time.time() + PATIENCE
        self.pull_trigger()

    def run(self) -> None:
        """Serve until `stop`."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.stop)
        while not self.until:
            self.watch(self, READ * bool(self.readable()))
            self._turn()
        self.watch(self, 0)
        self.del_channel()
        self.socket.close()
        self.refuse()
        while time.time() < self.until and any(map(_is_busy, self.active_channels.values())):
            self._turn()
        self.task_dispatcher.shutdown()

    def _turn(self) -> None:
        """See to what happens, for a second at most; new connections come last."""
        happened = self.selector.select(1)
        for key, events in sorted(happened, key=lambda one: one[0].data is self):
            one = key.data
            if events & READ and one.watched:
                self._read(one)
            if events & WRITE and one.watched:
                wasyncore.write(one)
            if isinstance(one, Channel):
                self.touched.append(one)
        while self.touched:
            self.touched.popleft().heed()

    def _read(self, one: Any) -> None:
        if one.readable():
            wasyncore.read(one)
        else:
            self.watch(one, one.watched & ~READ)


def run(application: Any, listener: socket.socket, largest: int, refusal: bytes) -> None:
    """Serve an application on a socket that listens, until SIGTERM or SIGINT.

    Parameters
    ----------
    application : WSGI.
    listener : bound and listening; other processes may share it.
    largest : bytes of the largest body, but for files of the team.
    refusal : the whole answer to a login that finds the line of logins full.
    """
    # Its lines would hold addresses of pages, and a vote's code with them.
    logging.getLogger("waitress").setLevel(logging.CRITICAL)
    logging.getLogger("waitress.queue").setLevel(logging.CRITICAL)
    settings = Adjustments(
        sockets=[listener],
        connection_limit=_connections(),
        channel_timeout=SILENCE,
        cleanup_interval=1,
        max_request_header_size=HEADERS,
        max_request_body_size=largest,
        inbuf_overflow=IN_MEMORY,
        outbuf_overflow=IN_MEMORY,
        ident=None,
        log_socket_errors=False,
    )
    place = (listener.family, listener.type, listener.proto, listener.getsockname())
    Server(application, refusal, _sock=listener, adj=settings, sockinfo=place).run()


def _connections() -> int:
    """How many connections this process may hold, after asking for as many as it wants."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + OTHER_FILES
    allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    return allowed - OTHER_FILES


def _is_busy(channel: Channel) -> bool:
    return bool(channel.requests or channel.total_outbufs_len)
