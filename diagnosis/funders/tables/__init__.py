"""The tables of the dossier, the same for each format.

In: a dossier.
Out: titles, and cells that are texts or numbers.
Never: a number that is neither a count of the team's own activity nor one that passed the door.
"""

from diagnosis.funders.model import Dossier
from diagnosis.funders.tables.done import activity, quarters, sessions, theme_name, themes
from diagnosis.funders.tables.model import Table, Value
from diagnosis.funders.tables.said import back, first_needs, grounds, judged, needs, to_fill, tree

__all__ = [
    "Table",
    "Value",
    "activity",
    "back",
    "first_needs",
    "grounds",
    "judged",
    "needs",
    "quarters",
    "sessions",
    "tables_of",
    "theme_name",
    "themes",
    "to_fill",
    "tree",
]


def tables_of(dossier: Dossier) -> list[Table]:
    """Every table, in the order of the sheets."""
    made = (activity, themes, sessions, quarters, needs, grounds, tree, judged, back, to_fill)
    return [make(dossier) for make in made]
