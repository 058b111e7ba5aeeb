"""The team's forms: opening a session, planning a test workshop, saying how it went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, ValidationError

from diagnosis.model import FLOOD, N_, OVER, Session, Workshop
from diagnosis.questionnaire import Choice, Theme
from diagnosis.web import Difference, EditForm, Later, TeamForm, WholeField
from diagnosis.web import later as _

# A room of thirty is usual; nobody leads a vote of more than five hundred by hand.
USUAL_PEOPLE, MOST_PEOPLE = 30, 500
TOO_MANY_VOTES = N_(
    "%(votes)s\u00a0votes pour %(people)s\u00a0personnes. Corrigez le nombre de personnes, ou "
    "cochez «\u00a0Garder plus de votes que de personnes\u00a0»."
)
TOO_MANY_FACES = N_(
    "%(faces)s\u00a0visages pour %(families)s\u00a0familles\u00a0: une famille donne un "
    "visage au plus. Corrigez les visages ou les familles venues."
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


class PlanForm(EditForm):
    """A test workshop to plan."""

    theme = SelectField(_("Thème"))
    day = DateField(_("Jour"), [InputRequired(_("Choisissez le jour."))])
    place = SelectField(_("Lieu"))
    language = SelectField(_("Langue de l’atelier"))
    childcare = BooleanField(_("Garde des frères et sœurs prévue"))

    @staticmethod
    def made_for(
        themes: Iterable[Theme], places: Sequence[Choice], languages: Iterable[tuple[str, str]]
    ) -> type[PlanForm]:
        """Make the form: places are chosen from the questionnaire's, or written freely."""
        listed = [SelectChoice(place.name, _(place.label)) for place in places]
        place: Any = (
            SelectField(_("Lieu"), choices=listed)
            if listed
            else StringField(_("Lieu"), [DataRequired(_("Écrivez le lieu."))])
        )
        return type(
            "Form",
            (PlanForm,),
            {
                "theme": SelectField(
                    _("Thème"), choices=[SelectChoice(t.name, _(t.label)) for t in themes]
                ),
                "place": place,
                "language": SelectField(
                    _("Langue de l’atelier"), choices=[SelectChoice(*pair) for pair in languages]
                ),
            },
        )

    def changes(self) -> dict[str, Any]:
        """The values as `Workshop` names them."""
        names = ("theme", "day", "place", "language", "childcare")
        return {name: self[name].data for name in names}


def _count(label: Later) -> WholeField:
    return WholeField(
        label,
        [
            InputRequired(_("Écrivez un nombre, 0 s’il n’y en a pas.")),
            NumberRange(0, 1000, _("Écrivez un nombre de 0 à 1000.")),
        ],
    )


class EvaluationForm(EditForm):
    """How a test workshop went: counts only."""

    attended = _count(_("Familles venues"))
    happy = _count(_("Visages contents"))
    neutral = _count(_("Visages entre les deux"))
    unhappy = _count(_("Visages pas contents"))

    def validate_unhappy(self, field: WholeField) -> None:
        """Refuse more faces than families: a family gives one."""
        counts = [self.happy.data, self.neutral.data, field.data, self.attended.data]
        if any(count is None for count in counts):
            return
        faces, attended = sum(counts[:3]), counts[3]
        if faces > attended:
            raise ValidationError(_(TOO_MANY_FACES, faces=faces, families=attended))

    @classmethod
    def of(cls, workshop: Workshop, *formdata: None) -> EvaluationForm:
        """Make the form, empty until the workshop was held; with `None`, whatever was sent."""
        return cls(*formdata, obj=workshop) if workshop.held else cls(*formdata)

    def changes(self) -> dict[str, Any]:
        """The values as `Workshop` names them."""
        return {name: self[name].data for name in ("attended", "happy", "neutral", "unhappy")}
