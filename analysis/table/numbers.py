"""Numbers as people and spreadsheets write them (« 4,5 », « 1 200 », « 3 enfants »), and bands."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..arrays import Floats
from ..errors import AnalysisError
from .cells import Cells, Codes

# Groups of three digits apart, decimals after the other sign: both are there, so it is clear.
GROUPED = re.compile(r"[+-]?\d{1,3}( \d{3})+([.,]\d+)?")
BOTH = re.compile(r"[+-]?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:,\d{3})+\.\d+)")
UNIT = re.compile(r"([+-]?\d[\d .,]*?) ?([^\W\d_]+)\.?")
# A number without a unit may be of another one: « 2 » beside « 18 mois ».
MEASURES = ("an", "année", "mois", "semaine", "jour", "heure", "h", "minute", "min")
# Distinct numbers up to which a column holds codes.
MOST_LEVELS = 12
BANDS = 4


def number_of(text: str) -> float:
    """Read one number; not a number when it is none, or could be several.

    A comma or a dot alone is a decimal sign.

    >>> [number_of(text) for text in (" 12 ", "4,5", "1 200", "1.200,5", "3 ou 4")]
    [12.0, 4.5, 1200.0, 1200.5, nan]
    """
    plain = " ".join(text.replace("−", "-").split())
    if GROUPED.fullmatch(plain):
        plain = plain.replace(" ", "")
    if BOTH.fullmatch(plain):
        plain = plain.replace(min(",.", key=plain.find), "")
    try:
        found = math.nan if "_" in plain else float(plain.replace(",", "."))
    except ValueError:
        return math.nan
    return found if math.isfinite(found) else math.nan


def numbers_of(texts: Sequence[str]) -> Floats:
    """Read the distinct texts of one column as numbers; NaN where a text is no number.

    A word after the number is a unit, and is passed over when the column has one only. A unit of
    time is not, unless every number has it.

    >>> numbers_of(["1 enfant", "3 enfants", "2", "beaucoup"])
    array([ 1.,  3.,  2., nan])
    >>> numbers_of(["3 ans", "18 mois", "2"])
    array([nan, nan,  2.])
    """
    found = np.array([number_of(text) for text in texts], dtype=float)
    odd = np.flatnonzero(np.isnan(found))
    united = {at: UNIT.fullmatch(" ".join(texts[at].split())) for at in odd.tolist()}
    units = {_unit(match[2]) for match in united.values() if match}
    bare = len(odd) < len(texts)
    if len(units) == 1 and not (bare and units <= {_unit(name) for name in MEASURES}):
        for at, match in united.items():
            found[at] = number_of(match[1]) if match else math.nan
    return found


def _unit(word: str) -> str:
    return re.sub("[sx]$", "", word.casefold())


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


def banded(name: str, cells: Cells) -> tuple[Cells, dict[str, str], int]:
    """Cut numbers into at most four open-ended bands, so that no extreme value is named.

    Told are the band of each family, the label of each band, and how many cells hold no number;
    an error is raised when no cell holds one.

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


def _cut(numbers: Floats, counts: npt.NDArray[np.int64]) -> tuple[Codes, dict[str, str]]:
    """The band of each distinct number (0 for none), and the labels of the bands."""
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
    for at, values in enumerate(held[: max(len(texts), 1)]):
        if len(np.unique(values)) == 1:
            labels[at] = _written(values[0])
    return {f"band{at}": label for at, label in enumerate(labels)}


def _written(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def cuts_of(column: Floats) -> Floats | None:
    """Quartiles of a column of many distinct numbers, None for a column of codes."""
    known = column[np.isfinite(column)]
    if len(np.unique(known)) <= MOST_LEVELS:
        return None
    return np.unique(np.quantile(known, np.arange(1, BANDS) / BANDS))


def levels_of(column: Floats) -> Floats:
    """Distinct codes of a column, cut first when it holds many numbers."""
    codes = coded(column, cuts_of(column))
    known = np.unique(codes[np.isfinite(codes)])
    return known if len(known) else np.zeros(1)


def coded(column: Floats, cuts: Floats | None) -> Floats:
    """Replace numbers by the code of their band; NaN stays NaN."""
    if cuts is None:
        return column
    codes = np.searchsorted(cuts, column, side="right").astype(float)
    return np.where(np.isfinite(column), codes, np.nan)
