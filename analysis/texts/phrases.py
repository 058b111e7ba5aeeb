"""The words that announce a name or a place, read once from their data file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from .words import fold, is_han

SOURCE = "fr"


@dataclass(frozen=True)
class Phrases:
    """Patterns over folded text, and sets of folded words."""

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
def phrases() -> Phrases:
    """Read the phrases of the room."""
    text = files("analysis.texts").joinpath("redaction.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return Phrases(
        any_of(data["introducing"]),
        _set(data["linking"]),
        _by_language(data["titles"]),
        _by_language(data["titles_after"]),
        any_of(data["relatives"]),
        _set(data["names"]),
        frozenset(data["surnames"]),
        _set(data["common"]),
        _set(data["places"]),
        _set(data["plain"]),
        any_of(data["landmarks"]),
    )


def of_language(patterns: dict[str, re.Pattern[str]], language: str) -> list[re.Pattern[str]]:
    """Give the patterns of a language and those of French."""
    return [patterns[tag] for tag in dict.fromkeys((language, SOURCE)) if tag in patterns]


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


def _set(items: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(str(item)).text for item in items)


def _by_language(entry: dict[str, list[str]]) -> dict[str, re.Pattern[str]]:
    return {tag: any_of(items) for tag, items in entry.items()}
