"""Names, passwords, invitations, without any page."""

from __future__ import annotations

import pytest

from diagnosis.accounts import (
    FAILURES,
    LONGEST_PAUSE,
    NAMES_WATCHED,
    Patience,
    WeakPasswordError,
    add_user,
    check_password,
    find_user,
    hash_password,
    make_invitation,
    token_hash,
    use_invitation,
)
from diagnosis.instance import Instance
from diagnosis.storage import TakenError

PASSWORD = "quatre mots au hasard"


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


def test_an_invitation_serves_once_and_is_not_kept_in_clear(instance: Instance) -> None:
    token = make_invitation(instance.store)
    assert not instance.store.has_invitation(token)
    assert instance.store.has_invitation(token_hash(token))
    assert use_invitation(instance.store, token, "paul", PASSWORD)
    assert use_invitation(instance.store, token, "luc", PASSWORD) is None
    assert instance.store.user("luc") is None


def test_a_taken_name_leaves_the_invitation_unused(instance: Instance) -> None:
    add_user(instance.store, "paul", PASSWORD)
    token = make_invitation(instance.store)
    with pytest.raises(TakenError):
        use_invitation(instance.store, token, "paul", PASSWORD)
    assert instance.store.has_invitation(token_hash(token))


def test_patience_grows_and_ends() -> None:
    now = [0.0]
    patience = Patience(lambda: now[0])
    for _ in range(FAILURES - 1):
        patience.note_failure("amina")
    assert patience.wait("amina") == 0
    patience.note_failure(" Amina")
    first = patience.wait("amina")
    patience.note_failure("amina")
    assert 0 < first < patience.wait("amina")
    for _ in range(20):
        patience.note_failure("amina")
    assert patience.wait("amina") == LONGEST_PAUSE
    now[0] += LONGEST_PAUSE
    assert patience.wait("amina") == 0
    patience.note_success("amina")
    patience.note_failure("amina")
    assert patience.wait("amina") == 0


def test_patience_keeps_few_names() -> None:
    patience = Patience()
    for number in range(NAMES_WATCHED + 50):
        patience.note_failure(str(number))
    assert len(patience._failures) == NAMES_WATCHED
