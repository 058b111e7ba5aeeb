"""The report as frozen dataclasses; its JSON schema is generated from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from .needs import STRICT, Maps, Needs, Participation
from .programme import Programme
from .themes import Axes, Profiles, Themes, Verbatims

VERSION = 3


@dataclass(frozen=True)
class Door:
    """The rules by which every count was told."""

    base: int
    k: int
    floor: int
    sentence: str
    limit: str
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Method:
    """How the report was made: versions, seed, parameters, weights, warnings, limits."""

    versions: dict[str, str]
    seed: int
    door: Door
    parameters: dict[str, Any]
    n: int | None
    weights: str
    weighting: dict[str, Any] | None
    warnings: list[str]
    limits: list[str]
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Report:
    """What the answers mean; ``findings`` are French sentences for the top of a page."""

    version: Literal[3]
    title: str
    fictitious: bool
    findings: list[str]
    participation: Participation
    axes: Axes
    needs: Needs
    profiles: Profiles
    themes: Themes
    programme: Programme
    maps: Maps
    verbatims: Verbatims
    method: Method
    __pydantic_config__ = STRICT


@cache
def _adapter() -> TypeAdapter[Report]:
    return TypeAdapter(Report)


def typed(report: Mapping[str, Any]) -> Report:
    """The report of plain data.

    Raises
    ------
    pydantic.ValidationError
        When the data are no report of this version.
    """
    return _adapter().validate_python(dict(report))


def schema() -> dict[str, Any]:
    """The JSON schema of ``report.json``."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Diagnosis"}
    return {**_adapter().json_schema(), **head}
