"""What passed the door, as it is kept: the same bytes, in files written whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

DRAFT = ".draft-"
# Writing takes a moment: a draft this old was left by a run that was killed.
FORGOTTEN = 3600.0


@dataclass(frozen=True)
class Published:
    """A report that passed the door."""

    _report: str

    @classmethod
    def of(cls, report: Mapping[str, Any]) -> Self:
        """Keep what the door let through."""
        return cls(json.dumps(report, ensure_ascii=False, sort_keys=True, allow_nan=False))

    def to_dict(self) -> dict[str, Any]:
        """Structure of the JSON report (a new copy each time)."""
        report: dict[str, Any] = json.loads(self._report)
        return report

    def to_json(self) -> str:
        """The JSON report: identical bytes for identical input, seed and versions."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_all(
    folder: Path, contents: Mapping[str, str], restricted: Collection[str] = ()
) -> list[Path]:
    """Write files, by name and text; the folder is made when missing.

    Only their owner may read the ``restricted`` ones. None replaces an older one before all are
    written: when one cannot be (``OSError``), older files are as they were, and none is cut short.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _tidy(folder)
    for name in contents:
        if (folder / name).is_dir():
            raise IsADirectoryError(21, f"{name} est un dossier", name)
    drafts: list[tuple[Path, Path]] = []
    try:
        for name, text in contents.items():
            mode = 0o600 if name in restricted else 0o644
            drafts.append((_draft(folder, text, mode), folder / name))
        for draft, target in drafts:
            draft.replace(target)
    finally:
        for draft, _ in drafts:
            draft.unlink(missing_ok=True)
    return [target for _, target in drafts]


def _tidy(folder: Path) -> None:
    """Remove what a killed run left."""
    for path in folder.glob(f"{DRAFT}*"):
        if time.time() - path.stat().st_mtime > FORGOTTEN:
            path.unlink(missing_ok=True)


def _draft(folder: Path, text: str, mode: int) -> Path:
    handle, name = tempfile.mkstemp(dir=folder, prefix=DRAFT)
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        path.chmod(mode)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path
