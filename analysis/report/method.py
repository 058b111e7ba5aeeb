"""How the diagnosis was made, and what a survey under the threshold says instead."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import Any

from ..disclosure import BASE, FLOOR
from ..french import number, typography
from ..needs import HALF
from ..passes import LARGE
from ..profiles import REFITS
from ..programme import NOTHING
from ..statistics import LEVEL
from ..survey import Survey
from ..table import Encoded
from ..themes import USEFUL, USEFUL_STRENGTH
from .sentences import too_few

LIMITS = (
    "Les familles qui ont répondu ne sont pas tirées au sort : les chiffres parlent d'elles, "
    "pas de tout le quartier.",
    "Les intervalles disent le hasard de l'échantillon, pas les oublis ni les malentendus.",
    "Le besoin en tête l'est aussi par chance : avec 150 familles fictives, sa part était de "
    "3 points trop haute en moyenne (12 avec 40), et son intervalle à 95 % contenait la vraie part "
    "dans 89 % des tirages (81 % avec 40 ; 95 % pour l'ensemble des besoins).",
    "Quand certains profils répondent plus que d'autres, les intervalles à 95 % contiennent moins "
    "souvent la vraie part : dans 94 % des tirages avec 150 familles fictives, 87 % avec 2000. "
    "Plus de réponses n'y remédient pas.",
    "Une question passée est comptée comme sans réponse, jamais comme un non.",
    "Les ateliers proposés à chaque famille ne sont pas tous les mêmes : "
    "un atelier peu montré est moins choisi.",
    "Les profils décrivent des réponses, pas des personnes ; d'autres découpages sont possibles.",
    "Les scores aident à discuter ; ce sont des personnes qui décident.",
)

SAMPLED = (
    "Grande enquête : le nombre de profils et leur stabilité sont cherchés sur {} familles tirées "
    "au sort à probabilités égales, puis les profils sont ajustés sur {} ; chaque famille reçoit "
    "ensuite le sien, et tous les effectifs comptent toutes les familles."
)
AT_LIMIT = (
    "La stabilité du rang des thèmes est tirée de la loi normale vers laquelle tendent les "
    "rééchantillonnages d'une grande enquête."
)


DOOR = (
    "Nombres arrondis à {} près, pour que personne ne soit reconnu ; ils ne s'ajoutent pas "
    "toujours. Les groupes de moins de {} familles sont réunis ; une zone en a au moins {}."
)

LIMIT = (
    "Qui connaîtrait les réponses de toutes les familles sauf une devinerait celles de la dernière "
    "un peu mieux que par les parts publiées (jusqu'à 8 points de mieux, 5 à 17 % de ses besoins "
    "sûrement) : aucun arrondi de cette taille ne l'empêche."
)

APART = (
    "{} réponses identiques ou arrivées en rafale sont gardées à part : aucun nombre ne les compte."
)
APART_ONE = (
    "Une réponse identique à d'autres ou arrivée en rafale est gardée à part : "
    "aucun nombre ne la compte."
)


def method(
    survey: Survey,
    sessions: int,
    samples: tuple[int, ...] = (),
    survey_people: float = 20.0,
    apart: int = 0,
) -> dict[str, Any]:
    """How the diagnosis was made; ``samples`` of families made the profiles, or all."""
    data, weights = survey.data, survey.weights
    lacking = any(block.variable.lacking for block in data.blocks.values())
    return {
        **_made(survey.seed),
        "door": door_of(survey.k),
        "parameters": {
            "k": survey.k,
            "level": LEVEL,
            "sessions": sessions,
            "vote_prior_people": survey_people,
            "usefulness_prior": USEFUL,
            "usefulness_prior_people": USEFUL_STRENGTH,
            "profile_resamples": REFITS,
            **({"support_answers": HALF} if lacking else {}),
            **dict(zip(("profile_choice_sample", "profile_sample"), samples, strict=False)),
        },
        "n": survey.door.size,
        "weights": weights.kind if weights else "none",
        "weighting": weights.told if weights else None,
        "warnings": [
            *say_apart(apart),
            *(typography(text) for text in data.warnings),
            *(weights.warnings if weights else []),
        ],
        "limits": [typography(text) for text in (*LIMITS, *_large(data, samples))],
    }


def say_apart(count: int) -> list[str]:
    """How many responses are kept apart, in words; nothing when none is.

    >>> say_apart(0), say_apart(240)[0][:25]
    ([], '240 réponses identiques o')
    """
    said = APART_ONE if count == 1 else APART.format(number(count))
    return [typography(said)] if count else []


def door_of(k: int) -> dict[str, Any]:
    """The rules of the door, for people and for programs."""
    sentence = typography(DOOR.format(BASE, k, FLOOR))
    told = {"sentence": sentence, "limit": typography(LIMIT)}
    return {"base": BASE, "k": k, "floor": FLOOR, **told}


def _made(seed: int) -> dict[str, Any]:
    packages = ("numpy", "pandas", "scipy", "scikit-learn")
    versions = {"python": platform.python_version()} | {p: version(p) for p in packages}
    return {"versions": versions, "seed": seed}


def _large(data: Encoded, samples: tuple[int, ...]) -> list[str]:
    said = [SAMPLED.format(*map(number, samples))] if samples else []
    return [*said, AT_LIMIT] if data.rows > LARGE else said


def nothing(k: int, seed: int, apart: int = 0) -> dict[str, Any]:
    """Sections of a survey that is itself under the smallest group that is described."""
    message = too_few(k)
    made = {
        **_made(seed),
        "door": door_of(k),
        "parameters": {"k": k, "level": LEVEL},
        "n": None,
        "weights": "none",
        "weighting": None,
        "warnings": say_apart(apart),
        "limits": [typography(text) for text in LIMITS],
    }
    return {**emptied(message), "method": made, "findings": [message]}


def emptied(message: str) -> dict[str, Any]:
    """Sections that say why there is nothing in them."""
    empty = {"message": message}
    keys = ("eigenvalues", "inertia", "benzecri", "greenacre", "points")
    plane: dict[str, list[Any]] = {key: [] for key in keys}
    untested = {"level": LEVEL, "tested": 0, "found": 0, "items": [], "groups": []}
    return {
        "participation": {**empty, "n": None, "variables": []},
        "axes": {**empty, **plane},
        "needs": {
            **empty,
            "domains": [],
            "order": {"first": [], "sentence": ""},
            "gaps": {**empty, **untested, "not_tested": []},
            "unmet": None,
        },
        "profiles": {**empty, "clear": False, "items": [], "notes": []},
        "themes": {**empty, "items": [], "unanswered": [], "cautions": [], "sentence": ""},
        "programme": {**NOTHING, **empty},
        "maps": {**empty, "floor": FLOOR, "zones": [], "sectors": [], "needs": []},
        "verbatims": {**empty, "variables": []},
    }
