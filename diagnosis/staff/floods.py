"""Responses that bear the sign of a flood: shown by groups, kept apart or counted, reversibly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from diagnosis.accounts import Action, Right
from diagnosis.answers import Floods, Group, decide, groups_of
from diagnosis.model import ALIKE, Answer, Campaign
from diagnosis.questionnaire import Question, Questionnaire
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.collecting import name_week, told_languages
from diagnosis.staff.forms import CHANNEL_LABELS
from diagnosis.web import campaign_or_404, instance, listed, needs, note, spaced, team_page

HERE = "Recueillir"
SHOWN = 20


@dataclass(frozen=True)
class Shown:
    """A group of responses as a person reads it.

    ``alike`` holds each question that all of them answered alike, with that answer.
    """

    group: Group
    title: str
    state: str
    weeks: str
    channels: str
    languages: str
    alike: list[tuple[str, str]]


@blueprint.get("/campaigns/<name>/floods")
@needs(Right.READ_TEXTS, reason=True)
def floods(name: str) -> Response:
    """Show the responses that look like a flood, by groups, twenty a page."""
    campaign = campaign_or_404(name)
    groups = groups_of(instance(), campaign)
    first = max(request.args.get("from", 0, type=int), 0)
    end = first + SHOWN
    return team_page(
        "staff/floods.html",
        campaign=campaign,
        here=HERE,
        flood=say_floods(Floods.of(groups)),
        shown=[_shown(group, campaign) for group in groups[first:end]],
        following=end if len(groups) > end else None,
    )


@blueprint.get("/campaigns/<name>/floods/<key>/<any(count, apart):what>")
@needs(Right.READ_TEXTS, reason=True)
def flood(name: str, key: str, what: str) -> Response:
    """Say what a decision changes, and ask for it once more."""
    campaign = campaign_or_404(name)
    item = _shown(_found(campaign, key), campaign)
    return team_page("staff/flood.html", campaign=campaign, here=HERE, item=item, what=what)


@blueprint.post("/campaigns/<name>/floods/<key>/<any(count, apart):what>")
@needs(Right.READ_TEXTS, reason=True)
def decide_flood(name: str, key: str, what: str) -> Response:
    """Keep that a group counts, or does not."""
    campaign = campaign_or_404(name)
    group, counted = _found(campaign, key), what == "count"
    decide(instance(), campaign, group, counted)
    number = len(group.members)
    note(Action.COUNTED if counted else Action.APART, name, f"{number} {group.sign} {group.key}")
    flash(_("C’est enregistré."))
    return redirect(url_for("staff.floods", name=name))


def say_floods(floods: Floods) -> str:
    """Say what waits for a decision; nothing when nothing does."""
    if not floods.waiting:
        return ""
    told = listed([_title(sign, count) for sign, count in sorted(floods.waiting.items())])
    look = _("À regarder\u00a0: %(floods)s.", floods=told)
    return f"{look} {_say_apart(floods.apart)}".strip()


def _found(campaign: Campaign, key: str) -> Group:
    groups = groups_of(instance(), campaign)
    return next((group for group in groups if group.key == key), None) or abort(404)


def _title(sign: str, count: int) -> str:
    if sign == ALIKE:
        said = ngettext(
            "%(count)s réponse qui en répète une autre",
            "%(count)s réponses identiques",
            count,
            count=spaced(count),
        )
    else:
        said = ngettext(
            "%(count)s réponse arrivée dans une rafale",
            "%(count)s réponses arrivées d’un coup",
            count,
            count=spaced(count),
        )
    return str(said)


def _say_apart(count: int) -> str:
    said = ngettext(
        "%(count)s est gardée à part.",
        "%(count)s sont gardées à part.",
        count,
        count=spaced(count),
    )
    return str(said) if count else ""


def _state(group: Group) -> str:
    if not group.aside:
        return str(_("Elles comptent."))
    whole = _("Elles sont gardées à part.")
    return _say_apart(len(group.aside)) if group.counted else str(whole)


def _shown(group: Group, campaign: Campaign) -> Shown:
    names = instance().languages.own_names
    languages = Counter(names.get(one.language, one.language) for one in group.members)
    channels = Counter(str(CHANNEL_LABELS[one.channel]) for one in group.members)
    return Shown(
        group,
        _title(group.sign, len(group.members)),
        _state(group),
        listed([name_week(week) for week in sorted({one.week for one in group.members})]),
        _counted(channels),
        _counted(told_languages(languages, instance().k)),
        in_words(group.shared, instance().questionnaire(campaign)),
    )


def _counted(counts: Counter[str]) -> str:
    return listed([f"{name} ({spaced(count)})" for name, count in counts.most_common()])


def in_words(answers: Mapping[str, Answer], questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Questions and answers as the page of families words them; those no longer asked go last."""
    asked = {question.name: question for question in questionnaire.questions if question.is_asked}
    known = [
        (_(question.label), _worded(question, answers[name]))
        for name, question in asked.items()
        if name in answers
    ]
    return known + [(name, str(answers[name])) for name in answers if name not in asked]


def _worded(question: Question, answer: Answer) -> str:
    labels = {choice.name: _(choice.label) for choice in question.choices}
    given = answer if isinstance(answer, list) else [str(answer)]
    return listed([labels.get(name, name) for name in given])
