"""Where the store of an instance is, and how to open it whatever its engine."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from diagnosis.storage.contract import Storage
from diagnosis.storage.responses import insert_responses
from diagnosis.storage.sqlite import SQLiteEngine
from diagnosis.storage.store import Store
from diagnosis.storage.trouble import StorageError

STORE_FILE = "diagnosis.sqlite"
# A log left beside a database that is gone would be played into the next one.
STORE_FILES = (STORE_FILE, *(f"{STORE_FILE}-{kind}" for kind in ("wal", "shm", "journal")))


def open_store(url: str) -> Storage:
    """Open the store at an address, making it when there is none.

    Raises
    ------
    StorageError
        No engine reads such an address, or the store cannot be opened.
    """
    parts = urlsplit(url)
    if parts.scheme != "sqlite" or not parts.path:
        raise StorageError(
            f"«\u00a0{url}\u00a0» ne désigne aucune base\u00a0: écrivez sqlite:///chemin."
        )
    return Store(SQLiteEngine(Path(unquote(parts.path)), insert_responses))


def store_url(folder: Path) -> str:
    """Address of the store in an instance's folder.

    Examples
    --------
    >>> store_url(Path("/srv/mes réponses"))
    'sqlite:///srv/mes%20r%C3%A9ponses/diagnosis.sqlite'
    """
    return f"sqlite://{quote(str((folder / STORE_FILE).absolute()))}"


def has_store(folder: Path) -> bool:
    """Whether an instance's folder has a store."""
    return (folder / STORE_FILE).exists()
