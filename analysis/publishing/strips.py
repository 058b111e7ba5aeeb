"""Intervals drawn in a line of a table: SVG with no style, from numbers only."""

from __future__ import annotations

from markupsafe import Markup

from ..model import Cell, Comparison


def strip(cell: Cell) -> Markup:
    """A dot and its interval between 0 and 100 %."""
    low, dot, high = (2 + 96 * value for value in (cell.low, cell.share, cell.high))
    return _drawn(low, dot, high)


def spread(gap: Comparison) -> Markup:
    """A dot and its interval between −100 and +100 points, zero in the middle."""
    bounds = (gap.adjusted_low, gap.difference, gap.adjusted_high)
    # Drawn the way the sentence goes: from the group that names the need less often.
    turn = 1 if gap.difference >= 0 else -1
    low, dot, high = (50 + 48 * value for value in sorted(turn * value for value in bounds))
    return _drawn(low, dot, high, '<line class="zero" x1="50" x2="50" y1="0" y2="10"/>')


def _drawn(low: float, dot: float, high: float, mark: str = "") -> Markup:
    return Markup(  # noqa: S704 - numbers only
        '<svg class="strip" viewBox="0 0 100 10" aria-hidden="true" preserveAspectRatio="none">'
        f'<line class="ground" x1="2" x2="98" y1="5" y2="5"/>{mark}'
        f'<line class="interval" x1="{low:.1f}" x2="{high:.1f}" y1="5" y2="5"/>'
        f'<line class="dot" x1="{dot:.1f}" x2="{dot:.1f}" y1="5" y2="5"/></svg>'
    )
