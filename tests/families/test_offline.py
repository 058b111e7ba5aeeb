"""What makes pages open without network: the worker, the page's mark, the addresses to keep."""

from __future__ import annotations

import base64
import json
import random
import re

import brotli
import pytest

from diagnosis.answers import sealing
from diagnosis.families.pages import Variant
from diagnosis.languages import voice_key
from diagnosis.model import Recording
from diagnosis.web import STATIC
from tests.conftest import FINEST, LANGUAGES, add_campaign

ADDRESS = "/q/stains?lang=fr&channel=phone"
KEY = re.compile(rb'"public":"[^"]{88}"')
SOME_KEY = b'"public":"%s"' % base64.b64encode(b"\x04" + random.Random(7).randbytes(64))


def test_the_worker_speaks_to_this_server_only(client):
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers


def test_a_page_that_did_not_change_is_not_sent_again(client, campaign):
    first = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    other = client.get(ADDRESS, headers={"If-None-Match": '"q-other"'})
    assert other.status_code == 200


def test_a_new_key_or_voice_changes_the_page(app, instance, campaign):
    pages = app.extensions["diagnosis-pages"]
    variant = Variant("fr", "phone", False)
    marks = [pages.ready(campaign, variant).etag]
    sealing.rotate(instance.secrets, campaign.name)
    marks.append(pages.ready(campaign, variant).etag)
    label = instance.questionnaire(campaign).question("A1").label
    instance.store.save_recording(Recording("fr", voice_key(label), "audio/webm", b"sound"))
    marks.append(pages.ready(campaign, variant).etag)
    # A language says its own name on the pages of all others.
    instance.store.save_recording(Recording("bn", voice_key("বাংলা"), "audio/webm", b"sound"))
    marks.append(pages.ready(campaign, variant).etag)
    assert len(set(marks)) == 4
    assert pages.ready(campaign, variant).etag == marks[-1]


def test_the_page_names_what_a_device_keeps(client, campaign):
    plan = json.loads(re.findall(r'id="plan">(.*?)</script>', client.get(ADDRESS).text)[0])
    kept = plan["keep"]
    assert [a for a in kept if a.startswith("/q/")] == [
        f"/q/stains?lang={tag}&channel=phone" for tag in LANGUAGES
    ]
    for address in kept:
        with client.get(address) as answer:
            assert answer.status_code == 200, address


def test_text_is_compressed_for_families_and_never_for_the_team(client, campaign):
    for address in ("/sw.js", "/static/families/voice.js", "/privacy", "/words/ta.json"):
        with client.get(address, headers={"Accept-Encoding": "br"}) as answer:
            assert answer.headers.get("Content-Encoding") == "br", address
    login = client.get("/staff/login", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in login.headers


def test_no_script_for_families_names_another_host():
    for path in STATIC.rglob("*.js"):
        # Whence a library comes is written above it; the name of a drawing's vocabulary is no
        # address that anything asks.
        source = re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)", "", path.read_text("utf-8"), flags=re.S)
        source = source.replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://", source), path.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_visit_weighs_20_kib_at_most(client, instance, language):
    """Page, worker, first pictures: what a phone without sound fetches (measured by make bench)."""
    # As long a name as the demonstration's, and its banner.
    add_campaign(instance, "clos-saint-lazare", fictitious=True)
    page = f"/q/clos-saint-lazare?lang={language}"
    pictures = re.findall(r'src="(/pictures/[^"#]+)', client.get(page).text)
    addresses = (page, "/sw.js", pictures[0])
    # Each campaign draws its key: another one weighs some twenty bytes more or less.
    bodies = [KEY.sub(SOME_KEY, client.get(address).data) for address in addresses]
    assert SOME_KEY in bodies[0]
    assert sum(len(brotli.compress(body, quality=FINEST)) for body in bodies) <= 20 * 1024
