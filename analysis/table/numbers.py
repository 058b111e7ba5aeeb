"""Numbers as people and spreadsheets write them: « 12 », « 4,5 », « 1 200 », « 3 enfants »."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from ..arrays import Floats

# Groups of three digits apart, decimals after the other sign: both are there, so it is clear.
GROUPED = re.compile(r"[+-]?\d{1,3}( \d{3})+([.,]\d+)?")
BOTH = re.compile(r"[+-]?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:,\d{3})+\.\d+)")
UNIT = re.compile(r"([+-]?\d[\d .,]*?) ?([^\W\d_]+)\.?")
WHOLE = re.compile(r"(\d+)[.,]0+")
# A number without a unit may be of another one: « 2 » beside « 18 mois ».
MEASURES = ("an", "année", "mois", "semaine", "jour", "heure", "h", "minute", "min")


def number_of(text: str) -> float:
    """Read one number; not a number when it is none, or could be several.

    A comma or a dot alone is a decimal sign.

    Examples
    --------
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

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    array of float, shape (texts,)

    Examples
    --------
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


def without_zeros(text: str) -> str:
    """Give a code as it was before a spreadsheet made a decimal number of it.

    >>> without_zeros("2.0"), without_zeros("2,5"), without_zeros("a")
    ('2', '2,5', 'a')
    """
    found = WHOLE.fullmatch(text)
    return found[1] if found else text
