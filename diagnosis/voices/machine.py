"""The files of the machine voice: a folder per language beside the store, one file a text.

They are made of what the instance says anyway: no backup holds them, `diagnosis voices make` makes
them again.
"""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = "machine"
MANIFEST = "made.txt"
NAME = re.compile(r"[0-9a-z]{1,7}")


class MachineVoices:
    """What the machine voice can say.

    Parameters
    ----------
    data : the folder of the instance.
    on : False where the setting `machine_voice` silences it.
    """

    def __init__(self, data: Path, on: bool = True) -> None:
        self.folder = data / FOLDER
        self._on = on
        self._read: dict[str, tuple[int, tuple[str, frozenset[str]]]] = {}

    def version(self, tag: str) -> str:
        """How the sounds of a language were made; it changes when all are made anew."""
        return self._manifest(tag)[0]

    def names(self, tag: str) -> frozenset[str]:
        """The texts that it says in a language, by `sound_name`."""
        return self._manifest(tag)[1]

    def sound(self, tag: str, name: str) -> bytes | None:
        """A sound (Ogg, opus); None when there is none."""
        if not NAME.fullmatch(name) or name not in self.names(tag):
            return None
        try:
            return (self.folder / tag / f"{name}.ogg").read_bytes()
        except FileNotFoundError:
            return None

    def stamp(self, tag: str) -> str:
        """A text that changes when a sound of a language comes or goes."""
        self._manifest(tag)
        return str(self._read[tag][0]) if tag in self._read else ""

    def _manifest(self, tag: str) -> tuple[str, frozenset[str]]:
        path = self.folder / tag / MANIFEST
        try:
            written = path.stat().st_mtime_ns if self._on else 0
        except FileNotFoundError:
            written = 0
        if not written:
            self._read.pop(tag, None)
            return "", frozenset()
        if tag not in self._read or self._read[tag][0] != written:
            version, *names = path.read_text("utf-8").split()
            self._read[tag] = written, (version, frozenset(names))
        return self._read[tag][1]
