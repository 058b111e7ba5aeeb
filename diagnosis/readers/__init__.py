"""Files that people hand in: what comes in are CSV, YAML and XLSForm files as any tool saved them.

What goes out are tables (``csv_text`` reads them, ``tables`` checks them), documents
(``yaml_files`` reads them, ``shapes`` makes records of them), sheets of workbooks (``workbooks``)
and the rows of XLSForms (``xlsform_sheets``; ``findings`` gathers what is wrong with them), or
every problem with its place, cause and remedy; ``contents`` decides the encoding. It must never
know what a column or a key means, nor guess where a value was lost.
"""

from diagnosis.readers.contents import content_of
from diagnosis.readers.csv_text import as_texts, as_written, read_csv, read_table
from diagnosis.readers.findings import Findings
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
from diagnosis.readers.sheet_rows import SheetRow, XlsForm
from diagnosis.readers.tables import Row, Table, as_table, letters
from diagnosis.readers.workbooks import OLE, Sheet, read_sheets, read_workbook, refused
from diagnosis.readers.xlsform_sheets import (
    FORM_SHEETS,
    LARGEST_FORM,
    TRANSLATABLE,
    read_form,
    typed,
)
from diagnosis.readers.yaml_files import Document, Location, parse, read_yaml

__all__ = [
    "BLANK",
    "BRACKETS",
    "FORM_SHEETS",
    "LARGEST_FORM",
    "MARKS",
    "NO",
    "OLE",
    "TRANSLATABLE",
    "YES",
    "Document",
    "Findings",
    "Location",
    "Row",
    "Sheet",
    "SheetRow",
    "Table",
    "XlsForm",
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
    "read_form",
    "read_sheets",
    "read_table",
    "read_workbook",
    "read_yaml",
    "refused",
    "shaped",
    "typed",
    "unpacked_size",
    "without_zeros",
]
