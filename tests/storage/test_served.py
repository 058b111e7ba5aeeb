"""An instance whose store stands in PostgreSQL: made, asked, backed up, moved, by its own doors."""

from __future__ import annotations

import uuid
from contextlib import closing

import pytest
from click.testing import CliRunner

from diagnosis.app import open_instance
from diagnosis.cli import main
from diagnosis.config import read_settings
from diagnosis.storage import has_store, open_store
from tests.conftest import VERSION, add_campaign, application_of

WORDS = "six mots tirés au sort"


@pytest.fixture
def url(server):
    with server.lent("postgres_store") as address:
        yield address


@pytest.fixture
def run(url, monkeypatch):
    monkeypatch.setenv("DIAGNOSIS_DATABASE_URL", url)
    monkeypatch.setenv("DIAGNOSIS_PASSPHRASE", WORDS)

    def invoke(*arguments, code=0):
        result = CliRunner().invoke(main, [str(a) for a in arguments])
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    return invoke


@pytest.fixture
def data(run, tmp_path):
    folder = tmp_path / "instance"
    run("init", "--data", folder)
    instance = open_instance(read_settings(folder))
    add_campaign(instance)
    instance.store.close()
    return folder


@pytest.fixture
def instance(data):
    running = open_instance(read_settings(data))
    yield running
    running.store.close()


def sent():
    said = {"id": str(uuid.uuid4()), "version": VERSION, "language": "fr", "channel": "phone"}
    return {**said, "assisted": False, "answers": {"A1": "maman"}}


def test_nothing_of_it_is_in_the_folder(data):
    assert not has_store(data)
    assert not list(data.glob("*sqlite*"))


def test_a_family_is_told_to_come_back_while_the_server_is_gone(data, instance, server):
    client = application_of(read_settings(data), instance).test_client()
    first, second = sent(), sent()
    page = {"headers": {"Accept": "application/json"}}
    address = "/q/stains/responses"
    assert client.post(address, json=first, **page).status_code == 201
    assert client.get("/healthz").status_code == 200
    server.stop()
    instance.store._engine._pool.timeout = 0.2
    refused = client.post(address, json=second, **page)
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert client.get("/healthz").status_code == 503
    server.start()
    instance.store._engine._pool.timeout = 30.0
    instance.store._engine._rested = 0.0
    assert client.post(address, json=second, **page).status_code == 201
    assert client.post(address, json=first, **page).status_code == 200
    assert instance.store.count_responses("stains") == 2


def test_a_backup_is_a_file_that_goes_back_into_an_empty_database(run, data, server, tmp_path):
    file, other = tmp_path / "copy.zip", tmp_path / "other"
    instance = open_instance(read_settings(data))
    application_of(read_settings(data), instance).test_client().post(
        "/q/stains/responses", json=sent()
    )
    instance.store.close()
    assert "il s’ouvre" in run("backup", file, "--data", data)
    assert "1 réponse," in run("backup", "--drill", file, "--data", data)
    said = run("restore", file, "--data", other)
    assert f"diagnosis storage copy {other} postgresql" in said
    with server.database() as empty:
        told = run("storage", "copy", other, empty)
        assert "responses\u00a0: 1 lignes" in told
        assert "mêmes empreintes" in told
        with closing(open_store(empty)) as store:
            assert store.count_responses("stains") == 1
        assert "pas vide" in run("storage", "copy", other, empty, code=1)


def test_a_demonstration_leaves_a_real_database_alone__error(run, data, tmp_path):
    assert "secrets.json a disparu" in run("demo", "--data", tmp_path / "demo", code=1)
    with closing(open_store(read_settings(data).store)) as store:
        assert [campaign.name for campaign in store.campaigns()] == ["stains"]


@pytest.mark.parametrize("command", ["serve", "purge", "user list"])
def test_a_command_says_what_is_wrong_with_the_address__error(run, data, monkeypatch, command):
    monkeypatch.setenv("DIAGNOSIS_DATABASE_URL", "postgresql://a:secret@127.0.0.1:1/b")
    said = run(*command.split(), "--data", data, code=1)
    assert "vérifiez la machine et le port" in said
    assert "secret" not in said
