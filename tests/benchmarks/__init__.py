"""Measures, never a timed test: ``make bench`` prints ratios taken in one run."""
