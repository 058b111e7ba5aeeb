"""One's own account: another password, the second factor, leaving everywhere."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis import accounts
from diagnosis.accounts import Action
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.account_forms import PasswordForm, SureForm
from diagnosis.staff.entrance import tries_key
from diagnosis.storage import User
from diagnosis.web import enter, instance, leave, member, needs, note, note_of, team_page


@blueprint.get("/account")
@needs(None)
def account() -> Response:
    """Show one's account."""
    return _show(PasswordForm(), SureForm())


@blueprint.post("/account/password")
@needs(None)
def change_password() -> Response:
    """Change one's password; visits elsewhere end."""
    form = PasswordForm()
    if not form.validate() or not _is_right(form):
        return _show(form, SureForm(formdata=None), 422)
    name = _name()
    accounts.change_password(instance().store, name, form.password.data)
    note_of(name, Action.PASSWORD)
    enter(name)
    flash(_("Le mot de passe est changé. Les autres appareils sont déconnectés."))
    return redirect(url_for("staff.account"))


@blueprint.post("/account/factor/remove")
@needs(None)
def remove_factor() -> Response:
    """Take one's second factor away, to set up another one."""
    form = SureForm()
    if not form.validate():
        return _show(PasswordForm(formdata=None), form, 422)
    accounts.forget_factor(instance().store, _name())
    note(Action.FACTOR, detail="-")
    return redirect(url_for("staff.second_step", next=url_for("staff.account")))


@blueprint.post("/account/leave")
@needs(None)
def leave_everywhere() -> Response:
    """End every visit of one's own, this one too."""
    name = _name()
    note(Action.LEFT, detail="*")
    instance().store.end_visits(name)
    leave()
    return redirect(url_for("staff.login"))


def _is_right(form: PasswordForm) -> bool:
    """Whether the present password is right; tries are slowed as at the entrance."""
    key = tries_key(_name())
    seconds = accounts.reserve_try(instance().store, key, instance().now())
    if seconds:
        waiting = _("Trop d’essais. Attendez %(seconds)s\u00a0secondes.", seconds=seconds)
        form.current.errors = [waiting]
    elif accounts.find_user(instance().store, _name(), form.current.data) is None:
        form.current.errors = [_("Ce n’est pas votre mot de passe actuel.")]
    else:
        instance().store.forget_tries(key)
        return True
    return False


def _show(form: PasswordForm, sure: SureForm, status: int = 200) -> Response:
    user = member()
    required = instance().second_factor
    return team_page(
        "staff/account.html", status, form=form, sure=sure, user=user, required=required
    )


def _name() -> str:
    user: User | None = member()
    return user.name if user else ""
