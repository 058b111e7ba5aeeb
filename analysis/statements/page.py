"""The printable page of opinions: self-contained, French, a number beside each drawing."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from ..french import listing, percent, quoted, typography
from ..publishing import render, sheet
from .drawing import group_map, share_told, strip

WAYS = {"agree": "d'accord", "disagree": "pas d'accord"}
FEW = "trop peu de votes"


def page(report: dict[str, Any]) -> str:
    """Write a published report of opinions as one HTML page, the same bytes for the same report."""
    named = [quoted(entry["text"]) for entry in report["shared"]]
    return render(
        "opinions.html",
        report=report,
        style=sheet("report", "opinions"),
        ways=WAYS,
        by_name={line["name"]: line for line in report["statements"]},
        agreed=_agreed(report["consensus"]),
        sizes=_sizes(report["groups"]),
        shared=listing(named),
        settings=_settings(report["method"]),
        written=_written,
        share_told=share_told,
        drawn=lambda cell, label: _safe(strip(cell, label)),
        group_map=lambda groups, label: _safe(group_map(groups, label)),
        many=percent,
    )


def _safe(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704 - labels are escaped where they are drawn


def _agreed(found: list[dict[str, Any]]) -> str:
    """Title of what most share."""
    many = {way: sum(entry["direction"] == way for entry in found) for way in WAYS}
    told = [f"{_many(n)} la plupart sont {WAYS[way]}" for way, n in many.items() if n]
    return typography(f"{listing(told).capitalize()}.")


def _many(n: int) -> str:
    return "l'énoncé sur lequel" if n == 1 else f"{n} énoncés sur lesquels"


def _sizes(groups: list[dict[str, Any]]) -> str:
    """Title of the map of groups."""
    sizes = [f"{group['name']}, {share_told(group['cell'])}" for group in groups]
    return typography(f"{len(groups)} groupes d'opinion : {' ; '.join(sizes)}.")


def _settings(method: dict[str, Any]) -> list[tuple[str, Any]]:
    named = {**method["parameters"], **method["versions"]}
    return [*sorted(named.items()), ("graine", method["seed"])]


def _written(votes: dict[str, Any], way: str) -> str:
    return share_told(votes[way]) if way in votes else FEW
