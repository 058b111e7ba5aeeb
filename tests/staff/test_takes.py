"""One take: a link serves one device, only records, and replaces nobody's voice."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from diagnosis.accounts import Action, begin_take, find_take, make_take, token_hash
from diagnosis.languages import voice_key
from diagnosis.model import Recording
from diagnosis.storage import Take
from diagnosis.voices import core_sentences
from tests.entering import enter_as
from tests.pages import check_page

SOUND = b"\x1a\x45\xdf\xa3 a voice"
OTHER = b"\x1a\x45\xdf\xa3 another"
KEY = voice_key("Vous êtes…")


@pytest.fixture
def link(instance, campaign):
    """The address of a link to read the core in Soninke."""
    asked = f"{campaign.questionnaire} {campaign.version}"
    wanted = Take("", "snk", asked, core=True, expires=instance.today())
    return f"/staff/take/{make_take(instance.store, instance.today(), wanted)}"


@pytest.fixture
def speaker(client, link):
    """The browser of somebody who opened the link."""
    client.post(link)
    return client


def read(client, link, key=KEY, content=SOUND):
    answer = client.post(f"{link}/{key}", data=content, headers={"Accept": "application/json"})
    return answer.status_code


def test_opening_a_link_takes_a_press(client, link):
    first = client.get(link)
    check_page(first)
    assert "Commencer sur cet appareil" in first.text
    # Messengers look at what a link shows before anybody opens it.
    assert "Commencer sur cet appareil" in client.get(link).text


def test_a_speaker_reads_and_comes_back_to_what_remains(app, instance, speaker, link):
    page = speaker.get(link)
    check_page(page)
    core = core_sentences(instance.library, instance.languages["snk"])
    keys = re.findall(r'<li data-key="(\w+)"', page.text)
    assert set(keys) == {sentence.key for sentence in core}
    assert read(speaker, link) == 200
    assert instance.store.recording("snk", KEY).content == SOUND
    left = re.findall(r'<li data-key="(\w+)"', speaker.get(link).text)
    assert left == [key for key in keys if key != KEY]


def test_a_link_opened_twice_says_so_kindly(app, instance, speaker, link):
    other = app.test_client()
    for answer in (other.get(link), other.post(link, follow_redirects=True)):
        assert answer.status_code == 410
        assert "Ce lien a déjà servi" in answer.text
        check_page(answer)
    assert read(other, link) == 404
    assert instance.store.recordings("snk") == {}
    assert speaker.get(link).status_code == 200, "the first device goes on"


def test_two_devices_at_once_and_one_has_it(instance, link):
    found = find_take(instance.store, link.rpartition("/")[2], instance.today())
    held = [begin_take(instance.store, found), begin_take(instance.store, found)]
    assert held[0]
    assert held[1] == ""


def test_a_link_replaces_nobodys_voice(instance, speaker, link):
    instance.store.save_recording(Recording("snk", KEY, "audio/webm", OTHER))
    assert read(speaker, link) == 409
    assert instance.store.recording("snk", KEY).content == OTHER


@pytest.mark.parametrize("content", [b"", b"<html>", SOUND + bytes(300_000)])
def test_what_is_no_sound_is_not_kept__error(instance, speaker, link, content):
    assert read(speaker, link, content=content) == 422
    assert read(speaker, link, key="000000000000") == 404
    assert instance.store.recordings("snk") == {}


def test_a_link_opens_nothing_else(speaker, link):
    for address in (
        "/staff/",
        "/staff/voices",
        "/staff/voices/snk/take",
        f"/staff/voices/snk/{KEY}",
    ):
        assert speaker.get(address).status_code == 302, address
    assert speaker.post(f"/staff/voices/snk/{KEY}/remove").status_code == 302


def test_a_closed_or_old_link_says_so(app, instance, speaker, link, monkeypatch):
    tomorrow = instance.today() + timedelta(days=8)
    with monkeypatch.context() as later:
        later.setattr(instance, "today", lambda: tomorrow)
        assert "ne sert plus" in speaker.get(link).text
    assert "Merci" in speaker.post(f"{link}/close").text
    assert speaker.get(link).status_code == 410
    assert read(speaker, link) == 404


def test_the_store_knows_neither_the_link_nor_the_device(instance, speaker, link):
    token = link.rpartition("/")[2]
    (kept,) = instance.store.takes()
    assert kept.token_hash == token_hash(token)
    cookie = speaker.get_cookie("take", path=link)
    assert cookie.http_only
    assert cookie.value not in (kept.device, token)
    assert kept.device == token_hash(cookie.value)


def test_a_member_makes_a_link_and_takes_it_back(instance, campaign, client):
    enter_as(client, instance.store, "amina")
    page = client.post("/staff/voices/snk/link", data={"part": "whole"})
    (address,) = re.findall(r"<code>http://localhost(/staff/take/[\w-]+)</code>", page.text)
    (kept,) = instance.store.takes()
    assert (kept.language, kept.core, kept.device) == ("snk", False, "")
    assert instance.store.last_entry().what == Action.TAKE
    assert "Reprendre ce lien" in client.get("/staff/voices?language=snk").text
    client.post(f"/staff/voices/snk/link/{kept.token_hash}/close")
    assert client.get(address).status_code == 410


def test_a_member_reads_here(instance, campaign, client):
    enter_as(client, instance.store, "amina")
    page = client.get("/staff/voices/fr/take")
    check_page(page)
    assert f'data-key="{KEY}"' in page.text
    answer = client.post(
        f"/staff/voices/fr/take/{KEY}", data=SOUND, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 200
    whole = client.get("/staff/voices/fr/take?part=whole").text
    assert whole.count("data-key=") > page.text.count("data-key=")
    assert f'data-key="{KEY}"' not in whole
