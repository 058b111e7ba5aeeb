"""The first page: each site with its lists, the common ones, who still asks former words."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, url_for
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.lists._blueprint import blueprint
from diagnosis.lists.shelves import COMMON, OWN, Shelf, contents_of
from diagnosis.model import N_, Campaign
from diagnosis.web import catalogue, instance, may, needs, team_page

KIND_LABELS = {
    "sectors": N_("Secteurs"),
    "places": N_("Lieux d’atelier"),
    "services": N_("Services"),
    "themes": N_("Ateliers"),
    "help_numbers": N_("Numéros d’aide"),
    "sites": N_("Sites"),
}


@blueprint.get("")
@needs(Right.EDIT_LISTS, somewhere=True)
def index() -> Response:
    """Show the sites that the member may edit, and the common lists to who may edit all."""
    library = instance().library
    contents = contents_of(library.lists)
    sites = [site for site in library.sites if may(Right.EDIT_LISTS, site=site.name)]
    counts = {
        site.name: {kind: Shelf(kind, site.name).entries(contents) for kind in OWN}
        for site in sites
    }
    return team_page(
        "lists/overview.html",
        sites=sites,
        counts=counts,
        common={
            kind: Shelf(kind).entries(contents)
            for kind in ("places", "services", "help_numbers", "themes")
        },
        labels=KIND_LABELS,
        files=tuple(contents),
        otherwise=[one for site in sites for one in asked_otherwise(site.name)],
    )


@blueprint.get("/common/sites")
@needs(Right.EDIT_LISTS)
def sites() -> Response:
    """The sites are listed on the first page."""
    return redirect(url_for("lists.index"))


def asked_otherwise(site: str) -> list[Campaign]:
    """The open campaigns of a site, of any for the common lists, that ask former words."""
    running = instance()
    return [
        campaign
        for campaign in running.store.campaigns()
        if site in (COMMON, running.library_of(campaign).site.name)
        and campaign.is_open(running.today())
        and may(Right.MANAGE_CAMPAIGNS, campaign.name)
        and running.changes(campaign)
    ]


def untranslated(labels: Sequence[str]) -> dict[str, int]:
    """In how many languages families would read each label in French.

    Oral languages are read aloud from the French.
    """
    written = {tag.written for tag in instance().languages if tag.written != "fr"}
    catalogues = [catalogue(instance().languages[tag]) for tag in sorted(written)]
    return {
        label: sum(bool(label) and said.gettext(label) == label for said in catalogues)
        for label in labels
    }
