"""The folder of an instance: its account reads and writes there, and nobody else."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from diagnosis.model import DiagnosisError

# Read, write and search rights of the group and of others.
OTHERS = 0o077
NAMED = 3  # files named in a message, at most


class LooseError(DiagnosisError):
    """Other accounts of the machine may read an instance."""

    def __init__(self, folder: Path, loose: list[str]) -> None:
        named = ", ".join(loose[:NAMED]) + (", …" if loose[NAMED:] else "")
        super().__init__(
            f"D’autres comptes de cette machine peuvent lire {folder} ({named}), où sont les "
            f"réponses des familles\u00a0: tapez chmod -R go= {shlex.quote(str(folder))}"
        )


def make_private(folder: Path) -> None:
    """Make the folder of an instance for its account alone; whatever is written later is so too.

    A folder that is there and empty is taken as it is given, and closed.

    Raises
    ------
    LooseError
        Others may read the folder or a file in it; the message has the command to type.
    """
    os.umask(OTHERS)
    folder.mkdir(parents=True, exist_ok=True)
    # Elsewhere than on POSIX the mode says nothing of who may read.
    if os.name != "posix":
        return
    if not any(folder.iterdir()):
        folder.chmod(0o700)
    if loose := list(_loose(folder)):
        raise LooseError(folder, loose)


def _loose(folder: Path) -> Iterator[str]:
    """Names of what others may read; a folder inside is closed by the one around it."""
    if folder.stat().st_mode & OTHERS:
        yield folder.name
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_file() and _mode(entry) & OTHERS:
            yield entry.name


def _mode(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_mode
    except FileNotFoundError:
        # The log of a store that another process just closed.
        return 0
