"""The team's forms: opening and changing a campaign, tablets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext, ngettext
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    SelectField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from diagnosis.languages import Languages
from diagnosis.model import CHANNELS, Campaign
from diagnosis.questionnaire import Questionnaire, Site
from diagnosis.web import CheckboxesField, EditForm, TeamForm, WholeField
from diagnosis.web import later as _

LONGEST_GRACE = 365
# What no keyboard types and no page shows.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
CHANNEL_LABELS = {
    "phone": _("Téléphone de la famille"),
    "kiosk": _("Borne ou tablette partagée"),
    "street": _("Dans la rue"),
    "workshop": _("Pendant un atelier"),
    "paper": _("Papier, recopié par l’équipe"),
}


def _strip(value: Any) -> Any:
    return CONTROL.sub("", value).strip() if isinstance(value, str) else value


def text_field(label: str, missing: str, *validators: Any, **options: Any) -> StringField:
    """A field of one line that must be filled in."""
    return StringField(label, [DataRequired(missing), *validators], filters=[_strip], **options)


class CampaignForm(TeamForm):
    """What can be changed of a campaign at any time."""

    title = text_field(_("Titre"), _("Donnez un titre, celui que l’équipe lira."), Length(max=120))
    site = SelectField(_("Site"))
    languages = CheckboxesField(_("Langues proposées"))
    channels = CheckboxesField(
        _("Comment les familles répondent"),
        choices=[SelectChoice(name, CHANNEL_LABELS[name]) for name in CHANNELS],
    )
    opens = DateField(_("Premier jour"), [InputRequired(_("Choisissez le premier jour."))])
    closes = DateField(_("Dernier jour (facultatif)"), [Optional()])
    grace_days = WholeField(
        _("Jours où l’on attend encore des réponses, après le dernier"),
        [
            InputRequired(_("Écrivez un nombre de jours, 0 pour aucun.")),
            NumberRange(
                0, LONGEST_GRACE, _("Écrivez un nombre de 0 à %(most)s.", most=LONGEST_GRACE)
            ),
        ],
        default=14,
    )

    def offer(self, languages: Languages, sites: Iterable[Site]) -> None:
        """Fill the lists of languages and sites."""
        self.languages.choices = [SelectChoice(item.tag, item.own_name) for item in languages]
        self.site.choices = [SelectChoice(site.name, site.town) for site in sites]

    def validate_languages(self, field: CheckboxesField) -> None:
        """Ask for one language at least."""
        if not field.data:
            raise ValidationError(_("Cochez une langue au moins."))

    def validate_channels(self, field: CheckboxesField) -> None:
        """Ask for one channel at least."""
        if not field.data:
            raise ValidationError(_("Cochez une façon de répondre au moins."))

    def validate_closes(self, field: DateField) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.opens.data and field.data < self.opens.data:
            raise ValidationError(
                _("Le dernier jour vient avant le premier. Changez l’un des deux.")
            )

    def changes(self) -> dict[str, Any]:
        """The values as `Campaign` names them."""
        return {
            "title": self.title.data,
            "site": self.site.data,
            "languages": _in_order(self.languages),
            "channels": _in_order(self.channels),
            "opens": self.opens.data,
            "closes": self.closes.data,
            "grace_days": self.grace_days.data,
        }


class EditCampaignForm(EditForm, CampaignForm):
    """A campaign that exists: it may also take today's words of its questionnaire."""

    move = BooleanField(_("Poser les questions et les choix d’aujourd’hui"))

    def offer_words(self, changed: bool) -> None:
        """Ask whether to ask today's questions and choices, where some changed; else nothing."""
        if not changed:
            del self.move

    @property
    def moves(self) -> bool:
        """Say whether today's questions and choices are wanted."""
        return "move" in self and bool(self.move.data)


class NewCampaignForm(CampaignForm):
    """A campaign to open: its address and questionnaire are chosen once."""

    name = text_field(
        _("Nom court"),
        _("Choisissez un nom court."),
        Regexp(
            r"^[a-z0-9][a-z0-9-]{0,39}$",
            message=_(
                "Prenez de petites lettres sans accent, des chiffres ou des tirets, "
                "sans espace\u00a0: par exemple «\u00a0clos-2026\u00a0»."
            ),
        ),
    )
    questionnaire = SelectField(_("Questionnaire"))

    def choose_from(self, asked: Iterable[Questionnaire], titles: Mapping[str, str]) -> None:
        """Fill the list of questionnaires, by the names that the team gives them."""
        self.questionnaire.choices = [
            SelectChoice(item.name, _asked(item, titles[item.name])) for item in asked
        ]

    def campaign(self, questionnaire: Questionnaire) -> Campaign:
        """The campaign described."""
        return Campaign(
            name=self.name.data,
            questionnaire=questionnaire.name,
            version=questionnaire.version,
            **self.changes(),
        )


class TabletForm(TeamForm):
    """A shared tablet to prepare."""

    name = text_field(
        _("Nom de la tablette"),
        _("Donnez un nom, celui du lieu par exemple."),
        Length(max=40, message=_("Prenez 40 signes au plus.")),
    )
    pin = text_field(
        _("Code PIN"),
        _("Choisissez un code PIN."),
        Regexp(r"^[0-9]{4,8}$", message=_("Prenez de 4 à 8 chiffres, sans espace.")),
    )


class CollectorForm(TeamForm):
    """A device that collects with ODK Collect or KoboCollect."""

    name = text_field(
        _("Nom de l’appareil"),
        _("Donnez un nom, celui de qui le tient par exemple."),
        Length(max=40, message=_("Prenez 40 signes au plus.")),
    )


class RemoveForm(TeamForm):
    """A tablet to forget: nothing but the proof that our own page asks."""


class XlsFormForm(TeamForm):
    """A questionnaire made for ODK or Kobo."""

    form = FileField(_("Fichier XLSForm (.xlsx)"), [FileRequired(_("Choisissez un fichier."))])


class TableForm(TeamForm):
    """A table of answers that another tool asked, and the form that it was asked with."""

    answers = FileField(
        _("Tableau de réponses (CSV ou XLSX)"), [FileRequired(_("Choisissez un fichier."))]
    )
    xlsform = FileField(_("Formulaire Kobo ou ODK (facultatif)"))


class OutboxForm(TeamForm):
    """The file that a tablet exported."""

    outbox = FileField(
        _("Fichier exporté par une tablette"), [FileRequired(_("Choisissez un fichier."))]
    )


class ImportForm(TeamForm):
    """The files of another tool: the answers, and the form that they were collected with."""

    answers = FileField(_("Fichier de réponses"), [FileRequired(_("Choisissez un fichier."))])
    xlsform = FileField(_("Formulaire Kobo ou ODK (facultatif)"))


def _asked(questionnaire: Questionnaire, title: str) -> str:
    words = ngettext(
        "%(title)s (%(num)s question)",
        "%(title)s (%(num)s questions)",
        len(questionnaire.questions),
        title=gettext(title),
    )
    return str(words)


def _in_order(field: CheckboxesField) -> tuple[str, ...]:
    """What is ticked in the order of the list, whatever the order of sending."""
    return tuple(choice.value for choice in field.choices if choice.value in field.data)
