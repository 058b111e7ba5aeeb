"""The team's week: what comes in are the store, the published state and the rights of who is there.

What goes out is the team's home, whose every line leads to the work it names, and how a collection
goes. It must never show an answer: it counts what waits, and tells who was heard from the numbers
that passed the door; a line goes as soon as the work is done, for nothing is kept of it.
"""

from diagnosis.staff.week import home
from diagnosis.staff.week.answers_waiting import say_texts
from diagnosis.staff.week.following import Followed, followed

__all__ = ["Followed", "followed", "home", "say_texts"]
