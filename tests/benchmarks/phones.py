"""Five hundred phones on this machine: each has a connection, asks at its time, and waits."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

PATIENCE = 20.0  # seconds


@dataclass
class Asked:
    """What phones got: seconds of each answer, its bytes, those that were not as wanted."""

    seconds: list[float] = field(default_factory=list)
    heaviest: int = 0
    other: int = 0


class Phone(asyncio.Protocol):
    """One connection; `ask` sends a request, and notes when its answer is whole."""

    def __init__(self, wanted: bytes, asked: Asked) -> None:
        self._wanted, self._asked = wanted, asked
        self._got = b""
        self._begun = 0.0
        self.transport: asyncio.Transport | None = None
        self.answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def ask(self, request: bytes, begun: float = 0.0) -> Awaitable[None]:
        """Send a request; ``begun`` is when the phone began, before it was connected."""
        assert self.transport
        self._begun, self._got = begun or time.perf_counter(), b""
        self.answered = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return asyncio.wait_for(self.answered, PATIENCE)

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, _, body = self._got.partition(b"\r\n\r\n")
        if b"\r\n\r\n" in self._got and len(body) >= _length(head) and not self.answered.done():
            self._asked.seconds.append(time.perf_counter() - self._begun)
            self._asked.heaviest = max(self._asked.heaviest, len(self._got))
            self._asked.other += not self._got.startswith(self._wanted)
            self.answered.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.answered.done():
            self._asked.other += 1
            self.answered.set_result(None)


def open_at_once(port: int, path: str, number: int) -> Asked:
    """So many phones connect and ask for one page in the same instant."""

    async def one(asked: Asked) -> None:
        begun = time.perf_counter()
        transport, phone = await _connect(port, b"HTTP/1.1 200", asked)
        await phone.ask(request(path), begun)
        transport.close()

    async def all_of_them() -> Asked:
        asked = Asked()
        await asyncio.gather(*(one(asked) for _ in range(number)))
        return asked

    return asyncio.run(all_of_them())


def poll(port: int, path: str, number: int, every: float, seconds: float, headers: str) -> Asked:
    """So many phones ask whether anything changed, each so often, for so many seconds."""
    return _again(port, number, every, seconds, b"HTTP/1.1 304", lambda: request(path, headers))


def post(port: int, path: str, number: int, every: float, seconds: float) -> Asked:
    """So many devices send new responses, each one so often, for so many seconds."""

    def said() -> bytes:
        given = {"language": "fr", "channel": "phone", "answers": {"A1": "maman", "B2": "moral"}}
        body = json.dumps({"id": str(uuid.uuid4()), **given})
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()

    return _again(port, number, every, seconds, b"HTTP/1.1 201", said)


def _again(
    port: int, number: int, every: float, seconds: float, wanted: bytes, make: Callable[[], bytes]
) -> Asked:
    async def one(asked: Asked, place: int) -> None:
        until = time.perf_counter() + seconds
        transport, phone = await _connect(port, wanted, asked)
        await asyncio.sleep(every * place / number)
        while time.perf_counter() < until:
            begun = time.perf_counter()
            if transport.is_closing():
                transport, phone = await _connect(port, wanted, asked)
            await phone.ask(make())
            await asyncio.sleep(max(0.0, begun + every - time.perf_counter()))
        transport.close()

    async def all_of_them() -> Asked:
        asked = Asked()
        await asyncio.gather(*(one(asked, place) for place in range(number)))
        return asked

    return asyncio.run(all_of_them())


def request(path: str, headers: str = "Accept-Encoding: br\r\n") -> bytes:
    """A request as it goes over the wire."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()


async def _connect(port: int, wanted: bytes, asked: Asked) -> tuple[asyncio.BaseTransport, Phone]:
    make: Callable[[], Phone] = lambda: Phone(wanted, asked)  # noqa: E731
    return await asyncio.get_running_loop().create_connection(make, "127.0.0.1", port)


def _length(head: bytes) -> int:
    if b" 304 " in head.partition(b"\r\n")[0]:
        return 0  # its length is that of what it spares
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
