"""The name of a text for its sounds: pages find it in what they show, without marks in templates.

``voice/sentences.js`` computes the same name; both pass ``tests/vectors/sounds.json``.
"""

from __future__ import annotations

from functools import cache

# FNV-1a of 32 bits (Fowler, Noll, Vo): a page's script has no hash of its own outside https.
BASIS, PRIME, MASK = 0x811C9DC5, 0x01000193, 0xFFFFFFFF
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def plain(text: str) -> str:
    """A text without what only lays it out: spaces of every width are one.

    Examples
    --------
    >>> plain(" Tout va bien\\u202f?\\n Envoyez. ")
    'Tout va bien ? Envoyez.'
    """
    return " ".join(text.split())


@cache
def sound_name(text: str) -> str:
    """The name of what a page says: the same text, the same name.

    Examples
    --------
    >>> sound_name("oui"), sound_name(" oui ") == sound_name("oui")
    ('1gqvu4o', True)
    """
    units = plain(text).encode("utf-16-le")
    found = BASIS
    for place in range(0, len(units), 2):
        found = (found ^ (units[place] | units[place + 1] << 8)) * PRIME & MASK
    return _written(found)


def _written(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, len(DIGITS))
        digits = DIGITS[digit] + digits
    return digits or "0"
