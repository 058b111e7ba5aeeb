"""The configurations that we ship for nginx and Caddy, on the versions of Debian's packages."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import time
import uuid
from pathlib import Path

import pytest

from tests.browser.answering import stored
from tests.faults.measures import p95
from tests.servers import free_port

DEPLOY = Path(__file__).parents[2] / "deploy"
IDLE = int(os.environ.get("IDLE_PROXY", "300"))
HALF, PAGES = 40, 40
BODY = (
    b"POST /q/stains/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: 400100\r\n\r\n" + b"x" * 100_000
)


@pytest.fixture
def certificate(tmp_path):
    return make_certificate(tmp_path)


def make_certificate(folder):
    """A certificate of our own making, and its key."""
    made = folder / "cert.pem", folder / "key.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-out", str(made[0]), "-keyout", str(made[1])]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    return made


def nginx(folder, server, port, certificate):
    """Command of nginx with our site, its ports and certificate changed."""
    site = (DEPLOY / "nginx.conf").read_text()
    for old, new in {
        "127.0.0.1:8000": f"127.0.0.1:{server.port}",
        "    listen 80;\n    listen [::]:80;\n": f"    listen {free_port()};\n",
        "    listen 443 ssl http2;\n    listen [::]:443 ssl": f"    listen {port} ssl",
        "diagnosis.example": "localhost",
        "/etc/ssl/diagnosis/cert.pem": str(certificate[0]),
        "/etc/ssl/diagnosis/key.pem": str(certificate[1]),
    }.items():
        assert old in site
        site = site.replace(old, new)
    (folder / "site").write_text(site)
    whole = f"pid {folder}/pid; worker_rlimit_nofile 16384; daemon off; error_log stderr crit;"
    whole += "events { worker_connections 16384; }"
    whole += f"http {{ client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; "
    (folder / "conf").write_text(f"{whole} include {folder}/site; }}")
    return ["nginx", "-c", str(folder / "conf")]


def caddy(folder, server, port, certificate):
    """Command of Caddy with our site, its ports and certificate changed."""
    site = (DEPLOY / "Caddyfile").read_text()
    own = f"https://localhost:{port} {{\n\ttls {certificate[0]} {certificate[1]}"
    for old, new in {
        "127.0.0.1:8000": f"127.0.0.1:{server.port}",
        "diagnosis.example {": own,
        "\tservers {": "\tadmin off\n\tauto_https disable_redirects\n\tservers {",
    }.items():
        assert old in site
        site = site.replace(old, new)
    (folder / "Caddyfile").write_text(site)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


@pytest.fixture(params=[nginx, caddy])
def proxied(request, tmp_path, server, certificate):
    """Asks the server through a proxy."""
    if not shutil.which(request.param.__name__):
        pytest.skip(f"no {request.param.__name__}: apt install {request.param.__name__}")
    port = free_port()
    folder = tmp_path / "proxy"
    folder.mkdir()
    trusted = ssl.create_default_context(cafile=str(certificate[0]))

    def ask(path, body=None):
        connection = http.client.HTTPSConnection("localhost", port, timeout=60, context=trusted)
        with contextlib.closing(connection):
            kind = {"Content-Type": "application/json"} if body else {}
            connection.request("POST" if body else "GET", path, body, kind)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def hold(sent=b""):
        held = socket.create_connection(("localhost", port), timeout=30)
        if not sent:
            return held
        safe = trusted.wrap_socket(held, server_hostname="localhost")
        safe.sendall(sent)
        return safe

    command = request.param(folder, server, port, certificate)
    environment = {**os.environ, "HOME": str(folder)}
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment) as process:
        for _ in range(100):
            with contextlib.suppress(OSError):
                ask("/healthz")
                break
            time.sleep(0.1)
        yield ask, hold
        process.terminate()


@pytest.mark.fault(
    "nginx, puis Caddy, avec nos configurations",
    "pages, réponses et en-têtes passent\u00a0; un corps trop lourd est refusé",
)
def test_a_proxy_passes_what_is_asked_and_said__ok(proxied, server):
    ask, hold = proxied
    status, headers, page = ask("/q/stains?lang=fr")
    assert status == 200
    assert b'id="B1"' in page
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    name = str(uuid.uuid4())
    content = {"id": name, "language": "fr", "channel": "phone", "answers": {"A1": "maman"}}
    assert ask("/q/stains/responses", json.dumps(content))[0] == 201
    assert [response.id for response in stored(server)] == [name]
    assert ask("/q/stains/responses", "x" * 700_000)[0] == 413


@pytest.mark.fault(
    "connexions muettes et corps à moitié envoyés, tenus au mandataire",
    "les pages s’ouvrent (p95 voulu\u00a0: 250 ms)",
)
def test_pages_answer_while_connections_are_held_at_a_proxy__ok(proxied, record_property):
    ask, hold = proxied
    with contextlib.ExitStack() as held:
        for _ in range(IDLE):
            held.enter_context(hold())
        for _ in range(HALF):
            held.enter_context(hold(BODY))
        times = []
        for _ in range(PAGES):
            begun = time.perf_counter()
            status, _, page = ask("/q/stains?lang=fr")
            times.append(time.perf_counter() - begun)
            assert status == 200
            assert b'id="B1"' in page
    record_property("measured", f"{IDLE + HALF} connexions, page p95 {p95(times)}")
