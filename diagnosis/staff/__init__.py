"""What the team does: enter, open campaigns, follow the answers as they come, print posters.

Every page under ``/staff/`` and ``/planning/`` is closed unless it is named as open in
``guard``; only these pages ever set a cookie. ``accounts`` knows nothing of pages: the command
line uses it too.
"""

from diagnosis.staff import campaigns, desk, entrance, spoken, tablets, texts, voices
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.guard import protect

__all__ = [
    "blueprint",
    "campaigns",
    "desk",
    "entrance",
    "protect",
    "spoken",
    "tablets",
    "texts",
    "voices",
]
