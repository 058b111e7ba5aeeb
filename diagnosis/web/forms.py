"""What forms share: several choices as checkboxes, and forms of the team that speak French."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.meta import DefaultMeta
from wtforms.widgets import CheckboxInput, ListWidget


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]
    """Several choices, each a checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TeamForm(FlaskForm):  # type: ignore[misc]
    """A form of the team, whose own messages are in French."""

    class Meta:
        """Settings that WTForms reads."""

        locales = ("fr",)

        def get_translations(self, form: Any) -> Any:
            """Take WTForms' own catalogue; Flask-WTF would ask Flask-Babel, which we do not use."""
            return DefaultMeta.get_translations(self, form)
