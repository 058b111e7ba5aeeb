"""What passed the gate, as it is kept and given out: the same bytes for the same findings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Self


@dataclass(frozen=True)
class Published:
    """A report that passed the gate."""

    _report: str

    @classmethod
    def of(cls, report: Mapping[str, Any]) -> Self:
        """Keep what the gate let through."""
        return cls(json.dumps(report, ensure_ascii=False, sort_keys=True, allow_nan=False))

    def to_dict(self) -> dict[str, Any]:
        """Give the structure of the JSON report (a new copy each time)."""
        report: dict[str, Any] = json.loads(self._report)
        return report

    def to_json(self) -> str:
        """Give the JSON report: identical bytes for identical input, seed and versions."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_schema(room: str, name: str) -> dict[str, Any]:
    """Read a JSON schema that comes with the package."""
    found: dict[str, Any] = json.loads(files(f"analysis.{room}").joinpath(name).read_text("utf-8"))
    return found
