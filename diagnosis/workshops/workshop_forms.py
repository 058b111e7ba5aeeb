"""The forms of a test workshop: its plan, how it went, one button to take it away or back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.validators import ValidationError as Invalid
from wtforms.widgets import TextInput

from diagnosis.activity import DECISION_LABELS, FORMAT_LABELS, PUBLIC_LABELS, happens, within_reach
from diagnosis.model import N_, Workshop
from diagnosis.model.giving import Grounds
from diagnosis.model.workshops import FACES, FAMILIES, MOST_STOPS, Stop
from diagnosis.questionnaire import Theme
from diagnosis.web import EditForm, Later, WholeField, instance, written
from diagnosis.web import later as _
from diagnosis.workshops.nameless import refuse_names

# A line of a page; a note that is read in a minute.
LINE, NOTE = 200, 2000
MOST_PEOPLE = 1000
# Hours of work, euros: a year of one person, what no test workshop costs.
MOST_HOURS, MOST_EUROS = 2000, 100_000
TOO_MANY_FACES = N_(
    "%(faces)s\u00a0visages pour %(families)s\u00a0familles\u00a0: une famille donne un visage au "
    "plus. Corrigez les visages ou les familles venues, ou cochez «\u00a0Garder plus de visages "
    "que de familles\u00a0»."
)
NO_SUCH_DAY = _("Ce jour n’existe pas. Choisissez-en un dans le calendrier.")


class DayField(DateField):  # type: ignore[misc]
    """A day that the calendar has."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; 30 February is no day."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(NO_SUCH_DAY) from None


class HourField(TimeField):  # type: ignore[misc]
    """An hour of the day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(
                _("Cette heure n’existe pas. Écrivez-la ainsi\u00a0: 14:30.")
            ) from None


class AmountField(DecimalField):  # type: ignore[misc]
    """Hours or euros; a comma will do, which a browser's field of numbers refuses."""

    data: Any
    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        typed = "".join(valuelist[:1]).replace(",", ".").replace("\u202f", "").replace(" ", "")
        try:
            super().process_formdata([typed])
        except ValueError:
            raise ValueError(_("Écrivez un nombre, par exemple 12,5.")) from None

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else written(float(self.data)) if self.data else ""


def _line(label: Later, *rules: Any) -> StringField:
    return StringField(label, [*rules, Length(max=LINE, message=_("Écrivez plus court."))])


def _note(label: Later) -> TextAreaField:
    return TextAreaField(label, [Length(max=NOTE, message=_("Écrivez plus court."))])


def _up_to(most: int) -> NumberRange:
    return NumberRange(0, most, _("Écrivez un nombre de 0 à %(most)s.", most=most))


def _choices(labels: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(name, _(label)) for name, label in labels.items()]


class PlanForm(EditForm):
    """A test workshop to plan."""

    theme = SelectField(_("Thème"))
    format = SelectField(_("Format"), choices=_choices(FORMAT_LABELS), default="workshop")
    aim = _line(_("But"))
    public = SelectField(_("Pour qui"), choices=_choices(PUBLIC_LABELS), default="everyone")
    day = DayField(_("Jour"), [InputRequired(_("Choisissez le jour."))])
    begins = HourField(_("Début"), [Optional()])
    ends = HourField(_("Fin"), [Optional()])
    place = SelectField(_("Lieu"))
    language = SelectField(_("Langue de l’atelier"))
    interpreter = BooleanField(_("Interprète prévu"))
    childcare = BooleanField(_("Garde des frères et sœurs prévue"))
    partner = _line(_("Partenaire"))
    capacity = WholeField(_("Places (familles)"), [Optional(), _up_to(MOST_PEOPLE)])
    stops = TextAreaField(_("Étapes, une par ligne"))

    @staticmethod
    def made_for(
        themes: Iterable[Theme], places: Mapping[str, str], languages: Iterable[tuple[str, str]]
    ) -> type[PlanForm]:
        """Make the form: places are chosen from the questionnaire's, or written freely."""
        listed = [SelectChoice(name, _(label)) for name, label in places.items()]
        place: Any = (
            SelectField(_("Lieu"), choices=listed)
            if listed
            else _line(_("Lieu"), DataRequired(_("Écrivez le lieu.")))
        )
        fields = {
            "theme": SelectField(
                _("Thème"), choices=[SelectChoice(t.name, _(t.label)) for t in themes]
            ),
            "place": place,
            "language": SelectField(
                _("Langue de l’atelier"), choices=[SelectChoice(*pair) for pair in languages]
            ),
        }
        return type("Form", (PlanForm,), fields)

    def show(self, workshop: Workshop) -> None:
        """Show what is not shown as it is kept."""
        self.stops.data = "\n".join(stop.place for stop in workshop.stops)
        self.capacity.data = workshop.capacity or None

    def validate_day(self, field: DayField) -> None:
        """Refuse a day that nobody means: long gone, or years ahead."""
        first, last = within_reach(instance().today())
        if field.data and not first <= field.data <= last:
            raise Invalid(_(
                "Ce jour est trop loin\u00a0: vérifiez l’année. De %(first)s à %(last)s.",
                first=first.strftime("%d/%m/%Y"), last=last.strftime("%d/%m/%Y"),
            ))  # fmt: skip

    def validate_begins(self, field: HourField) -> None:
        """Refuse an hour that the change to summer time leaves out."""
        _refuse_skipped(self.day.data, field.data)

    def validate_ends(self, field: HourField) -> None:
        """Refuse an end that comes before its beginning."""
        begins = self.begins.data
        if field.data and not begins:
            raise Invalid(_("Écrivez aussi l’heure de début."))
        if field.data and field.data <= begins:
            raise Invalid(_("La fin vient avant le début. Corrigez une des deux heures."))
        _refuse_skipped(self.day.data, field.data)

    def validate_stops(self, field: TextAreaField) -> None:
        """Refuse more stops than a walk has."""
        lines = self._lines()
        if len(lines) > MOST_STOPS or any(len(line) > LINE for line in lines):
            raise Invalid(_("%(most)s étapes au plus, d’une ligne chacune.", most=MOST_STOPS))

    def _lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in (self.stops.data or "").splitlines() if line.strip())

    def planned(self, workshop: Workshop) -> Workshop:
        """The workshop with what the form says; what was noted at a stop stays with its place."""
        noted = {stop.place: stop for stop in workshop.stops if stop.is_noted}
        stops = [noted.pop(place, Stop(place)) for place in self._lines()]
        return replace(workshop, **{**self.changes(), "stops": (*stops, *noted.values())})

    def changes(self) -> dict[str, Any]:
        """The values as `Workshop` names them."""
        kept = {"stops": tuple(map(Stop, self._lines())), "capacity": self.capacity.data or 0}
        for name in ("aim", "partner"):
            kept[name] = (self[name].data or "").strip()
        plain = ("theme", "format", "public", "day", "begins", "ends", "place", "language")
        flags = ("interpreter", "childcare")
        return {**{name: self[name].data for name in (*plain, *flags)}, **kept}


def _refuse_skipped(day: date | None, hour: time | None) -> None:
    if day and hour and not happens(datetime.combine(day, hour)):
        raise Invalid(
            _("Cette nuit-là, on change d’heure et cette heure n’existe pas. Choisissez-en une "
              "autre.")
        )  # fmt: skip


def _count(label: Later) -> WholeField:
    needed = InputRequired(_("Écrivez un nombre, 0 s’il n’y en a pas."))
    return WholeField(label, [needed, _up_to(MOST_PEOPLE)])


class EvaluationForm(EditForm):
    """How a test workshop went, and what is decided of it: counts, notes without names."""

    attended = _count(_("Familles venues"))
    happy = _count(_("Visages contents"))
    neutral = _count(_("Visages entre les deux"))
    unhappy = _count(_("Visages pas contents"))
    over = BooleanField(_("Garder plus de visages que de familles"))
    observed = _note(_("Ce qu’on a vu"))
    proposed = _note(_("Ce qui est proposé"))
    note = _note(_("Note"))
    nameless = BooleanField(_("Il n’y a là aucun nom"))
    hours = AmountField(_("Heures de travail, préparation comprise"), [Optional(), _up_to(2000)])
    cost = AmountField(_("Coût, en euros"), [Optional(), _up_to(MOST_EUROS)])
    decision = SelectField(
        _("Décision"),
        choices=_choices({"": N_("Pas encore décidé"), **DECISION_LABELS}),
        default="",
    )
    reason = _note(_("Pourquoi"))
    # Faces that came by the code at the door: they are added to those that were typed.
    by_code: int = 0

    def validate_unhappy(self, field: WholeField) -> None:
        """Say once that there are more faces than families; a tick keeps them."""
        counts = [self.happy.data, self.neutral.data, field.data, self.attended.data]
        if any(count is None for count in counts) or self.over.data:
            return
        faces, attended = sum(counts[:3]) + self.by_code, counts[3]
        if faces > attended:
            raise Invalid(_(TOO_MANY_FACES, faces=faces, families=attended))

    def validate_note(self, field: TextAreaField) -> None:
        """Refuse what looks like a name or an address, until somebody says that it is none."""
        refuse_names(self, field.data)

    def validate_observed(self, field: TextAreaField) -> None:
        """Refuse the same."""
        refuse_names(self, field.data)

    def validate_proposed(self, field: TextAreaField) -> None:
        """Refuse the same."""
        refuse_names(self, field.data)

    def validate_reason(self, field: TextAreaField) -> None:
        """Ask why, where something is decided."""
        if self.decision.data and not (field.data or "").strip():
            raise Invalid(
                _("Écrivez en une phrase pourquoi\u00a0: on vous le demandera dans un an.")
            )
        refuse_names(self, field.data)

    @classmethod
    def of(cls, workshop: Workshop, *formdata: None) -> EvaluationForm:
        """Make the form, empty until the workshop was held; with `None`, whatever was sent."""
        form = cls(*formdata, obj=workshop) if workshop.held else cls(*formdata)
        counted = workshop.counted.get(FAMILIES)
        if counted and not workshop.held and not form.is_submitted():
            form.attended.data = counted
        return form

    def changes(self) -> dict[str, Any]:
        """The values as `Workshop` names them."""
        counts = {name: self[name].data for name in ("attended", *FACES, "over", "decision")}
        notes = ("observed", "proposed", "note", "reason")
        amounts = {name: float(self[name].data or 0) for name in ("hours", "cost")}
        return {**counts, **amounts, **{name: (self[name].data or "").strip() for name in notes}}

    def judged(self, workshop: Workshop, grounds: Grounds | None, today: date) -> Workshop:
        """The workshop with what the form says; a decision bears its day, and its grounds."""
        judged = replace(workshop, held=True, **self.changes())
        same = (judged.decision, judged.reason) == (workshop.decision, workshop.reason)
        if same:
            return judged
        decided = bool(judged.decision)
        return replace(
            judged, decided=today if decided else None, then=grounds if decided else None
        )
