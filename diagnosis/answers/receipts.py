"""Receipts: six words by which a family, and nobody else, can have its answers erased.

The words are drawn on the person's own device and never sent; what is kept with a response is
their slow hash. For a browser without JavaScript the server draws them, and keeps a hash under its
own secret, which costs a thousandth: the poorest phones must not wait for the dearest computation.
The same word stands for the same number in every language, so that a code is
read whatever the language it is typed in.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from diagnosis.languages import SOURCE
from diagnosis.readers import Document, shaped

LENGTH = 6
WORDS = 128
ITERATIONS = 200_000
LONGEST_CODE = 500
CHINESE_WORD = re.compile("[\u4e00-\u9fff]{1,2}")

# Letters that a keyboard, a hurry or a neighbouring language writes for one another.
LOOSE = str.maketrans(
    {
        "ı": "i",
        "œ": "oe",
        "æ": "ae",
        "ى": "ي",
        "ی": "ي",
        "ے": "ي",
        "ة": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ک": "ك",
        "ـ": "",
    }
)
MARKED = ("LATIN ", "ARABIC ")


@dataclass(frozen=True)
class Words:
    """The words of every language by tag, and the number that each stands for."""

    lists: Mapping[str, Sequence[str]]
    numbers: Mapping[str, int]

    def of(self, language: str) -> Sequence[str]:
        """The words of a language; those of French where it has none of its own."""
        return self.lists.get(language, self.lists[SOURCE])


Listed = Annotated[tuple[str, ...], Field(min_length=WORDS, max_length=WORDS)]


def _with_source(lists: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    if SOURCE not in lists:
        raise ValueError(f"la liste de «\u00a0{SOURCE}\u00a0» manque → ajoutez-la")
    return lists


class _File(BaseModel):
    """The shape of ``receipt_words.yaml``: words by language."""

    model_config = ConfigDict(extra="forbid")

    words: Annotated[dict[str, Listed], AfterValidator(_with_source)]


@lru_cache(maxsize=8)
def read_words(folder: Path) -> Words:
    """Read the words from the folder of the translations."""
    lists = shaped(Document(folder / "receipt_words.yaml", as_written=True), _File).words
    numbers = {fold(word): at for listed in lists.values() for at, word in enumerate(listed)}
    return Words(lists, numbers)


def fold(word: str) -> str:
    """A word without its case and without what people leave out when they type in a hurry.

    Marks go after Latin and Arabic letters only: in Tamil or Bengali they are the vowels.

    Examples
    --------
    >>> fold("Țestoasă"), fold("KAPI") == fold("kapı")
    ('testoasa', True)
    """
    kept: list[str] = []
    base = ""
    for character in unicodedata.normalize("NFKD", word):
        category = unicodedata.category(character)
        if category != "Mn":
            base = unicodedata.name(character, "")
        # Cf: joiners and marks of direction, which no eye sees.
        if category != "Cf" and not (category == "Mn" and base.startswith(MARKED)):
            kept.append(character)
    return "".join(kept).casefold().translate(LOOSE)


def read_code(text: str, words: Words) -> tuple[int, ...] | None:
    """Read a code as people type it: any language, case and separators.

    A phone that could not fetch the words has shown their numbers instead: these are read too.

    Returns
    -------
    The number of each word; None when it is not made of six words that we know.
    """
    typed = _split(text[:LONGEST_CODE])
    found = (
        [words.numbers.get(word, -1) for word in typed] if typed else _figures(text[:LONGEST_CODE])
    )
    known = len(found) == LENGTH and all(0 <= number < WORDS for number in found)
    return tuple(found) if known else None


def language_of(text: str, words: Words, offered: Sequence[str]) -> str | None:
    """The language that a code is written in, the first offered of those that all say so.

    Nothing but the words is looked at. None when they are not six words of these languages.
    """
    code = read_code(text, words)
    typed = set(_split(text[:LONGEST_CODE]))
    if code is None or not typed:
        return None
    said = {tag: {fold(words.of(tag)[number]) for number in code} & typed for tag in offered}
    best = max(offered, key=lambda tag: len(said[tag]), default=None)
    return best if best and said[best] else None


def code_of(secret: str, id: str) -> tuple[int, ...]:
    """Make the code of a response for a browser without JavaScript: always the same one.

    Parameters
    ----------
    secret : of the instance; without it nobody can tell the code from the id.
    """
    digest = hmac.digest(secret.encode(), f"receipt code\n{id}".encode(), "sha256")
    return tuple(byte % WORDS for byte in digest[:LENGTH])


def slow_hash(code: Sequence[int], campaign: str) -> str:
    """What is kept of a code; slow, so that nobody tries all of them on a stolen copy."""
    typed = "-".join(map(str, code)).encode()
    salt = f"diagnosis receipt {campaign}".encode()
    return hashlib.pbkdf2_hmac("sha256", typed, salt, ITERATIONS).hex()


def keyed_hash(secret: str, code: Sequence[int], campaign: str) -> str:
    """What is kept of a code that the server drew: nothing can be tried without its secret."""
    typed = f"receipt\n{campaign}\n{'-'.join(map(str, code))}".encode()
    return hashlib.blake2b(typed, key=secret.encode(), digest_size=32).hexdigest()


def _figures(text: str) -> list[int]:
    return [int(figures) for figures in re.findall(r"\d+", text)]


def _split(text: str) -> list[str]:
    """Cut a text into words: letters with their marks; Chinese ones stand two by two."""
    plain = "".join(c if unicodedata.category(c)[0] in "LM" else " " for c in fold(text))
    return [word for run in plain.split() for word in CHINESE_WORD.findall(run) or [run]]
