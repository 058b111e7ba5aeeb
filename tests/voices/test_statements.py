"""What a room votes on is said by the machine voice while it votes, and by no file after."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from diagnosis.model import STATEMENTS, WISHES, Ask, Session, State, Statement, Translation
from diagnosis.voices import make_sounds, say_statements, sound_name, texts_of_rooms
from diagnosis.voices.machine import MANIFEST

ROOM = Session("KWRT", "stains", (), ask=Ask(STATEMENTS))
TOLD = {"en": Translation("A warm place", True), "pt": Translation("Um lugar quente")}
CARD = Statement("a", "KWRT", "fr", "Un lieu au chaud", translations=TOLD)


@pytest.fixture
def room(instance, campaign):
    instance.store.add_session(ROOM)
    instance.store.save_statement(CARD)
    return instance


def test_what_people_wrote_and_what_somebody_read_is_said(room):
    others = (
        replace(CARD, id="b", text="Attend", state=State.NEW),
        replace(CARD, id="c", text="", state=State.IN),
    )
    for one in others:
        room.store.save_statement(one)
    shut = Session("BCDF", "stains", (), open=False, ask=Ask(WISHES))
    room.store.add_session(shut)
    room.store.save_statement(replace(CARD, session="BCDF", text="Fini"))
    found = texts_of_rooms(room.store, ["stains"])
    assert {tag: set(texts.values()) for tag, texts in found.items()} == {
        "fr": {"Un lieu au chaud"},
        "en": {"A warm place"},
    }


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="no synthesiser here")
def test_sounds_come_with_a_vote_and_go_with_it(room):
    folder = room.machine.folder / "fr"
    make_sounds(folder, "fr", {sound_name("Oui"): "Oui"})
    name = sound_name(CARD.text)
    assert say(room) == 1
    assert room.machine.sound("fr", name)
    assert say(room) == 0, "once"
    room.store.save_statement(replace(CARD, text="Oui"))
    assert say(room) == 0, "said already"
    assert room.machine.sound("fr", name) is None
    assert not (folder / f"{name}.ogg").exists(), "erased means no byte is left"
    room.store.save_session(replace(ROOM, open=False))
    say(room)
    assert room.machine.sound("fr", sound_name("Oui")), "what pages say stays"
    assert not (room.machine.folder / "en").exists(), "no voice where none was wanted"


def say(room):
    texts = texts_of_rooms(room.store, ["stains"])
    return say_statements(room.machine, room.languages, texts)


def test_an_instance_without_voices_makes_none(room, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert say(room) == 0
    assert not list(room.machine.folder.glob(f"*/{MANIFEST}"))
