"""Two people edit one thing at once: the second sees both versions, hers still in the form.

A form carries a short text (``seen``) of the version that it was read at; the store replaces that
version and no other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_babel import gettext
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, SelectMultipleField

from diagnosis.storage import StaleError, version_of
from diagnosis.web.forms import Difference, TeamForm

Record = TypeVar("Record")
# Somebody who saves without a pause must not keep a request for ever.
TRIES = 3
CHOSEN = (RadioField, SelectField, SelectMultipleField)


class EditForm(TeamForm):
    """A form of a thing that exists: it knows which version of it was read."""

    seen = HiddenField()

    def read_at(self, record: Any) -> None:
        """Note which version of a thing (a record, or plain data) the form shows."""
        self.seen.data = version_of(record)

    def name_of(self, field: Field) -> str:
        """What a field is called beside others."""
        return str(field.label.text)

    def compare(self, other: EditForm, record: Any) -> bool:
        """Set hers beside what somebody else has stored; False where they say the same."""
        fields = [f for f in self if not isinstance(f, HiddenField) and f.name in other]
        pairs = [(self.name_of(f), shown(f), shown(other[f.name])) for f in fields]
        self.differences = [Difference(*pair) for pair in pairs if pair[1] != pair[2]]
        self.read_at(record)
        return bool(self.differences)


@dataclass(frozen=True)
class Edited:
    """A thing that a form changes.

    ``read`` finds it as it is stored now; ``save`` stores what the form says of it, unless its
    version is another (`StaleError`); ``form`` makes a form that shows it.
    """

    read: Callable[[], Any]
    save: Callable[[Any, str], Any]
    form: Callable[[Any], EditForm]

    def keep(self, form: EditForm) -> bool:
        """Store what a form says; False, with both versions in it, if somebody said otherwise."""
        for _ in range(TRIES):
            record = self.read()
            try:
                self.save(record, form.seen.data or "")
                return True
            except StaleError:
                now = self.read()
                if form.compare(self.form(now), now):
                    return False
        return False


def shown(field: Field) -> str:
    """What a field says, in words."""
    if isinstance(field, BooleanField):
        return str(gettext("oui") if field.data else gettext("non"))
    if isinstance(field, CHOSEN):
        data = field.data if isinstance(field.data, list | tuple) else [field.data]
        chosen = {str(item) for item in data}
        return ", ".join(str(label) for value, label, *_ in field.iter_choices() if value in chosen)
    return str(field._value())
