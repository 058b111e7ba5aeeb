"""The settings of an instance: one frozen, declared set (name, default, help).

A setting is read from ``settings.yaml`` in the instance's folder, then from the environment
(``DIAGNOSIS_ADDRESS`` for ``address``), the latter winning.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from diagnosis.dataset import K
from diagnosis.model import DiagnosisError, yes_or_no
from diagnosis.readers import Document
from diagnosis.storage import store_url

PACKAGE = Path(__file__).parent
# A wheel carries questionnaires and translations inside the package; a checkout has them beside.
SHIPPED = PACKAGE / "data" if (PACKAGE / "data").exists() else PACKAGE.parent


class SettingsError(DiagnosisError):
    """A setting has a value that cannot be used."""


def _setting(default: Any, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Settings:
    """What can be set for an instance."""

    data: Path = _setting(Path("instance"), "Dossier de l’instance : base de données et réglages.")
    database_url: str = _setting(
        "", "Adresse de la base, quand ce n’est pas un fichier du dossier de l’instance."
    )
    questionnaires: Path = _setting(
        SHIPPED / "questionnaires", "Dossier des questionnaires, thèmes, secteurs et services."
    )
    translations: Path = _setting(SHIPPED / "translations", "Dossier des traductions.")
    address: str = _setting(
        "", "Adresse publique (https://…) écrite dans les liens et les codes QR."
    )
    exit_address: str = _setting(
        "https://meteofrance.com/", "Page neutre où mène « Quitter vite »."
    )
    controller: str = _setting(
        "", "Responsable du traitement, nommé sur la page « Vos données et vos droits »."
    )
    dpo: str = _setting(
        "", "Comment joindre le délégué à la protection des données, écrit sur la même page."
    )
    open_planning: bool = _setting(
        False, "Les pages de pilotage se lisent sans compte (elles n’ont que des totaux)."
    )
    second_factor: bool = _setting(
        True, "L’administration entre avec un second facteur (à ne lever que pour un essai)."
    )
    machine_voice: bool = _setting(
        True, "Ce que personne n’a enregistré se dit par la voix de machine, si elle a été faite."
    )
    k: int = _setting(K, "Un groupe de moins de familles n’est pas décrit (11 au moins).")
    crossings: str = _setting(
        "C1 language",
        "Noms des questions à un choix avec lesquelles les besoins se croisent.",
    )
    secure_cookies: bool = _setting(
        False, "Le cookie de l’équipe ne voyage qu’en https (à activer dès que https est en place)."
    )

    @property
    def store(self) -> str:
        """Address of the store."""
        return self.database_url or store_url(self.data)

    def __post_init__(self) -> None:
        if self.k < 3:
            raise SettingsError("k vaut moins de 3 : choisissez 11, la valeur conseillée.")


def read_settings(data: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of the instance in a folder.

    Raises
    ------
    SettingsError
        The file cannot be read, or a name or value is unknown; the message gives the remedy.
    """
    environ = os.environ if environ is None else environ
    path = data / "settings.yaml"
    found = _read_file(path) if path.exists() else {}
    known = {item.name: item for item in fields(Settings)}
    for name in found:
        if name not in known:
            raise SettingsError(
                f"{path.name} : « {name} » est inconnu, choisissez parmi {', '.join(known)}."
            )
    for name in known:
        if (value := environ.get(f"DIAGNOSIS_{name.upper()}")) is not None:
            found[name] = value
    typed = {name: _convert(name, value, known[name].default) for name, value in found.items()}
    return Settings(**{**typed, "data": data})


def _read_file(path: Path) -> dict[str, Any]:
    # As written: a name such as « no » or « 01 » means here what it means in the environment.
    document = Document(path, as_written=True)
    problems = [str(problem) for problem in document.problems if problem.code != "empty"]
    if problems:
        raise SettingsError("\n".join(problems))
    found = document.data or {}
    if not isinstance(found, dict):
        raise SettingsError(f"{path.name} : écrivez une ligne « nom: valeur » par réglage.")
    return found


def _convert(name: str, value: Any, default: Any) -> Any:
    try:
        if isinstance(default, bool):
            return bool(yes_or_no(value))
        return type(default)(value) if not isinstance(default, Path) else Path(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"« {name} » : {value!r} ne convient pas, voir « --help ».") from error
