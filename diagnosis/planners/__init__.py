"""What the answers mean, for those who decide: what comes in is the diagnosis of a campaign.

What goes out are its pages, need maps, exports and a dossier to hand over, which read alone on
paper and without JavaScript: each picture stands above a table of the same numbers. This room must
never show a response, only aggregates that passed the disclosure control.
"""

from diagnosis.planners.pieces import publish
from diagnosis.planners.views import blueprint, pending

__all__ = ["blueprint", "pending", "publish"]
