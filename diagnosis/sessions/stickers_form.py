"""Stickers on a wall, as the team types them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wtforms import Form, FormField
from wtforms.validators import InputRequired, NumberRange

from diagnosis.model import N_, Session
from diagnosis.questionnaire import Theme
from diagnosis.sessions.forms import MOST_PEOPLE
from diagnosis.sessions.step_forms import MOST_DOTS
from diagnosis.web import EditForm, WholeField
from diagnosis.web import later as _

MOST_STICKERS = MOST_PEOPLE * MOST_DOTS
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
            InputRequired(_("Écrivez un nombre, 0 s’il n’y en a pas.")),
            NumberRange(
                0,
                MOST_STICKERS,
                _("Écrivez un nombre de 0 à %(most)s.", most=MOST_STICKERS),
            ),
        ],
        default=0,
    )


class StickersForm(EditForm):
    """Stickers on the wall: how many people put them, and how many lie on each theme."""

    stuck = _count(_("Combien de personnes ont collé\u202f?"))

    @staticmethod
    def made_for(themes: Sequence[Theme]) -> type[StickersForm]:
        """The form of a session's themes."""
        counts = {theme.name: _count(_(theme.label)) for theme in themes}
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
