"""What the team did: what comes in are test workshops, each a record of counts of its day.

What goes out are how long, for whom, how useful, and sums by period, place or theme: counts of the
team's own activity, which everybody in the room saw. It must never add up presences as if they
were different people, nor say a count that nobody made.
"""

from diagnosis.activity.hours import (
    PARIS,
    beginning,
    ending,
    happens,
    lasting,
    within_reach,
)
from diagnosis.activity.periods import Quarter, of_year, quarters
from diagnosis.activity.sums import ADULT, CHILD, Count, Sums, sums_of
from diagnosis.activity.weighing import (
    LEAST,
    UNSURE,
    USEFUL,
    USELESS,
    Counted,
    Reach,
    Usefulness,
    counts_told,
    interval,
    reach_of,
    usefulness_among,
    usefulness_of,
)
from diagnosis.activity.words import (
    COUNTER_LABELS,
    DECISION_LABELS,
    FORMAT_LABELS,
    GIVEN_LABELS,
    PUBLIC_LABELS,
)

__all__ = [
    "ADULT",
    "CHILD",
    "COUNTER_LABELS",
    "Count",
    "Counted",
    "DECISION_LABELS",
    "FORMAT_LABELS",
    "GIVEN_LABELS",
    "LEAST",
    "PARIS",
    "PUBLIC_LABELS",
    "Quarter",
    "Reach",
    "Sums",
    "UNSURE",
    "USEFUL",
    "USELESS",
    "Usefulness",
    "beginning",
    "counts_told",
    "ending",
    "happens",
    "interval",
    "lasting",
    "of_year",
    "quarters",
    "reach_of",
    "sums_of",
    "usefulness_among",
    "usefulness_of",
    "within_reach",
]
