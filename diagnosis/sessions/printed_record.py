"""One sheet to print on the spot: what a room chose, in French and two of its languages at most."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.languages import SOURCE, Catalogue, Language, long_day
from diagnosis.model import DOTS, Campaign, Session, Statement, Workshop
from diagnosis.questionnaire import Theme
from diagnosis.sessions._blueprint import blueprint
from diagnosis.sessions.ballot import Counts
from diagnosis.sessions.moved import Moved
from diagnosis.sessions.sessions import HERE, counts_of, moved_since, session_or_404
from diagnosis.sessions.wall import wall_of
from diagnosis.web import campaign_or_404, catalogue, instance, needs, team_page

# Ten themes in four languages do not fit a sheet that is read from a wall.
MOST_BESIDE = 2
# Test workshops already planned, the next ones first: the rest of the box is for a pen.
MOST_PLANNED = 3
# Sentences in three languages that fit the table.
MOST_LINES = 10
AGREED = "facile"


@dataclass(frozen=True)
class Words:
    """A sentence in one language of the sheet."""

    language: Language
    text: str


@dataclass(frozen=True)
class Line:
    """A line of the sheet: a theme or a sentence, its votes, what moved if the room voted twice."""

    picture: str
    names: tuple[Words, ...]
    votes: str
    moved: Moved | None = None


@blueprint.get("/staff/sessions/<code>/record")
@needs(Right.HOLD_SESSIONS)
def printed_record(code: str) -> Response:
    """Lay out the sheet of a closed session."""
    session = session_or_404(code)
    if not session.closed:
        return redirect(url_for("sessions.session", code=session.code))
    campaign = campaign_or_404(session.campaign)
    offered = _offered(campaign)
    tongues = _chosen(offered)
    counts = counts_of(session)
    first, before, found = moved_since(session, counts)
    return team_page(
        "sessions/printed_record.html",
        campaign=campaign,
        here=HERE,
        session=session,
        offered=offered,
        most=MOST_BESIDE,
        tongues=tongues,
        counts=counts,
        before=before if found else None,
        lines=_lines(session, counts, found, tongues),
        said=_sentences(session, counts, before, tongues),
        days=_days(session.day, tongues),
        planned=_planned(campaign, session),
        themes=instance().themes(campaign),
        least=instance().k,
        drafts=[tongue for tongue in tongues if catalogue(tongue).is_draft],
    )


def _offered(campaign: Campaign) -> list[Language]:
    """Languages of a campaign that can be read beside French."""
    languages = instance().languages
    known = [languages[tag] for tag in campaign.languages if tag in languages]
    return [one for one in known if not one.oral and one.tag != SOURCE]


def _chosen(offered: Sequence[Language]) -> list[Language]:
    """French, then the languages asked for; the first ones where nobody asked."""
    asked = request.args.getlist("tongue")
    chosen = [one for one in offered if one.tag in asked] if "chosen" in request.args else offered
    return [instance().languages[SOURCE], *chosen[:MOST_BESIDE]]


def _in_each(tongues: Sequence[Language], say: Callable[[Catalogue], str]) -> tuple[Words, ...]:
    return tuple(Words(tongue, say(catalogue(tongue))) for tongue in tongues)


def _lines(
    session: Session, counts: Counts, found: Sequence[Moved], tongues: Sequence[Language]
) -> list[Line]:
    if session.ask.kind == DOTS:
        moved: Mapping[str, Moved] = {one.theme.name: one for one in found}
        return [
            Line(
                count.theme.picture,
                _names(count.theme, tongues),
                str(count.votes),
                moved.get(count.theme.name),
            )
            for count in counts.sorted
        ]
    wall = wall_of(session)
    pairs = [
        Line(theme.picture, _names(theme, tongues), f"{one.won} / {one.compared}")
        for theme, one in wall.pairs
    ]
    agreed = sorted(wall.opinions, key=lambda one: -one.share(one.agree))
    said = [
        Line(AGREED, _told(one.statement, tongues), f"{one.agree} / {one.voters}") for one in agreed
    ]
    cards = [Line("", _told(card, tongues), "") for card in wall.cards]
    return [*pairs, *said, *cards][:MOST_LINES]


def _told(statement: Statement, tongues: Sequence[Language]) -> tuple[Words, ...]:
    """A sentence in the languages of the sheet, or as it was written where none is told."""
    found = [(one, statement.told_in(one.tag)) for one in tongues]
    told = tuple(Words(one, words.text) for one, words in found if words)
    return told or (Words(instance().languages[statement.language], statement.text),)


def _names(theme: Theme, tongues: Sequence[Language]) -> tuple[Words, ...]:
    return _in_each(tongues, lambda words: words.gettext(theme.label))


def _sentences(
    session: Session, counts: Counts, before: Counts, tongues: Sequence[Language]
) -> dict[str, tuple[Words, ...]]:
    """The few sentences of the sheet, each in every language of it."""
    voted, came = counts.participants, session.people
    return {
        "title": _in_each(tongues, lambda words: words.gettext("Les familles ont voté")),
        "came": _in_each(
            tongues,
            lambda words: (
                words.gettext("%(n)s personnes sont venues.") % {"n": came} if came else ""
            ),
        ),
        "voted": _in_each(
            tongues, lambda words: words.gettext("Ont voté\u00a0: %(n)s.") % {"n": voted}
        ),
        "first": _in_each(tongues, lambda words: words.gettext("Premier vote")),
        "second": _in_each(tongues, lambda words: words.gettext("Second vote")),
        "decided": _in_each(tongues, lambda words: words.gettext("Ce que l’on a décidé ensemble")),
        "fictitious": _in_each(tongues, lambda words: words.gettext("Données fictives")),
        "draft": _in_each(tongues, lambda words: words.gettext("Traduction non relue")),
    }


def _days(day: date | None, tongues: Sequence[Language]) -> tuple[Words, ...]:
    """A day in each language; nothing where the session has none."""
    if day is None:
        return ()
    return tuple(
        Words(one, long_day(day) if one.tag == SOURCE else format_date(day, "long", one.locale))
        for one in tongues
    )


def _planned(campaign: Campaign, session: Session) -> list[Workshop]:
    """The next test workshops on what this room voted on."""
    today, known = instance().today(), instance().themes(campaign)
    coming = [
        work
        for work in instance().store.workshops(campaign.name)
        if work.theme in session.themes and work.theme in known
        if work.day >= today and not work.held
    ]
    return coming[:MOST_PLANNED]
