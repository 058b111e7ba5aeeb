"""Files that people hand in: what comes in are CSV, YAML and XLSForm files as any tool saved them.

What goes out are tables (``csv_text`` reads them, ``tables`` checks them), documents
(``yaml_files`` reads them, ``shapes`` makes records of them) and the sheets of XLSForms
(``xlsform_sheets``), or every problem with its place,
cause and remedy; ``contents`` decides the encoding. It must never know what a column or a key
means, nor guess where a value was lost.
"""

from diagnosis.readers.contents import content_of
from diagnosis.readers.csv_text import as_texts, as_written, read_csv, read_table
from diagnosis.readers.marks import (
    BLANK,
    BRACKETS,
    MARKS,
    NO,
    YES,
    choice_in,
    fold,
    plain,
    without_zeros,
)
from diagnosis.readers.office import cell_text, unpacked_size
from diagnosis.readers.shapes import shaped
from diagnosis.readers.tables import Row, Table, as_table, letters
from diagnosis.readers.xlsform_sheets import SheetRow, XlsForm, read_xlsform
from diagnosis.readers.yaml_files import Document, Location, parse, read_yaml

__all__ = [
    "BLANK",
    "BRACKETS",
    "MARKS",
    "NO",
    "YES",
    "XlsForm",
    "Document",
    "Location",
    "Row",
    "SheetRow",
    "Table",
    "as_table",
    "as_texts",
    "as_written",
    "cell_text",
    "choice_in",
    "content_of",
    "fold",
    "letters",
    "parse",
    "plain",
    "read_csv",
    "read_table",
    "read_xlsform",
    "read_yaml",
    "shaped",
    "unpacked_size",
    "without_zeros",
]
