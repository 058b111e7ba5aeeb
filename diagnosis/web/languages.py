"""In which language to answer: the one asked for, else the browser's, else French."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request

from diagnosis.languages import SOURCE, Language, Languages, Translator
from diagnosis.web.requests import instance


def choose_language(
    asked: str | None, accept: Iterable[tuple[str, float]], offered: tuple[str, ...]
) -> str:
    """Choose the language of a page: the one asked for, else the browser's, else French.

    Examples
    --------
    >>> choose_language(None, [("pt-BR", 1.0), ("fr", 0.5)], ("fr", "pt"))
    'pt'
    """
    if asked in offered:
        return str(asked)
    for wanted, _ in accept:
        for tag in offered:
            if wanted.lower() in (tag.lower(), "*"):
                return SOURCE if wanted == "*" else tag
        for tag in offered:
            if wanted.lower().split("-")[0] == tag.lower().split("-")[0]:
                return tag
    return SOURCE


def page_language(offered: tuple[str, ...] | None = None) -> Language:
    """Choose the language of the page at hand among those offered (all of them by default)."""
    languages: Languages = instance().languages
    tag = choose_language(
        request.args.get("lang"), request.accept_languages, offered or languages.tags
    )
    return languages[tag]


def say(language: Language) -> Translator:
    """The sentences of a language."""
    return instance().languages.translator(language.tag)
