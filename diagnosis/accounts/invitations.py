"""Invitations: an address that makes a member, or gives one another password, once in 7 days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from diagnosis.accounts.members import with_user
from diagnosis.accounts.passwords import hash_password
from diagnosis.accounts.rights import COORDINATOR, grants_of
from diagnosis.accounts.tokens import new_token, token_hash
from diagnosis.storage import Grant, Invitation, Storage, User

INVITATION_DAYS = 7


def make_invitation(
    store: Storage, today: date, grants: tuple[Grant, ...] = grants_of(COORDINATOR)
) -> str:
    """Invite somebody; the store keeps only a hash of the token returned."""
    return _keep(store, Invitation("", today + timedelta(INVITATION_DAYS), grants))


def make_reset(store: Storage, today: date, name: str) -> str:
    """Let a member choose another password; gives the token, as `make_invitation`."""
    return _keep(store, Invitation("", today + timedelta(INVITATION_DAYS), member=name))


def find_invitation(store: Storage, token: str, today: date) -> Invitation | None:
    """The invitation of a token, unless it was used, taken back, or is too old."""
    hashed = token_hash(token)
    return next((one for one in open_invitations(store, today) if one.token_hash == hashed), None)


def open_invitations(store: Storage, today: date) -> list[Invitation]:
    """Invitations that can still be used."""
    return [one for one in store.invitations() if one.expires >= today]


def use_invitation(store: Storage, invitation: Invitation, name: str, password: str) -> User | None:
    """Add the invited member, or give the member named another password; None when it is used up.

    A new password also takes the second factor away: whoever lost one often lost the other.

    Raises
    ------
    WeakPasswordError, TakenError
        As for `add_user`; the invitation stays unused.
    """
    found = User(invitation.member or name.strip(), hash_password(password), invitation.grants)

    def changed(users: dict[str, User]) -> dict[str, User]:
        if not invitation.member:
            return with_user(users, found)
        if found.name not in users:
            return users
        renewed = replace(users[found.name], password_hash=found.password_hash, factor=None)
        return {**users, found.name: renewed}

    used = store.change_users(changed, invitation.token_hash)
    return store.user(found.name) if used else None


def _keep(store: Storage, invitation: Invitation) -> str:
    token = new_token()
    store.add_invitation(replace(invitation, token_hash=token_hash(token)))
    return token
