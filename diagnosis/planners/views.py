"""The planners' addresses."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response as WSGIResponse

from analysis.french import typography
from analysis.publishing import FILTERS, LOADER
from diagnosis.model import N_, Campaign
from diagnosis.planners import library, pages, reports, tables
from diagnosis.planners.dossier import Places, TooFewError, document, dossier_of, paper
from diagnosis.planners.pieces import ELSEWHERE, PAGE, Piece, published
from diagnosis.web import instance, team_page

blueprint = Blueprint("planners", __name__)
# The sections of a diagnosis are partials of the analysis, shared with its printable report.
blueprint.jinja_loader = LOADER
for name, function in FILTERS.items():
    blueprint.add_app_template_filter(function, name)

# The words of the menu: those of the analysis, said in the language of the page.
TOPICS = {
    "needs": N_("Besoins"),
    "who": N_("Qui a répondu"),
    "where": N_("Par zone"),
    "profiles": N_("Profils"),
    "answers": N_("Réponses"),
    "themes": N_("Thèmes"),
    "programme": N_("Programme"),
    "words": N_("Parole"),
    "method": N_("Méthode"),
}
SECTIONS = ", ".join(TOPICS)
FIGURES = ("needs", "map", "profiles", "crossing", "axes", "themes", "programme")
# Sections that one explores on the screen, with the drawing library.
EXPLORED = ("where", "answers")


@blueprint.get("/planning/")
def campaigns() -> WSGIResponse:
    """List the campaigns."""
    return team_page("planners/campaigns.html", campaigns=pages.campaigns(instance()))


@blueprint.get("/planning/<name>")
@published
def campaign(asked: Campaign) -> Piece:
    """First screen of a diagnosis: the finding, how sure, what to do next."""
    understood = pages.understand(instance(), asked)
    summary = pages.first_screen(understood) if understood.is_enough else None
    title = summary.finding if summary else understood.report.findings[0]
    values = {"summary": summary, "k": instance().k}
    shows = {"troubles": understood.state.troubles}
    return _page("planners/first.html", asked, understood, title, shows, **values)


@blueprint.get(f"/planning/<name>/<any({SECTIONS}):section>")
@published
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
        labels=pages.labels(instance().library),
        links=f"/planning/{asked.name}",
        level=1,
        unfolded=False,
        topics={name: gettext(word) for name, word in TOPICS.items()},
        **values,
    )
    return Piece(PAGE, content, f"{typography(title)} · {typography(asked.title)}", shows=shows)


def _first(asked: Campaign) -> Piece:
    return Piece(ELSEWHERE, f"/planning/{asked.name}")


@blueprint.get("/planning/sections-<digest>.css")
def sheet(digest: str) -> Response:
    """The style of sections, which is that of the printable report."""
    return library.sheet()


@blueprint.get("/planning/plotly-<version>.js")
def plotly(version: str) -> Response:
    """The drawing library."""
    if version != library.VERSION:
        abort(404)
    return library.script(request.accept_encodings)


@blueprint.get("/planning/<name>/report.<any(json, html):kind>")
@published
def report(asked: Campaign, kind: str) -> Piece:
    """The whole diagnosis, for machines or as one printable page."""
    return reports.report(instance(), asked, kind)


@blueprint.get(f"/planning/<name>/<any({', '.join(FIGURES)}):key>.csv")
@published
def numbers(asked: Campaign, key: str) -> Piece:
    """The numbers of a figure as a table."""
    understood = pages.understand(instance(), asked)
    return Piece("text/csv", tables.table(understood.report, key), name=f"{key}-{asked.name}.csv")


@blueprint.get(f"/planning/<name>/<any({', '.join(FIGURES)}):key>.svg")
@published
def picture(asked: Campaign, key: str) -> Piece:
    """A figure as a file of its own."""
    understood = pages.understand(instance(), asked, request.args.get("need"))
    drawn = pages.picture_file(understood, key)
    return Piece("image/svg+xml", drawn, name=f"{key}-{asked.name}.svg")


@blueprint.get("/planning/<name>/dossier")
@published
def dossier(asked: Campaign) -> Piece:
    """The five pages to hand over; the diagnosis itself while there is nothing to tell."""
    try:
        made = dossier_of(instance(), asked)
    except TooFewError:
        return _first(asked)
    here = f"/planning/{asked.name}"
    places = Places(here, f"{here}/dossier.docx", f"{here}/report.html")
    return Piece("text/html", paper(made, places))


@blueprint.get("/planning/<name>/dossier.docx")
@published
def dossier_document(asked: Campaign) -> Piece:
    """The same text and tables to write in."""
    try:
        made = dossier_of(instance(), asked)
    except TooFewError:
        return _first(asked)
    return Piece(reports.DOCX, document(made), name=f"dossier-{asked.name}.docx")
