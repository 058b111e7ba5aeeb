"""A pseudo-locale: every sentence longer and accented, so that what is not translated shows.

The tag is CLDR's for accented pseudo-English (UTS 35, Unicode locale data); the words are French.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

from diagnosis.languages import FAMILIES, TEAM, Catalogue, Language, Languages
from tests.pages import XHTML, parse

ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "åƀçđęƒğħıĵķłɱñøþǫřšŧûṽŵẋÿžÅƁÇĐĘƑĞĦĬĴĶŁṀÑØÞǪŘŠŦÛṼŴẊŸŽ",
)
PLACE = re.compile(r"(%\(\w+\)s)")
TAG = "en-XA"
# What a person reads or hears besides words in the flow; scripts say what stands in data-*.
HEARD = ("aria-label", "placeholder", "alt", "title")
SAID = ("rest", "busy", "unsafe", "refused", "heavy", "sending", "offline", "ended")
INLINE = {"a", "b", "bdi", "br", "code", "small", "span"}
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
LETTER = re.compile(r"[^\W\d_]")


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
    """Pretends that everything is translated, into the pseudo-locale.

    Parameters
    ----------
    known : what translators were asked for, when nothing else shall be translated.
    """

    def __init__(self, known: Collection[str] | None = None) -> None:
        super().__init__()
        self.known = known

    def gettext(self, message: str) -> str:
        asked = self.known is None or message in self.known
        return pseudo(message) if asked else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n < 2 else msgid2)

    ugettext, ungettext = gettext, ngettext


def add_pseudo(languages: Languages, known: Collection[str] | None = None) -> None:
    """Offer the pseudo-locale among the languages, to families and to the team."""
    language = Language(TAG, pseudo("Pseudo"), "pseudo", "ltr", "fr")
    languages.add(language, PseudoCatalogue(known), FAMILIES, TEAM)


def without_sentences(words: str) -> str:
    """Leave out what was translated, a sentence within a sentence too.

    Examples
    --------
    >>> without_sentences("⟦Ƀøñ ⟦ĵøûř⟧⟧ KWRT")
    ' KWRT'
    """
    while words != (left := MARKED.sub("", words)):
        words = left
    return words


def untranslated(source: str, allowed: Collection[str]) -> list[str]:
    """Find the words of a page that no translator was asked for.

    Parameters
    ----------
    allowed : what stays as it is: names, days, codes.
    """
    names = "|".join(re.escape(name) for name in sorted(allowed, key=len, reverse=True) if name)
    found = []
    for words in told(parse(source)):
        left = without_sentences(words)
        left = re.sub(rf"(?<!\w)(?:{names})(?!\w)", "", left) if names else left
        if LETTER.search(left):
            found.append(" ".join(left.split()))
    return found


def told(element: Element) -> Iterator[str]:
    """What a person reads or hears of an element, block after block."""
    if _is_silent(element):
        return
    for name in (*HEARD, *(f"data-{name}" for name in SAID)):
        yield element.get(name, "")
    if not _is_inline(element):
        yield _words(element)
    for child in element:
        yield from told(child)


def _words(element: Element) -> str:
    # A sentence goes on over links and bold words: they are read with what is around them.
    parts = [element.text or ""]
    for child in element:
        within = _is_inline(child) and not _is_silent(child)
        parts += [_words(child) if within else "", child.tail or ""]
    return " ".join(parts)


def _is_inline(element: Element) -> bool:
    return str(element.tag).removeprefix(XHTML) in INLINE


def _is_silent(element: Element) -> bool:
    """True for scripts and styles, and for what says that it is in another language."""
    tag = str(element.tag).removeprefix(XHTML)
    return tag in ("script", "style") or element.get("lang", TAG) != TAG
