"""What each session of a programme brings, told through the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import Bools
from ..disclosure import Meaning, Share, meaning
from ..french import THIN, listing
from ..survey import Survey, asked_of
from ..table import Block, Encoded
from ..themes import Demand, counted
from .limits import Limits
from .offers import Offer, answered_by

# How many answers are told of each use.
USES = {"slot": 1, "place": 1, "language": 3, "needs_to_come": 3}


@dataclass(frozen=True)
class Plan:
    """Sessions in order, and the families that they answer together.

    ``masks`` (sessions x families) are the families that each one answers and that could come;
    ``spots`` what each session is called at the door.
    """

    offers: Sequence[Offer]
    masks: Bools
    spots: Sequence[Meaning]

    @property
    def mask(self) -> Bools:
        """Families that any of the sessions answers."""
        return np.asarray(self.masks.any(axis=0))

    @property
    def meaning(self) -> Meaning:
        """What these families are called at the door: in any order of sessions, the same."""
        names = sorted({_text(spot) for spot in self.spots})
        return self.spots[0] if len(names) == 1 else meaning(("séances", "|".join(names)))

    def share(self, survey: Survey, demand: Demand) -> Share:
        """Share of the families that can be judged that the sessions answer."""
        return survey.door.share(self.meaning, self.mask, demand.within, demand.judged)

    def first(self, many: int) -> Plan:
        """The first sessions."""
        return Plan(self.offers[:many], self.masks[:many], self.spots[:many])


def plan_of(survey: Survey, demand: Demand, offers: Sequence[Offer], limits: Limits) -> Plan:
    """Sessions, with the families that they answer."""
    masks = np.zeros((len(offers), survey.data.rows), dtype=bool)
    for at, offer in enumerate(offers):
        masks[at] = answered_by(survey.data, demand, offer, limits)
    spots = [_named(demand, offer, mask) for offer, mask in zip(offers, masks, strict=True)]
    return Plan(offers, masks, spots)


def _named(demand: Demand, offer: Offer, mask: Bools) -> Meaning:
    """A session to which all can come answers who its theme does."""
    if np.array_equal(mask, demand.answered[:, offer.theme]):
        return demand.meanings[offer.theme]
    return meaning(("séance", offer.spot(demand.themes)))


def _text(spot: Meaning) -> str:
    return "&".join(f"{variable}={category}" for variable, category in sorted(spot))


def sessions_of(survey: Survey, demand: Demand, plan: Plan) -> list[dict[str, Any]]:
    """The sessions in order, with what each adds to those before it."""
    return [_session(survey, demand, plan, at) for at in range(len(plan.offers))]


def _session(survey: Survey, demand: Demand, plan: Plan, at: int) -> dict[str, Any]:
    offer, theme = plan.offers[at], demand.themes[plan.offers[at].theme]
    before, now = plan.first(at), plan.first(at + 1)
    covered = now.share(survey, demand)
    adds = covered if not at else _added(survey, demand, before, now)
    is_told = _is_told(survey, plan.masks[at])
    mask = plan.masks[at] if is_told else demand.judged
    of = plan.spots[at] if is_told else demand.within
    limited = {"slot": offer.slot, "place": offer.place}
    found = {use: _answers_of(survey, use, limited.get(use, ""), mask, of) for use in USES}
    return {
        "order": at + 1,
        "theme": theme.name,
        "label": theme.title,
        "format": theme.format,
        "constraints": list(theme.constraints),
        "partner": theme.partner,
        "adds": adds,
        "covered": covered,
        "among": "session" if is_told else "all",
        "slot": found["slot"],
        "place": found["place"],
        "languages": found["language"],
        "needs_to_come": found["needs_to_come"],
        "interpreter": offer.interpreter,
        "childcare": offer.childcare,
        "cost": offer.cost,
        "why": _why(adds, at, found, is_told),
    }


def _is_told(survey: Survey, mask: Bools) -> bool:
    """True when the families of a session can be described by what they answer to its questions."""
    asked = [b.answered for b in survey.data.blocks.values() if b.variable.use in USES]
    return all(survey.door.is_described(mask & said) for said in [mask, *asked])


def _added(survey: Survey, demand: Demand, before: Plan, now: Plan) -> Share:
    """Families that a session answers and that none before it does."""
    held = "|".join(sorted(_text(spot) for spot in before.spots))
    of = meaning(("ajoute", f"{_text(now.spots[-1])} à {held}"))
    return survey.door.share(of, now.mask & ~before.mask, demand.within, demand.judged)


def _answers_of(
    survey: Survey, use: str, name: str, mask: Bools, of: Meaning
) -> list[dict[str, Any]]:
    """The most frequent answers among some families; or the one that the limits gave."""
    blocks = [block for block in survey.data.blocks.values() if block.variable.use == use]
    cells = [
        (other, label, _share(survey, block, other, mask, of))
        for block in blocks
        for other, label in zip(block.names, block.labels, strict=True)
        if not name or other == name
    ]
    if not name:
        told = [cell for cell in cells if cell[2].yes.n]
        cells = sorted(told, key=lambda cell: -cell[2].value)
    found = [{"name": n, "label": label, "cell": share} for n, label, share in cells[: USES[use]]]
    return found or [{"name": name, "label": name, "cell": None}] * bool(name)


def _share(survey: Survey, block: Block, name: str, mask: Bools, of: Meaning) -> Share:
    within = asked_of(block, name) | of
    answer = meaning((block.variable.name, name))
    return survey.door.share(answer, block.column(name), within, block.asked(name) & mask)


def label_of(data: Encoded, use: str, name: str) -> str:
    """Words of an answer; its code when no question offers it."""
    for block in data.blocks.values():
        if block.variable.use == use and name in block.names:
            return block.labels[block.names.index(name)]
    return name


def _why(adds: Share, at: int, found: dict[str, list[dict[str, Any]]], is_told: bool) -> str:
    start = (
        f"Ajoute {adds.yes} familles à celles des séances précédentes"
        if at
        else (f"Répond à {counted(adds)}")
    )
    asked = [f"«{THIN}{entry['label']}{THIN}»" for entry in found["needs_to_come"]]
    whom = "ces familles demandent" if is_told else "les familles demandent"
    ask = f" Pour venir, {whom}{THIN}: {listing(asked)}." if asked else ""
    return f"{start}.{ask}"
