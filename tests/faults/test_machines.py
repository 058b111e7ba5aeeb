"""Several machines: one dies, the database dies, what one keeps the other sees."""

from __future__ import annotations

import base64
import json
import os
import shutil
import time
import uuid
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from diagnosis.accounts import FAILURES, add_user
from diagnosis.answers import current_key, rotate, seal
from diagnosis.config import read_settings
from diagnosis.dataset import simulate
from diagnosis.dataset.states import secret_of
from diagnosis.languages import voice_key
from diagnosis.model import Recording, Session, Workshop
from diagnosis.serving.turn import NAME
from diagnosis.sessions.ballot import open_session
from tests.conftest import VERSION, application_of
from tests.entering import PASSWORD, log_in
from tests.faults.machines import PHONES, Phones, opened, running_site, working
from tests.postgres import SYNCHRONOUS
from tests.servers import until

KILLS = int(os.environ.get("KILLS", "1"))
HELD = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    if not shutil.which("nginx"):
        pytest.skip("no nginx: apt install nginx")
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.mark.fault(
    "deux machines web derrière nginx, l’une tuée (SIGKILL) pendant que des téléphones envoient",
    "l’autre répond, ce qui a été dit reçu est dans la base, une fois",
)
def test_a_web_machine_that_dies_loses_nothing__ok(site, record_property):
    before, silences = set(site.ids()), []
    with Phones(site) as phones:
        for turn in range(KILLS):
            killed = site.machines[turn % 2]
            phones.go_on()
            begun = time.monotonic()
            killed.kill()
            phones.go_on()
            silences.append(phones.silence(begun))
            if turn + 1 < KILLS:
                killed.start()
    if killed.process.poll() is not None:
        killed.start()
    kept = site.ids()
    assert sorted(set(kept) - before) == sorted(phones.acknowledged)
    assert len(kept) == len(set(kept))
    # What was under way at the dead one is told by nginx, and sent again.
    assert {status for status, _ in phones.refused} <= {0, 502}
    record_property(
        "measured",
        f"morts\u00a0: {KILLS}, reçues\u00a0: {len(phones.acknowledged)}, perdues\u00a0: 0, "
        f"envoyées de nouveau\u00a0: {phones.refused.total()}, sans service\u00a0: "
        f"{max(silences):.1f} s",
    )


@pytest.mark.fault(
    "la réplique synchrone s’arrête et revient\u00a0; puis PostgreSQL est tué (SIGKILL), elle est "
    "promue",
    "rien n’est dit reçu sans elle\u00a0; 503 et quand revenir\u00a0; rien de dit reçu ne manque",
)
def test_a_replica_takes_the_place_of_a_primary_that_died__ok(site, record_property):
    before = set(site.ids())
    with Phones(site) as phones:
        phones.go_on()
        site.replica.kill()
        until(lambda: site.primary.ask(HELD) == PHONES)
        site.replica.start()
        phones.go_on()
        assert not phones.refused
        until(lambda: site.primary.ask(SYNCHRONOUS) == "sync")
        begun = time.monotonic()
        site.primary.kill()
        phones.refuse()
        promoted = time.monotonic()
        site.replica.promote()
        phones.go_on()
    kept = site.ids()
    assert sorted(set(kept) - before) == sorted(phones.acknowledged)
    assert len(kept) == len(set(kept))
    assert set(phones.refused) == {(503, True)}
    record_property(
        "measured",
        f"reçues\u00a0: {len(phones.acknowledged)}, perdues\u00a0: 0, sans service\u00a0: "
        f"{phones.silence(begun):.1f} s, dont {phones.silence(promoted):.1f} s après l’ordre de "
        "promouvoir",
    )


@contextmanager
def browsers(site):
    """The two machines, in this process, and a browser at each."""
    folders = [machine.folder for machine in site.machines]
    with opened(*folders) as instances:
        found = []
        for folder, instance in zip(folders, instances, strict=True):
            application = application_of(read_settings(folder), instance)
            # These browsers have no https.
            application.config["SESSION_COOKIE_SECURE"] = False
            found.append(application.test_client())
        yield (*instances, *found)


def send(client, name="", **fields):
    said = {"id": name or str(uuid.uuid4()), "version": VERSION, "language": "fr"}
    content = {**said, "channel": "phone", "assisted": False, "answers": {"A1": "maman"}, **fields}
    return client.post("/q/stains/responses", json=content).status_code


def ballot_at(client, code):
    told = client.get(f"/vote/{code}?lang=fr").text
    return told.partition('name="ballot" value="')[2].partition('"')[0]


def vote(client, code, ballot):
    said = {"ballot": ballot, "language": "fr", "themes": ["papas"]}
    return client.post(f"/vote/{code}", data=said).status_code


def opens_what_was_sealed(first, second, there):
    # The campaign was begun after the secrets were copied; then its key is changed.
    rotate(first.secrets, "stains")
    key, name = current_key(second.secrets, "stains"), str(uuid.uuid4())
    assert key == current_key(first.secrets, "stains")
    inner = {"id": name, "version": VERSION, "language": "fr", "channel": "phone"}
    content = json.dumps({**inner, "assisted": False, "answers": {"A1": "maman"}}).encode()
    sealed = base64.b64encode(seal(key, "stains", name, content)).decode()
    body = {"id": name, "key": key.number, "sealed": sealed}
    assert there.post("/q/stains/responses", json=body).status_code == 201


def enters_leaves_and_errs(store, here, there):
    add_user(store, "amina", PASSWORD)
    assert log_in(here, "amina").status_code == 302
    there.set_cookie("session", here.get_cookie("session").value)
    assert there.get("/staff/").status_code == 200
    here.post("/staff/logout")
    assert there.get("/staff/").status_code == 302

    add_user(store, "lou", PASSWORD)
    for turn in range(FAILURES):
        assert log_in((here, there)[turn % 2], "lou", "faux").status_code == 422
    assert log_in(here, "lou").status_code == 429
    assert log_in(there, "lou").status_code == 429


@pytest.mark.fault(
    "une clé, un son, une visite, un vote, des mots de passe faux : sur l’une des machines",
    "l’autre le sait aussitôt",
)
def test_what_one_machine_keeps_the_other_knows__ok(site):
    with browsers(site) as (first, second, here, there):
        opens_what_was_sealed(first, second, there)
        enters_leaves_and_errs(first.store, here, there)
        sentence = voice_key("Vous êtes…")
        first.store.save_recording(Recording("ar", sentence, "audio/ogg", b"OggS"))
        assert there.get(f"/voices/ar/{sentence}").data == b"OggS"

        session = open_session(first.store, Session("", "stains", ("papas",), people=30))
        ballot = ballot_at(here, session.code)
        assert vote(here, session.code, ballot) == vote(there, session.code, ballot) == 200
        assert len(first.store.votes(session.code)) == 1
        first.store.save_session(replace(session, open=False))
        assert vote(there, session.code, ballot) == 410


@pytest.mark.fault(
    "les horloges de deux machines diffèrent de vingt minutes, minuit entre elles",
    "rien n’est refusé, rien n’est compté deux fois",
)
def test_clocks_that_differ_refuse_nothing_and_count_nothing_twice__ok(site, monkeypatch):
    with browsers(site) as (first, second, here, there):
        ahead, tomorrow = timedelta(minutes=20), second.today() + timedelta(1)
        now = second.now
        monkeypatch.setattr(second, "now", lambda: now() + ahead)
        monkeypatch.setattr(second, "today", lambda: tomorrow)
        before, name = first.store.count_responses("stains", apart=None), str(uuid.uuid4())
        assert [send(here, name), send(there, name), send(there)] == [201, 200, 201]
        assert first.store.count_responses("stains", apart=None) == before + 2

        session = open_session(first.store, Session("", "stains", ("papas",), people=60))
        # Drawn by the clock that is ahead, then by the one that is behind.
        for drawn, kept in 8 * [(there, here)] + 8 * [(here, there)]:
            ballot = ballot_at(drawn, session.code)
            assert vote(kept, session.code, ballot) == vote(kept, session.code, ballot) == 200
        votes = first.store.votes(session.code)
        assert (len(votes), {one.apart for one in votes}) == (16, {""})

        add_user(first.store, "nour", PASSWORD)
        assert log_in(there, "nour").status_code == 302
        here.set_cookie("session", there.get_cookie("session").value)
        assert here.get("/staff/").status_code == 200
        add_user(first.store, "zoé", PASSWORD)
        for _ in range(FAILURES):
            log_in(there, "zoé", "faux")
        waits = int(log_in(here, "zoé").headers["Retry-After"])
        assert waits <= 15, "no longer than on its own machine"


@pytest.mark.fault(
    "deux « diagnosis work » dans deux dossiers, puis celui qui travaille est tué",
    "un seul calcule ; les machines web montrent ce qu’il publie ; l’autre continue le même état",
)
def test_of_two_that_compute_in_two_folders_one_works__ok(site, record_property):
    folders = [site.make_folder(name) for name in ("work", "other")]
    with opened(*folders, site.machines[1].folder) as (first, second, web):
        campaign = web.store.campaign("stains")
        simulate(first, campaign, 30, 1)
        assert secret_of(first.secrets, campaign) == secret_of(second.secrets, campaign)
        with working(folders[0]) as one, working(folders[1]) as other:
            seen = set()

            def published(before=None):
                seen.add(tuple((web.store.get(NAME) or {"by": [""]})["by"]))
                return web.store.get("shown:stains") not in (None, before)

            until(published)
            [by] = seen - {("",)}
            kept, shown = web.store.get("published:stains"), web.store.get("shown:stains")
            worker = next(process for process in (one, other) if process.pid == by[1])
            worker.kill()
            worker.wait()
            begun = time.monotonic()
            web.store.add_workshop(
                Workshop(0, "stains", "papas", web.today(), "PMI", "fr", True, 14, 12)
            )
            until(lambda: published(shown))
        assert len(seen - {("",)}) == 2
        assert web.store.get("published:stains")["families"] == kept["families"]
        record_property("measured", f"la suite se lit {time.monotonic() - begun:.0f} s après")
