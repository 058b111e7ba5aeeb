"""The printable report: every section on one self-contained French page, without a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model import typed
from ..publishing import render, sheet
from .pictures import pictures
from .reading import Reading, need_shown, source_of


def page(report: Mapping[str, Any]) -> str:
    """Write a published report as one HTML page, the same bytes for the same report."""
    found = typed(report)
    need = need_shown(found, None)
    drawn = pictures(report, need)
    titles = {key: picture.finding for key, picture in drawn.items()}
    return render(
        "report.html",
        title=found.title or "Diagnostic des besoins",
        style=sheet("sections", "report"),
        report=found,
        reading=Reading(found, titles, need),
        pictures=drawn,
        source=source_of(found),
        labels={},
        links="",
        level=2,
        unfolded=True,
    )
