"""The programme: the few sessions that together answer most families, within limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

import numpy as np

from ..arrays import Bools, Floats, Ints
from ..disclosure import Cell, Count, crossing, one_way
from ..french import percent, quoted, typography
from ..table import Encoded
from ..themes import Demand, Proof
from .alternatives import alternatives
from .bound import Solved, solve
from .limits import Limits, sentences
from .loosening import loosenings, said
from .offers import Group, Market, market
from .sessions import Told, label_of, told_sessions

# Of fewer families, which themes are chosen bounds the numbers of those that are hidden.
ENOUGH = 6
FEW = typography(
    "Pas de programme avec si peu de réponses aux besoins : le choix des séances dirait des "
    "nombres masqués. Il en faut {}. L'ordre des thèmes se lit déjà."
)
NOTHING: dict[str, Any] = {
    "message": "",
    "sessions": [],
    "covered": None,
    "limits": [],
    "left_out": [],
    "groups": [],
    "alternatives": [],
    "optimum": None,
}


def programme(
    data: Encoded,
    wanted: Demand | None,
    evidence: list[Proof],
    sessions: int,
    k: int,
    limits: Limits | None = None,
    labels: Ints | None = None,
    described: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Choose the sessions, say what each one adds and how far the best can be.

    Parameters
    ----------
    data : Encoded
    wanted : Demand, optional
    evidence : list of Proof
    sessions : int
        Most sessions when ``limits`` does not say.
    k : int
    limits : Limits, optional
    labels : array of int, shape (families,), optional
        Profile of each family, -1 for none.
    described : sequence of mapping
        The profiles as told, in the order of ``labels``.
    """
    if wanted is None or wanted.judged.sum() < k:
        return {**NOTHING, "message": "Pas de programme sans thèmes ni réponses aux besoins."}
    limits = limits or Limits()
    if limits.sessions is None:
        limits = replace(limits, sessions=sessions)
    groups = _groups(data, wanted, limits, labels, described, k)
    values = multipliers(wanted.answered[wanted.judged], evidence)
    out = [at for at in range(len(wanted.themes)) if _is_out(wanted, evidence, at, limits, k)]
    allowed = [at for at in range(len(wanted.themes)) if at not in out]

    def build(tried: Limits) -> Market:
        floors = [replace(group, floor=_floor(group, wanted, tried, k)) for group in groups]
        return market(data, wanted, values, allowed, floors, tried)

    place = build(limits)
    entered = {
        "limits": sentences(limits, _words(data, limits)),
        "left_out": [_left_out(wanted, evidence, at, limits) for at in out],
    }
    if wanted.judged.sum() < ENOUGH * k:
        return {**NOTHING, **entered, "message": FEW.format(ENOUGH * k)}
    solved = solve(place.cover)
    chosen = [place.offers[at] for at in solved.chosen]
    told = told_sessions(data, wanted, chosen, limits, k)
    value = float(values.max(initial=0.0))
    return {
        "message": _message(solved, allowed, limits, build),
        "sessions": told.sessions,
        "covered": told.covered,
        **entered,
        "groups": _told_groups(data, wanted, groups, told, described, k),
        "alternatives": alternatives(data, wanted, place, solved, told, limits, k, value),
        "optimum": _optimum(solved, value, k),
    }


def multipliers(rows: Bools, evidence: Sequence[Proof]) -> Floats:
    """Give the value of answering one family, per theme: 1 without votes nor feedback."""
    shares = rows.mean(axis=0)
    values = [
        proof.posterior(share) * proof.factor / share if share else 0.0
        for share, proof in zip(shares, evidence, strict=True)
    ]
    # Values that should be equal must be: a last digit would make one level of each.
    return np.round(np.array(values, dtype=float), 9)


def _useless(proof: Proof, limits: Limits, k: int) -> bool:
    return proof.feedback >= k and proof.usefulness < limits.least_useful


def _is_out(wanted: Demand, evidence: Sequence[Proof], at: int, limits: Limits, k: int) -> bool:
    return wanted.themes[at].name in limits.set_aside or _useless(evidence[at], limits, k)


def _left_out(wanted: Demand, evidence: Sequence[Proof], at: int, limits: Limits) -> dict[str, Any]:
    theme, proof = wanted.themes[at], evidence[at]
    why = (
        "l'équipe l'a mis de côté."
        if theme.name in limits.set_aside
        else f"déjà essayé, jugé peu utile ({percent(proof.usefulness)} d'après "
        f"{proof.feedback} retours)."
    )
    return {
        "theme": theme.name,
        "label": theme.title,
        "feedback": Count(proof.feedback),
        "usefulness": round(proof.usefulness, 2),
        "sentence": typography(f"{quoted(theme.title)} n'est pas proposé : {why}"),
    }


def _words(data: Encoded, limits: Limits) -> dict[str, dict[str, str]]:
    codes = {"slot": limits.slots, "place": limits.places, "language": limits.languages}
    return {
        use: {name: label_of(data, use, name) for name in names} for use, names in codes.items()
    }


def _groups(
    data: Encoded,
    wanted: Demand,
    limits: Limits,
    labels: Ints | None,
    described: Sequence[Mapping[str, Any]],
    k: int,
) -> list[Group]:
    found = [
        Group("profile", str(item["name"]), (labels == at) & wanted.judged, 0)
        for at, item in enumerate(described)
        if labels is not None
    ]
    if limits.non_users:
        away = np.zeros(data.rows, dtype=bool)
        for variable, names in limits.non_users.items():
            for name in names if variable in data.blocks else ():
                away |= data.blocks[variable].column(name)
        found.append(Group("non_users", "Non-usagers", away & wanted.judged, 0))
    return found


def _floor(group: Group, wanted: Demand, limits: Limits, k: int) -> int:
    """Families to answer, never so near none or all that holding it would tell a hidden number.

    A group of fewer than 2 ``k`` families has no floor: nothing of it could be told.
    """
    share = limits.profile_share if group.kind == "profile" else limits.non_user_share
    size = int(group.mask.sum())
    if not share or size < 2 * k:
        return 0
    return min(max(ceil(share * size - 1e-9), k), size - k)


def _told_groups(
    data: Encoded,
    wanted: Demand,
    groups: Sequence[Group],
    told: Told,
    described: Sequence[Mapping[str, Any]],
    k: int,
) -> list[dict[str, Any]]:
    """Families answered in each profile, and among non-users."""
    entries: list[dict[str, Any]] = []
    for kind in ("profile", "non_users"):
        mine = [group for group in groups if group.kind == kind]
        rest = wanted.judged & ~np.any([wanted.judged & False, *(g.mask for g in mine)], axis=0)
        masks = [group.mask for group in mine] + ([rest] if rest.any() else [])
        n = np.array([(mask & told.reached).sum() for mask in masks], dtype=int)
        base = np.array([mask.sum() for mask in masks], dtype=int)
        forced = np.array(one_way([int(b) for b in base], k), dtype=bool)
        for at, mask in enumerate(masks):
            answers = (
                _typical(data, described[at], mask) if kind == "profile" and at < len(mine) else []
            )
            forced[at] |= any(_apart(mask & told.reached, inner, k) for inner in answers)
        hidden = crossing(n, base, (0, 0), k, forced) | told.covered.hidden
        entries += [
            {"kind": kind, "name": group.name, "cell": Cell(int(a), int(b), bool(h))}
            for group, a, b, h in zip(mine, n, base, hidden, strict=False)
        ]
    return entries


def _typical(data: Encoded, profile: Mapping[str, Any], mask: Bools) -> list[Bools]:
    """Families of a profile that gave each answer told of it."""
    return [
        data.blocks[entry["variable"]].column(entry["category"]) & mask
        for entry in profile.get("typical", ())
        if entry["variable"] in data.blocks
    ]


def _apart(one: Bools, two: Bools, k: int) -> bool:
    """Nested groups that fewer than ``k`` families separate."""
    mine, theirs = int((one & ~two).sum()), int((two & ~one).sum())
    return min(mine, theirs) == 0 and 0 < max(mine, theirs) < k


def _optimum(solved: Solved, value: float, k: int) -> dict[str, Any] | None:
    """How far the best possible programme can be, by steps no finer than ``k`` families."""
    if not solved.held or not solved.chosen:
        return None
    apart = solved.bound - solved.value
    if apart <= 1e-6 * max(solved.bound, 1.0):
        return {
            "proven": True,
            "gap": 0.0,
            "sentence": "C'est le meilleur programme possible, et c'est prouvé.",
        }
    gap = min(ceil(1000 * max(apart, k * value) / solved.bound) / 1000, 1.0)
    sentence = f"Au plus {percent(gap, 1000)} de moins que le meilleur programme possible."
    return {"proven": False, "gap": gap, "sentence": typography(sentence)}


def _message(solved: Solved, allowed: Sequence[int], limits: Limits, build: Any) -> str:
    if not allowed:
        return (
            "Tous les thèmes sont mis de côté par l'équipe, ou jugés peu utiles : rien à proposer."
        )
    if limits.sessions == 0 or (solved.held and solved.chosen):
        return ""
    if solved.held and not _limited(limits):
        return "Aucun thème ne répond à une famille."
    return said(solved, loosenings(limits, build))


def _limited(limits: Limits) -> bool:
    return limits != Limits(sessions=limits.sessions)
