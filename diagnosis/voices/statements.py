"""What is said for a time by the machine voice: what a room votes on, what is given back.

Made where diagnoses are, gone with the vote or with a changed word.

A statement is said in the language it was written in, and in those in which somebody has read its
translation. Beside the manifest of a language a list names the sounds that only these need.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from diagnosis.languages import Languages
from diagnosis.model import State
from diagnosis.storage import Storage
from diagnosis.voices.machine import MANIFEST, MachineVoices
from diagnosis.voices.making import add_sounds, can_make, drop_sounds
from diagnosis.voices.names import plain, sound_name

LIST = "statements.txt"
Said = Mapping[str, Mapping[str, str]]


def texts_of_rooms(store: Storage, campaigns: Iterable[str]) -> dict[str, dict[str, str]]:
    """What rooms that vote, or wait to, read in each language, by `sound_name`."""
    found: dict[str, dict[str, str]] = {}
    for name in campaigns:
        for session in store.sessions(name):
            if session.closed:
                continue
            for one in store.statements(session.code):
                if one.state is not State.IN or not one.text:
                    continue
                read = {tag: told.text for tag, told in one.translations.items() if told.read}
                for tag, text in {**read, one.language: one.text}.items():
                    found.setdefault(tag, {})[sound_name(text)] = plain(text)
    return found


def say_statements(machine: MachineVoices, languages: Languages, texts: Said) -> int:
    """Make the sounds that rooms lack, and erase those of rooms that ended; count what was made.

    Only languages that already have a machine voice on this machine: an instance that wants none
    gets none.

    Raises
    ------
    MakingError
        A tool is missing, or fails.
    """
    made = 0
    for language in languages:
        if language.machine and machine.names(language.tag):
            folder = machine.folder / language.tag
            made += _say(folder, language.machine, texts.get(language.tag, {}))
    return made


def _say(folder: Path, voice: str, texts: Mapping[str, str]) -> int:
    known = set((folder / MANIFEST).read_text("utf-8").split()[1:])
    mine = _listed(folder)
    lacking = {name: text for name, text in texts.items() if name not in known}
    over = mine - texts.keys()
    if over:
        drop_sounds(folder, over)
    if lacking:
        can_make()
        add_sounds(folder, voice, lacking)
    kept = (mine - over) | lacking.keys()
    if kept != mine:
        (folder / LIST).write_text("\n".join(sorted(kept)), "utf-8")
    return len(lacking)


def _listed(folder: Path) -> set[str]:
    path = folder / LIST
    return set(path.read_text("utf-8").split()) if path.exists() else set()
