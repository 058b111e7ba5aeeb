"""Free texts as they were written, and which of them nobody of the team has read yet: no masking.

Counting them needs no statistics, so that the team's home opens at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from diagnosis.dataset.source import Source
from diagnosis.model import Campaign
from diagnosis.questionnaire import Questionnaire


@dataclass(frozen=True)
class Written:
    """What one family wrote to one question. RESTRICTED: not masked."""

    response: str
    question: str
    language: str
    text: str


def asks_texts(instance: Source, campaign: Campaign) -> bool:
    """Whether a campaign asks anything in free text."""
    return bool(_text_questions(instance.questionnaire(campaign)))


def written_texts(instance: Source, campaign: Campaign) -> list[Written]:
    """Free texts of a campaign, in an order that does not tell when they came."""
    asked = _text_questions(instance.questionnaire(campaign))
    return [
        Written(response.id, question, response.language, str(response.answers[question]).strip())
        for response in instance.store.responses(campaign.name)
        for question in asked
        if str(response.answers.get(question, "")).strip()
    ]


def unread_texts(instance: Source, campaign: Campaign) -> list[Written]:
    """Those of which nobody has decided yet what they are about."""
    read = {(one.response, one.question) for one in instance.store.codings(campaign.name)}
    texts = written_texts(instance, campaign)
    return [one for one in texts if (one.response, one.question) not in read]


def _text_questions(questionnaire: Questionnaire) -> list[str]:
    """Name the questions answered in free text."""
    return [q.name for q in questionnaire.questions if q.type == "text" and q.role == "text"]
