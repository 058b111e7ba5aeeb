"""Responses as a survey table, a questionnaire as its codebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pandas as pd

from analysis import AnalysisError, Codebook, Variable
from diagnosis.model import CHANNELS, Answer, Campaign, DiagnosisError, Response
from diagnosis.questionnaire import Question, Questionnaire
from diagnosis.storage import Storage

OTHERS = "autres"
CHANNEL_LABELS = {
    "phone": "sur son téléphone",
    "kiosk": "sur une borne",
    "street": "dans la rue",
    "workshop": "dans un atelier",
    "paper": "sur papier",
}
# How the analysis names the uses of a preference; the other uses keep their name there.
USES = {"support": "needs_to_come", "theme": ""}
COLUMNS = ("language", "channel", "assisted")


@contextmanager
def analysing() -> Iterator[None]:
    """Tell an error of the analysis in the words of the application."""
    try:
        yield
    except AnalysisError as error:
        raise DiagnosisError(str(error)) from error


def codebook_of(
    questionnaire: Questionnaire, languages: Mapping[str, str] | None = None
) -> Codebook:
    """Describe the answers table of a questionnaire.

    Parameters
    ----------
    questionnaire : what was asked.
    languages : own name by tag of the languages it was asked in; those of the table by default.
    """
    asked = [question for question in questionnaire.questions if question.is_asked]
    with analysing():
        return Codebook(
            (*map(_variable, asked), *_circumstances(languages or {})), questionnaire.title
        )


def table_of(store: Storage, campaign: Campaign, k: int = 11) -> pd.DataFrame:
    """Give the responses of a campaign, one a line, a column a question.

    Several choices are names separated by spaces; a question not answered is an empty text. The
    questions are those of the campaign's version: of a response to another version, questions and
    choices that are no longer asked are left out, and new ones are empty.
    Languages of fewer than ``k`` families are one: « autres ».

    Raises
    ------
    DiagnosisError
        The campaign's questionnaire is not in the store.
    """
    return answers_of(store, campaign, k)[0]


def answers_of(store: Storage, campaign: Campaign, k: int = 11) -> tuple[pd.DataFrame, list[str]]:
    """Give the same table, and the id of the response of each line."""
    questionnaire = store.questionnaire(campaign.questionnaire, campaign.version)
    if questionnaire is None:
        raise DiagnosisError(
            f"Le questionnaire « {campaign.questionnaire} » version {campaign.version} manque : "
            "enregistrez-le, ou corrigez la campagne."
        )
    asked = [question for question in questionnaire.questions if question.is_asked]
    offered = {question.name: {choice.name for choice in question.choices} for question in asked}
    responses = list(store.responses(campaign.name))
    rows = [_row(response, asked, offered) for response in responses]
    names = [*(question.name for question in asked), *COLUMNS]
    table = pd.DataFrame(rows, columns=pd.Index(names), dtype=str)
    table = table.assign(language=_merged(list(table["language"]), k))
    return table, [response.id for response in responses]


def _variable(question: Question) -> Variable:
    return Variable(
        name=question.name,
        type=question.type,
        role=question.role,
        ordered=question.ordered,
        active=question.active,
        label=question.label,
        categories={choice.name: choice.label for choice in question.choices},
        domains={choice.name: choice.domains for choice in question.choices if choice.domains}
        if question.role in ("need", "priority")
        else {},
        use=USES.get(question.use, question.use),
        max_selected=question.max_selected,
        exclusive=[choice.name for choice in question.choices if choice.exclusive],
    )


def _circumstances(languages: Mapping[str, str]) -> list[Variable]:
    """How the response came: told, but never used to make profiles."""
    named = {**languages, OTHERS: "autres langues"} if languages else {}
    channels = {channel: CHANNEL_LABELS[channel] for channel in CHANNELS}
    helped = {"oui": "avec l’aide de quelqu’un", "non": "sans aide"}
    return [
        Variable(name, "select_one", "profile", active=False, label=label, categories=categories)
        for name, label, categories in (
            ("language", "Langue du questionnaire", named),
            ("channel", "Façon de répondre", channels),
            ("assisted", "Réponse donnée", helped),
        )
    ]


def _row(
    response: Response, asked: list[Question], offered: Mapping[str, set[str]]
) -> dict[str, str]:
    row = {
        question.name: _cell(question, response.answers.get(question.name), offered[question.name])
        for question in asked
    }
    needs = " ".join(row[question.name] for question in asked if question.role == "need").split()
    for question in asked:
        # Who names one need is not asked which comes first: it is that one.
        if question.role == "priority" and not row[question.name] and len(needs) == 1:
            row[question.name] = needs[0]
    helped = "oui" if response.assisted else "non"
    return {**row, "language": response.language, "channel": response.channel, "assisted": helped}


def _cell(question: Question, answer: Answer | None, offered: set[str]) -> str:
    items = [] if answer is None else answer if isinstance(answer, list) else [str(answer)]
    if question.is_select:
        items = [item for item in items if item in offered]
    elif question.type == "integer":
        items = [item for item in items if item.removeprefix("-").isdecimal()]
    # A list may have been answered where one choice is asked today: which one, nobody knows.
    return " ".join(items) if question.takes_several or len(items) == 1 else ""


def _merged(tags: list[str], k: int) -> list[str]:
    counts = Counter(tags)
    return [tag if counts[tag] >= k else OTHERS for tag in tags]
