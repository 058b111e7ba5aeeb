"""From a row to a response: values become choices, the questionnaire's rules decide."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from diagnosis.interchange.cells import Cells, Wrong, short
from diagnosis.interchange.columns import Plan
from diagnosis.interchange.dates import Dates, Order, dates_of, last_day
from diagnosis.interchange.identity import Identities
from diagnosis.interchange.mapping import Mapping
from diagnosis.interchange.standing import Standing
from diagnosis.interchange.wording import fold
from diagnosis.languages import Languages
from diagnosis.model import Answers, Campaign, Message, Response
from diagnosis.questionnaire import Rules
from diagnosis.readers import Row, Table


@dataclass(frozen=True)
class Read:
    """What became of a row: a response, why it is left out, or what is wrong with it.

    With ``named``, its file gives it an identity; else it is known by its content alone.
    """

    response: Response | None = None
    wrong: tuple[Wrong, ...] = ()
    left_out: str = ""
    named: bool = True


@dataclass
class RowReader:
    """Makes a response of each row that the rules accept.

    Parameters
    ----------
    table, plan, mapping : the file, and which column holds what.
    campaign, rules, languages : what was asked, and how an answer is checked.
    week : the ISO week of today.
    known : identities of the responses that are already there.
    keep_rest : keep a row without its wrong details.
    """

    table: Table
    plan: Plan
    mapping: Mapping
    campaign: Campaign
    rules: Rules
    languages: Languages
    week: str
    known: Collection[str] = ()
    keep_rest: bool = False

    def __post_init__(self) -> None:
        mapping = self.mapping
        self._ids = Identities(
            self.table,
            self._column("id"),
            self.campaign.name,
            mapping.batch,
            bool(mapping.columns.id),
        )
        answers = frozenset(at for source in self.plan.sources for at in source.used)
        self._standing = Standing(self.table, mapping, answers)

    @cached_property
    def dates(self) -> Dates:
        """How the column of dates is written."""
        column = self._column("week")
        texts = [] if column is None else [row.cells[column] for row in self.table.rows]
        order = None if self.mapping.dates == "auto" else Order(self.mapping.dates)
        return dates_of(texts, last_day(self.week), order)

    @property
    def looked_at(self) -> set[int]:
        """Columns that say who a row is and whether it counts."""
        return {*self._ids.columns, *self._standing.columns.values()}

    @cached_property
    def _unordered(self) -> frozenset[str]:
        questions = self.rules.questionnaire.questions
        return frozenset(q.name for q in questions if q.type == "select_multiple")

    def read(self, row: Row) -> Read:
        """Read a row."""
        if reason := self._standing.reason(row):
            return Read(left_out=reason)
        found = Cells(self.table, row)
        for source in self.plan.sources:
            found.look(source.question.name, source.used)
        found.look("", self.plan.about.values())
        raw = {source.question.name: found.answer(source) for source in self.plan.sources}
        answers = self._checked(found, raw)
        about = self._about(found)
        if found.problems and not (answers and (self.keep_rest or found.wrong <= self._texts(row))):
            return Read(wrong=tuple(found.problems))
        if not answers:
            return Read(left_out="empty")
        return self._response(row, answers, about, tuple(found.problems))

    def _texts(self, row: Row) -> set[str]:
        """Free texts that the file does not hold: no family is left out for one."""
        texts = (source for source in self.plan.sources if source.question.type == "text")
        unread = self.table.unread
        return {s.question.name for s in texts if any((row.number, at) in unread for at in s.used)}

    def _checked(self, found: Cells, raw: dict[str, Any]) -> Answers:
        """The answers that the rules accept, without those that are wrong."""
        checked = self.rules.check(raw)
        for name, message in checked.errors.items():
            if name not in found.wrong:
                self._refuse(found, name, message)
        if not found.wrong:
            return checked.answers
        # What is taken away may have made another question relevant, or made its answer wrong.
        rest = {name: value for name, value in raw.items() if name not in found.wrong}
        again = self.rules.check(rest)
        return {n: v for n, v in again.answers.items() if n not in again.errors}

    def _response(
        self, row: Row, answers: Answers, about: dict[str, Any], wrong: tuple[Wrong, ...]
    ) -> Read:
        # What the mapping says is left out: the same file with another constant is a conflict.
        said = {key: about[key] for key in self.plan.about if key != "id"}
        unordered = {
            name: sorted(answer) if isinstance(answer, list) and name in self._unordered else answer
            for name, answer in answers.items()
        }
        id, named = self._ids.of(row, unordered, said, self.known)
        response = Response(
            id=id,
            campaign=self.campaign.name,
            version=self.campaign.version,
            language=about["language"],
            channel=about["channel"],
            assisted=about["assisted"],
            week=about["week"] or self.week,
            answers=answers,
        )
        return Read(response, wrong, named=named)

    def _refuse(self, found: Cells, name: str, message: Message) -> None:
        source = next((s for s in self.plan.sources if s.question.name == name), None)
        cause = message.text % message.values if message.values else message.text
        column = None if source is None else source.main
        value = found.value(column)
        # Free text is never quoted: it may name somebody.
        quoted = bool(value) and source is not None and source.question.is_select
        said = f"«\u00a0{short(value)}\u00a0»" if quoted else f"question «\u00a0{name}\u00a0»"
        found.report(
            name, column, f"{said}\u00a0: {cause}", "corrigez la réponse, ou videz la case"
        )

    def _about(self, found: Cells) -> dict[str, Any]:
        constants = self.mapping.constants
        channels = {fold(channel): channel for channel in self.campaign.channels}
        return {
            "language": found.one_of(
                self._column("language"),
                self._tags(),
                constants.language or default_language(self.campaign),
            ),
            "channel": found.one_of(
                self._column("channel"),
                channels,
                constants.channel or default_channel(self.campaign),
            ),
            "assisted": found.is_yes(self._column("assisted"), bool(constants.assisted)),
            "week": found.week(self._column("week"), self.week, self.dates),
        }

    def _column(self, key: str) -> int | None:
        return self.plan.about.get(key)

    def _tags(self) -> dict[str, str]:
        tags = [tag for tag in self.campaign.languages if tag in self.languages]
        return {fold(tag): tag for tag in tags} | {
            fold(self.languages[tag].own_name): tag for tag in tags
        }


def default_language(campaign: Campaign) -> str:
    """Language of rows that say none: French, or the campaign's first."""
    return "fr" if "fr" in campaign.languages else campaign.languages[0]


def default_channel(campaign: Campaign) -> str:
    """Channel of rows that say none: paper, or the campaign's first."""
    return "paper" if "paper" in campaign.channels else campaign.channels[0]
