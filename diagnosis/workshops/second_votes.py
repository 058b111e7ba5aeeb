"""A second vote after discussion: the same themes under a code of its own, and what moved."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Action, Right
from diagnosis.web import TeamForm, instance, needs, note
from diagnosis.workshops._blueprint import blueprint
from diagnosis.workshops.ballot import open_session, second_of
from diagnosis.workshops.sessions import session_or_404


@blueprint.post("/staff/sessions/<code>/again")
@needs(Right.HOLD_SESSIONS)
def vote_again(code: str) -> Response:
    """Open the second vote of a closed session; the one that there is, if somebody was sooner."""
    first = session_or_404(code)
    if not TeamForm().validate():
        abort(400)
    if first.open:
        flash(_("Ce vote est encore ouvert\u00a0: fermez-le d’abord."))
        return redirect(url_for("workshops.session", code=first.code))
    store = instance().store
    there = second_of(store, first.campaign, first.code)
    second = there or open_session(
        store, first.campaign, first.themes, first.people, first.code, instance().today()
    )
    if not there:
        note(Action.SESSION, first.campaign, second.code)
    return redirect(url_for("workshops.session", code=second.code))
