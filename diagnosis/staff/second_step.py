"""The second step of entering: the code of one's phone, or setting that up."""

from __future__ import annotations

from flask import redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis import accounts
from diagnosis.accounts import Action
from diagnosis.model import N_
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.account_forms import CodeForm
from diagnosis.staff.entrance import entered, know_device, refuse, tries_key
from diagnosis.staff.guard import safe_next
from diagnosis.storage import User
from diagnosis.web import enter, instance, needs, note_of, qr_inline, team_page, visitor

WRONG = N_("Ce code n’ouvre pas. Attendez le suivant, puis écrivez-le tout de suite.")
WAIT = N_("Trop d’essais. Attendez %(seconds)s\u00a0secondes, puis écrivez un nouveau code.")
# Where the cookie, which the member alone holds, keeps the secret until its first code is right.
KEPT = "new_factor"


@blueprint.get("/second-step")
@needs(None)
def second_step() -> Response:
    """Ask for the code, or show how to set the second factor up."""
    user = _user()
    if user.factor:
        return team_page("staff/code.html", form=CodeForm())
    session.setdefault(KEPT, accounts.new_secret())
    return _show_setting_up(CodeForm(), user)


@blueprint.post("/second-step")
@needs(None)
def check_code() -> Response:
    """Let in a member whose code is right."""
    form, user = CodeForm(), _user()
    if user.factor is None:
        return redirect(url_for("staff.second_step"))
    if not form.validate():
        return team_page("staff/code.html", 422, form=form)
    key = tries_key(user.name, "code")
    if seconds := accounts.reserve_try(instance().store, key, instance().now()):
        return refuse("staff/code.html", form, _(WAIT, seconds=seconds), seconds)
    store, seal = instance().store, instance().factor_seal()
    if not accounts.use_code(store, seal, user.name, form.code.data, instance().now()):
        note_of(user.name, Action.REFUSED)
        return refuse("staff/code.html", form, _(WRONG))
    instance().store.forget_tries(key)
    enter(user.name)
    return entered(user.name, request.args.get("next"))


@blueprint.post("/second-step/first")
@needs(None)
def first_code() -> Response:
    """Keep the second factor once its first code is right, and show the recovery codes."""
    form, user = CodeForm(), _user()
    secret = session.get(KEPT)
    if not secret or user.factor:
        return redirect(url_for("staff.second_step"))
    codes = None
    if form.validate():
        store, seal, now = instance().store, instance().factor_seal(), instance().now()
        codes = accounts.enrol(store, seal, user.name, secret, form.code.data, now)
        if codes is None:
            form.form_errors.append(_(WRONG))
    if codes is None:
        return _show_setting_up(form, user, 422)
    return _show_recovery(user, codes)


def _show_setting_up(form: CodeForm, user: User, status: int = 200) -> Response:
    secret = session[KEPT]
    picture = qr_inline(accounts.factor_address(secret, user.name))
    grouped = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return team_page("staff/factor.html", status, form=form, picture=picture, secret=grouped)


def _show_recovery(user: User, codes: list[str]) -> Response:
    """The recovery codes, once, and the way on; the visit is whole from here."""
    session.pop(KEPT)
    note_of(user.name, Action.FACTOR)
    found, wanted = visitor(), safe_next(request.args.get("next"))
    is_entering = not (found and found[0].complete)
    if is_entering:
        enter(user.name)
    response = team_page("staff/recovery.html", codes=codes, following=wanted)
    return know_device(response, user.name) if is_entering else response


def _user() -> User:
    found = visitor()
    assert found, "the guard lets nobody else here"  # noqa: S101 - says so to mypy
    return found[1]
