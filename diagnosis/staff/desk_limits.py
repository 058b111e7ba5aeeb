"""The form of what a programme may hold, made for a campaign's questionnaire."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import gettext
from wtforms import BooleanField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from diagnosis.questionnaire import Choice, Question, Questionnaire, Theme
from diagnosis.staff.desk_forms import NumberField
from diagnosis.web import CheckboxesField, EditForm, Later, WholeField
from diagnosis.web import later as _

ROUTE = re.compile(r"\$\{(\w+)\}")
PLAIN = ("sessions", "per_slot", "per_theme", "budget", "interpreter_cost", "childcare_cost")
SHARES = ("profile_share", "non_user_share", "least_useful")
LISTED = ("slots", "places", "languages", "set_aside")
MOST = 200
CHILDCARE = {"true": True, "false": False}


@dataclass(frozen=True)
class Offered:
    """What limits are chosen among."""

    slots: Sequence[Choice]
    places: Sequence[Choice]
    languages: Sequence[Choice]
    away: Sequence[tuple[Question, Choice]]
    formats: Mapping[str, str]
    themes: Sequence[Theme]


def _share(label: Later) -> NumberField:
    return NumberField(label, [Optional(), NumberRange(0, 100, _("Écrivez un nombre de 0 à 100."))])


def _whole(label: Later, least: int) -> WholeField:
    return WholeField(
        label,
        [
            Optional(),
            NumberRange(
                least, MOST, _("Écrivez un nombre de %(least)s à %(most)s.", least=least, most=MOST)
            ),
        ],
    )


def _money(label: Later) -> NumberField:
    return NumberField(label, [Optional(), NumberRange(0, None, _("Écrivez 0 ou plus."))])


class LimitsForm(EditForm):
    """What a programme may hold; everything may stay empty."""

    sessions = _whole(_("Nombre de séances au plus"), 1)
    per_slot = _whole(_("Séances au plus à un même moment"), 1)
    per_theme = _whole(_("Séances au plus sur un même thème"), 1)
    slots = CheckboxesField(_("Moments possibles"))
    places = CheckboxesField(_("Lieux possibles"))
    languages = CheckboxesField(_("Langues que parle l’équipe"))
    interpreter = BooleanField(_("Un interprète peut venir"))
    childcare = RadioField(
        _("Garde des autres enfants"),
        choices=[
            SelectChoice("", _("on ne sait pas encore")),
            SelectChoice("true", _("possible")),
            SelectChoice("false", _("impossible")),
        ],
        default="",
    )
    budget = _money(_("Budget pour toutes les séances, en euros"))
    interpreter_cost = _money(_("un interprète"))
    childcare_cost = _money(_("une garde d’enfants"))
    profile_share = _share(_("Servir, dans chaque profil, au moins ce nombre de familles sur 100"))
    non_user_share = _share(_("Servir au moins ce nombre sur 100 des familles qui ne viennent pas"))
    non_users = CheckboxesField(_("Les familles qui ne viennent pas répondent"))
    set_aside = CheckboxesField(_("Thèmes mis de côté"))
    least_useful = _share(
        _("Retirer un thème essayé s’il a été utile à moins de personnes, sur 100")
    )

    formats: ClassVar[Mapping[str, str]] = {}

    @staticmethod
    def made_for(offered: Offered) -> type[LimitsForm]:
        """Make the form with what can be chosen; what no question offers is not asked."""
        fields: dict[str, Any] = {"formats": dict(offered.formats)}
        listed: dict[str, list[tuple[str, str]]] = {
            "slots": [(c.name, gettext(c.label)) for c in offered.slots],
            "places": [(c.name, gettext(c.label)) for c in offered.places],
            "languages": [(c.name, gettext(c.label)) for c in offered.languages],
            "non_users": [(f"{q.name}/{c.name}", _answer(q, c)) for q, c in offered.away],
            "set_aside": [(theme.name, gettext(theme.label)) for theme in offered.themes],
        }
        for name, choices in listed.items():
            label = getattr(LimitsForm, name).args[0]
            fields[name] = CheckboxesField(label, choices=[SelectChoice(*c) for c in choices])
        for code, label in offered.formats.items():
            fields[f"cost-{code}"] = _money(_(label))
        return type("Form", (LimitsForm,), fields)

    def validate_non_user_share(self, field: NumberField) -> None:
        """Ask who the non-users are."""
        if field.data and not self.non_users.data:
            raise ValidationError(
                _("Cochez aussi ce que répondent les familles qui ne viennent pas.")
            )

    def validate_budget(self, field: NumberField) -> None:
        """Ask what sessions cost."""
        free = [code for code in self.formats if self[f"cost-{code}"].data is None]
        if field.data is not None and free:
            raise ValidationError(
                _("Donnez aussi le coût d’une séance de chaque format, 0 si elle ne coûte rien.")
            )

    def fill(self, limits: Mapping[str, Any]) -> None:
        """Show limits that were kept."""
        for name in PLAIN:
            self[name].data = limits.get(name)
        for name in SHARES:
            self[name].data = 100 * limits[name] if name in limits else None
        for name in LISTED:
            self[name].data = list(limits.get(name, ()))
        self.interpreter.data = bool(limits.get("interpreter"))
        kept = [text for text, value in CHILDCARE.items() if value is limits.get("childcare")]
        self.childcare.data = "".join(kept)
        away = limits.get("non_users", {})
        self.non_users.data = [f"{question}/{name}" for question in away for name in away[question]]
        for code in self.formats:
            self[f"cost-{code}"].data = limits.get("costs", {}).get(code)

    def limits(self) -> dict[str, Any]:
        """What was entered by the names of the analysis; what is empty is not there."""
        found: dict[str, Any] = {name: self[name].data for name in PLAIN}
        found |= {name: _part(self[name].data) for name in SHARES}
        found |= {name: _chosen(self[name]) for name in LISTED}
        found["interpreter"] = self.interpreter.data or None
        found["childcare"] = CHILDCARE.get(self.childcare.data or "")
        costs = {code: self[f"cost-{code}"].data for code in self.formats}
        found["costs"] = {code: cost for code, cost in costs.items() if cost is not None}
        away: dict[str, list[str]] = {}
        for answer in _chosen(self.non_users):
            question, choice = answer.split("/", 1)
            away.setdefault(question, []).append(choice)
        found["non_users"] = away
        return {name: value for name, value in found.items() if value not in (None, [], {})}


def _answer(question: Question, choice: Choice) -> str:
    return f"{gettext(question.label)} {gettext(choice.label)}"


def _part(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


def _chosen(field: CheckboxesField) -> list[str]:
    return [choice.value for choice in field.choices if choice.value in (field.data or [])]


def offered_by(
    questionnaire: Questionnaire, formats: Mapping[str, str], themes: Sequence[Theme]
) -> Offered:
    """Find what a questionnaire offers to choose limits among."""

    def used(use: str) -> list[Choice]:
        return [c for q in questionnaire.questions if q.use == use for c in q.choices]

    return Offered(
        used("slot"),
        used("place"),
        used("language"),
        _away(questionnaire.questions),
        formats,
        themes,
    )


def _away(questions: Iterable[Question]) -> list[tuple[Question, Choice]]:
    """The answers of the questions that lead to one about what keeps families away."""
    routes = {
        name
        for question in questions
        if question.role == "barrier" and question.relevant
        for name in ROUTE.findall(question.relevant)
    }
    return [(q, c) for q in questions if q.name in routes for c in q.choices]
