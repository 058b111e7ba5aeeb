"""What the analysis takes for a tick, a blank and a choice: the door of files reads no other."""

from __future__ import annotations

from analysis.marks import BLANK, BRACKETS, MARKS, NO, YES, choice_in, fold, plain, without_zeros

__all__ = ["BLANK", "BRACKETS", "MARKS", "NO", "YES", "choice_in", "fold", "plain", "without_zeros"]
