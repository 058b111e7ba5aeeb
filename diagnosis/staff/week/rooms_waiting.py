"""What waits of the rooms that decide together: a session to prepare or to close, its sentences."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from diagnosis.accounts import Right
from diagnosis.dataset import report_shown
from diagnosis.model import Campaign, Session, State, Statement
from diagnosis.staff.week.work import Work
from diagnosis.web import instance, long_day, may


def of_rooms(campaign: Campaign) -> Iterator[Work]:
    """What waits for who holds sessions."""
    if not may(Right.HOLD_SESSIONS, campaign.name):
        return
    sessions = instance().store.sessions(campaign.name)
    if not sessions and _is_ready(campaign):
        yield Work(
            "session to prepare",
            str(_("Une séance à préparer\u00a0: les résultats sont là, aucune salle n’a voté")),
            url_for("sessions.new_session", name=campaign.name),
            campaign,
        )
    for session in sessions:
        yield from _left_open(campaign, session)
        yield from _sentences(campaign, session)


def _is_ready(campaign: Campaign) -> bool:
    """Whether a room would have something to talk about: themes of a published state."""
    report = report_shown(instance(), campaign)
    return report is not None and bool(report.themes.items)


def _left_open(campaign: Campaign, session: Session) -> Iterator[Work]:
    if session.open and session.day and session.day < instance().today():
        said = _(
            "La séance %(code)s du %(day)s est encore ouverte\u00a0: à clore",
            code=session.code,
            day=long_day(session.day),
        )
        address = url_for("sessions.closing", code=session.code)
        yield Work("open session", str(said), address, campaign)


def _sentences(campaign: Campaign, session: Session) -> Iterator[Work]:
    statements = instance().store.statements(session.code)
    desk = url_for("sessions.statements", code=session.code)
    new = [one for one in statements if one.state is State.NEW]
    if new:
        said = ngettext(
            "%(num)s carte à lire, séance %(code)s",
            "%(num)s cartes à lire, séance %(code)s",
            len(new),
            code=session.code,
        )
        yield Work("card", str(said), f"{desk}#phrase-{new[0].id}", campaign)
    drafts = [] if session.closed else [one for one in statements if _unread(one)]
    if drafts:
        said = ngettext(
            "%(num)s traduction à faire relire, séance %(code)s",
            "%(num)s traductions à faire relire, séance %(code)s",
            sum(map(_unread, drafts)),
            code=session.code,
        )
        yield Work("statement draft", str(said), f"{desk}#phrase-{drafts[0].id}", campaign)


def _unread(statement: Statement) -> int:
    """How many translations that a room reads nobody who speaks the language has read."""
    if statement.state is not State.IN or statement.into:
        return 0
    return sum(not one.read for one in statement.translations.values())
