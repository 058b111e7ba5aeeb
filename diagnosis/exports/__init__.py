"""Files that other people's tools read: what comes in are tables, column by column described.

What goes out are files in the formats of spreadsheets, statisticians, archives and maps, written
whole or not at all, and a table of Grist brought up to date. It must never decide who may read a
table or what may be told in it: it knows no answer, no campaign and no page.
"""

from diagnosis.exports.files import (
    CODEBOOKS,
    MAPS,
    STATISTICS,
    TABLES,
    Written,
    write_codebook,
    write_map,
    write_table,
)
from diagnosis.exports.grist import Pushed, Shared, push
from diagnosis.exports.places import Feature
from diagnosis.exports.tables import Column, ExportError, Row, Step, Table

__all__ = [
    "CODEBOOKS",
    "MAPS",
    "STATISTICS",
    "TABLES",
    "Column",
    "ExportError",
    "Feature",
    "Pushed",
    "Row",
    "Shared",
    "Step",
    "Table",
    "Written",
    "push",
    "write_codebook",
    "write_map",
    "write_table",
]
