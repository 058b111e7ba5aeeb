"""The first page: a year and a site, what their dossier holds and lacks, and its files."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response as FlaskResponse
from flask import abort, request, url_for
from werkzeug.wrappers import Response

from diagnosis.accounts import Action, Right
from diagnosis.funders._blueprint import blueprint
from diagnosis.funders.building import dossier_of, site_of
from diagnosis.funders.checking import TemplateRefusedError
from diagnosis.funders.fields import summary_of
from diagnosis.funders.files import FORMATS, file_name
from diagnosis.funders.missing import frame_left, missing_of
from diagnosis.funders.tables import activity, quarters
from diagnosis.funders.wording import need
from diagnosis.model import N_, Campaign
from diagnosis.web import instance, may, needs, note, team_headers, team_page

FORMAT_LABELS = {
    "xlsx": N_("Le tableau (XLSX)"),
    "docx": N_("Le dossier (DOCX)"),
    "note": N_("La page pour les élus (DOCX)"),
    "pptx": N_("Les diapositives (PPTX)"),
}
FIRST, LAST = 2000, 2100
blueprint.add_app_template_filter(need, "need_told")


@dataclass(frozen=True)
class Chosen:
    """A year and a site (empty: all that the member may see), with the campaigns counted."""

    year: int
    site: str
    campaigns: list[Campaign]


@blueprint.get("")
@needs(Right.MAKE_DOSSIER, somewhere=True)
def index() -> Response:
    """Show what the dossier of a year holds, what it lacks, and where to take it."""
    seen, chosen = _seen(), _chosen()
    dossier = dossier_of(instance(), chosen.year, chosen.campaigns)
    return team_page(
        "funders/dossier.html",
        chosen=chosen,
        dossier=dossier,
        sites=_sites(seen),
        years=_years(seen),
        labels=FORMAT_LABELS,
        summary=summary_of(dossier),
        missing=missing_of(dossier),
        frame=frame_left(),
        tables=[activity(dossier), quarters(dossier)],
        places=_sites(chosen.campaigns),
    )


@blueprint.get(f"/<any({', '.join(FORMATS)}):kind>")
@needs(Right.MAKE_DOSSIER, somewhere=True)
def file(kind: str) -> Response:
    """Hand out a file of the dossier; a template that can no longer be filled is said."""
    chosen, made = _chosen(), FORMATS[kind]
    dossier = dossier_of(instance(), chosen.year, chosen.campaigns)
    try:
        body = made.make(dossier, instance().store)
    except TemplateRefusedError as error:
        back = url_for("funders.templates")
        return team_page("funders/refused.html", 422, error=error, back=back)
    name = file_name(dossier, kind)
    note(Action.EXPORTED, chosen.site, name)
    headers = {**team_headers(), "Content-Disposition": f'attachment; filename="{name}"'}
    return FlaskResponse(body, mimetype=made.kind, headers=headers)


def campaigns_at(site: str) -> list[Campaign]:
    """The campaigns of a site that the member may see, or 404."""
    found = [one for one in _seen() if site_of(instance(), one) == site]
    return found or abort(404)


def _chosen() -> Chosen:
    """What the address asks; the last year that has workshops, if it asks none."""
    seen, site = _seen(), request.args.get("site", "")
    campaigns = campaigns_at(site) if site else seen
    asked = request.args.get("year", 0, type=int)
    year = asked if FIRST <= asked <= LAST else _last_year(campaigns)
    return Chosen(year, site, campaigns)


def _seen() -> list[Campaign]:
    campaigns = instance().store.campaigns()
    return [one for one in campaigns if may(Right.MAKE_DOSSIER, one.name)]


def _sites(campaigns: list[Campaign]) -> dict[str, str]:
    names = dict.fromkeys(site_of(instance(), one) for one in campaigns)
    return {name: instance().town(name) for name in names}


def _held_years(campaigns: list[Campaign]) -> set[int]:
    store = instance().store
    return {one.day.year for campaign in campaigns for one in store.workshops(campaign.name)}


def _years(campaigns: list[Campaign]) -> list[int]:
    """Years to choose from, the last one first."""
    today = instance().today()
    return sorted({*_held_years(campaigns), today.year, today.year - 1}, reverse=True)


def _last_year(campaigns: list[Campaign]) -> int:
    this = instance().today().year
    return max((year for year in _held_years(campaigns) if year <= this), default=this)
