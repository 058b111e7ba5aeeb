"""The margins that staff enter, checked against the answers and turned into targets of raking."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ..arrays import Bools, Floats, Ints
from ..disclosure import margin
from ..errors import AnalysisError
from ..french import listing, quoted
from ..table import Block, Encoded
from .raking import Dimension

Margins = Mapping[str, Mapping[str, float]]
SUM_TOLERANCE = 0.01
POOLED = (
    "Marge {} : les catégories choisies par trop peu de familles sont calées ensemble, "
    "pas une par une."
)
SKIPPED = "Marge {} : trop peu de familles par catégorie, elle n'est pas utilisée pour {}."
ABSENT = (
    "Marge {} : aucune famille n'a répondu {}. Ces habitants ne sont pas représentés ; "
    "les autres parts sont agrandies d'autant."
)


@dataclass(frozen=True)
class Targets:
    """What to rake on, with the warnings met on the way and the shares as entered."""

    dimensions: list[Dimension]
    warnings: list[str] = field(default_factory=list)
    shares: dict[str, dict[str, float]] = field(default_factory=dict)


def targets(margins: Margins, data: Encoded, k: int) -> Targets:
    """Check the margins and turn them into dimensions of raking.

    Categories whose count is hidden are raked together: a weight of their own would stand on few
    families, and would let their number be deduced.

    Parameters
    ----------
    margins : mapping of str to mapping of str to float
        Variable to category to share or count. A single choice takes shares that add up to 1
        (within 1 %), percentages or counts; several choices take the share of families of each.
    data : Encoded
    k : int

    Returns
    -------
    Targets

    Raises
    ------
    AnalysisError
        When a margin names something unknown, does not add up, or cannot be reached.
    """
    found = Targets([])
    for name, wanted in margins.items():
        block = _block(str(name), data)
        shares = _checked(block, {str(c): value for c, value in wanted.items()})
        found.shares[block.variable.name] = shares
        add = _single if block.single else _several
        add(block, shares, k, found)
    return found


def _block(name: str, data: Encoded) -> Block:
    if name in data.blocks:
        return data.blocks[name]
    raise AnalysisError(
        f"La marge porte sur {quoted(name)}, qui n'est pas une question à choix du codebook. "
        f"Choisir parmi : {', '.join(data.blocks)}."
    )


def _checked(block: Block, wanted: dict[str, float]) -> dict[str, float]:
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
    values = {category: _number(title, category, value) for category, value in wanted.items()}
    return _added_up(title, values) if block.single else _parts(title, values)


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
    """Give shares that add up to 1, from shares, percentages or counts."""
    total = sum(values.values())
    shares = max(values.values()) <= 1
    if (shares and abs(total - 1) > SUM_TOLERANCE) or (
        not shares and any(0 < value < 1 for value in values.values())
    ):
        written = f"{total:.3g}".replace(".", ",")
        raise AnalysisError(
            f"Les parts de la marge {title} font {written} et non 1. Corriger les parts, "
            "ou n'écrire que des effectifs."
        )
    return {category: value / total for category, value in values.items()}


def _parts(title: str, values: dict[str, float]) -> dict[str, float]:
    wrong = [category for category, value in values.items() if not 0 < value < 1]
    if wrong:
        raise AnalysisError(
            f"La marge {title} porte sur une question à plusieurs choix : chaque part doit être "
            f"entre 0 et 1, exclus (à corriger : {', '.join(wrong)})."
        )
    return values


def _single(block: Block, shares: dict[str, float], k: int, found: Targets) -> None:
    title = quoted(block.variable.title)
    counts = dict(zip(block.names, block.hits.sum(axis=0), strict=True))
    _reachable(title, shares, counts)
    hidden = {c for c, cell in zip(block.names, margin(block, k), strict=True) if cell.hidden}
    absent = [c for c, share in shares.items() if share and not counts[c] and c not in hidden]
    if absent:
        found.warnings.append(ABSENT.format(title, listing([quoted(c) for c in absent], "ni")))
    groups = [[c] for c in shares if counts[c] and c not in hidden]
    rare = [c for c in shares if c in hidden]
    if rare:
        found.warnings.append(POOLED.format(title))
    groups += [rare] if any(counts[c] for c in rare) else []
    wanted = np.array([sum(shares[c] for c in group) for group in groups])
    if len(groups) < 2:
        found.warnings.append(SKIPPED.format(title, "aucune catégorie"))
        return
    codes = _codes([np.any([block.column(c) for c in g], axis=0) for g in groups])
    found.dimensions.append(Dimension(block.variable.name, codes, wanted / wanted.sum()))


def _reachable(title: str, shares: dict[str, float], counts: dict[str, int]) -> None:
    """Refuse a margin that says nothing, or nobody, of a category that families chose."""
    unsaid = [category for category, n in counts.items() if n and not shares.get(category)]
    if unsaid:
        raise AnalysisError(
            f"La marge {title} ne donne aucune part à des catégories que des familles ont "
            f"choisies ({', '.join(unsaid)}). Donner une part à chacune."
        )


def _codes(members: list[Bools]) -> Ints:
    codes = np.full(len(members[0]), -1, dtype=np.intp)
    for at, member in enumerate(members):
        codes[member] = at
    return codes


def _several(block: Block, shares: dict[str, float], k: int, found: Targets) -> None:
    """Rake on each choice, yes or no, among the families that answered."""
    cells = dict(zip(block.names, margin(block, k), strict=True))
    weak = [c for c in shares if cells[c].hidden or not 0 < cells[c].n < cells[c].N]
    if weak:
        named = listing([quoted(c) for c in weak])
        found.warnings.append(SKIPPED.format(quoted(block.variable.title), named))
    for category in (c for c in shares if c not in weak):
        chosen = block.column(category)
        codes = _codes([block.answered & ~chosen, block.answered & chosen])
        wanted: Floats = np.array([1 - shares[category], shares[category]])
        found.dimensions.append(Dimension(block.variable.name, codes, wanted))
