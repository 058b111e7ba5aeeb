"""Diagnosis: families say which support they need; a team decides with them what to try.

This package asks (questionnaires, campaigns, kiosks) and shows (pages, maps, sessions).
What the answers mean is worked out by the neighbouring package ``analysis``, which knows
nothing of this one.
"""

__version__ = "0.2.0"
