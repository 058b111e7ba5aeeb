"""Which sentences can be heard: one voice per French sentence, addresses only where it exists."""

from __future__ import annotations

import pytest

from diagnosis.instance import Instance
from diagnosis.languages import (
    kind_of,
    own_names,
    page_sentences,
    sentences,
    spoken,
    to_record,
    voice_key,
)
from diagnosis.model import Recording

SOUND = b"\x1a\x45\xdf\xa3 a voice"


@pytest.fixture
def asked(instance: Instance):
    return instance.library.questionnaires["clos-saint-lazare"]


def record(instance: Instance, language: str, text: str, content: bytes = SOUND) -> None:
    instance.store.save_recording(Recording(language, voice_key(text), "audio/webm", content))


def test_every_sentence_of_the_page_has_a_path(instance, asked):
    found = spoken(asked, instance.languages)
    assert found["welcome"] == asked.title
    assert found["welcome/1"] == "Sans nom, sans adresse, sans téléphone."
    assert found["A1"] == "Vous êtes…"
    assert found["A1/maman"] == "maman"
    assert found["E2/hint/text"] == "Ne donnez pas de nom, d’adresse ou de maladie."
    assert found["thanks"].startswith("Merci")
    assert found["language/snk"] == instance.languages["snk"].own_name
    choices = sum(len(question.choices) for question in asked.questions)
    assert len(found) > choices + len(asked.questions)


def test_the_same_sentence_is_recorded_once(instance, asked):
    for language in instance.languages:
        keys = [sentence.key for sentence in to_record(asked, language)]
        assert len(keys) == len(set(keys))
    texts = {sentence.text for sentence in to_record(asked, instance.languages["snk"])}
    everything = {sentence.text for sentence in sentences(asked)}
    own = set(instance.languages.own_names.values())
    assert texts == everything - own | {instance.languages["snk"].own_name}


def test_pages_around_the_questionnaire_wait_for_a_voice_too(instance, asked):
    around = page_sentences(instance.languages)
    assert "Commencer" in {sentence.text for sentence in around}
    assert not [sentence for sentence in around if "%(" in sentence.text]
    found = to_record(asked, instance.languages["snk"], around)
    keys = [sentence.key for sentence in found]
    assert len(keys) == len(set(keys)) > len(to_record(asked, instance.languages["snk"]))


def test_the_address_changes_when_the_sound_does(instance):
    record(instance, "snk", "Sooninkanxanne")
    before = own_names(instance.store, instance.languages)["snk"]
    record(instance, "snk", "Sooninkanxanne", SOUND + b" again")
    assert own_names(instance.store, instance.languages)["snk"] != before


def test_the_name_of_a_language_is_heard_in_that_language(instance):
    soninke = instance.languages["snk"]
    record(instance, "snk", soninke.own_name)
    assert set(own_names(instance.store, instance.languages)) == {"snk"}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (SOUND, "audio/webm"),
        (b"OggS\x00\x02", "audio/ogg"),
        (b"\x00\x00\x00\x1cftypM4A ", "audio/mp4"),
        (b"ID3\x04", ""),
        (b"<html>", ""),
        (b"", ""),
    ],
)
def test_the_kind_is_told_by_the_first_bytes(content, kind):
    assert kind_of(content) == kind
