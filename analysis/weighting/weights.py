"""The weights of a survey: those of its column, those of raking to margins, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..arrays import Bools, Floats
from ..codebook import Codebook
from ..disclosure import Count
from ..french import THIN, number, typography
from ..table import Encoded, encode
from .raking import BOUNDS, Dimension, kish, rake
from .targets import Margins, Targets, targets

WILD = 2.0
OFTEN_TRIMMED = 0.05
MISSED = 0.01
MOST_STRATA = 12
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

    ``dimensions`` are the groupings that the weights depend on, each a margin or the strata of
    the weight column; ``told`` is what the report says of the weights, ``warnings`` its French
    warnings, ``kind`` the word for ``method.weights``.
    """

    values: Floats
    design: float
    kind: str
    dimensions: list[Dimension]
    told: dict[str, Any]
    warnings: list[str]

    @property
    def names(self) -> frozenset[str]:
        """The variables of the margins."""
        return frozenset(dimension.name for dimension in self.dimensions if dimension.name)


def weigh(data: Encoded, margins: Margins | None, k: int) -> Weights | None:
    """Weigh the families, None when there is neither a weight column nor a margin.

    A column of equal weights says nothing and is left aside.

    Raises
    ------
    AnalysisError
        When the margins do not fit the answers or one another.
    """
    column = data.weights
    strata = None if column is None or np.ptp(column[data.usable]) == 0 else column
    wanted = targets(margins or {}, data, k)
    if strata is None and not wanted.dimensions and not wanted.shares:
        return None
    base = np.ones(data.rows) if strata is None else strata
    titles = [data.blocks[name].variable.title for name in wanted.shares]
    return _weighed(base, data.usable & (base > 0), wanted, strata is not None, titles)


def check_margins(
    table: pd.DataFrame, codebook: Codebook, margins: Margins, k: int = 11
) -> list[str]:
    """Try margins on a table, to be told at once what they cost.

    Parameters
    ----------
    table : DataFrame, shape (families, columns)
    codebook : Codebook
    margins, k
        As for :func:`analysis.diagnose`.

    Returns
    -------
    list of str
        What the report would say of them: the sentence, then the warnings; empty while fewer
        than ``k`` families answered.

    Raises
    ------
    AnalysisError
        When the margins do not fit the answers or one another.
    """
    data = encode(table, codebook, k)
    if data.usable.sum() < k:
        targets(margins, data, k)
        return []
    found = weigh(data, margins, k)
    return [found.told["sentence"], *found.warnings] if found else []


def _weighed(
    base: Floats, counted: Bools, wanted: Targets, column: bool, titles: list[str]
) -> Weights:
    kept = [Dimension(d.name, d.codes[counted], d.shares) for d in wanted.dimensions]
    found = rake(base[counted], kept)
    values = np.zeros(len(base))
    values[counted] = found.weights
    effective, design = kish(found.weights)
    strata = [_strata(base, counted)] if column else []
    warnings = [*wanted.warnings, *_alarms(found.extreme, found.gap, design, effective)]
    warnings = [typography(text) for text in warnings]
    told = {
        "design_effect": round(design, 2),
        "effective": round(effective),
        "trimmed": Count(int(found.extreme.sum())),
        "bounds": list(BOUNDS),
        "rounds": found.rounds,
        "gap": round(found.gap, 3),
        "margins": [_margin(name, shares) for name, shares in wanted.shares.items()],
        "sentence": _sentence(column, titles, design, effective),
        "warnings": warnings,
    }
    kind = " + ".join(["column"] * column + ["raking"] * bool(wanted.shares))
    dimensions = [*wanted.dimensions, *(d for d in strata if d is not None)]
    return Weights(values, design, kind, dimensions, told, warnings)


def _strata(base: Floats, counted: Bools) -> Dimension | None:
    """Families of equal weight form a group, as long as the groups are few."""
    levels, codes = np.unique(base, return_inverse=True)
    if len(levels) > MOST_STRATA:
        return None
    return Dimension("", np.where(counted, codes, -1), np.zeros(len(levels)))


def _margin(name: str, shares: dict[str, float]) -> dict[str, Any]:
    return {
        "variable": name,
        "categories": [{"name": c, "share": round(share, 6)} for c, share in shares.items()],
    }


def _sentence(column: bool, names: list[str], design: float, effective: float) -> str:
    origin = ["la colonne de poids"] * column + [f"les marges ({', '.join(names)})"] * bool(names)
    return typography(
        f"Parts pondérées par {' et '.join(origin)} ; effet de plan {_written(design)}, soit "
        f"autant de précision que {number(round(effective))} familles de même poids. Les "
        "effectifs, les écarts entre groupes, les cartes, les profils, les thèmes et le programme "
        "comptent chaque famille pour une."
    )


def _alarms(extreme: Bools, gap: float, design: float, effective: float) -> list[str]:
    said = []
    if design > WILD:
        said.append(HEAVY.format(_written(design), number(round(effective))))
    if extreme.mean() > OFTEN_TRIMMED:
        said.append(TRIMMED.format(*(_written(bound) for bound in BOUNDS)))
    if gap > MISSED:
        said.append(SHORT.format(_written(100 * gap)))
    return [text.replace(" %", f"{THIN}%") for text in said]


def _written(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
