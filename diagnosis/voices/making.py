"""The machine voice, made sentence by sentence: espeak-ng speaks, opusenc makes it small."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from diagnosis.model import DiagnosisError
from diagnosis.voices.machine import MANIFEST

# Words a minute: slower than the synthesiser's own 175, as one speaks to a neighbour.
PACE = 140
# kbit/s of opus: the ear hears no difference from 24 in this voice, which weighs a third more.
RATE = 16
TOOLS = ("espeak-ng", "opusenc")
REMEDY = "apt-get install --no-install-recommends espeak-ng opus-tools"
# Seconds; the longest sentence takes a tenth of one.
PATIENCE = 60
# What is written to be seen, and read aloud as a word: the dot of « jugé·e ».
SILENT = re.compile(r"·\w*|[«»“”]")


class MakingError(DiagnosisError):
    """A sound could not be made."""


@dataclass(frozen=True)
class Made:
    """What became of a language's sounds, counted, and the bytes that they weigh."""

    made: int
    kept: int
    removed: int
    weight: int


def can_make() -> None:
    """Refuse where the synthesiser or the encoder is not installed (`MakingError`)."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        raise MakingError(
            f"{' et '.join(missing)} manque{'nt' * (len(missing) > 1)}\u00a0: la voix de machine "
            f"se fait avec eux. Tapez, en root\u00a0: {REMEDY}"
        )


def make_sounds(
    folder: Path,
    voice: str,
    texts: Mapping[str, str],
    step: Callable[[object], None] = lambda _: None,
) -> Made:
    """Make the sounds that lack, and remove those of texts that nothing says any more.

    Parameters
    ----------
    folder : of one language.
    voice : the synthesiser's name of it.
    texts : what is to be said, by `sound_name`.
    step : told how many sounds have been made.

    Raises
    ------
    MakingError
        A tool is missing, or fails: what was made until then is kept and can be heard.
    """
    can_make()
    folder.mkdir(parents=True, exist_ok=True)
    version = _version(voice)
    kept = {path.stem for path in folder.glob("*.ogg")} if _was(folder) == version else set()
    wanted = sorted(texts.keys() - kept)
    try:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            speak = partial(_speak, folder, voice)
            for count, _ in enumerate(pool.map(speak, wanted, [texts[n] for n in wanted]), 1):
                step(count)
    finally:
        removed = _settle(folder, version, texts)
    weight = sum((folder / f"{name}.ogg").stat().st_size for name in texts)
    return Made(len(wanted), len(texts) - len(wanted), removed, weight)


def add_sounds(folder: Path, voice: str, texts: Mapping[str, str]) -> None:
    """Make further sounds of a language that has some; what is there stays (`MakingError`)."""
    for name, text in texts.items():
        _speak(folder, voice, name, text)
    version, *known = (folder / MANIFEST).read_text("utf-8").split()
    _write_down(folder, version, {*known, *texts})


def drop_sounds(folder: Path, names: Collection[str]) -> None:
    """Erase sounds of a language, and no others."""
    version, *known = (folder / MANIFEST).read_text("utf-8").split()
    _write_down(folder, version, set(known).difference(names))
    for name in names:
        (folder / f"{name}.ogg").unlink(missing_ok=True)


def _version(voice: str) -> str:
    """A text that changes with how sounds are made."""
    return hashlib.sha256(f"{voice} {PACE} {RATE}".encode()).hexdigest()[:8]


def _was(folder: Path) -> str:
    path = folder / MANIFEST
    return path.read_text("utf-8").split()[0] if path.exists() else ""


def _speak(folder: Path, voice: str, name: str, text: str) -> None:
    said = SILENT.sub("", text).strip()
    wave = _run(["espeak-ng", "-v", voice, "-s", str(PACE), "-b", "1", "--stdin", "--stdout"], said)
    # No comment, a fixed serial number: the same text gives the same bytes.
    options = ["--quiet", "--speech", "--bitrate", str(RATE), "--comp", "10", "--serial", "1"]
    sound = _run(["opusenc", *options, "--discard-comments", "--ignorelength", "-", "-"], wave)
    unfinished = folder / f"{name}.part"
    unfinished.write_bytes(sound)
    unfinished.replace(folder / f"{name}.ogg")


def _run(command: list[str], given: str | bytes) -> bytes:
    data = given.encode() if isinstance(given, str) else given
    try:
        done = subprocess.run(  # noqa: S603 - our own command; the text goes by its input
            command, input=data, capture_output=True, timeout=PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        told = getattr(error, "stderr", b"") or str(error).encode()
        raise MakingError(
            f"{command[0]} n’a pas pu faire un son\u00a0: {told.decode(errors='replace').strip()}. "
            f"Essayez «\u00a0{command[0]} --version\u00a0», puis recommencez\u00a0: "
            "ce qui est fait est gardé."
        ) from error
    if not done.stdout:
        raise MakingError(
            f"{command[0]} n’a rien rendu\u00a0: la voix demandée n’est pas installée. "
            f"Tapez, en root\u00a0: {REMEDY}"
        )
    return done.stdout


def _settle(folder: Path, version: str, texts: Mapping[str, str]) -> int:
    """Write down what can be heard from now on; remove the rest, and count it."""
    there = {path.stem for path in folder.glob("*.ogg")}
    _write_down(folder, version, there & texts.keys())
    gone = there - texts.keys()
    for path in [*(folder / f"{name}.ogg" for name in gone), *folder.glob("*.part")]:
        path.unlink()
    return len(gone)


def _write_down(folder: Path, version: str, names: Collection[str]) -> None:
    unfinished = folder / f"{MANIFEST}.part"
    unfinished.write_text("\n".join([version, *sorted(names)]) + "\n", "utf-8")
    unfinished.replace(folder / MANIFEST)
