"""Joining the team by an invitation, or choosing another password by a reset."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis import accounts
from diagnosis.accounts import Action
from diagnosis.model import DiagnosisError
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.account_forms import JoinForm, NewPasswordForm
from diagnosis.staff.entrance import welcome
from diagnosis.storage import Invitation
from diagnosis.web import instance, note_of, say, team_page


@blueprint.get("/invitation/<token>")
def invitation(token: str) -> Response:
    """Welcome somebody invited, or ask a member for another password."""
    found = _find(token)
    return _ask(found, _form(found)) if found else _used()


@blueprint.post("/invitation/<token>")
def accept(token: str) -> Response:
    """Make the account of somebody invited, or change the password."""
    found = _find(token)
    if found is None:
        return _used()
    form = _form(found)
    if not form.validate():
        return _ask(found, form, 422)
    return _accept(found, form)


def _accept(found: Invitation, form: JoinForm | NewPasswordForm) -> Response:
    name = found.member or form.name.data
    try:
        user = accounts.use_invitation(instance().store, found, name, form.password.data)
    except DiagnosisError as error:
        form.name.errors = [say(error.message)]
        return _ask(found, form, 422)
    if user is None:
        return _used()
    note_of(user.name, Action.PASSWORD if found.member else Action.JOINED)
    return welcome(user)


def _find(token: str) -> Invitation | None:
    return accounts.find_invitation(instance().store, token, instance().today())


def _form(found: Invitation) -> JoinForm | NewPasswordForm:
    return NewPasswordForm() if found.member else JoinForm()


def _ask(found: Invitation, form: JoinForm | NewPasswordForm, status: int = 200) -> Response:
    return team_page("staff/join.html", status, form=form, who=found.member)


def _used() -> Response:
    return team_page(
        "shared/team_message.html",
        410,
        title=_("Cette invitation ne sert plus"),
        text=_(
            "Elle a déjà servi, a été reprise, ou date de plus de sept jours. Demandez-en une "
            "nouvelle à l’équipe, ou connectez-vous."
        ),
    )
