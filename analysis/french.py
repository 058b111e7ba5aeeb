"""French typography of the sentences and numbers that people read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from babel.numbers import format_decimal

from .rules import FLOOR

THIN = "\u202f"
# Under a thousand families a decimal would promise more than the sample can bear.
ENOUGH_FOR_A_DECIMAL = 1000
ISOLATE, END = "\u2068", "\u2069"


def typography(text: str) -> str:
    """Put narrow no-break spaces and curved apostrophes where French wants them.

    >>> typography("« 38 % », n'est-ce pas ?").replace(THIN, "_")
    '«_38_%_», n’est-ce pas_?'
    """
    text = re.sub(r" (?=[;:!?%»])", THIN, str(text)).replace("'", "’")
    return re.sub(r"« ", f"«{THIN}", text)


def decimal(value: float, places: int = 2) -> str:
    """Write a number with its decimals.

    >>> decimal(-0.5), decimal(1.84, 1)
    ('−0,50', '1,8')
    """
    # Nothing added to minus nothing is nothing: no « −0 ».
    near = round(value, places) + 0.0
    text = format_decimal(near, format=f"#,##0.{'0' * places}", locale="fr")
    return str(text).replace("-", "−")


def number(value: int) -> str:
    """Write an integer with thin spaces between thousands.

    >>> number(12345).replace(THIN, "_")
    '12_345'
    """
    return str(format_decimal(value, format="#,##0", locale="fr"))


def points(share: float, base: int = 0) -> str:
    """Write a share in points of percentage, with one decimal only from 1 000 families on.

    >>> points(0.3842), points(0.3842, 1200)
    ('38', '38,4')
    """
    return decimal(100 * share, int(base >= ENOUGH_FOR_A_DECIMAL))


def percent(share: float, base: int = 0) -> str:
    """Write a share as a percentage.

    >>> percent(0.3842).replace(THIN, " ")
    '38 %'
    """
    return f"{points(share, base)}{THIN}%"


def interval(share: float, low: float, high: float, base: int = 0) -> str:
    """Write a share and its interval.

    >>> interval(0.38, 0.31, 0.45).replace(THIN, " ")
    '38 % [31 ; 45]'
    """
    bounds = f"[{points(low, base)}{THIN}; {points(high, base)}]"
    return f"{percent(share, base)} {bounds}"


# Shares up to which each word is the nearest one.
WORDS = (
    (0.06, "très peu"),
    (0.15, "environ une sur dix"),
    (0.225, "environ une sur cinq"),
    (0.29, "environ un quart"),
    (0.42, "environ un tiers"),
    (0.58, "environ la moitié"),
    (0.71, "environ les deux tiers"),
    (0.85, "environ les trois quarts"),
    (0.96, "environ neuf sur dix"),
    (1.0, "presque toutes"),
)


def shared(share: float, base: int) -> str:
    """Write a share: in words under ``FLOOR`` families, as a percentage otherwise.

    >>> shared(0.31, 15), shared(0.31, 60).replace(THIN, " "), shared(1.0, 60)
    ('environ un tiers', '31 %', 'presque toutes')
    """
    if base < FLOOR or share > 0.995:
        return next(word for most, word in WORDS if share <= most)
    return percent(share, base)


def families(n: int, base: int, share: float, low: float, high: float) -> str:
    """Write a told cell of families, with its interval.

    >>> families(40, 120, 1 / 3, 0.26, 0.42).replace(THIN, " ")
    'environ 40 familles sur 120, 33 % [26 ; 42]'
    >>> families(0, 120, 0.0, 0.0, 0.05).replace(THIN, " ")
    'moins de 5 familles sur 120, 0 % [0 ; 5]'
    """
    many = f"environ {number(n)}" if n else "moins de 5"
    told = share_text({"N": base, "share": share, "low": low, "high": high})
    return f"{many} familles sur {number(base)}, {told}"


def share_text(cell: Mapping[str, Any]) -> str:
    """Write the share of a told cell and its interval.

    >>> share_text({"N": 120, "share": 0.33, "low": 0.26, "high": 0.42}).replace(THIN, " ")
    '33 % [26 ; 42]'
    """
    low, high, base = cell["low"], cell["high"], cell["N"]
    bounds = f"[{points(low, base)}{THIN}; {points(high, base)}]"
    return f"{shared(cell['share'], base)} {bounds}"


def gap_text(difference: float, low: float, high: float) -> str:
    """Write a difference of shares, in points, and its interval.

    >>> gap_text(0.034, -0.01, 0.081).replace(THIN, " "), gap_text(0.01, 0, 0.02)[:16]
    ('écart de 3 points [−1 ; 8]', 'écart de 1 point')
    """
    plural = "s" * (abs(round(100 * difference)) > 1)
    bounds = f"[{_signed(low)}{THIN}; {_signed(high)}]"
    return f"écart de {_signed(difference)} point{plural} {bounds}"


def _signed(value: float) -> str:
    return decimal(100 * value, 0)


def times(ratio: float | None) -> str:
    """Write a ratio; a dash for one that « moins de 5 » does not bear.

    >>> times(1.84).replace(THIN, " ")
    '× 1,8'
    """
    return "–" if ratio is None else f"×{THIN}{decimal(ratio, 1)}"


def quoted(text: str) -> str:
    """Put French quotation marks round a text.

    A text written from right to left is isolated, or it would take the marks with it.

    >>> quoted("jouer").replace(THIN, " ")
    '« jouer »'
    """
    turned = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    return f"«{THIN}{ISOLATE}{text}{END}{THIN}»" if turned else f"«{THIN}{text}{THIN}»"


def listing(items: Sequence[str], last: str = "et") -> str:
    """Join items as a French enumeration.

    >>> listing(["a", "b", "c"])
    'a, b et c'
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
