"""The form of a campaign as devices hold it, and what they bring back as an answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from diagnosis.answers import (
    Reason,
    RefusedError,
    Submission,
    is_correction,
    note_correction,
    rules_for,
)
from diagnosis.instance import Instance
from diagnosis.model import N_, Campaign
from diagnosis.openrosa.documents import File, Sent
from diagnosis.questionnaire import Rules
from diagnosis.xlsform import LANGUAGE, MEDIA, device_form

OTHER_FORM = N_("Ce formulaire n’est pas celui de la campagne. Rechargez la liste des formulaires.")
CORRECTED = N_("Ces réponses étaient déjà arrivées. Une correction n’est pas reprise.")
# By which way in an answer counts: whoever collects with a device of the team goes to families.
CHANNEL = "street"
# One thread writes a form; the others wait for it instead of doing the same.
_writing = threading.Lock()


def form_of(running: Instance, campaign: Campaign) -> bytes:
    """The XForm of a campaign, written once for each wording."""
    asked = running.questionnaire(campaign)
    key = f"openrosa:{campaign.name}"
    mark = (asked.name, asked.version, campaign.languages, campaign.title)
    with _writing:
        kept: tuple[Any, bytes] | None = running.memory.get(key)
        if kept is None or kept[0] != mark:
            written = device_form(
                asked, running.languages, campaign.languages, campaign.name, campaign.title
            )
            kept = running.memory[key] = (mark, written.encode())
    return kept[1]


def pictures_of(running: Instance, form: bytes, address: Callable[[str], str]) -> list[File]:
    """The pictures that a form shows, each as a file of its own."""
    names = sorted(set(MEDIA.findall(form.decode())))
    return [
        File(name, drawn, address(name)) for name in names if (drawn := picture_of(running, name))
    ]


def picture_of(running: Instance, file: str) -> bytes:
    """A picture by the name of its file; nothing where the book has none."""
    name = running.pictures.name(file.removesuffix(".svg"))
    return running.pictures.drawn(name).encode() if name else b""


def submission_of(running: Instance, campaign: Campaign, sent: Sent) -> Submission:
    """What a device sent, as any other page sends it.

    Raises
    ------
    RefusedError
        It answers another form, or a version that was never asked.
    """
    rules = rules_for(running, campaign, {"version": sent.version})
    if sent.form != campaign.name or rules is None:
        raise RefusedError(Reason.INVALID, OTHER_FORM)
    several = {q.name for q in rules.questionnaire.questions if q.takes_several}
    answers = {n: text.split() if n in several else text for n, text in sent.answers.items()}
    fields = {
        "id": first_id(running, campaign, sent),
        "version": sent.version,
        "language": sent.answers.get(LANGUAGE) or campaign.languages[0],
        "channel": CHANNEL if CHANNEL in campaign.channels else campaign.channels[0],
        # Somebody of the team holds the device, and asks.
        "assisted": "1",
        "shown": _shown(rules),
    }
    return Submission(fields, answers)


def first_id(running: Instance, campaign: Campaign, sent: Sent) -> str:
    """The number under which an answer came first.

    Raises
    ------
    RefusedError
        It corrects a correction, whose first answer is not known any more.
    """
    if not sent.former:
        return sent.id
    if is_correction(running.store, campaign.name, sent.former):
        raise RefusedError(Reason.INVALID, CORRECTED)
    note_correction(running.store, campaign.name, sent.id)
    return sent.former


def _shown(rules: Rules) -> dict[str, list[str]]:
    """Where our page draws some cards, a device shows them all."""
    drawn = (question for question in rules.questionnaire.questions if question.draw)
    return {question.name: [choice.name for choice in question.choices] for question in drawn}
