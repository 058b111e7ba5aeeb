"""The lexicon: words that speak of a need domain, in every written language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from .words import Folded, Word, fold, is_han, words

SOURCE = "fr"
# Articles and prepositions that Arabic writes as one word with the noun.
CLITICS = "(?:[وف]?(?:ال|لل|[بلك]ال|[بلك])?)"
MUTES = "\u0bcd\u09cd"
ARABIC = re.compile("[\u0600-\u06ff]")


@dataclass(frozen=True)
class Words:
    """The words of one language: by domain as patterns, and those too common to be a topic."""

    domains: Mapping[str, re.Pattern[str]]
    stop: frozenset[str]
    reviewed: bool


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, Words]:
    """Read the lexicon of the room.

    Returns
    -------
    mapping of str to Words
        By language tag.

    Examples
    --------
    >>> sorted(lexicon())
    ['ar', 'bn', 'en', 'fr', 'ht', 'pt', 'ro', 'ta', 'tr', 'ur', 'zh-Hans']
    >>> {len(words.domains) for words in lexicon().values()}
    {16}
    """
    text = files("analysis.texts").joinpath("lexicon.yaml").read_text(encoding="utf-8")
    return {tag: _words(entry) for tag, entry in yaml.safe_load(text).items()}


def _words(entry: Mapping[str, object]) -> Words:
    domains, stop = entry["domains"], str(entry["stop"]).split()
    if not isinstance(domains, Mapping):  # pragma: no cover - the file ships with the room
        raise TypeError("domains")
    patterns = {str(name): _pattern(stems) for name, stems in domains.items()}
    folded = frozenset(word.text for text in stop for word in words(fold(text)))
    return Words(patterns, folded, entry["status"] == "reviewed")


def _pattern(stems: list[str]) -> re.Pattern[str]:
    """Compile stems to search in words joined by single spaces, one at each end."""
    # The longest first, so that the words shown are the most telling ones.
    ordered = sorted(stems, key=len, reverse=True)
    return re.compile("|".join(map(_stem, ordered)))


def _stem(stem: str) -> str:
    pieces = " ".join(word.text for word in words(fold(stem)))
    # The sign that mutes a final consonant gives way to the ending (Tamil, Bengali).
    body = re.escape(pieces.rstrip(MUTES) if stem.endswith("*") else pieces)
    if is_han(pieces[:1]):
        return body
    clitics = CLITICS if ARABIC.match(pieces) else ""
    tail = "[^ ]*" if stem.endswith("*") else ""
    return f"(?<= ){clitics}{body}{tail}(?= )"


def matches(folded: Folded, language: str) -> dict[str, tuple[str, ...]]:
    """Find the domains of which a text speaks.

    Parameters
    ----------
    folded : Folded
    language : str
        Tag of the language the family chose; French is tried when nothing is found in it, since
        families often write the language of their neighbours.

    Returns
    -------
    dict of str to tuple of str
        Domain to the words, as written, that speak of it.

    Examples
    --------
    >>> matches(fold("Mon bébé ne DORT pas, je suis épuisée"), "fr")
    {'sommeil': ('DORT',), 'moral': ('épuisée',)}
    >>> matches(fold("他不肯睡觉"), "zh-Hans")
    {'sommeil': ('睡觉',)}
    """
    found = words(folded)
    own = _among(found, language)
    return own if own or language == SOURCE else _among(found, SOURCE)


def _among(found: list[Word], language: str) -> dict[str, tuple[str, ...]]:
    known = lexicon().get(language)
    if known is None:
        return {}
    line = f" {' '.join(word.text for word in found)} "
    hits = {
        domain: tuple(dict.fromkeys(_shown(m, line, found) for m in pattern.finditer(line)))
        for domain, pattern in known.domains.items()
    }
    return {domain: shown for domain, shown in hits.items() if shown}


def _shown(match: re.Match[str], line: str, found: list[Word]) -> str:
    """Give the words that matched as the family wrote them."""
    if is_han(match.group()[:1]):
        return match.group()
    first = line.count(" ", 0, match.start()) - 1
    count = match.group().count(" ") + 1
    return " ".join(word.written for word in found[first : first + count])
