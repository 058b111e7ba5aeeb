"""What the printable report says of support that is lacking."""

from __future__ import annotations

from typing import Any

from ..figures import MASKED
from ..french import interval, number

HEAD = ("Appui qui manque", "Par rapport aux autres familles")


def lack_columns(unmet: dict[str, Any]) -> tuple[str, str]:
    """Write, of the families that name a need, how many lack support, and the conclusion."""
    cell = unmet["cell"]
    return (MASKED, MASKED) if cell["hidden"] else (_counted(cell), unmet["conclusion"])


def support_texts(section: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Say what lacking support means, and for which needs families differ from the others.

    Parameters
    ----------
    section : dict
        The needs of a report.

    Returns
    -------
    tuple of list of str
        Paragraphs, then the sentences of the differences; both empty when nothing was asked.
    """
    said = section["unmet"]
    if said is None:
        return [], []
    whole = "" if said["cell"]["hidden"] else f"Un appui manque à {_counted(said['cell'])}."
    entries = [d["unmet"] for d in section["domains"] if d["unmet"]]
    return [whole, said["rule"], said["message"]], [e["sentence"] for e in entries if e["differs"]]


def _counted(cell: dict[str, Any]) -> str:
    share = interval(cell["share"], cell["low"], cell["high"], cell["N"])
    return f"{number(cell['n'])} familles sur {number(cell['N'])}, {share}"
