"""``user``, ``journal``: who may enter the team's pages, and what they did there."""

from __future__ import annotations

from pathlib import Path

import click

from diagnosis import accounts
from diagnosis.accounts import COORDINATOR, ROLES, Action
from diagnosis.cli.common import data_option, find_campaign, find_site, note, opened
from diagnosis.instance import Instance
from diagnosis.storage import Grant

role_option = click.option(
    "--role", type=click.Choice(list(ROLES)), default=COORDINATOR, show_default=True
)
sites_option = click.option(
    "--site", "sites", multiple=True, help="Limiter le rôle à un site (répétable)."
)
campaigns_option = click.option(
    "--campaign", "campaigns", multiple=True, help="Limiter le rôle à une campagne (répétable)."
)


@click.group()
def user() -> None:
    """Inviter, lister, retirer les personnes de l’équipe, donner leurs rôles.

    Exemple : diagnosis user invite --role facilitator
    """


@user.command()
@role_option
@campaigns_option
@sites_option
@data_option
def invite(data: Path, role: str, campaigns: tuple[str, ...], sites: tuple[str, ...]) -> None:
    """Écrire une adresse d’invitation, valable une fois pendant sept jours.

    Exemple : diagnosis user invite --role facilitator --campaign stains
    """
    with opened(data) as instance:
        grants = _grants(instance, role, campaigns, sites)
        token = accounts.make_invitation(instance.store, instance.today(), grants)
        note(instance, Action.INVITED, detail=role)
        click.echo(_address(instance, token))


@user.command()
@click.argument("name")
@role_option
@campaigns_option
@sites_option
@data_option
@click.password_option(help="Demandé si absent : dix caractères au moins.")
def add(
    name: str,
    data: Path,
    password: str,
    role: str,
    campaigns: tuple[str, ...],
    sites: tuple[str, ...],
) -> None:
    """Ajouter une personne avec son mot de passe.

    Exemple : diagnosis user add amina
    """
    with opened(data) as instance:
        added = accounts.add_user(
            instance.store, name, password, _grants(instance, role, campaigns, sites)
        )
        note(instance, Action.JOINED, added.name, role)
    click.echo(f"« {name} » peut entrer.")


@user.command("list")
@data_option
def list_(data: Path) -> None:
    """Lister les personnes de l’équipe et leurs rôles.

    Exemple : diagnosis user list
    """
    with opened(data) as instance:
        for member in instance.store.users():
            roles = ", ".join(f"{g.role} ({g.scope})" for g in member.grants)
            factor = "second facteur" if member.factor else "sans second facteur"
            click.echo(f"{member.name}\t{roles}\t{factor}")


@user.command()
@click.argument("name")
@data_option
def remove(name: str, data: Path) -> None:
    """Retirer une personne de l’équipe : ce qu’elle a d’ouvert se ferme aussitôt.

    Exemple : diagnosis user remove amina
    """
    with opened(data) as instance:
        accounts.remove_user(instance.store, name)
        note(instance, Action.REMOVED, name)
    click.echo(f"« {name} » n’est plus dans l’équipe.")


@user.command()
@click.argument("name")
@data_option
def reset(name: str, data: Path) -> None:
    """Écrire une adresse où choisir un autre mot de passe, une fois en sept jours.

    Le second facteur est alors à régler de nouveau.

    Exemple : diagnosis user reset amina
    """
    with opened(data) as instance:
        if instance.store.user(name) is None:
            raise accounts.UnknownMemberError(name)
        token = accounts.make_reset(instance.store, instance.today(), name)
        note(instance, Action.RESET, name)
        click.echo(_address(instance, token))


@user.command()
@click.argument("name")
@click.argument("role", type=click.Choice(list(ROLES)))
@campaigns_option
@sites_option
@data_option
def role(
    name: str, role: str, data: Path, campaigns: tuple[str, ...], sites: tuple[str, ...]
) -> None:
    """Donner un rôle à une personne, à la place de ceux qu’elle avait.

    Exemple : diagnosis user role amina facilitator --campaign stains
    """
    with opened(data) as instance:
        accounts.give_role(instance.store, name, _grants(instance, role, campaigns, sites))
        note(instance, Action.ROLE, name, role)
    click.echo(f"« {name} » : {role}, {', '.join((*sites, *campaigns)) or 'partout'}.")


@click.group()
def journal() -> None:
    """Vérifier ou écrire le journal de ce que l’équipe a fait.

    Exemple : diagnosis journal verify
    """


@journal.command()
@data_option
def verify(data: Path) -> None:
    """Dire si le journal est entier ; sinon, à quelle ligne il ne l’est plus (code 1).

    Une fin coupée ne se voit pas, sauf à comparer la dernière empreinte avec celle qu’on a notée.

    Exemple : diagnosis journal verify
    """
    with opened(data) as instance:
        lines = instance.store.entries()
    broken = accounts.first_broken(lines)
    if broken is not None:
        click.echo(f"Le journal a été changé\u00a0: la ligne {broken} ne suit plus les autres.")
        click.echo("Gardez cette base telle quelle et comparez-la avec une sauvegarde.")
        raise SystemExit(1)
    last = f"\u00a0; dernière empreinte\u00a0: {lines[-1].hash}" if lines else ""
    click.echo(f"{len(lines)} lignes, sans rupture{last}")


@journal.command()
@data_option
def export(data: Path) -> None:
    """Écrire le journal en CSV.

    Exemple : diagnosis journal export > journal.csv
    """
    with opened(data) as instance:
        click.echo(accounts.as_table(instance.store.entries()), nl=False)


def _grants(
    instance: Instance, role: str, campaigns: tuple[str, ...], sites: tuple[str, ...]
) -> tuple[Grant, ...]:
    asked = [find_campaign(instance, name).name for name in campaigns]
    return accounts.grants_of(role, asked, [find_site(instance, name).name for name in sites])


def _address(instance: Instance, token: str) -> str:
    return f"{instance.address or 'http://127.0.0.1:8000'}/staff/invitation/{token}"
