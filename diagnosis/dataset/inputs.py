"""What staff enter for an analysis, read from files: YAML or JSON, the shapes that pages keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import analysis
from diagnosis.model import DiagnosisError
from diagnosis.questionnaire import ThemesFile, load_catalogue

Read = TypeVar("Read")


@dataclass(frozen=True)
class InputFiles:
    """Where each thing that staff enter is written; None: not given."""

    margins: Path | None = None
    limits: Path | None = None
    coded: Path | None = None
    profiles: Path | None = None
    themes: Path | None = None


def read_inputs(given: InputFiles) -> dict[str, Any]:
    """Read the files into what :func:`analysis.diagnose` takes, by its parameters' names.

    Raises
    ------
    DiagnosisError
        A file cannot be read or holds something else; it is named, with cause and remedy.
    """
    if given.limits and not given.themes:
        raise DiagnosisError(
            f"{given.limits.name} limite un programme, mais sans thèmes il n’y a pas de programme. "
            "Donnez aussi --themes."
        )
    catalogue = load_catalogue(_present(given.themes)) if given.themes else None
    limits = _read(given.limits, analysis.read_limits)
    if limits and catalogue:
        _refuse_strangers(given.limits, limits, catalogue)
    return {
        "margins": _read(given.margins, analysis.read_margins),
        "limits": limits,
        "coded": _read(given.coded, analysis.read_coded),
        "edits": _read(given.profiles, analysis.read_edits) or (),
        "themes": themes_of(catalogue) if catalogue else (),
        "audiences": _audiences(catalogue) if catalogue else None,
    }


def _refuse_strangers(path: Path | None, limits: analysis.Limits, catalogue: ThemesFile) -> None:
    """Refuse limits on themes that are none: a slip of the pen would set nothing aside."""
    themes = {theme.name for theme in catalogue.themes}
    formats = {theme.format for theme in catalogue.themes}
    for key, named, known in (
        ("set_aside", limits.set_aside, themes), ("costs", limits.costs, themes | formats),
    ):  # fmt: skip
        strange = [name for name in named if name not in known]
        if strange and path:
            raise DiagnosisError(
                f"{path.name}\u00a0: {key} cite ce que le catalogue ne contient pas "
                f"({', '.join(strange)}). Écrire les noms du fichier de thèmes."
            )


def themes_of(catalogue: ThemesFile) -> list[analysis.Theme]:
    """Themes of a catalogue, as the analysis reads them."""
    return [
        analysis.Theme(
            theme.name,
            theme.label,
            theme.main,
            theme.further,
            theme.format,
            theme.audiences,
            theme.constraints,
            theme.partner,
        )
        for theme in catalogue.themes
    ]


def _audiences(catalogue: ThemesFile) -> dict[str, analysis.Audience]:
    return {
        name: analysis.Audience(name, body.label, body.any_of)
        for name, body in catalogue.audiences.items()
    }


def _read(path: Path | None, how: Callable[[Any], Read]) -> Read | None:
    if path is None:
        return None
    try:
        given = analysis.read_yaml(_present(path), path.name)
    except analysis.AnalysisError as error:
        raise DiagnosisError(str(error)) from error
    try:
        return how(given)
    except analysis.AnalysisError as error:
        raise DiagnosisError(f"{path.name}\u00a0: {error}") from error


def _present(path: Path) -> Path:
    if not path.is_file():
        raise DiagnosisError(f"{path} n’existe pas. Vérifiez le chemin du fichier.")
    return path
