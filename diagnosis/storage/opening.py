"""Where the store of an instance is, and how to open it whatever its engine."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from diagnosis.storage.contract import Storage
from diagnosis.storage.copying import Copied, Step, copy_engine, is_empty, unfinished
from diagnosis.storage.engine import Engine
from diagnosis.storage.responses import insert_responses
from diagnosis.storage.sqlite import SQLiteEngine
from diagnosis.storage.store import Store
from diagnosis.storage.trouble import StorageError

STORE_FILE = "diagnosis.sqlite"
# A log left beside a database that is gone would be played into the next one.
STORE_FILES = (STORE_FILE, *(f"{STORE_FILE}-{kind}" for kind in ("wal", "shm", "journal")))
# The forms of addresses, as people are told them.
ADDRESSES = ("sqlite:///chemin/diagnosis.sqlite", "postgresql://nom:motdepasse@machine/base")


def open_store(url: str) -> Storage:
    """Open the store at an address, making it when there is none.

    Raises
    ------
    StorageError
        No engine reads such an address, the store cannot be opened, or a copy into it has not
        ended.
    """
    engine = _engine(url)
    try:
        if whence := unfinished(engine):
            raise StorageError(
                f"La copie vers cette base n’est pas finie\u00a0: relancez «\u00a0diagnosis "
                f"storage copy\u00a0» depuis {whence}."
            )
    except BaseException:
        engine.close()
        raise
    return Store(engine)


def copy_store(source: str, target: str, step: Step = lambda *_: None) -> list[Copied]:
    """Copy the store at an address into an empty one, or go on with a copy that was broken off.

    Raises
    ------
    StorageError
        There is nothing to copy, or the target holds something else (see `copy_engine`).
    """
    if source == target:
        raise StorageError("La base de départ et celle d’arrivée sont la même.")
    parts = urlsplit(source)
    if parts.scheme == "sqlite" and not Path(unquote(parts.path)).exists():
        raise StorageError(f"Il n’y a pas de base dans {unquote(parts.path)}.")
    with closing(_engine(source)) as former, closing(_engine(target)) as new:
        if is_empty(former) or unfinished(former):
            raise StorageError(
                "La base de départ est vide, ou sa propre copie n’est pas finie\u00a0: vérifiez "
                "son adresse."
            )
        return copy_engine(former, new, without_secret(source), step)


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


def _engine(url: str) -> Engine:
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and parts.path:
        return SQLiteEngine(Path(unquote(parts.path)), insert_responses)
    if parts.scheme in ("postgresql", "postgres"):
        # Loaded where it is asked for: a client of 13 MB, a tenth of a second.
        from diagnosis.storage.postgres import PostgresEngine

        return PostgresEngine(url, insert_responses)
    raise StorageError(
        f"«\u00a0{without_secret(url)}\u00a0» ne désigne aucune base\u00a0: écrivez "
        f"{' ou '.join(ADDRESSES)}."
    )


def without_secret(url: str) -> str:
    """An address without its password.

    Examples
    --------
    >>> without_secret("postgresql://amina:secret@db/diagnosis?sslmode=require")
    'postgresql://amina@db/diagnosis'
    >>> without_secret("sqlite:///srv/diagnosis.sqlite")
    'sqlite:///srv/diagnosis.sqlite'
    """
    parts = urlsplit(url)
    if not parts.scheme:
        return url
    user, at, host = parts.netloc.rpartition("@")
    return f"{parts.scheme}://{user.partition(':')[0]}{at}{host}{parts.path}"
