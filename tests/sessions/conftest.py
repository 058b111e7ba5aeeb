"""A member of the team, a session open in the room, a diagnosis made by hand."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient

from diagnosis.accounts import passwords
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Session
from tests.entering import enter_as

THEMES = ("cafe_parents", "arrivee_bebe", "nourrir_bebe", "premiers_repas")
NAME = "amina"


@pytest.fixture
def member(client: FlaskClient, instance: Instance, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The browser of a member who has entered."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    return enter_as(client, instance.store, NAME)


@pytest.fixture
def session(instance: Instance, campaign: Campaign) -> Session:
    """A session whose voting is open."""
    found = Session("KWRT", campaign.name, THEMES)
    instance.store.add_session(found)
    return found


@pytest.fixture
def diagnosis() -> Any:
    """Ten ranked themes of which the votes turned the order around, a programme of two."""
    items = [
        {
            "name": f"theme_{after}",
            "label": f"Thème {after}",
            "rank": after,
            "rank_survey": 11 - after,
        }
        for after in range(1, 11)
    ]
    answer = {"name": "cabane", "label": "à la cabane"}
    programme = [
        {
            "theme": name,
            "label": name,
            "place": [answer],
            "languages": [{"name": "ar", "label": "العربية"}],
            "needs_to_come": [{"name": "garde", "label": "une garde"}],
        }
        for name in ("theme_3", "theme_9")
    ]
    return plain_records({"themes": {"items": items[::-1]}, "programme": {"sessions": programme}})


def plain_records(part: dict[str, Any]) -> Any:
    """What stands for a report of which only some fields are read."""
    return json.loads(json.dumps(part), object_hook=lambda fields: SimpleNamespace(**fields))
