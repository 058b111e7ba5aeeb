"""Workshop themes: whom each one answers, and what votes and workshops change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import beta
from sklearn.utils import check_random_state

from ._catalogue import Audience, Theme
from ._encoding import Bools, Encoded, Floats
from ._evidence import KAPPA, Proof
from ._french import THIN, listing, percent
from ._needs import Domain
from .disclosure import Cell, Count, nested, small, wilson
from .errors import AnalysisError

TOP = 5
RESAMPLES = 200


@dataclass(frozen=True)
class Demand:
    """Who each theme answers (families x themes), among the families that can be judged."""

    themes: Sequence[Theme]
    answered: Bools
    needs: list[list[tuple[Domain, Bools]]]
    ticked: Bools
    ticks_all: list[int]
    members: Bools
    judged: Bools


def demand(
    data: Encoded, found: list[Domain], themes: Sequence[Theme], audiences: Mapping[str, Audience]
) -> Demand:
    """Find the families that each theme answers.

    A family is answered by a theme when it belongs to its audience and named one of its
    domains or ticked the theme itself.
    """
    judged = np.zeros(data.rows, dtype=bool)
    for mask in [d.answered for d in found] + [b.answered for b in _tick_blocks(data, themes)]:
        judged |= mask
    members = (
        np.column_stack([_members(data, theme, audiences) for theme in themes]) & judged[:, None]
    )
    ticks = np.column_stack([_ticks(data, theme, themes) for theme in themes])
    needs = [
        [(d, d.named & members[:, at]) for d in found if d.name in theme.domains]
        for at, theme in enumerate(themes)
    ]
    wanted = np.column_stack(
        [np.any([m for _, m in line] or [ticks[:, 0] & False], axis=0) for line in needs]
    )
    totals = [int(ticks[:, at].sum()) for at in range(len(themes))]
    return Demand(
        themes, (wanted | ticks) & members, needs, ticks & members, totals, members, judged
    )


def publics(themes: Sequence[Theme], audiences: Mapping[str, Audience]) -> set[str]:
    """Give the variables that define the publics of themes."""
    named = {name for theme in themes for name in theme.audiences if name in audiences}
    return {variable for name in named for variable in audiences[name].any_of}


def _tick_blocks(data: Encoded, themes: Sequence[Theme]) -> list[Any]:
    names = {theme.name for theme in themes}
    return [
        block
        for block in data.of_role("preference")
        if block.variable.type in ("select_multiple", "rank") and names & set(block.names)
    ]


def _ticks(data: Encoded, theme: Theme, themes: Sequence[Theme]) -> Bools:
    columns = [block.column(theme.name) for block in _tick_blocks(data, themes)]
    return np.asarray(np.any([np.zeros(data.rows, dtype=bool), *columns], axis=0))


def _members(data: Encoded, theme: Theme, audiences: Mapping[str, Audience]) -> Bools:
    """Families of any of the theme's audiences; all when an audience cannot be told apart."""
    inside = np.zeros(data.rows, dtype=bool)
    for name in theme.audiences:
        rules = _audience(theme, name, audiences).any_of
        known = {variable: names for variable, names in rules.items() if variable in data.blocks}
        if not known:
            return np.ones(data.rows, dtype=bool)
        for variable, names in known.items():
            for category in names:
                inside |= data.blocks[variable].column(category)
    return inside if theme.audiences else ~inside


def _audience(theme: Theme, name: str, audiences: Mapping[str, Audience]) -> Audience:
    if name not in audiences:
        raise AnalysisError(
            f"Le thème « {theme.name} » cite le public « {name} », qui n'est pas décrit. "
            "Ajouter ce public (nom, réponses qui le définissent) ou le retirer du thème."
        )
    return audiences[name]


def public_share(n: int, base: int, k: int) -> float:
    """Share used for the score: the same middle value for every count that must be hidden.

    >>> public_share(3, 100, 11) == public_share(9, 100, 11) == 0.05
    True
    """
    if small(n, k):
        n = k // 2
    elif small(base - n, k):
        n = base - k // 2
    return n / base


def themes_section(
    wanted: Demand | None,
    evidence: list[Proof],
    audiences: Mapping[str, Audience],
    k: int,
    seed: int,
) -> dict[str, Any]:
    """Rank the themes, with the why of each."""
    if wanted is None or wanted.judged.sum() < k:
        return {"message": _nothing(wanted), "items": []}
    base = int(wanted.judged.sum())
    shares = [public_share(int(n), base, k) for n in wanted.answered.sum(axis=0)]
    scores = [p.posterior(s) * p.factor for p, s in zip(evidence, shares, strict=True)]
    ranks, before = _ranks(scores), _ranks(shares)
    top = _stability(wanted, evidence, seed)
    items = [
        {
            **_identity(theme, audiences),
            "cell": Cell(int(wanted.answered[:, at].sum()), base),
            "why": _why(wanted, at, base, k),
            "evidence": _evidence(evidence[at], shares[at], base),
            "score": round(scores[at], 3),
            "rank": ranks[at],
            "rank_survey": before[at],
            "move": before[at] - ranks[at],
            "top_share": round(float(top[at]), 2),
        }
        for at, theme in enumerate(wanted.themes)
    ]
    return {"message": "", "items": sorted(items, key=lambda item: item["rank"])}


def _nothing(wanted: Demand | None) -> str:
    if wanted is None:
        return "Aucun catalogue de thèmes n'a été donné."
    return "Trop peu de réponses aux besoins et aux thèmes pour classer les thèmes."


def _ranks(values: Sequence[float]) -> list[int]:
    order = np.argsort(-np.round(values, 9), kind="stable")
    ranks = np.empty(len(values), dtype=int)
    ranks[order] = np.arange(1, len(values) + 1)
    return [int(rank) for rank in ranks]


def _identity(theme: Theme, audiences: Mapping[str, Audience]) -> dict[str, Any]:
    return {
        "name": theme.name,
        "label": theme.title,
        "domains": list(theme.domains),
        "format": theme.format,
        "audiences": [{"name": a, "label": audiences[a].label or a} for a in theme.audiences],
        "constraints": list(theme.constraints),
        "partner": theme.partner,
    }


def _why(wanted: Demand, at: int, base: int, k: int) -> dict[str, Any]:
    """Counts behind the score; a group is hidden when it nearly fills one already told."""
    answered = int(wanted.answered[:, at].sum())
    told = 0 if small(answered, k) else answered
    needs = [
        {
            "name": domain.name,
            "label": domain.label,
            "cell": _inner(mask, base, (int(domain.named.sum()), told), k),
        }
        for domain, mask in wanted.needs[at]
    ]
    members = int(wanted.members[:, at].sum())
    return {
        "needs": needs,
        "ticked": _inner(wanted.ticked[:, at], base, (wanted.ticks_all[at], told), k),
        "audience": Cell(members, base, nested(answered, members, k)),
        "sentence": _sentence(wanted.themes[at], [domain for domain, _ in wanted.needs[at]]),
    }


def _inner(mask: Bools, base: int, outers: tuple[int, ...], k: int) -> Cell:
    n = int(mask.sum())
    return Cell(n, base, any(nested(n, outer, k) for outer in outers))


def _sentence(theme: Theme, domains: list[Domain]) -> str:
    labels = [f"«{THIN}{domain.label}{THIN}»" for domain in domains]
    if not labels:
        return "Compte les familles du public visé qui ont choisi ce thème."
    return (
        "Compte les familles du public visé qui ont nommé "
        f"{listing(labels, 'ou')}, ou choisi ce thème."
    )


def _evidence(proof: Proof, share: float, base: int) -> dict[str, Any]:
    mean = proof.posterior(share)
    low, high = _bounds(proof, share, base)
    return {
        "participants": Count(proof.participants),
        "votes": Count(proof.votes),
        "weight": round(proof.weight, 2),
        "posterior": {"share": round(mean, 3), "low": round(low, 3), "high": round(high, 3)},
        "workshops_held": proof.held,
        "attended": Count(proof.attended),
        "feedback": Count(proof.feedback),
        "usefulness": round(proof.usefulness, 2),
        "factor": round(proof.factor, 2),
        "sentence": _told(proof),
    }


def _bounds(proof: Proof, share: float, base: int) -> tuple[float, float]:
    if not proof.participants:
        return wilson(round(share * base), base)
    yes = max(KAPPA * share + proof.votes, 1e-6)
    no = max(KAPPA * (1 - share) + proof.participants - proof.votes, 1e-6)
    low, high = beta.ppf([0.025, 0.975], yes, no)
    return float(low), float(high)


def _told(proof: Proof) -> str:
    parts = []
    if proof.participants:
        parts.append(f"Les votes comptent pour {percent(proof.weight)} du score.")
    if proof.feedback:
        word = "relèvent" if proof.factor > 1 else "abaissent" if proof.factor < 1 else "confirment"
        parts.append(f"Les retours d'atelier {word} le score.")
    return " ".join(parts) or "Ni vote ni atelier pour l'instant."


def _stability(wanted: Demand, evidence: list[Proof], seed: int) -> Floats:
    """Share of bootstrap resamples in which each theme is among the first five."""
    rng = check_random_state(seed)
    rows = wanted.answered[wanted.judged].astype(float)
    draws = rng.multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=RESAMPLES)
    shares = draws @ rows / len(rows)
    weight = np.array([p.participants for p in evidence])
    votes = np.array([p.votes for p in evidence])
    factor = np.array([p.factor for p in evidence])
    scores = (KAPPA * shares + votes) / (KAPPA + weight) * factor
    order = np.argsort(-np.round(scores, 9), axis=1, kind="stable")[:, :TOP]
    return np.asarray(np.bincount(order.ravel(), minlength=rows.shape[1]) / RESAMPLES)
