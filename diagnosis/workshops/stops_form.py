"""Stops of a walk, or subjects of a café conversation, as somebody types them in."""

from __future__ import annotations

from dataclasses import replace

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.validators import ValidationError as Invalid

from diagnosis.languages import SOURCE
from diagnosis.model import Workshop
from diagnosis.model.workshops import MOST_STOPS, Stop
from diagnosis.web import EditForm
from diagnosis.web import later as _
from diagnosis.workshops.nameless import Nameless
from diagnosis.workshops.tallies import LONGEST

# Empty lines below those that are noted.
SPARE = 3
ROWS = range(MOST_STOPS)


class StopsForm(EditForm):
    """What was seen and what is proposed, stop by stop, in an order that may change."""

    nameless = BooleanField(_("Il n’y a là aucun nom"))

    @classmethod
    def of(cls, workshop: Workshop) -> StopsForm:
        """The form that shows the stops as they are kept."""
        form = cls(None)
        for row, stop in zip(ROWS, workshop.told_stops, strict=False):
            for name in ("place", "seen", "proposed"):
                form[f"{name}_{row}"].data = getattr(stop, name)
        return form

    def shown(self) -> range:
        """The rows that are worth showing: those with words, and a few to write in."""
        filled = [row for row in ROWS if any(self._words(row))]
        return ROWS[: (filled[-1] + 1 if filled else 0) + SPARE]

    def _words(self, row: int) -> list[str]:
        names = ("place", "seen", "proposed")
        return [(self[f"{name}_{row}"].data or "").strip() for name in names]

    def noted(self, workshop: Workshop, up: int | None = None) -> Workshop:
        """The workshop with the stops of the form.

        Parameters
        ----------
        up : the row that goes before the one above it.
        """
        rows = list(ROWS)
        if up in rows[1:]:
            rows[up - 1 : up + 1] = rows[up - 1 : up + 1][::-1]
        stops = [Stop(*self._words(row)) for row in rows]
        return replace(workshop, stops=tuple(stop for stop in stops if stop.place))


class _Placed:
    """Asks where, for words that have no place."""

    def __call__(self, form: StopsForm, field: StringField) -> None:
        """Look at the words of the same row."""
        row = field.name.rpartition("_")[2]
        words = [(form[f"{name}_{row}"].data or "").strip() for name in ("seen", "proposed")]
        if any(words) and not (field.data or "").strip():
            raise Invalid(_("Écrivez où, ou de quoi on parlait."))


WORDS = {"place": _("Lieu ou sujet"), "seen": _("Ce qu’on a vu, ou dit"),
         "proposed": _("Ce qui est proposé")}  # fmt: skip
for _row in ROWS:
    for _name, _words in WORDS.items():
        _rules = [
            Length(max=LONGEST[_name], message=_("Écrivez plus court.")),
            Nameless(SOURCE),
            *([_Placed()] if _name == "place" else []),
        ]
        _kind = StringField if _name == "place" else TextAreaField
        setattr(StopsForm, f"{_name}_{_row}", _kind(_words, _rules))
