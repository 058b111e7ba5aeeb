"""What every test may use: a fresh instance, its application, and a strict reader of pages."""

from __future__ import annotations

import gc
import os
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from analysis.profiles import latent, stability
from diagnosis.answers import current_key, kiosks, receipts
from diagnosis.app import create_app
from diagnosis.config import Settings
from diagnosis.families import ready_page
from diagnosis.instance import Instance
from diagnosis.model import CHANNELS, Campaign
from tests.once import KeptRule, KeptTemplates, empty_store, open_copy
from tests.pages import check_page
from tests.shards import keep_shard

# A test never depends on how fast the machine is.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

# As every command that opens an instance does: what a test writes is for its account alone.
os.umask(0o077)
COMPILED = KeptTemplates()
Flask.url_rule_class = KeptRule
# Tests ask that a page is the same once unpacked: the least effort packs it in a hundredth.
FINEST, ready_page.QUALITY = ready_page.QUALITY, 1
# Slow hashes are slow where that is what is tested.
SLOW = min(receipts.ITERATIONS, kiosks.ITERATIONS)
receipts.ITERATIONS = kiosks.ITERATIONS = 1000
ABOUT_PROFILES = (
    "test_profiles", "test_latent", "test_edits", "test_concomitant", "test_populations",
    "test_story", "test_scale", "test_peers",
)  # fmt: skip
# Folds at most and refits, of profiles.
THOROUGH = (latent.MOST_FOLDS, stability.REFITS)
QUICK = (5, 20)
WRITTEN = ("fr", "ar", "en", "ta", "bn", "pt", "tr", "ro", "zh-Hans", "ur", "ht")
LANGUAGES = (*WRITTEN, "snk", "bm", "zdj")
# Of the shipped questionnaires, as whoever answers them today sends it.
VERSION = "2"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With SHARD=2/3, the second third of the files."""
    if shard := os.environ.get("SHARD"):
        keep_shard(shard, config, items)


def pytest_collection_finish() -> None:
    """Let the collector of memory pass over what stays, and rarely."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Search profiles with less effort where it is not profiles that are tested."""
    thorough = item.path.stem in ABOUT_PROFILES
    latent.MOST_FOLDS, stability.REFITS = THOROUGH if thorough else QUICK


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "instance", open_planning=True)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store, whose copies need no migration."""
    return empty_store(tmp_path_factory.mktemp("template"))


@pytest.fixture
def instance(settings: Settings, template: Path) -> Iterator[Instance]:
    running = open_copy(settings, template)
    yield running
    running.store.close()


@pytest.fixture
def campaign(instance: Instance) -> Campaign:
    return add_campaign(instance)


@pytest.fixture
def app(settings: Settings, instance: Instance) -> Flask:
    return application_of(settings, instance)


def application_of(settings: Settings, instance: Instance) -> Flask:
    """The application as tests want it: without forms' tokens, errors told."""
    application = create_app(settings, instance)
    application.config["TESTING"] = True
    application.config["WTF_CSRF_ENABLED"] = False
    application.config["PROPAGATE_EXCEPTIONS"] = False
    application.jinja_env.bytecode_cache = COMPILED
    return application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def page(client: FlaskClient) -> Callable[..., TestResponse]:
    """Fetch a page and hold it to everything a page must be."""
    return pages_of(client)


def pages_of(client: FlaskClient) -> Callable[..., TestResponse]:
    """What fetches pages and holds them to everything a page must be."""

    def fetch(address: str, status: int = 200, **options: Any) -> TestResponse:
        response = client.get(address, **options)
        assert response.status_code == status, response.text[:500]
        check_page(response)
        return response

    return fetch


@pytest.fixture
def parent_sends(client: FlaskClient, campaign: Campaign) -> Callable[..., TestResponse]:
    """A parent's phone sends answers, as JSON."""

    def send(given: dict[str, Any], **fields: Any) -> TestResponse:
        body = {"id": str(uuid.uuid4()), "version": campaign.version, "language": "fr"}
        content = {**body, "channel": "phone", "assisted": False, "answers": given, **fields}
        return client.post(
            f"/q/{campaign.name}/responses", json=content, headers={"Accept": "application/json"}
        )

    return send


def add_campaign(instance: Instance, name: str = "stains", **changes: Any) -> Campaign:
    """Open a campaign of the long questionnaire in every language that has words."""
    questionnaire = instance.library.questionnaires[
        changes.pop("questionnaire", "clos-saint-lazare")
    ]
    instance.store.save_questionnaire(questionnaire)
    values: dict[str, Any] = {
        "name": name,
        "title": "Essai",
        "site": "stains",
        "questionnaire": questionnaire.name,
        "version": questionnaire.version,
        "languages": LANGUAGES,
        "channels": CHANNELS,
        "opens": date(2026, 1, 1),
    }
    campaign = Campaign(**{**values, **changes})
    instance.store.add_campaign(campaign)
    # As the team's page does: a page only asked for writes nothing.
    current_key(instance.secrets, name)
    return campaign
