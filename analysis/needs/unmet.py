"""Needs of families that lack support: how many they are, and whether more than among others."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..disclosure import BASE, Meaning, Share, Told, meaning
from ..french import gap_text, listing, quoted, shared, typography
from ..statistics import FALSE, Differences, differences
from ..survey import Survey, named
from ..table import Block, Domain
from .support import Support, support_of

RULE = (
    "Un appui manque à une famille quand la moitié au moins de ses réponses à ces questions le "
    "disent : {}."
)
UNSURE = "on ne peut pas conclure"
# Families who name a need may be judged this much more or less often than all are.
FAR = 0.1
LACKS: Meaning = meaning(("appui", "manque"))
JUDGED: Meaning = meaning(("appui", "répondu"))

Pair = tuple[Share, Share]


def unmet(survey: Survey) -> tuple[dict[str, Any] | None, list[dict[str, Any] | None]]:
    """How many of the families that name each need lack support, beside the other families.

    Returns
    -------
    dict or None
        Of all families; None when no answer of the codebook says that support is lacking.
    list of dict or None
        Of each need, in the order of the domains; None where fewer than ``k`` families name it,
        or do not: nothing is tested there.
    """
    support = support_of(survey)
    if support is None:
        return None, [None] * len(survey.domains)
    pairs = [_pair(survey, domain, support) for domain in survey.domains]
    tested = [pair for pair in pairs if pair]
    numbers = differences(
        [one.posterior for one, _ in tested], [two.posterior for _, two in tested]
    )
    entries: list[dict[str, Any] | None] = []
    for domain, pair in zip(survey.domains, pairs, strict=True):
        at = sum(entry is not None for entry in entries)
        entries.append(_entry(domain, pair, numbers, at) if pair else None)
    whole = survey.door.share(LACKS, support.lacks, JUDGED, support.judged)
    return _section(support, whole, numbers), entries


def _section(support: Support, whole: Share, numbers: Differences) -> dict[str, Any]:
    asked = [(block.variable, _answers(block)) for block in support.blocks]
    told = [f"{quoted(v.title)} ({listing(answers, 'ou')})" for v, answers in asked]
    return {
        "message": "",
        "rule": typography(RULE.format(", ".join(told))),
        "questions": [
            {"variable": v.name, "label": v.title, "answers": answers} for v, answers in asked
        ],
        "cell": whole,
        "level": 1 - FALSE,
        "tested": len(numbers.differs),
        "found": int(numbers.differs.sum()),
    }


def _answers(block: Block) -> list[str]:
    labels = zip(block.names, block.labels, strict=True)
    return [label for name, label in labels if name in block.variable.lacking]


def _pair(survey: Survey, domain: Domain, support: Support) -> Pair | None:
    """Share that lacks support among the families that name a need, and among the others.

    How many name it and are judged is worked out of told numbers, as if they were judged as often
    as all families are: one cell more would tell more of each family. Where that is far from so,
    one cannot say.
    """
    asked = survey.asked(domain) | JUDGED
    judged = support.judged & domain.answered
    if not all(survey.door.is_described(judged & side) for side in (domain.named, ~domain.named)):
        return None
    everybody = survey.door.share(LACKS, support.lacks, asked, judged)
    lack = survey.door.told(
        LACKS | asked | named(domain), int((support.lacks & judged & domain.named).sum())
    )
    need = survey.need(domain)
    many = need.yes.n * min(everybody.of / max(need.of, 1), 1.0)
    if abs(int((judged & domain.named).sum()) - many) > max(2 * BASE, FAR * many):
        return None
    one = Share(lack, Told(round(many / BASE) * BASE, 2))
    # The others are what is left: one cell more for each need would tell more of each family.
    return one, everybody.without(one)


def _entry(domain: Domain, pair: Pair, numbers: Differences, at: int) -> dict[str, Any]:
    return {
        "cell": pair[0],
        "others": pair[1],
        "differs": bool(numbers.differs[at]),
        **numbers.numbers(at),
        "conclusion": _conclusion(numbers, at),
        "sentence": _sentence(domain, pair, numbers, at),
    }


def _conclusion(numbers: Differences, at: int) -> str:
    way = "plus" if numbers.difference[at] > 0 else "moins"
    return f"{way} souvent que les autres familles" if numbers.differs[at] else UNSURE


def _sentence(domain: Domain, pair: Pair, numbers: Differences, at: int) -> str:
    mine, theirs = (shared(share.value, share.of) for share in pair)
    gap = float(numbers.difference[at])
    way = "plus" if gap > 0 else "moins"
    bounds = float(numbers.far_low[at]), float(numbers.far_high[at])
    head = f"{quoted(domain.label)} : "
    if numbers.differs[at]:
        turned = (gap, *bounds) if gap > 0 else (-gap, -bounds[1], -bounds[0])
        told = f"qu'aux autres ({theirs}), {gap_text(*turned)}."
        said = f"un appui manque {way} souvent aux familles qui nomment ce besoin ({mine}) {told}"
    else:
        said = (
            f"{UNSURE}, un appui manque à {mine} des familles qui nomment ce besoin "
            f"et à {theirs} des autres, {gap_text(gap, *np.array(bounds).tolist())}."
        )
    return typography(head + said)
