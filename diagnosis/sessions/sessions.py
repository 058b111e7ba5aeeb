"""The team's side of a concertation session: its page, while it is open and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.model import DOTS, WISHES, Session
from diagnosis.sessions._blueprint import blueprint
from diagnosis.sessions.ballot import Counts, count_votes, second_of
from diagnosis.sessions.forms import ReopenForm, RoomForm
from diagnosis.sessions.moved import Moved, moved_between, what_moved
from diagnosis.sessions.proposals import effect, moves, report_now
from diagnosis.sessions.runs import steps_of
from diagnosis.sessions.step_forms import WAYS
from diagnosis.sessions.undoing import may_reopen
from diagnosis.sessions.wall import wall_of
from diagnosis.web import (
    Edited,
    campaign_or_404,
    instance,
    listed,
    needs,
    public_address,
    qr_code,
    team_page,
)

HERE = "Décider ensemble"


@blueprint.get("/staff/campaigns/<name>/sessions")
@needs(Right.HOLD_SESSIONS)
def sessions(name: str) -> Response:
    """List the sessions of a campaign, the last one first."""
    campaign = campaign_or_404(name)
    listed = [
        (item, "" if item.waiting else say_votes(counts_of(item).participants, item.ask.kind))
        for item in instance().store.sessions(name)[::-1]
    ]
    return team_page(
        "sessions/sessions.html", campaign=campaign, here=HERE, sessions=listed, ways=WAYS
    )


@blueprint.get("/staff/sessions/<code>")
@needs(Right.HOLD_SESSIONS)
def session(code: str) -> Response:
    """Show the code to give, or what the votes changed once the session is closed."""
    session = session_or_404(code)
    form = RoomForm()
    form.fill(session)
    form.read_at(session)
    return show_session(session, form)


@blueprint.post("/staff/sessions/<code>")
@needs(Right.HOLD_SESSIONS)
def save_people(code: str) -> Response:
    """Keep how many people are in the room."""
    session = session_or_404(code)
    form = RoomForm()
    if not form.validate():
        return show_session(session, form, 422)
    if not edited(code, form, lambda now: replace(now, people=form.people.data)).keep(form):
        return show_session(session, form, 409)
    flash(_("C’est enregistré."))
    return redirect(url_for("sessions.session", code=session.code))


def edited(code: str, form: RoomForm, change: Callable[[Session], Session]) -> Edited:
    """The session as one of its two forms changes it."""

    def save(session: Session, version: str) -> None:
        instance().store.save_session(change(session), version)

    def other(session: Session) -> RoomForm:
        shown = type(form)(None)
        shown.fill(session)
        return shown

    return Edited(lambda: session_or_404(code), save, other)


def show_session(
    session: Session, form: RoomForm, status: int = 200, problem: str = ""
) -> Response:
    """Show the page of a session; ``problem`` is why what was asked was not done."""
    campaign = campaign_or_404(session.campaign)
    counts = counts_of(session)
    decides = session.closed and counts.participants and session.ask.kind == DOTS
    report = report_now(campaign) if decides else None
    found = moves(report, session.themes) if report else []
    return team_page(
        "sessions/session.html",
        status,
        campaign=campaign,
        here=HERE,
        session=session,
        form=form,
        counts=counts,
        sentence=say_votes(counts.participants, session.ask.kind),
        apart=say_apart(counts),
        moves=found,
        effect=effect(found),
        pending=bool(decides) and report is None,
        least=instance().k,
        address=_address(session),
        reopening=_reopening(session),
        second=second_of(instance().store, session.campaign, session.code),
        steps=steps_of(instance().store, session),
        ways=WAYS,
        wall=wall_of(session),
        **_since_the_first(session, counts),
        problem=problem,
    )


def moved_since(session: Session, counts: Counts) -> tuple[Session | None, Counts, list[Moved]]:
    """The first vote of a second one, its counts, and what moved once both are closed."""
    first = instance().store.session(session.first) if session.first else None
    if first is None:
        return None, Counts(0, []), []
    before = counts_of(first)
    dots = session.ask.kind == DOTS
    ended = dots and session.closed and counts.participants and before.participants
    return first, before, moved_between(before, counts) if ended else []


def _since_the_first(session: Session, counts: Counts) -> dict[str, Any]:
    first, before, found = moved_since(session, counts)
    return {"first": first, "before": before, "moved": found, "what_moved": what_moved(found)}


def _reopening(session: Session) -> ReopenForm | None:
    """The form by which a close is undone, while it can be."""
    if not may_reopen(instance().store, session, instance().now()):
        return None
    form = ReopenForm()
    form.read_at(session)
    return form


@blueprint.get("/staff/sessions/<code>/qr.svg")
@needs(Right.HOLD_SESSIONS)
def session_qr(code: str) -> Response:
    """Draw the code that leads to the vote."""
    return qr_code(_address(session_or_404(code)))


def say_votes(count: int, kind: str = DOTS) -> str:
    """Say how many voted, or how many cards were written."""
    if kind == WISHES:
        return str(ngettext("Une carte est écrite.", "%(num)s cartes sont écrites.", count))
    if not count:
        return str(_("Personne n’a encore voté."))
    return str(ngettext("Une personne a voté.", "%(num)s personnes ont voté.", count))


def say_apart(counts: Counts) -> str:
    """Say how many votes are kept apart, and why; nothing when none is."""
    over = ngettext("%(num)s vote de trop", "%(num)s votes de trop", counts.over)
    flood = ngettext(
        "%(num)s vote arrivé en rafale", "%(num)s votes arrivés en rafale", counts.flood
    )
    told = [text for text, count in ((over, counts.over), (flood, counts.flood)) if count]
    return str(_("Gardés à part\u00a0: %(votes)s.", votes=listed(told))) if told else ""


def people_word(count: int, kind: str = DOTS) -> str:
    """Say the words beside the number on the big screen."""
    if kind == WISHES:
        return str(ngettext("carte écrite", "cartes écrites", count))
    return str(ngettext("personne a voté", "personnes ont voté", count))


def session_or_404(code: str) -> Session:
    """Find a session or answer 404."""
    return instance().store.session(code.upper()) or abort(404)


def _address(session: Session) -> str:
    return f"{public_address()}/vote/{session.code}"


def counts_of(session: Session) -> Counts:
    """Count the votes of a session; of wish cards, the cards."""
    if session.ask.kind == WISHES:
        return Counts(len(instance().store.statements(session.code)), [])
    themes = instance().themes(campaign_or_404(session.campaign))
    return count_votes(session, instance().store.votes(session.code), themes)
