"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_all(folder: Path, contents: dict[str, str]) -> list[Path]:
    """Write several text files; none replaces an older one before all are written.

    Parameters
    ----------
    folder : Path
        Made when missing.
    contents : dict of str to str
        File name to text.

    Returns
    -------
    list of Path
    """
    folder.mkdir(parents=True, exist_ok=True)
    drafts: list[tuple[Path, Path]] = []
    try:
        for name, text in contents.items():
            drafts.append((_draft(folder, text), folder / name))
        for draft, target in drafts:
            draft.replace(target)
    finally:
        for draft, _ in drafts:
            draft.unlink(missing_ok=True)
    return [target for _, target in drafts]


def _draft(folder: Path, text: str) -> Path:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".draft-")
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        path.chmod(0o644)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path
