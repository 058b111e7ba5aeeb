"""The YAML file of each list, its history, and what was before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from flask import Response as FlaskResponse
from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from pydantic import BaseModel
from werkzeug.wrappers import Response

from diagnosis.accounts import Action, Right
from diagnosis.lists._blueprint import blueprint
from diagnosis.lists.forms import FileForm
from diagnosis.lists.revising import said, save
from diagnosis.lists.shelves import contents_of
from diagnosis.model import N_, ProblemsError
from diagnosis.questionnaire import Lists
from diagnosis.readers import Document
from diagnosis.storage import StaleError
from diagnosis.web import in_french, instance, needs, note, say, team_headers, team_page

LABELS = {
    "themes": N_("Domaines et ateliers communs"),
    "places": N_("Lieux d’atelier communs"),
    "services": N_("Services et numéros d’aide communs"),
    "sites": N_("Sites, avec leurs secteurs et leurs listes"),
}
# Signs: lines that a diff can show.
WIDTH = 100


@blueprint.get("/files/<file>")
@needs(Right.EDIT_LISTS)
def history(file: str) -> Response:
    """Show who changed a list and when, and the form of its file."""
    return _show(_name_or_404(file), FileForm())


@blueprint.post("/files/<file>")
@needs(Right.EDIT_LISTS)
def upload(file: str) -> Response:
    """Take a whole list from a file."""
    form = FileForm()
    name = _name_or_404(file)
    if not form.validate():
        return _show(name, form, 422)
    content = form.file.data.read()
    return _kept(name, form, Document(Path(f"{name}.yaml"), content=content), f"{name}.yaml")


@blueprint.get("/files/<file>.yaml")
@needs(Right.EDIT_LISTS)
def download(file: str) -> FlaskResponse:
    """Hand out a list as its file, as it is or as it was (``number``)."""
    name = _name_or_404(file)
    content = _content(name, request.args.get("number", type=int))
    note(Action.EXPORTED, f"{name}.yaml")
    headers = {**team_headers(), "Content-Disposition": f"attachment; filename={name}.yaml"}
    return FlaskResponse(as_yaml(content), mimetype="application/yaml", headers=headers)


@blueprint.post("/files/<file>/restore")
@needs(Right.EDIT_LISTS)
def restore(file: str) -> Response:
    """Say again what a list said before; what it says now stays in its history."""
    name, number = _name_or_404(file), request.form.get("number", 0, type=int)
    plain = _content(name, number).model_dump(mode="json", exclude_none=True)
    return _kept(name, FileForm(formdata=None), Document.of(name, plain), f"n° {number}")


def as_yaml(content: BaseModel) -> str:
    """Write a list as its file is written."""
    plain = _plain(content.model_dump(exclude_none=True, exclude_defaults=True))
    return str(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=WIDTH))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def _name_or_404(file: str) -> str:
    return file if file in Lists.model_fields else abort(404)


def _content(name: str, number: int | None) -> BaseModel:
    """What a list says now, in a revision, or in the files of the programme (0)."""
    running = instance()
    if number is None:
        found: BaseModel = getattr(running.library.lists, name)
    elif number == 0:
        found = getattr(running.shipped.lists, name)
    else:
        kept = (one for one in running.store.revisions(name) if one.number == number)
        revision = next(kept, None) or abort(404)
        plain = {**contents_of(running.shipped.lists), name: revision.content}
        found = getattr(Lists.model_validate(plain), name)
    return found


def _kept(name: str, form: FileForm, document: Document, about: str) -> Response:
    try:
        save(name, document, instance().store.list_numbers(), about)
    except ProblemsError as error:
        form.form_errors = [in_french(sentence) for sentence in said(error)]
        return _show(name, form, 422)
    except StaleError as error:
        form.form_errors = [say(error.message)]
        return _show(name, form, 409)
    flash(_("C’est enregistré."))
    return redirect(url_for("lists.history", file=name))


def _show(name: str, form: FileForm, status: int = 200) -> Response:
    revisions = instance().store.revisions(name)
    return team_page(
        "lists/file.html",
        status,
        file=name,
        title=LABELS[name],
        form=form,
        revisions=revisions,
    )
