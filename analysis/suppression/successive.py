"""Two reports of one survey: few families apart, their difference would tell what these said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..french import number, typography

Key = tuple[str, ...]
SAME = 0.5


def subtraction(earlier: Mapping[str, Any], later: Mapping[str, Any], k: int) -> str:
    """Say what subtracting one report from another of the same survey would tell.

    Parameters
    ----------
    earlier, later : mapping
        As ``report.json`` holds them.
    k : int

    Returns
    -------
    str
        A French sentence; empty when nothing is to be feared: other questions, ``k`` families
        more or fewer, or the same counts wherever both reports tell one.

    Notes
    -----
    With ``k`` families between two reports, every difference of two told counts still stands on
    what ``k`` families at least said together. The same number of families and the same counts
    are taken for the same table, analysed again.

    Examples
    --------
    >>> told = lambda n: {"participation": {"n": n, "variables": [
    ...     {"name": "q", "missing": 0, "categories": []}]}}
    >>> subtraction(told(40), told(40), 11), subtraction(told(40), told(51), 11)
    ('', '')
    >>> print(subtraction(told(40), told(43), 11).replace(chr(0x202f), " "))
    Le rapport qui est déjà là compte 40 familles, celui-ci 43 : qui lirait les deux saurait, par \
soustraction, ce qu'ont dit moins de 11 familles.
    """
    before, after = (report.get("participation") or {} for report in (earlier, later))
    first, second = before.get("n"), after.get("n")
    if first is None or second is None or abs(first - second) >= k or not _alike(before, after):
        return ""
    one, two = _counts(before), _counts(after)
    if first == second and all(one[key] == two[key] for key in one.keys() & two.keys()):
        return ""
    return typography(
        f"Le rapport qui est déjà là compte {number(first)} familles, celui-ci {number(second)} : "
        f"qui lirait les deux saurait, par soustraction, ce qu'ont dit moins de {k} familles."
    )


def _alike(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    names = [{variable["name"] for variable in part["variables"]} for part in (one, two)]
    return len(names[0] & names[1]) > SAME * min(map(len, names))


def _counts(part: Mapping[str, Any]) -> dict[Key, Any]:
    """Give the counts told of each question and of each answer."""
    found: dict[Key, Any] = {}
    for variable in part["variables"]:
        if variable["missing"] is not None:
            found[variable["name"],] = variable["missing"]
        for entry in variable["categories"]:
            if not entry["cell"]["hidden"]:
                found[variable["name"], entry["name"]] = entry["cell"]["n"], entry["cell"]["N"]
    return found
