"""The files of the dossier, by format; a file is written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from diagnosis.funders.document import document
from diagnosis.funders.model import Dossier
from diagnosis.funders.slides import slides
from diagnosis.funders.templates import template_of
from diagnosis.funders.workbook import workbook
from diagnosis.model import DiagnosisError
from diagnosis.storage import Storage

OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Format:
    """A format: the ending of its files, their media type, what makes one."""

    ending: str
    kind: str
    make: Callable[[Dossier, Storage], bytes]


FORMATS = {
    "xlsx": Format(
        "xlsx", f"{OFFICE}spreadsheetml.sheet", lambda dossier, store: workbook(dossier)
    ),
    "docx": Format(
        "docx",
        f"{OFFICE}wordprocessingml.document",
        lambda dossier, store: document(dossier, template_of(store, "dossier")),
    ),
    "pptx": Format(
        "pptx", f"{OFFICE}presentationml.presentation", lambda dossier, store: slides(dossier)
    ),
    "note": Format(
        "docx",
        f"{OFFICE}wordprocessingml.document",
        lambda dossier, store: document(dossier, template_of(store, "note")),
    ),
}


def file_name(dossier: Dossier, format: str) -> str:
    """The name of a file: ASCII, without spaces.

    Examples
    --------
    >>> from datetime import date
    >>> from diagnosis.activity import Sums
    >>> empty = Dossier(2026, "Stains", date(2026, 12, 1), (), Sums(), *[()] * 6)
    >>> file_name(empty, "note"), file_name(empty, "xlsx")
    ('note-2026.docx', 'dossier-2026.xlsx')
    """
    name = "note" if format == "note" else "dossier"
    return f"{name}-{dossier.year}.{FORMATS[format].ending}"


def write_whole(path: Path, body: bytes) -> None:
    """Write a file in one step: whoever looks finds the former one, or this one whole.

    Raises
    ------
    DiagnosisError
        The file cannot be written; nothing of it stays.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(body)
            os.replace(beside, path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise DiagnosisError(
            f"Le fichier {path} ne peut pas être écrit ({error.strerror}). "
            "Choisissez un autre endroit, ou vérifiez vos droits et la place du disque."
        ) from error
