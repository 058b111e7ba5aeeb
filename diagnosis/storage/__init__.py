"""What must outlive the process: responses, campaigns, the team, sessions, workshops come in.

The same records go out, through `Storage`, the whole contract; a method that writes has committed
durably when it returns. It must never let another room know an engine: `open_store` opens whatever
is there.
"""

from diagnosis.storage.contract import Storage, Tally
from diagnosis.storage.copying import Copied
from diagnosis.storage.opening import (
    ADDRESSES,
    STORE_FILE,
    STORE_FILES,
    copy_store,
    has_store,
    open_store,
    store_url,
    without_secret,
)
from diagnosis.storage.sqlite import SIGN, HandedInError, Query, handed_in, write_handed_out
from diagnosis.storage.steps import STEPS as STORE_STEPS
from diagnosis.storage.team import EVERYWHERE, Entry, Factor, Grant, Invitation, Take, User, Visit
from diagnosis.storage.trouble import (
    STALE,
    StaleError,
    StorageError,
    TakenError,
    UnavailableError,
    version_of,
)

__all__ = [
    "ADDRESSES",
    "EVERYWHERE",
    "SIGN",
    "STALE",
    "STORE_FILE",
    "STORE_FILES",
    "STORE_STEPS",
    "Copied",
    "HandedInError",
    "Query",
    "Entry",
    "Factor",
    "Grant",
    "Invitation",
    "StaleError",
    "Storage",
    "StorageError",
    "TakenError",
    "Take",
    "Tally",
    "UnavailableError",
    "User",
    "Visit",
    "copy_store",
    "handed_in",
    "has_store",
    "open_store",
    "store_url",
    "version_of",
    "without_secret",
    "write_handed_out",
]
