"""Files of other tools: results collected elsewhere become responses of a campaign.

``tables`` reads CSV and XLSX files as they are, ``mapping`` the YAML file that says which column
answers which question, ``columns`` fits the two to a questionnaire, ``rows`` makes responses and
``results`` stores them. Nothing here knows a page or an engine; it never imports Flask.
"""

from diagnosis.interchange.mapping import Mapping, read_mapping
from diagnosis.interchange.results import ImportReport, Receiver, import_results
from diagnosis.interchange.tables import Row, Table, read_results

__all__ = [
    "ImportReport",
    "Mapping",
    "Receiver",
    "Row",
    "Table",
    "import_results",
    "read_mapping",
    "read_results",
]
