"""How numbers and sentences are written on planners' pages: French typography, sober rounding."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

THIN = "\u202f"
# Under a thousand families a decimal would promise more than the sample can bear.
ENOUGH_FOR_A_DECIMAL = 1000


def french(text: str) -> str:
    """Put narrow no-break spaces where French wants them.

    >>> french("« 38 % », vraiment ?").replace(THIN, "_")
    '«_38_%_», vraiment_?'
    """
    text = re.sub(r" (?=[;:!?%»])", THIN, str(text)).replace("'", "’")
    return re.sub(r"« ", f"«{THIN}", text)


def number(value: int) -> str:
    """Write a number of families.

    >>> number(12345).replace(THIN, "_")
    '12_345'
    """
    return f"{value:,}".replace(",", THIN)


def points(share: float, base: int = 0) -> str:
    """Write a share in points of percentage.

    >>> points(0.3842), points(0.3842, 1200)
    ('38', '38,4')
    """
    return f"{100 * share:.{int(base >= ENOUGH_FOR_A_DECIMAL)}f}".replace(".", ",")


def percent(share: float, base: int = 0) -> str:
    """Write a share as a percentage.

    >>> percent(0.38).replace(THIN, "_")
    '38_%'
    """
    return f"{points(share, base)}{THIN}%"


def decimal(value: float) -> str:
    """Write a coordinate.

    >>> decimal(-0.5)
    '−0,50'
    """
    return f"{value:.2f}".replace(".", ",").replace("-", "−")


def listing(items: list[str]) -> str:
    """Join words as a French enumeration.

    >>> listing(["a", "b", "c"])
    'a, b et c'
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} et {items[-1]}"


def strip(cell: Mapping[str, Any]) -> Markup:
    """Draw a published cell: a dot and its interval between 0 and 100 %."""
    low, share, high = (f"{2 + 96 * cell[key]:.1f}" for key in ("low", "share", "high"))
    return Markup(  # noqa: S704 - numbers only
        '<svg class="strip" viewBox="0 0 100 10" aria-hidden="true" preserveAspectRatio="none">'
        '<line class="ground" x1="2" x2="98" y1="5" y2="5"/>'
        f'<line class="interval" x1="{low}" x2="{high}" y1="5" y2="5"/>'
        f'<line class="dot" x1="{share}" x2="{share}" y1="5" y2="5"/></svg>'
    )


def weighted_part(share: Mapping[str, Any] | None) -> str:
    """Write a weighted share with its interval; a dash when there is none.

    >>> weighted_part({"share": 0.4, "low": 0.3, "high": 0.51}).replace(THIN, "_")
    '40_% [30_; 51]'
    """
    if share is None or share["share"] is None:
        return "–"
    return f"{percent(share['share'])} [{points(share['low'])}{THIN}; {points(share['high'])}]"


def spread(gap: Mapping[str, Any]) -> Markup:
    """Draw a gap: a dot and its interval between −100 and +100 points, zero in the middle."""
    keys = ("adjusted_low", "difference", "adjusted_high")
    # Drawn the way the sentence goes: from the group that names the need less often.
    turn = 1 if gap["difference"] >= 0 else -1
    low, dot, high = sorted(turn * gap[key] for key in keys)
    low, dot, high = (50 + 48 * value for value in (low, dot, high))
    return Markup(  # noqa: S704 - numbers only
        '<svg class="strip" viewBox="0 0 100 10" aria-hidden="true" preserveAspectRatio="none">'
        '<line class="ground" x1="2" x2="98" y1="5" y2="5"/>'
        '<line class="zero" x1="50" x2="50" y1="0" y2="10"/>'
        f'<line class="interval" x1="{low:.1f}" x2="{high:.1f}" y1="5" y2="5"/>'
        f'<line class="dot" x1="{dot:.1f}" x2="{dot:.1f}" y1="5" y2="5"/></svg>'
    )


FILTERS: dict[str, Callable[..., Any]] = {
    "french": french,
    "number": number,
    "percent": percent,
    "points": points,
    "decimal": decimal,
    "listing": listing,
    "strip": strip,
    "spread": spread,
    "weighted_part": weighted_part,
}
