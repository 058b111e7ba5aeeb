"""When no programme holds every limit: which one to loosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from ..french import listing, percent, typography
from .bound import Solved
from .cover import choose
from .limits import Limits, amount
from .offers import Market

# Sessions more, and times the budget, that are tried.
MORE_SESSIONS = 4
MORE_MONEY = (1.1, 1.25, 1.5, 2.0)
SHARES = {"profile_share": "de chaque profil", "non_user_share": "des non-usagers"}
Build = Callable[[Limits], Market]


def loosenings(limits: Limits, build: Build) -> list[str]:
    """Limits that, loosened alone, let a programme be found, and by how much."""
    found = [
        next((text for text, tried in way if _possible(tried, build)), "") for way in _ways(limits)
    ]
    return [text for text in found if text]


def said(solved: Solved, ways: list[str]) -> str:
    """Sentence: the limits cannot be held together, and what would let them."""
    parts = [
        "Aucune séance ne tient dans ces limites."
        if not solved.chosen
        else "Aucun programme ne tient toutes ces limites."
        if solved.impossible
        else "Aucun programme qui tienne toutes ces limites n'a été trouvé."
    ]
    if ways:
        parts.append(f"Il suffirait {listing([f'de {way}' for way in ways], 'ou')}.")
    else:
        parts.append("Aucune limite relâchée seule n'y suffit : en relâcher plusieurs.")
    if solved.chosen:
        parts.append("Le programme ci-dessous s'en approche le plus.")
    return typography(" ".join(parts))


def _possible(limits: Limits, build: Build) -> bool:
    cover = build(limits).cover
    chosen = choose(cover)
    return bool(chosen) and not cover.shortfall(chosen).any()


def _ways(limits: Limits) -> Iterator[Iterable[tuple[str, Limits]]]:
    """Each limit, loosened more and more."""
    yield from _shares(limits)
    yield (
        (f"prévoir {many} séances", replace(limits, sessions=many))
        for many in range((limits.sessions or 0) + 1, (limits.sessions or 0) + 1 + MORE_SESSIONS)
    )
    if limits.budget:
        tried = [round(limits.budget * more, 2) for more in MORE_MONEY]
        yield (
            (f"porter le budget à {amount(sum_)}", replace(limits, budget=sum_)) for sum_ in tried
        )
    yield from ([opened] for opened in _open(limits))


def _shares(limits: Limits) -> Iterator[Iterable[tuple[str, Limits]]]:
    """Lower each share that is asked, or both when both are."""
    asked = [name for name in SHARES if getattr(limits, name)]
    for names in [[name] for name in asked] + ([asked] if len(asked) > 1 else []):
        yield [(_asked(share, names), tried) for share, tried in _lower(limits, names)]


def _asked(share: float, names: list[str]) -> str:
    whom = listing([SHARES[name] for name in names])
    return f"demander {percent(share)} {whom}" if share else f"n'exiger aucune part {whom}"


def _lower(limits: Limits, names: list[str]) -> Iterator[tuple[float, Limits]]:
    """Smaller shares, by steps too wide to search for a hidden number."""
    most = max(limits.profile_share, limits.non_user_share)
    for tenth in range(int(np.ceil(10 * most - 1e-9)) - 1, -1, -1):
        share = tenth / 10
        lower: dict[str, Any] = {name: min(share, getattr(limits, name)) for name in names}
        tried = replace(limits, **lower)
        if tried != limits:
            yield share, tried


def _open(limits: Limits) -> Iterator[tuple[str, Limits]]:
    if limits.slots:
        yield "proposer d'autres moments", replace(limits, slots=(), per_slot=None)
    if limits.places:
        yield "proposer d'autres lieux", replace(limits, places=())
    if limits.languages and not limits.interpreter:
        yield "prévoir un interprète", replace(limits, interpreter=True)
    if limits.childcare is False:
        yield "prévoir une garde d'enfants", replace(limits, childcare=True)
