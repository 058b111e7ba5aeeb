"""Reports of earlier versions, brought to the present one step by step, like migrations.

A step is never edited once released: a report of version ``n`` passes steps ``n``, ``n + 1``…
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..french import typography
from .method import door_of, emptied

LATER = typography(
    "Cette partie a été publiée par une version antérieure ; elle revient au prochain état."
)

PARTLY = "Une partie des besoins nommés, les autres n'étaient pas publiés"


def upgrade(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report in the present version; a report of today is given back as it is.

    Examples
    --------
    >>> upgrade({"version": 3, "title": "T"})
    {'version': 3, 'title': 'T'}
    """
    found = dict(report)
    for step in STEPS[int(found.get("version", 1)) - 1 :]:
        found = step(found)
    return found


def _from_suppression(report: Mapping[str, Any]) -> dict[str, Any]:
    """1 → 2: hidden cells go; what was told of needs stays, the rest waits for a new state.

    Its sentences go too: a need that was hidden could make another one « le plus nommé ».
    """
    k = report["method"]["parameters"]["k"]
    needs = [d for d in report["needs"]["domains"] if not d["cell"]["hidden"]]
    kept = emptied(LATER)
    kept["participation"] = {**kept["participation"], "message": "", "n": report["method"]["n"]}
    kept["needs"] = {**kept["needs"], "message": "", "domains": [_need(d) for d in needs]}
    kept["needs"]["order"]["sentence"] = PARTLY
    method = {**report["method"], "door": door_of(k), "weighting": None, "weights": "none"}
    method.pop("suppressed", None)
    head = {"title": report["title"], "fictitious": report["fictitious"], "findings": [LATER]}
    return {"version": 2, **head, **kept, "method": method}


def _need(domain: Mapping[str, Any]) -> dict[str, Any]:
    cell = {key: domain["cell"][key] for key in ("n", "N", "share", "low", "high")}
    absent = dict.fromkeys(("first", "weighted", "first_weighted", "unmet"))
    head = {"name": domain["name"], "label": domain["label"]}
    return {**head, "cell": cell, **absent, "place": ""}


def _from_prints(report: Mapping[str, Any]) -> dict[str, Any]:
    """2 → 3: the likelihood of unseen families goes, which each family moved.

    Themes that were first in one draw of 40 are those that may be the best, as their title said.
    """
    profiles = {key: value for key, value in report["profiles"].items() if key != "held_out"}
    items = [{**item, "may_be_first": item["rank_low"] <= 1} for item in report["themes"]["items"]]
    themes = {**report["themes"], "items": items}
    return {**report, "version": 3, "profiles": profiles, "themes": themes}


Step = Callable[[Mapping[str, Any]], dict[str, Any]]
STEPS: tuple[Step, ...] = (_from_suppression, _from_prints)
