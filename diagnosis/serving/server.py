"""Waitress, with a time for each request to come and a sum that bodies under way share.

Waitress reads a request whole before a thread takes it, so that slow ones cost a place in a list
and no thread. What it lacks stands here: it waits for ever for a request that comes drop by drop,
lets bodies take all the memory together, accepts one connection a turn, and drops what is under
way when it is stopped.
"""

from __future__ import annotations

import logging
import resource
import signal
import socket
import time
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

THREADS = 8
# A request may take this long and, beyond, as long as a phone at the edge of the network needs for
# its bytes: a minute of voice is 350 kB.
SECONDS = 15.0
SLOWEST = 2_000  # bytes a second
SILENCE = 20  # seconds that a connection may stay without a byte
# Each costs a descriptor and some 5 kB. Thirty rooms of phones that keep theirs open.
CONNECTIONS = 4_000
OTHER_FILES = 256  # descriptors of the store and of the program
BODIES = 64 * 1024 * 1024  # bytes of bodies under way, all together
ACCEPTED = 64  # connections a turn
HEADERS = 16 * 1024  # bytes
IN_MEMORY = 1 << 30  # bytes: a file of waitress's would hold answers in clear
PATIENCE = 5.0  # seconds that requests under way have at the end


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose request has a time to come."""

    begun = 0.0
    weight = 0

    def received(self, data: bytes) -> bool:
        """Take some bytes of a request."""
        self.begun = self.begun or time.time()
        taken = super().received(data)
        if self.request is None:
            self.begun = 0.0
        self.weigh()
        if self.server.weight > BODIES:
            self.will_close = True
        return bool(taken)

    def weigh(self) -> None:
        """Count the bodies of this connection into the sum that all of them share."""
        held = [*self.requests, self.request] if self.request else self.requests
        weight = sum(request.body_bytes_received for request in held) if self.connected else 0
        self.server.weight += weight - self.weight
        self.weight = weight

    def is_late(self, now: float) -> bool:
        """Whether a request takes more time to come than its bytes explain."""
        return bool(self.begun) and now - self.begun > SECONDS + self.weight / SLOWEST

    def handle_close(self) -> None:
        """Let go of the connection."""
        super().handle_close()
        self.weigh()


class Server(TcpWSGIServer):  # type: ignore[misc]
    """A server on a socket that listens already, until a signal stops it."""

    channel_class = Channel
    weight = 0
    until = 0.0

    def handle_accept(self) -> None:
        """Take the connections that wait, some at once: each turn looks at every connection."""
        for _ in range(ACCEPTED):
            before = len(self._map)
            super().handle_accept()
            if len(self._map) == before:
                break

    def maintenance(self, now: float) -> None:
        """Close connections that are silent, or late with their request."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            channel.weigh()
            channel.will_close = channel.will_close or channel.is_late(now)

    def stop(self, *_: Any) -> None:
        """Accept nothing more, and end when what is under way is answered."""
        self.until = self.until or time.time() + PATIENCE
        self.pull_trigger()

    def run(self) -> None:
        """Serve until `stop`."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.stop)
        while not self.until:
            self._turn()
        self.del_channel()
        self.socket.close()
        while time.time() < self.until and any(map(_is_busy, self.active_channels.values())):
            self._turn()
        self.task_dispatcher.shutdown()

    def _turn(self) -> None:
        self.asyncore.loop(timeout=1, use_poll=True, map=self._map, count=1)


def run(application: Any, listener: socket.socket, largest: int) -> None:
    """Serve an application on a socket that listens, until SIGTERM or SIGINT.

    Parameters
    ----------
    application : WSGI.
    listener : bound and listening; other processes may share it.
    largest : bytes of the largest body.
    """
    # Its lines would hold addresses of pages, and a vote's code with them.
    logging.getLogger("waitress").setLevel(logging.CRITICAL)
    logging.getLogger("waitress.queue").setLevel(logging.CRITICAL)
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(THREADS)
    settings = Adjustments(
        sockets=[listener],
        threads=THREADS,
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
    Server(
        application,
        {},
        _sock=listener,
        dispatcher=dispatcher,
        adj=settings,
        sockinfo=place,
        bind_socket=False,
    ).run()


def _connections() -> int:
    """How many connections this process may hold, after asking for as many as it wants."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + OTHER_FILES
    allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    return allowed - OTHER_FILES


def _is_busy(channel: Channel) -> bool:
    return bool(channel.requests or channel.total_outbufs_len)
