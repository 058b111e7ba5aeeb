"""Draft the mapping of a foreign table to a questionnaire, from names, labels and choice words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from diagnosis.interchange.columns import Finder, Source
from diagnosis.interchange.drafting.forms import FormQuestion, questions_of
from diagnosis.interchange.drafting.values import column_of, is_dated, joined
from diagnosis.interchange.drafting.words import bare
from diagnosis.interchange.headers import find_choices, find_column, find_question
from diagnosis.interchange.mapping import Columns, MappedQuestion
from diagnosis.interchange.mapping import Mapping as FileMapping
from diagnosis.interchange.standing import Standing
from diagnosis.interchange.wording import fold, labels
from diagnosis.languages import Catalogue
from diagnosis.questionnaire import Question, Questionnaire
from diagnosis.readers import BLANK, Row, Table, XlsForm

# Columns that say when a family answered, the most exact for a week of hers first.
DAYS: tuple[str, ...] = ("today", "end", "_submission_time", "start", "SubmissionDate")
DAYS += ("submitdate", "datestamp", "Horodateur", "Timestamp", "RecordedDate", "EndDate", "date")
# Share of like letters from which a wording is shown as looking alike; never taken for the same.
ALIKE = 0.75
# Values of a question that a person can look through.
MOST_VALUES = 60


@dataclass(frozen=True)
class QuestionDraft:
    """Where a question's answer seems to stand.

    ``column`` is empty where nothing names the question, and ``alike`` is then the title that
    looks most like it. ``choices`` are source values that mean a choice by the words of the form;
    ``unknown`` are those that nobody knows, with how often they are there and the choice that
    looks alike, or "".
    """

    question: Question
    column: str = ""
    alike: str = ""
    choices: Mapping[str, str | None] = field(default_factory=dict)
    unknown: Mapping[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class MappingDraft:
    """A mapping to confirm; ``unread`` are the columns that it leaves."""

    table: str
    questions: tuple[QuestionDraft, ...]
    columns: Columns
    unread: tuple[str, ...] = ()

    @property
    def mapping(self) -> FileMapping:
        """What is sure of it, as an import reads it."""
        found = {
            one.question.name: MappedQuestion(column=one.column, choices=dict(one.choices))
            for one in self.questions
            if one.column
        }
        return FileMapping(questions=found, columns=self.columns)

    @property
    def sentence(self) -> str:
        """What was found, in a sentence."""
        found = sum(bool(one.column) for one in self.questions)
        values = sum(len(one.unknown) for one in self.questions)
        return (
            f"Questions trouvées\u00a0: {found} sur {len(self.questions)}\u00a0; valeurs sans "
            f"choix\u00a0: {values}\u00a0; colonnes non lues\u00a0: {len(self.unread)}."
        )


def draft_mapping(
    table: Table,
    questionnaire: Questionnaire,
    catalogues: Sequence[Catalogue],
    form: XlsForm | None = None,
    decided: FileMapping | None = None,
) -> MappingDraft:
    """Draft how a table fits a questionnaire.

    Parameters
    ----------
    table, form : the file, and the XLSForm that it was collected with.
    questionnaire, catalogues : what the campaign asks, and in which languages words may be.
    decided : what a person said of it already; a question that it names is not looked for.
    """
    decided = decided or FileMapping()
    standing = Standing(table, decided, frozenset())
    rows = [row for row in table.rows if not standing.reason(row)]
    consent = standing.columns.get("consent")
    asked = {q.name: q for q in questionnaire.questions if q.is_asked}
    taken = set(standing.columns.values())
    finder = Finder(table, decided, asked, taken, catalogues)
    drafter = _Drafter(finder, rows, questions_of(form) if form else [], decided)
    drafted = [drafter.draft(question) for question in asked.values()]
    drafts = tuple(drafter.with_alike(one) for one in drafted)
    columns = Columns(
        week=decided.columns.week or _day(table, rows),
        consent=decided.columns.consent or ("" if consent is None else table.header(consent)),
    )
    day = find_column(table.headers, columns.week) if columns.week else None
    used = drafter.used | taken | ({day} - {None})
    headers = enumerate(table.headers)
    unread = tuple(title for at, title in headers if title and at not in used)
    return MappingDraft(table.name, drafts, columns, unread)


@dataclass
class _Drafter:
    finder: Finder
    rows: Sequence[Row]
    form: Sequence[FormQuestion]
    decided: FileMapping
    used: set[int] = field(default_factory=set)

    def draft(self, question: Question) -> QuestionDraft:
        """Draft one question: as a person said, by its own words, by those of the form."""
        source = self.finder.source(question)
        asked = self._asked(question, source)
        if not source.used and asked is not None and question.name not in self.decided.questions:
            source = self._by_form(source, asked)
        column = self._title(source)
        self.used |= source.used
        if not column:
            return QuestionDraft(question)
        said = self.decided.question(question.name).choices
        sure: dict[str, str | None] = dict(said)
        unknown: dict[str, tuple[int, str]] = {}
        for value, count in self._values(source, asked):
            if value in said or source.words.knows(value):
                continue
            meant = self._meant(value, source, asked)
            if meant:
                sure[value] = meant
            elif len(unknown) < MOST_VALUES:
                unknown[value] = (count, self._choice_alike(value, question, asked))
        return QuestionDraft(question, column, choices=sure, unknown=unknown)

    def with_alike(self, draft: QuestionDraft) -> QuestionDraft:
        """The same with the title that looks most like it, once every column has its question."""
        return draft if draft.column else replace(draft, alike=self._alike(draft.question))

    def _asked(self, question: Question, source: Source) -> FormQuestion | None:
        """The question of the form that has its words, or whose column it is."""
        bases = self.finder.bases(question)
        titles = {fold(self.finder.table.headers[at]) for at in source.used}
        by_column = (one for one in self.form if titles & one.titles)
        return next(by_column, None) or next((q for q in self.form if bases & q.titles), None)

    def _by_form(self, source: Source, asked: FormQuestion) -> Source:
        headers = enumerate(self.finder.table.headers)
        taken = self.finder.taken | self.used
        titles = {at: title for at, title in headers if title and at not in taken}
        found = find_question(titles, asked.path, asked.titles, ())[:1]
        rest = {at: title for at, title in titles.items() if at not in found}
        split = find_choices(rest, asked.titles, asked.words) if asked.kind == "several" else {}
        column = found[0] if found else None
        return Source(source.question, source.words, source.separator, column, split)

    def _title(self, source: Source) -> str:
        """What a mapping calls the column: its title, or what its split columns begin with."""
        headers = self.finder.table.headers
        if source.column is not None:
            return headers[source.column]
        begins = [headers[at][: -len(said)].rstrip("/.[_: ") for at, said in source.split.items()]
        return max(begins, key=begins.count) if begins else ""

    def _values(self, source: Source, asked: FormQuestion | None) -> Iterator[tuple[str, int]]:
        """Values of a question of choices, and how many rows have each."""
        if not source.question.choices:
            return
        if source.column is None:
            yield from ((said, self._ticked(at)) for at, said in source.split.items())
            return
        column = column_of(source.column, "", self.rows)
        counted = Counter[str]()
        several = source.question.takes_several
        parts = joined(column) if several and asked is None else None
        for value, count in column.values.items():
            if parts:
                pieces = [one for one in parts.choices if one in value]
            else:
                words = asked.words if asked else source.words
                pieces = words.split(value, source.separator) if several else [value]
            counted.update(dict.fromkeys(pieces, count))
        yield from counted.most_common()

    def _ticked(self, column: int) -> int:
        return sum(fold(row.cells[column]) not in {*BLANK, "0"} for row in self.rows)

    def _meant(self, value: str, source: Source, asked: FormQuestion | None) -> str:
        """The choice that has the very words that the form gives to a value."""
        for text in _labels(value, asked):
            if source.words.knows(text):
                return source.words.name(text) or ""
        return ""

    def _choice_alike(self, value: str, question: Question, asked: FormQuestion | None) -> str:
        words = {
            bare(label): choice.name
            for choice in question.choices
            for label in (choice.name, *labels(choice.label, self.finder.catalogues))
        }
        return words.get(_closest([value, *_labels(value, asked)], words), "")

    def _alike(self, question: Question) -> str:
        """The title of a free column that looks most like the question."""
        headers = self.finder.table.headers
        free = [t for at, t in enumerate(headers) if t and at not in self.used | self.finder.taken]
        said = {bare(title): title for title in free}
        for asked in self.form:
            column = find_column(free, asked.path)
            if column is not None:
                said |= {bare(text): free[column] for text in asked.labels.values()}
        return said.get(_closest(self.finder.bases(question), said), "")


def _labels(value: str, asked: FormQuestion | None) -> list[str]:
    """The words of the form for a value, in each of its languages."""
    if asked is None or not asked.words.knows(value):
        return []
    named = [choice for choice in asked.choices if choice.name == asked.words.name(value)]
    return [text for choice in named for text in choice.labels.values()]


def _closest(texts: Iterable[str], known: Iterable[str]) -> str:
    """The known text most like one of some, where it is like enough; empty otherwise."""
    wanted = [bare(text) for text in texts]
    found = [
        (SequenceMatcher(None, text, one).ratio(), one)
        for one in known
        for text in wanted
        if min(len(text), len(one)) > 2
    ]
    ratio, best = max(found, default=(0.0, ""))
    return best if ratio >= ALIKE else ""


def _day(table: Table, rows: Sequence[Row]) -> str:
    """The column that says when a family answered; empty when none does."""
    found = (find_column(table.headers, name) for name in DAYS)
    dated = (at for at in found if at is not None and is_dated(column_of(at, "", rows)))
    return next((table.headers[at] for at in dated), "")
