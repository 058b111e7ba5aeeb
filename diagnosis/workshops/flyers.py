"""A sheet to hand out for one workshop, in one language, French beside; drafts are marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from babel.dates import format_date, format_time
from flask import abort, request
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.languages import SOURCE, Language, long_day
from diagnosis.model import N_, Workshop
from diagnosis.web import campaign_or_404, catalogue, instance, needs, team_page
from diagnosis.workshops._blueprint import blueprint
from diagnosis.workshops.evaluations import HERE, words_of, workshop_or_404

WELCOME = N_("Venez essayer un atelier")
FREE = N_("C’est gratuit. Venez comme vous êtes.")
INTERPRETER = N_("Quelqu’un traduit pour vous.")
CHILDCARE = N_("On garde vos autres enfants pendant l’atelier.")
SPOKEN = N_("On parle\u00a0: %(spoken)s")
FROM_TO = N_("de %(begin)s à %(end)s")
FROM = N_("à %(begin)s")
DRAFT = N_("Traduction non relue")


@dataclass(frozen=True)
class Promise:
    """A sentence of the sheet in its language and in French, and the picture that says it too."""

    text: str
    french: str
    picture: str = ""


@dataclass(frozen=True)
class Flyer:
    """What a sheet says; ``draft`` marks words that no speaker has read."""

    language: Language
    welcome: Promise
    theme: Promise
    day: Promise
    hours: Promise | None
    place: Promise
    promises: tuple[Promise, ...]
    draft: Promise | None


@blueprint.get("/staff/workshops/<int:id>/flyer")
@needs(Right.HOLD_WORKSHOPS)
def flyer(id: int) -> Response:
    """Lay out a sheet to print, in one of the campaign's languages."""
    workshop = workshop_or_404(id)
    campaign = campaign_or_404(workshop.campaign)
    known = instance().languages
    tags = dict.fromkeys((SOURCE, *campaign.languages))
    languages = [known[tag] for tag in tags if tag in known]
    asked = request.args.get("tongue", _first(workshop, languages))
    language = next((one for one in languages if one.tag == asked), None) or abort(404)
    themes = instance().themes(campaign)
    theme = themes.get(workshop.theme)
    return team_page(
        "workshops/flyer.html",
        campaign=campaign,
        here=HERE,
        workshop=workshop,
        tongues=languages,
        said=flyer_of(
            workshop,
            language,
            (theme.label, theme.picture) if theme else (workshop.theme, ""),
            words_of(campaign)["sources"].get(workshop.place, workshop.place),
        ),
        **words_of(campaign),
    )


def flyer_of(workshop: Workshop, language: Language, theme: tuple[str, str], place: str) -> Flyer:
    """What the sheet of a workshop says in a language.

    Parameters
    ----------
    theme : its French label and its picture.
    place : its French label.
    """
    draft = catalogue(language).is_draft and not language.oral
    label, picture = theme
    own = instance().languages.own_names.get(workshop.language, workshop.language)
    promises = [
        _both(language, SPOKEN, spoken=own),
        *([_both(language, INTERPRETER, "interprete")] if workshop.interpreter else []),
        *([_both(language, CHILDCARE, "nounou")] if workshop.childcare else []),
        _both(language, FREE),
    ]
    return Flyer(
        language,
        _both(language, WELCOME),
        _both(language, label, picture),
        Promise(_day(workshop, language), _day(workshop, instance().languages[SOURCE])),
        _hours(workshop, language),
        _both(language, place),
        tuple(promises),
        _both(language, DRAFT) if draft else None,
    )


def _both(language: Language, text: str, picture: str = "", **values: str) -> Promise:
    said = catalogue(language).gettext(text) if text else ""
    beside = "" if language.written == SOURCE else text
    if values:
        said, beside = said % values, beside % values
    return Promise(said, beside, picture)


def _day(workshop: Workshop, language: Language) -> str:
    """The day with its weekday, as the language writes it."""
    if language.written == SOURCE:
        weekday = format_date(workshop.day, "EEEE", "fr")
        return f"{weekday} {long_day(workshop.day)}"
    return format_date(workshop.day, "full", language.locale)


def _hours(workshop: Workshop, language: Language) -> Promise | None:
    if workshop.begins is None:
        return None
    begins, ends = workshop.begins, workshop.ends or workshop.begins
    form = FROM_TO if workshop.ends else FROM

    def hours(one: Language) -> dict[str, str]:
        return {"begin": _hour(begins, one), "end": _hour(ends, one)}

    said = catalogue(language).gettext(form) % hours(language)
    beside = "" if language.written == SOURCE else form % hours(instance().languages[SOURCE])
    return Promise(said, beside)


def _hour(hour: time, language: Language) -> str:
    """An hour as it is written on doors in France, twice twelve of them, in whatever language."""
    if language.written != SOURCE:
        return str(format_time(hour, "HH:mm", locale=language.locale))
    return f"{hour.hour}\u00a0h\u00a0{hour.minute:02d}" if hour.minute else f"{hour.hour}\u00a0h"


def _first(workshop: Workshop, languages: list[Language]) -> str:
    tags = [one.tag for one in languages]
    return workshop.language if workshop.language in tags else SOURCE
