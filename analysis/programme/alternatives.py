"""Programmes nearly as good as the best one, one session away from it."""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np

from ..disclosure import BASE, Share
from ..french import percent, quoted, typography
from ..survey import Survey
from ..table import Encoded
from ..themes import Demand
from .bound import Solved
from .cover import swaps
from .limits import Limits
from .offers import Market, Offer
from .sessions import Plan, label_of, plan_of

# Share of the best programme within which another is near, and how many are told.
NEAR = 0.05
MANY = 2


def alternatives(
    survey: Survey, demand: Demand, place: Market, solved: Solved, plan: Plan, limits: Limits
) -> list[dict[str, Any]]:
    """Two near-best programmes: the session that leaves, the one that comes, how far.

    « Near » is never nearer than the rounding: nothing finer could be told of it.
    """
    if not solved.held or not solved.chosen:
        return []
    near = min(max(ceil(100 * BASE / solved.value) / 100, NEAR), 1.0) if solved.value > 0 else 1.0
    best, entries = plan.share(survey, demand).value, []
    for out, into in nearest(place, solved, near):
        offers = [*plan.offers[:out], place.offers[into], *plan.offers[out + 1 :]]
        cell = plan_of(survey, demand, offers, limits).share(survey, demand)
        swap = (plan.offers[out], place.offers[into])
        # How much less of what is told, in whole percents.
        apart = max(round(1 - cell.value / best, 2), 0.0) if best else 0.0
        entries.append(_entry(survey.data, demand, swap, cell, apart))
    return entries


def nearest(place: Market, solved: Solved, near: float) -> list[tuple[int, int]]:
    """The best swaps that stay near the best programme, each bringing another theme or time.

    Each is the place of the session that leaves, and the offer that comes.
    """
    after = swaps(place.cover, solved.chosen)
    spots = [(offer.theme, offer.slot, offer.place) for offer in place.offers]
    for at in solved.chosen:
        after[:, [other for other, spot in enumerate(spots) if spot == spots[at]]] = -np.inf
    found: list[tuple[int, int]] = []
    while len(found) < MANY and np.isfinite(after).any():
        out, into = divmod(int(np.argmax(np.round(after, 9))), after.shape[1])
        if after[out, into] < (1 - near) * solved.value:
            break
        found.append((out, into))
        theme = place.offers[into].theme
        after[:, [at for at, spot in enumerate(spots) if spot[0] == theme]] = -np.inf
    return found


def _entry(
    data: Encoded, demand: Demand, swap: tuple[Offer, Offer], cell: Share, apart: float
) -> dict[str, Any]:
    out, into = (_named(data, demand, offer) for offer in swap)
    far = f"environ {percent(apart)} de moins" if apart else "autant, à l'arrondi près"
    sentence = f"{quoted(into['label'])} à la place de {quoted(out['label'])} : {far}."
    return {
        "leaves": out,
        "comes": into,
        "cell": cell,
        "gap": apart,
        "sentence": typography(sentence),
    }


def _named(data: Encoded, demand: Demand, offer: Offer) -> dict[str, Any]:
    theme = demand.themes[offer.theme]
    where = [
        label_of(data, use, name)
        for use, name in (("slot", offer.slot), ("place", offer.place))
        if name
    ]
    label = f"{theme.title} ({', '.join(where)})" if where else theme.title
    return {"theme": theme.name, "label": label, "slot": offer.slot, "place": offer.place}
