"""Gaps between groups of families: who names a need more often than whom, beyond chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..disclosure import Group, Share, meaning
from ..french import gap_text, listing, quoted, shared, typography
from ..statistics import FALSE, Differences, differences
from ..survey import Survey
from ..table import Block, Domain

MOST_SHOWN = 60
NONE = "Pas testé : il faut, dans une même question, deux groupes d'au moins {} familles."
UNTESTED = "Pas testé : {}. Ces circonstances sont décrites, mais pas croisées avec les besoins."


@dataclass(frozen=True)
class Crossing:
    """A question that needs are crossed with, and its groups, the largest first."""

    name: str
    label: str
    groups: list[Group]


@dataclass(frozen=True)
class Pair:
    """One need in a group and in the largest group of the same question."""

    domain: Domain
    crossing: Crossing
    groups: tuple[Group, Group]
    shares: tuple[Share, Share]


def gaps_section(survey: Survey) -> dict[str, Any]:
    """Compare, for each need, each group of a question with the largest one.

    Zones are compared with the whole, on the map.

    Returns
    -------
    dict
        ``tested`` pairs, ``found`` gaps, ``items`` the gaps, then the widest of the others;
        ``groups`` who is compared, ``not_tested`` what is not.
    """
    crossings = _crossings(survey)
    pairs = [p for c in crossings for domain in survey.domains for p in _pairs(survey, domain, c)]
    message = "" if pairs else typography(NONE.format(survey.k))
    numbers = differences(
        [pair.shares[0].posterior for pair in pairs], [pair.shares[1].posterior for pair in pairs]
    )
    order = sorted(range(len(pairs)), key=lambda at: _rank(numbers, at))
    shown = order[: max(MOST_SHOWN, int(numbers.differs.sum()))]
    return {
        "message": message,
        "level": 1 - FALSE,
        "tested": len(pairs),
        "found": int(numbers.differs.sum()),
        "items": [_item(pairs[at], numbers, at) for at in shown],
        "groups": [_described(survey, crossing) for crossing in crossings],
        "not_tested": _untested(survey, crossings),
    }


def _crossings(survey: Survey) -> list[Crossing]:
    return [
        Crossing(block.variable.name, block.variable.title, groups)
        for block, groups in survey.crossed
    ]


def _untested(survey: Survey, crossings: list[Crossing]) -> list[str]:
    names = {crossing.name for crossing in crossings}
    left = [
        quoted(block.variable.title)
        for block in survey.data.of_role("profile", "barrier")
        if block.variable.type == "select_one" and block.variable.name not in names
    ]
    return [typography(UNTESTED.format(listing(left)))] if left else []


def _pairs(survey: Survey, domain: Domain, crossing: Crossing) -> list[Pair]:
    largest, *others = crossing.groups
    base = survey.need_among(domain, largest.meaning, largest.mask)
    return [
        Pair(
            domain,
            crossing,
            (group, largest),
            (survey.need_among(domain, group.meaning, group.mask), base),
        )
        for group in others
    ]


def _rank(numbers: Differences, at: int) -> tuple[bool, float, int]:
    return not numbers.differs[at], -abs(round(float(numbers.difference[at]), 9)), at


def _item(pair: Pair, numbers: Differences, at: int) -> dict[str, Any]:
    sides = zip(pair.groups, pair.shares, strict=True)
    return {
        "need": pair.domain.name,
        "need_label": pair.domain.label,
        "variable": pair.crossing.name,
        "variable_label": pair.crossing.label,
        "groups": [{"name": g.name, "label": g.label, "cell": share} for g, share in sides],
        "differs": bool(numbers.differs[at]),
        **numbers.numbers(at),
        "sentence": _sentence(pair, numbers, at),
    }


def _sentence(pair: Pair, numbers: Differences, at: int) -> str:
    """A gap in French, the group that names the need more often first."""
    turn = 1 if numbers.difference[at] >= 0 else -1
    bounds = np.sort([turn * numbers.far_low[at], turn * numbers.far_high[at]])
    (one, a), (two, b) = [
        (quoted(group.label), shared(share.value, share.of))
        for group, share in list(zip(pair.groups, pair.shares, strict=True))[::turn]
    ]
    wide = gap_text(turn * float(numbers.difference[at]), *bounds.tolist())
    head = f"{quoted(pair.domain.label)}, selon {quoted(pair.crossing.label)} : "
    if numbers.differs[at]:
        said = f"plus souvent nommé pour {one} ({a}) que pour {two} ({b}), {wide}."
    else:
        said = f"on ne peut pas conclure entre {one} ({a}) et {two} ({b}), {wide}."
    return typography(head + said)


def _described(survey: Survey, crossing: Crossing) -> dict[str, Any]:
    block: Block = survey.data.blocks[crossing.name]
    base = meaning((crossing.name, "répondu"))
    return {
        "variable": crossing.name,
        "label": crossing.label,
        "groups": [
            {
                "name": group.name,
                "label": group.label,
                "cell": survey.door.share(group.meaning, group.mask, base, block.answered),
            }
            for group in crossing.groups
        ],
    }
