"""The templates of the documents: take one, change it in Word, put it back, or go back."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Action, Right
from diagnosis.funders._blueprint import blueprint
from diagnosis.funders.checking import TemplateRefusedError
from diagnosis.funders.fields import FIELDS
from diagnosis.funders.files import FORMATS
from diagnosis.funders.forms import TemplateForm
from diagnosis.funders.templates import (
    KINDS,
    Template,
    kept_of,
    put_back,
    take_former,
    take_ours,
    template_of,
)
from diagnosis.model import N_
from diagnosis.web import instance, member, needs, note, team_headers, team_page

KIND_LABELS = {"dossier": N_("Le dossier"), "note": N_("La page pour les élus")}
# Bytes: a page of text with a logo.
LARGEST = 4 * 1024 * 1024
KIND = f"<any({', '.join(KINDS)}):kind>"


@blueprint.get("/templates")
@needs(Right.MAKE_DOSSIER, somewhere=True)
def templates() -> Response:
    """Show the templates, and the fields that they may hold."""
    return _show()


@blueprint.get(f"/templates/{KIND}.docx")
@needs(Right.MAKE_DOSSIER, somewhere=True)
def template_file(kind: str) -> FlaskResponse:
    """Hand out a template as it is filled today."""
    name = f"modele-{kind}.docx"
    headers = {**team_headers(), "Content-Disposition": f'attachment; filename="{name}"'}
    body = template_of(instance().store, kind)
    return FlaskResponse(body, mimetype=FORMATS["docx"].kind, headers=headers)


@blueprint.post(f"/templates/{KIND}")
@needs(Right.MAKE_DOSSIER)
def keep_template(kind: str) -> Response:
    """Take a template back, or say what is wrong in it; the one before stays."""
    request.max_content_length = LARGEST
    form = TemplateForm()
    if not form.validate():
        return _show(kind, form, status=422)
    user = member()
    template = Template.of(form.file.data.read(), instance().today(), user.name if user else "")
    try:
        put_back(instance().store, kind, template)
    except TemplateRefusedError as error:
        return _show(kind, form, error, 422)
    return _changed(kind, _("Le modèle est en place. Celui d’avant est gardé."))


@blueprint.post(f"/templates/{KIND}/former")
@needs(Right.MAKE_DOSSIER)
def former_template(kind: str) -> Response:
    """Fill the one before again."""
    take_former(instance().store, kind)
    return _changed(kind, _("Le modèle d’avant est de nouveau en place."))


@blueprint.post(f"/templates/{KIND}/ours")
@needs(Right.MAKE_DOSSIER)
def shipped_template(kind: str) -> Response:
    """Fill the one that came with the program again."""
    take_ours(instance().store, kind)
    return _changed(kind, _("Le modèle d’origine est de nouveau en place. Le vôtre est gardé."))


def _changed(kind: str, said: str) -> Response:
    note(Action.DOSSIER, f"template {kind}")
    flash(said)
    return redirect(url_for("funders.templates"))


def _show(
    kind: str = "",
    form: TemplateForm | None = None,
    error: TemplateRefusedError | None = None,
    status: int = 200,
) -> Response:
    """The page; ``form`` and ``error`` are of the template ``kind`` that was handed in."""
    store = instance().store
    return team_page(
        "funders/templates.html",
        status,
        labels=KIND_LABELS,
        kept={one: kept_of(store, one) for one in KINDS},
        forms={one: form if one == kind and form else _form(one) for one in KINDS},
        refused=kind if error else "",
        error=error,
        fields=FIELDS,
    )


def _form(kind: str) -> TemplateForm:
    form: TemplateForm = TemplateForm(None)
    form.file.id = f"file-{kind}"
    return form
