"""What must outlive the process: responses, campaigns, accounts, sessions, workshops come in.

The same records go out, through `Storage`, the whole contract; a method that writes has committed
durably when it returns. It must never let another room know an engine: `open_store` opens whatever
is there.
"""

from diagnosis.storage.contract import (
    STALE,
    StaleError,
    Storage,
    StorageError,
    TakenError,
    Tally,
    version_of,
)
from diagnosis.storage.opening import STORE_FILE, STORE_FILES, has_store, open_store, store_url

__all__ = [
    "STALE",
    "STORE_FILE",
    "STORE_FILES",
    "StaleError",
    "Storage",
    "StorageError",
    "TakenError",
    "Tally",
    "has_store",
    "open_store",
    "store_url",
    "version_of",
]
