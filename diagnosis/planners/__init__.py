"""What the answers mean, for those who decide: diagnosis pages, need maps, exports, restitution.

This room shows a diagnosis, that is aggregates which passed the disclosure control, and never a
response. Its pages read alone on paper and without JavaScript: each picture stands above a table
of the same numbers. `/results` is the same diagnosis for families, in their languages.
"""

from diagnosis.planners.views import blueprint

__all__ = ["blueprint"]
