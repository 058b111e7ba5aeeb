"""Files that people hand in: what comes in are CSV and YAML files as any tool saved them.

What goes out are tables (``csv_text`` reads them, ``tables`` checks them) and documents
(``yaml_files`` reads them, ``shapes`` makes records of them), or every problem with its place,
cause and remedy; ``contents`` decides the encoding. It must never know what a column or a key
means, nor guess where a value was lost.
"""

from diagnosis.readers.contents import content_of
from diagnosis.readers.csv_text import as_texts, as_written, read_csv, read_table
from diagnosis.readers.marks import BLANK, BRACKETS, MARKS, NO, YES, fold, plain, without_zeros
from diagnosis.readers.shapes import shaped
from diagnosis.readers.tables import Row, Table, as_table
from diagnosis.readers.yaml_files import Document, Location, parse, read_yaml

__all__ = [
    "BLANK",
    "BRACKETS",
    "MARKS",
    "NO",
    "YES",
    "Document",
    "Location",
    "Row",
    "Table",
    "as_table",
    "as_texts",
    "as_written",
    "content_of",
    "fold",
    "parse",
    "plain",
    "read_csv",
    "read_table",
    "read_yaml",
    "shaped",
    "without_zeros",
]
