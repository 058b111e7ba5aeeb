"""A pseudo-locale: every sentence longer and accented, so that what is not translated shows.

The tag is CLDR's for accented pseudo-English (UTS 35, Unicode locale data); the words are French.
"""

from __future__ import annotations

import re

from diagnosis.languages import Catalogue, Language, Languages

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
    >>> pseudo("Encore %(num)s questions")
    '⟦Ęñçøřę %(num)s ǫûęšŧıøñš ~~~~~~~~~⟧'
    """
    parts = [part if PLACE.match(part) else part.translate(ACCENTED) for part in PLACE.split(text)]
    return f"⟦{''.join(parts)} {'~' * max(len(text) * 4 // 10, 1)}⟧" if text else text


class PseudoCatalogue(Catalogue):
    """Pretends that everything is translated, into the pseudo-locale."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n < 2 else msgid2)

    ugettext, ungettext = gettext, ngettext


def add_pseudo(languages: Languages) -> None:
    """Offer the pseudo-locale among the languages."""
    languages.add(Language(TAG, pseudo("Pseudo"), "pseudo", "ltr", "fr"), PseudoCatalogue())
