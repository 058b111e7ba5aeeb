"""Test workshops: what comes in are plans, and the counts of a day.

What goes out are evaluations, decisions and what is given back to families, calendars and flyers;
the next diagnosis reads the counts. It must never keep who came: counts and faces are those of a
room, not of persons.
"""

from diagnosis.workshops import (
    counting,
    decisions,
    evaluations,
    faces,
    feed,
    flyers,
    giving,
    kiosk_faces,
    removing,
    scripts,
    stops,
)
from diagnosis.workshops._blueprint import blueprint

__all__ = [
    "blueprint",
    "counting",
    "decisions",
    "evaluations",
    "faces",
    "feed",
    "flyers",
    "giving",
    "kiosk_faces",
    "removing",
    "scripts",
    "stops",
]
