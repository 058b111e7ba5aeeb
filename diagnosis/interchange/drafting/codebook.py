"""Draft the codebook of a foreign table: what each column is, with what a person must confirm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from diagnosis.interchange.drafting.forms import FormQuestion, french_of, questions_of
from diagnosis.interchange.drafting.splits import splits_of
from diagnosis.interchange.drafting.values import Column, column_of, is_counter, why_unasked
from diagnosis.interchange.drafting.variables import (
    SEVERAL,
    Drafted,
    of_column,
    of_question,
    of_split,
)
from diagnosis.interchange.drafting.words import why_left
from diagnosis.interchange.headers import find_choices, find_question
from diagnosis.interchange.mapping import Mapping as FileMapping
from diagnosis.interchange.standing import Standing, told
from diagnosis.readers import BRACKETS, Table, XlsForm, fold

STANDING = {
    "consent": "accord de la famille\u00a0: un non ne compte pas",
    "review": "relecture\u00a0: une réponse rejetée ne compte pas",
    "submitted": "date d’envoi\u00a0: sans elle, le questionnaire est inachevé",
    "finished": "questionnaire achevé ou non",
}
NO_NEED = (
    "aucune question de besoin n’est reconnue\u00a0: donnez le rôle need à celle qui dit de quoi "
    "les familles ont besoin"
)
GUESSED_NEED = (
    "aucun mot ne dit quelle question est celle des besoins\u00a0; celle-ci a le plus de choix"
)
# What a form asks that can be counted or read.
ASKED = ("one", "several", "rank", "number", "text")
ALONE = "une seule réponse partout"


@dataclass(frozen=True)
class CodebookDraft:
    """A codebook to confirm.

    ``left`` says why a column is in no variable, ``notes`` what else of the table or the form is
    not in it.
    """

    table: str
    title: str
    variables: tuple[Drafted, ...]
    left: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def data(self) -> dict[str, Any]:
        """The codebook as plain data."""
        variables = [variable_data(variable) for variable in self.variables]
        return {**({"title": self.title} if self.title else {}), "variables": variables}

    @property
    def sentence(self) -> str:
        """What was drafted, in a sentence."""
        several = "s" if len(self.variables) > 1 else ""
        doubtful = sum(bool(variable.doubts) for variable in self.variables)
        return (
            f"{len(self.variables)} variable{several}, dont {doubtful} à confirmer ; "
            f"colonnes laissées : {len(self.left)}."
        )


def variable_data(variable: Drafted) -> dict[str, Any]:
    """A variable as plain data, without what is as usual."""
    said: dict[str, Any] = {"name": variable.name, "type": variable.type, "role": variable.role}
    optional = {
        "ordered": variable.ordered,
        "label": variable.label,
        "separator": variable.separator,
        "categories": dict(variable.categories),
    }
    return {**said, **{key: value for key, value in optional.items() if value}}


def draft_codebook(table: Table, form: XlsForm | None = None) -> CodebookDraft:
    """Draft a codebook of a table, from its titles and values, and from its form where given.

    Parameters
    ----------
    table : the file, as read; rows that do not count are not looked at.
    form : the XLSForm that the answers were collected with.
    """
    standing = Standing(table, FileMapping(), frozenset())
    why = {row.number: standing.reason(row) for row in table.rows}
    rows = [row for row in table.rows if not why[row.number]]
    headers = enumerate(table.headers)
    drafter = _Drafter({at: column_of(at, title, rows) for at, title in headers if title})
    for key, at in standing.columns.items():
        drafter.leave(drafter.columns[at], STANDING[key])
    left_out = told(table, {number: reason for number, reason in why.items() if reason})
    notes = [*table.notes, *(f"Lignes non comptées\u00a0: {said}." for said in left_out)]
    if form is not None:
        notes += drafter.take_form(form)
    drafter.take_rest()
    variables, missing = _with_a_need(drafter.in_order())
    title = form.settings.get("form_title") if form else ""
    return CodebookDraft(table.name, title, variables, drafter.left, (*notes, *missing))


@dataclass
class _Drafter:
    """Columns become variables, or are left with a reason; each is taken once."""

    columns: Mapping[int, Column]
    drafted: dict[int, Drafted] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def leave(self, column: Column, why: str) -> None:
        """Describe a column nowhere."""
        self.left[column.title] = why
        self.taken.add(column.at)

    def in_order(self) -> list[Drafted]:
        """The variables as the table has them."""
        return [self.drafted[at] for at in sorted(self.drafted)]

    def take_form(self, form: XlsForm) -> list[str]:
        """Draft what the questions of a form say; what of them is not in the table is told."""
        tongue = french_of(form)
        questions = questions_of(form)
        several = {fold(title) for q in questions if q.kind == "several" for title in q.titles}
        left = {fold(title) for title in self.left}
        lacking = [
            f"{question.name} (ligne {question.row})"
            for question in questions
            if not self._take_question(question, several, tongue)
            and not (_is_silent(question) or left & question.titles)
        ]
        absent = f"Questions du formulaire sans colonne\u00a0: {', '.join(lacking)}."
        others = f"Feuilles du formulaire non lues\u00a0: {', '.join(form.other_sheets)}."
        return [absent] * bool(lacking) + [others] * bool(form.other_sheets)

    def take_rest(self) -> None:
        """Draft what no form describes: split columns together, every other column alone."""
        for split in splits_of([column for column in self._free() if not why_left(column.title)]):
            self._keep(split.columns, of_split(split))
        for column in self._free():
            reason = why_left(column.title) or why_unasked(column)
            if not column.total:
                reason = "sans réponse"
            elif not reason and len(set(map(fold, column.values))) == 1 < column.total:
                reason = ALONE
            elif not reason and is_counter(column):
                reason = "identifiant"
            if reason:
                self.leave(column, reason)
            else:
                self._keep({column.at}, of_column(column))

    def _take_question(self, question: FormQuestion, several: set[str], tongue: str) -> bool:
        """Draft a question of the form; False when the table has no column of it."""
        titles = {column.at: column.title for column in self._free()}
        found = find_question(titles, question.path, question.titles, several)
        found = found or find_question(titles, question.name, question.titles, several)
        column = self.columns[found[0]] if found else None
        split: dict[int, str] = {}
        if question.kind in ("several", "rank"):
            rest = {at: title for at, title in titles.items() if at not in found[:1]}
            split = find_choices(rest, question.titles, question.words)
        if column is None and not split:
            return False
        if why := self._why_silent(question, {*found[:1], *split}):
            for at in (*found[:1], *split):
                self.leave(self.columns[at], why)
        else:
            self._keep_question(question, column, split, tongue, len(found) > 1)
        return True

    def _why_silent(self, question: FormQuestion, columns: set[int]) -> str:
        """Why a question of the form says nothing that can be counted; empty when it does."""
        if question.kind not in ASKED:
            return f"question de type {question.kind}"
        answers = {value for at in columns for value in self.columns[at].values}
        alone = len(columns) == 1 and len(answers) == 1 and question.kind != "text"
        return "" if answers and not alone else ALONE if answers else "sans réponse"

    def _keep_question(
        self,
        question: FormQuestion,
        column: Column | None,
        split: dict[int, str],
        tongue: str,
        twice: bool,
    ) -> None:
        names = [_question_in(self.columns[at].title, choice) for at, choice in split.items()]
        name = column.title if column else max(names, key=names.count)
        words = question.words
        written = {words.name(w) or w: w for w in split.values() if words.knows(w)}
        drafted = of_question(question, name, column, {} if column else written, tongue)
        doubt = "plusieurs colonnes portent ce nom\u00a0; la première est prise" if twice else ""
        used = {*split, *([column.at] if column else [])}
        self._keep(used, drafted.doubting(doubt))

    def _keep(self, columns: set[int], drafted: Drafted) -> None:
        self.drafted[min(columns)] = drafted
        self.taken |= columns

    def _free(self) -> Iterator[Column]:
        return (column for at, column in self.columns.items() if at not in self.taken)


def _question_in(title: str, choice: str) -> str:
    """What a title of a split column says before its choice."""
    inside = BRACKETS.fullmatch(title)
    return inside[1] if inside else title[: len(title) - len(choice)].rstrip("/.:_ ")


def _is_silent(question: FormQuestion) -> bool:
    """Whether an export may well have no column of a question, or has it on another sheet."""
    return question.kind not in ASKED or question.repeated


def _with_a_need(variables: list[Drafted]) -> tuple[tuple[Drafted, ...], list[str]]:
    """A diagnosis is one of needs: without a word that names them, the longest list is taken."""
    if any(variable.role == "need" for variable in variables):
        return tuple(variables), []
    several = [v for v in variables if v.type in SEVERAL and v.role in ("profile", "preference")]
    if not several:
        return tuple(variables), [NO_NEED]
    longest = max(several, key=lambda variable: len(variable.categories))
    need = replace(longest, role="need").doubting(GUESSED_NEED)
    return tuple(need if v is longest else v for v in variables), []
