"""The weights of a survey: those of its column, those of raking to margins, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..arrays import Floats
from ..codebook import Codebook
from ..disclosure import BASE, Door, Meaning, meaning
from ..french import THIN, number, typography
from ..rules import K
from ..table import Encoded, encode
from .raking import BOUNDS, Raked, kish, rake
from .targets import Margins, targets

# Staff are warned past this design effect, share of families trimmed, and distance to a margin.
WILD = 2.0
OFTEN_TRIMMED = 0.05
MISSED = 0.01
# The families that weigh anything.
COUNTED: Meaning = meaning(("poids", "compté"))
HEAVY = (
    "Les poids coûtent beaucoup de précision : effet de plan {}, comme si {} familles seulement "
    "avaient répondu. Lire les parts sans poids à côté ; ne rien conclure des seules parts "
    "pondérées."
)
TRIMMED = (
    "Plus de 5 % des familles auraient un poids extrême : il est ramené entre {} et {} fois le "
    "poids moyen. Regrouper des catégories rares, ou retirer une marge."
)
SHORT = (
    "Les marges ne sont pas atteintes : l'écart le plus grand est de {} points, "
    "parce que les poids extrêmes sont ramenés dans leurs bornes."
)


@dataclass(frozen=True)
class Weights:
    """One weight per row of the table (0 for a family that does not count), of mean 1.

    ``told`` is what the report says of the weights, ``kind`` the word for ``method.weights``. No
    weight leaves: a posterior one would give the exact size of its group.
    """

    values: Floats
    kind: str
    told: dict[str, Any]

    @property
    def design(self) -> float:
        """Design effect as told."""
        return float(self.told["design_effect"])

    @property
    def warnings(self) -> list[str]:
        """What staff are warned of, in French."""
        return list(self.told["warnings"])

    @property
    def heaviest(self) -> float:
        """The greatest weight, up to the next half."""
        return heaviest(self.values)


def heaviest(weights: Floats) -> float:
    """The greatest of weights of mean 1, up to the next half: how much a family may count for.

    >>> heaviest(np.array([0.5, 1.2, 1.3]))
    1.5
    """
    return float(np.ceil(2 * weights.max())) / 2


def weigh(data: Encoded, margins: Margins | None, door: Door) -> Weights | None:
    """Weigh the families, None when there is neither a weight column nor a margin.

    A column of equal weights says nothing and is left aside.

    Raises
    ------
    AnalysisError
        When the margins do not fit the answers or one another.
    """
    column = data.weights
    strata = None if column is None or np.ptp(column[data.usable]) == 0 else column
    wanted = targets(margins or {}, data, door)
    if strata is None and not wanted.shares:
        return None
    base = np.ones(data.rows) if strata is None else strata
    counted = data.usable & (base > 0)
    found = rake(base[counted], [d._replace(codes=d.codes[counted]) for d in wanted.dimensions])
    values = np.zeros(data.rows)
    values[counted] = found.weights
    numbers = _numbers(found, door)
    titles = [data.blocks[name].variable.title for name in wanted.shares]
    told = numbers | {
        "bounds": list(BOUNDS),
        "margins": [_margin(name, shares) for name, shares in wanted.shares.items()],
        "sentence": _sentence(strata is not None, titles, numbers),
        "warnings": [typography(text) for text in (*wanted.warnings, *_alarms(numbers, door.size))],
    }
    kind = " + ".join(["column"] * (strata is not None) + ["raking"] * bool(titles))
    return Weights(values, kind, told)


def check_margins(
    table: pd.DataFrame, codebook: Codebook, margins: Margins, k: int = K, secret: bytes = b""
) -> list[str]:
    """What margins would cost: the sentence of the report, then its warnings.

    Parameters
    ----------
    table : DataFrame, shape (families, columns)
    codebook : Codebook
    margins, k
        As for :func:`analysis.diagnose`.
    secret : bytes
        Of the campaign, for the same numbers as in its report.

    Returns
    -------
    list of str
        Empty while fewer than ``k`` families answered.

    Raises
    ------
    AnalysisError
        When the margins do not fit the answers or one another.
    """
    data = encode(table, codebook, k)
    door = Door(secret, int(data.usable.sum()), k)
    if not door.is_described(data.usable):
        targets(margins, data, door)
        return []
    found = weigh(data, margins, door)
    return [found.told["sentence"], *found.warnings] if found else []


def _numbers(found: Raked, door: Door) -> dict[str, Any]:
    """What weights cost, no finer than counts: a step is what ``BASE`` families make of it."""
    many, most = len(found.weights), heaviest(found.weights)
    families = many if many == door.size else door.told(COUNTED, many).n
    step = BASE * most / many
    design = door.rounded(meaning(("poids", "effet")), kish(found.weights)[1], step * most)
    design = round(max(1.0, design), 2)
    gap = door.rounded(meaning(("poids", "marge")), found.gap, step) if found.extreme.any() else 0.0
    return {
        "design_effect": design,
        "effective": round(families / design),
        "trimmed": door.told(meaning(("poids", "ramené")), int(found.extreme.sum())).n,
        "gap": round(gap, 3),
    }


def _margin(name: str, shares: dict[str, float]) -> dict[str, Any]:
    return {
        "variable": name,
        "categories": [{"name": c, "share": round(share, 6)} for c, share in shares.items()],
    }


def _sentence(column: bool, titles: list[str], numbers: dict[str, Any]) -> str:
    origin = ["la colonne de poids"] * column + [f"les marges ({', '.join(titles)})"] * bool(titles)
    design, effective = _written(numbers["design_effect"]), number(numbers["effective"])
    return typography(
        f"Parts pondérées par {' et '.join(origin)} ; effet de plan {design}, soit "
        f"autant de précision que {effective} familles de même poids. Les "
        "effectifs, les écarts entre groupes, les cartes, les profils, les thèmes et le programme "
        "comptent chaque famille pour une."
    )


def _alarms(numbers: dict[str, Any], size: int) -> list[str]:
    said, design = [], numbers["design_effect"]
    if design > WILD:
        said.append(HEAVY.format(_written(design), number(numbers["effective"])))
    if numbers["trimmed"] > OFTEN_TRIMMED * size:
        said.append(TRIMMED.format(*(_written(bound) for bound in BOUNDS)))
    if numbers["gap"] > MISSED:
        said.append(SHORT.format(_written(100 * numbers["gap"])))
    return [text.replace(" %", f"{THIN}%") for text in said]


def _written(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
