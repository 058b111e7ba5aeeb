"""``questionnaire``: from an XLSForm and back."""

from __future__ import annotations

from pathlib import Path

import click
import yaml

from diagnosis.config import SHIPPED
from diagnosis.languages import Languages
from diagnosis.model import DiagnosisError
from diagnosis.pictures import open_book
from diagnosis.questionnaire import Library, Questionnaire, load_library
from diagnosis.xlsform import read_xlsform, write_xlsform

# Signs: lines that a diff can show.
WIDTH = 100
existing = click.Path(path_type=Path, exists=True, dir_okay=False)
folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=SHIPPED / "questionnaires",
    help="Dossier des questionnaires.",
)


@click.group()
def questionnaire() -> None:
    """Reprendre un questionnaire d’ODK ou de Kobo (XLSForm), ou en écrire un.

    Exemple : diagnosis questionnaire export express express.xlsx
    """


@questionnaire.command("import")
@click.argument("form", type=existing)
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False), required=False)
@folder_option
def import_(form: Path, out: Path | None, folder: Path) -> None:
    """Lire un XLSForm, dire ce qui n’en est pas repris, et l’écrire en YAML.

    Sans fichier à écrire, il est seulement vérifié. Pour qu’une instance le pose, rangez le
    fichier avec ses questionnaires, ou passez par l’espace de l’équipe.

    Exemple : diagnosis questionnaire import enquete.xlsx questionnaires/enquete.yaml
    """
    languages = Languages(SHIPPED / "translations")
    imported = read_xlsform(form, languages, open_book(folder, SHIPPED / "questionnaires"))
    for problem in imported.left_out:
        click.echo(f"laissé de côté\u00a0: {problem}", err=True)
    asked = imported.questionnaire
    if out is not None:
        out.write_text(as_yaml(asked), "utf-8")
        click.echo(str(out))
    spoken = ", ".join(imported.languages)
    count = sum(question.is_asked for question in asked.questions)
    click.echo(
        f"{asked.name} (version {asked.version}) : {count} questions, langues {spoken}, "
        f"{len(imported.left_out)} choses laissées de côté"
    )


@questionnaire.command()
@click.argument("name")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@folder_option
@click.option("--site", default="", help="Site dont on prend les listes (le premier sinon).")
def export(name: str, out: Path, folder: Path, site: str) -> None:
    """Écrire un questionnaire en XLSForm, dans toutes ses langues.

    Exemple : diagnosis questionnaire export express express.xlsx
    """
    languages = Languages(SHIPPED / "translations")
    asked = _find(load_library(folder, languages.own_names).at(site), name)
    out.write_bytes(write_xlsform(asked, languages))
    click.echo(f"{out} : {len(asked.questions)} questions")


def as_yaml(asked: Questionnaire) -> str:
    """Write a questionnaire as its file is written."""
    plain = asked.model_dump(mode="json", exclude_defaults=True)
    return str(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=WIDTH))


def _find(library: Library, name: str) -> Questionnaire:
    if name not in library.questionnaires:
        known = ", ".join(library.questionnaires)
        raise DiagnosisError(
            f"Le questionnaire «\u00a0{name}\u00a0» n’existe pas\u00a0: choisissez parmi {known}."
        )
    return library.questionnaires[name]
