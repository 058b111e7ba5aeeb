"""What a discussion moved: two votes of one room on the same themes, theme by theme.

Only totals are compared. Who voted in both, and how, is not known and is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from diagnosis.questionnaire import Theme
from diagnosis.sessions.ballot import Count, Counts
from diagnosis.web import listed

# One person who hesitates, comes late or leaves makes a vote of difference.
ONE_VOTE = 1


@dataclass(frozen=True)
class Moved:
    """A theme before and after a discussion.

    ``place_before`` and ``place_after`` are None where one vote would change the place.
    """

    theme: Theme
    before: int
    after: int
    place_before: int | None
    place_after: int | None

    @property
    def step(self) -> int:
        """Votes gained, or lost."""
        return self.after - self.before

    @property
    def words(self) -> str:
        """Say how the votes moved."""
        if not self.step:
            return str(_("inchangé"))
        return f"+{self.step}" if self.step > 0 else f"\u2212{-self.step}"

    @property
    def places(self) -> str:
        """Say how the place moved, where that can be said."""
        if self.place_before is None or self.place_after is None:
            return str(_("on ne peut pas conclure"))
        if self.place_before == self.place_after:
            return str(_("reste %(place)s", place=_place(self.place_after)))
        return f"{_place(self.place_before)} \u2192 {_place(self.place_after)}"


def moved_between(first: Counts, second: Counts) -> list[Moved]:
    """What moved from a vote to the next, what has most votes now first."""
    before = {count.theme.name: count for count in first.themes}
    return [
        Moved(
            count.theme,
            before[count.theme.name].votes,
            count.votes,
            _place_of(before[count.theme.name], first.themes),
            _place_of(count, second.themes),
        )
        for count in second.sorted
        if count.theme.name in before
    ]


def what_moved(found: list[Moved]) -> str:
    """Say which themes moved by more than a vote."""
    clear = sorted(
        (one for one in found if abs(one.step) > ONE_VOTE), key=lambda one: -abs(one.step)
    )
    if not clear:
        return str(_("Aucun thème n’a bougé de plus d’une voix."))
    told = [
        _("«\u00a0%(theme)s\u00a0» (%(step)s)", theme=_(one.theme.label), step=one.words)
        for one in clear
    ]
    return str(_("Ont bougé de plus d’une voix\u00a0: %(themes)s.", themes=listed(told)))


def _place_of(mine: Count, counts: list[Count]) -> int | None:
    """The place of a theme, None where another is a vote away or as far."""
    others = [count.votes for count in counts if count is not mine]
    if any(abs(votes - mine.votes) <= ONE_VOTE for votes in others):
        return None
    return 1 + sum(votes > mine.votes for votes in others)


def _place(number: int) -> str:
    return str(_("1re") if number == 1 else _("%(number)se", number=number))
