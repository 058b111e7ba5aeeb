"""The order of themes, from told shares only, and how steady it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from sklearn.utils import check_random_state

from ..arrays import Floats, Ints
from ..disclosure import Share
from ..french import percent, typography
from ..statistics import LEVEL
from .demand import Want
from .evidence import Proof

TOP = 5
DRAWS = 1000
# What a family that names only a further need of a theme counts, of one that names its main one.
HALF = 0.5
# What a wish counts, of a need.
WISH = 0.5
# Of equal themes, the one that borrows less is first, then the one that touches fewer needs.
TIE = 1e-6
MORE = 1e-3


class Standing(NamedTuple):
    """Score and place of each theme, with intervals at ``LEVEL``.

    ``survey`` are places before votes; ``is_held`` says that a need which a theme borrows would
    have put it before that need's own theme.
    """

    score: Floats
    low: Floats
    high: Floats
    survey: Ints
    place: Ints
    first: Ints
    last: Ints
    top: Floats
    is_held: list[bool]


def standing(wants: Sequence[Want], evidence: Sequence[Proof], seed: int) -> Standing:
    """Order themes by told shares; votes reorder only those that were put to the vote.

    Notes
    -----
    Score: share that names the main need, plus half of that which names only a further one, and
    wishes for half of a need. What is borrowed never puts a theme before the borrowed need's own
    theme for the same public. Intervals and places are of draws from what each share may be.
    """
    rng = check_random_state(seed)
    ahead = rivals(wants)
    many_needs = MORE * np.array([len(want.theme.further) for want in wants])
    own, borrowed = _parts(wants, None, rng)
    ties = TIE * (own - many_needs)
    scores = held(own, borrowed, ahead)
    owns, extras = _parts(wants, DRAWS, rng)
    votes = _voted(evidence, DRAWS, rng)
    many = held(owns, extras, ahead)
    places = np.array([
        voted_order(line + TIE * (mine - many_needs), evidence, vote)
        for line, mine, vote in zip(many, owns, votes, strict=True)
    ])  # fmt: skip
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(many, [tail, 1 - tail], axis=0)
    first, last = np.quantile(places, [tail, 1 - tail], axis=0, method="inverted_cdf")
    return Standing(
        scores,
        np.minimum(low, scores),
        np.maximum(high, scores),
        ranks(scores + ties),
        voted_order(scores + ties, evidence, _voted(evidence, None, rng)),
        first.astype(int),
        last.astype(int),
        np.asarray((places <= TOP).mean(axis=0)),
        [bool(s < o + b - 1e-9) for s, o, b in zip(scores, own, borrowed, strict=True)],
    )


def _parts(
    wants: Sequence[Want], many: int | None, rng: np.random.RandomState
) -> tuple[Floats, Floats]:
    """Scores without what is borrowed, and what is: told, or ``many`` draws of what they may be.

    One share is drawn once, so that two themes of one need and one public stay together.
    """
    drawn: dict[object, Floats] = {}

    def value(key: object, share: Share | None) -> Floats:
        if share is None:
            return np.zeros(many or ())
        if many is None:
            return np.asarray(share.value)
        if key not in drawn:
            drawn[key] = share.draws(many, rng)
        return drawn[key]

    needs = [value((w.theme.main, w.among), w.needed) for w in wants]
    further = [value((w.theme.main, frozenset(w.theme.further), w.among), w.also) for w in wants]
    known = [value(w.theme.name, w.wished) for w in wants if w.wished]
    # Of a theme whose card too few families saw, nothing is known: it neither gains nor loses.
    usual = np.mean(known, axis=0) if known else np.zeros(many or ())
    wishes = [value(w.theme.name, w.wished) if w.wished else usual for w in wants]
    scale = 1 + WISH * bool(known)
    own = (np.stack(needs, axis=-1) + WISH * np.stack(wishes, axis=-1)) / scale
    return own, HALF * np.stack(further, axis=-1) / scale


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


def ranks(values: Floats) -> Ints:
    """Places from the largest (1); equal values in their order.

    >>> ranks(np.array([0.2, 0.5, 0.2]))
    array([2, 1, 3])
    """
    order = np.argsort(-np.round(values, 9), kind="stable")
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


def voted_order(scores: Floats, evidence: Sequence[Proof], votes: Floats) -> Ints:
    """Places once the themes put to the vote have changed places among themselves.

    >>> no, yes = (Proof(put, 20 * put, 18 * put, 0, 0, 0, 0.0, 20, 11) for put in (0, 1))
    >>> ayes = np.array([0.0, 0.0, 0.0, 0.9])
    >>> voted_order(np.array([0.5, 0.4, 0.3, 0.2]), [no, yes, no, yes], ayes)
    array([1, 4, 3, 2])
    """
    places = ranks(scores)
    chosen = np.array([at for at, proof in enumerate(evidence) if proof.is_decided], dtype=int)
    weight = np.array([evidence[at].weight for at in chosen])
    mixed = (1 - weight) * scores[chosen] + weight * votes[chosen]
    free = np.sort(places[chosen])
    places[chosen] = free[ranks(mixed) - 1]
    return places


def steadiness(share: float) -> str:
    """How steady a place among the first five is, in words.

    >>> steadiness(0.93).replace("\\u202f", " ")
    "Dans les 5 premiers dans 93 % des tirages de ce que les chiffres peuvent être."
    """
    often = f"{percent(share)} des" if share else "aucun des"
    return f"Dans les {TOP} premiers dans {often} tirages de ce que les chiffres peuvent être."


def cautions(are_cards_drawn: bool) -> list[str]:
    """What being first, and cards, do to the numbers."""
    said = [
        "Un thème est premier aussi par chance : lire sa place avec son intervalle.",
        "Les cartes montrées dépendent des besoins nommés : un souhait se lit parmi les familles "
        "à qui la carte a été montrée.",
    ]
    return [typography(text) for text in said[: 1 + are_cards_drawn]]
