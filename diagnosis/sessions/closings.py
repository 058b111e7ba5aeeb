"""How a session ends: the team says what counts, closes, and for ten minutes undoes it."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Action, Right
from diagnosis.model import Session
from diagnosis.sessions._blueprint import blueprint
from diagnosis.sessions.forms import ClosingForm, ReopenForm, RoomForm
from diagnosis.sessions.sessions import (
    HERE,
    counts_of,
    edited,
    say_apart,
    say_votes,
    session_or_404,
    show_session,
)
from diagnosis.sessions.timing import start_timer
from diagnosis.sessions.undoing import may_reopen, note_close, reopened
from diagnosis.sessions.wall import show_question
from diagnosis.web import Edited, campaign_or_404, instance, needs, note, team_page


@blueprint.get("/staff/sessions/<code>/close")
@needs(Right.HOLD_SESSIONS)
def closing(code: str) -> Response:
    """Ask how many people voted, and what counts, before the voting ends (or after)."""
    session = session_or_404(code)
    if session.waiting:
        return redirect(url_for("sessions.session", code=session.code))
    form = ClosingForm()
    form.fill(session)
    form.read_at(session)
    return _show_closing(session, form)


@blueprint.post("/staff/sessions/<code>/close")
@needs(Right.HOLD_SESSIONS)
def close_session(code: str) -> Response:
    """End the voting, and keep what counts."""
    session = session_or_404(code)
    if session.waiting:
        abort(400)
    form = ClosingForm()
    if not form.validate():
        return _show_closing(session, form, 422)
    if not form.fits(counts_of(form.close(session)).participants):
        return _show_closing(session, form, 422)
    if not edited(code, form, form.close).keep(form):
        return _show_closing(session, form, 409)
    if session.open:
        note_close(instance().store, session, instance().now())
        start_timer(instance().store, session.code, 0, instance().now())
        show_question(instance().store, session, "")
    note(Action.CLOSED, session.campaign, session.code)
    return redirect(url_for("sessions.session", code=session.code))


@blueprint.post("/staff/sessions/<code>/reopen")
@needs(Right.HOLD_SESSIONS)
def reopen_session(code: str) -> Response:
    """Bring a session back as it was before its close, with its votes."""
    session = session_or_404(code)
    form = ReopenForm()
    back = redirect(url_for("sessions.session", code=session.code))
    if session.open:
        flash(_("Le vote est déjà ouvert."))
        return back
    if not form.validate() or not may_reopen(instance().store, session, instance().now()):
        return _not_reopened(session, _("Il est trop tard pour rouvrir ce vote."))
    if not _undone(session.code).keep(form):
        return _not_reopened(
            session,
            _("Quelqu’un d’autre a changé ce qui compte. Relisez, puis rouvrez si vous le voulez."),
        )
    note(Action.REOPENED, session.campaign, session.code)
    flash(_("Le vote est rouvert. Les votes sont là, les téléphones peuvent voter de nouveau."))
    return back


def _undone(code: str) -> Edited:
    """The session as its reopening changes it: one that is open already stays as it is."""

    def save(session: Session, version: str) -> None:
        if not session.open:
            instance().store.save_session(reopened(session), version)

    return Edited(lambda: session_or_404(code), save, lambda _: ReopenForm(None))


def _not_reopened(session: Session, problem: str) -> Response:
    form = RoomForm(None)
    form.fill(session)
    return show_session(session_or_404(session.code), form, 409, problem)


def _show_closing(session: Session, form: ClosingForm, status: int = 200) -> Response:
    counts = counts_of(replace(session, counted=()))
    return team_page(
        "sessions/closing.html",
        status,
        campaign=campaign_or_404(session.campaign),
        here=HERE,
        session=session,
        form=form,
        counts=counts,
        sentence=say_votes(counts.participants, session.ask.kind),
        apart=say_apart(counts),
    )
