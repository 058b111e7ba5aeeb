"""The secret that rounds the numbers of a report made from files, kept beside it.

The same secret must serve for every report of a survey: two roundings of one count would tell it.
RESTRICTED: with it, who knows all families but one computes what that one said.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

import analysis
from diagnosis.model import DiagnosisError

NAME = "door.key"
# Read or write rights of the group or of others.
OTHERS = 0o077


@dataclass(frozen=True)
class DoorKey:
    """A secret, and the keys of the families of the last report made with it."""

    secret: bytes
    families: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """What the file holds."""
        return json.dumps({"secret": self.secret.hex(), "families": sorted(self.families)}) + "\n"

    def of(self, table: pd.DataFrame, columns: Collection[str]) -> DoorKey:
        """Same secret, with the keys of the families of a table, each known by its answers.

        >>> key = DoorKey(b"s")
        >>> split = pd.DataFrame({"b.jeux": [1, 0], "b.repas": [0, 1], "day": [1, 2]})
        >>> key.of(split, ["b"]) == key.of(split.assign(day=3), ["b"])
        True
        >>> key.of(split, ["b"]) == key.of(split.assign(**{"b.jeux": 1}), ["b"])
        False
        """
        # A question of several choices may be split in columns: b/jeux, b.jeux.
        starts = tuple(f"{name}{mark}" for name in columns for mark in "/.")
        known = [name for name in table if name in set(columns) or str(name).startswith(starts)]
        rows = ["\x1f".join(cells) for cells in table[known].astype(str).to_numpy().tolist()]
        seen: Counter[str] = Counter()
        families = []
        for row in rows:
            # Families that said the same are several all the same.
            families.append(f"{row}\x1e{seen[row]}")
            seen[row] += 1
        return DoorKey(self.secret, analysis.record_keys(self.secret, families))


def new_key() -> DoorKey:
    """Draw a secret."""
    return DoorKey(analysis.new_secret())


def read_key(folder: Path) -> DoorKey | None:
    """Read the key of a folder of reports; None when there is none.

    Raises
    ------
    DiagnosisError
        Others may read it, or it is no key; cause and remedy are told.
    """
    path = folder / NAME
    if not path.exists():
        return None
    try:
        # Elsewhere than on POSIX the mode says nothing of who may read.
        if os.name == "posix" and path.stat().st_mode & OTHERS:
            raise DiagnosisError(
                f"{path} peut être lu par d’autres\u202f: cette clé protège les réponses. "
                f"Reprenez-en l’accès\u202f: chmod 600 {path}"
            )
        kept = json.loads(path.read_text("utf-8"))
        return DoorKey(bytes.fromhex(kept["secret"]), frozenset(kept["families"]))
    except OSError as error:
        raise DiagnosisError(
            f"{path} ne peut pas être lu ({error.strerror}). Vérifiez vos droits."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise DiagnosisError(
            f"{path} n’est pas une clé. Reprenez celle d’une sauvegarde, ou effacez-la\u202f: "
            "une nouvelle sera faite."
        ) from error
