"""The margins that staff enter, checked against the answers and turned into targets of raking."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..arrays import Bools, Floats
from ..disclosure import Door, meaning
from ..errors import AnalysisError
from ..french import listing, quoted
from ..table import Block, Encoded
from .raking import Dimension

# Variable to category to the share wanted. Of a single choice: shares that add up to 1 (within
# 1 %), percentages or counts; of several choices: the share of families of each. None: as told of
# the survey, and the others share the rest in proportion.
Margins = Mapping[str, Mapping[str, float | None]]
SUM_TOLERANCE = 0.01
POOLED = (
    "Marge {} : les catégories choisies par trop peu de familles sont calées ensemble, "
    "pas une par une."
)
SKIPPED = "Marge {} : trop peu de familles par catégorie, elle n'est pas utilisée pour {}."
FEW = (
    "Marge {} : trop peu de familles ont répondu {} pour parler de ces habitants ; les autres "
    "parts sont agrandies d'autant."
)


@dataclass(frozen=True)
class Targets:
    """What to rake on, with the warnings met on the way and the shares as entered."""

    dimensions: list[Dimension]
    warnings: list[str] = field(default_factory=list)
    shares: dict[str, dict[str, float]] = field(default_factory=dict)


def targets(margins: Margins, data: Encoded, door: Door) -> Targets:
    """Check the margins and turn them into dimensions of raking.

    Categories that are too small to be described are raked together: a weight of their own would
    stand on few families, and would let their number be deduced.
    """
    found = Targets([])
    for name, wanted in margins.items():
        block = _block(str(name), data)
        shares = _checked(block, {str(c): value for c, value in wanted.items()}, door)
        found.shares[block.variable.name] = shares
        add = _single if block.single else _several
        add(block, shares, door, found)
    return found


def _block(name: str, data: Encoded) -> Block:
    if name in data.blocks:
        return data.blocks[name]
    raise AnalysisError(
        f"La marge porte sur {quoted(name)}, qui n'est pas une question à choix du codebook. "
        f"Choisir parmi : {', '.join(data.blocks)}."
    )


def _checked(block: Block, wanted: dict[str, float | None], door: Door) -> dict[str, float]:
    title = quoted(block.variable.name)
    if not wanted:
        raise AnalysisError(f"La marge {title} est vide. Donner une part par catégorie.")
    unknown = [c for c in wanted if c not in block.names]
    if unknown:
        raise AnalysisError(
            f"La marge {title} cite des catégories inconnues ({', '.join(unknown)}). "
            f"Catégories possibles : {', '.join(block.names)}. "
            "Une catégorie rare doit être déclarée dans « categories » du codebook."
        )
    values = {c: _number(title, c, value) for c, value in wanted.items() if value is not None}
    if not values:
        raise AnalysisError(
            f"La marge {title} est « comme dans l'enquête » partout : elle ne change rien. "
            "Donner une part connue au moins, ou retirer la marge."
        )
    if not block.single:
        return _parts(title, values)
    kept = {c: _told(block, c, door) for c, value in wanted.items() if value is None}
    known = _shared(title, values, 1 - sum(kept.values())) if kept else _added_up(title, values)
    return {category: (known | kept)[category] for category in wanted}


def _told(block: Block, category: str, door: Door) -> float:
    """Share of a category in the survey, as it is told."""
    name = block.variable.name
    within = meaning((name, "répondu"))
    chosen = block.column(category)
    return door.share(meaning((name, category)), chosen, within, block.answered).value


def _shared(title: str, values: dict[str, float], rest: float) -> dict[str, float]:
    """Shares of the known categories, which share what those of the survey leave."""
    total = sum(values.values())
    if rest <= 0 or not total:
        raise AnalysisError(
            f"Dans la marge {title}, les réponses « comme dans l'enquête » ne laissent rien aux "
            "autres. Donner une part connue à l'une d'elles."
        )
    if max(values.values()) <= 1 and total > 1 + SUM_TOLERANCE:
        raise _not_one(title, total)
    return {category: value * rest / total for category, value in values.items()}


def _number(title: str, category: str, value: object) -> float:
    if isinstance(value, int | float | np.number) and not isinstance(value, bool | np.bool_):
        number = float(value)
        if math.isfinite(number) and number >= 0:
            return number
    raise AnalysisError(
        f"La marge {title} donne à {quoted(category)} la valeur {value}. "
        "Écrire un nombre positif : une part ou un effectif."
    )


def _added_up(title: str, values: dict[str, float]) -> dict[str, float]:
    """Shares that add up to 1, from shares, percentages or counts."""
    total = sum(values.values())
    shares = max(values.values()) <= 1
    if (shares and abs(total - 1) > SUM_TOLERANCE) or (
        not shares and any(0 < value < 1 for value in values.values())
    ):
        raise _not_one(title, total)
    return {category: value / total for category, value in values.items()}


def _not_one(title: str, total: float) -> AnalysisError:
    written = f"{total:.3g}".replace(".", ",")
    return AnalysisError(
        f"Les parts de la marge {title} font {written} et non 1. Corriger les parts, "
        "ou n'écrire que des effectifs."
    )


def _parts(title: str, values: dict[str, float]) -> dict[str, float]:
    wrong = [category for category, value in values.items() if not 0 < value < 1]
    if wrong:
        raise AnalysisError(
            f"La marge {title} porte sur une question à plusieurs choix : chaque part doit être "
            f"entre 0 et 1, exclus (à corriger : {', '.join(wrong)})."
        )
    return values


def _single(block: Block, shares: dict[str, float], door: Door, found: Targets) -> None:
    title = quoted(block.variable.title)
    groups = [[c] for c in block.names if door.is_described(block.column(c))]
    _reachable(title, shares, [c for group in groups for c in group])
    rare = [c for c in block.names if [c] not in groups]
    said = [c for c in rare if shares.get(c)]
    if said and door.is_described(_any(block, rare)):
        found.warnings.append(POOLED.format(title))
        groups.append(rare)
    elif said:
        found.warnings.append(FEW.format(title, listing([quoted(c) for c in said], "ou")))
    wanted = np.array([sum(shares.get(c, 0.0) for c in group) for group in groups])
    if len(groups) < 2:
        found.warnings.append(SKIPPED.format(title, "aucune catégorie"))
        return
    masks = [_any(block, group) for group in groups]
    found.dimensions.append(_dimension(block, masks, wanted / wanted.sum()))


def _any(block: Block, names: Sequence[str]) -> Bools:
    return np.asarray(np.any([block.column(name) for name in names], axis=0))


def _dimension(block: Block, groups: Sequence[Bools], shares: Floats) -> Dimension:
    codes = np.select(groups, list(range(len(groups))), -1)
    return Dimension(block.variable.name, codes, shares)


def _reachable(title: str, shares: dict[str, float], described: Sequence[str]) -> None:
    """Refuse a margin that says nothing, or nobody, of a category that many families chose."""
    unsaid = [category for category in described if not shares.get(category)]
    if unsaid:
        raise AnalysisError(
            f"La marge {title} ne donne aucune part à des catégories que des familles ont "
            f"choisies ({', '.join(unsaid)}). Donner une part à chacune."
        )


def _several(block: Block, shares: dict[str, float], door: Door, found: Targets) -> None:
    """Rake on each choice, yes or no, among the families that answered."""
    sides = {c: (block.answered & ~block.column(c), block.column(c)) for c in shares}
    weak = [c for c, both in sides.items() if not all(map(door.is_described, both))]
    if weak:
        named = listing([quoted(c) for c in weak])
        found.warnings.append(SKIPPED.format(quoted(block.variable.title), named))
    for category in (c for c in shares if c not in weak):
        wanted: Floats = np.array([1 - shares[category], shares[category]])
        found.dimensions.append(_dimension(block, sides[category], wanted))
