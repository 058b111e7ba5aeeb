"""In which language to answer: the one asked for, else the browser's, else French."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale, gettext, ngettext

from diagnosis.languages import SOURCE, Catalogue, Language, Languages
from diagnosis.model import Message
from diagnosis.web.requests import for_team, instance


class Catalogues(Domain):  # type: ignore[misc]
    """The sentences that Flask-Babel says: those that the instance has read, not compiled files."""

    def get_translations(self) -> NullTranslations:
        """The catalogue of the language being spoken."""
        return instance().languages.spoken_in(get_locale())


class OneLanguage(Catalogues):
    """The sentences of one language, found once: a family page says hundreds of them."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._catalogue = catalogue(language)

    def get_translations(self) -> NullTranslations:
        """The catalogue of the language."""
        return self._catalogue


def speak(app: Flask) -> None:
    """Set up the languages of an application: sentences, dates and numbers, in Jinja too."""
    babel = Babel(app, default_locale=SOURCE, locale_selector=_select_locale)
    babel.domain_instance = Catalogues()
    # Jinja's newer functions take a translation for markup; ours is text, from many hands.
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=False)  # type: ignore[attr-defined]


def _select_locale() -> Locale:
    """The locale of a request that was not told another: the team speaks French."""
    team = not has_request_context() or for_team(request)
    return instance().languages[SOURCE].locale if team else page_language().locale


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


def speaking(language: Language) -> AbstractContextManager[None]:
    """What is said inside, sentences, dates and numbers, is said in a language."""
    found: AbstractContextManager[None] = force_locale(language.locale)
    return found


def say(message: Message) -> str:
    """Say a sentence made in another room, in the language being spoken."""
    return str(gettext(message.text, **message.values))


def catalogue(language: Language) -> Catalogue:
    """The sentences of a language, whichever is being spoken."""
    return instance().languages.catalogue(language.tag)
