"""Errors of the analysis, said as those of the application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from analysis import AnalysisError
from diagnosis.model import DiagnosisError


@contextmanager
def analysing() -> Iterator[None]:
    """Raise errors of the analysis as errors of the application."""
    try:
        yield
    except AnalysisError as error:
        raise DiagnosisError(str(error)) from error
