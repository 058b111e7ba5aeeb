"""Free texts: read masked, coded by a person of the team; a suggestion decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from diagnosis import dataset
from diagnosis.accounts import Right
from diagnosis.model import N_, Campaign, Coding, plain_name
from diagnosis.staff._blueprint import blueprint
from diagnosis.storage import StaleError, version_of
from diagnosis.web import (
    CheckboxesField,
    Edited,
    EditForm,
    TeamForm,
    campaign_or_404,
    instance,
    needs,
    team_page,
)
from diagnosis.web import later as _

HERE = "Comprendre"
MOST_OWN = 20
AGAIN = N_("Quelqu’un d’autre a changé la liste au même moment. Regardez-la, puis recommencez.")


class CodesForm(EditForm):
    """What one text is about."""

    codes = CheckboxesField(_("De quoi parle ce texte\u202f?"))
    nothing = BooleanField(_("D’aucun de ces sujets"))

    def offer(self, labels: Mapping[str, str]) -> None:
        """Fill the list of codes."""
        self.codes.choices = [SelectChoice(*pair) for pair in labels.items()]

    def fill(self, codes: Sequence[str] | None) -> None:
        """Show what was decided (None: nothing yet)."""
        self.codes.data, self.nothing.data = list(codes or ()), codes == ()

    def validate_codes(self, field: CheckboxesField) -> None:
        """Ask for a decision, and for one only."""
        if not field.data and not self.nothing.data:
            raise ValidationError(_("Cochez un sujet, ou dites qu’il n’y en a aucun."))
        if field.data and self.nothing.data:
            raise ValidationError(_("Des sujets, ou aucun\u00a0: gardez l’un des deux."))


class OwnCodeForm(TeamForm):
    """A subject of the team's own."""

    label = StringField(
        _("Nouveau sujet"),
        [
            DataRequired(_("Écrivez un nom de sujet.")),
            Length(max=60, message=_("60 signes au plus.")),
        ],
        filters=[lambda text: " ".join((text or "").split())],
    )

    def validate_label(self, field: StringField) -> None:
        """Ask for letters, of which the code is made."""
        if not code_of(field.data or ""):
            raise ValidationError(_("Écrivez ce nom avec des lettres."))


def code_of(label: str) -> str:
    """Make the code of a subject from its name.

    Examples
    --------
    >>> code_of("Une piscine, l’été")
    'equipe_une_piscine_l_ete'
    """
    # Marked as the team's, so that no domain of the catalogue can ever bear the same name.
    name = plain_name(label)
    return f"equipe_{name}" if name else ""


@blueprint.get("/campaigns/<name>/texts")
@needs(Right.READ_TEXTS, reason=True)
def texts(name: str) -> Response:
    """Say how far the reading has come, and what suggestions are worth."""
    return _overview(campaign_or_404(name), OwnCodeForm())


@blueprint.post("/campaigns/<name>/texts")
@needs(Right.READ_TEXTS, reason=True)
def add_code(name: str) -> Response:
    """Keep a subject of the team's own."""
    campaign = campaign_or_404(name)
    form = OwnCodeForm()
    if not form.validate():
        return _overview(campaign, form, 422)
    settings = dataset.settings_of(instance().store, name)
    extra = dict(settings.extra)
    known = {label.casefold() for label in dataset.labels_of(instance(), campaign).values()}
    if form.label.data.casefold() in known or code_of(form.label.data) in extra:
        form.label.errors = [gettext("Ce sujet existe déjà.")]
        return _overview(campaign, form, 422)
    if len(extra) >= MOST_OWN:
        form.label.errors = [
            gettext(
                "Il y a déjà %(most)s sujets de l’équipe. Retirez-en un d’abord.", most=MOST_OWN
            )
        ]
        return _overview(campaign, form, 422)
    if not _keep_extra(settings, campaign, {**extra, code_of(form.label.data): form.label.data}):
        form.label.errors = [gettext(AGAIN)]
        return _overview(campaign, form, 409)
    return redirect(url_for("staff.texts", name=name))


@blueprint.post("/campaigns/<name>/texts/codes/<code>/remove")
@needs(Right.READ_TEXTS, reason=True)
def remove_code(name: str, code: str) -> Response:
    """Leave out a subject of the team's own; the texts that bear it stay read."""
    campaign = campaign_or_404(name)
    settings = dataset.settings_of(instance().store, name)
    extra = dict(settings.extra)
    if extra.pop(code, None) is None:
        abort(404)
    if not _keep_extra(settings, campaign, extra):
        flash(gettext(AGAIN))
    return redirect(url_for("staff.texts", name=name))


@blueprint.get("/campaigns/<name>/texts/next")
@needs(Right.READ_TEXTS, reason=True)
def next_text(name: str) -> Response:
    """Lead to the first text that nobody has read; to how far the reading is where none waits."""
    following = next_to_read(dataset.texts_of(instance(), campaign_or_404(name)), None)
    if following is None:
        return redirect(url_for("staff.texts", name=name))
    question, id = following.question, following.response
    return redirect(url_for("staff.text", name=name, question=question, id=id))


@blueprint.get("/campaigns/<name>/texts/<question>/<id>")
@needs(Right.READ_TEXTS, reason=True)
def text(name: str, question: str, id: str) -> Response:
    """Show one text, masked, with the codes suggested beside it."""
    campaign = campaign_or_404(name)
    form = CodesForm()
    found = _found(campaign, question, id)
    form.fill(found.codes)
    form.read_at(_decided(name, question, id))
    return _reading(campaign, found, form)


@blueprint.post("/campaigns/<name>/texts/<question>/<id>")
@needs(Right.READ_TEXTS, reason=True)
def decide(name: str, question: str, id: str) -> Response:
    """Keep what a person decided of one text, then show the next one."""
    campaign = campaign_or_404(name)
    found = _found(campaign, question, id)
    form = CodesForm()
    form.offer(_labels(campaign))
    if not form.validate():
        return _reading(campaign, found, form, 422)
    if not _edited(campaign, question, id, form).keep(form):
        return _reading(campaign, found, form, 409)
    after = next_to_read(dataset.texts_of(instance(), campaign), found)
    if after is None:
        flash(gettext("Tous les textes sont lus. Merci."))
        return redirect(url_for("staff.texts", name=name))
    flash(gettext("C’est noté."))
    return redirect(url_for("staff.text", name=name, question=after.question, id=after.response))


def _edited(campaign: Campaign, question: str, id: str, form: CodesForm) -> Edited:
    """One decision, as the form changes it."""

    def save(former: Coding | None, version: str) -> None:
        decided = Coding(campaign.name, id, question, tuple(form.codes.data))
        instance().store.save_coding(decided, version)

    def other(now: Coding | None) -> CodesForm:
        shown = CodesForm(None)
        shown.offer(_labels(campaign))
        shown.fill(now.codes if now else None)
        return shown

    return Edited(lambda: _decided(campaign.name, question, id), save, other)


def _decided(name: str, question: str, id: str) -> Coding | None:
    kept = instance().store.codings(name)
    return next((c for c in kept if (c.response, c.question) == (id, question)), None)


def next_to_read(found: Sequence[dataset.Text], last: dataset.Text | None) -> dataset.Text | None:
    """The next text that nobody has read, after the last one if it is known."""
    places = [(text.response, text.question) for text in found]
    at = places.index((last.response, last.question)) + 1 if last else 0
    return next((text for text in [*found[at:], *found[:at]] if text.codes is None), None)


def _found(campaign: Campaign, question: str, id: str) -> dataset.Text:
    every = dataset.texts_of(instance(), campaign)
    at = next((n for n, t in enumerate(every) if (t.question, t.response) == (question, id)), None)
    if at is None:
        abort(404)
    return dataset.with_suggestions(instance(), campaign, every)[at]


def _reading(
    campaign: Campaign, found: dataset.Text, form: CodesForm, status: int = 200
) -> Response:
    labels = _labels(campaign)
    form.offer(labels)
    languages = instance().languages
    tag = found.language if found.language in languages else "fr"
    spoke = sum(
        tally.count
        for tally in instance().store.tally(campaign.name)
        if tally.language == found.language
    )
    questions = {q.name: q.label for q in instance().questionnaire(campaign).questions}
    return _page(
        "staff/text.html",
        campaign,
        status,
        form=form,
        shown=found,
        labels=labels,
        language=languages[tag],
        is_named=spoke >= instance().k,
        question=gettext(questions.get(found.question, found.question)),
        suggested={item.code: item for item in found.suggested},
    )


def _labels(campaign: Campaign) -> dict[str, str]:
    found = dataset.labels_of(instance(), campaign)
    return {code: gettext(label) for code, label in found.items()}


def _overview(campaign: Campaign, form: OwnCodeForm, status: int = 200) -> Response:
    found = dataset.texts_of(instance(), campaign)
    decided = [item for item in found if item.codes is not None]
    return _page(
        "staff/texts.html",
        campaign,
        status,
        form=form,
        total=len(found),
        decided=decided,
        following=next_to_read(found, None),
        quality=dataset.quality_of(instance(), campaign, found),
        labels=_labels(campaign),
        extra=dataset.settings_of(instance().store, campaign.name).extra,
        languages=instance().languages,
    )


def _page(template: str, campaign: Campaign, status: int = 200, **values: Any) -> Response:
    return team_page(template, status, campaign=campaign, here=HERE, k=instance().k, **values)


def _keep_extra(
    settings: dataset.AnalysisSettings, campaign: Campaign, extra: Mapping[str, str]
) -> bool:
    """Keep the team's own subjects; False when somebody else changed them in that very moment."""
    today = instance().today()
    part, version = (
        N_("Les sujets des textes libres"),
        version_of(dataset.part_of(settings, "extra")),
    )
    try:
        dataset.change_settings(
            instance().store, campaign.name, today, part, version, extra=dict(extra)
        )
    except StaleError:
        return False
    return True
