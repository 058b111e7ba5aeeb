"""A room without a telephone each: stickers counted on the wall, one device handed on."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.model import DOTS, Session
from diagnosis.sessions._blueprint import blueprint
from diagnosis.sessions.ballot import Said, proposed
from diagnosis.sessions.sessions import HERE, edited, session_or_404
from diagnosis.sessions.showing import draw, show_ballot
from diagnosis.sessions.stickers_form import StickersForm
from diagnosis.web import (
    campaign_or_404,
    instance,
    needs,
    page_language,
    team_page,
)

# People to whom one device is handed on before it must have a network once.
SPARE = 60


@blueprint.get("/staff/sessions/<code>/stickers")
@needs(Right.HOLD_SESSIONS)
def stickers(code: str) -> Response:
    """Ask how many stickers lie on each theme."""
    session = _dots_or_404(code)
    form = _form(session)()
    form.fill(session)
    form.read_at(session)
    return _show_stickers(session, form)


@blueprint.post("/staff/sessions/<code>/stickers")
@needs(Right.HOLD_SESSIONS)
def save_stickers(code: str) -> Response:
    """Keep the stickers of a wall beside the votes."""
    session = _dots_or_404(code)
    form = _form(session)()
    if not form.validate() or not form.fits(session):
        return _show_stickers(session, form, 422)
    if not edited(code, form, form.put).keep(form):
        return _show_stickers(session, form, 409)
    flash(_("C’est enregistré."))
    return redirect(url_for("sessions.session", code=session.code))


@blueprint.get("/staff/sessions/<code>/tablet")
@needs(Right.HOLD_SESSIONS)
def handed_tablet(code: str) -> Response:
    """A vote on one device that goes from hand to hand, with or without network."""
    session = session_or_404(code)
    if not session.open:
        return redirect(url_for("sessions.session", code=session.code))
    campaign = campaign_or_404(session.campaign)
    language = page_language(campaign.languages)
    spare = [draw(session) for _ in range(SPARE)]
    return show_ballot(session, campaign, language, draw(session), Said(language.tag), spare=spare)


def _dots_or_404(code: str) -> Session:
    session = session_or_404(code)
    if session.ask.kind != DOTS or session.waiting:
        abort(404)
    return session


def _form(session: Session) -> type[StickersForm]:
    catalogue = instance().themes(campaign_or_404(session.campaign))
    return StickersForm.made_for(proposed(session, catalogue))


def _show_stickers(session: Session, form: StickersForm, status: int = 200) -> Response:
    return team_page(
        "sessions/stickers.html",
        status,
        campaign=campaign_or_404(session.campaign),
        here=HERE,
        session=session,
        form=form,
    )
