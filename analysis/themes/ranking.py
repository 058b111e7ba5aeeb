"""The order of themes, from told shares only, and how steady it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from sklearn.utils import check_random_state

from ..arrays import Bools, Floats, Ints
from ..disclosure import BASE, JEFFREYS, Prior, Share
from ..french import percent, typography
from ..statistics import LEVEL
from .demand import Want
from .evidence import Proof

TOP = 5
DRAWS = 1000
# What a family that names only a further need of a theme counts, of one that names its main one.
HALF = 0.5
# What a wish counts, of a need: with 0.5 fewer of the five truly most needed themes are found
# (5 points fewer at 150 families), with 0 families are not heard on the themes themselves.
WISH = 0.25
# Families squared: variance of a told count about the true one, (BASE squared - 1) / 6.
ROUNDING = (BASE**2 - 1) / 6
# Share of draws in which a theme that may be the best is first, at least. Of the truly best themes
# the title of samples of 20 to 400 left out 0 to 4 %; with 2.5 %, as for the bounds of a place, 31,
# 19, 12 and 10 % at 20, 40, 80 and 150 (tests/benchmarks/theming.py).
MAY_LEAD = 0.005
# Families that a fitted prior weighs at least; at most, this part of those that a share is of. With
# as many, intervals of scores held 88 % of the true ones at 150 families (docs/methods/themes.md).
LEAST_WEIGHT, MOST_WEIGHT = 2.0, 0.5
# Families, and points by which the share of the theme first in need is too high on average: 36
# surveys of each size, drawn from three invented neighbourhoods (tests/benchmarks/theming.py).
EXCESS = ((400, 2), (150, 5), (80, 11), (40, 19), (0, 25))


class Standing(NamedTuple):
    """Score and place of each theme, with intervals at ``LEVEL``.

    ``survey`` are places before votes; ``may_lead`` says which may be the best; ``is_held`` says
    that a need which a theme borrows would have put it before that need's own theme.
    """

    score: Floats
    low: Floats
    high: Floats
    survey: Ints
    place: Ints
    first: Ints
    last: Ints
    top: Floats
    may_lead: Bools
    is_held: list[bool]


def standing(wants: Sequence[Want], evidence: Sequence[Proof], seed: int) -> Standing:
    """Order themes by told shares; votes reorder only those that were put to the vote.

    Notes
    -----
    Score: share that names the main need, plus half of that which names only a further one, and
    wishes for a quarter of a need. What is borrowed never puts a theme before the borrowed need's
    own theme for the same public. Intervals and places are of draws from what each share may be,
    under a prior fitted over the themes.
    """
    rng = check_random_state(seed)
    ahead = rivals(wants)
    # Of equal themes, the one that borrows less is first, then the one that touches fewer needs.
    few_needs = -np.array([len(want.theme.further) for want in wants], dtype=float)
    own, borrowed = _parts(wants, None, rng)
    scores = held(own, borrowed, ahead)
    owns, extras = _parts(wants, DRAWS, rng)
    votes = _voted(evidence, DRAWS, rng)
    many = held(owns, extras, ahead)
    places = np.array([
        voted_order(line, evidence, vote, mine, few_needs)
        for line, mine, vote in zip(many, owns, votes, strict=True)
    ])  # fmt: skip
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(many, [tail, 1 - tail], axis=0)
    first, last = np.quantile(places, [tail, 1 - tail], axis=0, method="inverted_cdf")
    return Standing(
        scores,
        np.minimum(low, scores),
        np.maximum(high, scores),
        ranks(scores, own, few_needs),
        voted_order(scores, evidence, _voted(evidence, None, rng), own, few_needs),
        first.astype(int),
        last.astype(int),
        np.asarray((places <= TOP).mean(axis=0)),
        np.asarray((places == 1).mean(axis=0) >= MAY_LEAD),
        [bool(s < o + b - 1e-9) for s, o, b in zip(scores, own, borrowed, strict=True)],
    )


def _parts(
    wants: Sequence[Want], many: int | None, rng: np.random.RandomState
) -> tuple[Floats, Floats]:
    """Scores without what is borrowed, and what is: told, or ``many`` draws of what they may be.

    One share is drawn once, so that two themes of one need and one public stay together.
    """
    main = [(want.theme.main, want.among) for want in wants]
    more = [(*key, *want.theme.further) for key, want in zip(main, wants, strict=True)]
    names = [want.theme.name for want in wants]
    needs = _values(main, [want.needed for want in wants], many, rng)
    further = _values(more, [want.also for want in wants], many, rng)
    wishes = _values(names, [want.wished for want in wants], many, rng)
    scale = 1 + WISH * any(want.wished for want in wants)
    return (needs + WISH * _usual(wants, wishes)) / scale, HALF * further / scale


def _usual(wants: Sequence[Want], wishes: Floats) -> Floats:
    """Wishes; the mean one of a theme whose card too few families saw: it gains nor loses."""
    known = np.array([want.wished is not None for want in wants])
    if not known.any():
        return wishes
    return np.where(known, wishes, wishes[..., known].mean(axis=-1, keepdims=True))


def _values(
    keys: Sequence[object], shares: Sequence[Share | None], many: int | None,
    rng: np.random.RandomState,
) -> Floats:  # fmt: skip
    """Told values, or draws under one prior fitted to all of them; 0 for what is not known."""
    prior = fitted([share for share in shares if share])
    drawn: dict[object, Floats] = {}
    for key, share in zip(keys, shares, strict=True):
        if share and key not in drawn:
            told = replace(share, prior=prior)
            drawn[key] = np.asarray(share.value) if many is None else told.draws(many, rng)
    none = np.zeros(many or ())
    pairs = zip(keys, shares, strict=True)
    return np.stack([drawn[key] if share else none for key, share in pairs], axis=-1)


def fitted(shares: Sequence[Share]) -> Prior:
    """Beta prior fitted to told shares by their moments, the noise of each taken away.

    With a flat prior, intervals at 95 % of the places of themes held 87 % of the true places at
    20 families; with this one 95 % (20 populations).
    """
    if not shares:
        return JEFFREYS
    size = np.array([max(share.of, 1) for share in shares], dtype=float)
    told = np.array([share.yes.n for share in shares]) / size
    mean = float(np.clip(told.mean(), 0.02, 0.98))
    noise = (told * (1 - told) / size + ROUNDING / size**2).mean()
    spread = max(float(told.var() - noise), 1e-4)
    most = max(MOST_WEIGHT * float(size.mean()), LEAST_WEIGHT)
    weight = float(np.clip(mean * (1 - mean) / spread - 1, LEAST_WEIGHT, most))
    return mean * weight, (1 - mean) * weight


def rivals(wants: Sequence[Want]) -> list[list[list[int]]]:
    """Themes that each one may not pass by what it borrows.

    Of each need borrowed, every theme of its own for the same public; failing that, the best of
    its own themes, whatever their public.
    """
    found = []
    for want in wants:
        groups: list[list[int]] = []
        for need in want.theme.further:
            own = [at for at, other in enumerate(wants) if other.theme.main == need]
            same = [[at] for at in own if wants[at].among == want.among]
            groups += same or ([own] if own else [])
        found.append(groups)
    return found


def held(own: Floats, borrowed: Floats, ahead: Sequence[Sequence[Sequence[int]]]) -> Floats:
    """Scores with what is borrowed, which never passes the themes ``ahead``.

    >>> held(np.array([0.4, 0.5]), np.array([0.15, 0.0]), [[[1]], []])
    array([0.5, 0.5])
    """
    scores = own + borrowed
    for at, groups in enumerate(ahead):
        for group in groups:
            most = own[..., list(group)].max(axis=-1)
            scores[..., at] = np.minimum(scores[..., at], most)
    return np.asarray(np.maximum(scores, own))


def ranks(values: Floats, *ties: Floats) -> Ints:
    """Places from the largest (1); equal values by the largest of each tie in turn, then in order.

    >>> ranks(np.array([0.2, 0.5, 0.2])), ranks(np.array([0.2, 0.5, 0.2]), np.array([1, 1, 2]))
    (array([2, 1, 3]), array([3, 1, 2]))
    """
    order = np.lexsort([-np.round(key, 9) for key in (*ties[::-1], values)])
    found = np.empty(len(values), dtype=int)
    found[order] = np.arange(1, len(values) + 1)
    return found


def _voted(evidence: Sequence[Proof], many: int | None, rng: np.random.RandomState) -> Floats:
    """Shares of the votes, as they are or as they may be in another room like it."""
    votes = np.array([p.votes for p in evidence], dtype=float)
    people = np.array([p.participants for p in evidence], dtype=float)
    if many is None:
        return np.asarray(votes / np.maximum(people, 1.0))
    # Jeffreys' prior, as for the shares of the survey.
    drawn = rng.beta(votes + 0.5, people - votes + 0.5, size=(many, len(votes)))
    return np.asarray(drawn)


def voted_order(scores: Floats, evidence: Sequence[Proof], votes: Floats, *ties: Floats) -> Ints:
    """Places once the themes put to the vote have changed places among themselves.

    >>> no, yes = (Proof(put, 20 * put, 18 * put, 0, 0, 0, 0.0, 20, 11) for put in (0, 1))
    >>> ayes = np.array([0.0, 0.0, 0.0, 0.9])
    >>> voted_order(np.array([0.5, 0.4, 0.3, 0.2]), [no, yes, no, yes], ayes)
    array([1, 4, 3, 2])
    """
    places = ranks(scores, *ties)
    chosen = np.array([at for at, proof in enumerate(evidence) if proof.is_decided], dtype=int)
    weight = np.array([evidence[at].weight for at in chosen])
    mixed = (1 - weight) * scores[chosen] + weight * votes[chosen]
    free = np.sort(places[chosen])
    places[chosen] = free[ranks(mixed, *(tie[chosen] for tie in ties)) - 1]
    return places


def steadiness(share: float) -> str:
    """How steady a place among the first five is, in words.

    >>> steadiness(0.93).replace(chr(0x202F), " ")
    'Dans les 5 premiers dans 93 % des tirages de ce que les chiffres peuvent être.'
    """
    often = f"{percent(share)} des" if share else "aucun des"
    return f"Dans les {TOP} premiers dans {often} tirages de ce que les chiffres peuvent être."


def cautions(size: int, are_cards_drawn: bool) -> list[str]:
    """What being first, and cards, do to the numbers of so many families.

    >>> cautions(150, False)[0].replace("\\u202f", " ")[:84]
    'Un thème est premier aussi par chance : avec autant de familles fictives, le chiffre'
    """
    points = next(points for least, points in EXCESS if size >= least)
    said = [
        "Un thème est premier aussi par chance : avec autant de familles fictives, le chiffre du "
        f"premier est trop haut de {points} points en moyenne. Lire sa place avec son intervalle.",
        "Les cartes montrées dépendent des besoins nommés : un souhait se lit parmi les familles "
        "à qui la carte a été montrée.",
    ]
    return [typography(text) for text in said[: 1 + are_cards_drawn]]
