"""How the diagnosis was made, and what a survey under the threshold says instead."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import Any

from ..disclosure import Count
from ..french import number, typography
from ..needs import FEW, HALF
from ..passes import LARGE
from ..profiles import REFITS
from ..programme import NOTHING
from ..statistics import LEVEL
from ..table import Encoded
from ..themes import KAPPA, TOP, USEFUL, USEFUL_STRENGTH
from ..themes import RESAMPLES as THEME_RESAMPLES
from ..weighting import Weights
from .sentences import too_few

LIMITS = (
    "Les familles qui ont répondu ne sont pas tirées au sort : les chiffres parlent d'elles, "
    "pas de tout le quartier.",
    "Les intervalles disent le hasard de l'échantillon, pas les oublis ni les malentendus.",
    "Le besoin le plus nommé l'est aussi par chance : avec 150 familles fictives, sa part était de "
    "3 points trop haute en moyenne, et son intervalle à 95 % contenait la vraie part dans 88 % "
    "des tirages (dans 95 % pour l'ensemble des besoins).",
    "Quand certains profils répondent plus que d'autres, les intervalles à 95 % contiennent moins "
    "souvent la vraie part : dans 94 % des tirages avec 150 familles fictives, 87 % avec 2000. "
    "Plus de réponses n'y remédient pas.",
    "Une question passée est comptée comme sans réponse, jamais comme un non.",
    "Les ateliers proposés à chaque famille ne sont pas tous les mêmes : "
    "un atelier peu montré est moins choisi.",
    "Le nombre de familles qui ont passé une question se déduit du nombre de réponses.",
    "Les profils décrivent des réponses, pas des personnes ; d'autres découpages sont possibles.",
    "Les scores aident à discuter ; ce sont des personnes qui décident.",
)

SUPPORT = {"support_answers": HALF, "support_silent": FEW}
SAMPLED = (
    "Grande enquête : le nombre de profils et leur stabilité sont cherchés sur {} familles tirées "
    "au sort à probabilités égales, puis les profils sont ajustés sur {} ; chaque famille reçoit "
    "ensuite le sien, et tous les effectifs comptent toutes les familles."
)
AT_LIMIT = (
    "La stabilité du rang des thèmes est tirée de la loi normale vers laquelle tendent les "
    "rééchantillonnages d'une grande enquête."
)


def method(
    data: Encoded, k: int, seed: int, sessions: int, weights: Weights | None = None,
    samples: tuple[int, ...] = (), survey_people: float = KAPPA,
) -> dict[str, Any]:  # fmt: skip
    """Say with what the diagnosis was made; ``samples`` of families made the profiles, or all."""
    packages = ("numpy", "pandas", "scipy", "scikit-learn")
    return {
        "versions": {"python": platform.python_version()} | {p: version(p) for p in packages},
        "seed": seed,
        "parameters": {
            "k": k,
            "level": LEVEL,
            "sessions": sessions,
            "vote_prior_people": survey_people,
            "usefulness_prior": USEFUL,
            "usefulness_prior_people": USEFUL_STRENGTH,
            "profile_resamples": REFITS,
            "theme_resamples": THEME_RESAMPLES,
            "top_themes": TOP,
            **(SUPPORT if any(b.variable.lacking for b in data.blocks.values()) else {}),
            **dict(zip(("profile_choice_sample", "profile_sample"), samples, strict=False)),
        },
        "n": Count(data.rows),
        "weights": weights.kind if weights else "none",
        "weighting": weights.told if weights else None,
        "suppressed": 0,
        "warnings": [
            *(typography(text) for text in data.warnings),
            *(weights.warnings if weights else []),
        ],
        "limits": [typography(text) for text in (*LIMITS, *_large(data, samples))],
    }


def _large(data: Encoded, samples: tuple[int, ...]) -> list[str]:
    said = [SAMPLED.format(*map(number, samples))] if samples else []
    return [*said, AT_LIMIT] if data.rows > LARGE else said


def nothing(data: Encoded, k: int, seed: int) -> dict[str, Any]:
    """Give the sections of a survey that is itself under the threshold."""
    message = too_few(k)
    empty = {"message": message}
    plane: dict[str, list[Any]] = {
        key: [] for key in ("eigenvalues", "inertia", "benzecri", "greenacre", "points")
    }
    how = method(data, k, seed, 0)
    untold = {**empty, "level": LEVEL, "tested": 0, "found": 0, "items": []}
    return {
        "participation": {**empty, "n": None, "answered": None, "variables": []},
        "axes": {**empty, **plane},
        "needs": {**empty, "domains": [], "gaps": untold, "unmet": None},
        "profiles": {**empty, "clear": False, "held_out": [], "items": [], "notes": []},
        "themes": {**empty, "items": [], "unanswered": [], "cautions": []},
        "programme": {**NOTHING, **empty},
        "maps": {**empty, "sectors": [], "needs": [], "hidden": 0},
        "verbatims": {**empty, "variables": []},
        "method": {**how, "n": None, "warnings": []},
        "findings": [message],
    }
