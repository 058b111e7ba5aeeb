"""A member of the team who has entered."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.accounts import passwords
from diagnosis.instance import Instance
from tests.entering import PASSWORD, administrator, enter_as

NAME = "amina"
__all__ = ["NAME", "PASSWORD"]


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with little work: these tests are not about argon2's cost."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))


@pytest.fixture
def closed_app(app: Flask, instance: Instance) -> Flask:
    """The application as it is served: planners' pages closed, forms guarded."""
    instance.open_planning = False
    app.config["WTF_CSRF_ENABLED"] = True
    return app


@pytest.fixture
def member(client: FlaskClient, instance: Instance) -> FlaskClient:
    """The browser of a member who has entered."""
    return enter_as(client, instance.store, NAME)


@pytest.fixture
def zohra(app: Flask, instance: Instance) -> FlaskClient:
    """The browser of an administrator who has entered."""
    return administrator(app.test_client(), instance.store)


def give_reason(client: FlaskClient, campaign: str) -> None:
    """Say why raw answers are read."""
    sent = {"reason": "Coder les textes avant la réunion."}
    assert client.post(f"/staff/campaigns/{campaign}/reason", data=sent).status_code == 302
