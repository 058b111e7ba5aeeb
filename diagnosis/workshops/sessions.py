"""The team's side of a concertation session: choose themes, open, show, read the effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from diagnosis.accounts import Action, Right
from diagnosis.dataset import state_of
from diagnosis.model import Campaign, Session
from diagnosis.web import (
    Edited,
    campaign_or_404,
    instance,
    listed,
    needs,
    note,
    polled,
    public_address,
    qr_code,
    team_page,
)
from diagnosis.workshops._blueprint import blueprint
from diagnosis.workshops.ballot import Counts, count_votes, open_session, second_of
from diagnosis.workshops.forms import ReopenForm, RoomForm, SessionForm
from diagnosis.workshops.moved import Moved, moved_between, what_moved
from diagnosis.workshops.proposals import effect, moves, proposed_themes
from diagnosis.workshops.timing import timer_of
from diagnosis.workshops.undoing import may_reopen

HERE = "Décider ensemble"


@blueprint.get("/staff/campaigns/<name>/sessions")
@needs(Right.HOLD_SESSIONS)
def sessions(name: str) -> Response:
    """List the sessions of a campaign, the last one first."""
    campaign = campaign_or_404(name)
    listed = [
        (item, say_votes(counts_of(item).participants))
        for item in instance().store.sessions(name)[::-1]
    ]
    return team_page("workshops/sessions.html", campaign=campaign, here=HERE, sessions=listed)


@blueprint.get("/staff/campaigns/<name>/sessions/new")
@needs(Right.HOLD_SESSIONS)
def new_session(name: str) -> Response:
    """Propose themes for a session."""
    campaign = campaign_or_404(name)
    first = proposed_themes(state_of(instance(), campaign).records)
    form = _session_form(campaign, first)
    form.themes.data = first
    return _show_form(campaign, form, first)


@blueprint.post("/staff/campaigns/<name>/sessions/new")
@needs(Right.HOLD_SESSIONS)
def add_session(name: str) -> Response:
    """Open a session."""
    campaign = campaign_or_404(name)
    first = proposed_themes(state_of(instance(), campaign).records)
    form = _session_form(campaign, first)
    if not form.validate():
        return _show_form(campaign, form, first, 422)
    chosen, people, today = form.chosen(), form.people.data, instance().today()
    session = open_session(instance().store, name, chosen, people, day=today)
    note(Action.SESSION, name, session.code)
    return redirect(url_for("workshops.session", code=session.code))


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
    return redirect(url_for("workshops.session", code=session.code))


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
    show = not session.open and counts.participants
    found = moves(state_of(instance(), campaign).records, session.themes) if show else []
    return team_page(
        "workshops/session.html",
        status,
        campaign=campaign,
        here=HERE,
        session=session,
        form=form,
        counts=counts,
        sentence=say_votes(counts.participants),
        apart=say_apart(counts),
        moves=found,
        effect=effect(found),
        least=instance().k,
        address=_address(session),
        reopening=_reopening(session),
        second=second_of(instance().store, session.campaign, session.code),
        **_since_the_first(session, counts),
        problem=problem,
    )


def moved_since(session: Session, counts: Counts) -> tuple[Session | None, Counts, list[Moved]]:
    """The first vote of a second one, its counts, and what moved once both are closed."""
    first = instance().store.session(session.first) if session.first else None
    if first is None:
        return None, Counts(0, []), []
    before = counts_of(first)
    ended = not session.open and counts.participants and before.participants
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


@blueprint.get("/staff/sessions/<code>/screen")
@needs(Right.HOLD_SESSIONS)
def screen(code: str) -> Response:
    """Show the session to a whole room."""
    session = session_or_404(code)
    counts = counts_of(session)
    return team_page(
        "workshops/screen.html",
        campaign=campaign_or_404(session.campaign),
        session=session,
        counts=counts,
        people=_people(counts.participants),
        now=int(instance().now().timestamp()),
        timer=timer_of(instance().store, session.code),
        moved={one.theme.name: one for one in moved_since(session, counts)[2]},
        address=public_address().partition("://")[2] + "/vote",
    )


@blueprint.get("/staff/sessions/<code>/counts")
@needs(Right.HOLD_SESSIONS)
def session_counts(code: str) -> Response:
    """The votes as they come."""
    session = session_or_404(code)
    counts = counts_of(session)
    themes = [
        {"name": item.theme.name, "votes": item.votes, "share": item.share}
        for item in counts.themes
    ]
    return polled(
        open=session.open,
        paused=session.paused,
        timer=timer_of(instance().store, session.code),
        participants=counts.participants,
        people=_people(counts.participants),
        sentence=say_votes(counts.participants),
        apart=say_apart(counts),
        themes=themes,
    )


@blueprint.get("/staff/sessions/<code>/qr.svg")
@needs(Right.HOLD_SESSIONS)
def session_qr(code: str) -> Response:
    """Draw the code that leads to the vote."""
    return qr_code(_address(session_or_404(code)))


def say_votes(count: int) -> str:
    """Say how many voted."""
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


def _people(count: int) -> str:
    """Say the words beside the number on the big screen."""
    return str(ngettext("personne a voté", "personnes ont voté", count))


def session_or_404(code: str) -> Session:
    """Find a session or answer 404."""
    return instance().store.session(code.upper()) or abort(404)


def _address(session: Session) -> str:
    return f"{public_address()}/vote/{session.code}"


def counts_of(session: Session) -> Counts:
    """Count the votes of a session."""
    themes = instance().themes(campaign_or_404(session.campaign))
    return count_votes(session, instance().store.votes(session.code), themes)


def _session_form(campaign: Campaign, first: list[str]) -> SessionForm:
    form = SessionForm()
    catalogue = instance().themes(campaign)
    others = [name for name in catalogue if name not in first]
    form.offer(catalogue[name] for name in [*first, *others] if name in catalogue)
    return form


def _show_form(
    campaign: Campaign, form: SessionForm, first: list[str], status: int = 200
) -> Response:
    values: dict[str, Any] = {"form": form, "first": first}
    return team_page("workshops/session_form.html", status, campaign=campaign, here=HERE, **values)
