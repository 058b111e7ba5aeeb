"""What the team's pages say beside their sentences: values in them, days, numbers, French parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent, get_group_symbol, parse_decimal
from flask import current_app, request
from flask_babel import get_locale, gettext
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

from diagnosis.languages import FRENCH, SOURCE, TEAM, Language
from diagnosis.languages import long_day as french_day
from diagnosis.web.languages import ASKED, team_language
from diagnosis.web.requests import instance

# No share, cost or count of a neighbourhood is larger; Babel writes no number of 300 digits.
LARGEST = 10**12


@dataclass(frozen=True)
class Speech:
    """How a team page speaks: its language, a draft or not, the others offered."""

    language: Language
    draft: bool
    others: tuple[Language, ...]

    def address_in(self, language: Language) -> str:
        """The address of the same page in another language; of the first one after a form."""
        if request.method not in ("GET", "HEAD"):
            here = current_app.create_url_adapter(request)
            if here is None or not here.test(method="GET"):
                return f"/staff/?{ASKED}={language.tag}"
        asked = [pair for pair in request.args.items(multi=True) if pair[0] != ASKED]
        return f"{request.path}?{urlencode([*asked, (ASKED, language.tag)])}"


def speech_at_hand() -> Speech:
    """How a page speaks in the request at hand."""
    spoken, languages = team_language(), instance().languages
    return Speech(
        spoken,
        languages.catalogue(spoken.tag, TEAM).is_draft,
        tuple(languages[tag] for tag in languages.team_tags if tag != spoken.tag),
    )


class Later(LazyString):  # type: ignore[misc]
    """A sentence said when it is shown; text, where Flask-Babel's own would pass for markup."""

    def __html__(self) -> str:
        """The sentence, safe in a page."""
        return escape(str(self))


def later(text: str, **values: Any) -> Later:
    """Say a sentence of a form when it is shown: forms are made before any request."""
    return Later(gettext, text, **values)


def filled(text: str, **values: Any) -> Markup:
    """Put links and other markup at the places of a sentence, which itself is text.

    Examples
    --------
    >>> filled("Lire <%(page)s>", page=Markup("<b>cela</b>"))
    Markup('Lire &lt;<b>cela</b>&gt;')
    """
    return escape(text) % values


def in_french(text: str) -> str:
    """Mark a sentence of the analysis as French in a page of another language."""
    return (
        text if team_language().tag == SOURCE else Markup('<span lang="fr">{}</span>').format(text)
    )


def spoken_locale() -> Locale:
    """The locale being spoken; French outside the application."""
    return get_locale() or FRENCH


def long_day(day: date) -> str:
    """Write a day.

    Examples
    --------
    >>> long_day(date(2026, 12, 1))
    '1er décembre 2026'
    """
    locale = spoken_locale()
    return french_day(day) if locale.language == SOURCE else format_date(day, "long", locale)


def day_and_month(day: date) -> str:
    """Write a day whose year is known.

    Examples
    --------
    >>> day_and_month(date(2026, 12, 1))
    '1er décembre'
    """
    locale = spoken_locale()
    if locale.language == SOURCE:
        return french_day(day).rpartition(" ")[0]
    return str(format_skeleton("MMMMd", day, locale=locale))


def month_day(day: date) -> str:
    """Write a day whose month is known.

    Examples
    --------
    >>> month_day(date(2026, 12, 1))
    '1er'
    """
    locale = spoken_locale()
    if locale.language == SOURCE:
        return french_day(day).partition(" ")[0]
    return str(format_skeleton("d", day, locale=locale))


def month_of(day: date) -> str:
    """Write the month of a day and its year, as a heading.

    Examples
    --------
    >>> month_of(date(2026, 12, 1))
    'Décembre 2026'
    """
    written = str(format_skeleton("yMMMM", day, locale=spoken_locale()))
    return written[:1].upper() + written[1:]


def spaced(number: int) -> str:
    """Write a whole number.

    Examples
    --------
    >>> spaced(12345).replace("\u202f", "_")
    '12_345'
    """
    return str(format_decimal(number, locale=spoken_locale()))


def percentage(share: float) -> str:
    """Write a share as a whole percentage.

    Examples
    --------
    >>> percentage(0.38).replace("\u202f", "_")
    '38_%'
    """
    # CLDR has a wide space in French; ours is narrow, as everywhere.
    return str(format_percent(share, locale=spoken_locale())).replace("\u00a0", "\u202f")


def written(number: float) -> str:
    """Write a number with as few decimals as it needs, as it is typed.

    Examples
    --------
    >>> written(40.0), written(12.5), written(33.33333), written(1500.0)
    ('40', '12,5', '33,3', '1500')
    """
    return str(format_decimal(number, "0.#", locale=spoken_locale()))


def read_number(text: str) -> float:
    """Read a number as people type it.

    Where a comma parts thousands, one that parts decimals is refused: « 12,5 » is not 125.

    Raises
    ------
    ValueError
        It is none, or none that is meant (over a million million).

    Examples
    --------
    >>> read_number("1 500,5 %"), read_number("12.5")
    (1500.5, 12.5)
    """
    locale = spoken_locale()
    plain = re.sub(r"[\s\u202f\u00a0%]", "", text)
    if get_group_symbol(locale) == ",":
        number = float(parse_decimal(plain, locale=locale, strict=True))
    else:
        number = float(plain.replace(",", "."))
    # « nan », « 1e999 » and four hundred digits are numbers to Python alone.
    if not abs(number) <= LARGEST:
        raise ValueError(text)
    return number


def listed(words: Sequence[str]) -> str:
    """Write an enumeration.

    Examples
    --------
    >>> listed(["un", "deux", "trois"])
    'un, deux et trois'
    """
    return str(format_list(words, locale=spoken_locale()))


FILTERS: dict[str, Callable[..., Any]] = {
    "filled": filled,
    "in_french": in_french,
    "day": long_day,
    "month": month_of,
    "written": written,
    "spaced": spaced,
    "percentage": percentage,
}
