"""What a room says of statements: how many agree, disagree, pass; the widest agreement.

Counts only: groups of opinion need more people than most rooms have, and are the analysis's
business (`analysis.opinions`). Knows no page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from diagnosis.model import Statement, Vote
from diagnosis.sessions.questions import AGREE, DISAGREE, PASS, let_in
from diagnosis.web import listed

# Under so many people a share says less than a count: « 2 sur 3 » is not « 67 % ».
LEAST_FOR_SHARES = 10


@dataclass(frozen=True)
class Opinion:
    """How many people agree with a statement, disagree, or pass."""

    statement: Statement
    agree: int
    disagree: int
    passed: int

    @property
    def voters(self) -> int:
        """People who said something of it."""
        return self.agree + self.disagree + self.passed

    def share(self, count: int) -> int:
        """A count in percent of its voters, as it is printed."""
        return round(100 * count / self.voters) if self.voters else 0

    @property
    def words(self) -> str:
        """The agreement in words: a share with its counts, or counts alone in a small room."""
        counts = _("%(agree)s sur %(voters)s", agree=self.agree, voters=self.voters)
        if self.voters < LEAST_FOR_SHARES:
            return str(counts)
        return f"{self.share(self.agree)}\u202f% ({counts})"


def opinions_of(statements: Sequence[Statement], votes: Sequence[Vote]) -> list[Opinion]:
    """Opinions on the statements that stand, in their order.

    Who answered a statement and the one that stands for it counts once, as she said of the latter.
    """
    stands = {one.id: one.into for one in statements if one.into}
    counts: dict[str, Counter[str]] = {one.id: Counter() for one in statements}
    for vote in votes:
        said = {_standing(name, stands): choice for name, choice in vote.answers.items() if choice}
        said |= {name: vote.answers[name] for name in said if vote.answers.get(name)}
        for name, choice in said.items():
            if name in counts:
                counts[name][choice] += 1
    return [
        Opinion(one, counts[one.id][AGREE], counts[one.id][DISAGREE], counts[one.id][PASS])
        for one in let_in(statements)
    ]


def widest_agreement(found: Sequence[Opinion]) -> str:
    """Say which statement has the widest agreement, by the share that is printed."""
    # What one person in a hurry answered alone is no agreement of the room.
    many = max((one.voters for one in found), default=0)
    asked = [one for one in found if many and 2 * one.voters >= many]
    if not asked:
        return ""
    most = max(one.share(one.agree) for one in asked)
    first = [one for one in asked if one.share(one.agree) == most]
    if not most:
        return str(_("Aucune phrase n’a d’accord."))
    named = [_("«\u00a0%(text)s\u00a0» %(words)s", text=_french(o), words=o.words) for o in first]
    if len(first) > 1:
        return str(
            _("Le plus large accord, à égalité\u00a0: %(statements)s.", statements=listed(named))
        )
    return str(_("Le plus large accord\u00a0: %(statement)s.", statement=named[0]))


def _french(one: Opinion) -> str:
    told = one.statement.told_in("fr")
    return told.text if told else one.statement.text


def _standing(name: str, stands: dict[str, str]) -> str:
    """The statement that stands for another, however often it was merged on."""
    seen = {name}
    while name in stands and stands[name] not in seen:
        name = stands[name]
        seen.add(name)
    return name
