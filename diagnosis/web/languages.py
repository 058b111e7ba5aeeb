"""In which language to answer: the one asked for, else the browser's, else French.

The team's pages speak the language that was asked for in this session, else French.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, Domain, force_locale, get_locale, gettext, ngettext

from diagnosis.languages import FAMILIES, SOURCE, TEAM, Catalogue, Language, Languages, OwnWords
from diagnosis.model import Message
from diagnosis.questionnaire import Questionnaire
from diagnosis.web.requests import for_team, instance

ASKED = "lang"
# The mark of an address on a wall: its code is scanned by whoever passes.
DOOR = "door"


class Catalogues(Domain):  # type: ignore[misc]
    """The sentences that Flask-Babel says: those that the instance has read, not compiled files."""

    def get_translations(self) -> NullTranslations:
        """The catalogue of the language being spoken."""
        found = instance().languages.spoken_in(get_locale(), self.domain[0])
        words: Mapping[str, str] = g.get("own_words", {})
        return OwnWords(words, found) if words else found


DOMAINS = {domain: Catalogues(domain=domain) for domain in (FAMILIES, TEAM)}


class Audiences(Babel):  # type: ignore[misc]
    """Flask-Babel for two audiences, each with its domain of sentences."""

    @property
    def domain_instance(self) -> Catalogues:
        """The sentences of whom the page at hand is for; asked once per request."""
        return DOMAINS[TEAM if _is_for_team() else FAMILIES]


class OneLanguage(Catalogues):
    """The sentences of one language, found once: a family page says hundreds of them.

    Parameters
    ----------
    language, domain : which; by default as families read it.
    asked : the questionnaire whose own words go before those of the catalogue.
    """

    def __init__(
        self, language: Language, domain: str = FAMILIES, asked: Questionnaire | None = None
    ) -> None:
        super().__init__()
        found = instance().languages.catalogue(language.tag, domain)
        words = own_words(asked, language)
        self._catalogue: NullTranslations = OwnWords(words, found) if words else found

    def get_translations(self) -> NullTranslations:
        """The catalogue of the language."""
        return self._catalogue


def speak(app: Flask) -> None:
    """Set up the languages of an application: sentences, dates and numbers, in Jinja too."""
    Audiences(app, default_locale=SOURCE, locale_selector=_select_locale)
    # Jinja's newer functions take a translation for markup; ours is text, from many hands.
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=False)  # type: ignore[attr-defined]
    app.before_request(_keep_team_language)


def _is_for_team() -> bool:
    return has_request_context() and for_team(request)


def _select_locale() -> Locale:
    """The locale of a request that was not told another; French outside any."""
    french = instance().languages[SOURCE]
    return (page_language() if has_request_context() else french).locale


def _keep_team_language() -> None:
    """Remember, in the team's session alone, the language that was asked for."""
    asked = request.args.get(ASKED)
    if _is_for_team() and asked in instance().languages.team_tags and asked != session.get(ASKED):
        session[ASKED] = asked


def team_language() -> Language:
    """Choose the language of a team page: asked for, else kept in the session, else French."""
    languages: Languages = instance().languages
    offered = languages.team_tags
    for tag in (request.args.get(ASKED), session.get(ASKED)):
        if tag in offered:
            return languages[str(tag)]
    return languages[SOURCE]


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
    return next((tag for wanted, _ in accept if (tag := _fitting(wanted, offered))), SOURCE)


def is_asked_first(
    args: Mapping[str, str], accept: Sequence[tuple[str, float]], offered: tuple[str, ...]
) -> bool:
    """Whether to ask for the language before the first page.

    It is not named, and either the page was scanned from a wall or the device's own language, the
    first that it names, is not offered. A device that names none is shown French.
    """
    if ASKED in args:
        return False
    return args.get(DOOR) == "1" or any(not _fitting(wanted, offered) for wanted, _ in accept[:1])


def _fitting(wanted: str, offered: tuple[str, ...]) -> str:
    """The language offered that fits one that a browser wants; empty when none does."""
    if wanted == "*":
        return SOURCE
    first = wanted.lower().split("-")[0]
    same = [tag for tag in offered if tag.lower() == wanted.lower()]
    alike = [tag for tag in offered if tag.lower().split("-")[0] == first]
    return next(iter((*same, *alike)), "")


def page_language(offered: tuple[str, ...] | None = None) -> Language:
    """Choose the language of the page at hand among those offered (all of them by default)."""
    if for_team(request):
        return team_language()
    languages: Languages = instance().languages
    tag = choose_language(
        request.args.get(ASKED), request.accept_languages, offered or languages.tags
    )
    return languages[tag]


@contextmanager
def speaking(language: Language, asked: Questionnaire | None = None) -> Iterator[None]:
    """What is said inside, sentences, dates and numbers, is said in a language.

    Parameters
    ----------
    asked : the questionnaire whose own words go before those of the catalogue.
    """
    before = g.get("own_words", {})
    g.own_words = own_words(asked, language)
    try:
        with force_locale(language.locale):
            yield
    finally:
        g.own_words = before


def own_words(asked: Questionnaire | None, language: Language) -> Mapping[str, str]:
    """The translations that a questionnaire brings in a language, by French sentence."""
    return asked.translations.get(language.written, {}) if asked else {}


def say(message: Message) -> str:
    """Say a sentence made in another room, in the language being spoken."""
    return str(gettext(message.text, **message.values))


def catalogue(language: Language) -> Catalogue:
    """The sentences of a language, whichever is being spoken."""
    return instance().languages.catalogue(language.tag)


def said_in(language: Language, asked: Questionnaire | None = None) -> NullTranslations:
    """The same, in a questionnaire's own words where it has some."""
    return OwnWords(own_words(asked, language), catalogue(language))
