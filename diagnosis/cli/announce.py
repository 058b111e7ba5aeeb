"""Run as a script beside the server: print lines once an address answers.

A process of its own, with the standard library alone: the server forks its workers, and a fork
copies the locks that another thread of the parent happens to hold.
"""

from __future__ import annotations

import sys
import time
import urllib.request


def announce(address: str, lines: list[str], patience: float = 60.0) -> bool:
    """Wait until the address answers, then print the lines; False when it never did."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own http address
                break
        except OSError:
            time.sleep(0.1)
    else:
        return False
    for line in lines:
        print(line, flush=True)
    return True


if __name__ == "__main__":
    sys.exit(not announce(sys.argv[1], sys.argv[2:]))
