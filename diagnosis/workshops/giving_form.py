"""The form of a line that is given back to families."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from diagnosis.activity import GIVEN_LABELS
from diagnosis.model.giving import Given, Step
from diagnosis.web import EditForm
from diagnosis.web import later as _
from diagnosis.workshops.nameless import Nameless, refuse_names
from diagnosis.workshops.workshop_forms import DayField

# What is read aloud in one breath, on a small screen.
LINE, MOST_STEPS = 140, 20
STEP = _("Une ligne par suite\u00a0: 12/01/2027 La salle est réservée.")


class GivenForm(EditForm):
    """« Vous avez dit → nous avons fait »."""

    need = SelectField(_("Vous avez dit"))
    kind = SelectField(
        _("Notre réponse"), choices=[SelectChoice(k, _(v)) for k, v in GIVEN_LABELS.items()]
    )
    text = StringField(
        _("En une phrase, en français"),
        [
            DataRequired(_("Écrivez la phrase que les familles liront.")),
            Length(max=LINE, message=_("140 signes au plus\u00a0: une seule idée.")),
        ],
    )
    day = DayField(_("Décidé le"), [InputRequired(_("Choisissez le jour."))])
    workshop = SelectField(_("Atelier"))
    follow = TextAreaField(_("Suites"))
    nameless = BooleanField(_("Il n’y a là aucun nom"))
    # Languages of the campaign: name of the field by tag.
    tongues: Mapping[str, str] = {}

    @staticmethod
    def made_for(
        needs: Mapping[str, str],
        workshops: Iterable[tuple[str, str]],
        languages: Iterable[tuple[str, str]],
    ) -> type[GivenForm]:
        """Make the form: one more sentence for each language of the campaign, to write or not."""
        named = dict(languages)
        tongues = {tag: "words_" + tag.replace("-", "_") for tag in named}
        short = Length(max=2 * LINE, message=_("280 signes au plus\u00a0: une seule idée."))
        written = {
            tongues[tag]: StringField(name, [short, Nameless(tag)]) for tag, name in named.items()
        }
        offered = [SelectChoice("0", _("Aucun")), *(SelectChoice(*pair) for pair in workshops)]
        fields = {
            "need": SelectField(
                _("Vous avez dit"), choices=[SelectChoice(*pair) for pair in needs.items()]
            ),
            "workshop": SelectField(_("Atelier"), choices=offered, default="0"),
            "tongues": tongues,
            **written,
        }
        return type("Form", (GivenForm,), fields)

    @classmethod
    def of(cls, line: Given) -> GivenForm:
        """The form that shows a line as it is kept."""
        form = cls(None, obj=line)
        form.workshop.data = str(line.workshop)
        form.follow.data = "\n".join(f"{one.day:%d/%m/%Y} {one.text}" for one in line.follow)
        for tag, name in cls.tongues.items():
            form[name].data = line.words.get(tag, "")
        return form

    def validate_text(self, field: StringField) -> None:
        """Refuse what looks like a name or an address: everybody reads this."""
        refuse_names(self, field.data)

    def validate_follow(self, field: TextAreaField) -> None:
        """Ask for a day before each line."""
        lines = [line for line in (field.data or "").splitlines() if line.strip()]
        if len(lines) > MOST_STEPS or any(_step(line) is None for line in lines):
            raise ValidationError(STEP)
        # A day stands before each line, and is meant to.
        for line in lines:
            refuse_names(self, line.strip().partition(" ")[2])

    def changes(self) -> dict[str, Any]:
        """The values as `Given` names them."""
        steps = [_step(line) for line in (self.follow.data or "").splitlines()]
        words = {tag: (self[name].data or "").strip() for tag, name in self.tongues.items()}
        return {
            **{name: self[name].data for name in ("need", "kind", "day")},
            "text": self.text.data.strip(),
            "workshop": int(self.workshop.data),
            "words": {tag: text for tag, text in words.items() if text},
            "follow": tuple(step for step in steps if step),
        }


def _step(line: str) -> Step | None:
    """Read a day, then what followed; None when it is not so."""
    day, _space, text = line.strip().partition(" ")
    parts = day.split("/")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        written = date(int(parts[2]), int(parts[1]), int(parts[0]))
    except (ValueError, OverflowError):
        return None
    return Step(written, text.strip()) if 0 < len(text.strip()) <= LINE else None
