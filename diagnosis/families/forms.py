"""Question type -> WTForms field: one table. The rules decide; WTForms carries data and errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import get_translations
from flask_wtf.i18n import translations
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

from diagnosis.questionnaire import Checked, Question, Rules
from diagnosis.web import CheckboxesField, say

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
    checked: Checked

    class Meta:
        """Settings that WTForms reads."""

        def get_translations(self, form: Form) -> Any:
            """WTForms' own messages, in the language being spoken."""
            return translations

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Apply the questionnaire's rules, and hand each error to its field."""
        self.checked = self.rules.check(self.raw, self._sent.get("until", ""))
        for name, message in self.checked.errors.items():
            self[name].errors = [say(message)]
        return not self.checked.errors

    @property
    def raw(self) -> dict[str, Any]:
        """What was sent, before any conversion."""
        return {name: list(self._sent.getlist(name)) for name in self._fields}

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        """Remember what was sent, then fill the fields."""
        self._sent = formdata if formdata is not None else MultiDict()
        super().process(formdata, *args, **kwargs)


def family_form(rules: Rules) -> type[FamilyForm]:
    """Make the form class of a questionnaire in the language being spoken."""
    # Asked once: a questionnaire has hundreds of sentences.
    words = get_translations().gettext
    fields = {
        question.name: _field(question, words)
        for question in rules.questionnaire.questions
        if question.is_asked
    }
    hidden = {name: HiddenField() for name in HIDDEN}
    return type("Form", (FamilyForm,), {**fields, **hidden, "rules": rules})


def _field(question: Question, words: Callable[[str], str]) -> Any:
    options: dict[str, Any] = {"label": words(question.label)}
    if question.is_select:
        options["choices"] = [
            SelectChoice(choice.name, words(choice.label)) for choice in question.choices
        ]
        options["validate_choice"] = False
    return FIELDS[question.type](**options)
