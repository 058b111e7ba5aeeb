"""What an instance keeps to itself: what comes in are its folder and its store.

What goes out is a folder that nobody else on the machine reads, secrets that the store does not
hold, and backups that open with a passphrase. This room must never know a page, what families
answered, or the engine of the store.
"""

from diagnosis.keeping.backup_file import SETTINGS_FILE, Manifest
from diagnosis.keeping.backups import (
    drill,
    forget_copies,
    is_late,
    last_backup,
    make_backup,
    make_dated_backup,
    restore,
)
from diagnosis.keeping.folder import LooseError, make_private
from diagnosis.keeping.opening_secrets import forget_secrets, open_secrets
from diagnosis.keeping.refused_backup import BackupError
from diagnosis.keeping.secret_file import (
    FACTORS,
    RECEIPTS,
    SECRETS_FILE,
    SESSION,
    LostError,
    Secrets,
    SecretsError,
    draw_key,
    rounding,
    sealing,
)

__all__ = [
    "FACTORS",
    "BackupError",
    "LooseError",
    "LostError",
    "Manifest",
    "RECEIPTS",
    "SECRETS_FILE",
    "SESSION",
    "SETTINGS_FILE",
    "Secrets",
    "SecretsError",
    "draw_key",
    "drill",
    "forget_copies",
    "forget_secrets",
    "is_late",
    "last_backup",
    "make_backup",
    "make_dated_backup",
    "make_private",
    "open_secrets",
    "restore",
    "rounding",
    "sealing",
]
