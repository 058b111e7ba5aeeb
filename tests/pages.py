"""What every page must be, whatever it shows."""

from __future__ import annotations

import warnings
from collections import Counter
from functools import lru_cache
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import TestResponse

XHTML = "{http://www.w3.org/1999/xhtml}"


@lru_cache(maxsize=128)
def parse(html: str) -> Element:
    """Read a page strictly: a parse error fails the test. Many tests fetch the same bytes."""
    parser = html5lib.HTMLParser(strict=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # html5lib itself warns of its own deprecated calls
        document = parser.parse(html)
    errors = [error for error in parser.errors if error[1] not in TOLERATED]
    assert not errors, errors[:3]
    return document


# html5lib predates these correct uses of HTML.
TOLERATED: set[str] = set()


def check_page(response: TestResponse) -> Element:
    """Hold a page to the house rules; give its tree for more."""
    assert response.mimetype == "text/html"
    document = parse(response.text)
    html = document if document.tag == f"{XHTML}html" else document.find(f"{XHTML}html")
    assert html is not None
    assert html.get("lang"), "a page says its language"
    assert html.get("dir") in ("ltr", "rtl"), "a page says its direction"
    heads = list(html.iter(f"{XHTML}h1"))
    assert len(heads) == 1, f"{len(heads)} h1"
    title = html.find(f"{XHTML}head/{XHTML}title")
    assert title is not None
    assert text(title).startswith(text(heads[0])), (text(title), text(heads[0]))
    ids = Counter(item.get("id") for item in html.iter() if item.get("id"))
    assert not [name for name, count in ids.items() if count > 1], "ids are unique"
    _check_labels(html, set(ids))
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    return html


def text(element: Element) -> str:
    """Words of an element."""
    return " ".join("".join(element.itertext()).split())


def _check_labels(html: Element, ids: set[str | None]) -> None:
    wrapped = {
        field
        for label in html.iter(f"{XHTML}label")
        for field in label.iter()
        if field is not label
    }
    targets = {label.get("for") for label in html.iter(f"{XHTML}label")}
    assert not [name for name in targets if name and name not in ids], "labels name a field"
    for tag in ("input", "textarea", "select"):
        for field in html.iter(f"{XHTML}{tag}"):
            if field.get("type") in ("hidden", "submit"):
                continue
            named = field in wrapped or field.get("id") in targets or field.get("aria-label")
            assert named, f"no label: {field.attrib}"
