"""Giving back: « vous avez dit → nous avons fait », written, looked at, published, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.activity import GIVEN_LABELS
from diagnosis.dataset import asked_today
from diagnosis.languages import SOURCE
from diagnosis.model import Campaign
from diagnosis.model.giving import Given, preview_name
from diagnosis.storage import STALE, StaleError, version_of
from diagnosis.web import Edited, campaign_or_404, instance, needs, team_page
from diagnosis.workshops._blueprint import blueprint
from diagnosis.workshops.composing import needs_to_answer, proposals_of, tongues_of
from diagnosis.workshops.decisions import needs_named
from diagnosis.workshops.giving_form import GivenForm
from diagnosis.workshops.keys import new_key

HERE = "Restituer"


@blueprint.get("/staff/campaigns/<name>/given")
@needs(Right.HOLD_WORKSHOPS)
def given(name: str) -> Response:
    """List what is given back, in its order, and say what families read of it."""
    campaign = campaign_or_404(name)
    lines = instance().store.given(name)
    return team_page(
        "workshops/given.html",
        campaign=campaign,
        here=HERE,
        listed=lines,
        needs_named=needs_named(campaign),
        kinds={kind: _(label) for kind, label in GIVEN_LABELS.items()},
        tongues=tongues_of(instance(), campaign, lines),
        asked=needs_to_answer(instance(), campaign, lines),
        proposals=proposals_of(instance(), campaign),
        preview=instance().store.get(preview_name(name)) or "",
    )


@blueprint.post("/staff/campaigns/<name>/given/preview")
@needs(Right.HOLD_WORKSHOPS)
def renew_preview(name: str) -> Response:
    """Make a new address of what waits; the one before opens nothing any more."""
    campaign_or_404(name)
    instance().store.put(preview_name(name), new_key())
    flash(_("L’adresse de l’aperçu est neuve. L’ancienne ne s’ouvre plus."))
    return redirect(url_for("workshops.given", name=name))


@blueprint.get("/staff/campaigns/<name>/given/new")
@needs(Right.HOLD_WORKSHOPS)
def new_given(name: str) -> Response:
    """Write a line to give back."""
    campaign = campaign_or_404(name)
    first = {name: request.args[name] for name in ("need", "workshop") if name in request.args}
    form = _form(campaign)(data={**first, "day": instance().today()})
    return _show(campaign, form)


@blueprint.post("/staff/campaigns/<name>/given/new")
@needs(Right.HOLD_WORKSHOPS)
def add_given(name: str) -> Response:
    """Keep a new line: families do not read it before it is published."""
    campaign = campaign_or_404(name)
    form = _form(campaign)()
    if not form.validate():
        return _show(campaign, form, 422)

    asked = asked_today(instance(), campaign, form.need.data)

    def added(listed: list[Given]) -> list[Given]:
        number = 1 + max((one.number for one in listed), default=0)
        return [*listed, Given(number, asked=asked, **form.changes())]

    instance().store.change_given(name, added)
    instance().store.put_once(preview_name(name), new_key())
    flash(_("C’est écrit. Relisez, puis publiez."))
    return redirect(url_for("workshops.given", name=name))


@blueprint.get("/staff/campaigns/<name>/given/<int:number>")
@needs(Right.HOLD_WORKSHOPS)
def edit_given(name: str, number: int) -> Response:
    """Show a line, to change it."""
    campaign = campaign_or_404(name)
    found = _given_or_404(name, number)
    form = _form(campaign).of(found)
    form.read_at(found)
    return _show(campaign, form, line=found)


@blueprint.post("/staff/campaigns/<name>/given/<int:number>")
@needs(Right.HOLD_WORKSHOPS)
def save_given(name: str, number: int) -> Response:
    """Change a line, unless somebody else has changed it meanwhile."""
    campaign = campaign_or_404(name)
    found = _given_or_404(name, number)
    form = _form(campaign)()
    if not form.validate():
        return _show(campaign, form, 422, found)

    def save(line: Given, version: str) -> None:
        changed = replace(line, **form.changes())
        if (changed.need, changed.kind) != (line.need, line.kind):
            # Another answer is another choice: it stands on the numbers of today.
            changed = replace(changed, asked=asked_today(instance(), campaign, changed.need))
        _replace(name, changed, version)

    edited = Edited(lambda: _given_or_404(name, number), save, _form(campaign).of)
    if not edited.keep(form):
        return _show(campaign, form, 409, found)
    flash(_("C’est enregistré."))
    return redirect(url_for("workshops.given", name=name))


@blueprint.post("/staff/campaigns/<name>/given/<int:number>/publish")
@needs(Right.HOLD_WORKSHOPS)
def publish_given(name: str, number: int) -> Response:
    """Publish a line, or withdraw it: families read it no more, the team still does."""
    campaign_or_404(name)
    found, today = _given_or_404(name, number), instance().today()
    out = request.form.get("publish") != "1"
    changed = replace(found, withdrawn=today) if out else replace(
        found, published=today, withdrawn=None
    )  # fmt: skip
    _replace(name, changed, "")
    flash(
        _("C’est retiré\u00a0: les familles ne le lisent plus.")
        if out
        else _("C’est publié\u00a0: les familles le lisent.")
    )
    return redirect(url_for("workshops.given", name=name))


@blueprint.post("/staff/campaigns/<name>/given/<int:number>/up")
@needs(Right.HOLD_WORKSHOPS)
def move_given(name: str, number: int) -> Response:
    """Move a line before the one above it."""
    campaign_or_404(name)
    _given_or_404(name, number)

    def moved(listed: list[Given]) -> list[Given]:
        at = next((n for n, one in enumerate(listed) if one.number == number), 0)
        above = max(at - 1, 0)
        return [*listed[:above], *listed[above : at + 1][::-1], *listed[at + 1 :]]

    instance().store.change_given(name, moved)
    return redirect(url_for("workshops.given", name=name))


def _replace(name: str, line: Given, version: str) -> None:
    """Put a line in the place of its former version (`StaleError`: there is another)."""

    def replaced(listed: list[Given]) -> list[Given]:
        former = next((one for one in listed if one.number == line.number), None)
        if former is None or (version and version_of(former) != version):
            raise StaleError(STALE)
        return [line if one.number == line.number else one for one in listed]

    instance().store.change_given(name, replaced)


def _given_or_404(name: str, number: int) -> Given:
    found = (one for one in instance().store.given(name) if one.number == number)
    return next(found, None) or abort(404)


def _form(campaign: Campaign) -> type[GivenForm]:
    known = instance().languages
    tags = [tag for tag in campaign.languages if tag in known and tag != SOURCE]
    written = [(tag, known[tag].own_name) for tag in tags if not known[tag].oral]
    themes = instance().themes(campaign)
    workshops = [
        (str(one.id), f"{_(themes[one.theme].label) if one.theme in themes else one.theme}, "
                      f"{one.day:%d/%m/%Y}")
        for one in instance().store.workshops(campaign.name)
    ]  # fmt: skip
    return GivenForm.made_for(needs_named(campaign), workshops, written)


def _show(
    campaign: Campaign, form: GivenForm, status: int = 200, line: Given | None = None
) -> Response:
    values: dict[str, Any] = {"campaign": campaign, "here": HERE, "form": form, "line": line}
    return team_page("workshops/given_form.html", status, **values)
