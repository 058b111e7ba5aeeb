"""Test workshops: plan one from a theme, then say how it went; the next diagnosis reads it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.activity import (
    DECISION_LABELS,
    FORMAT_LABELS,
    PUBLIC_LABELS,
    counts_told,
    reach_of,
    usefulness_of,
)
from diagnosis.dataset import grounds_today, state_of
from diagnosis.model import Campaign, Workshop
from diagnosis.web import Edited, EditForm, campaign_or_404, instance, needs, team_page
from diagnosis.workshops._blueprint import blueprint
from diagnosis.workshops.keys import new_key
from diagnosis.workshops.suggestions import suggestion
from diagnosis.workshops.workshop_forms import EvaluationForm, PlanForm

HERE = "Essayer"


@blueprint.get("/staff/campaigns/<name>/workshops")
@needs(Right.HOLD_WORKSHOPS)
def workshops(name: str) -> Response:
    """List the test workshops of a campaign, and what the programme suggests."""
    campaign = campaign_or_404(name)
    listed, today = instance().store.workshops(name), instance().today()
    programme = state_of(instance(), campaign).records.programme.sessions
    return team_page(
        "workshops/workshops.html",
        campaign=campaign,
        here=HERE,
        coming=[item for item in listed if not item.held and item.day >= today],
        waiting=[item for item in listed if not item.held and item.day < today],
        held=[item for item in listed if item.held],
        removed=instance().store.workshops(name, removed=True),
        programme=programme,
        **words_of(campaign),
    )


@blueprint.get("/staff/campaigns/<name>/workshops/new")
@needs(Right.HOLD_WORKSHOPS)
def new_workshop(name: str) -> Response:
    """Plan a test workshop, beginning with what the programme suggests."""
    campaign = campaign_or_404(name)
    theme = request.args.get("theme", "")
    first = {"theme": theme, **suggestion(state_of(instance(), campaign).records, theme)}
    form = _plan_form(campaign)(data=first)
    return team_page("workshops/plan.html", campaign=campaign, here=HERE, form=form, workshop=None)


@blueprint.post("/staff/campaigns/<name>/workshops/new")
@needs(Right.HOLD_WORKSHOPS)
def add_workshop(name: str) -> Response:
    """Keep a planned test workshop."""
    campaign = campaign_or_404(name)
    form = _plan_form(campaign)()
    if not form.validate():
        return team_page(
            "workshops/plan.html", 422, campaign=campaign, here=HERE, form=form, workshop=None
        )
    why = grounds_today(instance(), campaign, form.theme.data)
    workshop = Workshop(id=0, campaign=name, key=new_key(), why=why, **form.changes())
    instance().store.add_workshop(workshop)
    flash(_("L’atelier est planifié."))
    return redirect(url_for("workshops.workshops", name=name))


@blueprint.get("/staff/workshops/<int:id>/edit")
@needs(Right.HOLD_WORKSHOPS)
def edit_workshop(id: int) -> Response:
    """Show the plan of a test workshop, to change it."""
    workshop = workshop_or_404(id)
    campaign = campaign_or_404(workshop.campaign)
    form = _plan_of(campaign, workshop)
    form.read_at(workshop)
    return team_page(
        "workshops/plan.html", campaign=campaign, here=HERE, form=form, workshop=workshop
    )


@blueprint.post("/staff/workshops/<int:id>/edit")
@needs(Right.HOLD_WORKSHOPS)
def save_workshop(id: int) -> Response:
    """Change the plan of a test workshop."""
    workshop = workshop_or_404(id)
    campaign = campaign_or_404(workshop.campaign)
    form = _plan_form(campaign)()
    if not form.validate():
        values = {"campaign": campaign, "here": HERE, "form": form, "workshop": workshop}
        return team_page("workshops/plan.html", 422, **values)
    if not edited(id, partial(_plan_of, campaign), form.planned).keep(form):
        values = {"campaign": campaign, "here": HERE, "form": form, "workshop": workshop}
        return team_page("workshops/plan.html", 409, **values)
    flash(_("C’est enregistré."))
    return redirect(url_for("workshops.workshop", id=id))


@blueprint.get("/staff/workshops/<int:id>")
@needs(Right.HOLD_WORKSHOPS)
def workshop(id: int) -> Response:
    """Ask how a test workshop went, or show it."""
    workshop = workshop_or_404(id)
    form = EvaluationForm.of(workshop)
    form.read_at(workshop)
    return _show(workshop, form)


@blueprint.post("/staff/workshops/<int:id>")
@needs(Right.HOLD_WORKSHOPS)
def evaluate(id: int) -> Response:
    """Keep how a test workshop went."""
    workshop = workshop_or_404(id)
    form = EvaluationForm()
    form.by_code = len(workshop.faces)
    if not form.validate():
        return _show(workshop, form, 422)
    today, campaign = instance().today(), campaign_or_404(workshop.campaign)
    grounds = grounds_today(instance(), campaign, workshop.theme)
    # Until somebody has said how it went, there is nothing to compare.
    other = lambda now: EvaluationForm.of(now, None) if now.held else form  # noqa: E731
    if not edited(id, other, lambda now: form.judged(now, grounds, today)).keep(form):
        return _show(workshop, form, 409)
    flash(_("Merci. Le prochain diagnostic en tient compte."))
    return redirect(url_for("workshops.workshops", name=workshop.campaign))


def edited(
    id: int, form: Callable[[Workshop], EditForm], change: Callable[[Workshop], Workshop]
) -> Edited:
    """The workshop as one of its two forms changes it."""

    def save(workshop: Workshop, version: str) -> None:
        instance().store.save_workshop(change(workshop), version)

    return Edited(lambda: workshop_or_404(id), save, form)


def _show(workshop: Workshop, form: EvaluationForm, status: int = 200) -> Response:
    campaign = campaign_or_404(workshop.campaign)
    return team_page(
        "workshops/workshop.html",
        status,
        campaign=campaign,
        here=HERE,
        workshop=workshop,
        form=form,
        counted=counts_told(workshop, dict(instance().languages.own_names)),
        reach=reach_of(workshop),
        useful=usefulness_of(workshop),
        **words_of(campaign),
    )


def workshop_or_404(id: int) -> Workshop:
    """Find a test workshop that was not removed, or answer 404."""
    found = instance().store.workshop(id)
    return found if found and not found.removed else abort(404)


def _plan_of(campaign: Campaign, workshop: Workshop) -> PlanForm:
    """The plan of a workshop as it is stored."""
    form = _plan_form(campaign)(None, obj=workshop)
    form.show(workshop)
    return form


def _plan_form(campaign: Campaign) -> type[PlanForm]:
    return PlanForm.made_for(
        instance().themes(campaign).values(),
        instance().questionnaire(campaign).places,
        instance().languages.own_names.items(),
    )


def words_of(campaign: Campaign) -> dict[str, Any]:
    """What a workshop's names are shown as."""
    places = instance().questionnaire(campaign).places
    return {
        "themes": {name: _(theme.label) for name, theme in instance().themes(campaign).items()},
        "places": {name: _(label) for name, label in places.items()},
        "sources": places,
        "languages": dict(instance().languages.own_names),
        "formats": {name: _(label) for name, label in FORMAT_LABELS.items()},
        "publics": {name: _(label) for name, label in PUBLIC_LABELS.items()},
        "decisions": {name: _(label) for name, label in DECISION_LABELS.items()},
    }
