"""What the counts of a workshop say: whom it reached, how useful it was, and how sure that is.

These are counts of the team's own activity, seen by everybody in the room; usefulness is a share
of the faces with its interval, and a verdict only where the interval allows one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from diagnosis.activity.words import COUNTER_LABELS, PUBLIC_LABELS
from diagnosis.model import N_, Workshop
from diagnosis.model.workshops import COUNTERS, FACES, FAMILIES, SPEAKS

USEFUL = N_("Utile à la plupart.")
USELESS = N_("Pas utile à la plupart.")
UNSURE = N_("On ne peut pas conclure.")
# Under so many faces no sentence is said of them: one more would turn it.
LEAST = 5


@dataclass(frozen=True)
class Counted:
    """A counter of the day: its French name, or the own name of a language, and its count."""

    label: str
    count: int
    spoken: str = ""


@dataclass(frozen=True)
class Reach:
    """How many came of those that a workshop was for; ``count`` is None if nobody counted it."""

    public: str
    count: int | None
    families: int
    capacity: int

    @property
    def is_of_families(self) -> bool:
        """Whether the count is one of families, to be set beside those who came."""
        return self.public in ("everyone", "without_pmi", "first_time", "language")


@dataclass(frozen=True)
class Usefulness:
    """The share of content faces, from 0 to 1, with its interval at 95 % and what it says."""

    happy: int
    faces: int
    low: float
    high: float
    verdict: str


def interval(n: int, total: int) -> tuple[float, float]:
    """Wilson score interval, at 95 %, of the share n / total.

    The same as `analysis.statistics.wilson`, whose room weighs a second and sixty megabytes to a
    process that shows pages; a test holds the two together.

    Examples
    --------
    >>> [round(bound, 4) for bound in interval(10, 50)]
    [0.1124, 0.3304]
    """
    z = NormalDist().inv_cdf(0.975)
    share, scale = n / total, 1 + z * z / total
    centre = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def counts_told(workshop: Workshop, own_names: Mapping[str, str]) -> list[Counted]:
    """What was counted on the day, in the order of the page; what nobody counted is left out."""
    counted = workshop.counted
    named = [Counted(COUNTER_LABELS[name], counted[name]) for name in COUNTERS if counted.get(name)]
    tongues = sorted(name for name in counted if name.startswith(SPEAKS) and counted[name])
    return named + [
        Counted(own_names.get(tag, tag), counted[SPEAKS + tag], tag)
        for tag in (name.removeprefix(SPEAKS) for name in tongues)
    ]


def reach_of(workshop: Workshop) -> Reach:
    """How many came of those that a workshop was for.

    Examples
    --------
    >>> from datetime import date
    >>> held = Workshop(1, "c", "t", date(2026, 12, 1), "p", "fr", held=True, attended=8)
    >>> reach_of(held).count
    8
    """
    public = workshop.public if workshop.public in PUBLIC_LABELS else "everyone"
    counted = workshop.counted
    name = SPEAKS + workshop.language if public == "language" else public
    families = workshop.attended if workshop.held else counted.get(FAMILIES, 0)
    count = families if public == "everyone" else counted.get(name)
    return Reach(public, count, families, workshop.capacity)


def usefulness_of(workshop: Workshop) -> Usefulness | None:
    """How useful those who showed a face found a workshop; None where nobody did.

    Examples
    --------
    >>> from datetime import date
    >>> held = Workshop(1, "c", "t", date(2026, 12, 1), "p", "fr", happy=9, unhappy=1)
    >>> found = usefulness_of(held)
    >>> round(found.low, 2), round(found.high, 2), found.verdict == USEFUL
    (0.6, 0.98, True)
    """
    return usefulness_among(workshop.faces_of(FACES[0]), workshop.all_faces)


def usefulness_among(happy: int, faces: int) -> Usefulness | None:
    """How useful it was, by the content faces among all; None where nobody showed one."""
    if not faces:
        return None
    low, high = interval(happy, faces)
    verdict = UNSURE
    if faces >= LEAST and low > 0.5:
        verdict = USEFUL
    elif faces >= LEAST and high < 0.5:
        verdict = USELESS
    return Usefulness(happy, faces, low, high, verdict)
