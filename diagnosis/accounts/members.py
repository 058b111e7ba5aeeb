"""Members: added, given a role, another password, removed; one administrator always stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from diagnosis.accounts.journal import COMMAND, UNKNOWN
from diagnosis.accounts.passwords import hash_password
from diagnosis.accounts.rights import COORDINATOR, grants_of, is_administrator
from diagnosis.accounts.tries import folded
from diagnosis.model import N_, DiagnosisError
from diagnosis.storage import Grant, Storage, TakenError, User

Users = dict[str, User]
# Nobody's, and those that the journal gives to the command and to strangers.
RESERVED = ("", COMMAND, UNKNOWN)


class LastAdministratorError(DiagnosisError):
    """Nobody could manage the team any more."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "C’est la dernière personne qui administre l’instance\u00a0: "
                "donnez d’abord ce rôle à quelqu’un d’autre."
            )
        )


class UnknownMemberError(DiagnosisError):
    """There is no member of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("L’équipe n’a personne de ce nom (%(name)s)\u00a0: vérifiez-le."),
            name=name,
        )


def add_user(
    store: Storage, name: str, password: str, grants: tuple[Grant, ...] = grants_of(COORDINATOR)
) -> User:
    """Add a member of the team.

    Raises
    ------
    WeakPasswordError
        The password is too short.
    TakenError
        The name is in use.
    """
    user = User(name.strip(), hash_password(password), grants)
    store.change_users(lambda users: with_user(users, user))
    return user


def with_user(users: Users, user: User) -> Users:
    """The members and a new one.

    Raises
    ------
    TakenError
        The name is in use, or could be taken for another one in the journal.
    """
    if folded(user.name) in {*RESERVED, *map(folded, users)}:
        raise TakenError(N_("Le nom «\u00a0%(name)s\u00a0» est déjà pris."), name=user.name)
    return {**users, user.name: user}


def change_user(store: Storage, name: str, how: Callable[[User], User]) -> None:
    """Change a member, no other write in between.

    Raises
    ------
    UnknownMemberError
        There is no such member.
    LastAdministratorError
        No administrator would stay.
    """

    def changed(users: Users) -> Users:
        return _administered(users, {**users, name: how(_named(users, name))})

    store.change_users(changed)


def remove_user(store: Storage, name: str) -> None:
    """Remove a member, whose visits end at once.

    Raises
    ------
    UnknownMemberError, LastAdministratorError
        As for `change_user`.
    """

    def left(users: Users) -> Users:
        removed = _named(users, name)
        return _administered(users, {n: user for n, user in users.items() if user != removed})

    store.change_users(left)


def give_role(store: Storage, name: str, grants: tuple[Grant, ...]) -> None:
    """Set the grants of a member, in place of any other.

    Raises
    ------
    UnknownMemberError, LastAdministratorError
        As for `change_user`.
    """
    change_user(store, name, lambda user: replace(user, grants=grants))


def change_password(store: Storage, name: str, password: str) -> None:
    """Set another password for a member; every visit of theirs ends at once.

    Raises
    ------
    WeakPasswordError
        The password is too short.
    UnknownMemberError
        There is no such member.
    """
    kept = hash_password(password)
    change_user(store, name, lambda user: replace(user, password_hash=kept))


def _named(users: Users, name: str) -> User:
    if name not in users:
        raise UnknownMemberError(name)
    return users[name]


def _administered(before: Users, after: Users) -> Users:
    """The members as they become, unless the last administrator would be gone."""
    if any(map(is_administrator, before.values())) and not any(
        map(is_administrator, after.values())
    ):
        raise LastAdministratorError
    return after
