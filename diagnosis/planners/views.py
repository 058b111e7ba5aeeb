"""The planners' addresses."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis import dataset
from diagnosis.planners import library, pages, reports, told
from diagnosis.planners.dossier import Places, TooFewError, document, dossier_of, paper
from diagnosis.planners.words import FILTERS
from diagnosis.web import campaign_or_404, instance, team_page

blueprint = Blueprint("planners", __name__)
for name, function in {**FILTERS, **told.FILTERS}.items():
    blueprint.add_app_template_filter(function, name)


@blueprint.get("/planning/")
def campaigns() -> WSGIResponse:
    """List the campaigns."""
    return team_page("planners/campaigns.html", campaigns=pages.campaigns(instance()))


@blueprint.get("/planning/<name>")
def campaign(name: str) -> WSGIResponse:
    """Show the diagnosis of a campaign."""
    asked, need = campaign_or_404(name), request.args.get("need")
    shown = pages.understand(instance(), asked, need)
    shown |= {"plotly": library.VERSION, "styles": library.style_names()}
    return team_page("planners/campaign.html", **shown)


@blueprint.get("/planning/plotly-<version>.js")
def plotly(version: str) -> Response:
    """Give the drawing library."""
    if version != library.VERSION:
        abort(404)
    return library.script(request.accept_encodings)


@blueprint.get("/planning/<name>/report.<any(json, html):kind>")
def report(name: str, kind: str) -> Response:
    """Give the whole diagnosis, for machines or as one printable page."""
    return reports.report(instance(), campaign_or_404(name), kind)


@blueprint.get("/planning/<name>/needs.csv")
def needs(name: str) -> Response:
    """Give the needs as a table."""
    state = dataset.state_of(instance(), campaign_or_404(name))
    return reports.table(pages.needs_csv(state.report), f"besoins-{name}.csv")


@blueprint.get("/planning/<name>/dossier")
def dossier(name: str) -> WSGIResponse:
    """Give the five pages to hand over; the diagnosis itself while there is nothing to tell."""
    try:
        made = dossier_of(instance(), campaign_or_404(name))
    except TooFewError:
        return redirect(f"/planning/{name}")
    here = f"/planning/{name}"
    return reports.page(paper(made, Places(here, f"{here}/dossier.docx", f"{here}/report.html")))


@blueprint.get("/planning/<name>/dossier.docx")
def dossier_document(name: str) -> WSGIResponse:
    """Give the same text and tables to write in."""
    try:
        made = dossier_of(instance(), campaign_or_404(name))
    except TooFewError:
        return redirect(f"/planning/{name}")
    return reports.document(document(made), f"dossier-{name}.docx")
