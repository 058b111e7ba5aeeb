"""``user``: who may enter the team's pages."""

from __future__ import annotations

from pathlib import Path

import click

from diagnosis.accounts import add_user, make_invitation
from diagnosis.cli.common import data_option, opened


@click.group()
def user() -> None:
    """Inviter ou ajouter une personne de l’équipe.

    Exemple : diagnosis user invite
    """


@user.command()
@data_option
def invite(data: Path) -> None:
    """Écrire une adresse d’invitation, valable une fois.

    Exemple : diagnosis user invite --data instance
    """
    with opened(data) as instance:
        token = make_invitation(instance.store)
        click.echo(f"{instance.address or 'http://127.0.0.1:8000'}/staff/invitation/{token}")


@user.command()
@click.argument("name")
@data_option
@click.password_option(help="Demandé si absent : dix caractères au moins.")
def add(name: str, data: Path, password: str) -> None:
    """Ajouter une personne avec son mot de passe.

    Exemple : diagnosis user add amina
    """
    with opened(data) as instance:
        add_user(instance.store, name, password)
    click.echo(f"« {name} » peut entrer.")
