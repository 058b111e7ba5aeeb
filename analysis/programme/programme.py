"""The programme: the few sessions that together answer most families, within limits.

Which sessions are chosen must not say more of families than told counts do: the choice is made on
true overlaps, blurred by a secret number of each session's meaning (:func:`offers.blurs`), floors
are blurred alike, and whatever is written of the programme is told through the door.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

import numpy as np

from ..arrays import Floats, Ints
from ..catalogue import Evidence
from ..disclosure import BASE, meaning
from ..french import percent, quoted, typography
from ..survey import Survey
from ..themes import Demand, Proof, named_by, proofs
from .alternatives import alternatives
from .bound import Solved, solve
from .limits import Limits, sentences
from .loosening import loosenings, said
from .offers import Group, Market, market
from .sessions import Plan, label_of, plan_of, sessions_of

# Families: of fewer, what a session adds is smaller than the rounding.
ENOUGH = 20
FEW = typography(
    "Pas de programme avec moins de {} réponses : ce qu'une séance ajoute serait plus petit que "
    "l'arrondi. L'ordre des thèmes se lit déjà."
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


def section(
    survey: Survey,
    demand: Demand,
    evidence: Evidence | None,
    sessions: int,
    limits: Limits | None,
    labels: Ints,
    described: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Choose the sessions (``sessions`` at most when ``limits`` does not say) and what they bring.

    ``labels`` (families,) are profiles, -1 for none, and ``described`` the profiles as told.
    """
    if not demand.wants or not demand.judged.any():
        return {**NOTHING, "message": "Pas de programme sans thèmes ni réponses aux besoins."}
    limits = limits or Limits()
    if limits.sessions is None:
        limits = replace(limits, sessions=sessions)
    proved = proofs(demand.themes, evidence, survey.k)
    out = [at for at, proof in enumerate(proved) if _is_out(demand, proof, at, limits)]
    codes = {"slot": limits.slots, "place": limits.places, "language": limits.languages}
    words = {use: {n: label_of(survey.data, use, n) for n in names} for use, names in codes.items()}
    entered = {
        "limits": sentences(limits, words),
        "left_out": [_left_out(demand, proved[at], at, limits) for at in out],
    }
    if survey.door.size < ENOUGH:
        return {**NOTHING, **entered, "message": FEW.format(ENOUGH)}
    groups = _groups(survey, demand, limits, labels, described)
    allowed = [at for at in range(len(proved)) if at not in out]
    values = multipliers(survey, demand, proved)
    return {**entered, **_chosen(survey, demand, limits, groups, allowed, values)}


def _chosen(
    survey: Survey,
    demand: Demand,
    limits: Limits,
    groups: Sequence[Group],
    allowed: Sequence[int],
    values: Floats,
) -> dict[str, Any]:
    """The best sessions of the allowed themes, whom they answer, and others nearly as good."""

    def build(tried: Limits) -> Market:
        floors = [replace(g, floor=_floor(survey, g, tried)) for g in groups]
        return market(survey.data, demand, values, allowed, floors, tried, survey.door)

    place = build(limits)
    solved = solve(place.cover)
    plan = plan_of(survey, demand, [place.offers[at] for at in solved.chosen], limits)
    return {
        "message": _message(solved, allowed, limits, build),
        "sessions": sessions_of(survey, demand, plan),
        "covered": plan.share(survey, demand),
        "groups": _told_groups(survey, demand, groups, plan),
        "alternatives": alternatives(survey, demand, place, solved, plan, limits),
        "optimum": _optimum(solved, float(values.max(initial=0.0))),
    }


def multipliers(survey: Survey, demand: Demand, evidence: Sequence[Proof]) -> Floats:
    """Worth of answering one family, per theme: 1 unless votes move its told share."""
    values = np.ones(len(evidence))
    for at, proof in enumerate(evidence):
        if proof.is_decided:
            share = demand.share(survey.door, at).value
            mixed = proof.people * share + proof.votes
            values[at] = mixed / (proof.people + proof.participants) / share if share else 1.0
    # Values that should be equal must be: a last digit would make one level of each.
    return np.round(values, 2)


def _is_out(demand: Demand, proof: Proof, at: int, limits: Limits) -> bool:
    useless = proof.is_judged and proof.usefulness < limits.least_useful
    return useless or proof.is_stopped or demand.themes[at].name in limits.set_aside


def _left_out(demand: Demand, proof: Proof, at: int, limits: Limits) -> dict[str, Any]:
    theme, told = demand.themes[at], proof.entry()
    if theme.name in limits.set_aside:
        why = "l'équipe l'a mis de côté."
    elif proof.is_stopped:
        why = "l'équipe l'a essayé, puis a décidé de l'arrêter."
    else:
        useful = percent(proof.usefulness)
        why = f"déjà essayé, jugé peu utile ({useful} d'après {proof.feedback} retours)."
    return {
        "theme": theme.name,
        "label": theme.title,
        "feedback": told["feedback"],
        "usefulness": told["usefulness"],
        "sentence": typography(f"{quoted(theme.title)} n'est pas proposé : {why}"),
    }


def _groups(
    survey: Survey,
    demand: Demand,
    limits: Limits,
    labels: Ints,
    described: Sequence[Mapping[str, Any]],
) -> list[Group]:
    """Profiles and non-users among the families that can be judged, where they are described."""
    found = [
        Group("profile", str(item["name"]), labels == at, meaning(("profil", str(item["name"]))))
        for at, item in enumerate(described)
    ]
    known = {v: set(names) for v, names in limits.non_users.items() if v in survey.data.blocks}
    if any(known.values()):
        columns = [survey.data.blocks[v].column(n) for v, names in known.items() for n in names]
        away = np.asarray(np.any(columns, axis=0))
        found.append(Group("non_users", "Non-usagers", away, named_by(known)))
    inside = [replace(group, mask=group.mask & demand.judged) for group in found]
    return [group for group in inside if survey.door.is_described(group.mask)]


def _floor(survey: Survey, group: Group, limits: Limits) -> int:
    """Families to answer, blurred as a told count is: that a floor is held tells no true one."""
    share = limits.profile_share if group.kind == "profile" else limits.non_user_share
    if not share:
        return 0
    blur = survey.door.offset(meaning(("plancher", group.kind)) | group.meaning) - BASE // 2
    size = int(group.mask.sum())
    return min(max(ceil(share * size - 1e-9) + blur, 1), size)


def _told_groups(
    survey: Survey, demand: Demand, groups: Sequence[Group], plan: Plan
) -> list[dict[str, Any]]:
    """Families answered in each profile, and among non-users."""
    return [
        {
            "kind": group.kind,
            "name": group.name,
            "cell": survey.door.share(
                plan.meaning, plan.mask, demand.within | group.meaning, group.mask
            ),
        }
        for group in groups
    ]


def _optimum(solved: Solved, value: float) -> dict[str, Any] | None:
    """How far the best possible programme can be, by steps no finer than the rounding."""
    if not solved.held or not solved.chosen:
        return None
    apart = solved.bound - solved.value
    if apart <= 1e-6 * max(solved.bound, 1.0):
        return {
            "proven": True,
            "gap": 0.0,
            "sentence": typography(
                "Aucun autre programme ne fait mieux, à l'arrondi près : c'est prouvé."
            ),
        }
    gap = min(ceil(1000 * max(apart, BASE * value) / solved.bound) / 1000, 1.0)
    sentence = f"Au plus {percent(gap, 1000)} de moins que le meilleur programme possible."
    return {"proven": False, "gap": gap, "sentence": typography(sentence)}


def _message(solved: Solved, allowed: Sequence[int], limits: Limits, build: Any) -> str:
    if not allowed:
        return (
            "Tous les thèmes sont mis de côté par l'équipe, ou jugés peu utiles : rien à proposer."
        )
    if limits.sessions == 0 or (solved.held and solved.chosen):
        return ""
    if solved.held and limits == Limits(sessions=limits.sessions):
        return "Aucun thème ne répond à une famille."
    return said(solved, loosenings(limits, build))
