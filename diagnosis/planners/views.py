"""The planners' addresses."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WSGIResponse

from analysis.publishing import FILTERS, LOADER
from diagnosis.accounts import Right
from diagnosis.dataset import PendingError
from diagnosis.model import Campaign
from diagnosis.planners import away, library
from diagnosis.planners.pieces import published
from diagnosis.planners.topics import FIGURES, TOPICS
from diagnosis.web import instance, may, needs, team_page

blueprint = Blueprint("planners", __name__)
# The sections of a diagnosis are partials of the analysis, shared with its printable report.
blueprint.jinja_loader = LOADER
for name, function in FILTERS.items():
    blueprint.add_app_template_filter(function, name)

AGAIN = 3  # seconds
# What is made of a published state (`making`) by the name of what makes it.
PUBLISHED = {
    "campaign": "/planning/<name>",
    "section": f"/planning/<name>/<any({', '.join(TOPICS)}):section>",
    "report": "/planning/<name>/report.<any(json, html):kind>",
    "numbers": f"/planning/<name>/<any({', '.join(FIGURES)}):key>.csv",
    "picture": f"/planning/<name>/<any({', '.join(FIGURES)}):key>.svg",
    "dossier": "/planning/<name>/dossier",
    "dossier_document": "/planning/<name>/dossier.docx",
}
for name, rule in PUBLISHED.items():
    blueprint.add_url_rule(rule, name, published(name))
away.add_to(blueprint)


@dataclass(frozen=True)
class Answered:
    """A campaign and how many families answered, which under ``k`` is not told."""

    campaign: Campaign
    families: int
    k: int


@blueprint.get("/planning/")
@needs(Right.READ_DIAGNOSIS, somewhere=True)
def campaigns() -> WSGIResponse:
    """List the campaigns with the number of families, which under ``k`` is not told."""
    store, k = instance().store, instance().k
    count = store.count_responses
    found = [
        Answered(one, count(one.name), k)
        for one in store.campaigns()
        if instance().open_planning or may(Right.READ_DIAGNOSIS, one.name)
    ]
    return team_page("planners/campaigns.html", campaigns=found)


def pending(error: PendingError) -> WSGIResponse:
    """The page of a diagnosis that is under way; it asks again by itself."""
    text = _("Les nombres se calculent. Cette page s’ouvrira d’elle-même.")
    if error.pieces:
        said = _("%(done)s pages sur %(all)s sont prêtes. Cette page s’ouvrira d’elle-même.")
        text = said % {"done": error.done, "all": error.pieces}
    title = _("Le diagnostic se prépare")
    response = team_page("shared/team_message.html", 503, title=title, text=text)
    response.headers["Refresh"] = str(AGAIN)
    return response


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
