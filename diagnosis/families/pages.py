"""The questionnaire as one document per (campaign, version, language, channel), written once."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, render_template
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept, MultiDict

from diagnosis.families.sealed import SealedPage
from diagnosis.forms import FamilyForm, family_form
from diagnosis.i18n import Language, Translator
from diagnosis.instance import Instance
from diagnosis.model import Campaign
from diagnosis.questionnaire import Question, Questionnaire
from diagnosis.web import choose_language, family_values

TOKEN = "@token@"  # noqa: S105 - a placeholder, not a secret
COMMON_PICTURES = ("arrow-left", "arrow-right", "language")


@dataclass(frozen=True)
class Variant:
    """Which of a campaign's pages: its language, how it is reached, with or without help."""

    language: str
    channel: str
    assisted: bool


def choose_variant(
    campaign: Campaign, args: MultiDict[str, str], accept: LanguageAccept
) -> Variant | None:
    """Choose the page a request asks for; None when it asks for a language not offered."""
    asked = args.get("lang")
    if asked is not None and asked not in campaign.languages:
        return None
    return variant_sent(campaign, args, choose_language(asked, accept, campaign.languages))


def variant_sent(campaign: Campaign, fields: Mapping[str, Any], language: str) -> Variant:
    """Give the page that a link or a form comes from; an unknown channel is the first one."""
    channel = fields.get("channel")
    known = channel in campaign.channels
    return Variant(
        language, str(channel) if known else campaign.channels[0], fields.get("assisted") == "1"
    )


class Pages:
    """Writes and keeps the questionnaire pages of an instance."""

    def __init__(self, app: Flask, instance: Instance) -> None:
        self._app = app
        self._instance = instance
        self._writing = threading.Lock()
        self._sealed: dict[tuple[Campaign, Variant], SealedPage] = {}

    def sealed(self, campaign: Campaign, variant: Variant) -> SealedPage:
        """Give a campaign's page, ready to receive a token."""
        key = (campaign, variant)
        if key not in self._sealed:
            # One thread writes and compresses; the others wait for it instead of doing the same.
            with self._writing:
                if key not in self._sealed:
                    self._sealed[key] = self._seal(campaign, variant)
        return self._sealed[key]

    def _seal(self, campaign: Campaign, variant: Variant) -> SealedPage:
        with self._app.test_request_context(f"/q/{campaign.name}"):
            html = render_page(self._instance, campaign, variant, None, TOKEN)
        return SealedPage.seal(html.encode(), TOKEN.encode())


def render_page(
    instance: Instance, campaign: Campaign, variant: Variant, form: FamilyForm | None, token: str
) -> str:
    """Write the page of a questionnaire.

    Parameters
    ----------
    form : what the family sent, with its errors; None for a first visit.
    token : the response's UUID, for browsers without JavaScript.
    """
    language = instance.languages[variant.language]
    translate = instance.languages.translator(language.tag)
    rules = instance.rules(campaign.questionnaire, campaign.version)
    if rules is None:
        raise LookupError(campaign.questionnaire)
    questionnaire = rules.questionnaire
    used = used_pictures(instance, questionnaire)
    return render_template(
        "families/questionnaire.html",
        **family_values(language),
        campaign=campaign,
        fictitious=campaign.fictitious,
        questionnaire=questionnaire,
        form=form or family_form(rules, translate)(),
        channel=variant.channel,
        assisted=variant.assisted,
        kiosk=variant.channel == "kiosk",
        offered=offered(instance, campaign),
        library=instance.library,
        pictures=instance.pictures,
        used_pictures=used,
        plan=_plan(questionnaire, translate, campaign, language, variant),
        token=token,
    )


def offered(instance: Instance, campaign: Campaign) -> list[Language]:
    """Give the languages that a campaign offers."""
    return [instance.languages[tag] for tag in campaign.languages if tag in instance.languages]


def used_pictures(instance: Instance, questionnaire: Questionnaire | None = None) -> list[str]:
    """Name the pictograms that a page needs, so that it carries no others."""
    names = set(COMMON_PICTURES)
    if questionnaire:
        names |= {sentence.picture for sentence in questionnaire.welcome}
        names |= {c.picture for q in questionnaire.questions for c in q.choices}
    names |= {service.picture for service in instance.library.services.services}
    return sorted(name for name in names if name in instance.pictures)


def _plan(
    questionnaire: Questionnaire,
    translate: Translator,
    campaign: Campaign,
    language: Language,
    variant: Variant,
) -> Markup:
    """Give the browser what it needs to route: conditions as syntax trees, limits, words."""
    needs = [question.name for question in questionnaire.questions if question.role == "need"]
    kiosk = f"/kiosk/{campaign.name}" if variant.channel == "kiosk" else ""
    plan = {
        "questions": [_entry(question, translate) for question in questionnaire.questions],
        "need": needs[0] if needs else "",
        "kiosk": kiosk,
        "words": {
            "limit": translate("Gardez %(limit)s choix au plus."),
            "required": translate("Cette question attend une réponse."),
            "unfit": translate("Cette réponse ne convient pas."),
            "change": translate("Modifier"),
            "skipped": translate("Passée"),
            "sending": translate("Envoi…"),
            "offline": translate(
                "Pas de réseau. Gardez cette page ouverte : vos réponses partiront toutes seules."
            ),
            "left": [
                translate.plural("Dernière question", "Encore %(count)s questions", count)
                for count in range(1, 6)
            ],
        },
    }
    text = json.dumps(plan, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - "<" is escaped on this very line


def _entry(question: Question, translate: Translator) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": question.name,
        "type": question.type,
        "several": question.takes_several,
        "required": question.required,
        "relevant": question.condition("relevant"),
        "filter": question.condition("choice_filter"),
        "constraint": question.condition("constraint"),
        "message": question.constraint_message and translate(question.constraint_message),
        "max": question.max_selected,
        "exclusive": [choice.name for choice in question.choices if choice.exclusive],
        "order": question.order if question.order != "given" else None,
        "draw": _draw(question),
    }
    always = ("name", "type", "exclusive")
    return {key: value for key, value in entry.items() if value or key in always}


def _draw(question: Question) -> dict[str, Any] | None:
    if question.draw is None:
        return None
    domains = {choice.name: choice.domains for choice in question.choices}
    return {**question.draw.model_dump(), "domains": domains}
