"""The big screen of a room, and what the remote of the facilitator changes on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.languages import SOURCE, Language
from diagnosis.model import DOTS, Session, Statement
from diagnosis.sessions._blueprint import blueprint
from diagnosis.sessions.runs import open_step
from diagnosis.sessions.sessions import (
    counts_of,
    moved_since,
    people_word,
    say_apart,
    say_votes,
    session_or_404,
)
from diagnosis.sessions.step_forms import CHANGED
from diagnosis.sessions.timing import timer_of
from diagnosis.sessions.wall import Wall, show_question, wall_of
from diagnosis.storage import StaleError, version_of
from diagnosis.web import (
    TeamForm,
    campaign_or_404,
    instance,
    needs,
    polled,
    public_address,
    team_page,
)

# More would be too small to read at eight metres.
MOST_TONGUES = 3


@blueprint.get("/staff/sessions/<code>/screen")
@needs(Right.HOLD_SESSIONS)
def screen(code: str) -> Response:
    """Show the session to a whole room."""
    session = session_or_404(code)
    counts = counts_of(session)
    return team_page(
        "sessions/screen.html",
        campaign=campaign_or_404(session.campaign),
        session=session,
        counts=counts,
        people=people_word(counts.participants, session.ask.kind),
        now=int(instance().now().timestamp()),
        timer=timer_of(instance().store, session.code),
        moved={one.theme.name: one for one in moved_since(session, counts)[2]},
        address=public_address().partition("://")[2] + "/vote",
        **_hung(session),
    )


@blueprint.get("/staff/sessions/<code>/counts")
@needs(Right.HOLD_SESSIONS)
def session_counts(code: str) -> Response:
    """The votes as they come; ``step`` is where the room is now, if that is elsewhere."""
    session = session_or_404(code)
    counts = counts_of(session)
    themes = [
        {"name": item.theme.name, "votes": item.votes, "share": item.share}
        for item in counts.themes
        if not session.ask.hidden
    ]
    here = open_step(instance().store, session)
    elsewhere = here.code if here and here.code != session.code else ""
    return polled(
        open=session.open,
        paused=session.paused,
        hidden=session.ask.hidden,
        timer=timer_of(instance().store, session.code),
        participants=counts.participants,
        people=people_word(counts.participants, session.ask.kind),
        sentence=say_votes(counts.participants, session.ask.kind),
        apart=say_apart(counts),
        themes=themes,
        step=url_for("sessions.screen", code=elsewhere) if elsewhere else "",
        **_wall_text(session),
    )


@blueprint.post("/staff/sessions/<code>/show")
@needs(Right.HOLD_SESSIONS)
def show(code: str) -> Response:
    """Show a question on the big screen, hide the results or reveal them."""
    session = session_or_404(code)
    if not TeamForm().validate():
        abort(400)
    if "question" in request.form:
        show_question(instance().store, session, request.form["question"])
    if "hidden" in request.form:
        ask = replace(session.ask, hidden=request.form["hidden"] == "1")
        try:
            instance().store.save_session(replace(session, ask=ask), version_of(session))
        except StaleError:
            flash(_(CHANGED))
    return redirect(url_for("sessions.session", code=session.code))


def _wall_text(session: Session) -> dict[str, str]:
    """The wall as the screen replaces it, where a script does not count by itself."""
    if session.ask.kind == DOTS:
        return {}
    return {"wall": render_template("sessions/screen_wall.html", session=session, **_hung(session))}


def _hung(session: Session) -> dict[str, Any]:
    wall = wall_of(session)
    return {"wall": wall, "tongues": _tongues(session, wall)}


def _tongues(session: Session, wall: Wall) -> list[tuple[Language, str]]:
    """The statement shown in further languages of the campaign, those that people have read."""
    said = wall.said
    if said is None:
        return []
    languages = instance().languages
    tags = [tag for tag in campaign_or_404(session.campaign).languages if tag in languages]
    shown = {SOURCE, wall.shown.language if wall.shown else SOURCE}
    told = [(languages[tag], _told(said.statement, tag)) for tag in tags if tag not in shown]
    return [(language, text) for language, text in told if text][:MOST_TONGUES]


def _told(statement: Statement, tag: str) -> str:
    told = statement.told_in(tag)
    return told.text if told and told.read else ""
