"""How tests enter the team's pages: with a role, by the ordinary doors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask.testing import FlaskClient
from pyotp import TOTP
from werkzeug.test import TestResponse

from diagnosis.accounts import ADMINISTRATOR, COORDINATOR, add_user, grants_of
from diagnosis.storage import Storage

PASSWORD = "quatre mots au hasard"


def log_in(client: FlaskClient, name: str, password: str = PASSWORD) -> TestResponse:
    """Send a name and a password."""
    return client.post("/staff/login", data={"name": name, "password": password})


def enter_as(
    client: FlaskClient,
    store: Storage,
    name: str,
    role: str = COORDINATOR,
    *campaigns: str,
    sites: Sequence[str] = (),
) -> FlaskClient:
    """A browser of a new member who has entered."""
    add_user(store, name, PASSWORD, grants_of(role, campaigns, sites))
    assert log_in(client, name).status_code == 302
    return client


def administrator(client: FlaskClient, store: Storage, name: str = "zohra") -> FlaskClient:
    """A browser of an administrator who set up the second factor on entering."""
    enter_as(client, store, name, ADMINISTRATOR)
    assert set_up(client).status_code == 200
    return client


def set_up(client: FlaskClient) -> TestResponse:
    """Set up the second factor of whoever is entering, with the key that the page shows."""
    code = TOTP(secret_shown(client)).now()
    return client.post("/staff/second-step/first", data={"code": code})


def secret_shown(client: FlaskClient) -> str:
    """The key that the page of setting up shows."""
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", client.get("/staff/second-step").text)
    assert found
    return found[1].replace(" ", "")
