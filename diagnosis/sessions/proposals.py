"""What the current diagnosis proposes to a room, and what the room's votes change in it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from analysis.model import Answer, Gap, Report, Theme
from diagnosis.dataset import PendingError, state_of
from diagnosis.model import Campaign
from diagnosis.web import instance, listed

MOST_PROPOSED = 8
FIRST = 5
# Sentences of one sort that are proposed: the others are not pushed out.
MOST_GAPS = 3


@dataclass(frozen=True)
class Move:
    """A theme's place by the survey alone, then with votes and workshops."""

    name: str
    label: str
    before: int
    after: int
    in_session: bool

    @property
    def words(self) -> str:
        """Say how it moved."""
        steps = abs(self.before - self.after)
        if not steps:
            return str(_("ne bouge pas"))
        if self.after < self.before:
            return str(ngettext("monte de %(num)s place", "monte de %(num)s places", steps))
        return str(ngettext("descend de %(num)s place", "descend de %(num)s places", steps))


def report_now(campaign: Campaign) -> Report | None:
    """The diagnosis of a campaign, None while it is being prepared: a room does not wait for it."""
    try:
        return state_of(instance(), campaign).records
    except PendingError:
        return None


def proposed_themes(report: Report) -> list[str]:
    """Name the themes to propose: those of the programme, then the best ranked."""
    programme = [item.theme for item in report.programme.sessions]
    ranked = [item.name for item in _ranked(report)]
    return list(dict.fromkeys([*programme, *ranked]))[:MOST_PROPOSED]


def proposed_statements(report: Report) -> list[str]:
    """Sentences to talk about: gaps between groups, wishes that oppose each other, themes.

    Each is French, in whatever language the team reads, and is changed by whoever knows the room;
    none says how many said what.
    """
    gaps = [
        f"{gap.need_label}\u00a0: c’est plus difficile pour «\u00a0{_more_often(gap).label}\u00a0»."
        for gap in report.needs.gaps.items
        if gap.differs
    ]
    firsts = [f"Il faut d’abord un atelier «\u00a0{one.label}\u00a0»." for one in _ranked(report)]
    told = [*gaps[:MOST_GAPS], *_opposed(report)[:MOST_GAPS], *firsts]
    return told[:MOST_PROPOSED]


def _more_often(gap: Gap) -> Answer:
    """The group that names the need more often: the difference may go either way."""
    return max(gap.groups, key=lambda group: group.cell.share)


def _opposed(report: Report) -> list[str]:
    """What two answers of a question of preference say, where neither is surely the more usual."""
    found = []
    for question in report.participation.variables:
        ranked = sorted(question.categories, key=lambda one: -(one.cell.share or 0))[:2]
        if question.role != "preference" or len(ranked) < 2:
            continue
        first, second = (one.cell for one in ranked)
        if first.low is not None and second.high is not None and first.low <= second.high:
            found += [f"Le mieux, c’est\u00a0: {one.label}. ({question.label})" for one in ranked]
    return found


def moves(report: Report, themes: tuple[str, ...], most: int = 12) -> list[Move]:
    """How the votes changed the order: the first themes and those of the session."""
    ranked = _ranked(report)
    return [
        Move(
            item.name,
            item.label,
            item.rank_survey,
            item.rank,
            item.name in themes,
        )
        for item in ranked
        if item.rank <= most or item.name in themes
    ]


def effect(found: list[Move]) -> str:
    """Say which themes the votes bring among the first ones, and which they take out."""
    come = [move.label for move in found if move.after <= FIRST < move.before]
    go = [move.label for move in found if move.before <= FIRST < move.after]
    if not come:
        return str(_("Les cinq premiers thèmes restent les mêmes."))
    said = _(
        "Parmi les cinq premiers arrivent %(come)s\u202f; en sortent %(go)s.",
        come=_quoted(come),
        go=_quoted(go),
    )
    return str(said)


def _ranked(report: Report) -> list[Theme]:
    return sorted(report.themes.items, key=lambda item: item.rank)


def _quoted(labels: list[str]) -> str:
    return listed([_("«\u00a0%(theme)s\u00a0»", theme=_(label)) for label in labels])
