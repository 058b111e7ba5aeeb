"""The pace of a room: a countdown on the big screen, a vote that pauses and goes on."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.sessions._blueprint import blueprint
from diagnosis.sessions.forms import TimerForm
from diagnosis.sessions.sessions import session_or_404
from diagnosis.sessions.timing import hold_timer, resume_timer, start_timer
from diagnosis.storage import StaleError, version_of
from diagnosis.web import TeamForm, instance, needs


@blueprint.post("/staff/sessions/<code>/timer")
@needs(Right.HOLD_SESSIONS)
def set_timer(code: str) -> Response:
    """Start a countdown on the big screen, or stop it."""
    session = session_or_404(code)
    form = TimerForm()
    if not form.validate():
        abort(400)
    if session.open and not session.paused:
        start_timer(instance().store, session.code, int(form.minutes.data), instance().now())
    return redirect(url_for("sessions.session", code=session.code))


@blueprint.post("/staff/sessions/<code>/pause")
@needs(Right.HOLD_SESSIONS)
def pause_session(code: str) -> Response:
    """Pause a vote, or let it go on; the countdown waits with it."""
    session = session_or_404(code)
    if not TeamForm().validate():
        abort(400)
    pausing = request.form.get("pause") == "1"
    back = redirect(url_for("sessions.session", code=session.code))
    if not session.open or session.paused == pausing:
        return back
    store, now = instance().store, instance().now()
    try:
        store.save_session(replace(session, paused=pausing), version_of(session))
    except StaleError:
        flash(_("Quelqu’un d’autre a changé cette séance au même moment. Relisez, puis réessayez."))
        return back
    (hold_timer if pausing else resume_timer)(store, session.code, now)
    return back
