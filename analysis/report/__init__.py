"""The diagnosis as a whole: every section in order, its sentences, its method and its pages.

In: a table of answers, its codebook and what staff entered.
Out: a `Diagnosis`, aggregates that passed the door, as JSON and as a printable page.
Never: a count of its own; a number that did not pass the door, but in the restricted file.
"""

from ..model import schema
from .diagnose import Diagnosis, assign_profiles, diagnose, write_report
from .restricted import restricted_tables
from .sentences import needs_title

__all__ = [
    "Diagnosis",
    "assign_profiles",
    "diagnose",
    "needs_title",
    "restricted_tables",
    "schema",
    "write_report",
]
