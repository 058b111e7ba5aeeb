"""The passphrase of backups: it locks the key that was drawn for each."""

from __future__ import annotations

import time
from pathlib import Path

import pyrage

from diagnosis.keeping.refused_backup import BackupError, damaged, foreign

# Characters; six words drawn at random have more.
SHORTEST = 12
# Times that the passphrase is tried on a busy machine, and seconds between two.
TRIES, PAUSE = 10, 1.0


def lock(identity: pyrage.x25519.Identity, passphrase: str) -> bytes:
    """Encrypt the key of a backup (`BackupError` when the passphrase is short)."""
    if len(passphrase) < SHORTEST:
        raise BackupError(
            f"Cette phrase de passe est courte\u00a0: prenez-en une de {SHORTEST} caractères au "
            "moins, par exemple six mots tirés au sort."
        )
    locked: bytes = pyrage.passphrase.encrypt(str(identity).encode(), passphrase)
    return locked


def unlock(file: Path, key: bytes, passphrase: str) -> pyrage.x25519.Identity:
    """Decrypt the key of a backup (`BackupError`: another passphrase, or no key)."""
    # The archive has just checked these bytes: what does not open has another passphrase.
    try:
        return pyrage.x25519.Identity.from_str(_patiently(key, passphrase).decode())
    except pyrage.DecryptError as error:
        if "Decryption failed" not in str(error):
            raise damaged(file) from error
        raise BackupError(
            f"Ce n’est pas la phrase de passe de {file}\u00a0: vérifiez-la, puis recommencez."
        ) from error
    except (ValueError, pyrage.IdentityError) as error:
        raise foreign(file) from error


def _patiently(key: bytes, passphrase: str) -> bytes:
    # The library times the machine in a few milliseconds and refuses a work that looks too long
    # for it: on a busy one, that is chance.
    for _ in range(TRIES):
        try:
            opened: bytes = pyrage.passphrase.decrypt(key, passphrase)
            return opened
        except pyrage.DecryptError as error:
            if "Excessive work" not in str(error):
                raise
            time.sleep(PAUSE)
    raise BackupError(
        "Cette machine est trop occupée ou trop lente pour éprouver la phrase de passe\u00a0: "
        "recommencez plus tard, ou ouvrez la sauvegarde avec la commande age (voir "
        "docs/exploitation.md)."
    )
