"""What forms share: several choices as checkboxes, and forms of the team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from diagnosis.web.speech import LARGEST
from diagnosis.web.speech import later as _


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]
    """Several choices, each a checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WholeField(IntegerField):  # type: ignore[misc]
    """A whole number that may be meant: WTForms' own limits break on four hundred digits."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        super().process_formdata(valuelist)
        if self.data is not None and abs(self.data) > LARGEST:
            self.data = None
            raise ValueError(_("Ce nombre est trop grand. Écrivez-en un plus petit."))


@dataclass(frozen=True)
class Difference:
    """A field of which two people say different things."""

    name: str
    hers: str
    theirs: str


class TeamForm(FlaskForm):  # type: ignore[misc]
    """A form of the team; its own messages are in the language being spoken.

    ``differences`` is what somebody else has stored otherwise, meanwhile.
    """

    differences: Sequence[Difference] = ()
