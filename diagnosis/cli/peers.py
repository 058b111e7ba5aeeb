"""``codebook``, ``import``: files that other tools made."""

from __future__ import annotations

from pathlib import Path

import click

from diagnosis import dataset
from diagnosis.accounts import Action
from diagnosis.cli.common import (
    campaign_option,
    data_option,
    existing,
    find_campaign,
    note,
    opened,
    progress,
)
from diagnosis.interchange import (
    codebook_text,
    draft_for,
    import_results,
    mapping_text,
    read_mapping,
    read_results,
)
from diagnosis.model import DiagnosisError
from diagnosis.readers import content_of, read_form

xlsform_option = click.option(
    "--xlsform", type=existing, help="Le formulaire Kobo ou ODK de ces réponses (XLSForm, .xlsx)."
)


@click.command()
@click.argument("table", type=existing)
@xlsform_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Fichier à écrire ; sans lui, le dictionnaire s’affiche.",
)
def codebook(table: Path, xlsform: Path | None, out: Path | None) -> None:
    """Proposer le dictionnaire d’une table d’enquête quelconque (CSV, XLSX).

    Exemple : diagnosis codebook kobo.xlsx --xlsform formulaire.xlsx --out dictionnaire.yaml

    Il sert aussitôt à « diagnosis analyse ». Ce qui n’est pas sûr y est marqué « À CONFIRMER ».
    """
    if out and out.exists():
        raise DiagnosisError(
            f"{out} existe déjà, et quelqu’un l’a peut-être corrigé : donnez un autre nom, ou "
            "effacez-le d’abord."
        )
    odd: list[str] = []
    with progress("Lecture…"):
        draft = dataset.codebook_draft(table, xlsform, odd.append)
    text = codebook_text(draft)
    if out:
        try:
            out.write_text(text, "utf-8")
        except OSError as error:
            cause = f"Rien ne peut être écrit dans {out} ({error.strerror})."
            raise DiagnosisError(f"{cause} Choisissez un autre dossier.") from error
    for sentence in (*draft.notes, *odd):
        click.echo(f"attention : {sentence}", err=True)
    click.echo(str(out) if out else text, nl=bool(out))
    click.echo(draft.sentence, err=True)


@click.command("import")
@click.argument("results", type=existing)
@data_option
@campaign_option
@click.option("--mapping", type=existing, help="Fichier de correspondance (YAML).")
@click.option(
    "--draft-mapping",
    "drafting",
    is_flag=True,
    help="Proposer le fichier de correspondance (il s’affiche), sans rien importer.",
)
@xlsform_option
@click.option("--dry-run", is_flag=True, help="Vérifier sans rien écrire.")
@click.option(
    "--batch",
    default="",
    help="Nom de ce lot : ses lignes sans identifiant ne sont celles d’aucun autre.",
)
@click.option(
    "--keep-rest",
    is_flag=True,
    help="Garder une ligne sans ses cases fausses, au lieu de l’écarter.",
)
def import_(
    results: Path,
    data: Path,
    campaign: str,
    mapping: Path | None,
    drafting: bool,
    xlsform: Path | None,
    dry_run: bool,
    batch: str,
    keep_rest: bool,
) -> None:
    """Reprendre des résultats recueillis ailleurs (Kobo, ODK, LimeSurvey : CSV ou XLSX).

    Exemple : diagnosis import kobo.csv --campaign stains --mapping kobo.yaml
    """
    if drafting:
        _draft_mapping(results, data, campaign, mapping, xlsform)
        return
    if xlsform:
        raise click.UsageError("--xlsform ne sert qu’avec --draft-mapping.")
    with opened(data) as instance, progress("Lecture…") as show:
        found = find_campaign(instance, campaign)
        chosen = read_mapping(mapping)
        chosen = chosen.model_copy(update={"batch": batch}) if batch else chosen
        table = read_results(results, chosen)
        whole = len(table.rows)
        report = import_results(
            instance, found, table, chosen, dry_run, keep_rest,
            lambda done: show(f"{done} lignes sur {whole}"),
        )  # fmt: skip
        if report.added and not dry_run:
            note(instance, Action.IMPORTED, campaign, str(report.added))
    for problem in report.problems:
        click.echo(str(problem), err=True)
    for problem in report.kept:
        click.echo(f"laissé vide, le reste de la ligne est gardé : {problem}", err=True)
    click.echo(report.sentence)
    if report.problems:
        raise SystemExit(1)


def _draft_mapping(
    results: Path, data: Path, campaign: str, mapping: Path | None, xlsform: Path | None
) -> None:
    with opened(data) as instance, progress("Lecture…"):
        found = find_campaign(instance, campaign)
        decided = read_mapping(mapping)
        form = read_form(xlsform, content_of(xlsform)) if xlsform else None
        table = read_results(results, decided)
        draft = draft_for(instance, found, table, form, decided)
    click.echo(mapping_text(draft), nl=False)
    for said in table.notes:
        click.echo(f"attention : {said}", err=True)
    click.echo(draft.sentence, err=True)
