"""A room is prepared: the first step is opened or waits, others are added, begun, removed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Action, Right
from diagnosis.languages import SOURCE
from diagnosis.model import DOTS, WISHES, Campaign, Session, State, Statement
from diagnosis.sessions._blueprint import blueprint
from diagnosis.sessions.ballot import open_session
from diagnosis.sessions.proposals import proposed_statements, proposed_themes, report_now
from diagnosis.sessions.questions import let_in
from diagnosis.sessions.runs import open_step, start_step, steps_of
from diagnosis.sessions.sessions import HERE, session_or_404
from diagnosis.sessions.step_forms import CHANGED, MOST_THEMES, WAYS, StepForm
from diagnosis.storage import StaleError
from diagnosis.web import TeamForm, campaign_or_404, instance, needs, note, team_page


@blueprint.get("/staff/campaigns/<name>/sessions/new")
@needs(Right.HOLD_SESSIONS)
def new_session(name: str) -> Response:
    """Propose what a room is asked: at once, or as a later step of it."""
    campaign = campaign_or_404(name)
    room = _room(campaign)
    form = StepForm.of(request.args.get("kind", DOTS), room is None)
    _offer(form, campaign, room)
    report = report_now(campaign)
    if form.themes and report:
        form.themes.data = proposed_themes(report)[: MOST_THEMES[form.kind.data]]
    if form.cards:
        form.cards.data = [choice.value for choice in form.cards.choices]
    elif form.statements and report:
        form.statements.data = "\n".join(proposed_statements(report))
    return _show_form(campaign, form, room)


@blueprint.post("/staff/campaigns/<name>/sessions/new")
@needs(Right.HOLD_SESSIONS)
def add_session(name: str) -> Response:
    """Open a session, or keep a step that waits."""
    campaign = campaign_or_404(name)
    room = _room(campaign)
    form = StepForm.of(request.form.get("kind", DOTS), room is None)
    _offer(form, campaign, room)
    if not form.validate():
        return _show_form(campaign, form, room, 422)
    store = instance().store
    waits = "later" in request.form or (room is not None and open_step(store, room) is not None)
    empty = Session(
        "",
        name,
        (),
        not waits,
        room.people if room else 0,
        day=None if waits else instance().today(),
        run=room.began_with if room else "",
        waiting=waits,
    )
    session = open_session(store, form.step(empty))
    _write_statements(form, session, _cards(room))
    note(Action.SESSION, name, session.code)
    return redirect(url_for("sessions.session", code=session.began_with if waits else session.code))


@blueprint.post("/staff/sessions/<code>/start")
@needs(Right.HOLD_SESSIONS)
def begin_step(code: str) -> Response:
    """Open a step that waits; phones and the big screen go to it by themselves."""
    session = session_or_404(code)
    if not TeamForm().validate():
        abort(400)
    try:
        begun = start_step(instance().store, session, instance().today())
    except StaleError:
        flash(_(CHANGED))
        begun = False
    there = open_step(instance().store, session_or_404(code))
    if not begun and there and there.code != session.code:
        flash(_("Une autre étape est ouverte\u00a0: fermez-la d’abord."))
    return redirect(url_for("sessions.session", code=there.code if there else session.code))


@blueprint.post("/staff/sessions/<code>/remove")
@needs(Right.HOLD_SESSIONS)
def remove_step(code: str) -> Response:
    """Remove a step that waits; what was begun stays."""
    session = session_or_404(code)
    if not TeamForm().validate():
        abort(400)
    if not session.waiting:
        flash(_("Cette étape a commencé\u00a0: elle reste."))
        return redirect(url_for("sessions.session", code=session.code))
    instance().store.remove_session(session.code)
    flash(_("L’étape est retirée."))
    left = steps_of(instance().store, session)
    if not left:
        return redirect(url_for("sessions.sessions", name=session.campaign))
    return redirect(url_for("sessions.session", code=left[0].code))


def _room(campaign: Campaign) -> Session | None:
    """The step that a room was last at, where a further step of it is prepared."""
    run = request.args.get("run", "")
    first = instance().store.session(run.upper()) if run else None
    if run and (first is None or first.campaign != campaign.name):
        abort(404)
    return steps_of(instance().store, first)[-1] if first else None


def _offer(form: StepForm, campaign: Campaign, room: Session | None) -> None:
    catalogue = instance().themes(campaign)
    first = _proposed(campaign)
    others = [name for name in catalogue if name not in first]
    form.offer(catalogue[name] for name in [*first, *others] if name in catalogue)
    form.offer_cards([(one.id, _in_french(one)) for one in _cards(room)])


def _proposed(campaign: Campaign) -> list[str]:
    report = report_now(campaign)
    return proposed_themes(report) if report else []


def _cards(room: Session | None) -> list[Statement]:
    """What the room wrote, and was let in, in the steps of this room."""
    if room is None:
        return []
    store = instance().store
    return [
        one
        for step in steps_of(store, room)
        if step.ask.kind == WISHES
        for one in let_in(store.statements(step.code))
    ]


def _write_statements(form: StepForm, session: Session, cards: Sequence[Statement]) -> None:
    ticked = set(form.cards.data or []) if form.cards else set()
    kept = [replace(one, session=session.code) for one in cards if one.id in ticked]
    written = [Statement("", session.code, SOURCE, line) for line in form.lines()]
    for number, one in enumerate([*written, *kept], 1):
        fresh = replace(one, id=str(uuid.uuid4()), number=number, state=State.IN)
        instance().store.save_statement(fresh)


def _in_french(one: Statement) -> str:
    told = one.told_in(SOURCE)
    return told.text if told else one.text


def _show_form(
    campaign: Campaign, form: StepForm, room: Session | None, status: int = 200
) -> Response:
    return team_page(
        "sessions/session_form.html",
        status,
        campaign=campaign,
        here=HERE,
        form=form,
        ways=WAYS,
        room=room,
        under_way=room is not None and open_step(instance().store, room) is not None,
        first=_proposed(campaign) if form.themes else [],
        pending=report_now(campaign) is None,
        most=MOST_THEMES.get(form.kind.data, 0),
    )
