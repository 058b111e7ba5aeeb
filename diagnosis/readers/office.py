"""What all readers of workbooks do: a cell as a text, and how large a workbook unpacks."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any


def unpacked_size(content: bytes) -> int:
    """Bytes of all parts of a zipped file, as it declares them (`BadZipFile` where it is none).

    A kilobyte may unpack to gigabytes.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(part.file_size for part in archive.infolist())


def cell_text(value: Any) -> str:
    """A value of a cell as people read it.

    >>> cell_text(1.0), cell_text(True), cell_text(None), cell_text(" a ")
    ('1', 'true', '', 'a')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value).strip()
