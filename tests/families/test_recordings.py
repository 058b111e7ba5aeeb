"""Recorded sentences as any page plays them, and the words that the page must share with them."""

from __future__ import annotations

import html
import re

import pytest

from diagnosis.languages import spoken, voice_key
from diagnosis.model import Recording
from diagnosis.voices import core_sentences, sound_name

SOUND = b"OggS" + bytes(range(200))
KEY = voice_key("Vous êtes…")


@pytest.fixture
def recorded(instance):
    instance.store.save_recording(Recording("ar", KEY, "audio/ogg", SOUND))
    return f"/voices/ar/{KEY}?v={instance.store.recordings('ar')[KEY]}"


def test_a_sound_is_given_whole_and_kept_for_good(client, recorded):
    answer = client.get(recorded)
    assert (answer.status_code, answer.data) == (200, SOUND)
    assert answer.mimetype == "audio/ogg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("asked", "given", "content"),
    [
        ("bytes=0-1", "bytes 0-1/204", SOUND[:2]),
        ("bytes=4-", "bytes 4-203/204", SOUND[4:]),
        ("bytes=-10", "bytes 194-203/204", SOUND[-10:]),
    ],
)
def test_a_sound_is_given_in_parts(client, recorded, asked, given, content):
    answer = client.get(recorded, headers={"Range": asked})
    assert (answer.status_code, answer.data) == (206, content)
    assert answer.headers["Content-Range"] == given
    assert answer.headers["Content-Length"] == str(len(content))


def test_a_part_that_does_not_exist__error(client, recorded):
    assert client.get(recorded, headers={"Range": "bytes=999-"}).status_code == 416


def test_what_has_not_changed_is_not_sent_again(client, recorded):
    tag = client.get(recorded).headers["ETag"]
    assert client.get(recorded, headers={"If-None-Match": tag}).status_code == 304


def test_without_version_nothing_lasts(client, recorded):
    answer = client.get(recorded.partition("?")[0])
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["ar/000000000000", f"fr/{KEY}", f"zz/{KEY}", f"AR/{KEY}"])
def test_a_sound_nobody_recorded__error(page, recorded, path):
    page(f"/voices/{path}", status=404)


def test_what_is_recorded_is_word_for_word_what_the_page_says(page, client, instance, campaign):
    buttons = client.get("/words/fr/voice.json").json
    source = page("/q/stains?lang=fr").text
    written = html.unescape(re.sub(r"<[^>]+>", "\n", source)) + buttons["note"]
    for path, text in spoken(instance.questionnaire(campaign)).items():
        assert text in written, path


def test_the_buttons_have_words_in_every_language(client, instance):
    for language in instance.languages:
        answer = client.get(f"/words/{language.tag}/voice.json")
        assert (answer.status_code, answer.json["listen"] != "") == (200, True)
    assert client.get("/words/zz/voice.json").status_code == 404
    assert "Set-Cookie" not in answer.headers


# The machine voice.


@pytest.fixture
def machine(instance):
    """A sound as the command leaves it."""
    name, folder = sound_name("oui"), instance.machine.folder / "fr"
    folder.mkdir(parents=True)
    (folder / f"{name}.ogg").write_bytes(SOUND)
    (folder / "made.txt").write_text(f"abc {name}\n")
    return f"/voices/fr/machine/{name}"


def test_the_machine_voice_is_a_sound_like_another(client, machine):
    answer = client.get(f"{machine}?v=abc", headers={"Range": "bytes=4-"})
    assert (answer.status_code, answer.data, answer.mimetype) == (206, SOUND[4:], "audio/ogg")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["fr/machine/0", "ar/machine/1x", "zz/machine/1", "fr/machine/.."])
def test_a_text_that_the_machine_does_not_say__error(client, machine, path):
    assert client.get(f"/voices/{path}").status_code == 404


def test_a_page_names_what_can_be_heard_only_where_something_can(page, client, campaign, machine):
    for address in ("/q/stains", "/", "/privacy", "/results/stains", "/vote"):
        assert "/words/fr/sounds.json?v=" in page(f"{address}?lang=fr").text, address
        assert "sounds.json" not in page(f"{address}?lang=tr").text, address
    found = client.get("/words/fr/sounds.json")
    assert found.json["machine"] == sound_name("oui")
    assert "Set-Cookie" not in found.headers
    assert client.get("/words/zz/sounds.json").status_code == 404


def test_an_oral_language_is_offered_as_french_text_until_it_is_recorded(page, instance, campaign):
    for address in ("/?lang=fr", "/q/stains?lang=fr"):
        before, _, after = page(address).text.partition("texte français</li>")
        assert ">Kreyòl ayisyen<" in before
        assert ">Sooninkanxanne<" in after
    soninke = instance.languages["snk"]
    for sentence in core_sentences(instance.library, soninke):
        instance.store.save_recording(Recording("snk", sentence.key, "audio/ogg", SOUND))
    before, _, after = page("/?lang=fr").text.partition("texte français</li>")
    assert ">Sooninkanxanne<" in before
    assert ">Bamanankan<" in after
