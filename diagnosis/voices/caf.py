"""Ogg to CAF, packet by packet: iPhones before iOS 18.4 play opus in Apple's container alone.

Ogg: RFC 3533 and 7845. CAF: Apple's Core Audio Format specification 1.0 (chunks desc, pakt, data).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

# Samples a second that opus counts in, and those of a packet of 20 ms, which opusenc makes.
SECOND, PACKET = 48_000, 960
PAGE_HEAD = 27


def as_caf(ogg: bytes) -> bytes:
    """The same opus packets in a CAF file.

    Parameters
    ----------
    ogg : one mono stream of packets of 20 ms, as `make_sounds` writes it.
    """
    head, _, *packets = _packets(ogg)
    delay = int(struct.unpack_from("<H", head, 10)[0])
    last = _last_position(ogg)
    rest = len(packets) * PACKET - last
    sizes = b"".join(_size(len(packet)) for packet in packets)
    table = struct.pack(">qqii", len(packets), last - delay, delay, max(rest, 0)) + sizes
    description = struct.pack(">d4sIIIII", float(SECOND), b"opus", 0, 0, PACKET, head[9], 0)
    return (
        b"caff"
        + struct.pack(">HH", 1, 0)
        + b"".join(
            name + struct.pack(">q", len(content)) + content
            for name, content in (
                (b"desc", description),
                (b"pakt", table),
                (b"data", bytes(4) + b"".join(packets)),
            )
        )
    )


def _pages(ogg: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Where each page's table of segments starts, the table, and the end of its head."""
    place = 0
    while place < len(ogg):
        count = ogg[place + 26]
        table = ogg[place + PAGE_HEAD : place + PAGE_HEAD + count]
        end = place + PAGE_HEAD + count
        yield place, table, end
        place = end + sum(table)


def _packets(ogg: bytes) -> Iterator[bytes]:
    packet = b""
    for _, table, place in _pages(ogg):
        for size in table:
            packet += ogg[place : place + size]
            place += size
            # A segment of 255 bytes goes on in the next one.
            if size < 255:
                yield packet
                packet = b""


def _last_position(ogg: bytes) -> int:
    *_, (last, _, _) = _pages(ogg)
    return int(struct.unpack_from("<q", ogg, last + 6)[0])


def _size(number: int) -> bytes:
    """A whole number as CAF writes it: seven bits a byte, the highest bit on all but the last."""
    parts = [number & 0x7F]
    while number := number >> 7:
        parts.insert(0, number & 0x7F | 0x80)
    return bytes(parts)
