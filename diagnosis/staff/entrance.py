"""Entering and leaving."""

from __future__ import annotations

from flask import current_app, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis import accounts
from diagnosis.accounts import UNKNOWN, Action
from diagnosis.costly import BusyError, expect_room
from diagnosis.model import N_
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.account_forms import LoginForm
from diagnosis.staff.guard import safe_next
from diagnosis.storage import User
from diagnosis.web import TeamForm, enter, instance, leave, needs, note, note_of, team_page

WRONG = N_("Ce nom et ce mot de passe ne vont pas ensemble. Vérifiez-les, puis réessayez.")
WAIT = N_(
    "Trop d’essais avec ce nom. Attendez %(seconds)s\u00a0secondes, puis réessayez. "
    "Mot de passe oublié\u00a0? Demandez-en un nouveau à qui administre l’instance."
)
BUSY = N_("Trop de demandes en même temps. Réessayez dans quelques secondes.")
SOON = 5  # seconds
# Seconds that a device stays known for a name: a year.
DEVICE_KNOWN = 365 * 24 * 3600


@blueprint.get("/login")
def login() -> Response:
    """Ask for name and password."""
    return team_page("staff/login.html", form=LoginForm())


@blueprint.post("/login", endpoint="enter")
def check_entrance() -> Response:
    """Let a member in."""
    form = LoginForm()
    if not form.validate():
        return team_page("staff/login.html", 422, form=form)
    name, key = form.name.data, tries_key(form.name.data)
    try:
        expect_room()
    except BusyError:
        return refuse("staff/login.html", form, _(BUSY), SOON, 503)
    if seconds := accounts.reserve_try(instance().store, key, instance().now()):
        return refuse("staff/login.html", form, _(WAIT, seconds=seconds), seconds)
    user = accounts.find_user(instance().store, name, form.password.data)
    if user is None:
        _note_refused(name)
        return refuse("staff/login.html", form, _(WRONG))
    instance().store.forget_tries(key)
    return welcome(user, request.args.get("next"))


@blueprint.post("/logout")
@needs(None)
def logout() -> Response:
    """Let a member out."""
    note(Action.LEFT)
    leave()
    return redirect(url_for("staff.login"))


def welcome(user: User, wanted: str | None = None) -> Response:
    """Open the visit of a member whose password is right; the second factor comes next."""
    owed = user.factor is not None or _owes_factor(user)
    enter(user.name, complete=not owed)
    if owed:
        return redirect(url_for("staff.second_step", next=wanted))
    return entered(user.name, wanted)


def entered(name: str, wanted: str | None) -> Response:
    """Lead a member who has entered to the page wanted."""
    return know_device(redirect(safe_next(wanted)), name)


def know_device(response: Response, name: str) -> Response:
    """Note that a member has entered; their device is known from now on."""
    note_of(name, Action.ENTERED)
    value = accounts.make_device(_secret(), name)
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(
        accounts.device_cookie(name), value, max_age=DEVICE_KNOWN, path="/staff",
        secure=secure, httponly=True, samesite="Strict",
    )  # fmt: skip
    return response


def tries_key(name: str, step: str = "password") -> str:
    """What tries of a name are counted by on this device."""
    value = request.cookies.get(accounts.device_cookie(name), "")
    return accounts.key_of(name, accounts.known_device(_secret(), name, value), step)


def refuse(
    template: str, form: TeamForm, message: str, seconds: int = 0, status: int = 429
) -> Response:
    """Show a form again with what is wrong; ``status`` is told with seconds to wait."""
    form.form_errors.append(message)
    response = team_page(template, status if seconds else 422, form=form)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response


def _owes_factor(user: User) -> bool:
    return instance().second_factor and accounts.is_administrator(user)


def _note_refused(name: str) -> None:
    """Write a refusal down; names of nobody are not written, nor more often than tries go."""
    known = instance().store.user(name)
    key = accounts.key_of(UNKNOWN, step="journal")
    if known or not accounts.reserve_try(instance().store, key, instance().now()):
        note_of(known.name if known else UNKNOWN, Action.REFUSED)


def _secret() -> str:
    return str(current_app.secret_key)
