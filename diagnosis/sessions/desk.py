"""The desk of a room: cards are read and let in, statements corrected, translated, merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.languages import SOURCE, Language
from diagnosis.model import Campaign, Session, State, Statement, Translation
from diagnosis.sessions._blueprint import blueprint
from diagnosis.sessions.alike import Alike, alike_statements
from diagnosis.sessions.questions import let_in
from diagnosis.sessions.sessions import HERE, session_or_404
from diagnosis.sessions.wishes import LONGEST_WISH, erase_voice, mask, voice_of
from diagnosis.storage import StaleError, version_of
from diagnosis.web import TeamForm, campaign_or_404, instance, needs, team_page

TEXT, READ = "text-", "read-"


@dataclass(frozen=True)
class Line:
    """A statement at the desk: its version when it was read, and each language of the campaign."""

    statement: Statement
    version: str
    tongues: Sequence[tuple[Language, Translation | None]]


@blueprint.get("/staff/sessions/<code>/statements")
@needs(Right.HOLD_SESSIONS)
def statements(code: str) -> Response:
    """Show what waits to be read, what the room votes on, what was not let in."""
    return _show_desk(session_or_404(code))


@blueprint.post("/staff/sessions/<code>/statements")
@needs(Right.HOLD_SESSIONS)
def save_statement(code: str) -> Response:
    """Let a statement in, or not; correct it, translate it, let another stand for it."""
    session = session_or_404(code)
    if not TeamForm().validate():
        abort(400)
    store, asked = instance().store, request.form
    mine = next((one for one in store.statements(session.code) if one.id == asked.get("id")), None)
    if mine is None:
        flash(_("Cette phrase n’est plus là."))
    elif asked.get("do") == "erase":
        _erase(session, mine)
        flash(_("La phrase est effacée."))
    else:
        changed, problem = _changed(mine, campaign_or_404(session.campaign))
        if problem:
            return _show_desk(session, 422, problem, changed)
        try:
            store.save_statement(changed, asked.get("version", ""))
        except StaleError:
            problem = _(
                "Quelqu’un d’autre a changé cette phrase. Relisez, puis enregistrez encore."
            )
            return _show_desk(session, 409, problem, changed)
        if changed.text != mine.text:
            # Written down, it is heard no more.
            erase_voice(store, mine)
        flash(_("C’est enregistré."))
    return redirect(url_for("sessions.statements", code=session.code))


@blueprint.get("/staff/sessions/<code>/statements/<id>/voice")
@needs(Right.HOLD_SESSIONS)
def spoken_card(code: str, id: str) -> Response:
    """What was spoken of a card that waits to be written down."""
    session = session_or_404(code)
    store = instance().store
    mine = next((one for one in store.statements(session.code) if one.id == id), None)
    sound = voice_of(store, mine) if mine else None
    if sound is None:
        abort(404)
    return current_app.response_class(
        sound.content, content_type=sound.kind, headers={"Cache-Control": "no-store"}
    )


def _erase(session: Session, mine: Statement) -> None:
    """Erase a statement with its voice; those that it stood for stand for themselves again."""
    store = instance().store
    for one in store.statements(session.code):
        if one.into == mine.id:
            store.save_statement(replace(one, into=""))
    store.remove_statement(session.code, mine.id)
    erase_voice(store, mine)


def _changed(mine: Statement, campaign: Campaign) -> tuple[Statement, str]:
    """The statement as the form says, and what is wrong with it."""
    asked = request.form
    text = " ".join(asked.get("text", mine.text).split())
    told = {}
    for tag in {SOURCE, *campaign.languages}:
        words = " ".join(asked.get(TEXT + tag, "").split())
        if words and tag != mine.language:
            told[tag] = Translation(mask(words, tag), READ + tag in asked)
    if not any(name.startswith(TEXT) for name in asked):
        told = dict(mine.translations)
    state = {"in": State.IN, "out": State.OUT}.get(asked.get("do", ""), mine.state)
    into = asked.get("into", mine.into)
    changed = replace(
        mine,
        text=mask(text, mine.language) if text != mine.text else text,
        state=state,
        into="" if into == mine.id else into,
        translations=told,
    )
    long = max((len(words) for words in (text, *(one.text for one in told.values()))), default=0)
    if not text:
        return changed, _("Écrivez la phrase, ou effacez-la.")
    if long > LONGEST_WISH:
        return changed, _("C’est trop long\u00a0: %(most)s lettres au plus.", most=LONGEST_WISH)
    return changed, ""


def _show_desk(
    session: Session, status: int = 200, problem: str = "", hers: Statement | None = None
) -> Response:
    campaign = campaign_or_404(session.campaign)
    found = instance().store.statements(session.code)
    versions = {one.id: version_of(one) for one in found}
    shown = [hers if hers and one.id == hers.id else one for one in found]
    lines = [Line(one, versions[one.id], _tongues(one, campaign)) for one in shown]
    stands = {one.id for one in let_in(found)}
    alike: list[Alike] = alike_statements(let_in(found))
    return team_page(
        "sessions/statements.html",
        status,
        campaign=campaign,
        here=HERE,
        session=session,
        problem=problem,
        opened=hers.id if hers else "",
        spoken={one.id for one in found if not one.text and voice_of(instance().store, one)},
        waiting=[line for line in lines if line.statement.state is State.NEW],
        read=[line for line in lines if line.statement.id in stands],
        merged=[line for line in lines if line.statement.into],
        out=[line for line in lines if line.statement.state is State.OUT],
        texts={one.id: one.text for one in found},
        alike=alike,
        most=LONGEST_WISH,
    )


def _tongues(one: Statement, campaign: Campaign) -> list[tuple[Language, Translation | None]]:
    """Languages of the campaign other than the statement's, French first."""
    languages = instance().languages
    tags = [SOURCE, *(tag for tag in campaign.languages if tag != SOURCE)]
    known = [languages[tag] for tag in tags if tag in languages and tag != one.language]
    return [(each, one.translations.get(each.tag)) for each in known if not each.oral]
