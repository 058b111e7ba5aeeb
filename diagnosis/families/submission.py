"""From what a device sent to a response that may be stored, or a kind word on what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Request
from werkzeug.datastructures import MultiDict

from diagnosis.instance import Instance
from diagnosis.model import Campaign, Message, Response
from diagnosis.questionnaire import Rules
from diagnosis.questionnaire.rules import N_

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
YES, NO = {"1", "true", "on", "yes"}, {"", "0", "false", "no", "None"}


class RefusedError(Exception):
    """A submission that cannot be stored; ``status`` is the HTTP code."""

    def __init__(self, status: int, text: str, errors: Mapping[str, Message] | None = None) -> None:
        super().__init__(text)
        self.status = status
        self.message = Message(text)
        self.errors = errors or {}


@dataclass(frozen=True)
class Submission:
    """What was sent, before any check."""

    fields: Mapping[str, Any]
    answers: Mapping[str, Any]
    form: MultiDict[str, str] = field(default_factory=MultiDict)

    @property
    def language(self) -> str:
        """Give the language it says it is in."""
        return str(self.fields.get("language") or "")


def read_submission(request: Request) -> Submission:
    """Read a form or a JSON submission.

    Raises
    ------
    RefusedError
        Another type of content (415), or broken content (400).
    """
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise RefusedError(403, N_("Ouvrez d’abord la page du questionnaire, puis répondez."))
    if request.mimetype == "application/json":
        return read_json(request.get_data())
    if request.mimetype in ("application/x-www-form-urlencoded", "multipart/form-data"):
        lists = {name: request.form.getlist(name) for name in request.form}
        single = {name: values[-1] for name, values in lists.items()}
        return Submission(single, lists, request.form)
    raise RefusedError(415, N_("Ces réponses ne sont pas lisibles. Revenez à la page et renvoyez."))


def read_json(body: bytes) -> Submission:
    """Read a JSON submission (`RefusedError` 400 when it cannot be read)."""
    unreadable = RefusedError(
        400, N_("Ces réponses ne sont pas lisibles. Revenez à la page et renvoyez.")
    )
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise unreadable from None
    if not isinstance(content, dict) or not isinstance(content.get("answers", {}), dict):
        raise unreadable
    return Submission(content, content.get("answers", {}))


def check_submission(
    instance: Instance, campaign: Campaign, submission: Submission, language: str
) -> Response:
    """Make a response of a submission.

    Parameters
    ----------
    language : what the page was in, where the submission does not say.

    Raises
    ------
    RefusedError
        No valid id (400), or answers to give again (422, with a message per question).
    """
    fields = submission.fields
    id = str(fields.get("id") or "")
    if not UUID.fullmatch(id):
        raise RefusedError(400, N_("Il manque le numéro de vos réponses. Rechargez la page."))
    version = str(fields.get("version") or campaign.version)
    rules = instance.rules(campaign.questionnaire, version)
    if rules is None:
        raise _invalid("version", N_("Cette page est trop ancienne. Rechargez-la."))
    checked = rules.check(submission.answers)
    if checked.errors:
        raise RefusedError(422, N_("Encore un petit geste"), checked.errors)
    return Response(
        id.lower(),
        campaign.name,
        version,
        _one_of(campaign.languages, "language", submission.language or language),
        _one_of(campaign.channels, "channel", str(fields.get("channel") or campaign.channels[0])),
        _yes(fields.get("assisted")),
        instance.week(),
        checked.answers,
        _shown(rules, submission),
    )


def _shown(rules: Rules, submission: Submission) -> dict[str, list[str]]:
    return rules.shown(submission.fields.get("shown"))


def _invalid(field: str, text: str) -> RefusedError:
    return RefusedError(422, text, {field: Message(text)})


def _one_of(allowed: tuple[str, ...], field: str, value: str) -> str:
    if value not in allowed:
        raise _invalid(field, N_("Cette page ne convient pas ici. Rechargez-la."))
    return value


def _yes(value: Any) -> bool:
    if value is True or str(value).lower() in YES:
        return True
    if value is False or str(value) in NO:
        return False
    raise _invalid("assisted", N_("Cette page ne convient pas ici. Rechargez-la."))
