"""Who edits lists."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.instance import Instance
from tests.entering import enter_as


@pytest.fixture
def member(client: FlaskClient, instance: Instance) -> FlaskClient:
    """The browser of a coordinator of every site."""
    return enter_as(client, instance.store, "amina")


@pytest.fixture
def lilas(app: Flask, instance: Instance) -> FlaskClient:
    """The browser of a coordinator of one site."""
    return enter_as(app.test_client(), instance.store, "lou", "coordinator", sites=["les-lilas"])
