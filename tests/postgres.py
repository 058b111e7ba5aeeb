"""A throw-away PostgreSQL server: in a folder of its own, by a socket, nothing synced.

Without one on the machine its tests are skipped; with DIAGNOSIS_REQUIRE_POSTGRES set they fail.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from tests.servers import until

REQUIRED = "DIAGNOSIS_REQUIRE_POSTGRES"
OWNER = "diagnosis"
DOORS = """local all guarded scram-sha-256
local all all trust
local replication all trust
"""
ALONE = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
FILLED = """SELECT tablename FROM pg_tables
    WHERE schemaname = current_schema() AND strpos(tablename, '_') = 0"""
FOLLOWED = "SELECT state FROM pg_stat_replication"
SYNCHRONOUS = "SELECT sync_state FROM pg_stat_replication"
# A server under test keeps nothing for long.
QUICK = (
    "fsync=off", "full_page_writes=off", "autovacuum=off", "shared_buffers=32MB",
    "listen_addresses=", "max_connections=60", "log_min_messages=fatal",
)  # fmt: skip


def programs() -> Path:
    """The folder of the newest server, Debian's or another in the path."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if there := shutil.which("initdb"):
        found.append(Path(there))
    if found:
        return max(found, key=lambda path: int("".join(re.findall(r"\d+", str(path))) or 0)).parent
    if os.environ.get(REQUIRED):
        pytest.fail("no PostgreSQL server: scripts/system postgres")
    pytest.skip("no PostgreSQL server: scripts/system postgres")


class Server:
    """A server, and the databases that tests ask of it.

    Parameters
    ----------
    folder : its own, with a short name (a socket's has 107 letters at most).
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self._made = 0
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Make its files; `guarded` must give a password, `diagnosis` needs none."""
        encoding = ("--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")
        self.run("initdb", "-D", str(self.data), "-U", OWNER, "--auth=trust", *encoding)
        (self.data / "pg_hba.conf").write_text(DOORS)

    def start(self, *options: str) -> None:
        """Start it, and wait until it answers."""
        settings = [part for one in (*QUICK, *options) for part in ("-c", one)]
        command = [programs() / "postgres", "-D", self.data, "-k", self.folder, *settings]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **_account())
        self.run("pg_isready", "-h", str(self.folder), "-t", "30", "-d", "postgres", until=True)

    def stop(self) -> None:
        """Stop it at once, as a crash would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
            self._process = None

    def kill(self) -> None:
        """End all its processes at once, as a power cut would: none says good-bye."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        parent = self._process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text()
        for pid in (parent, *map(int, children.split())):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def follow(self, primary: Server) -> None:
        """Become its replica; from now on it acknowledges nothing that this one has not."""
        source = ("-h", str(primary.folder), "-U", OWNER, "--checkpoint=fast", "--no-sync")
        self.run("pg_basebackup", "-D", str(self.data), "-R", *source)
        self.start()
        until(lambda: primary.ask(FOLLOWED) == "streaming")
        primary.admin("ALTER SYSTEM SET synchronous_standby_names = '*'")
        primary.admin("SELECT pg_reload_conf()")
        until(lambda: primary.ask(SYNCHRONOUS) == "sync")

    def promote(self) -> None:
        """Make a replica the one that writes."""
        self.run("pg_ctl", "promote", "-w", "-D", str(self.data))

    def ask(self, question: str, database: str = "postgres") -> object:
        """The first value of the first row that answers."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            row = connection.execute(question.encode()).fetchone()
        return row[0] if row else None

    def run(self, program: str, *arguments: str, until: bool = False) -> None:
        """Run a program of the server's, with its account; `until` it succeeds."""
        while True:
            done = subprocess.run(
                [programs() / program, *arguments], capture_output=True, text=True, **_account()
            )
            gone = self._process is not None and self._process.poll() is not None
            if done.returncode == 0:
                return
            if gone or not until:
                pytest.fail(f"{program}: {done.stderr}")

    def url(self, database: str, user: str = OWNER) -> str:
        """Address of a database."""
        return f"postgresql:///{database}?host={quote(str(self.folder), safe='')}&user={user}"

    def admin(self, statement: str, database: str = "postgres") -> None:
        """Run a statement as the owner of everything."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def lent(self, name: str) -> Iterator[str]:
        """The address of a database that is there, emptied after the test: making one is slow."""
        try:
            yield self.url(name)
        finally:
            if self._process is None:
                self.start()
            self.admin(ALONE, name)
            with psycopg.connect(self.url(name)) as connection:
                # The journal would refuse.
                connection.execute("SET session_replication_role = replica")
                for (table,) in connection.execute(FILLED).fetchall():
                    connection.execute(f"DELETE FROM {table}".encode())

    @contextmanager
    def database(self, template: str = "template1", options: str = "") -> Iterator[str]:
        """A database like another one, for a test; its address."""
        self._made += 1
        name = f"test{self._made}"
        self.admin(f"CREATE DATABASE {name} TEMPLATE {template} {options}")
        try:
            yield self.url(name)
        finally:
            if self._process is None:
                self.start()
            self.admin(f"DROP DATABASE {name} WITH (FORCE)")


def _account() -> dict[str, object]:
    """The account that runs it: never root, whom it refuses."""
    if os.geteuid() != 0:
        return {}
    user = _unprivileged()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}


def _unprivileged() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


@contextmanager
def empty_server() -> Iterator[Server]:
    """A server whose files are not made yet, stopped and erased at the end."""
    programs()
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, _unprivileged().pw_uid, _unprivileged().pw_gid)
        server = Server(folder)
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def running_server() -> Iterator[Server]:
    """A server that answers."""
    with empty_server() as server:
        server.make()
        server.start()
        yield server
