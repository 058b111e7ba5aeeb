"""What stands at the planners' addresses, made of a published state: where drawing is loaded."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_babel import gettext

from analysis.french import typography
from diagnosis.model import Campaign
from diagnosis.planners import library, pages, reports, tables
from diagnosis.planners.dossier import Places, TooFewError, document, dossier_of, paper
from diagnosis.planners.pieces import ELSEWHERE, PAGE, Piece
from diagnosis.planners.topics import EXPLORED, TOPICS
from diagnosis.web import instance


def campaign(asked: Campaign) -> Piece:
    """First screen of a diagnosis: the finding, how sure, what to do next."""
    understood = pages.understand(instance(), asked)
    summary = pages.first_screen(understood) if understood.is_enough else None
    title = summary.finding if summary else understood.report.findings[0]
    values = {"summary": summary, "k": instance().k}
    shows = {"troubles": understood.state.troubles}
    return _page("planners/first.html", asked, understood, title, shows, **values)


def section(asked: Campaign, section: str) -> Piece:
    """One question, read whole; the first screen while there is nothing to tell."""
    understood = pages.understand(instance(), asked, request.args.get("need"))
    if not understood.is_enough:
        return _first(asked)
    shows = {
        "section": section,
        "plotly": library.VERSION if section in EXPLORED else "",
        "styles": library.style_names() if section in EXPLORED else [],
        "profiles": bool(understood.report.profiles.items),
        "weighted": bool(understood.report.method.weighting),
    }
    title = understood.reading.findings[section]
    return _page("planners/section.html", asked, understood, title, shows, section=section)


def _page(
    template: str,
    asked: Campaign,
    understood: pages.Understood,
    title: str,
    shows: dict[str, Any],
    **values: Any,
) -> Piece:
    """A page of a diagnosis: partials of the analysis inside the team's frame."""
    content = render_template(
        template,
        campaign=asked,
        state=understood.state,
        state_words=understood.words,
        report=understood.report,
        reading=understood.reading,
        pictures=understood.pictures,
        source=understood.source,
        labels=pages.labels(instance().library_of(asked)),
        links=f"/planning/{asked.name}",
        level=1,
        unfolded=False,
        topics={name: gettext(word) for name, word in TOPICS.items()},
        **values,
    )
    return Piece(PAGE, content, f"{typography(title)} · {typography(asked.title)}", shows=shows)


def _first(asked: Campaign) -> Piece:
    return Piece(ELSEWHERE, f"/planning/{asked.name}")


def report(asked: Campaign, kind: str) -> Piece:
    """The whole diagnosis, for machines or as one printable page."""
    return reports.report(instance(), asked, kind)


def numbers(asked: Campaign, key: str) -> Piece:
    """The numbers of a figure as a table."""
    understood = pages.understand(instance(), asked)
    return Piece("text/csv", tables.table(understood.report, key), name=f"{key}-{asked.name}.csv")


def picture(asked: Campaign, key: str) -> Piece:
    """A figure as a file of its own."""
    understood = pages.understand(instance(), asked, request.args.get("need"))
    drawn = pages.picture_file(understood, key)
    return Piece("image/svg+xml", drawn, name=f"{key}-{asked.name}.svg")


def dossier(asked: Campaign) -> Piece:
    """The five pages to hand over; the diagnosis itself while there is nothing to tell."""
    try:
        made = dossier_of(instance(), asked)
    except TooFewError:
        return _first(asked)
    here = f"/planning/{asked.name}"
    places = Places(here, f"{here}/dossier.docx", f"{here}/report.html")
    return Piece("text/html", paper(made, places))


def dossier_document(asked: Campaign) -> Piece:
    """The same text and tables to write in."""
    try:
        made = dossier_of(instance(), asked)
    except TooFewError:
        return _first(asked)
    return Piece(reports.DOCX, document(made), name=f"dossier-{asked.name}.docx")
