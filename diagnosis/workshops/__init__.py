"""Closing the loop: concertation sessions (a room votes live) and test workshops.

Three sets of pages share one blueprint: ``sessions`` and ``evaluations`` are the team's, ``votes``
is for participants, in their language, without cookie and without script. Votes and evaluations
are counts of the room, never of persons; the next diagnosis reads them.
"""

from diagnosis.workshops import evaluations, sessions, votes
from diagnosis.workshops._blueprint import blueprint

__all__ = ["blueprint", "evaluations", "sessions", "votes"]
