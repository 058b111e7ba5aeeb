"""Two web machines, one that computes, a PostgreSQL and its synchronous replica, nginx before all.

Each has a folder and a loopback address of its own: nothing but the store is shared, once the
settings and the secrets were copied.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import shutil
import ssl
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from diagnosis.app import open_instance
from diagnosis.config import read_settings
from diagnosis.instance import Instance
from diagnosis.keeping import SECRETS_FILE
from tests import postgres
from tests.conftest import add_campaign
from tests.faults.test_proxies import make_certificate, nginx
from tests.servers import Server, free_port, until

DATABASE = "diagnosis"
PHONES = 4
AGAIN = 0.05  # seconds until a phone tries again
# Enough that something is under way at any moment.
STREAM = 20
SETTINGS = """address: https://localhost
open_planning: true
second_factor: false
database_url: {url}
"""


@dataclass
class Site:
    """All of them, and where nginx answers."""

    machines: list[Server]
    primary: postgres.Server
    replica: postgres.Server
    folder: Path
    port: int
    trusted: ssl.SSLContext

    def make_folder(self, name: str) -> Path:
        """Make the folder of one more machine: the settings and secrets of the first, copied."""
        new = self.folder / name
        new.mkdir(mode=0o700)
        for file in ("settings.yaml", SECRETS_FILE):
            shutil.copy(self.machines[0].folder / file, new / file)
        return new

    def ids(self) -> list[str]:
        """Ids of the responses that are stored."""
        instance = self.machines[0].open()
        try:
            return [response.id for response in instance.store.responses("stains", apart=None)]
        finally:
            instance.store.close()


def url_of(*servers: postgres.Server) -> str:
    """An address that follows the one that writes."""
    hosts = ",".join(str(server.folder) for server in servers)
    user = f"user={postgres.OWNER}&target_session_attrs=read-write"
    return f"postgresql:///{DATABASE}?host={hosts}&{user}"


@contextlib.contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Start everything; the campaign is begun once the machines have their copies."""
    with contextlib.ExitStack() as stack:
        primary = stack.enter_context(postgres.running_server())
        primary.admin(f"CREATE DATABASE {DATABASE}")
        replica = stack.enter_context(postgres.empty_server())
        replica.follow(primary)
        first = folder / "first"
        first.mkdir(mode=0o700)
        (first / "settings.yaml").write_text(SETTINGS.format(url=url_of(primary, replica)))
        open_instance(read_settings(first)).store.close()
        machines = [Server(free_port(), first, works=False, host="127.0.0.2")]
        trusted = ssl.create_default_context(cafile=str(make_certificate(folder)[0]))
        site = Site(machines, primary, replica, folder, free_port(), trusted)
        second = site.make_folder("second")
        machines.append(Server(free_port(), second, works=False, host="127.0.0.3"))
        for machine in machines:
            machine.start()
            stack.callback(machine.end)
        stack.enter_context(_proxy(site))
        begun = machines[0].open()
        add_campaign(begun, fictitious=True)
        begun.store.close()
        yield site


@contextlib.contextmanager
def _proxy(site: Site) -> Iterator[None]:
    """Our nginx, whose upstream has the machines in place of the one."""
    folder = site.folder / "proxy"
    folder.mkdir()
    files = site.folder / "cert.pem", site.folder / "key.pem"
    command = nginx(folder, site.machines[0], site.port, files)
    upstream = "".join(f"server {one.host}:{one.port};\n" for one in site.machines)
    conf = (folder / "site").read_text()
    before = f"server 127.0.0.1:{site.machines[0].port};"
    assert before in conf
    (folder / "site").write_text(conf.replace(before, upstream))
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        until(lambda: _answers(site))
        yield
        process.terminate()


def _answers(site: Site) -> bool:
    with contextlib.suppress(OSError):
        return ask(site, "/healthz")[0] == 200
    return False


def ask(site: Site, path: str, body: str | None = None) -> tuple[int, str, bytes]:
    """Ask through nginx; the status, when to come back, and the text."""
    connection = http.client.HTTPSConnection(
        "localhost", site.port, timeout=60, context=site.trusted
    )
    with contextlib.closing(connection):
        kind = {"Content-Type": "application/json"} if body else {}
        connection.request("POST" if body else "GET", path, body, kind)
        answer = connection.getresponse()
        return answer.status, answer.headers["Retry-After"] or "", answer.read()


class Phones:
    """Phones that send one response after the other, each until it is acknowledged."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.acknowledged: dict[str, float] = {}
        # By status, and whether it was said when to come back; 0 where the connection broke.
        self.refused: Counter[tuple[int, bool]] = Counter()
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._answer) for _ in range(PHONES)]

    def __enter__(self) -> Phones:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def go_on(self) -> None:
        """Wait until more was acknowledged."""
        known = len(self.acknowledged)
        until(lambda: len(self.acknowledged) >= known + STREAM)

    def refuse(self) -> None:
        """Wait until something was refused."""
        until(self.refused.total)

    def silence(self, since: float) -> float:
        """The longest time, from a moment on, in which nothing was acknowledged: seconds."""
        times = [since, *sorted(at for at in self.acknowledged.values() if at > since)]
        return max(b - a for a, b in zip(times, times[1:], strict=False))

    def _answer(self) -> None:
        while not self._over.is_set():
            name = str(uuid.uuid4())
            said = {"id": name, "language": "fr", "channel": "phone", "answers": {"A1": "maman"}}
            while not self._sent(json.dumps(said)):
                time.sleep(AGAIN)
            self.acknowledged[name] = time.monotonic()

    def _sent(self, body: str) -> bool:
        try:
            status, later, _ = ask(self._site, "/q/stains/responses", body)
        except (OSError, http.client.HTTPException):
            status, later = 0, ""
        if status in (200, 201):
            return True
        self.refused[status, bool(later)] += 1
        return False


@contextlib.contextmanager
def working(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """``diagnosis work`` in a folder."""
    command = [sys.executable, "-m", "diagnosis", "work", "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


@contextlib.contextmanager
def opened(*folders: Path) -> Iterator[list[Instance]]:
    """The instances of folders, as processes that only serve have them."""
    with contextlib.ExitStack() as stack:
        found = []
        for folder in folders:
            found.append(open_instance(read_settings(folder)))
            found[-1].publishes = False
            stack.callback(found[-1].store.close)
        yield found
