"""A backup that is refused, and why."""

from __future__ import annotations

from pathlib import Path

from diagnosis.model import DiagnosisError


class BackupError(DiagnosisError):
    """A backup cannot be written or used."""


def damaged(file: Path) -> BackupError:
    """A backup that is not as it was written."""
    return BackupError(f"{file} est abîmé ou incomplet\u00a0: prenez une autre sauvegarde.")


def foreign(file: Path) -> BackupError:
    """A file that is no backup."""
    return BackupError(
        f"{file} n’est pas une sauvegarde de cet outil\u00a0: donnez un fichier "
        "écrit par «\u00a0diagnosis backup\u00a0»."
    )
