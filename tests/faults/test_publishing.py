"""What planners read is computed off their requests, by one process."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from diagnosis.dataset import simulate
from diagnosis.model import Workshop
from diagnosis.serving.turn import NAME

# Made after the pages and the files.
LAST = "/planning/stains/programme.csv"
ALONE = """
import sys
from pathlib import Path
from diagnosis.app import create_app, open_instance
from diagnosis.config import read_settings
from dataclasses import replace

settings = read_settings(Path(sys.argv[1]))
app = create_app(settings, replace(open_instance(settings), publishes=False))
client = app.test_client()
for path in ("", "/needs", "/where?need=sommeil", "/needs.csv", "/map.svg", "/report.html",
             "/report.json", "/dossier", "/dossier.docx"):
    answer = client.get(f"/planning/stains{path}")
    assert answer.status_code == 200, (path, answer.status_code)
    assert len(answer.data) > 500, path
assert client.get("/results/stains").status_code == 200
for library in ("pandas", "numpy", "plotly", "sklearn", "scipy", "docx"):
    assert library not in sys.modules, library
"""


def read(server, path="/planning/stains"):
    """Status and text of a planners' page."""
    try:
        with urllib.request.urlopen(f"{server.address}{path}", timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def until(condition):
    for _ in range(2400):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it was not published")


def add_families(server, number, seed):
    instance = server.open()
    campaign = instance.store.campaign("stains")
    instance.store.save_campaign(campaign)
    simulate(instance, campaign, number, seed)
    instance.store.close()


@pytest.mark.fault(
    "des familles arrivent pendant qu’on lit le diagnostic",
    "le dernier état est servi, le nouveau le remplace, rien ne se calcule dans ce qui sert",
)
def test_pages_follow_the_answers_and_show_the_last_state_meanwhile__ok(planned, record_property):
    add_families(planned, 60, 1)
    until(lambda: read(planned, LAST)[0] == 200)
    assert "60 familles" in read(planned)[1].replace("\u202f", " ")
    _, before = read(planned, "/planning/stains/needs")
    add_families(planned, 40, 2)
    begun = time.monotonic()
    status, meanwhile = read(planned, "/planning/stains/needs")
    assert status == 200
    until(lambda: read(planned, "/planning/stains/needs")[1] != before)
    until(lambda: "100 familles" in read(planned)[1].replace("\u202f", " "))
    taken = time.monotonic() - begun
    record_property("measured", f"40 familles de plus se lisent après {taken:.0f} s")
    # A process that only shows loads neither drawing nor statistics.
    subprocess.run([sys.executable, "-c", ALONE, planned.folder], check=True)


@pytest.mark.fault(
    "un premier diagnostic se calcule encore",
    "la page le dit (503) et redemande d’elle-même",
)
def test_a_first_diagnosis_under_way_is_said_and_asks_again__ok(tmp_path, app, instance, campaign):
    instance.publishes = False
    answer = app.test_client().get("/planning/stains")
    assert answer.status_code == 503
    assert answer.headers["Refresh"]
    assert "Le diagnostic se prépare" in answer.text
    assert app.test_client().get("/results/stains").status_code == 503


@pytest.mark.fault(
    "l’équipe saisit un atelier",
    "les pages de pilotage le disent",
)
def test_what_the_team_enters_is_published__ok(planned):
    add_families(planned, 60, 1)
    until(lambda: read(planned, LAST)[0] == 200)
    _, before = read(planned, "/planning/stains/themes")
    instance = planned.open()
    today = instance.today()
    instance.store.add_workshop(
        Workshop(0, "stains", "papas", today, "PMI", "fr", held=True, attended=14, happy=12)
    )
    instance.store.close()
    until(lambda: read(planned, "/planning/stains/themes")[1] != before)


@pytest.mark.fault(
    "deux « diagnosis work » pour une instance, celui qui travaille est tué",
    "un seul calcule à la fois ; l’autre prend la suite, rien ne manque",
)
def test_of_two_that_publish_one_works_and_the_other_takes_over__ok(planned, record_property):
    planned.end()
    planned.works = False
    planned.start()
    command = [sys.executable, "-m", "diagnosis", "work", "--data", str(planned.folder)]
    workers = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(2)]
    try:
        add_families(planned, 60, 1)
        until(lambda: read(planned, LAST)[0] == 200)
        instance = planned.open()
        host_pid = instance.store.get(NAME)["by"]
        first = next(one for one in workers if one.pid == host_pid[1])
        first.kill()
        first.wait()
        begun = time.monotonic()
        add_families(planned, 40, 2)
        until(lambda: "100 familles" in read(planned)[1].replace("\u202f", " "))
        record_property(
            "measured", f"la suite se lit {time.monotonic() - begun:.0f} s après la mort du premier"
        )
        assert instance.store.get(NAME)["by"] != host_pid
        instance.store.close()
    finally:
        for one in workers:
            one.kill()
            one.wait()
