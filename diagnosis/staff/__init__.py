"""What the team does: what comes in are the forms of those who entered with an account.

What goes out are their pages: what awaits this week, campaigns, questionnaires, answers as they
come or as other tools collected them, tablets, posters, texts to read, voices to write down and to
record, floods to decide of, the team itself and its journal. It must never open a page under
``/staff/`` or ``/planning/`` that ``guard`` does not name as open; only these pages ever set a
cookie.
"""

from diagnosis.staff import (
    campaigns,
    collectors,
    desk,
    entrance,
    floods,
    imports,
    joining,
    journal,
    keys,
    own_account,
    pictures,
    posters,
    questionnaire_drafts,
    questionnaires,
    second_step,
    spoken,
    tablets,
    takes,
    team,
    texts,
    voices,
    week,
)
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.guard import protect

__all__ = [
    "blueprint",
    "campaigns",
    "collectors",
    "desk",
    "entrance",
    "floods",
    "imports",
    "joining",
    "journal",
    "keys",
    "own_account",
    "pictures",
    "posters",
    "protect",
    "questionnaire_drafts",
    "questionnaires",
    "second_step",
    "spoken",
    "tablets",
    "takes",
    "team",
    "texts",
    "voices",
    "week",
]
