"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Collection, Mapping
from pathlib import Path

DRAFT = ".draft-"
# Writing takes a moment: a draft this old was left by a run that was killed.
FORGOTTEN = 3600.0


def write_all(
    folder: Path, contents: Mapping[str, str], restricted: Collection[str] = ()
) -> list[Path]:
    """Write several text files; none replaces an older one before all are written.

    Parameters
    ----------
    folder : Path
        Made when missing.
    contents : mapping of str to str
        File name to text.
    restricted : collection of str
        Names of the files that nobody else may read.

    Returns
    -------
    list of Path

    Raises
    ------
    OSError
        When one cannot be written; older files are then as they were, and none is cut short.
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
