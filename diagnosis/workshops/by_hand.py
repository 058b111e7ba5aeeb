"""A room without a telephone each: stickers counted on the wall, one device handed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form, FormField
from wtforms.validators import InputRequired, NumberRange

from diagnosis.accounts import Right
from diagnosis.model import DOTS, N_, Session
from diagnosis.questionnaire import Theme
from diagnosis.web import (
    EditForm,
    WholeField,
    campaign_or_404,
    instance,
    needs,
    page_language,
    team_page,
)
from diagnosis.web import later as _later
from diagnosis.workshops._blueprint import blueprint
from diagnosis.workshops.ballot import Said, proposed
from diagnosis.workshops.forms import MOST_PEOPLE
from diagnosis.workshops.sessions import HERE, edited, session_or_404
from diagnosis.workshops.showing import draw, show_ballot

# People to whom one device is handed on before it must have a network once.
SPARE = 60
TOO_MANY = N_(
    "%(dots)s gommettes pour %(people)s personnes, c’est trop\u00a0: chacune en a %(most)s. "
    "Corrigez les gommettes ou les personnes."
)
TWICE = N_(
    "«\u00a0%(theme)s\u00a0» a %(dots)s gommettes pour %(people)s personnes\u00a0: une chacune "
    "au plus. Corrigez."
)


def _count(label: object) -> WholeField:
    return WholeField(
        label,
        [
            InputRequired(_later("Écrivez un nombre, 0 s’il n’y en a pas.")),
            NumberRange(
                0,
                9 * MOST_PEOPLE,
                _later("Écrivez un nombre de 0 à %(most)s.", most=9 * MOST_PEOPLE),
            ),
        ],
        default=0,
    )


class StickersForm(EditForm):
    """Stickers on the wall: how many people put them, and how many lie on each theme."""

    stuck = _count(_later("Combien de personnes ont collé\u202f?"))

    @staticmethod
    def made_for(themes: Sequence[Theme]) -> type[StickersForm]:
        """The form of a session's themes."""
        counts = {theme.name: _count(_later(theme.label)) for theme in themes}
        inner = type("Counts", (Form,), counts)
        return type("Form", (StickersForm,), {"themes": FormField(inner)})

    def fill(self, session: Session) -> None:
        """Show what was said before."""
        self.stuck.data = session.ask.stuck
        for field in self.themes:
            field.data = session.ask.stickers.get(field.short_name, 0)

    def fits(self, session: Session) -> bool:
        """Whether so many people can have put so many stickers."""
        counts, people, most = self.counts(), self.stuck.data, session.ask.dots
        dots = sum(counts.values())
        if dots > people * most:
            self.stuck.errors = [_(TOO_MANY, dots=dots, people=people, most=most)]
            return False
        if session.ask.stacked:
            return True
        for field in self.themes:
            if field.data > people:
                problem = _(TWICE, theme=field.label.text, dots=field.data, people=people)
                self.stuck.errors = [problem]
                return False
        return True

    def counts(self) -> dict[str, int]:
        """Stickers by theme, where there are any."""
        return {field.short_name: field.data for field in self.themes if field.data}

    def put(self, session: Session) -> Session:
        """The session with its stickers."""
        ask = replace(session.ask, stickers=self.counts(), stuck=self.stuck.data)
        return replace(session, ask=ask)


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
    return redirect(url_for("workshops.session", code=session.code))


@blueprint.get("/staff/sessions/<code>/tablet")
@needs(Right.HOLD_SESSIONS)
def handed_tablet(code: str) -> Response:
    """A vote on one device that goes from hand to hand, with or without network."""
    session = session_or_404(code)
    if not session.open:
        return redirect(url_for("workshops.session", code=session.code))
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
        "workshops/stickers.html",
        status,
        campaign=campaign_or_404(session.campaign),
        here=HERE,
        session=session,
        form=form,
    )
