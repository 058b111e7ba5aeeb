"""Marches exploratoires and café conversations: stop by stop, on paper first, then typed in."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.model import Workshop
from diagnosis.web import campaign_or_404, needs, team_page
from diagnosis.workshops._blueprint import blueprint
from diagnosis.workshops.evaluations import HERE, edited, words_of, workshop_or_404
from diagnosis.workshops.stops_form import StopsForm

# Stops on a paper form that nobody planned: a walk of an hour has five.
BLANK = 5


@blueprint.get("/staff/workshops/<int:id>/stops")
@needs(Right.HOLD_WORKSHOPS)
def stops(id: int) -> Response:
    """Show what was noted at each stop, to go on."""
    workshop = workshop_or_404(id)
    form = StopsForm.of(workshop)
    form.read_at(workshop)
    return _show(workshop, form)


@blueprint.post("/staff/workshops/<int:id>/stops")
@needs(Right.HOLD_WORKSHOPS)
def save_stops(id: int) -> Response:
    """Keep the stops, and move the one whose button was pressed."""
    workshop, form = workshop_or_404(id), StopsForm()
    if not form.validate():
        return _show(workshop, form, 422)
    up = request.form.get("up", type=int)
    if not edited(id, StopsForm.of, partial(form.noted, up=up)).keep(form):
        return _show(workshop, form, 409)
    flash(_("C’est enregistré."))
    view = "workshops.workshop" if up is None else "workshops.stops"
    return redirect(url_for(view, id=id))


@blueprint.get("/staff/workshops/<int:id>/stops/paper")
@needs(Right.HOLD_WORKSHOPS)
def stops_on_paper(id: int) -> Response:
    """Lay out a form to take along: planned stops, or empty ones."""
    workshop = workshop_or_404(id)
    places = [stop.place for stop in workshop.stops] or [""] * BLANK
    return _page("workshops/stops_on_paper.html", workshop, stops=places)


def _show(workshop: Workshop, form: StopsForm, status: int = 200) -> Response:
    return _page("workshops/stops.html", workshop, status, form=form)


def _page(template: str, workshop: Workshop, status: int = 200, **values: object) -> Response:
    campaign = campaign_or_404(workshop.campaign)
    shown = {"campaign": campaign, "here": HERE, "workshop": workshop, **values}
    return team_page(template, status, **shown, **words_of(campaign))
