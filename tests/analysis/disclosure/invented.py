"""Invented surveys of two makings, all that is told of them, and states of a campaign."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pandas as pd

from analysis.catalogue import Sector
from analysis.codebook import Codebook
from analysis.disclosure import is_due
from analysis.needs import (
    gaps_section,
    ground_of,
    needs_section,
    participation,
    unmet,
    zones_section,
)
from analysis.populations import planted_neighbourhood
from analysis.survey import Survey
from tests.analysis.made import SECRET, K, survey_of

NEEDS = (
    *("grossesse", "alimentation", "sommeil", "eveil", "sante", "securite", "moral", "liens"),
    *("couple", "limites", "garde", "droits", "developpement", "ecrans", "langues", "femmes"),
)
TICKS = 5
LANGUAGES = ("fr", "ar", "ta", "tr", "ln")
USES = ("va", "connait", "inconnu")
PLACES = ("s1", "s2", "s3", "s4", "s5", "s6")
HELP = ("oui", "un_peu", "non")
SECTORS = tuple(
    Sector(name, name.upper(), 2.37 + 0.005 * (at % 3), 48.95 + 0.005 * (at // 3))
    for at, name in enumerate(PLACES)
)


def _one(name: str, role: str, names: tuple[str, ...], **more: object) -> dict:
    return {"name": name, "type": "select_one", "role": role, "categories": list(names), **more}


BOOK = Codebook.from_dict(
    {
        "crossings": ["C1", "langue"],
        "variables": [
            _one("langue", "profile", LANGUAGES),
            _one("A5", "sector", PLACES),
            _one("B1", "need", NEEDS, type="select_multiple", max_selected=TICKS),
            _one("B2", "priority", NEEDS),
            _one("B4", "profile", HELP, type="scale", ordered=True, lacking=["non"]),
            _one("C1", "barrier", USES),
        ],
    }
)


def planted(n: int, seed: int, world: int | None = None, missing: float = 0.1) -> pd.DataFrame:
    """Families whose answers depend on one another; the sector and the language are uneven."""
    table = planted_neighbourhood(BOOK, n, seed, world=world, missing=missing).table
    return table.reset_index(drop=True)


def independent(
    n: int, seed: int, world: int | None = None, missing: float = 0.1, contrast: float = 0.0
) -> pd.DataFrame:
    """Families whose answers say nothing of one another; needs are named almost alike.

    ``contrast`` is how far (log-odds) places and uses of the PMI differ in each need.
    """
    plan = np.random.default_rng([5, seed if world is None else world])
    shares = plan.beta(12, 30, len(NEEDS))
    languages, uses = plan.dirichlet((8, 3, 2, 1, 1)), plan.dirichlet((4, 4, 4))
    places = plan.dirichlet(np.full(len(PLACES), 4.0))
    shift = contrast * plan.normal(size=(2, len(PLACES), len(NEEDS)))
    rng = np.random.default_rng([6, seed])
    place, use = rng.choice(len(PLACES), n, p=places), rng.choice(len(USES), n, p=uses)
    odds = np.log(shares / (1 - shares)) + shift[0][place] + shift[1][use]
    ticks = rng.random((n, len(NEEDS))) < 1 / (1 + np.exp(-odds))
    named = [[NEEDS[at] for at in np.flatnonzero(line)] for line in ticks]
    table = pd.DataFrame(
        {
            "langue": rng.choice(LANGUAGES, n, p=languages),
            "A5": np.array(PLACES)[place],
            "B1": [" ".join(names) for names in named],
            "B2": [str(rng.choice(names)) if names else "" for names in named],
            "B4": rng.choice(HELP, n),
            "C1": np.array(USES)[use],
        },
        dtype=object,
    )
    return table.mask(rng.random(table.shape) < missing / 2, "")


def contrasted(n: int, seed: int, world: int | None = None, missing: float = 0.1) -> pd.DataFrame:
    """The same where places and uses of the PMI truly differ."""
    return independent(n, seed, world, missing, 0.6)


Making = Callable[..., pd.DataFrame]
MAKINGS: dict[str, Making] = {
    "planted": planted,
    "independent": independent,
    "contrasted": contrasted,
}


@cache
def truth(making: str, world: int, many: int = 20000) -> pd.DataFrame:
    """A sample so large that its shares are those of the population."""
    return MAKINGS[making](many, 10**6 + world, world)


def tell(table: pd.DataFrame, secret: bytes = SECRET, k: int = K) -> Survey:
    """A survey of which everything was told: its door remembers the numbers."""
    survey = survey_of(table, BOOK, secret, k)
    ground = ground_of(survey, SECTORS)
    _, entries = unmet(survey)
    needs_section(survey, entries)
    zones_section(survey, ground)
    gaps_section(survey)
    participation(survey)
    return survey


def states(n: int, many: int, rng: np.random.Generator, most: int) -> Iterator[np.ndarray]:
    """Rows of each published state: families come and leave until one is due."""
    came, now = n, set(range(n))
    published = frozenset(now)
    yield np.array(sorted(now))
    growing = True
    for _ in range(many - 1):
        while not is_due(published, now, K):
            growing = (growing or len(now) < 20) and len(now) < most
            if rng.random() < (0.85 if growing else 0.45):
                now.add(came)
                came += 1
            else:
                now.discard(int(rng.choice(sorted(now))))
        published = frozenset(now)
        yield np.array(sorted(now))
