"""Question type -> WTForms field: one table. The rules decide; WTForms carries data and errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    Field,
    Form,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice

from diagnosis.languages import Translator
from diagnosis.questionnaire import Checked, Question, Rules
from diagnosis.web import CheckboxesField

HIDDEN = ("version", "language", "channel", "assisted")
FIELDS: Mapping[str, type[Field]] = {
    "select_one": RadioField,
    "scale": RadioField,
    "select_multiple": CheckboxesField,
    "rank": CheckboxesField,
    "integer": StringField,
    "text": TextAreaField,
}


class FamilyForm(Form):  # type: ignore[misc]
    """The form of one questionnaire in one language; made by `family_form`."""

    rules: Rules
    translate: Translator
    checked: Checked

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Apply the questionnaire's rules, and hand each error to its field."""
        self.checked = self.rules.check(self.raw)
        for name, message in self.checked.errors.items():
            self[name].errors = [self.translate.message(message)]
        return not self.checked.errors

    @property
    def raw(self) -> dict[str, Any]:
        """What was sent, before any conversion."""
        return {name: list(self._sent.getlist(name)) for name in self._fields}

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        """Remember what was sent, then fill the fields."""
        self._sent = formdata if formdata is not None else MultiDict()
        super().process(formdata, *args, **kwargs)


def family_form(rules: Rules, translate: Translator) -> type[FamilyForm]:
    """Make the form class of a questionnaire in a language."""
    fields = {
        question.name: _field(question, translate)
        for question in rules.questionnaire.questions
        if question.is_asked
    }
    hidden = {name: HiddenField() for name in HIDDEN}
    return type("Form", (FamilyForm,), {**fields, **hidden, "rules": rules, "translate": translate})


def _field(question: Question, translate: Translator) -> Any:
    options: dict[str, Any] = {"label": translate(question.label)}
    if question.is_select:
        options["choices"] = [
            SelectChoice(choice.name, translate(choice.label)) for choice in question.choices
        ]
        options["validate_choice"] = False
    return FIELDS[question.type](**options)
