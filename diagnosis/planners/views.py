"""The planners' addresses."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response as WSGIResponse

from analysis.publishing import FILTERS, LOADER
from diagnosis.accounts import Action, Right
from diagnosis.model import N_
from diagnosis.planners import library, pages, reports, tables
from diagnosis.planners.dossier import Places, TooFewError, document, dossier_of, paper
from diagnosis.web import campaign_or_404, instance, may, needs, note, team_page

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
FIGURES = "needs, map, profiles, crossing, axes, themes, programme"


@blueprint.get("/planning/")
@needs(Right.READ_DIAGNOSIS, somewhere=True)
def campaigns() -> WSGIResponse:
    """List the campaigns."""
    readable = [
        item
        for item in pages.campaigns(instance())
        if instance().open_planning or may(Right.READ_DIAGNOSIS, item.campaign.name)
    ]
    return team_page("planners/campaigns.html", campaigns=readable)


@blueprint.get("/planning/<name>")
@needs(Right.READ_DIAGNOSIS)
def campaign(name: str) -> WSGIResponse:
    """First screen of a diagnosis: the finding, how sure, what to do next."""
    asked = campaign_or_404(name)
    understood = pages.understand(instance(), asked)
    summary = pages.first_screen(understood) if understood.is_enough else None
    return _page("planners/first.html", name, understood, summary=summary, k=instance().k)


@blueprint.get(f"/planning/<name>/<any({SECTIONS}):section>")
@needs(Right.READ_DIAGNOSIS)
def section(name: str, section: str) -> WSGIResponse:
    """One question, read whole; the first screen while there is nothing to tell."""
    need = request.args.get("need")
    understood = pages.understand(instance(), campaign_or_404(name), need)
    if not understood.is_enough:
        return redirect(f"/planning/{name}")
    drawn = {"plotly": library.VERSION, "styles": library.style_names()}
    return _page("planners/section.html", name, understood, section=section, **drawn)


def _page(template: str, name: str, understood: pages.Understood, **values: Any) -> WSGIResponse:
    """A page of a diagnosis: partials of the analysis inside the team's frame."""
    return team_page(
        template,
        campaign=campaign_or_404(name),
        here="Comprendre",
        state=understood.state,
        state_words=understood.words,
        report=understood.report,
        reading=understood.reading,
        pictures=understood.pictures,
        source=understood.source,
        labels=pages.labels(instance().library),
        links=f"/planning/{name}",
        level=1,
        unfolded=False,
        sections_sheet=library.sheet_address(),
        topics={name: gettext(word) for name, word in TOPICS.items()},
        **values,
    )


@blueprint.get("/planning/sections-<digest>.css")
@needs(Right.READ_DIAGNOSIS, somewhere=True)
def sheet(digest: str) -> Response:
    """The style of sections, which is that of the printable report."""
    return library.sheet()


@blueprint.get("/planning/plotly-<version>.js")
@needs(Right.READ_DIAGNOSIS, somewhere=True)
def plotly(version: str) -> Response:
    """The drawing library."""
    if version != library.VERSION:
        abort(404)
    return library.script(request.accept_encodings)


@blueprint.get("/planning/<name>/report.<any(json, html):kind>")
@needs(Right.READ_DIAGNOSIS)
def report(name: str, kind: str) -> Response:
    """The whole diagnosis, for machines or as one printable page."""
    found = reports.report(instance(), campaign_or_404(name), kind)
    note(Action.EXPORTED, name, f"report.{kind}")
    return found


@blueprint.get(f"/planning/<name>/<any({FIGURES}):key>.csv")
@needs(Right.READ_DIAGNOSIS)
def numbers(name: str, key: str) -> Response:
    """The numbers of a figure as a table."""
    understood = pages.understand(instance(), campaign_or_404(name))
    note(Action.EXPORTED, name, f"{key}.csv")
    return reports.table(tables.table(understood.report, key), f"{key}-{name}.csv")


@blueprint.get(f"/planning/<name>/<any({FIGURES}):key>.svg")
@needs(Right.READ_DIAGNOSIS)
def picture(name: str, key: str) -> Response:
    """A figure as a file of its own."""
    need = request.args.get("need")
    understood = pages.understand(instance(), campaign_or_404(name), need)
    note(Action.EXPORTED, name, f"{key}.svg")
    return reports.picture(pages.picture_file(understood, key), f"{key}-{name}.svg")


@blueprint.get("/planning/<name>/dossier")
@needs(Right.READ_DIAGNOSIS)
def dossier(name: str) -> WSGIResponse:
    """The five pages to hand over; the diagnosis itself while there is nothing to tell."""
    try:
        made = dossier_of(instance(), campaign_or_404(name))
    except TooFewError:
        return redirect(f"/planning/{name}")
    here = f"/planning/{name}"
    return reports.page(paper(made, Places(here, f"{here}/dossier.docx", f"{here}/report.html")))


@blueprint.get("/planning/<name>/dossier.docx")
@needs(Right.READ_DIAGNOSIS)
def dossier_document(name: str) -> WSGIResponse:
    """The same text and tables to write in."""
    try:
        made = dossier_of(instance(), campaign_or_404(name))
    except TooFewError:
        return redirect(f"/planning/{name}")
    note(Action.EXPORTED, name, "dossier.docx")
    return reports.document(document(made), f"dossier-{name}.docx")
