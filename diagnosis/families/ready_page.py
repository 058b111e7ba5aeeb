"""What is the same for everybody: compressed once, handed out as it is."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import brotli
from flask import make_response, request
from werkzeug.wrappers import Response as WSGIResponse

# Brotli's highest, 0 to 11: a page is compressed once and read on phones that pay for each byte.
QUALITY = 11


@dataclass(frozen=True)
class ReadyPage:
    """The bytes of a page in every encoding that browsers ask for."""

    bodies: Mapping[str, bytes]
    etag: str

    @classmethod
    def compress(cls, page: str) -> ReadyPage:
        """Compress a page as well as can be, which takes a moment."""
        plain = page.encode()
        small = brotli.compress(plain, quality=QUALITY)
        return cls(
            {"br": small, "gzip": gzip.compress(plain), "identity": plain},
            f"q-{hashlib.sha256(plain).hexdigest()[:16]}",
        )

    def answer(self, headers: Mapping[str, str]) -> WSGIResponse:
        """Answer the request at hand; only 304 to whoever has these very bytes."""
        encoding = request.accept_encodings.best_match(self.bodies, "identity")
        response = make_response(self.bodies[encoding])
        response.headers.update(headers)
        response.vary.add("Accept-Encoding")
        if encoding != "identity":
            response.content_encoding = encoding
        response.set_etag(self.etag)
        return response.make_conditional(request)
