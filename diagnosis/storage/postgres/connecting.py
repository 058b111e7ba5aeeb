"""A connection to a server that can keep a store, or why there is none and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from diagnosis.storage.engine import Cursor, Row
from diagnosis.storage.trouble import StorageError

# Debian 12's, and the oldest that the tests have run on.
OLDEST = 15
# Where the address says nothing else. A server that is gone must be heard of: seconds to connect
# (libpq takes two at least), milliseconds until a silent connection counts as dead.
MANNERS: dict[str, str | int] = {
    "connect_timeout": 3,
    "tcp_user_timeout": 5000,
    "client_encoding": "utf8",
}
# What the server or its client says, in English or French, and the remedy.
REMEDIES = (
    (
        "password|mot de passe",
        "corrigez le mot de passe dans l’adresse, ou dans le fichier .pgpass de ce compte",
    ),
    (
        r"[Pp]eer authentication|authentification peer",
        "ce compte de la machine n’entre pas sous ce nom\u00a0: mettez un mot de passe et une "
        "machine (@127.0.0.1) dans l’adresse, ou lancez la commande avec l’autre compte",
    ),
    (
        r"database .* does not exist|base de données .* n.existe pas",
        "créez-la\u00a0: createdb --owner=NOM BASE",
    ),
    (
        r"role .* does not exist|rôle .* n.existe pas",
        "créez le compte\u00a0: createuser --pwprompt NOM",
    ),
    (
        r"too many (clients|connections)|trop de (clients|connexions)|connection slots",
        "fermez d’autres programmes, ou augmentez max_connections",
    ),
    (
        r"resolve|translate host|Name or service|refused|No such file|timeout|unreachable",
        "vérifiez la machine et le port, et que le serveur y tourne (systemctl status postgresql)",
    ),
    (
        r"session is (not )?read-only|not in hot standby|server is in hot standby",
        "aucun de ces serveurs n’accepte d’écrire\u00a0: rendez-en un principal",
    ),
)
FACTS = """SELECT current_setting('transaction_read_only'), current_setting('server_encoding')"""


def full_address(url: str) -> str:
    """The address with what it leaves unsaid.

    Raises
    ------
    StorageError
        It cannot be read.
    """
    try:
        return make_conninfo(url, **_unsaid(url))
    except psycopg.ProgrammingError as error:
        raise StorageError(
            f"L’adresse de la base ne se lit pas ({said(error)})\u00a0: écrivez "
            "postgresql://nom@machine/base."
        ) from error


def _unsaid(url: str) -> dict[str, str | int]:
    said = conninfo_to_dict(url)
    return {name: value for name, value in MANNERS.items() if name not in said}


def shown(url: str) -> str:
    """A database and its machine, never the password.

    Examples
    --------
    >>> shown("postgresql://amina:secret@db.example/diagnosis")
    'diagnosis@db.example'
    """
    parts = conninfo_to_dict(url)
    return f"{parts.get('dbname', '')}@{parts.get('host', 'localhost')}"


def said(error: BaseException) -> str:
    """What went wrong, on one line."""
    return " ".join(str(error).split())


def connect(url: str) -> psycopg.Connection:
    """Open a connection to a server that can keep a store.

    Raises
    ------
    StorageError
        There is none, it is too old, cannot be written, or would not keep every letter.
    """
    address = full_address(url)
    try:
        connection = psycopg.connect(address, autocommit=True)
    except psycopg.OperationalError as error:
        cause = said(error)
        found = (remedy for pattern, remedy in REMEDIES if re.search(pattern, cause))
        remedy = next(found, "vérifiez l’adresse, puis le journal du serveur")
        raise _refused(url, cause, remedy) from error
    try:
        _look(connection, url)
    except BaseException:
        connection.close()
        raise
    return connection


def _look(connection: psycopg.Connection, url: str) -> None:
    version = connection.info.server_version // 10_000
    if version < OLDEST:
        raise _refused(
            url,
            f"PostgreSQL {version}",
            f"il faut la version {OLDEST} ou une plus récente (paquet postgresql de Debian 12)",
        )
    read_only, encoding = connection.execute(FACTS).fetchone() or ("", "")
    if read_only == "on":
        raise _refused(
            url,
            "une réplique, ou une base en lecture seule",
            "donnez l’adresse du serveur principal, ou les deux machines et "
            "«\u00a0?target_session_attrs=read-write\u00a0»",
        )
    if encoding != "UTF8":
        raise _refused(
            url,
            f"ses textes sont en {encoding}",
            "faites-en une autre\u00a0: createdb --template=template0 --encoding=UTF8 BASE",
        )


def _refused(url: str, cause: str, remedy: str) -> StorageError:
    return StorageError(f"La base {shown(url)} ne s’ouvre pas ({cause})\u00a0: {remedy}.")


class Marked:
    """A connection that takes our statements, with « ? » for each value."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Cursor:
        """Run a statement."""
        return self.connection.execute(marked(sql), _written(values))

    def executemany(self, sql: str, rows: Iterable[Row], /) -> Cursor:
        """Run a statement once for each row of values."""
        cursor = self.connection.cursor()
        cursor.executemany(marked(sql), [_written(row) for row in rows])
        return cursor


@cache
def marked(sql: str) -> bytes:
    """A statement of ours as psycopg wants it: no text of ours holds another « ? », or a « % ».

    Examples
    --------
    >>> marked("SELECT 1 WHERE a = ?")
    b'SELECT 1 WHERE a = %s'
    """
    return sql.replace("?", "%s").encode()


def _written(values: Iterable[Any]) -> list[Any]:
    # PostgreSQL keeps no NUL in a text. Ours hold none; who asks for one must find nothing.
    return [v.replace("\0", "\ufffd") if isinstance(v, str) else v for v in values]
