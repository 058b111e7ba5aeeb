"""The questionnaire as one document per (campaign, version, language, channel), written once."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, render_template
from flask_babel import gettext, ngettext
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept, MultiDict
from wtforms import Field

from diagnosis.answers import current_key
from diagnosis.families.deferred import deferred_address
from diagnosis.families.forms import FamilyForm, family_form
from diagnosis.families.picture_book import files_of
from diagnosis.families.ready_page import ReadyPage
from diagnosis.families.sector_map import SectorMap, draw_map
from diagnosis.instance import Instance
from diagnosis.languages import Language
from diagnosis.model import Campaign
from diagnosis.questionnaire import TOO_LONG, Library, Question, Questionnaire, effort_of
from diagnosis.web import (
    FAMILY_SHEETS,
    MAP_SHEETS,
    PUBLIC_SHEETS,
    choose_language,
    family_values,
    sound_addresses,
    speaking,
)


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
    """The page that a link or a form comes from; an unknown channel is the first one."""
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
        self._ready: dict[tuple[Campaign, Variant], tuple[str, ReadyPage]] = {}

    def ready(self, campaign: Campaign, variant: Variant) -> ReadyPage:
        """A campaign's page, ready to be handed out."""
        stamp = self._stamp(campaign, variant)
        kept = self._ready.get((campaign, variant))
        if kept is None or kept[0] != stamp:
            # One thread writes and compresses; the others wait for it instead of doing the same.
            with self._writing:
                kept = self._ready.get((campaign, variant))
                if kept is None or kept[0] != stamp:
                    kept = (stamp, self._write(campaign, variant))
                    self._ready[campaign, variant] = kept
        return kept[1]

    def _stamp(self, campaign: Campaign, variant: Variant) -> str:
        """A text that changes with what the team may change under a page."""
        store = self._instance.store
        key = current_key(self._instance.secrets, campaign.name)
        # What they are, not whether they are there: a corrected import reaches every worker.
        polygons = json.dumps(store.get("polygons"), sort_keys=True).encode()
        outlines = hashlib.blake2b(polygons, digest_size=8).hexdigest()
        return f"{key} {self._instance.sounds_stamp()} {outlines}"

    def _write(self, campaign: Campaign, variant: Variant) -> ReadyPage:
        with self._app.app_context():
            return ReadyPage.compress(render_page(self._instance, campaign, variant))


def render_page(
    instance: Instance,
    campaign: Campaign,
    variant: Variant,
    form: FamilyForm | None = None,
    id: str = "",
    until: str = "",
) -> str:
    """Write the page of a questionnaire.

    Parameters
    ----------
    form : what the family sent, with its errors; None for a first visit.
    id : the UUID of what was sent; a first visit has none, so that its page is the same for all.
    until : the last question asked of a family that sent early.
    """
    language = instance.languages[variant.language]
    rules = instance.rules(campaign.questionnaire, campaign.version)
    if rules is None:
        raise LookupError(campaign.questionnaire)
    questionnaire = rules.questionnaire
    library = instance.library_of(campaign)
    files = files_of(instance.pictures, library, questionnaire, campaign.name)
    maps = _maps_of(instance, library, questionnaire)
    # A first visit carries no style that it does not use.
    sheets = PUBLIC_SHEETS if form else MAP_SHEETS if maps else FAMILY_SHEETS
    with speaking(language, questionnaire):
        return render_template(
            "families/questionnaire.html",
            **family_values(language, *sheets, asked=questionnaire),
            campaign=campaign,
            fictitious=campaign.fictitious,
            questionnaire=questionnaire,
            effort=effort_of(questionnaire),
            form=form or family_form(rules)(),
            channel=variant.channel,
            assisted=variant.assisted,
            kiosk=variant.channel == "kiosk",
            offered=offered(instance, campaign),
            library=library,
            picture_at=files,
            described=_described,
            maps=maps,
            plan=_plan(instance, questionnaire, campaign, variant),
            id=id,
            until=until,
        )


def next_family(campaign: Campaign, variant: Variant) -> str:
    """Where the next family begins, on a device that families share; empty on her own."""
    if variant.channel == "kiosk":
        return f"/kiosk/{campaign.name}"
    if variant.channel == "phone" and not variant.assisted:
        return ""
    return f"/q/{campaign.name}?channel={variant.channel}" + "&assisted=1" * variant.assisted


def offered(instance: Instance, campaign: Campaign) -> list[Language]:
    """The languages that a campaign offers."""
    return [instance.languages[tag] for tag in campaign.languages if tag in instance.languages]


def _plan(
    instance: Instance,
    questionnaire: Questionnaire,
    campaign: Campaign,
    variant: Variant,
) -> Markup:
    """What the browser needs to route: conditions as syntax trees, limits, words."""
    language = instance.languages[variant.language]
    choices = [choice for question in questionnaire.questions for choice in question.choices]
    plan = {
        "campaign": campaign.name,
        "language": language.written,
        "seal": current_key(instance.secrets, campaign.name).shown,
        "receipt": variant.channel == "phone" and not variant.assisted,
        "discreet": [choice.name for choice in choices if choice.discreet],
        "keep": _to_keep(campaign, variant, language),
        "rare": deferred_address(instance, instance.languages[language.written]),
        "news": f"/words/{language.written}/news/{campaign.name}.json",
        "sound": sound_addresses(language),
        "questions": [_entry(q, questionnaire, variant) for q in questionnaire.questions],
        "pause": questionnaire.pause,
        "next": next_family(campaign, variant),
        "words": {
            "limit": gettext("Gardez %(limit)s choix, pas plus."),
            **_words_asked(questionnaire),
            "change": gettext("Modifier"),
            "many": gettext("Réponses données\u00a0: %(given)s sur %(asked)s."),
            "skipped": gettext("Question passée"),
            "send": gettext("Envoyer"),
            "now": gettext("Envoyer maintenant"),
            "sending": gettext("Envoi…"),
            "offline": gettext(
                "Pas de réseau. Gardez cette page ouverte. "
                "Vos réponses partent toutes seules quand le réseau revient."
            ),
            "left": [
                gettext("Dernière question"),
                *(
                    ngettext("Encore %(num)s question", "Encore %(num)s questions", n)
                    for n in range(2, 6)
                ),
            ],
        },
    }
    text = json.dumps(plan, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - "<" is escaped on this very line


def _words_asked(questionnaire: Questionnaire) -> dict[str, str]:
    """Sentences that only some questionnaires need: every byte of a first visit counts."""
    asked = questionnaire.questions
    found = {}
    if any(question.required for question in asked):
        found["required"] = gettext("Cette question attend une réponse.")
    if any(question.constraint and not question.constraint_message for question in asked):
        found["unfit"] = gettext("Cette réponse ne convient pas.")
    if any(question.type == "text" for question in asked):
        found["long"] = gettext(TOO_LONG)
    return found


def _maps_of(
    instance: Instance, library: Library, questionnaire: Questionnaire
) -> dict[str, SectorMap]:
    """The maps that stand beside questions; none where a map would show nothing."""
    polygons = instance.store.get("polygons")
    if not polygons:
        # Numbered cells round centres told nobody where they live: landmarks in words do.
        return {}
    maps = {}
    for question in questionnaire.questions:
        names = {choice.name for choice in question.choices if question.role == "sector"}
        sectors = [sector for sector in library.site.sectors if sector.name in names]
        if len(sectors) > 1 and (drawn := draw_map(sectors, polygons)):
            maps[question.name] = drawn
    return maps


def _to_keep(campaign: Campaign, variant: Variant, language: Language) -> list[str]:
    """The addresses of what a device keeps to work without network."""
    rest = f"&channel={variant.channel}" + ("&assisted=1" if variant.assisted else "")
    pages = [f"/q/{campaign.name}?lang={tag}{rest}" for tag in campaign.languages]
    kiosk = [f"/kiosk/{campaign.name}"] if variant.channel == "kiosk" else []
    return [*pages, *kiosk, f"/words/{language.written}/voice.json"]


def _entry(question: Question, questionnaire: Questionnaire, variant: Variant) -> dict[str, Any]:
    # What is copied from paper has the order of the paper, where every card is shown.
    moves = variant.channel != "paper"
    entry: dict[str, Any] = {
        "type": question.type if question.type in ("rank", "note") else None,
        "required": question.required,
        "relevant": question.condition("relevant"),
        "filter": question.condition("choice_filter"),
        "constraint": question.condition("constraint"),
        "message": question.constraint_message and gettext(question.constraint_message),
        "max": question.max_selected,
        "exclusive": [choice.name for choice in question.choices if choice.exclusive],
        "order": question.order if moves and question.order != "given" else None,
        "draw": moves and _draw(question, questionnaire),
        "voice": question.voice,
        "preset": question.default,
    }
    return {key: value for key, value in entry.items() if value}


def _described(question: Question, field: Field) -> dict[str, str]:
    """Name, for screen readers, the lines that belong to a question's answers."""
    parts = [("hint", question.hint), ("error", field.errors)]
    named = " ".join(f"{question.name}-{part}" for part, there in parts if there)
    return {"aria-describedby": named} if named else {}


def _draw(question: Question, questionnaire: Questionnaire) -> dict[str, Any] | None:
    if question.draw is None:
        return None
    # Places in the list of needs, choice after choice: names would weigh three times as much.
    needs = [choice.name for choice in questionnaire.question(question.draw.by).choices]
    fits = [[needs.index(d) for d in c.domains if d in needs] for c in question.choices]
    return {**question.draw.model_dump(), "fits": fits}
