"""Numbers as bands."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..arrays import Floats
from ..errors import AnalysisError
from .cells import Cells, Codes
from .numbers import number_of, numbers_of

MOST_LEVELS = 12
BANDS = 4


def banded(name: str, cells: Cells) -> tuple[Cells, dict[str, str], int]:
    """Cut numbers into at most four open-ended bands, so that no extreme value is named.

    Returns
    -------
    tuple
        The band of each family, the label of each band, and how many cells hold no number.

    Raises
    ------
    AnalysisError
        When no cell holds a number.

    Examples
    --------
    >>> ages = Cells(["", "1", "2", "30"], np.array([1, 2, 0, 3]))
    >>> found, labels, bad = banded("age", ages)
    >>> found.all(), labels, bad
    (['band0', 'band1', '', 'band2'], {'band0': '1', 'band1': '2', 'band2': 'plus de 2'}, 0)
    """
    counts = cells.counts
    numbers = numbers_of([text * bool(n) for text, n in zip(cells.texts, counts, strict=True)])
    given, readable = int(counts[1:].sum()), int(counts[np.isfinite(numbers)].sum())
    if given and not readable:
        raise AnalysisError(
            f"La colonne « {name} » devrait contenir des nombres et n'en contient aucun. "
            "Écrire des chiffres seuls, ou changer son type en select_one dans le codebook."
        )
    bands, names = _cut(numbers, counts)
    return Cells(["", *names], bands[cells.codes]), names, given - readable


def weights_of(name: str, cells: list[str]) -> Floats:
    """Read a column of weights, of any scale.

    Raises
    ------
    AnalysisError
        When a weight is missing, no number or negative, or when all are 0.

    Examples
    --------
    >>> weights_of("poids", ["1", "0,5", "2.0"])
    array([1. , 0.5, 2. ])
    """
    known = {text: number_of(text) for text in set(cells)}
    values = np.array([known[text] for text in cells], dtype=float)
    wrong = np.flatnonzero(~(values >= 0))
    if len(wrong):
        first = cells[wrong[0]]
        cause = "négative" if values[wrong[0]] < 0 else "pas un nombre" if first else "vide"
        raise AnalysisError(
            f"La colonne de poids « {name} » a {len(wrong)} valeur(s) vide(s), négative(s) ou qui "
            f"ne sont pas des nombres (ligne {wrong[0] + 1} après les titres : {cause}). "
            "Donner à chaque ligne un nombre, 0 ou plus."
        )
    if len(values) and not values.any():
        raise AnalysisError(
            f"La colonne de poids « {name} » ne contient que des zéros. "
            "Donner un poids aux familles, ou le rôle ignore à la colonne."
        )
    return values


def _cut(numbers: Floats, counts: npt.NDArray[np.int64]) -> tuple[Codes, dict[str, str]]:
    """Give the band of each distinct number (0 for none), and the labels of the bands."""
    held = np.isfinite(numbers) & (counts > 0)
    if not held.any():
        return np.zeros(len(numbers), dtype=np.int8), {}
    known = np.repeat(numbers[held], counts[held])
    edges = np.unique(np.quantile(known, [0.25, 0.5, 0.75], method="lower"))
    edges = edges[edges < known.max()]
    codes = np.searchsorted(edges, numbers, side="left")
    names = _labels(edges, [numbers[held & (codes == at)] for at in range(len(edges) + 1)])
    return np.where(np.isfinite(numbers), codes + 1, 0).astype(np.int8), names


def _labels(edges: Floats, held: list[Floats]) -> dict[str, str]:
    """Label bands by their inner edges; a band of one value takes it as label.

    Not the last band: a highest value may be that of one family.
    """
    texts = [_written(edge) for edge in edges]
    middle = [f"plus de {a}, jusqu'à {b}" for a, b in zip(texts, texts[1:], strict=False)]
    labels = [f"{texts[0]} ou moins", *middle, f"plus de {texts[-1]}"] if texts else [""]
    return {
        f"band{at}": _written(values[0]) if at < max(len(texts), 1) and _same(values) else label
        for at, (label, values) in enumerate(zip(labels, held, strict=True))
    }


def _written(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _same(values: Floats) -> bool:
    return len(np.unique(values)) == 1


def cuts_of(column: Floats) -> Floats | None:
    """Give the quartiles of a column of many distinct numbers, None for a column of codes."""
    known = column[np.isfinite(column)]
    if len(np.unique(known)) <= MOST_LEVELS:
        return None
    return np.unique(np.quantile(known, np.arange(1, BANDS) / BANDS))


def levels_of(column: Floats) -> Floats:
    """Give the distinct codes of a column, cut first when it holds many numbers."""
    codes = coded(column, cuts_of(column))
    known = np.unique(codes[np.isfinite(codes)])
    return known if len(known) else np.zeros(1)


def coded(column: Floats, cuts: Floats | None) -> Floats:
    """Replace numbers by the code of their band; NaN stays NaN."""
    if cuts is None:
        return column
    codes = np.searchsorted(cuts, column, side="right").astype(float)
    return np.where(np.isfinite(column), codes, np.nan)
