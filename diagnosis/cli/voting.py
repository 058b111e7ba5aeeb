"""``opinions``: what votes on statements say."""

from __future__ import annotations

from pathlib import Path

import click

from diagnosis import dataset
from diagnosis.cli.common import progress
from diagnosis.dataset import K

existing = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("votes", type=existing)
@click.argument("statements", type=existing)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--title", default="", help="Titre du rapport.")
@click.option("--fictitious", is_flag=True, help="Les votes sont inventés : la page le dit.")
@click.option("--seed", type=int, default=0, show_default=True, help="Graine des tirages.")
@click.option("-k", "k", type=click.IntRange(3), default=K, show_default=True, help="Seuil.")
def opinions(
    votes: Path, statements: Path, out: Path, title: str, fictitious: bool, seed: int, k: int
) -> None:
    """Dire ce que des votes sur des énoncés ont en commun : opinions.json et opinions.html.

    VOTES : une ligne par personne, une colonne par énoncé (1 d’accord, -1 pas d’accord, 0 passe).
    STATEMENTS : une ligne par énoncé, colonnes « name » et « text ».

    Exemple : diagnosis opinions votes.csv enonces.csv --out rapport
    """
    with progress("Votes…"):
        written = dataset.opinion_files(votes, statements, out, title, fictitious, seed, k)
    for path in written:
        click.echo(str(path))
