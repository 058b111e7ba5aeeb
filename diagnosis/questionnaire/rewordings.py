"""When words changed so much that answers given before and since are not quite alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

from diagnosis.questionnaire.definition import Questionnaire, Rewording


def dividing(
    questionnaire: Questionnaire, versions: Iterable[str], least: int = 1
) -> list[Rewording]:
    """List the rewordings that divide some responses, earliest first.

    Parameters
    ----------
    questionnaire : as it is asked now; it names its rewordings.
    versions : of each response, the one that it answers.
    least : how many responses there are at least on either side of a rewording that is listed.

    Examples
    --------
    >>> order_of("10") > order_of("9-2") > order_of("9")
    True
    """
    orders = [order_of(version) for version in versions]

    def divides(rewording: Rewording) -> bool:
        before = sum(order < order_of(rewording.version) for order in orders)
        return min(before, len(orders) - before) >= least

    return [rewording for rewording in questionnaire.rewordings if divides(rewording)]


def order_of(version: str) -> tuple[tuple[int, str], ...]:
    """The place of a version among others: numbers count as numbers."""
    parts = re.findall(r"\d+|[^\d.-]+", version)
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)
