"""Texts of any script folded for comparison, with the way back to the text as written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

APOSTROPHES = dict.fromkeys("’‘ʼ`´ʹ＇", "'")
DASHES = dict.fromkeys("‐‑‒–—―−", "-")
LETTERS = {"ı": "i", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"}
# Arabic and Urdu write the same letter with several code points.
ARABIC = {"ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ة": "ه", "ۃ": "ه", "ـ": ""}
FOLDS = APOSTROPHES | DASHES | LETTERS | ARABIC
HAN = "\u3400-\u4dbf\u4e00-\u9fff"


@dataclass(frozen=True)
class Folded:
    """A text without case, accents nor script variants.

    Parameters
    ----------
    source : str
        The text as written.
    text : str
        The folded text.
    at : tuple of int, shape (len(text) + 1,)
        Where each folded character comes from in ``source``; last, the length of ``source``.
    """

    source: str
    text: str
    at: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Place in the source of a stretch of the folded text."""
        return self.at[start], self.at[end] if end > start else self.at[start]

    def written(self, start: int, end: int) -> str:
        """A stretch of the folded text as the family wrote it."""
        first, last = self.place(start, end)
        return self.source[first:last]


@dataclass(frozen=True)
class Word:
    """A word: folded, as written, and its place in the folded text."""

    text: str
    written: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """True when it begins with a capital letter (never in scripts without case)."""
        return self.written[:1].isupper() or self.written[:1].istitle()


def fold(text: str) -> Folded:
    """Fold a text: no case, no accent, digits of every script as 0-9.

    >>> fold("L’École, ٠٦ ÇA").text
    "l'ecole, 06 ca"
    >>> folded = fold("Œuf à 2 €")
    >>> folded.text, folded.written(0, 4)
    ('oeuf a 2 €', 'Œuf')
    """
    pieces = [_folded(letter) for letter in text]
    places = (at for at, piece in enumerate(pieces) for _ in piece)
    return Folded(text, "".join(pieces), (*places, len(text)))


@lru_cache(maxsize=8192)
def _folded(letter: str) -> str:
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    if letter.isspace():
        return " "
    parts = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(FOLDS.get(part, part) for part in parts if not _silent(part))


def _silent(letter: str) -> bool:
    """True of marks that people leave out when typing; vowel signs of Indic scripts stay."""
    point = ord(letter)
    if 0x300 <= point <= 0x36F or 0x64B <= point <= 0x65F or 0x6D6 <= point <= 0x6ED:
        return True
    return point == 0x670 or unicodedata.category(letter) == "Cf"


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """A word: a run of Chinese signs, or of letters and marks (``\\w`` knows no Indic mark)."""
    marks = [n for n in range(0x300, 0x10000) if unicodedata.category(chr(n))[0] == "M"]
    inside = f"[^\\W\\d_{HAN}]|[{re.escape(''.join(map(chr, marks)))}]"
    return re.compile(f"[{HAN}]+|(?:{inside})+")


def words(folded: Folded) -> list[Word]:
    """Cut a folded text into words; a run of Chinese signs is one word; digits make none.

    >>> [word.text for word in words(fold("L’Aide-soignante : 2 நாள் 睡觉"))]
    ['l', 'aide', 'soignante', 'நாள்', '睡觉']
    """
    return [
        Word(m.group(), folded.written(*m.span()), *m.span())
        for m in _pattern().finditer(folded.text)
    ]


def is_han(text: str) -> bool:
    """True when a word is written in Chinese signs.

    >>> is_han("睡觉"), is_han("repas")
    (True, False)
    """
    return bool(re.fullmatch(f"[{HAN}]+", text))
