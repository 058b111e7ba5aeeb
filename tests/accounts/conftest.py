"""Quick hashes: these tests are not about argon2's cost."""

import pytest
from argon2 import PasswordHasher

from diagnosis.accounts import passwords


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
