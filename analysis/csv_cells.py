"""Texts in the cells of a CSV: what a spreadsheet would take for a formula stays a text.

In: a value to write, or a text that was read.
Out: the same with an apostrophe before it, by which spreadsheets mark a text, or without.
Never: a number changed, nor a text that comes back other than it went.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

# What begins a formula in Excel, LibreOffice and Google Sheets (OWASP, « CSV Injection »).
SIGNS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[+-]?[\d\s.,]+%?")


def as_text(value: Any) -> Any:
    """Mark a text that a spreadsheet would compute; numbers and other texts as they are.

    Examples
    --------
    >>> [as_text(value) for value in ("=1+1", "-2,5", -2, "'=x", "a=b")]
    ["'=1+1", '-2,5', -2, "''=x", 'a=b']
    """
    risky = isinstance(value, str) and value.lstrip("'").startswith(SIGNS)
    return f"'{value}" if risky and not NUMBER.fullmatch(value) else value


def as_texts(row: Iterable[Any]) -> list[Any]:
    """Mark each value of a row."""
    return [as_text(value) for value in row]


def as_written(text: str) -> str:
    """Take the mark away from a text that :func:`as_text` wrote.

    Examples
    --------
    >>> [as_written(text) for text in ("'=1+1", "''=x", "'a", "-2")]
    ['=1+1', "'=x", "'a", '-2']
    """
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(SIGNS) else text
