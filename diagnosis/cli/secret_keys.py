"""``secrets``: the keys of an instance, changed when somebody may have read them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from diagnosis.answers import rotate as rotate_key
from diagnosis.cli.common import check_there, data_option, opened
from diagnosis.config import read_settings
from diagnosis.keeping import forget_secrets, make_private
from diagnosis.storage import open_store


@click.group()
def secrets() -> None:
    """Changer les clés de l’instance.

    Exemple : diagnosis secrets rotate
    """


@secrets.command()
@data_option
@click.option("--lost", is_flag=True, help="Le fichier des clés est perdu : en faire un autre.")
def rotate(data: Path, lost: bool) -> None:
    """Faire une nouvelle clé de session, des seconds facteurs et de scellement par campagne.

    Toute l’équipe entre de nouveau. Ce qui attend sur un appareil s’ouvre encore.

    Exemple : diagnosis secrets rotate --data instance
    """
    if lost:
        _forget(data)
    with opened(data) as instance:
        instance.secrets.renew()
        instance.renew_session_key()
        for member in instance.store.users():
            instance.store.end_visits(member.name)
        for name in instance.renew_factor_key():
            click.echo(
                f"Le second facteur de {name} ne s’ouvre plus\u00a0: un code de secours, ou "
                f"«\u00a0diagnosis user reset {name}\u00a0»."
            )
        for campaign in instance.store.campaigns():
            rotate_key(instance.secrets, campaign.name)
            click.echo(f"{campaign.name} scelle avec une nouvelle clé.")
    click.echo("Les sessions de l’équipe sont finies\u00a0: chacun entre de nouveau.")


def _forget(data: Path) -> None:
    check_there(data)
    make_private(data)
    with closing(open_store(read_settings(data).store)) as store:
        forget_secrets(store)
