"""Keys of the API: who may read a site's told numbers by a program."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from diagnosis import accounts
from diagnosis.accounts import Action, Right
from diagnosis.model import DiagnosisError
from diagnosis.questionnaire import Site
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.forms import text_field
from diagnosis.web import TeamForm, instance, may, needs, note, public_address, say, team_page
from diagnosis.web import later as _

LONGEST = 60


class KeyForm(TeamForm):
    """What a key is for, and where."""

    label = text_field(
        _("À quoi elle servira"),
        _("Dites à quoi elle servira."),
        Length(max=LONGEST, message=_("%(most)s signes au plus.", most=LONGEST)),
    )
    site = SelectField(_("Site dont elle lit les nombres"))


@blueprint.get("/keys")
@needs(Right.MANAGE_KEYS, somewhere=True)
def keys() -> Response:
    """List the keys, and make another."""
    return _show(_form())


@blueprint.post("/keys")
@needs(Right.MANAGE_KEYS, somewhere=True)
def make_key() -> Response:
    """Make a key and show it, once."""
    form = _form()
    if not form.validate():
        return _show(form, 422)
    store, today = instance().store, instance().today()
    try:
        secret, made = accounts.make_api_key(store, form.site.data, form.label.data or "", today)
    except DiagnosisError as error:
        form.label.errors = [say(error.message)]
        return _show(form, 422)
    note(Action.KEY_MADE, made.site, made.label)
    return team_page("staff/key.html", key=made, secret=secret, address=public_address())


@blueprint.post("/keys/<key>/remove")
@needs(Right.MANAGE_KEYS, somewhere=True)
def remove_key(key: str) -> Response:
    """Take a key back."""
    store = instance().store
    found = next((one for one in accounts.api_keys(store) if one.id == key), None)
    if found is None or not may(Right.MANAGE_KEYS, site=found.site):
        abort(404)
    accounts.remove_api_key(store, key)
    note(Action.KEY_REMOVED, found.site, found.label)
    flash(gettext("La clé est reprise\u00a0: elle n’ouvre plus rien."))
    return redirect(url_for("staff.keys"))


def _sites() -> list[Site]:
    sites = instance().library.sites
    return [site for site in sites if may(Right.MANAGE_KEYS, site=site.name)]


def _form() -> KeyForm:
    form = KeyForm()
    form.site.choices = [SelectChoice(site.name, site.town) for site in _sites()]
    return form


def _show(form: KeyForm, status: int = 200) -> Response:
    mine = {site.name for site in _sites()}
    kept = [key for key in accounts.api_keys(instance().store) if key.site in mine]
    return team_page("staff/keys.html", status, form=form, keys=kept)
