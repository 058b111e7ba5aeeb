"""The team: who is in it and may do what, invitations, resets."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis import accounts
from diagnosis.accounts import ROLE_LABELS, Action, Right
from diagnosis.model import DiagnosisError
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.account_forms import RoleForm, SureForm
from diagnosis.storage import Grant, User
from diagnosis.web import instance, listed, needs, note, public_address, say, team_page


@blueprint.get("/team")
@needs(Right.MANAGE_TEAM)
def team() -> Response:
    """List members and open invitations."""
    return _show_team(_role_form())


@blueprint.post("/team/invitations")
@needs(Right.MANAGE_TEAM)
def invite() -> Response:
    """Make an invitation and show its address, once."""
    form = _role_form()
    grants = _grants(form)
    if grants is None:
        return _show_team(form, 422)
    token = accounts.make_invitation(instance().store, instance().today(), grants)
    note(Action.INVITED, detail=say_grants(grants))
    return _show_address(token, _("Invitation prête"))


@blueprint.post("/team/invitations/<token_hash>/remove")
@needs(Right.MANAGE_TEAM)
def revoke(token_hash: str) -> Response:
    """Take an invitation back."""
    if instance().store.remove_invitation(token_hash):
        note(Action.REVOKED)
    flash(_("L’invitation est reprise\u00a0: son adresse n’ouvre plus rien."))
    return redirect(url_for("staff.team"))


@blueprint.get("/team/member")
@needs(Right.MANAGE_TEAM)
def team_member() -> Response:
    """Show what can be changed of a member."""
    user = _user_or_404()
    form = _role_form()
    form.role.data = user.grants[0].role if user.grants else ""
    form.campaigns.data = accounts.campaigns_of(user.grants)
    form.sites.data = accounts.sites_of(user.grants)
    return _show_member(user, form, SureForm())


@blueprint.post("/team/member/role")
@needs(Right.MANAGE_TEAM)
def give_role() -> Response:
    """Change the role of a member."""
    user, form = _user_or_404(), _role_form()
    grants = _grants(form)
    if grants is None:
        return _show_member(user, form, SureForm(formdata=None), 422)
    try:
        accounts.give_role(instance().store, user.name, grants)
    except DiagnosisError as error:
        form.role.errors = [say(error.message)]
        return _show_member(user, form, SureForm(formdata=None), 422)
    note(Action.ROLE, user.name, say_grants(grants))
    flash(_("C’est enregistré."))
    return redirect(url_for("staff.team"))


@blueprint.post("/team/member/reset")
@needs(Right.MANAGE_TEAM)
def reset() -> Response:
    """Let a member choose another password by an address, shown once."""
    user = _user_or_404()
    token = accounts.make_reset(instance().store, instance().today(), user.name)
    note(Action.RESET, user.name)
    return _show_address(token, _("Nouveau mot de passe pour %(name)s", name=user.name))


@blueprint.post("/team/member/remove")
@needs(Right.MANAGE_TEAM)
def remove_member() -> Response:
    """Remove a member; whatever they have open closes at once."""
    user, sure = _user_or_404(), SureForm()
    if not sure.validate():
        return _show_member(user, _role_form(), sure, 422)
    try:
        accounts.remove_user(instance().store, user.name)
    except DiagnosisError as error:
        sure.sure.errors = [say(error.message)]
        return _show_member(user, _role_form(), sure, 422)
    note(Action.REMOVED, user.name)
    flash(_("%(name)s n’est plus dans l’équipe.", name=user.name))
    return redirect(url_for("staff.team"))


def say_grants(grants: tuple[Grant, ...]) -> str:
    """Say a role and where, as the journal keeps it.

    Examples
    --------
    >>> say_grants((Grant("facilitator", "campaign:a"), Grant("facilitator", "campaign:b")))
    'facilitator a, facilitator b'
    """
    said = (f"{grant.role} {grant.scope.removeprefix('campaign:')}" for grant in grants)
    return ", ".join(said)


def _role_form() -> RoleForm:
    form = RoleForm()
    form.offer(instance().store.campaigns(), instance().library.sites)
    return form


def _grants(form: RoleForm) -> tuple[Grant, ...] | None:
    if not form.validate():
        return None
    try:
        return accounts.grants_of(form.role.data, form.campaigns.data or (), form.sites.data or ())
    except DiagnosisError as error:
        form.campaigns.errors = [say(error.message)]
        return None


def _user_or_404() -> User:
    return instance().store.user(request.values.get("member", "")) or abort(404)


def _show_team(form: RoleForm, status: int = 200) -> Response:
    store = instance().store
    invitations = accounts.open_invitations(store, instance().today())
    values: dict[str, Any] = {"users": store.users(), "invitations": invitations}
    return team_page("staff/team.html", status, form=form, say_roles=_say_roles, **values)


def _show_member(user: User, form: RoleForm, sure: SureForm, status: int = 200) -> Response:
    return team_page("staff/member.html", status, form=form, sure=sure, user=user)


def _show_address(token: str, title: str) -> Response:
    address = public_address() + url_for("staff.invitation", token=token)
    return team_page("staff/invited.html", address=address, title=title)


def _say_roles(grants: tuple[Grant, ...]) -> str:
    """A role and where, in the words of the page."""
    roles = listed(list(dict.fromkeys(_(ROLE_LABELS.get(g.role, g.role)) for g in grants)))
    towns = [instance().town(name) for name in accounts.sites_of(grants)]
    if places := [*towns, *accounts.campaigns_of(grants)]:
        return str(_("%(roles)s, pour %(campaigns)s", roles=roles, campaigns=listed(places)))
    return roles or str(_("aucun rôle"))
