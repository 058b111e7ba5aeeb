"""The printable report: every section on one self-contained French page, without a script."""

from __future__ import annotations

from ..model import Report
from ..pictures import pictures
from ..publishing import render, sheet
from ..reading import Reading, need_shown, source_of


def page(report: Report) -> str:
    """Write a published report as one HTML page, the same bytes for the same report."""
    need = need_shown(report, None)
    drawn = pictures(report, need)
    titles = {key: picture.finding for key, picture in drawn.items()}
    return render(
        "report.html",
        title=report.title or "Diagnostic des besoins",
        style=sheet("sections", "report"),
        report=report,
        reading=Reading(report, titles, need),
        pictures=drawn,
        source=source_of(report),
        labels={},
        links="",
        level=2,
        unfolded=True,
    )
