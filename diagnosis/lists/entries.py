"""Pages of the entries of a list: read them in their order, add, change, move, remove one."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.lists._blueprint import blueprint
from diagnosis.lists.forms import FORMS, EntryForm
from diagnosis.lists.overview import KIND_LABELS, asked_otherwise, untranslated
from diagnosis.lists.revising import said, save_entries, save_entry
from diagnosis.lists.shelves import COMMON, Entry, Shelf, contents_of, moved, put
from diagnosis.model import ProblemsError, new_name
from diagnosis.questionnaire import Library
from diagnosis.web import Edited, in_french, instance, needs, team_page

MOST_TOLD = 3


@blueprint.get("/<site>/<kind>")
@needs(Right.EDIT_LISTS)
def shelf(site: str, kind: str) -> Response:
    """Show the entries of a list."""
    return _show(_shelf_or_404(site, kind))


@blueprint.post("/<site>/<kind>")
@needs(Right.EDIT_LISTS)
def choose_list(site: str, kind: str) -> Response:
    """Take a list of one's own, which begins as the common one; or the common one again."""
    asked = _shelf_or_404(site, kind)
    if site == COMMON or kind == "sectors":
        abort(404)
    common, own = Shelf(kind).entries(_contents()) or [], "own" in request.form

    def change(found: list[Entry] | None) -> list[Entry] | None:
        # Somebody else may have begun the site's own list meanwhile.
        return (common if found is None else found) if own else None

    return _kept(asked, change, f"{site} {kind}")


@blueprint.get("/<site>/<kind>/new")
@needs(Right.EDIT_LISTS)
def new_entry(site: str, kind: str) -> Response:
    """Ask what the new entry is."""
    asked = _shelf_or_404(site, kind)
    return _show_form(asked, "", _form(asked, {}))


@blueprint.post("/<site>/<kind>/new")
@needs(Right.EDIT_LISTS)
def add_entry(site: str, kind: str) -> Response:
    """Add an entry at the end."""
    asked = _shelf_or_404(site, kind)
    form = _form(asked, {}, sent=True)
    if not form.validate():
        return _show_form(asked, "", form, 422)
    entry = {**_named(asked, form), **form.values}
    try:
        save_entry(asked, entry[asked.key], lambda entries: [*entries, entry])
    except ProblemsError as error:
        return _refuse(asked, "", form, error)
    flash(_("C’est enregistré."))
    return redirect(url_for("lists.shelf", site=site, kind=kind))


@blueprint.get("/<site>/<kind>/<entry>")
@needs(Right.EDIT_LISTS)
def entry(site: str, kind: str, entry: str) -> Response:
    """Show what can be changed of an entry."""
    asked = _shelf_or_404(site, kind)
    found = asked.entry(_contents(), entry) or abort(404)
    return _show_form(asked, entry, _form(asked, found))


@blueprint.post("/<site>/<kind>/<entry>")
@needs(Right.EDIT_LISTS)
def change_entry(site: str, kind: str, entry: str) -> Response:
    """Change an entry."""
    asked = _shelf_or_404(site, kind)
    form = _form(asked, asked.entry(_contents(), entry) or {}, sent=True)
    if not form.validate():
        return _show_form(asked, entry, form, 422)

    def save(record: Entry, version: str) -> None:
        changed = {asked.key: entry, **record, **form.values}
        save_entry(asked, entry, lambda found: put(found, asked.key, entry, changed), version)

    edited = Edited(lambda: asked.entry(_contents(), entry) or {}, save, partial(_form, asked))
    try:
        if not edited.keep(form):
            return _show_form(asked, entry, form, 409)
    except ProblemsError as error:
        return _refuse(asked, entry, form, error)
    flash(_("C’est enregistré."))
    return redirect(url_for("lists.shelf", site=site, kind=kind))


@blueprint.post("/<site>/<kind>/<entry>/move")
@needs(Right.EDIT_LISTS)
def move_entry(site: str, kind: str, entry: str) -> Response:
    """Move an entry: families read the list in this order."""
    asked = _shelf_or_404(site, kind)
    steps = request.form.get("steps", 0, type=int)
    asked.entry(_contents(), entry) or abort(404)
    return _kept(
        asked,
        lambda found: moved(found or [], asked.key, entry, steps),
        f"{site} {kind} {entry}",
    )


@blueprint.post("/<site>/<kind>/<entry>/remove")
@needs(Right.EDIT_LISTS)
def remove_entry(site: str, kind: str, entry: str) -> Response:
    """Take an entry out of the list; the list's history still holds it."""
    asked = _shelf_or_404(site, kind)
    return _kept(
        asked,
        lambda found: [one for one in found or () if one[asked.key] != entry],
        f"{site} {kind} {entry}",
    )


def _shelf_or_404(site: str, kind: str) -> Shelf:
    asked = Shelf(kind, site)
    names = {one.name for one in instance().library.sites}
    return asked if asked.exists and site in {COMMON, *names} else abort(404)


def _contents() -> dict[str, Any]:
    return contents_of(instance().library.lists)


def _library(asked: Shelf) -> Library:
    return instance().library_at("" if asked.site == COMMON else asked.site)


def _form(asked: Shelf, found: Entry, sent: bool = False) -> EntryForm:
    form = FORMS[asked.kind](**({} if sent else {"formdata": None}), data=found)
    others = [one for one in asked.entries(_contents()) or () if one != found]
    form.offer(_library(asked), instance().pictures, others)
    if not sent:
        form.read_at(found)
    return form


def _named(asked: Shelf, form: EntryForm) -> Entry:
    """The name of a new entry, after its words; a help number is its own."""
    if asked.key != "name":
        return {}
    # Sectors are known by their name alone, whatever their site.
    sectors = [one.name for site in instance().library.sites for one in site.sectors]
    entries = [one["name"] for one in asked.entries(_contents()) or ()]
    taken = [*sectors, *entries, COMMON]
    return {"name": new_name(form.words, taken, "-" if asked.kind == "sites" else "_")}


def _kept(asked: Shelf, change: Any, about: str) -> Response:
    try:
        save_entries(asked, change, about)
    except ProblemsError as error:
        # They wait in a cookie, which holds no hundred of them.
        for sentence in said(error)[:MOST_TOLD]:
            flash(in_french(sentence))
    else:
        flash(_("C’est enregistré."))
    return redirect(url_for("lists.shelf", site=asked.site, kind=asked.kind))


def _refuse(asked: Shelf, name: str, form: EntryForm, error: ProblemsError) -> Response:
    form.form_errors = [in_french(sentence) for sentence in said(error)]
    return _show_form(asked, name, form, 422)


def _show(asked: Shelf) -> Response:
    own = asked.entries(_contents())
    library = _library(asked)
    shown = own if own is not None else Shelf(asked.kind).entries(_contents())
    return team_page(
        "lists/shelf.html",
        shelf=asked,
        title=KIND_LABELS[asked.kind],
        town=library.site.town,
        inherited=own is None,
        entries=shown or [],
        library=library,
        untranslated=untranslated([one.get("label", "") for one in shown or ()]),
        otherwise=asked_otherwise(asked.site),
    )


def _show_form(asked: Shelf, name: str, form: EntryForm, status: int = 200) -> Response:
    return team_page(
        "lists/entry.html",
        status,
        shelf=asked,
        title=KIND_LABELS[asked.kind],
        town=_library(asked).site.town,
        name=name,
        form=form,
    )
