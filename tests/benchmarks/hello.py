"""The least a WSGI server can be asked: the yardstick of the serving benchmark."""

from __future__ import annotations

from typing import Any


def application(environ: dict[str, Any], start: Any) -> list[bytes]:
    """Say hello."""
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]
