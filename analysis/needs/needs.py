"""The needs: how many families name each domain, how many put it first, and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from ..arrays import Bools, Floats
from ..disclosure import BASE, JEFFREYS, Prior, Share, meaning
from ..statistics import ranks_of
from ..survey import Survey, named
from ..table import Domain
from ..weighting import weighted

DRAWS = 4000
NO_NEED = "Aucune question de besoin, ou personne n'y a répondu."


def needs_section(survey: Survey, unmet: list[dict[str, Any] | None]) -> dict[str, Any]:
    """Describe every need, the most often named first as far as told numbers go.

    Parameters
    ----------
    survey : Survey
    unmet : list of dict or None
        What is told of lacking support beside each need, in the order of the domains.
    """
    if not survey.domains or not any(d.answered.any() for d in survey.domains):
        return {"message": NO_NEED, "domains": [], "order": {"first": [], "sentence": ""}}
    shares = [survey.need(domain) for domain in survey.domains]
    first, high, low = order(shares, survey.seed)
    entries = [
        _entry(survey, domain, share, lack) | {"place": _place(bool(up), bool(down))}
        for domain, share, lack, up, down in zip(
            survey.domains, shares, unmet, high, low, strict=True
        )
    ]
    names = [d.name for d, chosen in zip(survey.domains, first, strict=True) if chosen]
    places = sorted(range(len(shares)), key=lambda at: (-shares[at].value, at))
    return {
        "message": "",
        "domains": [entries[at] for at in places],
        "order": {"first": names, "sentence": ""},
    }


def _entry(
    survey: Survey, domain: Domain, share: Share, lack: dict[str, Any] | None
) -> dict[str, Any]:
    asked = _asked_first(survey)
    first = _first(survey, domain, asked) if asked.any() else None
    within = survey.asked(domain)
    return {
        "name": domain.name,
        "label": domain.label,
        "cell": share,
        "first": first,
        "weighted": weighted(survey, named(domain), domain.named, within, domain.answered),
        "first_weighted": weighted(survey, _put_first(domain), domain.first, FIRST, asked)
        if first
        else None,
        "unmet": lack,
    }


FIRST = meaning(("priorité", "répondu"))


def _put_first(domain: Domain) -> frozenset[tuple[str, str]]:
    return meaning(("priorité", domain.name))


def _asked_first(survey: Survey) -> Bools:
    said = [block.answered for block in survey.data.of_role("priority")]
    return np.asarray(np.any([np.zeros(survey.data.rows, dtype=bool), *said], axis=0))


def _first(survey: Survey, domain: Domain, asked: Bools) -> Share:
    return survey.door.share(_put_first(domain), domain.first, FIRST, asked)


def order(shares: list[Share], seed: int) -> tuple[Bools, Bools, Bools]:
    """Which needs may be first, which are surely in the upper half, and in the lower one.

    Parameters
    ----------
    shares : list of Share
    seed : int

    Returns
    -------
    tuple of array of bool, each of shape (needs,)

    Notes
    -----
    Ranks are drawn from told numbers under a beta prior fitted over the needs: a flat one draws
    each need by itself and is wrong too often with twenty answers. What rounding alone could turn
    round is never told: nothing here is false of the exact counts.

    Examples
    --------
    >>> from analysis.disclosure import Told
    >>> found = order([Share(Told(n), Told(60), 60) for n in (50, 20, 15, 5)], 0)
    >>> [mask.tolist() for mask in found][0]
    [True, False, False, False]
    """
    prior = fitted(np.array([share.value for share in shares]), shares[0].of)
    rng = np.random.RandomState(seed)
    draws = np.column_stack([replace(s, prior=prior).draws(DRAWS, rng) for s in shares])
    found = ranks_of(draws)
    value = np.array([share.value for share in shares])
    slack = np.array([2 * (BASE - 1) / max(share.of, 1) for share in shares])
    may_lead = value[None, :] >= value[:, None] - np.maximum(slack[None, :], slack[:, None])
    ahead = may_lead.sum(axis=1) - 1
    behind = may_lead.T.sum(axis=1) - 1
    half = len(shares) / 2
    among = found.among | may_lead[int(value.argmax())]
    return among, found.sure_high & (ahead < half), found.sure_low & (behind < half)


def fitted(shares: Floats, base: int) -> Prior:
    """Beta prior of the shares of needs, by moments; Jeffreys when they are all alike.

    >>> fitted(np.array([0.1, 0.5, 0.3]), 100)[0] > 0.5
    True
    """
    mean = float(np.clip(shares.mean(), 0.02, 0.98))
    chance = mean * (1 - mean) / max(base, 1)
    spread = float(shares.var(ddof=1)) - chance if len(shares) > 1 else 0.0
    if spread <= 0:
        return JEFFREYS
    weight = min(max(mean * (1 - mean) / spread - 1, 1.0), float(max(base, 2)))
    # Under a half a prior would have no mode: draws of a share told 0 would all be 0.
    return max(mean * weight, 0.5), max((1 - mean) * weight, 0.5)


def _place(high: bool, low: bool) -> str:
    return "high" if high else "low" if low else ""
