"""Where pages find pictures: one address that changes with what it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from diagnosis.pictures import SHEET_STYLE, Book
from diagnosis.web.headers import COMMON_HEADERS, hash_of

# Files whose digest is kept: the whole book, and three or four for each questionnaire.
MOST = 64


@lru_cache(maxsize=MOST)
def book_address(book: Book, names: tuple[str, ...] = (), path: str = "") -> str:
    """Where a file of some pictures is, or the whole book.

    Parameters
    ----------
    book : all pictures.
    names : those of the file; all where there is none.
    path : what tells the file from the whole book.
    """
    sheet = book.sheet(names or book.names(book.pictures))
    digest = hashlib.sha256(sheet.encode()).hexdigest()[:8]
    return f"/pictures{path}.svg?v={digest}"


def whole_book(book: Book, called: str) -> str:
    """Address of a picture in the file of all of them; empty when there is none."""
    place = book.place(called)
    return f"{book_address(book)}#{place}" if place else ""


def picture_headers(fresh: bool) -> Mapping[str, str]:
    """The headers of a file of pictures, that loads nothing and has its own style.

    Parameters
    ----------
    fresh : it was asked for by the address that it has now, which never says anything else.
    """
    policy = f"default-src 'none'; style-src {hash_of(SHEET_STYLE)}; frame-ancestors 'none'"
    kept = "public, max-age=31536000, immutable" if fresh else "no-cache"
    headers = {"Content-Type": "image/svg+xml; charset=utf-8", "Cache-Control": kept}
    return MappingProxyType({**COMMON_HEADERS, **headers, "Content-Security-Policy": policy})
