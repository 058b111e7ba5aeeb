"""Names, passwords, invitations, roles, without any page."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest

from diagnosis.accounts import (
    ADMINISTRATOR,
    ROLE_LABELS,
    ROLES,
    GrantError,
    LastAdministratorError,
    Right,
    UnknownMemberError,
    WeakPasswordError,
    add_user,
    change_password,
    check_password,
    find_invitation,
    find_user,
    give_role,
    grants_of,
    hash_password,
    make_invitation,
    make_reset,
    may,
    remove_user,
    token_hash,
    use_invitation,
)
from diagnosis.instance import Instance
from diagnosis.storage import Grant, TakenError, User

PASSWORD = "quatre mots au hasard"
TODAY = date(2026, 11, 29)


def test_a_password_is_known_by_its_hash_alone() -> None:
    kept = hash_password(PASSWORD)
    assert kept.startswith("$argon2id$")
    assert check_password(PASSWORD, kept)
    assert not check_password(PASSWORD + " ", kept)
    assert not check_password(PASSWORD, "")


def test_a_short_password_is_refused() -> None:
    with pytest.raises(WeakPasswordError, match="10 signes"):
        hash_password("neuf sign")


def test_a_name_is_taken_once(instance: Instance) -> None:
    add_user(instance.store, " amina ", PASSWORD)
    with pytest.raises(TakenError, match="amina"):
        add_user(instance.store, "amina", PASSWORD)
    found = find_user(instance.store, "amina", PASSWORD)
    assert found is not None
    assert found.name == "amina"
    assert find_user(instance.store, "amina", "autre chose") is None
    assert find_user(instance.store, "personne", PASSWORD) is None


@pytest.mark.parametrize("name", ["Amina", "AMINA ", " ", "?", "diagnosis", "Diagnosis"])
def test_a_name_that_the_journal_would_confuse__error(instance: Instance, name: str) -> None:
    add_user(instance.store, "amina", PASSWORD)
    with pytest.raises(TakenError):
        add_user(instance.store, name, PASSWORD)


def test_an_invitation_serves_once_and_is_not_kept_in_clear(instance: Instance) -> None:
    token = make_invitation(instance.store, TODAY)
    assert [one.token_hash for one in instance.store.invitations()] == [token_hash(token)]
    found = find_invitation(instance.store, token, TODAY)
    assert found
    assert find_invitation(instance.store, token, TODAY + timedelta(8)) is None
    assert use_invitation(instance.store, found, "paul", PASSWORD)
    assert use_invitation(instance.store, found, "luc", PASSWORD) is None
    assert instance.store.user("luc") is None


def test_a_taken_name_leaves_the_invitation_unused(instance: Instance) -> None:
    add_user(instance.store, "paul", PASSWORD)
    token = make_invitation(instance.store, TODAY)
    found = find_invitation(instance.store, token, TODAY)
    assert found
    with pytest.raises(TakenError):
        use_invitation(instance.store, found, "paul", PASSWORD)
    assert find_invitation(instance.store, token, TODAY)


def test_a_reset_of_a_member_who_left_makes_nobody(instance: Instance) -> None:
    add_user(instance.store, "paul", PASSWORD)
    found = find_invitation(instance.store, make_reset(instance.store, TODAY, "paul"), TODAY)
    assert found
    remove_user(instance.store, "paul")
    assert use_invitation(instance.store, found, "", PASSWORD) is None
    assert instance.store.users() == []


def test_the_last_administrator_stays(instance: Instance) -> None:
    add_user(instance.store, "amina", PASSWORD, grants_of(ADMINISTRATOR))
    add_user(instance.store, "paul", PASSWORD)
    with pytest.raises(LastAdministratorError):
        remove_user(instance.store, "amina")
    with pytest.raises(LastAdministratorError):
        give_role(instance.store, "amina", grants_of("planner"))
    change_password(instance.store, "amina", PASSWORD)
    give_role(instance.store, "paul", grants_of(ADMINISTRATOR))
    remove_user(instance.store, "amina")
    with pytest.raises(UnknownMemberError, match="amina"):
        remove_user(instance.store, "amina")


def test_two_administrators_who_remove_each_other_at_once_leave_one(instance: Instance) -> None:
    for name in ("amina", "paul"):
        add_user(instance.store, name, PASSWORD, grants_of(ADMINISTRATOR))

    def remove(name: str) -> None:
        try:
            remove_user(instance.store, name)
        except LastAdministratorError:
            refused.append(name)

    refused: list[str] = []
    threads = [threading.Thread(target=remove, args=(name,)) for name in ("amina", "paul")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [user.name for user in instance.store.users()] == refused


def test_roles_are_one_table() -> None:
    assert set(ROLE_LABELS) == set(ROLES)
    assert ROLES[ADMINISTRATOR] == set(Right)
    alone = {right for right in Right if [r for r in ROLES.values() if right in r] == [set(Right)]}
    assert alone == {Right.MANAGE_TEAM, Right.READ_JOURNAL}
    readers = {name for name, rights in ROLES.items() if Right.READ_TEXTS in rights}
    assert readers == {ADMINISTRATOR, "coordinator"}


def test_a_role_limited_to_campaigns_stops_at_them() -> None:
    grants = grants_of("coordinator", ["stains", "lilas"])
    assert grants == (
        Grant("coordinator", "campaign:stains"),
        Grant("coordinator", "campaign:lilas"),
    )
    user = User("amina", "", grants)
    assert may(user, Right.READ_TEXTS, "lilas")
    assert not may(user, Right.READ_TEXTS, "clichy")
    assert not may(user, Right.MANAGE_CAMPAIGNS)
    assert not may(user, Right.MANAGE_TEAM, "lilas")


def test_a_role_that_does_not_exist__error() -> None:
    with pytest.raises(GrantError, match="n’existe pas"):
        grants_of("queen")
    with pytest.raises(GrantError, match="ne se limite pas"):
        grants_of(ADMINISTRATOR, ["stains"])
    assert not may(User("amina", "", (Grant("queen"),)), Right.READ_DIAGNOSIS)
