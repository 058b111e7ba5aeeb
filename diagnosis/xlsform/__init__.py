"""XLSForm, the questionnaires of ODK and Kobo: what comes in is a workbook, or a questionnaire.

What goes out is a questionnaire with a list of what of the workbook is not in it (``renaming``
writes names again, ``wording`` reads languages, ``conditions`` and ``constraints`` expressions,
``choices`` lists, ``questions`` rows, ``survey`` groups, ``reading`` the whole; ``shelf`` keeps
it), or a workbook that pyxform accepts (``writing``) and the XForm that devices collect with
(``devices``). It must never drop anything in silence, nor ask a question under another condition
than its own.
"""

from diagnosis.xlsform.devices import LANGUAGE, MEDIA, device_form
from diagnosis.xlsform.reading import WELCOME, Imported, read_xlsform
from diagnosis.xlsform.shelf import all_imported, forget_imported, keep_imported
from diagnosis.xlsform.writing import write_xlsform

__all__ = [
    "LANGUAGE",
    "MEDIA",
    "WELCOME",
    "Imported",
    "all_imported",
    "device_form",
    "forget_imported",
    "keep_imported",
    "read_xlsform",
    "write_xlsform",
]
