"""What an instance keeps to itself: what comes in is its folder.

What goes out is a folder that nobody else on the machine reads. This room must never know a page,
a campaign's answers, or the engine of the store.
"""

from diagnosis.keeping.folder import LooseError, make_private

__all__ = ["LooseError", "make_private"]
