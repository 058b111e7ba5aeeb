"""The forms of the dossier: objectives of a site and a year, a template handed in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from diagnosis.funders.model import Apart, Branch
from diagnosis.funders.objectives import Notes, Written, lines
from diagnosis.web import EditForm, TeamForm, WholeField
from diagnosis.web import later as _

# Characters: an objective is a sentence, a list of actions a paragraph.
SENTENCE, PARAGRAPH = 300, 2000
# No site receives a million people.
MOST = 1_000_000
LONG = _("Écrivez plus court.")


class TemplateForm(TeamForm):
    """A document to fill from now on."""

    file = FileField(_("Document Word (.docx)"), [FileRequired(_("Choisissez un fichier."))])


class ObjectivesForm(EditForm):
    """What the team writes of each need, and the different people that it counted apart."""

    adults = WholeField(
        _("Adultes différents dans l’année"),
        [Optional(), NumberRange(0, MOST, _("Un nombre d’adultes, ou rien."))],
    )
    children = WholeField(
        _("Enfants différents dans l’année"),
        [Optional(), NumberRange(0, MOST, _("Un nombre d’enfants, ou rien."))],
    )
    how = StringField(_("Comment l’équipe les a comptés"), [Length(max=SENTENCE, message=LONG)])

    @classmethod
    def made_for(cls, branches: Iterable[Branch]) -> type[ObjectivesForm]:
        """The form with the fields of each need."""
        fields: dict[str, Any] = {}
        for branch in branches:
            need, label = branch.need, {"need": branch.label}
            short, long = Length(max=SENTENCE, message=LONG), Length(max=PARAGRAPH, message=LONG)
            fields[f"objective-{need}"] = TextAreaField(
                _("Objectif pour %(need)s", **label), [short]
            )
            fields[f"more-{need}"] = TextAreaField(
                _("Autres actions pour %(need)s, une par ligne", **label), [long]
            )
            fields[f"target-{need}"] = StringField(_("Cible pour %(need)s", **label), [short])
            fields[f"out-{need}"] = BooleanField(_("Ne pas reprendre %(need)s", **label))
        made: type[ObjectivesForm] = type("ObjectivesForm", (cls,), fields)
        return made

    @classmethod
    def of(cls, notes: Notes, branches: Iterable[Branch], formdata: Any = None) -> ObjectivesForm:
        """The form as the team wrote it."""
        apart = notes.apart
        data: dict[str, Any] = {
            "adults": apart.adults, "children": apart.children, "how": apart.how
        }  # fmt: skip
        for branch in branches:
            written = notes.of(branch.need)
            data[f"objective-{branch.need}"] = written.objective
            data[f"more-{branch.need}"] = "\n".join(written.more)
            data[f"target-{branch.need}"] = written.target
            data[f"out-{branch.need}"] = written.left_out
        return cls(formdata, data=data)

    def notes(self, before: Notes, branches: Iterable[Branch]) -> Notes:
        """What the team wrote; of needs that the form does not show, what it wrote before."""
        written = dict(before.branches)
        for branch in branches:
            value = {part: self[f"{part}-{branch.need}"].data for part in PARTS}
            written[branch.need] = Written(
                (value["objective"] or "").strip(),
                lines(value["more"] or ""),
                (value["target"] or "").strip(),
                bool(value["out"]),
            )
        kept = {need: one for need, one in written.items() if one != Written()}
        return Notes(kept, Apart(self.adults.data, self.children.data, self.how.data or ""))


PARTS = ("objective", "more", "target", "out")
