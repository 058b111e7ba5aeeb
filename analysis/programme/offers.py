"""Sessions that could be held, and which families could come to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from ..arrays import Bools, Floats
from ..catalogue import Theme
from ..disclosure import BASE, Door, Meaning, meaning
from ..errors import AnalysisError
from ..table import Encoded
from ..themes import Demand
from .cover import Cover, collapse, covering
from .limits import Limits

MOST_OFFERS = 4000
# Families that a theme which answers everybody is worth beside its cover: with 8, a programme of
# 20 to 80 families covers 0.4 to 2.5 points more than with 0 (16 populations of two makings).
LEAN = 8.0


@dataclass(frozen=True)
class Offer:
    """One session that could be held; an empty slot or place is left to be decided."""

    theme: int
    slot: str = ""
    place: str = ""
    interpreter: bool = False
    childcare: bool = False
    cost: float = 0.0

    def spot(self, themes: Sequence[Theme]) -> str:
        """What the session is called at the door: its theme, moment, place and helpers."""
        helpers = "+".join(["interprète"] * self.interpreter + ["garde"] * self.childcare)
        return "@".join([themes[self.theme].name, self.slot, self.place, helpers]).rstrip("@")


@dataclass(frozen=True)
class Group:
    """Families of whom at least ``floor`` must be answered (0: only told)."""

    kind: str
    name: str
    mask: Bools
    meaning: Meaning
    floor: int = 0


@dataclass(frozen=True)
class Market:
    """Everything a programme is chosen from."""

    offers: list[Offer]
    cover: Cover


def market(
    data: Encoded,
    wanted: Demand,
    values: Floats,
    allowed: Sequence[int],
    groups: Sequence[Group],
    limits: Limits,
    door: Door | None = None,
) -> Market:
    """List the possible sessions and collapse families alike in needs and in when they can come.

    ``values`` (themes,) is the worth of answering one family, ``allowed`` the themes that may be
    chosen, ``limits`` has its number of sessions. Without a ``door`` nothing is blurred.
    """
    offers = list_offers(wanted, allowed, limits)
    bound = [group for group in groups if group.floor]
    able, places = abilities(data, limits)
    columns = [wanted.answered, able, *(group.mask[:, None] for group in bound)]
    kinds, which = collapse(np.hstack(columns)[wanted.judged])
    many = wanted.answered.shape[1]
    reach = np.column_stack(
        [
            kinds[:, offer.theme]
            & kinds[:, [many + at for at in needed(offer, places)]].all(axis=1)
            for offer in offers
        ]
        or [np.zeros(len(kinds), dtype=bool)]
    )
    counts = np.bincount(which, minlength=len(kinds)).astype(float)
    inside = kinds[:, many + able.shape[1] :] * counts[:, None]
    load, caps = loads(offers, limits, reach.shape[1])
    cover = covering(
        reach,
        np.array([values[offer.theme] for offer in offers] or [0.0]),
        counts,
        inside,
        np.array([float(group.floor) for group in bound]),
        load,
        caps,
        blurs(door, offers, wanted) if door and offers else None,
    )
    return Market(offers, cover)


def blurs(door: Door, offers: Sequence[Offer], wanted: Demand) -> Floats:
    """Families more or less that each session is taken to cover.

    A secret number of the session's meaning, from -2 to 2, so that which of two sessions is
    chosen says of what they cover no more than two told counts would; and a few families for
    the told share that its theme answers, which settles most of what the blur leaves open.
    """
    spots = [meaning(("choix", offer.spot(wanted.themes))) for offer in offers]
    secret: Floats = np.array([door.offset(spot) - BASE // 2 for spot in spots], dtype=np.float64)
    shares = [wanted.share(door, at).value for at in range(len(wanted.wants))]
    return np.asarray(secret + LEAN * np.array([shares[offer.theme] for offer in offers]))


def list_offers(wanted: Demand, allowed: Sequence[int], limits: Limits) -> list[Offer]:
    """Possible sessions, the plainest of each theme first, so that ties stay plain."""
    spoken = [False, True] if limits.languages and limits.interpreter else [False]
    kept = [False, True] if limits.childcare else [False]
    found = [
        Offer(
            at,
            slot,
            place,
            interpreter,
            childcare,
            limits.cost(wanted.themes[at].name, wanted.themes[at].format)
            + interpreter * limits.interpreter_cost
            + childcare * limits.childcare_cost,
        )
        for interpreter, childcare in product(spoken, kept)
        for at in allowed
        for slot, place in product(limits.slots or ("",), limits.places or ("",))
    ]
    if len(found) > MOST_OFFERS:
        raise AnalysisError(
            f"Les limites du programme permettent {len(found)} séances différentes, trop pour "
            "choisir. Donner moins de moments, de lieux ou de thèmes."
        )
    return found


def abilities(data: Encoded, limits: Limits) -> tuple[Bools, dict[tuple[str, str], int]]:
    """Who can come where and when: one column per ability, and where each stands."""
    wishes: dict[tuple[str, str], Bools] = {}
    for slot in limits.slots:
        wishes["slot", slot] = _can(data, "slot", [slot])
    for place in limits.places:
        wishes["place", place] = _can(data, "place", [place])
    if limits.languages:
        wishes["language", ""] = _can(data, "language", limits.languages)
    if limits.childcare is not None:
        blocks = [b for b in data.blocks.values() if b.variable.use == "needs_to_come"]
        asking = [block.column(limits.childcare_answer) for block in blocks]
        wishes["childcare", ""] = ~np.any([np.zeros(data.rows, dtype=bool), *asking], axis=0)
    columns = [np.zeros((data.rows, 0), dtype=bool), *(w[:, None] for w in wishes.values())]
    return np.hstack(columns), {key: at for at, key in enumerate(wishes)}


def needed(offer: Offer, places: Mapping[tuple[str, str], int]) -> list[int]:
    """Abilities that a family needs for an offer."""
    asked = [("slot", offer.slot), ("place", offer.place)]
    asked += [] if offer.interpreter else [("language", "")]
    asked += [] if offer.childcare else [("childcare", "")]
    return [places[key] for key in asked if key in places]


def answered_by(data: Encoded, wanted: Demand, offer: Offer, limits: Limits) -> Bools:
    """Families that an offer answers and that could come."""
    able, places = abilities(data, limits)
    return np.asarray(
        wanted.answered[:, offer.theme] & able[:, needed(offer, places)].all(axis=1), dtype=bool
    )


def loads(offers: Sequence[Offer], limits: Limits, many: int) -> tuple[Floats, Floats]:
    """What each offer uses of each cap: sessions, money, sessions of a theme and of a moment."""
    uses: list[tuple[Any, float]] = [(np.ones(many), limits.sessions or 0)]
    if offers and limits.budget is not None:
        uses.append(([offer.cost for offer in offers], limits.budget))
    themes = np.array([offer.theme for offer in offers])
    if len(offers) > len(set(themes)):
        uses += [(themes == theme, limits.per_theme) for theme in np.unique(themes)]
    slots = np.array([offer.slot for offer in offers])
    if limits.per_slot and limits.slots:
        uses += [(slots == slot, limits.per_slot) for slot in np.unique(slots)]
    load, caps = zip(*uses, strict=True)
    return np.array(load, dtype=float), np.array(caps, dtype=float)


def _can(data: Encoded, use: str, names: Sequence[str]) -> Bools:
    able = np.ones(data.rows, dtype=bool)
    for block in data.blocks.values():
        if block.variable.use == use:
            unknown = [name for name in names if name not in block.names]
            # The team may speak a language that nobody was offered.
            if unknown and block.variable.categories and use != "language":
                raise AnalysisError(
                    f"Les limites du programme citent « {unknown[0]} », qui n'est pas une réponse "
                    f"à « {block.variable.title} ». Choisir parmi : {', '.join(block.names)}."
                )
            able &= ~block.answered | np.any([block.column(name) for name in names], axis=0)
    return able
