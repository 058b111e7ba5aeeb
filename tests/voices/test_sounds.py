"""The machine voice: named by its text, made once, never in the place of a person."""

from __future__ import annotations

import json
import os
import shutil
import struct
from pathlib import Path

import pytest

from diagnosis.languages import voice_key
from diagnosis.model import Recording
from diagnosis.voices import (
    MachineVoices,
    MakingError,
    as_caf,
    can_make,
    core_sentences,
    heard_in,
    is_heard,
    lines_of,
    make_sounds,
    making,
    said_in,
    sound_name,
)

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "sounds.json").read_text("utf-8"))
REQUIRED = os.environ.get("DIAGNOSIS_REQUIRE_VOICE") == "1"
speaks = pytest.mark.skipif(
    not REQUIRED and not all(map(shutil.which, making.TOOLS)),
    reason="no synthesiser: apt install espeak-ng opus-tools",
)
SOUND = b"OggS a voice"


def texts(*said: str) -> dict[str, str]:
    return {sound_name(text): text for text in said}


def record(instance, language: str, text: str) -> None:
    instance.store.save_recording(Recording(language, voice_key(text), "audio/ogg", SOUND))


def heard(instance, tag: str):
    languages = instance.languages
    return heard_in(
        instance.store, instance.machine, languages, instance.library, [], languages[tag]
    )


def pretend_made(instance, tag: str, *said: str) -> None:
    """Sounds as `make_sounds` leaves them, without a synthesiser."""
    folder = instance.machine.folder / tag
    folder.mkdir(parents=True)
    for name in texts(*said):
        (folder / f"{name}.ogg").write_bytes(SOUND)
    (folder / "made.txt").write_text("\n".join(["abc", *texts(*said)]) + "\n")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_text_has_the_name_that_pages_compute(vector):
    assert sound_name(vector["text"]) == vector["name"]


# Making.


@speaks
def test_sounds_are_made_once_and_go_with_their_text(tmp_path):
    folder = tmp_path / "machine" / "fr"
    first = make_sounds(folder, "fr", texts("oui", "non"))
    assert (first.made, first.kept, first.removed) == (2, 0, 0)
    written = {path.name: path.read_bytes() for path in folder.glob("*.ogg")}
    again = make_sounds(folder, "fr", texts("oui", "jamais, peut-être"))
    assert (again.made, again.kept, again.removed) == (1, 1, 1)
    machine = MachineVoices(tmp_path)
    assert machine.names("fr") == texts("oui", "jamais, peut-être").keys()
    assert machine.sound("fr", sound_name("oui")) == written[f"{sound_name('oui')}.ogg"]
    assert machine.sound("fr", sound_name("non")) is None
    assert machine.sound("fr", "../../settings") is None
    assert 1000 < again.weight < 40_000


@speaks
def test_another_voice_makes_all_anew(tmp_path):
    make_sounds(tmp_path, "fr", texts("oui"))
    before = (tmp_path / f"{sound_name('oui')}.ogg").read_bytes()
    assert make_sounds(tmp_path, "en-gb", texts("oui")).made == 1
    assert (tmp_path / f"{sound_name('oui')}.ogg").read_bytes() != before


@speaks
def test_a_voice_that_does_not_exist_says_why__error(tmp_path):
    with pytest.raises(MakingError, match=r"espeak-ng n’a .*recommencez|apt-get"):
        make_sounds(tmp_path, "nonesuch", texts("oui"))
    assert MachineVoices(tmp_path).names("fr") == frozenset()


def test_without_a_synthesiser_the_remedy_is_told__error(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MakingError, match=r"espeak-ng et opusenc manquent.*apt-get install"):
        can_make()


def test_what_was_made_before_a_failure_is_kept__error(tmp_path, monkeypatch):
    said = []

    def speak(folder, voice, name, text):
        said.append(text)
        if len(said) > 1:
            raise MakingError("stop")
        (folder / f"{name}.ogg").write_bytes(SOUND)

    monkeypatch.setattr(making, "can_make", lambda: None)
    monkeypatch.setattr(making, "_speak", speak)
    monkeypatch.setattr(making.os, "cpu_count", lambda: 1)
    with pytest.raises(MakingError):
        make_sounds(tmp_path / "machine" / "fr", "fr", texts("oui", "non", "parfois"))
    assert len(MachineVoices(tmp_path).names("fr")) == 1


@speaks
def test_apples_container_holds_the_same_packets(tmp_path):
    make_sounds(tmp_path, "fr", texts("Vous pouvez passer ou arrêter."))
    ogg = next(tmp_path.glob("*.ogg")).read_bytes()
    caf = as_caf(ogg)
    assert caf[:8] == b"caff\x00\x01\x00\x00"
    chunks, place = {}, 8
    while place < len(caf):
        name, size = struct.unpack_from(">4sq", caf, place)
        chunks[name] = caf[place + 12 : place + 12 + size]
        place += 12 + size
    assert place == len(caf)
    assert list(chunks) == [b"desc", b"pakt", b"data"]
    rate, kind = struct.unpack_from(">d4s", chunks[b"desc"])
    assert (rate, kind) == (48000.0, b"opus")
    count, valid, delay, rest = struct.unpack_from(">qqii", chunks[b"pakt"])
    assert count * 960 == valid + delay + rest
    sizes = list(_sizes(chunks[b"pakt"][24:]))
    assert (len(sizes), sum(sizes)) == (count, len(chunks[b"data"]) - 4)
    assert chunks[b"data"][4 : 4 + sizes[0]] in ogg


def _sizes(table: bytes):
    number = 0
    for byte in table:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            yield number
            number = 0


# What can be heard.


def test_the_machine_says_what_pages_show_in_each_language(instance):
    lines = lines_of(instance.languages, instance.library)
    arabic = said_in(instance.languages, lines.values(), instance.languages["ar"])
    catalogue = instance.languages.catalogue("ar")
    assert arabic[sound_name(catalogue.gettext("Commencer"))] == catalogue.gettext("Commencer")
    theme = instance.library.catalogue.themes[0].label
    assert sound_name(catalogue.gettext(theme)) in arabic
    assert sound_name("العربية") in arabic
    assert sound_name("Türkçe") not in arabic, "it says its own name, in its own language"
    assert not [text for text in arabic.values() if "%(" in text]


def test_nothing_grave_where_nobody_judged_the_voice(instance):
    lines = lines_of(instance.languages, instance.library)
    asked = instance.library.questionnaires["clos-saint-lazare"]
    grave = [
        asked.welcome[0].label,
        next(line.text for line in lines.values() if line.path.startswith("page/privacy/")),
        asked.question("E2").hint,
        instance.library.services.help_numbers[0].label,
    ]
    for tag, said in (("fr", True), ("en", True), ("ar", False), ("ht", False)):
        catalogue = instance.languages.catalogue(tag)
        found = said_in(instance.languages, lines.values(), instance.languages[tag])
        for text in grave:
            assert (sound_name(catalogue.gettext(text)) in found) is said, (tag, text)


def test_two_texts_of_one_name_are_not_said(instance, monkeypatch):
    lines = lines_of(instance.languages, instance.library)
    monkeypatch.setattr("diagnosis.voices.heard.sound_name", lambda _: "same")
    assert said_in(instance.languages, lines.values(), instance.languages["fr"]) == {}


def test_a_recording_comes_by_the_text_shown(instance):
    record(instance, "ta", "Vous êtes…")
    pretend_made(instance, "ta", "நீங்கள்...")
    found = heard(instance, "ta")
    shown = instance.languages.catalogue("ta").gettext("Vous êtes…")
    version = instance.store.recordings("ta")[voice_key("Vous êtes…")]
    assert found.recorded == {sound_name(shown): f"{voice_key('Vous êtes…')}?v={version}"}
    assert (found.spoken, found.alone, found.version) == ("ta", False, "abc")
    assert found.machine == (sound_name("நீங்கள்..."),)


def test_the_setting_silences_the_machine(instance):
    pretend_made(instance, "fr", "oui")
    assert heard(instance, "fr").machine
    instance.machine = MachineVoices(instance.machine.folder.parent, on=False)
    assert not heard(instance, "fr")


def test_an_oral_language_is_french_until_its_core_is_recorded(instance):
    soninke = instance.languages["snk"]
    record(instance, "fr", "Vous êtes…")
    pretend_made(instance, "fr", "oui")
    needed = core_sentences(instance.library, soninke)
    assert needed[0].text == soninke.own_name
    for sentence in needed[:-1]:
        record(instance, "snk", sentence.text)
    waiting = heard(instance, "snk")
    assert (waiting.spoken, waiting.alone) == ("fr", False)
    assert set(waiting.recorded) == {sound_name("Vous êtes…")}
    assert waiting.machine == (sound_name("oui"),)
    record(instance, "snk", needed[-1].text)
    assert is_heard(instance.store, instance.library, soninke)
    ready = heard(instance, "snk")
    assert (ready.spoken, ready.alone, ready.machine) == ("snk", True, ())
    assert len(ready.recorded) >= len(needed) - 1


def test_a_language_says_its_own_name_by_a_person_else_by_the_machine(instance):
    pretend_made(instance, "bn", "বাংলা")
    pretend_made(instance, "tr", "Türkçe")
    record(instance, "tr", "Türkçe")
    names = heard(instance, "fr").names
    assert names["bn"] == f"/voices/bn/machine/{sound_name('বাংলা')}?v=abc"
    assert names["tr"].startswith(f"/voices/tr/{voice_key('Türkçe')}?v=")
