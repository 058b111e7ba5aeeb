"""The team's forms: opening a session, planning a test workshop, saying how it went."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from diagnosis.model import FLOOD, N_, OVER, Session
from diagnosis.web import Difference, EditForm, Later, TeamForm, WholeField
from diagnosis.web import later as _

# A room of thirty is usual; nobody leads a vote of more than five hundred by hand.
USUAL_PEOPLE, MOST_PEOPLE = 30, 500
TOO_MANY_VOTES = N_(
    "%(votes)s\u00a0votes pour %(people)s\u00a0personnes. Corrigez le nombre de personnes, ou "
    "cochez «\u00a0Garder plus de votes que de personnes\u00a0»."
)


def people_field(label: Later) -> WholeField:
    """How many people are in a room."""
    return WholeField(
        label,
        [
            InputRequired(_("Écrivez combien de personnes peuvent voter.")),
            NumberRange(1, MOST_PEOPLE, _("Écrivez un nombre de 1 à %(most)s.", most=MOST_PEOPLE)),
        ],
        default=USUAL_PEOPLE,
    )


class RoomForm(EditForm):
    """How many people are in the room, while they vote."""

    people = people_field(_("Combien de personnes dans la salle\u202f?"))

    def fill(self, session: Session) -> None:
        """Show what was said before."""
        self.people.data = session.people or USUAL_PEOPLE


class ClosingForm(RoomForm):
    """What counts of a session: the people, once more, and the votes kept apart."""

    over = BooleanField(_("Compter aussi les votes de trop"))
    flood = BooleanField(_("Compter aussi les votes arrivés en rafale"))
    sure = BooleanField(_("Garder plus de votes que de personnes"))
    shut = HiddenField()

    def fill(self, session: Session) -> None:
        """Show what was said before."""
        super().fill(session)
        self.shut.data = "" if session.open else "y"
        self.over.data, self.flood.data = OVER in session.counted, FLOOD in session.counted

    def compare(self, other: EditForm, record: Session) -> bool:
        """Set hers beside the other; a vote that was reopened meanwhile is not closed unseen."""
        again = super().compare(other, record)
        if self.shut.data and record.open:
            self.shut.data = ""
            vote = Difference(gettext("Le vote"), gettext("clos"), gettext("rouvert"))
            self.differences = [vote, *self.differences]
            return True
        return again

    def close(self, session: Session) -> Session:
        """The session closed, with what counts."""
        ticked = {OVER: self.over.data, FLOOD: self.flood.data}
        counted = tuple(kind for kind, wanted in ticked.items() if wanted)
        return replace(session, open=False, people=self.people.data, counted=counted, paused=False)

    def fits(self, votes: int) -> bool:
        """Whether so many votes may come from so many people, or it was said that they do."""
        if votes <= self.people.data or self.sure.data:
            return True
        problem = _(TOO_MANY_VOTES, votes=votes, people=self.people.data)
        self.people.errors = [*self.people.errors, problem]
        return False


class ReopenForm(EditForm):
    """A close that is undone: one button, of the version that was read."""

    def compare(self, other: EditForm, record: Session) -> bool:
        """Whether somebody has changed what counts; reopened by two at once is reopened."""
        self.read_at(record)
        return not record.open


class TimerForm(TeamForm):
    """How many minutes the big screen counts down; none stops it."""

    minutes = SelectField(
        _("Minutes"), choices=[SelectChoice(str(count), str(count)) for count in (0, 2, 3, 5, 10)]
    )
