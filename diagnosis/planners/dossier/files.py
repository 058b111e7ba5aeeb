"""The dossier as files of a folder."""

from __future__ import annotations

from pathlib import Path

from diagnosis import dataset
from diagnosis.instance import Instance
from diagnosis.model import Campaign, DiagnosisError
from diagnosis.planners.dossier.build import dossier_of
from diagnosis.planners.dossier.document import document
from diagnosis.planners.dossier.paper import paper

NAME = "dossier"


def write_dossier(
    instance: Instance, campaign: Campaign, folder: Path, annexes: bool = False
) -> list[Path]:
    """Write the dossier, and with ``annexes`` the whole report; give the files.

    Raises
    ------
    DiagnosisError
        There is no published state yet, or the folder cannot be written in.
    """
    made = dossier_of(instance, campaign)
    contents = {f"{NAME}.html": paper(made).encode(), f"{NAME}.docx": document(made)}
    if annexes:
        contents |= dataset.report_files(instance, campaign)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, body in contents.items():
            (folder / name).write_bytes(body)
    except OSError as error:
        raise DiagnosisError(
            f"Rien ne peut être écrit dans {folder} ({error.strerror}). "
            "Choisissez un autre dossier, ou vérifiez vos droits."
        ) from error
    return [folder / name for name in contents]
