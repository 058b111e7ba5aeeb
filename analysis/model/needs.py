"""The report as frozen dataclasses: who answered, needs and need maps.

A field says what it holds where its name does not. Every count passed the door: ``n`` and ``N`` are
told, within 4 families of the true ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ConfigDict

STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Cell:
    """Families told among families told, with the share and its interval at 95 %."""

    n: int
    N: int
    share: float
    low: float
    high: float
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Weighted:
    """A weighted share; ``effective`` families of equal weight would be as precise."""

    share: float
    low: float
    high: float
    effective: int
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Answer:
    """One category of a question."""

    name: str
    label: str
    cell: Cell
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Question:
    """Who answered one question, and what.

    ``missing`` families passed it; ``not_asked`` ones did not meet it: it did not concern them,
    or they sent before it. In older reports the first are both.
    """

    name: str
    label: str
    role: str
    type: str
    missing: int
    categories: list[Answer]
    not_asked: int = 0
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Participation:
    """``n`` families answered, exactly; null under the smallest group that is described."""

    message: str
    n: int | None
    variables: list[Question]
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Comparison:
    """A difference of two shares in points of 1, with bounds at 95 % and adjusted ones."""

    differs: bool
    difference: float
    low: float
    high: float
    adjusted_low: float
    adjusted_high: float
    sentence: str
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Unmet(Comparison):
    """Families that lack support among those that name a need, and among the others."""

    cell: Cell
    others: Cell
    conclusion: str
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Gap(Comparison):
    """One need in a group and in the largest group of the same question."""

    need: str
    need_label: str
    variable: str
    variable_label: str
    groups: list[Answer]
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Compared:
    """Who is compared in a question."""

    variable: str
    label: str
    groups: list[Answer]
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Gaps:
    """``tested`` pairs, ``found`` gaps at ``level``; ``not_tested`` says what was not crossed."""

    message: str
    level: float
    tested: int
    found: int
    items: list[Gap]
    groups: list[Compared]
    not_tested: list[str]
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Need:
    """One need domain; ``place`` is ``high`` or ``low`` when it is surely in that half."""

    name: str
    label: str
    cell: Cell
    first: Cell | None
    weighted: Weighted | None
    first_weighted: Weighted | None
    unmet: Unmet | None
    place: Literal["high", "low", ""]
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Order:
    """The needs that may be the first one, and the title that says so."""

    first: list[str]
    sentence: str
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Lacking:
    """A question that says whether support is lacking, and the answers that do."""

    variable: str
    label: str
    answers: list[str]
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Support:
    """Families that lack support, of all families."""

    message: str
    rule: str
    questions: list[Lacking]
    cell: Cell
    level: float
    tested: int
    found: int
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Needs:
    """Needs, the most often named first as far as told numbers go."""

    message: str
    domains: list[Need]
    order: Order
    gaps: Gaps
    unmet: Support | None
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Zone:
    """Sectors described together."""

    name: str
    label: str
    sectors: list[str]
    cell: Cell
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Place:
    """A sector, where it is (degrees), and the zone it belongs to."""

    name: str
    label: str
    lon: float | None
    lat: float | None
    polygon: dict[str, Any] | None
    landmarks: list[str]
    zone: str | None
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class InZone:
    """A need in a zone; ``side`` of the whole when they can be told apart."""

    zone: str
    cell: Cell
    side: Literal["above", "below", ""]
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class NeedMap:
    """One need in every zone; ``cell`` is the whole's."""

    name: str
    label: str
    cell: Cell
    cells: list[InZone]
    differs: bool
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Maps:
    """Need maps; ``floor`` families make a zone at least."""

    message: str
    floor: int
    zones: list[Zone]
    sectors: list[Place]
    needs: list[NeedMap]
    __pydantic_config__ = STRICT
