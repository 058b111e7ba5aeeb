"""``translations``: what is said in every language, and who has looked at it."""

from __future__ import annotations

from pathlib import Path

import click

from diagnosis.config import SHIPPED
from diagnosis.languages import (
    FAMILIES,
    STATES,
    TEAM,
    Languages,
    begin_for_team,
    count_states,
    export_table,
    extract_sentences,
    import_table,
    translated_tags,
    update_catalogues,
)
from diagnosis.model import DiagnosisError

MAPPINGS = {FAMILIES: SHIPPED / "babel.cfg", TEAM: SHIPPED / "team.cfg"}
folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=SHIPPED / "translations",
    help="Dossier des traductions.",
)
domain_option = click.option(
    "--team",
    "domain",
    flag_value=TEAM,
    default=FAMILIES,
    help="Les phrases de l’équipe, et non celles des familles.",
)


@click.group()
def translations() -> None:
    """Suivre, extraire, exporter et reprendre les traductions.

    Exemple : diagnosis translations status
    """


@translations.command()
@folder_option
@domain_option
def status(folder: Path, domain: str) -> None:
    """Compter les phrases de chaque langue selon leur état.

    Exemple : diagnosis translations status
    """
    languages = Languages(folder)
    click.echo("langue  " + "  ".join(STATES))
    template = extract_sentences(MAPPINGS[domain])
    for tag, counts in count_states(languages, template, domain):
        cells = "  ".join(f"{counts[state]:>{len(state)}}" for state in STATES)
        click.echo(f"{tag:<8}{cells}")


@translations.command()
@folder_option
@click.option("--begin", metavar="LANGUE", help="Une langue de plus pour les pages de l’équipe.")
def extract(folder: Path, begin: str | None) -> None:
    """Mettre les catalogues à jour avec les phrases françaises d’aujourd’hui.

    Exemple : diagnosis translations extract
    """
    languages = Languages(folder)
    if begin is not None:
        begin_for_team(folder, _known(languages, begin))
    for domain, mapping in MAPPINGS.items():
        for line in update_catalogues(languages, extract_sentences(mapping), domain):
            click.echo(line if domain == FAMILIES else f"équipe, {line}")


@translations.command()
@click.argument("tag")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@folder_option
@domain_option
def export(tag: str, out: Path, folder: Path, domain: str) -> None:
    """Écrire une langue en tableau (CSV) pour qu’une personne la relise.

    Exemple : diagnosis translations export ta tamoul.csv
    """
    languages = Languages(folder)
    table = export_table(languages, _known(languages, tag, domain), domain)
    out.write_text("\ufeff" + table, "utf-8")
    click.echo(str(out))


@translations.command("import")
@click.argument("tag")
@click.argument("table", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@folder_option
@domain_option
def import_(tag: str, table: Path, folder: Path, domain: str) -> None:
    """Reprendre un tableau relu (CSV) : phrases corrigées et états.

    Exemple : diagnosis translations import ta tamoul.csv
    """
    languages = Languages(folder)
    changed = import_table(languages, _known(languages, tag, domain), table, domain)
    click.echo(f"{changed} phrases changées")


def _known(languages: Languages, tag: str, domain: str = FAMILIES) -> str:
    known = translated_tags(languages, domain)
    if tag not in known:
        raise DiagnosisError(
            f"« {tag} » n’a pas de catalogue\u00a0: choisissez {', '.join(known)}."
        )
    return tag
