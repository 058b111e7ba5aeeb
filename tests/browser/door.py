"""A door before a server: with a certificate that nobody vouches for, or with cuts at random."""

from __future__ import annotations

import random
import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def make_certificate(folder: Path) -> Path:
    """Write a self-signed certificate for 127.0.0.1 and its key into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    encoding, none = serialization.Encoding.PEM, serialization.NoEncryption()
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, none)
        + certificate.public_bytes(encoding)
    )
    return path


class Door:
    """Listens, with TLS or without, and hands everything on to a port of this machine.

    ``cuts`` is the share of answers that are cut off somewhere in their middle.
    """

    def __init__(self, port: int, certificate: Path | None = None, seed: int = 0) -> None:
        self._context = None
        if certificate:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(certificate)
        self._port, self._random, self.cuts = port, random.Random(seed), 0.0
        self._listening = socket.create_server(("127.0.0.1", 0))
        scheme = "https" if certificate else "http"
        self.address = f"{scheme}://127.0.0.1:{self._listening.getsockname()[1]}"
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        self._listening.close()

    def drop(self) -> None:
        """Cut every connection: the next one has to trust the certificate anew."""
        while self._open:
            with suppress(OSError):
                self._open.pop().shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                plain, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with suppress(OSError):
            wrapped = self._context.wrap_socket(plain, server_side=True) if self._context else plain
            with wrapped as outer, socket.create_connection(("127.0.0.1", self._port)) as inner:
                self._open += [outer, inner]
                back = threading.Thread(target=self._pour, args=(inner, outer, True), daemon=True)
                back.start()
                self._pour(outer, inner, False)
                back.join()
            plain.close()

    def _pour(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        with suppress(OSError):
            while content := source.recv(65536):
                if answers and self._random.random() < self.cuts:
                    # The server has done its work, and half of its answer arrives.
                    target.sendall(content[: self._random.randrange(len(content))])
                    for end in (target, source):
                        end.shutdown(socket.SHUT_RDWR)
                    return
                target.sendall(content)
            target.shutdown(socket.SHUT_WR)
