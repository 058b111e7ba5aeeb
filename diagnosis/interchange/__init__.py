"""Files of other tools: what comes in are results collected elsewhere (CSV, XLSX), a mapping, and
outlines of sectors (GeoJSON, GeoPackage, shapefile).

What goes out are responses of a campaign, and a list of what is wrong, cell by cell: ``tables``
reads files as they are, ``mapping`` says which column answers which question, ``columns`` fits the
two to a questionnaire, ``standing`` says which rows count, ``identity`` who they are, ``rows``
makes responses and ``results`` stores them. It must never know a
page or an engine, nor store a row that the rules of the questionnaire refuse.
"""

from diagnosis.interchange.mapping import Mapping, read_mapping
from diagnosis.interchange.outlines import Feature, read_outlines
from diagnosis.interchange.report import ImportReport
from diagnosis.interchange.results import Receiver, import_results
from diagnosis.interchange.standing import refuses
from diagnosis.interchange.tables import OLE, read_results
from diagnosis.interchange.workbooks import Sheet, read_sheets
from diagnosis.readers import Row, Table

__all__ = [
    "Feature",
    "ImportReport",
    "Mapping",
    "OLE",
    "Receiver",
    "Row",
    "Sheet",
    "Table",
    "import_results",
    "read_mapping",
    "read_outlines",
    "read_results",
    "read_sheets",
    "refuses",
]
