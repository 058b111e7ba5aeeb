"""Programmes nearly as good as the best one, one session away from it."""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np

from ..arrays import Bools
from ..disclosure import Cell, primary
from ..french import percent, quoted, typography
from ..suppression import packed, subtractable, touching
from ..table import Encoded
from ..themes import Demand
from .bound import Solved
from .cover import swaps
from .limits import Limits
from .offers import Market, Offer, answered_by
from .sessions import Told, label_of

NEAR = 0.05
MANY = 2


def alternatives(
    data: Encoded, wanted: Demand, place: Market, solved: Solved, told: Told, limits: Limits,
    k: int, value: float,
) -> list[dict[str, Any]]:  # fmt: skip
    """Tell two near-best programmes: the session that leaves, the one that comes, how far.

    A coverage is hidden when fewer than ``k`` families separate it from another one told.
    « Near » is never nearer than ``k`` families, of ``value`` each at the most: that an alternative
    is told must not bound what few families miss.
    """
    if not solved.held or not solved.chosen:
        return []
    near = min(max(ceil(100 * k * value / solved.value) / 100, NEAR), 1.0)
    known = [] if told.covered.hidden else [told.reached]
    published, entries = told.published, []
    for out, into, value in nearest(place, solved, near):
        offers = [place.offers[at] for at in solved.chosen]
        mask = _reached(
            data, wanted, [*offers[:out], place.offers[into], *offers[out + 1 :]], limits
        )
        cell = Cell(int(mask.sum()), int(wanted.judged.sum()))
        close = any(_close(mask, other, k) for other in known)
        close |= touching(mask, told.untold, k) is not None
        cell = cell.hide(told.covered.hidden or close or subtractable(mask, published, k))
        cell = cell.hide(primary(cell, k))
        if not cell.hidden:
            known.append(mask)
            published = np.vstack([published, packed([mask])])
        apart = None if cell.hidden else max(ceil(100 * (1 - value / solved.value) - 1e-9), 0) / 100
        far = f"environ {percent(apart)} de moins" if apart else f"à moins de {percent(near)} près"
        entries.append(_entry(data, wanted, (offers[out], place.offers[into]), cell, apart, far))
    return entries


def nearest(place: Market, solved: Solved, near: float) -> list[tuple[int, int, float]]:
    """Find the best swaps that stay near the best programme, each bringing another theme or time.

    Gives the place of the session that leaves, the offer that comes, and what is then reached.
    """
    after = swaps(place.cover, solved.chosen)
    spots = [(offer.theme, offer.slot, offer.place) for offer in place.offers]
    for at in solved.chosen:
        after[:, [other for other, spot in enumerate(spots) if spot == spots[at]]] = -np.inf
    found: list[tuple[int, int, float]] = []
    while len(found) < MANY and np.isfinite(after).any():
        out, into = divmod(int(np.argmax(np.round(after, 9))), after.shape[1])
        if after[out, into] < (1 - near) * solved.value:
            break
        found.append((out, into, float(after[out, into])))
        theme = place.offers[into].theme
        after[:, [at for at, spot in enumerate(spots) if spot[0] == theme]] = -np.inf
    return found


def _reached(data: Encoded, wanted: Demand, offers: list[Offer], limits: Limits) -> Bools:
    masks = [answered_by(data, wanted, offer, limits) for offer in offers]
    return np.asarray(np.any(masks, axis=0), dtype=bool)


def _close(one: Bools, two: Bools, k: int) -> bool:
    return bool((one != two).any()) and abs(int(one.sum()) - int(two.sum())) < k


def _entry(
    data: Encoded, wanted: Demand, swap: tuple[Offer, Offer], cell: Cell, apart: float | None,
    far: str,
) -> dict[str, Any]:  # fmt: skip
    out, into = (_named(data, wanted, offer) for offer in swap)
    sentence = f"{quoted(into['label'])} à la place de {quoted(out['label'])} : {far}."
    return {
        "leaves": out,
        "comes": into,
        "cell": cell,
        "gap": apart,
        "sentence": typography(sentence),
    }


def _named(data: Encoded, wanted: Demand, offer: Offer) -> dict[str, Any]:
    theme = wanted.themes[offer.theme]
    where = [
        label_of(data, use, name)
        for use, name in (("slot", offer.slot), ("place", offer.place))
        if name
    ]
    label = f"{theme.title} ({', '.join(where)})" if where else theme.title
    return {"theme": theme.name, "label": label, "slot": offer.slot, "place": offer.place}
