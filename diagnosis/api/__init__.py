"""Told numbers for programs: what comes in are GET requests with a site's key.

What goes out is JSON of the published state, as pages tell it, and its description (OpenAPI). It
must never write, show a response, or tell a number that planners' pages do not.
"""

from diagnosis.api.doors import trouble
from diagnosis.api.views import blueprint, describe

__all__ = ["blueprint", "describe", "trouble"]
