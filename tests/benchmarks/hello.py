"""The least a WSGI server can be asked: the yardstick of the serving benchmark.

``HELLO_BYTES`` makes it answer that many constant bytes instead, to tell what weight alone costs.
"""

from __future__ import annotations

import os
from typing import Any

BODY = os.urandom(int(os.environ["HELLO_BYTES"])) if "HELLO_BYTES" in os.environ else b"hello"
HEADERS = [("Content-Type", "text/plain"), ("Content-Length", str(len(BODY)))]


def application(environ: dict[str, Any], start: Any) -> list[bytes]:
    """Say hello."""
    start("200 OK", HEADERS)
    return [BODY]
