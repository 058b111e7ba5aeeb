"""Test workshops: plan one from a theme, then say how it went; the next diagnosis reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.dataset import state_of
from diagnosis.model import Campaign, Workshop
from diagnosis.questionnaire import Choice
from diagnosis.web import Edited, EditForm, campaign_or_404, instance, needs, team_page
from diagnosis.workshops._blueprint import blueprint
from diagnosis.workshops.forms import EvaluationForm, PlanForm
from diagnosis.workshops.proposals import suggestion

HERE = "Essayer"


@blueprint.get("/staff/campaigns/<name>/workshops")
@needs(Right.HOLD_WORKSHOPS)
def workshops(name: str) -> Response:
    """List the test workshops of a campaign, and what the programme suggests."""
    campaign = campaign_or_404(name)
    listed = instance().store.workshops(name)
    programme = state_of(instance(), campaign).records.programme.sessions
    return team_page(
        "workshops/workshops.html",
        campaign=campaign,
        here=HERE,
        planned=[item for item in listed if not item.held],
        held=[item for item in listed if item.held],
        programme=programme,
        **_words(campaign),
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
    instance().store.add_workshop(Workshop(id=0, campaign=name, **form.changes()))
    flash(_("L’atelier est planifié."))
    return redirect(url_for("workshops.workshops", name=name))


@blueprint.get("/staff/workshops/<int:id>/edit")
@needs(Right.HOLD_WORKSHOPS)
def edit_workshop(id: int) -> Response:
    """Show the plan of a test workshop, to change it."""
    workshop = _workshop_or_404(id)
    campaign = campaign_or_404(workshop.campaign)
    form = _plan_form(campaign)(obj=workshop)
    form.read_at(workshop)
    return team_page(
        "workshops/plan.html", campaign=campaign, here=HERE, form=form, workshop=workshop
    )


@blueprint.post("/staff/workshops/<int:id>/edit")
@needs(Right.HOLD_WORKSHOPS)
def save_workshop(id: int) -> Response:
    """Change the plan of a test workshop."""
    workshop = _workshop_or_404(id)
    campaign = campaign_or_404(workshop.campaign)
    form = _plan_form(campaign)()
    if not form.validate():
        values = {"campaign": campaign, "here": HERE, "form": form, "workshop": workshop}
        return team_page("workshops/plan.html", 422, **values)
    shown = partial(_plan_form(campaign), None)
    if not _edited(id, form, lambda now: shown(obj=now)).keep(form):
        values = {"campaign": campaign, "here": HERE, "form": form, "workshop": workshop}
        return team_page("workshops/plan.html", 409, **values)
    flash(_("C’est enregistré."))
    return redirect(url_for("workshops.workshop", id=id))


@blueprint.get("/staff/workshops/<int:id>")
@needs(Right.HOLD_WORKSHOPS)
def workshop(id: int) -> Response:
    """Ask how a test workshop went, or show it."""
    workshop = _workshop_or_404(id)
    form = EvaluationForm.of(workshop)
    form.read_at(workshop)
    return _show(workshop, form)


@blueprint.post("/staff/workshops/<int:id>")
@needs(Right.HOLD_WORKSHOPS)
def evaluate(id: int) -> Response:
    """Keep how a test workshop went."""
    workshop = _workshop_or_404(id)
    form = EvaluationForm()
    if not form.validate():
        return _show(workshop, form, 422)
    # Until somebody has said how it went, there is nothing to compare.
    edited = _edited(
        id, form, lambda now: EvaluationForm.of(now, None) if now.held else form, held=True
    )
    if not edited.keep(form):
        return _show(workshop, form, 409)
    flash(_("Merci. Le prochain diagnostic en tient compte."))
    return redirect(url_for("workshops.workshops", name=workshop.campaign))


def _edited(
    id: int,
    form: PlanForm | EvaluationForm,
    other: Callable[[Workshop], EditForm],
    **values: Any,
) -> Edited:
    """The workshop as one of its two forms changes it."""

    def save(workshop: Workshop, version: str) -> None:
        instance().store.save_workshop(replace(workshop, **form.changes(), **values), version)

    return Edited(lambda: _workshop_or_404(id), save, other)


def _show(workshop: Workshop, form: EvaluationForm, status: int = 200) -> Response:
    campaign = campaign_or_404(workshop.campaign)
    return team_page(
        "workshops/workshop.html",
        status,
        campaign=campaign,
        here=HERE,
        workshop=workshop,
        form=form,
        **_words(campaign),
    )


def _workshop_or_404(id: int) -> Workshop:
    return instance().store.workshop(id) or abort(404)


def _plan_form(campaign: Campaign) -> type[PlanForm]:
    return PlanForm.made_for(
        instance().themes(campaign).values(),
        _places(campaign),
        instance().languages.own_names.items(),
    )


def _places(campaign: Campaign) -> list[Choice]:
    questions = instance().questionnaire(campaign).questions
    return [choice for item in questions if item.use == "place" for choice in item.choices]


def _words(campaign: Campaign) -> dict[str, Any]:
    """What a workshop's names are shown as."""
    return {
        "themes": {name: _(theme.label) for name, theme in instance().themes(campaign).items()},
        "places": {choice.name: _(choice.label) for choice in _places(campaign)},
        "languages": dict(instance().languages.own_names),
    }
