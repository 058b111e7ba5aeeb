"""Fit the columns of a table to a questionnaire, or say everything that does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from diagnosis.interchange.headers import find_choices, find_column, find_question
from diagnosis.interchange.mapping import Mapping
from diagnosis.interchange.wording import Vocabulary, fold, labels, nearest, vocabulary
from diagnosis.languages import Catalogue
from diagnosis.model import Campaign, Problem, ProblemsError
from diagnosis.questionnaire import Question, Questionnaire
from diagnosis.readers import Table

# How Kobo, ODK and LimeSurvey name the columns that are no answer; a date is read when mapped.
USUAL: dict[str, tuple[str, ...]] = {
    "id": ("_uuid", "meta/instanceID", "meta-instanceID", "instanceID", "KEY", "id"),
    "language": ("language", "langue", "startlanguage"),
    "channel": ("channel", "canal"),
    "assisted": ("assisted",),
    "week": (),
}
# A note asks nothing; a recording cannot come through a table: its column names a file.
MAPPING = "fichier de correspondance"


@dataclass(frozen=True)
class Source:
    """Where the answer to a question stands: one column, or one column per choice, or both.

    ``split`` names, by column, the choice as the header does.
    """

    question: Question
    words: Vocabulary
    separator: str = " "
    column: int | None = None
    split: dict[int, str] = field(default_factory=dict)

    @property
    def used(self) -> set[int]:
        """Columns that hold the answer."""
        return {*self.split, *([] if self.column is None else [self.column])}

    @property
    def main(self) -> int | None:
        """Column to look at first."""
        return min(self.split, default=None) if self.column is None else self.column


@dataclass(frozen=True)
class Plan:
    """Which column holds what; questions that no column holds, columns that nobody reads."""

    sources: tuple[Source, ...]
    about: dict[str, int]
    absent: tuple[str, ...]
    ignored: tuple[str, ...]


def fit(
    table: Table,
    mapping: Mapping,
    questionnaire: Questionnaire,
    campaign: Campaign,
    catalogues: Sequence[Catalogue],
) -> Plan:
    """Find the column of each question and of what says how a response came.

    Parameters
    ----------
    table, mapping : the file, and what is known of its columns.
    questionnaire, campaign : what was asked, and where.
    catalogues : of the languages in which labels may be.

    Raises
    ------
    ProblemsError
        The mapping or the table does not fit; it holds every problem found.
    """
    questions = {q.name: q for q in questionnaire.questions if q.is_asked}
    problems = [*_unknown_names(mapping, questions), *_unknown_constants(mapping, campaign)]
    about = dict(_about(table, mapping, questions))
    finder = Finder(table, mapping, questions, set(about.values()), catalogues)
    sources = [finder.source(question) for question in questions.values()]
    problems += [*_unknown_columns(table, mapping, questions), *finder.problems]
    used = set(about.values()).union(*(source.used for source in sources))
    free = [header for at, header in enumerate(table.headers) if header and at not in used]
    problems += [*_missing_questions(table, mapping, sources, free), *_shared(table, sources)]
    if problems:
        raise ProblemsError(problems)
    return Plan(
        tuple(source for source in sources if source.used),
        about,
        tuple(source.question.name for source in sources if not source.used),
        tuple(table.header(at) for at in range(len(table.headers)) if at not in used),
    )


@dataclass
class Finder:
    """Finds the columns of one question after another; ``problems`` are what it could not decide.

    ``taken`` are columns that answer no question.
    """

    table: Table
    mapping: Mapping
    questions: dict[str, Question]
    taken: set[int]
    catalogues: Sequence[Catalogue]
    problems: list[Problem] = field(default_factory=list)

    def source(self, question: Question) -> Source:
        """Where the answer to a question stands; nowhere when no column is found."""
        mapped = self.mapping.question(question.name)
        accepted = self.mapping.labels_of(question.name)
        words = vocabulary(question, self.catalogues, mapped.choices, accepted)
        if question.name in self.mapping.absent and not mapped.column:
            return Source(question, words)
        named = mapped.column or question.name
        bases = frozenset(
            {fold(named)} if mapped.column else self.bases(question),
        )
        column = (
            find_column(self.table.headers, named)
            if mapped.column
            else self._column(question, bases)
        )
        several = question.type == "select_multiple"
        split = find_choices(self._free({column}), bases, words) if several else {}
        separator = self.mapping.separator_of(question.name)
        return Source(question, words, separator, column, split)

    def bases(self, question: Question) -> set[str]:
        """How a title may name a question, folded: its name, its label in each language."""
        return {fold(question.name), *labels(question.label, self.catalogues)}

    def _free(self, besides: set[int | None]) -> dict[int, str]:
        headers = enumerate(self.table.headers)
        return {at: h for at, h in headers if h and at not in self.taken and at not in besides}

    def _column(self, question: Question, bases: frozenset[str]) -> int | None:
        several = {fold(q.name) for q in self.questions.values() if q.type == "select_multiple"}
        found = find_question(self._free(set()), question.name, bases, several)
        if len(found) > 1:
            named = " et ".join(f"«\u00a0{self.table.header(at)}\u00a0»" for at in found)
            self.problems.append(
                Problem(
                    "ambiguous-column",
                    self.table.place(),
                    f"plusieurs colonnes semblent répondre à «\u00a0{question.name}\u00a0»"
                    f"\u00a0: {named}",
                    "nommez la bonne dans la correspondance",
                )
            )
        return found[0] if found else None


def _unknown_names(mapping: Mapping, questions: dict[str, Question]) -> Iterator[Problem]:
    for name in dict.fromkeys((*mapping.questions, *mapping.absent)):
        place = f"{MAPPING}, question «\u00a0{name}\u00a0»"
        if name not in questions:
            yield Problem(
                "unknown-question",
                place,
                "cette question n’est pas dans le questionnaire de la campagne",
                _try(nearest(name, questions), "corrigez son nom ou retirez-la"),
            )
            continue
        known = [choice.name for choice in questions[name].choices]
        for choice in mapping.question(name).choices.values():
            if choice and choice not in known:
                yield Problem(
                    "unknown-choice",
                    place,
                    f"«\u00a0{choice}\u00a0» n’est pas un choix de cette question",
                    _try(nearest(choice, known), f"choisissez parmi {', '.join(known)}"),
                )


def _unknown_constants(mapping: Mapping, campaign: Campaign) -> Iterator[Problem]:
    allowed = {"language": campaign.languages, "channel": campaign.channels}
    for key, values in allowed.items():
        value = getattr(mapping.constants, key)
        if value and value not in values:
            yield Problem(
                "unknown-constant",
                f"{MAPPING}, constants, {key}",
                f"la campagne «\u00a0{campaign.name}\u00a0» n’a pas «\u00a0{value}\u00a0»",
                f"choisissez parmi {', '.join(values)}",
            )


def _about(
    table: Table, mapping: Mapping, questions: dict[str, Question]
) -> Iterator[tuple[str, int]]:
    for key, usual in USUAL.items():
        named = getattr(mapping.columns, key)
        constant = getattr(mapping.constants, key, "")
        # A constant stands for a column that the tool fills with something else.
        wanted = [named] if named else [] if constant not in ("", None) else usual
        found = [at for name in wanted if (at := find_column(table.headers, name)) is not None]
        if found and (named or table.headers[found[0]] not in questions):
            yield key, found[0]


def _unknown_columns(
    table: Table, mapping: Mapping, questions: dict[str, Question]
) -> Iterator[Problem]:
    named = [(f"columns, {key}", getattr(mapping.columns, key), False) for key in USUAL]
    for name, mapped in mapping.questions.items():
        several = name in questions and questions[name].type == "select_multiple"
        named.append((f"question «\u00a0{name}\u00a0»", mapped.column, several))
    for where, header, several in named:
        if not header or find_column(table.headers, header) is not None:
            continue
        begins = tuple(f"{header}{sep}" for sep in "/.[")
        if several and any(known.startswith(begins) for known in table.headers):
            continue
        yield Problem(
            "missing-column",
            f"{MAPPING}, {where}",
            f"la colonne «\u00a0{header}\u00a0» n’est pas dans {table.name}",
            _try(nearest(header, table.headers), "corrigez le nom de la colonne"),
        )


def _missing_questions(
    table: Table, mapping: Mapping, sources: Sequence[Source], free: Sequence[str]
) -> Iterator[Problem]:
    for source in sources:
        name, label = source.question.name, source.question.label
        needed = name in mapping.questions or not mapping.questions
        excused = name in mapping.absent or mapping.question(name).column
        if needed and not excused and not source.used:
            yield Problem(
                "missing-column",
                table.place(),
                f"aucune colonne ne répond à la question «\u00a0{name}\u00a0» ({label})",
                _try(
                    nearest(name, free) or nearest(label, free),
                    "nommez sa colonne dans la correspondance, "
                    "ou mettez la question dans «\u00a0absent\u00a0»",
                ),
            )


def _shared(table: Table, sources: Sequence[Source]) -> Iterator[Problem]:
    for at in range(len(table.headers)):
        names = [source.question.name for source in sources if at in source.used]
        if len(names) > 1:
            yield Problem(
                "shared-column",
                table.place(1, at),
                f"cette colonne répondrait à plusieurs questions\u00a0: {', '.join(names)}",
                "nommez la colonne de chacune dans la correspondance",
            )


def _try(close: str, otherwise: str) -> str:
    return f"vouliez-vous «\u00a0{close}\u00a0»\u00a0? Sinon, {otherwise}" if close else otherwise
