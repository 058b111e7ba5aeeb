"""``translations``: what is said in every language, and who has looked at it."""

from __future__ import annotations

from pathlib import Path

import click

from diagnosis.config import SHIPPED
from diagnosis.languages import (
    STATES,
    Languages,
    count_states,
    export_table,
    extract_sentences,
    import_table,
    update_catalogues,
)
from diagnosis.model import DiagnosisError

MAPPING = SHIPPED / "babel.cfg"
folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=SHIPPED / "translations",
    help="Dossier des traductions.",
)


@click.group()
def translations() -> None:
    """Suivre, extraire, exporter et reprendre les traductions.

    Exemple : diagnosis translations status
    """


@translations.command()
@folder_option
def status(folder: Path) -> None:
    """Compter les phrases de chaque langue selon leur état.

    Exemple : diagnosis translations status
    """
    languages = Languages(folder)
    click.echo("langue  " + "  ".join(STATES))
    for tag, counts in count_states(languages, extract_sentences(MAPPING)):
        cells = "  ".join(f"{counts[state]:>{len(state)}}" for state in STATES)
        click.echo(f"{tag:<8}{cells}")


@translations.command()
@folder_option
def extract(folder: Path) -> None:
    """Mettre les catalogues à jour avec les phrases françaises d’aujourd’hui.

    Exemple : diagnosis translations extract
    """
    template = extract_sentences(MAPPING)
    for line in update_catalogues(Languages(folder), template):
        click.echo(line)


@translations.command()
@click.argument("tag")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@folder_option
def export(tag: str, out: Path, folder: Path) -> None:
    """Écrire une langue en tableau (CSV) pour qu’une personne la relise.

    Exemple : diagnosis translations export ta tamoul.csv
    """
    languages = Languages(folder)
    out.write_text("\ufeff" + export_table(languages, _known(languages, tag)), "utf-8")
    click.echo(str(out))


@translations.command("import")
@click.argument("tag")
@click.argument("table", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@folder_option
def import_(tag: str, table: Path, folder: Path) -> None:
    """Reprendre un tableau relu (CSV) : phrases corrigées et états.

    Exemple : diagnosis translations import ta tamoul.csv
    """
    languages = Languages(folder)
    changed = import_table(languages, _known(languages, tag), table)
    click.echo(f"{changed} phrases changées")


def _known(languages: Languages, tag: str) -> str:
    if tag not in languages or languages[tag].oral or tag == "fr":
        written = [t for t in languages.tags if not languages[t].oral and t != "fr"]
        raise DiagnosisError(
            f"« {tag} » n’a pas de catalogue\u00a0: choisissez {', '.join(written)}."
        )
    return tag
