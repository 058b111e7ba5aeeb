"""A second vote after discussion: the same themes under a code of its own, and what moved."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Action, Right
from diagnosis.model import Session
from diagnosis.sessions._blueprint import blueprint
from diagnosis.sessions.ballot import open_session, second_of
from diagnosis.sessions.runs import open_step
from diagnosis.sessions.sessions import session_or_404
from diagnosis.web import TeamForm, instance, needs, note


@blueprint.post("/staff/sessions/<code>/again")
@needs(Right.HOLD_SESSIONS)
def vote_again(code: str) -> Response:
    """Open the second vote of a closed session; the one that there is, if somebody was sooner."""
    first = session_or_404(code)
    if not TeamForm().validate():
        abort(400)
    if not first.closed:
        flash(_("Ce vote est encore ouvert\u00a0: fermez-le d’abord."))
        return redirect(url_for("sessions.session", code=first.code))
    store = instance().store
    there = second_of(store, first.campaign, first.code)
    if not there and (here := open_step(store, first)):
        flash(_("Une autre étape est ouverte\u00a0: fermez-la d’abord."))
        return redirect(url_for("sessions.session", code=here.code))
    second = there or open_session(store, _again(first))
    if not there:
        note(Action.SESSION, first.campaign, second.code)
        for one in store.statements(first.code):
            store.save_statement(replace(one, session=second.code))
    return redirect(url_for("sessions.session", code=second.code))


def _again(first: Session) -> Session:
    """The same step once more, with nothing said yet."""
    return replace(
        first,
        open=True,
        counted=(),
        first=first.code,
        day=instance().today(),
        paused=False,
        run=first.began_with,
        ask=replace(first.ask, stickers={}, stuck=0),
    )
