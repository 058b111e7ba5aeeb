"""What somebody may send to harm: values, mutations of what is right; the same for a same seed."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any

# How many mutations of each kind: CASES=10000 for a night.
CASES = int(os.environ.get("CASES", "60"))
DEEP: list[Any] = []
for _ in range(200):
    DEEP = [DEEP]
NUMBERS = (
    "1e999",
    "9" * 400,
    "9" * 5000,
    "nan",
    "-inf",
    "Infinity",
    "١٢",
    "1_000",
    "0x10",
    "-0",
    "½",
)
# What a text may hold: each is one, and comes out as it went in.
TEXTS = (
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "+33 6",
    "-1+1",
    "<script>alert(1)</script>",
    "{{ 7*7 }} {% raw %}",
    "%(name)s %d %",
    "'; DROP TABLE responses; --",
    '"&quot;&amp;',
    "a\u202eb\u200bc\ufeffd",
    "é\u0301 ﷽ 👩‍👩‍👧 \U0001d518",
    "../../etc/passwd",
    "$" + "{A1}",
    "ligne\u2028ligne\u2029",
)
BROKEN = ("\ud800", "\udfffé", "a\0b", "\x1b[31m", "\ufffe", "x" * 20_000)
VALUES: tuple[Any, ...] = (
    *NUMBERS, *TEXTS, *BROKEN, "", " ", None, True, False, 0, -1, 2**63, 10**400, 1.5, 1e308,
    float("inf"), float("nan"), [], {}, DEEP, [[]], [None], {"a": {}}, ["\ud800"], [1, "1", 1.0],
)  # fmt: skip


def mutations(right: dict[str, Any], seed: int, count: int = CASES) -> Iterator[dict[str, Any]]:
    """What is right, changed at one to three places: most of it keeps its shape."""
    draw = random.Random(seed)
    for _ in range(count):
        changed = dict(right)
        for _ in range(draw.choice((1, 1, 1, 2, 3))):
            _change(changed, draw)
        yield changed


def _change(fields: dict[str, Any], draw: random.Random) -> None:
    name = draw.choice(list(fields) or [""])
    kind = draw.randrange(6)
    if kind == 0:
        fields.pop(name, None)
    elif kind == 1:
        fields[draw.choice(VALUES[:30])] = draw.choice(VALUES)
    elif kind == 2 and isinstance(fields.get(name), dict) and fields[name]:
        fields[name] = dict(fields[name])
        _change(fields[name], draw)
    elif kind == 3 and isinstance(fields.get(name), list) and fields[name]:
        fields[name] = [*fields[name], draw.choice((*fields[name], *VALUES))]
    else:
        fields[name] = draw.choice(VALUES)


def bytes_near(right: bytes, seed: int, count: int = CASES) -> Iterator[bytes]:
    """A file with bytes changed, taken out, repeated; the whole where nothing else is drawn."""
    draw = random.Random(seed)
    scraps = [text.encode("utf-8", "surrogatepass") for text in (*NUMBERS, *TEXTS, *BROKEN[:5])]
    for _ in range(count):
        changed = bytearray(right)
        for _ in range(draw.choice((1, 1, 2, 5))):
            at = draw.randrange(len(changed) + 1)
            end = min(len(changed), at + draw.choice((0, 1, 1, 4, 30)))
            scrap = draw.choice((b"", bytes([draw.randrange(256)]), draw.choice(scraps)))
            changed[at:end] = draw.choice((scrap, scrap, bytes(changed[at:end]) * 2))
        yield bytes(changed)


def sent(value: Any) -> str:
    """A value as a browser's form sends it."""
    return str(value).encode("utf-8", "replace").decode() if _is_short(value) else "9" * 5000


def _is_short(value: Any) -> bool:
    return not (isinstance(value, int) and abs(value) > 10**4000)
