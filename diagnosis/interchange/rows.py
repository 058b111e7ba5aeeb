"""From a row to a response: values become choices, the questionnaire's rules decide."""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from diagnosis.interchange.cells import Cells, short
from diagnosis.interchange.columns import Plan
from diagnosis.interchange.mapping import Mapping
from diagnosis.interchange.wording import fold
from diagnosis.languages import Languages
from diagnosis.model import Answers, Campaign, Message, Problem, Response
from diagnosis.questionnaire import Rules
from diagnosis.readers import Row, Table

UUID = re.compile(r"(uuid:)?([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:diagnosis:imported-response")


@dataclass
class RowReader:
    """Makes a response of each row that the rules accept.

    Parameters
    ----------
    table, plan, mapping : the file, and which column holds what.
    campaign, rules, languages : what was asked, and how an answer is checked.
    week : the ISO week of today.
    """

    table: Table
    plan: Plan
    mapping: Mapping
    campaign: Campaign
    rules: Rules
    languages: Languages
    week: str
    _alike: Counter[str] = field(default_factory=Counter)

    @cached_property
    def _unordered(self) -> frozenset[str]:
        questions = self.rules.questionnaire.questions
        return frozenset(q.name for q in questions if q.type == "select_multiple")

    def read(self, row: Row) -> tuple[Response | None, list[Problem]]:
        """Read a row.

        Returns
        -------
        The response, or None and everything that is wrong with the row.
        """
        found = Cells(self.table, row)
        raw = {source.question.name: found.answer(source) for source in self.plan.sources}
        checked = self.rules.check(raw)
        for name, message in checked.errors.items():
            if name not in found.wrong:
                self._refuse(found, name, message)
        about = self._about(found)
        if found.problems:
            return None, found.problems
        # What the mapping says is left out: the same file with another constant is a conflict.
        said = {key: about[key] for key in self.plan.about if key != "id"}
        response = Response(
            id=self._id(row, checked.answers, said),
            campaign=self.campaign.name,
            version=self.campaign.version,
            language=about["language"],
            channel=about["channel"],
            assisted=about["assisted"],
            week=about["week"] or self.week,
            answers=checked.answers,
        )
        return response, []

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
            "week": found.week(self._column("week"), self.week),
        }

    def _column(self, key: str) -> int | None:
        return self.plan.about.get(key)

    def _tags(self) -> dict[str, str]:
        tags = [tag for tag in self.campaign.languages if tag in self.languages]
        return {fold(tag): tag for tag in tags} | {
            fold(self.languages[tag].own_name): tag for tag in tags
        }

    def _id(self, row: Row, answers: Answers, said: dict[str, Any]) -> str:
        """The row's own UUID, else one that the same row has in any file and any order."""
        column = self._column("id")
        written = "" if column is None else row.cells[column]
        own = UUID.fullmatch(written)
        if own:
            return own[2].lower()
        unordered = {
            name: sorted(answer) if isinstance(answer, list) and name in self._unordered else answer
            for name, answer in answers.items()
        }
        key = json.dumps(
            [self.campaign.name, written, said, unordered], ensure_ascii=False, sort_keys=True
        )
        ordinal = self._alike[key]
        self._alike[key] += 1
        return str(uuid.uuid5(NAMESPACE, f"{ordinal} {key}"))


def default_language(campaign: Campaign) -> str:
    """Language of rows that say none: French, or the campaign's first."""
    return "fr" if "fr" in campaign.languages else campaign.languages[0]


def default_channel(campaign: Campaign) -> str:
    """Channel of rows that say none: paper, or the campaign's first."""
    return "paper" if "paper" in campaign.channels else campaign.channels[0]
