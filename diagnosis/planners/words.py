"""How a campaign and its published state are told in words."""

from __future__ import annotations

from analysis.french import number, typography
from diagnosis import dataset
from diagnosis.languages import long_day


def state_words(state: dataset.State) -> str:
    """Say which families the numbers count, how many came since, and when they will count.

    >>> from datetime import date
    >>> print(state_words(dataset.State({}, date(2026, 12, 1), 53, 4, 9)).replace("\u202f", "_"))
    État du 1er décembre 2026_: 53 familles_; 4 arrivées depuis, comptées au prochain état \
(encore 9 familles).
    >>> state_words(dataset.State({}, None, 0, 4, 7))
    ''
    """
    if state.day is None:
        return ""
    words = f"État du {long_day(state.day)} : {number(state.families)} familles"
    if state.arrived:
        one = state.arrived == 1
        words += f" ; {number(state.arrived)} {'arrivée' if one else 'arrivées'} depuis"
        words += f", {'comptée' if one else 'comptées'} au prochain état"
        if state.awaited:
            more = "famille" if state.awaited == 1 else "familles"
            words += f" (encore {number(state.awaited)} {more})"
    return typography(f"{words}.")
