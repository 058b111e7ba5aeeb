"""The tree of objectives of a site and a year: what is proposed, what the team writes."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Action, Right
from diagnosis.funders._blueprint import blueprint
from diagnosis.funders.building import dossier_of
from diagnosis.funders.forms import ObjectivesForm
from diagnosis.funders.model import Branch
from diagnosis.funders.objectives import Notes, keep_notes, notes_of
from diagnosis.funders.pages import FIRST, LAST, campaigns_at
from diagnosis.web import Edited, instance, needs, note, team_page


@blueprint.get("/<int:year>/<site>")
@needs(Right.MAKE_DOSSIER, somewhere=True)
def objectives(year: int, site: str) -> Response:
    """Show the tree, to write in."""
    branches, notes = _branches(year, site), notes_of(instance().store, year, site)
    form = ObjectivesForm.made_for(branches).of(notes, branches)
    form.read_at(notes)
    return _show(year, site, branches, form)


@blueprint.post("/<int:year>/<site>")
@needs(Right.MAKE_DOSSIER, somewhere=True)
def keep_objectives(year: int, site: str) -> Response:
    """Keep what the team wrote."""
    branches = _branches(year, site)
    made = ObjectivesForm.made_for(branches)
    form = made()
    if not form.validate():
        return _show(year, site, branches, form, 422)
    store = instance().store

    def save(before: Notes, version: str) -> None:
        keep_notes(store, year, site, form.notes(before, branches), version)

    edited = Edited(lambda: notes_of(store, year, site), save, lambda now: made.of(now, branches))
    if not edited.keep(form):
        return _show(year, site, branches, form, 409)
    note(Action.DOSSIER, site, str(year))
    flash(_("C’est enregistré."))
    return redirect(url_for("funders.index", year=year, site=site))


def _branches(year: int, site: str) -> tuple[Branch, ...]:
    if not FIRST <= year <= LAST:
        abort(404)
    return dossier_of(instance(), year, campaigns_at(site)).branches


def _show(
    year: int, site: str, branches: tuple[Branch, ...], form: ObjectivesForm, status: int = 200
) -> Response:
    return team_page(
        "funders/objectives.html",
        status,
        year=year,
        site=site,
        town=instance().town(site),
        branches=branches,
        form=form,
    )
