"""What is handed to a funder each year: what comes in are workshops of a year, published states.

What goes out are a workbook, documents from the team's templates and slides, and the pages where a
coordinator sees what they will hold and what lacks. It must never invent a number, add up presences
as people, show a response, or lose a template for another that cannot be filled.
"""

from diagnosis.funders import objective_pages, template_pages
from diagnosis.funders._blueprint import blueprint
from diagnosis.funders.building import dossier_of
from diagnosis.funders.files import FORMATS, file_name, write_whole

__all__ = [
    "FORMATS",
    "blueprint",
    "dossier_of",
    "file_name",
    "objective_pages",
    "template_pages",
    "write_whole",
]
