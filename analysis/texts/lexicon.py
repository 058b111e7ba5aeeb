"""The words that speak of a need domain, and those that announce a name or a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ..yaml_text import read_yaml
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


@dataclass(frozen=True)
class Phrases:
    """What announces a name or a place: patterns over folded text, and sets of folded words."""

    introducing: re.Pattern[str]
    linking: frozenset[str]
    titles: dict[str, re.Pattern[str]]
    titles_after: dict[str, re.Pattern[str]]
    relatives: re.Pattern[str]
    names: frozenset[str]
    surnames: frozenset[str]
    common: frozenset[str]
    places: frozenset[str]
    plain: frozenset[str]
    landmarks: re.Pattern[str]


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, Words]:
    """Words by language tag.

    >>> sorted(lexicon())
    ['ar', 'bn', 'en', 'fr', 'ht', 'pt', 'ro', 'ta', 'tr', 'ur', 'zh-Hans']
    >>> {len(words.domains) for words in lexicon().values()}
    {16}
    """
    return {
        tag: Words(
            {name: _stems(stems) for name, stems in entry["domains"].items()},
            frozenset(w.text for text in str(entry["stop"]).split() for w in words(fold(text))),
        )
        for tag, entry in _data("lexicon.yaml").items()
    }


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """Phrases of all languages."""
    data = _data("redaction.yaml")
    return Phrases(
        any_of(data["introducing"]),
        _set(data["linking"]),
        {tag: any_of(items) for tag, items in data["titles"].items()},
        {tag: any_of(items) for tag, items in data["titles_after"].items()},
        any_of(data["relatives"]),
        _set(data["names"]),
        frozenset(data["surnames"]),
        _set(data["common"]),
        _set(data["places"]),
        _set(data["plain"]),
        any_of(data["landmarks"]),
    )


def _data(name: str) -> dict[str, Any]:
    text = files("analysis.texts").joinpath(name).read_text("utf-8")
    found: dict[str, Any] = read_yaml(text, name)
    return found


def _set(items: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(str(item)).text for item in items)


def any_of(items: Iterable[str]) -> re.Pattern[str]:
    """Compile phrases as whole words; hyphens and spaces are the same.

    >>> bool(any_of(["Saint-Lazare"]).search("clos saint lazare"))
    True
    """
    ordered = sorted((fold(str(item)).text for item in items), key=len, reverse=True)
    signs = [_phrase(item) for item in ordered if is_han(item[:1])]
    # One look behind for all phrases: the engine then drops most places at once.
    spaced = [_phrase(item) for item in ordered if not is_han(item[:1])]
    whole = [rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)"] if spaced else []
    return re.compile("|".join([*signs, *whole]))


def _phrase(item: str) -> str:
    return "[ -]+".join(re.escape(part) for part in re.split("[ -]+", item))


def _stems(stems: list[str]) -> re.Pattern[str]:
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
    """Domains of which a text speaks, and the words, as written, that speak of each.

    French is tried when nothing is found in the language that the family chose, since families
    often write the language of their neighbours.

    >>> matches(fold("Mon bébé ne DORT pas, je suis épuisée"), "fr")
    {'sommeil': ('DORT',), 'moral': ('épuisée',)}
    >>> matches(fold("他不肯睡觉"), "zh-Hans")
    {'sommeil': ('睡觉',)}
    """
    tokens = words(folded)
    own = _among(tokens, language)
    return own if own or language == SOURCE else _among(tokens, SOURCE)


def _among(tokens: list[Word], language: str) -> dict[str, tuple[str, ...]]:
    known = lexicon().get(language)
    if known is None:
        return {}
    line = f" {' '.join(word.text for word in tokens)} "
    hits = {
        domain: tuple(dict.fromkeys(_shown(m, line, tokens) for m in pattern.finditer(line)))
        for domain, pattern in known.domains.items()
    }
    return {domain: shown for domain, shown in hits.items() if shown}


def _shown(match: re.Match[str], line: str, tokens: list[Word]) -> str:
    """The words that matched, as the family wrote them."""
    if is_han(match.group()[:1]):
        return match.group()
    first = line.count(" ", 0, match.start()) - 1
    count = match.group().count(" ") + 1
    return " ".join(word.written for word in tokens[first : first + count])
