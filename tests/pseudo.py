"""A pseudo-locale: every sentence longer and accented, so that what is not translated shows.

The tag is CLDR's for accented pseudo-English (UTS 35, Unicode locale data); the words are French.
"""

from __future__ import annotations

import re

from diagnosis.languages import Language, Translator

ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "åƀçđęƒğħıĵķłɱñøþǫřšŧûṽŵẋÿžÅƁÇĐĘƑĞĦĬĴĶŁṀÑØÞǪŘŠŦÛṼŴẊŸŽ",
)
PLACE = re.compile(r"(%\(\w+\)s)")
TAG = "en-XA"


def pseudo(text: str) -> str:
    """Write a sentence as a longer language would; its ``%(name)s`` places stay.

    Examples
    --------
    >>> pseudo("Encore %(count)s questions")
    '⟦Ęñçøřę %(count)s ǫûęšŧıøñš ~~~~~~~~~~⟧'
    """
    parts = [part if PLACE.match(part) else part.translate(ACCENTED) for part in PLACE.split(text)]
    return f"⟦{''.join(parts)} {'~' * max(len(text) * 4 // 10, 1)}⟧" if text else text


class PseudoTranslator(Translator):
    """Pretends that everything is translated, into the pseudo-locale."""

    def __init__(self) -> None:
        super().__init__(Language(TAG, pseudo("Pseudo"), "pseudo", "ltr", "fr"), None)

    def __call__(self, text: str, **values: object) -> str:
        found = pseudo(text)
        return found % values if values else found

    def plural(self, one: str, several: str, count: int, **values: object) -> str:
        return pseudo(one if count < 2 else several) % {"count": count, **values}
