"""The picture book: what comes in are drawings (SVG) and their catalogue (YAML).

What goes out is a book: each picture with its meaning (``catalogue``), the faults of drawings that
do not keep to the hand (``drawing``), one file of as many of them as a page shows (``book``), and
sheets to try them with families (``trials``). It must never know where a picture is used, nor fetch
one from elsewhere.
"""

from diagnosis.pictures.book import Book, Picture, open_book
from diagnosis.pictures.catalogue import Entry, PicturesFile, Tested, same_words
from diagnosis.pictures.drawing import CLASSES, SHEET_STYLE, STYLE, drawing_faults
from diagnosis.pictures.trials import (
    Result,
    Sheet,
    results_of,
    trial_count,
    trial_pictures,
    trial_sheets,
)

__all__ = [
    "CLASSES",
    "SHEET_STYLE",
    "STYLE",
    "Book",
    "Entry",
    "Picture",
    "PicturesFile",
    "Result",
    "Sheet",
    "Tested",
    "drawing_faults",
    "open_book",
    "results_of",
    "same_words",
    "trial_count",
    "trial_pictures",
    "trial_sheets",
]
