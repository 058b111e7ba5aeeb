"""From what a device sent to a response that may be stored, or a kind word on what to do."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from diagnosis.answers.refused import Reason, RefusedError
from diagnosis.answers.sealing import SealedError, UnknownKeyError, open_sealed
from diagnosis.answers.voices import read_voices
from diagnosis.instance import Instance
from diagnosis.keeping import Secrets
from diagnosis.model import N_, Campaign, Message, Response, yes_or_no
from diagnosis.questionnaire import Rules

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
VERSION = re.compile(r"[0-9A-Za-z.-]{1,64}")
RECEIPT = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)


@dataclass(frozen=True)
class Submission:
    """What was sent, before any check."""

    fields: Mapping[str, Any]
    answers: Mapping[str, Any]
    form: MultiDict[str, str] = field(default_factory=MultiDict)

    @property
    def language(self) -> str:
        """The language it says it is in."""
        return str(self.fields.get("language") or "")


def read_json(body: bytes, secrets: Secrets, campaign: str) -> Submission:
    """Read a JSON submission, opening it first when it comes sealed.

    Parameters
    ----------
    secrets : where the campaign's keys are.

    Raises
    ------
    RefusedError
        It cannot be read, or what is sealed cannot be opened.
    """
    content = _parse(body)
    if "sealed" in content:
        content = _parse(_unseal(content, secrets, campaign), _id(content))
    if not isinstance(content.get("answers", {}), dict):
        raise unreadable()
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
        No valid id, or answers to give again (with a message per question).
    """
    fields = submission.fields
    id = _id(fields)
    rules = rules_for(instance, campaign, fields)
    if rules is None:
        raise _invalid("version", N_("Cette page est trop vieille. Ouvrez-la de nouveau."))
    until = _known(rules, fields.get("until"))
    checked = rules.check(submission.answers, until)
    voices, unheard = read_voices(rules, checked.answers, fields.get("voices"))
    if checked.errors or unheard:
        raise RefusedError(
            Reason.INVALID, N_("Il reste une chose à faire"), {**checked.errors, **unheard}
        )
    response = Response(
        id,
        campaign.name,
        rules.questionnaire.version,
        _one_of(campaign.languages, "language", submission.language or language),
        _one_of(campaign.channels, "channel", str(fields.get("channel") or campaign.channels[0])),
        _yes(fields.get("assisted")),
        instance.week(),
        checked.answers,
        _shown(rules, submission),
        voices=voices,
        until=_last(rules, until, {*checked.answers, *voices}),
    )
    receipt = _receipt(fields.get("receipt"))
    kept = receipt and may_be_withdrawn(rules, response)
    return replace(response, receipt=receipt) if kept else response


def rules_for(instance: Instance, campaign: Campaign, fields: Mapping[str, Any]) -> Rules | None:
    """The rules of the version that was answered, None when there is no such version."""
    version = str(fields.get("version") or campaign.version)
    return instance.rules(campaign.questionnaire, version) if VERSION.fullmatch(version) else None


def may_be_withdrawn(rules: Rules, response: Response) -> bool:
    """Whether a family may hold a code: on its own phone, alone, and in a safe place."""
    own = response.channel == "phone" and not response.assisted
    return own and not rules.is_discreet(response.answers)


def _parse(body: bytes, id: str = "") -> dict[str, Any]:
    """Read a JSON object (that bears this id, where one is given)."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise unreadable() from None
    if not isinstance(content, dict) or (id and _id(content) != id):
        raise unreadable()
    return content


def _unseal(content: Mapping[str, Any], secrets: Secrets, campaign: str) -> bytes:
    _id(content)
    number, sealed = content.get("key"), content["sealed"]
    try:
        if type(number) is not int or not isinstance(sealed, str):
            raise binascii.Error
        return open_sealed(
            secrets, campaign, str(content["id"]), number, base64.b64decode(sealed, validate=True)
        )
    except UnknownKeyError:
        raise _invalid("sealed", N_("Cette page est trop vieille. Ouvrez-la de nouveau.")) from None
    except (SealedError, ValueError):
        text = N_("Vos réponses sont arrivées abîmées. Renvoyez-les.")
        raise _invalid("sealed", text) from None


def _id(fields: Mapping[str, Any]) -> str:
    id = str(fields.get("id") or "")
    if not UUID.fullmatch(id):
        text = N_("Un souci de notre côté. Ouvrez la page de nouveau.")
        raise RefusedError(Reason.UNREADABLE, text)
    return id.lower()


def _receipt(value: Any) -> str:
    if value is None or value == "":
        return ""
    if not isinstance(value, str) or not RECEIPT.fullmatch(value):
        raise _invalid("receipt", N_("Cette page ne marche pas ici. Ouvrez-la de nouveau."))
    return value.lower()


def _shown(rules: Rules, submission: Submission) -> dict[str, list[str]]:
    return rules.shown(submission.fields.get("shown"))


def _known(rules: Rules, until: Any) -> str:
    """The last question that a page says it asked; empty when it asked all."""
    names = [question.name for question in rules.questionnaire.questions]
    if not until or until in names:
        return str(until or "")
    raise _invalid("until", N_("Cette page ne marche pas ici. Ouvrez-la de nouveau."))


def _last(rules: Rules, until: str, answered: Collection[str]) -> str:
    """The last question asked: the one that was said, or a later one that was answered."""
    names = [question.name for question in rules.questionnaire.questions]
    last = max(map(names.index, (until or names[-1], *answered)))
    return names[last] if last < len(names) - 1 else ""


def unreadable(reason: Reason = Reason.UNREADABLE) -> RefusedError:
    """Nothing can be read there: what to do."""
    text = N_("Ces réponses ne sont pas lisibles. Revenez à la page et renvoyez.")
    return RefusedError(reason, text)


def _invalid(field: str, text: str) -> RefusedError:
    return RefusedError(Reason.INVALID, text, {field: Message(text)})


def _one_of(allowed: tuple[str, ...], field: str, value: str) -> str:
    if value not in allowed:
        raise _invalid(field, N_("Cette page ne marche pas ici. Ouvrez-la de nouveau."))
    return value


def _yes(value: Any) -> bool:
    read = yes_or_no(value)
    if read is None:
        raise _invalid("assisted", N_("Cette page ne marche pas ici. Ouvrez-la de nouveau."))
    return read
