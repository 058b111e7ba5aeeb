"""Pictures tried with families: sheets without words to print, and the counts that come back."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import DateField
from wtforms.validators import InputRequired

from diagnosis.accounts import Action, Right
from diagnosis.model import Trial
from diagnosis.pictures import Result, results_of, trial_count, trial_pictures, trial_sheets
from diagnosis.staff._blueprint import blueprint
from diagnosis.web import TeamForm, instance, needs, note, team_page
from diagnosis.web import later as _

# What is counted of a picture, each with its column.
COUNTS = {
    "families": _("Familles"),
    "said": _("Dit juste"),
    "pointed": _("Montre juste"),
    "opposite": _("Dit le contraire"),
    "hurt": _("Gêne"),
}
# Families whom one afternoon may hold, and digits of a count.
MOST, LONGEST = 200, 3


class TrialForm(TeamForm):
    """The day of a trial; counts stand in its table."""

    day = DateField(_("Jour de l’essai"), [InputRequired(_("Choisissez un jour."))])


@blueprint.get("/pictures/<int:number>")
@needs(Right.EDIT_LISTS)
def pictures(number: int) -> Response:
    """Show what families made of the pictures of a trial, and ask for new counts."""
    return _show(number, TrialForm(formdata=None, day=instance().today()))


@blueprint.post("/pictures/<int:number>")
@needs(Right.EDIT_LISTS)
def save_trials(number: int) -> Response:
    """Keep the counts of a day."""
    form = TrialForm()
    wrong = _wrong(request.form, number)
    if not form.validate() or wrong:
        return _show(number, form, wrong, 422)
    kept = [
        Trial(name, form.day.data, *counts)
        for name in _pictures(number)
        if (counts := _counts(request.form, name)) and counts[0]
    ]
    instance().store.save_trials(kept)
    note(Action.LIST, "pictures", str(form.day.data))
    flash(gettext("C’est enregistré."))
    return redirect(url_for("staff.pictures", number=number))


@blueprint.get("/pictures/<int:number>/sheets")
@needs(Right.EDIT_LISTS)
def picture_sheets(number: int) -> Response:
    """Lay out the sheets of ten families, to print."""
    _pictures(number)
    book = instance().pictures
    return team_page(
        "staff/picture_sheets.html",
        number=number,
        sheets=trial_sheets(book, number),
        meanings={name: p.entry.meaning for name, p in book.pictures.items()},
    )


def _pictures(number: int) -> tuple[str, ...]:
    book = instance().pictures
    return trial_pictures(book, number) if 0 < number <= trial_count(book) else abort(404)


def _show(
    number: int, form: TrialForm, wrong: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    book = instance().pictures
    found = results_of(book, instance().store.trials())
    return team_page(
        "staff/pictures.html",
        status,
        number=number,
        count=trial_count(book),
        form=form,
        typed=request.form,
        wrong=wrong or {},
        columns=COUNTS,
        rows=[(book.pictures[name].entry, found.get(name)) for name in _pictures(number)],
        verdict=_verdict,
        untested=len(book.pictures) - len(found),
        total=len(book.pictures),
    )


def _verdict(result: Result | None) -> str:
    """What the protocol says of a picture."""
    if result is None:
        return str(gettext("pas essayée"))
    if result.stays is None:
        return str(gettext("encore trop peu de familles"))
    return str(gettext("à garder") if result.stays else gettext("à redessiner"))


def _wrong(typed: Mapping[str, str], number: int) -> dict[str, str]:
    """What to correct, by picture."""
    found = {}
    for name in _pictures(number):
        counts = _counts(typed, name)
        if counts is None:
            found[name] = gettext("Écrivez des nombres entiers.")
        elif max(counts) > min(counts[0], MOST):
            found[name] = gettext("Plus de réponses que de familles : corrigez les nombres.")
    return found


def _counts(typed: Mapping[str, str], name: str) -> tuple[int, ...] | None:
    """Counts of a picture, nothing typed being none; None when they are no counts."""
    written = [typed.get(f"{column}-{name}", "").strip() or "0" for column in COUNTS]
    right = all(text.isascii() and text.isdigit() and len(text) <= LONGEST for text in written)
    return tuple(map(int, written)) if right else None
