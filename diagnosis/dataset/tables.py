"""Responses as a survey table, a questionnaire as its codebook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from analysis import Codebook, Variable
from diagnosis.dataset.circumstances import CHANNEL_LABELS, Heard
from diagnosis.dataset.errors import analysing
from diagnosis.languages import Languages
from diagnosis.model import CHANNELS, Answer, Campaign, DiagnosisError, Response
from diagnosis.questionnaire import Question, Questionnaire
from diagnosis.readers import Table
from diagnosis.storage import Storage

# How the analysis names the uses of a preference; the other uses keep their name there.
USES = {"support": "needs_to_come", "theme": ""}
COLUMNS = ("language", "channel", "assisted", "translation")
# In place of an answer, where the question was not asked: no name of a choice begins so.
NOT_ASKED = "-"
# After the name of a question: the column of the cards that each family was shown.
SHOWN = "_shown"
TRANSLATIONS = {"reviewed": "traduction relue", "draft": "traduction provisoire"}


def frame_of(table: Table) -> pd.DataFrame:
    """Columns of texts, by title, of a table handed in; a column without title is left out."""
    named = [(at, header) for at, header in enumerate(table.headers) if header]
    columns = {header: [row.cells[at] for row in table.rows] for at, header in named}
    return pd.DataFrame(columns, dtype=str)


def codebook_of(
    questionnaire: Questionnaire,
    languages: Mapping[str, str] | None = None,
    crossings: Collection[str] = (),
) -> Codebook:
    """Describe the answers table of a questionnaire.

    Parameters
    ----------
    questionnaire : what was asked.
    languages : French name by tag of the languages it was asked in; those of the table by default.
    crossings : questions that needs are crossed with; those that it asks, with one choice, count.
    """
    named = languages or {}
    asked = [question for question in questionnaire.questions if question.is_asked]
    with analysing():
        variables = [*(_variable(question, named) for question in asked), *_circumstances(named)]
        single = {variable.name for variable in variables if variable.type == "select_one"}
        crossed = tuple(name for name in crossings if name in single)
        return Codebook(tuple(variables), questionnaire.title, crossings=crossed)


def table_of(
    store: Storage, campaign: Campaign, states: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Table of the responses of a campaign: one a line, a column a question.

    Several choices are names separated by spaces; a question passed is an empty text, one that was
    not asked is `NOT_ASKED` (it did not concern the family, or she had sent before it). The
    questions are those of the campaign's version: of a response to another version, questions and
    choices that are no longer asked are left out, and new ones are empty. Where cards are drawn, a
    column more says which each family was shown.

    Parameters
    ----------
    store, campaign : where the responses are.
    states : translation state (``reviewed``, ``draft``) by language, from
        :func:`translations_of`; it is not told of a language that is not there.

    Raises
    ------
    DiagnosisError
        The campaign's questionnaire is not in the store.
    """
    return answers_of(store, campaign, states)[0]


def translations_of(languages: Languages, tags: Iterable[str]) -> dict[str, str]:
    """Say of each language whether what families read in it is ``reviewed`` or a ``draft``.

    French is the source, and what is written for an oral language is French. Unknown languages
    are left out.
    """
    states = {True: "draft", False: "reviewed"}
    return {t: states[languages.catalogue(t).is_draft] for t in tags if t in languages}


def answers_of(
    store: Storage, campaign: Campaign, states: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Make the same table, and list the id of the response of each line, and what it answers.

    That is the version of the questionnaire.
    """
    questionnaire = store.questionnaire(campaign.questionnaire, campaign.version)
    if questionnaire is None:
        raise DiagnosisError(
            f"Le questionnaire « {campaign.questionnaire} » version {campaign.version} manque : "
            "enregistrez-le, ou corrigez la campagne."
        )
    asked = [question for question in questionnaire.questions if question.is_asked]
    offered = {question.name: {choice.name for choice in question.choices} for question in asked}
    responses = list(store.responses(campaign.name))
    heard = Heard(store, campaign.questionnaire)
    rows = [_row(response, asked, offered, heard.asked(response)) for response in responses]
    cards = [question.name + SHOWN for question in asked if question.draw]
    names = [*(question.name for question in asked), *cards, *COLUMNS]
    table = pd.DataFrame(rows, columns=pd.Index(names), dtype=str)
    read = [(states or {}).get(response.language, "") for response in responses]
    ids, versions = [r.id for r in responses], [r.version for r in responses]
    return table.assign(translation=read), ids, versions


def _variable(question: Question, languages: Mapping[str, str]) -> Variable:
    # Families read a language's own name; who reads the results may not know the script.
    names = languages if question.use == "language" else {}
    return Variable(
        name=question.name,
        type=question.type,
        role=question.role,
        ordered=question.ordered,
        active=question.active,
        label=question.label,
        categories={c.name: names.get(c.name, c.label) for c in question.choices},
        domains={choice.name: choice.domains for choice in question.choices if choice.domains}
        if question.role in ("need", "priority")
        else {},
        use=USES.get(question.use, question.use),
        max_selected=question.max_selected,
        exclusive=[choice.name for choice in question.choices if choice.exclusive],
        lacking=[choice.name for choice in question.choices if choice.lacking],
        not_asked=() if question.type == "text" else (NOT_ASKED,),
        shown=question.name + SHOWN if question.draw else "",
    )


def _circumstances(languages: Mapping[str, str]) -> list[Variable]:
    """How the response came: told, but never used to make profiles."""
    channels = {channel: CHANNEL_LABELS[channel] for channel in CHANNELS}
    helped = {"oui": "avec l’aide de quelqu’un", "non": "sans aide"}
    return [
        Variable(name, "select_one", role, active=False, label=label, categories=categories)
        for name, role, label, categories in (
            ("language", "profile", "Langue du questionnaire", languages),
            ("channel", "profile", "Façon de répondre", channels),
            ("assisted", "profile", "Réponse donnée", helped),
            # A union of languages: it only serves to compare needs.
            ("translation", "comparison", "Texte lu par la famille", TRANSLATIONS),
        )
    ]


def _row(
    response: Response,
    asked: list[Question],
    offered: Mapping[str, set[str]],
    heard: Collection[str],
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
    for question in asked:
        if not row[question.name] and question.name not in heard and question.type != "text":
            row[question.name] = NOT_ASKED
    cards = {
        question.name + SHOWN: _cell(
            question, response.shown.get(question.name), offered[question.name]
        )
        for question in asked
        if question.draw
    }
    helped = "oui" if response.assisted else "non"
    return {
        **row,
        **cards,
        "language": response.language,
        "channel": response.channel,
        "assisted": helped,
    }


def _cell(question: Question, answer: Answer | None, offered: set[str]) -> str:
    items = [] if answer is None else answer if isinstance(answer, list) else [str(answer)]
    if question.is_select:
        items = [item for item in items if item in offered]
    elif question.type == "integer":
        items = [item for item in items if item.removeprefix("-").isdecimal()]
    # A list may have been answered where one choice is asked today: which one, nobody knows.
    return " ".join(items) if question.takes_several or len(items) == 1 else ""
