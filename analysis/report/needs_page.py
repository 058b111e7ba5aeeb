"""What the printable report says of support that is lacking."""

from __future__ import annotations

from typing import Any

from ..french import families

HEAD = ("Appui qui manque", "Par rapport aux autres familles")


def lack_columns(unmet: dict[str, Any]) -> tuple[str, str]:
    """Write, of the families that name a need, how many lack support, and the conclusion."""
    return _counted(unmet["cell"]), unmet["conclusion"]


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
    whole = f"Un appui manque à {_counted(said['cell'])}."
    entries = [d["unmet"] for d in section["domains"] if d["unmet"]]
    return [whole, said["rule"], said["message"]], [e["sentence"] for e in entries if e["differs"]]


def _counted(cell: dict[str, Any]) -> str:
    return families(cell["n"], cell["N"], cell["share"], cell["low"], cell["high"])
