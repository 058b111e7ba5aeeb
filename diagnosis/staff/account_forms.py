"""The team's forms about itself: entering, joining, passwords, codes, roles, reasons."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import BooleanField, PasswordField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp

from diagnosis.accounts import COORDINATOR, LONGEST_PASSWORD, ROLE_LABELS, SHORTEST_PASSWORD
from diagnosis.model import Campaign
from diagnosis.questionnaire import Site
from diagnosis.staff.forms import text_field
from diagnosis.web import CheckboxesField, TeamForm
from diagnosis.web import later as _


def _new_password(label: str) -> PasswordField:
    return PasswordField(
        label,
        [
            InputRequired(_("Choisissez un mot de passe.")),
            Length(
                SHORTEST_PASSWORD,
                LONGEST_PASSWORD,
                message=_(
                    "Prenez %(least)s signes au moins\u00a0: quatre mots au hasard font l’affaire.",
                    least=SHORTEST_PASSWORD,
                ),
            ),
        ],
    )


def _present_password(label: str) -> PasswordField:
    missing = InputRequired(_("Écrivez votre mot de passe."))
    return PasswordField(label, [missing, Length(max=LONGEST_PASSWORD)])


class LoginForm(TeamForm):
    """Name and password."""

    name = text_field(_("Votre nom"), _("Écrivez votre nom."), Length(max=60))
    password = _present_password(_("Mot de passe"))


class JoinForm(TeamForm):
    """The name and password that a new member chooses."""

    name = text_field(_("Votre nom dans l’équipe"), _("Choisissez un nom."), Length(min=2, max=60))
    password = _new_password(_("Mot de passe"))


class NewPasswordForm(TeamForm):
    """The password that a member chooses in place of a lost one."""

    password = _new_password(_("Nouveau mot de passe"))


class PasswordForm(TeamForm):
    """Another password, by whoever knows the present one."""

    current = _present_password(_("Mot de passe actuel"))
    password = _new_password(_("Nouveau mot de passe"))


class CodeForm(TeamForm):
    """The code of one's phone, or a recovery code."""

    code = text_field(
        _("Code"),
        _("Écrivez le code à six chiffres."),
        Regexp(
            r"^[0-9]{3} ?[0-9]{3}$|^[0-9A-Za-z]{4}[- ]?[0-9A-Za-z]{4}[- ]?[0-9A-Za-z]{4}$",
            message=_("Écrivez les six chiffres, ou un code de secours de douze signes."),
        ),
    )


class SureForm(TeamForm):
    """What is not undone needs a box ticked beside the button."""

    sure = BooleanField(_("Oui, je confirme"), [InputRequired(_("Cochez la case pour confirmer."))])


class RoleForm(TeamForm):
    """A role, everywhere or in the campaigns ticked."""

    role = SelectField(_("Rôle"), default=COORDINATOR)
    sites = CheckboxesField(_("Pour ces sites seulement (facultatif)"))
    campaigns = CheckboxesField(_("Pour ces campagnes seulement (facultatif)"))

    def offer(self, campaigns: Iterable[Campaign], sites: Iterable[Site]) -> None:
        """Fill the lists."""
        self.sites.choices = [SelectChoice(item.name, item.town) for item in sites]
        self.role.choices = [SelectChoice(name, _(label)) for name, label in ROLE_LABELS.items()]
        self.campaigns.choices = [SelectChoice(item.name, item.title) for item in campaigns]


class ReasonForm(TeamForm):
    """Why raw answers are to be read."""

    reason = text_field(
        _("Pourquoi\u202f?"),
        _("Écrivez pourquoi, en une phrase."),
        Length(10, 200, message=_("Écrivez de 10 à 200 signes.")),
    )
