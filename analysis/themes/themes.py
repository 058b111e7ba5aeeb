"""Workshop themes: whom each one answers, and what votes and workshops change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import beta

from ..arrays import Bools
from ..catalogue import Audience, Theme
from ..disclosure import Cell, Count, nested, primary, small
from ..french import THIN, listing, percent
from ..statistics import wilson
from ..suppression import Packed, Parts, is_told, nearest, packed, subtractable, touching, with_groups
from ..table import Domain, Encoded
from .evidence import Proof
from .publics import as_told, known_groups, members_of, tick_blocks
from .ranking import cautions, ranks, steadiness, top_shares


@dataclass(frozen=True)
class Demand:
    """Who each theme answers (families x themes), among the families that can be judged.

    ``known`` are the groups that other sections tell: needs, ticks, publics, who answered.
    ``coming`` are the families answered that could come to a session within the limits that
    staff set, None when these say nothing of it; ``abilities`` the groups that make it up, of
    which some are ``known``, and the ``untold`` are told nowhere.
    """

    themes: Sequence[Theme]
    answered: Bools
    needs: list[list[tuple[Domain, Bools]]]
    ticked: Bools
    members: Bools
    judged: Bools
    known: Packed
    coming: Bools | None = None
    abilities: Packed | None = None
    untold: Packed | None = None


def demand(
    data: Encoded, found: list[Domain], themes: Sequence[Theme], audiences: Mapping[str, Audience],
    k: int,
) -> Demand:  # fmt: skip
    """Find the families that each theme answers.

    A family is answered by a theme when it belongs to its audience and named one of its
    domains or ticked the theme itself.
    """
    judged = np.zeros(data.rows, dtype=bool)
    for mask in [d.answered for d in found] + [b.answered for b in tick_blocks(data, themes)]:
        judged |= mask
    members = (
        np.column_stack([members_of(data, theme, audiences) for theme in themes]) & judged[:, None]
    )
    ticks = np.column_stack([_ticks(data, theme, themes) for theme in themes])
    needs = [
        [(d, d.named & members[:, at]) for d in found if d.name in theme.domains]
        for at, theme in enumerate(themes)
    ]
    wanted = np.column_stack(
        [np.any([m for _, m in line] or [ticks[:, 0] & False], axis=0) for line in needs]
    )
    known = known_groups(data, found, themes, audiences, k)
    answered = (wanted | ticks) & members
    return Demand(themes, answered, needs, ticks & members, members, judged, known)


def _ticks(data: Encoded, theme: Theme, themes: Sequence[Theme]) -> Bools:
    columns = [block.column(theme.name) for block in tick_blocks(data, themes)]
    return np.asarray(np.any([np.zeros(data.rows, dtype=bool), *columns], axis=0))


def public_share(n: int, base: int, k: int, near: int | None = None) -> float:
    """Share used for the score: the same middle value for every count that must be hidden.

    A count hidden because it is near that of a published group takes the latter's.

    >>> public_share(3, 100, 11) == public_share(9, 100, 11) == 0.05
    True
    >>> public_share(42, 100, 11, near=40)
    0.4
    """
    n = n if near is None else min(near, base)
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
        return {"message": _nothing(wanted), "items": [], "cautions": []}
    base = int(wanted.judged.sum())
    near = nears(wanted, k)
    counts = wanted.answered.sum(axis=0)
    parts, publics = _hidden_parts(wanted, k), _publics(wanted, base, k)
    coming = coming_cells(wanted, near, k)
    used = [(cell.n, close) for cell, close in coming] or zip(counts, near, strict=True)
    shares = [public_share(int(n), base, k, close) for n, close in used]
    scores = [p.posterior(s) * p.factor for p, s in zip(evidence, shares, strict=True)]
    order, before = ranks(scores), ranks(shares)
    known = with_groups(wanted.known, told_themes(wanted, near, k))
    rows = wanted.answered if wanted.coming is None else wanted.coming
    top = np.round(top_shares(as_told(rows[wanted.judged], shares, seed), evidence, seed), 2)
    items = [
        {
            **_identity(theme, audiences),
            "cell": Cell(int(counts[at]), base, near[at] is not None),
            "coming": coming[at][0] if coming else None,
            "why": {
                **_why(wanted, at, base, k, known, parts[at]),
                "audience": publics[at],
            },
            "evidence": _evidence(evidence[at], shares[at], base),
            "score": round(scores[at], 3),
            "rank": order[at],
            "rank_survey": before[at],
            "move": before[at] - order[at],
            "top_share": float(top[at]),
            "steadiness": steadiness(float(top[at])),
        }
        for at, theme in enumerate(wanted.themes)
    ]
    return {
        "message": "",
        "items": sorted(items, key=lambda item: item["rank"]),
        "cautions": cautions(base),
    }


def _nothing(wanted: Demand | None) -> str:
    if wanted is None:
        return "Aucun catalogue de thèmes n'a été donné."
    return "Trop peu de réponses aux besoins et aux thèmes pour classer les thèmes."


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


def nears(wanted: Demand, k: int) -> list[int | None]:
    """Give, per theme, the count that stands for its hidden one; None when it need not be hidden.

    Themes are looked at in turn: of two that fewer than ``k`` families separate, one is told.
    """
    told: list[Bools] = []
    found = []
    for group in wanted.answered.T:
        published = with_groups(wanted.known, told)
        close = _stand_in(group, published, wanted.untold, k)
        told += [group] if close is None and group.sum() >= k else []
        found.append(close)
    return found


def _step(n: int, k: int) -> int:
    return max(round(n / k), 1) * k


def told_themes(wanted: Demand, near: Sequence[int | None], k: int) -> list[Bools]:
    """Give the families of the themes whose number is told."""
    columns = zip(wanted.answered.T, near, strict=True)
    return [group for group, close in columns if close is None and group.sum() >= k]


def publics_told(wanted: Demand, k: int) -> tuple[list[Bools], Packed | None]:
    """Give the publics that are told; and the groups told nowhere, the other publics included."""
    cells = _publics(wanted, int(wanted.judged.sum()), k)
    seen = [not (cell.hidden or primary(cell, k)) for cell in cells]
    told, unseen = (
        [members for members, sees in zip(wanted.members.T, seen, strict=True) if sees is wish]
        for wish in (True, False)
    )
    if not unseen or wanted.untold is None:
        return told, packed(unseen) if unseen else wanted.untold
    return told, with_groups(wanted.untold, unseen)


def coming_cells(
    wanted: Demand, near: Sequence[int | None], k: int
) -> list[tuple[Cell, int | None]]:
    """Give, per theme, the families answered that could come, and the count that stands for it.

    The second is None when the first need not be hidden; nothing when no limit says who can come.
    """
    if wanted.coming is None or wanted.abilities is None:
        return []
    base = int(wanted.judged.sum())
    seen, untold = publics_told(wanted, k)
    told = [*seen, *told_themes(wanted, near, k)]
    found = []
    for group in wanted.coming.T:
        close = _stand_in(group, with_groups(wanted.known, told), untold, k)
        # A group that is told elsewhere by chance may still nearly fill those that can come.
        close = nearest(group, wanted.abilities, k) if close is None else close
        told += [group] if close is None and group.sum() >= k else []
        found.append((Cell(int(group.sum()), base, close is not None), close))
    return found


def _stand_in(group: Bools, told: Packed, untold: Packed | None, k: int) -> int | None:
    """Give the count that stands for one that must be hidden: that of a group told elsewhere.

    A group that is told nowhere stands for another one by steps of ``k`` only.
    """
    exact = nearest(group, told, k)
    if exact is not None:
        return exact
    close = touching(group, untold, k)
    return None if close is None else _step(close, k)


def _hidden_parts(wanted: Demand, k: int) -> list[list[bool]]:
    """Tell which needs of each theme are hidden, because parts told of one need are subtracted."""
    told: dict[str, Parts] = {}
    hidden = []
    for at, line in enumerate(wanted.needs):
        hidden.append([False] * len(line))
        for place, (domain, mask) in enumerate(line):
            away = wanted.members[:, at] & domain.answered & ~domain.named
            parts = told.setdefault(domain.name, Parts(domain.named, domain.answered, k))
            # A need hidden where needs are told is not told by its parts either.
            seen = is_told(domain.named, wanted.known)
            hidden[at][place] = not (seen and parts.add(mask, away))
    return hidden


def _why(
    wanted: Demand, at: int, base: int, k: int, known: Packed, hidden: list[bool]
) -> dict[str, Any]:
    """Counts behind the score; a group is hidden when it nearly fills one already told."""
    published = with_groups(known, [wanted.members[:, at]])
    needs = [
        {
            "name": domain.name,
            "label": domain.label,
            "cell": _inner(mask, base, published, k).hide(hide),
        }
        for (domain, mask), hide in zip(wanted.needs[at], hidden, strict=True)
    ]
    return {
        "needs": needs,
        "ticked": _inner(wanted.ticked[:, at], base, published, k),
        "sentence": _sentence(wanted.themes[at], [domain for domain, _ in wanted.needs[at]]),
    }


def _publics(wanted: Demand, base: int, k: int) -> list[Cell]:
    """Give the families of each theme's public, hidden when another count would tell them."""
    columns = zip(wanted.themes, wanted.members.T, wanted.answered.sum(axis=0), strict=True)
    return [
        Cell(int(members.sum()), base, nested(int(answered), int(members.sum()), k)).hide(
            bool(theme.audiences) and subtractable(members, wanted.known, k)
        )
        for theme, members, answered in columns
    ]


def _inner(mask: Bools, base: int, published: Packed, k: int) -> Cell:
    return Cell(int(mask.sum()), base, subtractable(mask, published, k))


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
    yes = max(proof.people * share + proof.votes, 1e-6)
    no = max(proof.people * (1 - share) + proof.participants - proof.votes, 1e-6)
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
