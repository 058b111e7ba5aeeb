"""A member of the team who has entered."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from diagnosis import accounts
from diagnosis.accounts import add_user
from diagnosis.instance import Instance

NAME, PASSWORD = "amina", "quatre mots au hasard"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with little work: these tests are not about argon2's cost."""
    monkeypatch.setattr(accounts, "_hasher", PasswordHasher(1, 8, 1))


@pytest.fixture
def closed_app(app: Flask, instance: Instance) -> Flask:
    """The application as it is served: planners' pages closed, forms guarded."""
    instance.open_planning = False
    app.config["WTF_CSRF_ENABLED"] = True
    return app


@pytest.fixture
def member(client: FlaskClient, instance: Instance) -> FlaskClient:
    """The browser of a member who has entered."""
    add_user(instance.store, NAME, PASSWORD)
    response = client.post("/staff/login", data={"name": NAME, "password": PASSWORD})
    assert response.status_code == 302
    return client
