"""A speaker made of a synthesiser: a sheet read in one go, with pauses, into a file of sound."""

from __future__ import annotations

import io
import random
import subprocess
import wave
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RATE = 22050  # samples a second, espeak-ng's own
LEAD = 1.5  # seconds of silence before the first sentence
NOISE = 0.001  # of full scale: a quiet room


@dataclass(frozen=True)
class Said:
    """A sentence as it was read: when it begins and how long it lasts, in seconds."""

    text: str
    begins: float
    lasts: float

    @property
    def ends(self) -> float:
        """When it ends, in seconds."""
        return self.begins + self.lasts


def read_aloud(
    path: Path, texts: Iterable[str], pauses: tuple[float, float] = (0.8, 1.3), seed: int = 1
) -> list[Said]:
    """Write a reading of sentences, in French, with a pause of random length after each."""
    draw = random.Random(seed)
    parts, said, now = [np.zeros(int(LEAD * RATE))], [], LEAD
    for text in texts:
        voice = _voice(text)
        said.append(Said(text, now, len(voice) / RATE))
        pause = np.zeros(int(draw.uniform(*pauses) * RATE))
        parts += [voice, pause]
        now += (len(voice) + len(pause)) / RATE
    whole = np.concatenate([*parts, np.zeros(3 * RATE)])
    whole += np.random.default_rng(seed).normal(0, NOISE, len(whole))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(whole, -1, 1) * 32767).astype("<i2").tobytes())
    return said


def _voice(text: str) -> np.ndarray:
    """What the synthesiser says, without the silence around it."""
    done = subprocess.run(
        ["espeak-ng", "-v", "fr", "-s", "140", "--stdin", "--stdout"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    # The length in the head of a stream is not its length.
    samples = np.frombuffer(io.BytesIO(done.stdout).getvalue()[44:], "<i2") / 32768
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples
