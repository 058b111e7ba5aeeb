"""What an instance keeps to itself: what comes in are its folder and its store.

What goes out is a folder that nobody else on the machine reads, and secrets that the store does
not hold. This room must never know a page, what families answered, or the engine of the store.
"""

from diagnosis.keeping.folder import LooseError, make_private
from diagnosis.keeping.secret_file import (
    RECEIPTS,
    SECRETS_FILE,
    SESSION,
    LostError,
    Secrets,
    SecretsError,
    forget_secrets,
    open_secrets,
    rounding,
    sealing,
)

__all__ = [
    "LooseError",
    "LostError",
    "RECEIPTS",
    "SECRETS_FILE",
    "SESSION",
    "Secrets",
    "SecretsError",
    "forget_secrets",
    "make_private",
    "open_secrets",
    "rounding",
    "sealing",
]
