"""``check``, ``simulate``, ``analyse``, ``polygons``: what is asked and answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from diagnosis import dataset
from diagnosis.cli.common import (
    campaign_option,
    data_option,
    existing,
    find_campaign,
    opened,
    progress,
)
from diagnosis.config import SHIPPED
from diagnosis.dataset import K
from diagnosis.languages import Languages, broken_locks, read_locked_words
from diagnosis.model import DiagnosisError, ProblemsError, Trial
from diagnosis.pictures import Book, open_book, results_of
from diagnosis.questionnaire import (
    load_library,
    picture_problems,
    stale_entries,
    write_schemas,
)
from diagnosis.readers import Document


@click.command()
@click.argument(
    "folder", type=click.Path(path_type=Path), default=SHIPPED / "questionnaires", required=False
)
@click.option("--write-schemas", "schemas", is_flag=True, help="Récrire les schémas JSON.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Dossier de l’instance où l’équipe note les essais des images.",
)
def check(folder: Path, schemas: bool, data: Path | None) -> None:
    """Vérifier les questionnaires, thèmes, lieux, services, sites et images d’un dossier.

    Et que chaque traduction garde les mots verrouillés (translations/locked_words.yaml).

    Exemple : diagnosis check questionnaires
    """
    if not folder.is_dir():
        raise DiagnosisError(
            f"{folder} n’est pas un dossier\u00a0: donnez celui des questionnaires."
        )
    languages = Languages(SHIPPED / "translations")
    library = load_library(folder, languages.own_names)
    book = open_book(folder, SHIPPED / "questionnaires")
    if problems := picture_problems(folder, library, book):
        raise ProblemsError(problems)
    for warning in stale_entries(Document(folder / "services.yaml"), date.today()):
        click.echo(f"attention : {warning}", err=True)
    if schemas:
        write_schemas(folder / "schema")
    for questionnaire in library.questionnaires.values():
        click.echo(
            f"{questionnaire.name} (version {questionnaire.version}) : "
            f"{len(questionnaire.questions)} questions, sans erreur"
        )
    if broken := broken_locks(languages):
        raise ProblemsError(broken)
    click.echo(f"{len(read_locked_words(languages.folder))} mots verrouillés, tenus partout")
    click.echo(
        f"{len(library.catalogue.themes)} thèmes, {len(library.services.services)} services, "
        f"{len(library.sites)} sites, sans erreur"
    )
    _tell_untested(book, data)


def _tell_untested(book: Book, data: Path | None) -> None:
    trials = _trials(data) if data else []
    results = results_of(book, trials)
    untested = [name for name in book.pictures if name not in results]
    click.echo(f"{len(book.pictures)} images, sans erreur")
    if anew := [name for name, result in results.items() if result.stays is False]:
        click.echo(f"attention : à redessiner\u00a0: {', '.join(anew)}", err=True)
    if untested:
        told = f"{len(untested)} images jamais essayées avec des familles (docs/images.md)"
        click.echo(f"attention : {told}\u00a0: {', '.join(untested)}", err=True)


def _trials(data: Path) -> list[Trial]:
    with opened(data) as instance:
        return instance.store.trials()


@click.command()
@data_option
@campaign_option
@click.option("--families", type=click.IntRange(1, 1_000_000), default=400, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Graine du tirage.")
def simulate(data: Path, campaign: str, families: int, seed: int) -> None:
    """Ajouter des familles fictives à une campagne marquée comme fictive.

    Exemple : diagnosis simulate --campaign essai --families 200
    """
    with opened(data) as instance, progress("Familles fictives…") as step:
        found = find_campaign(instance, campaign)
        if not found.fictitious:
            raise DiagnosisError(
                f"« {campaign} » recueille de vraies réponses\u00a0: "
                "n’y mêlez pas de familles fictives, prenez la démonstration."
            )
        added = dataset.simulate(instance, found, families, seed, step)
    click.echo(f"{added} familles fictives ajoutées à « {campaign} ».")


@click.command()
@click.option("--table", type=existing, required=True, help="Table des réponses (CSV, XLSX).")
@click.option("--codebook", type=existing, required=True, help="Dictionnaire des variables (YAML).")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--assignments", is_flag=True, help="Écrire aussi profiles.csv (accès restreint).")
@click.option(
    "--restricted",
    is_flag=True,
    help="Écrire aussi les effectifs exacts, pour qui tient la table (accès restreint).",
)
@click.option("--title", default="", help="Titre du rapport.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    default=0,
    show_default=True,
    help="Graine des tirages.",
)
@click.option("-k", "k", type=click.IntRange(3), default=K, show_default=True, help="Seuil.")
@click.option("--margins", type=existing, help="Parts connues du quartier (YAML ou JSON).")
@click.option("--themes", type=existing, help="Catalogue des thèmes d’ateliers (YAML).")
@click.option("--limits", type=existing, help="Limites du programme (YAML ou JSON).")
@click.option("--profiles", type=existing, help="Noms donnés aux profils (YAML ou JSON).")
@click.option("--coded", type=existing, help="Textes libres codés par l’équipe (YAML ou JSON).")
@click.option(
    "--accept-oddities",
    is_flag=True,
    help="Analyser malgré une colonne constante ou vide, trop de réponses différentes, "
    "quelques réponses inconnues : prévenir au lieu de refuser.",
)
@click.option(
    "--replace",
    is_flag=True,
    help="Remplacer un rapport de la même enquête fait à quelques familles près, que "
    "personne n’a reçu.",
)
def analyse(
    table: Path,
    codebook: Path,
    out: Path,
    assignments: bool,
    title: str,
    seed: int,
    k: int,
    accept_oddities: bool,
    replace: bool,
    restricted: bool,
    **inputs: Path | None,
) -> None:
    """Analyser n’importe quelle table d’enquête : report.json, report.html et leur clé.

    Exemple : diagnosis analyse --table reponses.csv --codebook dictionnaire.yaml --out rapport

    Ce qui est faux ou étrange dans la table est dit en une fois, avec le remède : code 1, et rien
    n’est écrit. door.key arrondit toujours de même les nombres d’une enquête : gardez-la dans ce
    dossier, pour vous seul. La forme des fichiers facultatifs est dans docs/analyse.md.
    """
    oddities: list[str] = []
    with progress("Analyse…"):
        files, tell = dataset.InputFiles(**inputs), oddities.append
        asked = (assignments, title, seed, k, files, tell, accept_oddities, replace, restricted)
        dataset.analyse_files(table, codebook, out, *asked)
    for oddity in oddities:
        click.echo(f"attention : {oddity}", err=True)
    for path in sorted(path for path in out.iterdir() if not path.name.startswith(".")):
        click.echo(str(path))


@click.command()
@click.argument("outlines", type=existing)
@data_option
def polygons(outlines: Path, data: Path) -> None:
    """Donner aux secteurs leurs contours pour les cartes, d’un fichier officiel tel quel.

    GeoJSON, GeoPackage ou shapefile (.zip), en WGS 84 ou en Lambert-93.

    Exemple : diagnosis polygons CONTOURS-IRIS.zip
    """
    told: list[str] = []
    with opened(data) as instance:
        names = dataset.import_polygons(instance, outlines, told.append)
    for sentence in told:
        click.echo(f"attention : {sentence}", err=True)
    click.echo(f"{len(names)} secteurs ont un contour : {', '.join(names)}")
