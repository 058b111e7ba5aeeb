"""Entering, leaving, and joining the team by an invitation."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from diagnosis.accounts import find_user, make_invitation, token_hash, use_invitation
from diagnosis.model import N_, DiagnosisError
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.forms import JoinForm, LoginForm
from diagnosis.staff.guard import Member, patience, safe_next
from diagnosis.web import instance, public_address, say, team_page

WRONG = N_("Ce nom et ce mot de passe ne vont pas ensemble. Vérifiez-les, puis réessayez.")
WAIT = N_(
    "Trop d’essais avec ce nom. Attendez %(seconds)s\u00a0secondes, puis réessayez. "
    "Mot de passe oublié\u00a0? Demandez une nouvelle invitation."
)


@blueprint.get("/login")
def login() -> Response:
    """Ask for name and password."""
    return team_page("staff/login.html", form=LoginForm())


@blueprint.post("/login")
def enter() -> Response:
    """Let a member in."""
    form = LoginForm()
    if not form.validate():
        return team_page("staff/login.html", 422, form=form)
    name, password = form.name.data, form.password.data
    if seconds := patience().wait(name):
        return _refuse(form, _(WAIT, seconds=seconds), 429, seconds)
    user = find_user(instance().store, name, password)
    if user is None:
        patience().note_failure(name)
        return _refuse(form, _(WRONG), 422)
    patience().note_success(name)
    login_user(Member(user.name))
    return redirect(safe_next(request.args.get("next")))


@blueprint.post("/logout")
def logout() -> Response:
    """Let a member out."""
    logout_user()
    return redirect(url_for("staff.login"))


@blueprint.post("/invitations")
def invite() -> Response:
    """Make an invitation and show its address, once."""
    token = make_invitation(instance().store)
    address = public_address() + url_for("staff.invitation", token=token)
    return team_page("staff/invited.html", address=address)


@blueprint.get("/invitation/<token>")
def invitation(token: str) -> Response:
    """Welcome somebody invited."""
    if not instance().store.has_invitation(token_hash(token)):
        return _used()
    return team_page("staff/join.html", form=JoinForm())


@blueprint.post("/invitation/<token>")
def accept(token: str) -> Response:
    """Make the account of somebody invited."""
    form = JoinForm()
    if not instance().store.has_invitation(token_hash(token)):
        return _used()
    if not form.validate():
        return team_page("staff/join.html", 422, form=form)
    try:
        user = use_invitation(instance().store, token, form.name.data, form.password.data)
    except DiagnosisError as error:
        form.name.errors = [say(error.message)]
        return team_page("staff/join.html", 422, form=form)
    return _welcome(user.name) if user else _used()


def _welcome(name: str) -> Response:
    login_user(Member(name))
    return redirect(url_for("staff.index"))


def _used() -> Response:
    return team_page(
        "shared/team_message.html",
        410,
        title=_("Cette invitation a déjà servi"),
        text=_("Demandez-en une nouvelle à l’équipe, ou connectez-vous."),
    )


def _refuse(form: LoginForm, message: str, status: int, seconds: int = 0) -> Response:
    form.form_errors.append(message)
    response = team_page("staff/login.html", status, form=form)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response
