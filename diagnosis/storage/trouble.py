"""What a store refuses, and how two who write at once are told apart."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, is_dataclass
from typing import Any

from diagnosis.model import N_, DiagnosisError


class StorageError(DiagnosisError):
    """The store cannot be read or written."""


class UnavailableError(StorageError):
    """The store cannot be used for now: its disk is full, read-only, or another program holds it.

    Nothing was kept of what was under way; the same may succeed a moment later.

    Parameters
    ----------
    look : what is to be looked at.
    """

    def __init__(self, cause: object, look: str = "la place sur le disque et les droits") -> None:
        super().__init__(
            f"Rien ne peut être enregistré pour l’instant ({cause})\u00a0: "
            f"vérifiez {look}, puis réessayez."
        )


class TakenError(StorageError):
    """The name is already in use."""


STALE = N_("Quelqu’un d’autre l’a modifié entre-temps. Comparez les deux versions.")


class StaleError(StorageError):
    """Somebody else has changed it since it was read."""


def version_of(record: Any) -> str:
    """A short text that changes whenever a record, or plain data, does.

    Examples
    --------
    >>> version_of({"a": 1}) == version_of({"a": 1}) != version_of({"a": 2})
    True
    """
    plain = asdict(record) if is_dataclass(record) and not isinstance(record, type) else record
    return hashlib.sha256(json.dumps(plain, default=str, sort_keys=True).encode()).hexdigest()[:16]
