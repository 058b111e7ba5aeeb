"""The order of themes, how steady it is, and what being first does to a number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.utils import check_random_state

from ..arrays import Bools, Floats
from ..french import percent, typography
from ..statistics import resampled
from .evidence import Proof

TOP = 5
RESAMPLES = 200
# From here on, what being first does to a number is small.
FEW = 300


def ranks(values: Sequence[float]) -> list[int]:
    """Rank values from the largest (1); equal ones in their order.

    >>> ranks([0.2, 0.5, 0.2])
    [2, 1, 3]
    """
    order = np.argsort(-np.round(values, 9), kind="stable")
    found = np.empty(len(values), dtype=int)
    found[order] = np.arange(1, len(values) + 1)
    return [int(rank) for rank in found]


def top_shares(rows: Bools, evidence: Sequence[Proof], seed: int) -> Floats:
    """Share of bootstrap resamples of families in which each theme is among the first five.

    Parameters
    ----------
    rows : array of bool, shape (families, themes)
        The families that can be judged, and which themes answer them.
    evidence : sequence of Proof
    seed : int

    Returns
    -------
    array of float, shape (themes,)
    """
    shares = resampled(rows, RESAMPLES, check_random_state(seed))
    weight = np.array([p.participants for p in evidence])
    votes = np.array([p.votes for p in evidence])
    factor = np.array([p.factor for p in evidence])
    people = np.array([p.people for p in evidence])
    scores = (people * shares + votes) / (people + weight) * factor
    order = np.argsort(-np.round(scores, 9), axis=1, kind="stable")[:, :TOP]
    return np.asarray(np.bincount(order.ravel(), minlength=rows.shape[1]) / RESAMPLES)


def steadiness(share: float) -> str:
    """Say how steady a place among the first five is.

    >>> steadiness(0.93).replace("\\u202f", " ")
    'Dans les 5 premiers dans 93 % des rééchantillonnages.'
    """
    if not share:
        return f"Dans les {TOP} premiers dans aucun rééchantillonnage."
    return f"Dans les {TOP} premiers dans {percent(share)} des rééchantillonnages."


def cautions(base: int) -> list[str]:
    """Say what being first, and unequal participation, do to the numbers of so many families.

    Measured on populations of known needs; see ``docs/methods/themes.md``.
    """
    few = base < FEW
    told = (
        "Un thème est premier aussi par chance : son chiffre est un peu trop haut, de 2 points "
        "en moyenne avec 150 familles fictives, et son intervalle à 95 % contient alors la vraie "
        "part dans 93 % des tirages."
        if few
        else "Un thème est premier aussi par chance : son chiffre est un peu trop haut, de moins "
        "d'un point en moyenne avec 500 familles fictives ou plus."
    )
    return [typography(told)]
