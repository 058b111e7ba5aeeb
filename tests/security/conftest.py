"""A member of the team, and a door that never breaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.instance import Instance
from tests.sessions.conftest import member as member  # noqa: PLC0414 - a fixture of theirs
from tests.sessions.conftest import session as session  # noqa: PLC0414


@pytest.fixture
def holds(client: FlaskClient, instance: Instance) -> Callable[..., TestResponse]:
    """Send something; whatever it is, the answer is a page or data, never a fault."""

    def send(address: str, **options: Any) -> TestResponse:
        response = client.open(address, **{"method": "POST", **options})
        assert response.status_code < 500, (address, options)
        return response

    return send
