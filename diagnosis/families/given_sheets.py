"""What families will read of the team's answers: looked at before it is published, then on a wall.

The first has a secret address, the second asks for a member of the team.
"""

from __future__ import annotations

import hmac
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from babel.dates import format_date
from flask import abort, request, url_for
from werkzeug.wrappers import Response

from diagnosis import dataset
from diagnosis.accounts import Right
from diagnosis.families._blueprint import blueprint
from diagnosis.families.after import show_after
from diagnosis.families.given import Answered, answered, as_published, sound_of
from diagnosis.families.needs import roughly
from diagnosis.instance import Instance
from diagnosis.languages import SOURCE, Language, long_day
from diagnosis.model import N_, Campaign
from diagnosis.model.giving import Given, preview_name
from diagnosis.voices import SAID
from diagnosis.web import (
    Line,
    OneLanguage,
    campaign_or_404,
    catalogue,
    instance,
    line_of,
    needs,
    page_language,
    public_address,
    qr_inline,
    team_page,
)

TITLE = N_("Ma parole, et après\u202f?")
SCAN = N_("La suite est ici, dans votre langue.")
HEARD = N_("Elle s’écoute aussi.")
DATED = N_("Affiche du %(day)s.")
REPLACES = N_("Elle remplace celles d’avant le %(day)s.")
DRAFT = N_("Traduction non relue")
# More is too small for who stands two metres away: the code leads to the rest. In signs, a row
# weighing some by itself; measured with the longest words of each script: a sheet stays one.
ROW, MOST = 80, 1300
# Up to so many signs the letters keep a size; the next one is smaller.
SIZES = (330, 430, 600, 800, 1000)


@dataclass(frozen=True)
class Row:
    """A need on the sheet: how many asked for it, what the team answers, in which language."""

    need: Line
    asked: Line
    kind: Line
    answer: Answered
    french: str
    day: Line

    @property
    def signs(self) -> int:
        """How much there is to read; its picture and its frame take room too."""
        return ROW + len(self.answer.text) + len(self.french)


@dataclass(frozen=True)
class Poster:
    """What a sheet says in a language; ``replaces`` is set once something was withdrawn."""

    language: Language
    title: Line
    rows: tuple[Row, ...]
    left: int
    scan: Line
    heard: Line | None
    dated: Line
    replaces: Line | None
    draft: Line | None

    @property
    def size(self) -> int:
        """How large the letters may be, 0 the largest, so that the sheet stays one."""
        return bisect_left(SIZES, sum(row.signs for row in self.rows))


@blueprint.get("/q/<name>/after/<key>")
def given_preview(name: str, key: str) -> Response:
    """Show « et après ? » as families will read it once all that waits is published.

    Whoever has the address reads it: a speaker of the language has no account.
    """
    campaign = campaign_or_404(name)
    known = instance().store.get(preview_name(name)) or ""
    if not known or not hmac.compare_digest(known.encode(), key.encode()):
        abort(404)
    lines = as_published(instance().store.given(name), instance().today())
    return show_after(campaign, page_language(campaign.languages), lines, preview=True)


@blueprint.get("/staff/campaigns/<name>/given/poster")
@needs(Right.HOLD_WORKSHOPS)
def given_poster(name: str) -> Response:
    """Lay out an A3 sheet of what is published, in one of the campaign's languages."""
    campaign, known = campaign_or_404(name), instance().languages
    tags = dict.fromkeys((SOURCE, *campaign.languages))
    languages = [known[tag] for tag in tags if tag in known]
    asked = request.args.get("tongue", SOURCE)
    language = next((one for one in languages if one.tag == asked), None) or abort(404)
    lines = instance().store.given(name)
    address = public_address() + url_for("families.after", name=name, lang=language.tag)
    return team_page(
        "workshops/given_poster.html",
        campaign=campaign,
        here="Restituer",
        tongues=languages,
        said=poster_of(instance(), campaign, lines, language),
        withdrawn=[one for one in lines if one.withdrawn],
        address=address,
        code=qr_inline(address),
    )


def poster_of(
    running: Instance, campaign: Campaign, lines: Sequence[Given], language: Language
) -> Poster:
    """What the sheet of a campaign says in a language: published lines alone."""
    rows = list(_rows(running, campaign, lines, language))
    weights = accumulate(row.signs for row in rows)
    # The first one always stands there.
    fitting = max(1, sum(weight <= MOST for weight in weights))
    withdrawn = max((one.withdrawn for one in lines if one.withdrawn), default=None)
    sound = sound_of(running, campaign, lines, language)
    draft = catalogue(language).is_draft and not language.oral
    return Poster(
        language,
        line_of(language, TITLE),
        tuple(rows[:fitting]),
        len(rows[fitting:]),
        line_of(language, SCAN),
        line_of(language, HEARD) if sound else None,
        _dated(language, DATED, running.today()),
        _dated(language, REPLACES, withdrawn) if withdrawn else None,
        line_of(language, DRAFT) if draft else None,
    )


def _rows(
    running: Instance, campaign: Campaign, lines: Sequence[Given], language: Language
) -> Iterable[Row]:
    domains = {one.name: one for one in running.library_of(campaign).catalogue.domains}
    said, french = (_asked(running, campaign, one) for one in (language, running.languages[SOURCE]))
    beside = {one.number: one.text for one in lines}
    published = [one.number for one in lines if one.is_read]
    for number, one in zip(published, answered(lines, language), strict=True):
        domain = domains.get(one.need)
        label, picture = (domain.label, domain.picture) if domain else (one.need, "")
        need = line_of(language, label, picture)
        yield Row(
            _filled(line_of(language, SAID, picture), need=(need.text, need.french)),
            Line(said.get(one.need, ""), _beside(language, french.get(one.need, ""))),
            line_of(language, one.label),
            one,
            "" if one.tag == SOURCE else beside[number],
            Line(_day(one.day, language), _beside(language, long_day(one.day))),
        )


def _asked(running: Instance, campaign: Campaign, language: Language) -> dict[str, str]:
    """How many families ask for each need, in words, once anything is told."""
    report = dataset.report_shown(running, campaign)
    if report is None or report.participation.n is None:
        return {}
    said, floor = OneLanguage(language), report.method.door.floor
    told = {one.name: one.cell for one in report.needs.domains if one.cell.n}
    return {name: roughly(cell.share, cell.N, floor, said) for name, cell in told.items()}


def _dated(language: Language, text: str, day: date) -> Line:
    return _filled(line_of(language, text), day=(_day(day, language), long_day(day)))


def _filled(line: Line, **values: tuple[str, str]) -> Line:
    """A line with its values, each in the language and in French."""
    said = {name: value for name, (value, _) in values.items()}
    french = {name: value for name, (_, value) in values.items()}
    return Line(line.text % said, line.french and line.french % french, line.picture)


def _beside(language: Language, french: str) -> str:
    return "" if language.written == SOURCE else french


def _day(day: date, language: Language) -> str:
    if language.written == SOURCE:
        return long_day(day)
    return str(format_date(day, "long", language.locale))
