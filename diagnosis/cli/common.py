"""What the commands share: where the instance is, and how long work shows its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from diagnosis.accounts import COMMAND, Action, write_down
from diagnosis.answers import note_day
from diagnosis.app import open_instance
from diagnosis.config import read_settings
from diagnosis.instance import Instance
from diagnosis.model import Campaign, DiagnosisError
from diagnosis.questionnaire import Site
from diagnosis.storage import has_store

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("instance"),
    envvar="DIAGNOSIS_DATA",
    show_default=True,
    help="Dossier de l’instance.",
)
existing = click.Path(path_type=Path, exists=True, dir_okay=False)
campaign_option = click.option("--campaign", required=True, help="Nom court de la campagne.")


@contextmanager
def opened(data: Path) -> Iterator[Instance]:
    """Open an existing instance and close it afterwards.

    Raises
    ------
    DiagnosisError
        There is no instance in the folder.
    """
    check_there(data)
    instance = open_instance(read_settings(data))
    try:
        note_day(instance.store, instance.today())
        yield instance
    finally:
        instance.store.close()


def check_there(data: Path) -> None:
    """Refuse a folder without instance (`DiagnosisError`)."""
    if not read_settings(data).database_url and not has_store(data):
        raise DiagnosisError(
            f"Pas d’instance dans {data}\u00a0: lancez d’abord « diagnosis init --data {data} »."
        )


def find_campaign(instance: Instance, name: str) -> Campaign:
    """Find a campaign, or say which there are."""
    campaign = instance.store.campaign(name)
    if campaign is None:
        known = ", ".join(c.name for c in instance.store.campaigns()) or "aucune"
        raise DiagnosisError(
            f"La campagne « {name} » n’existe pas\u00a0: choisissez parmi {known}, "
            "ou créez-la dans l’espace de l’équipe."
        )
    return campaign


def find_site(instance: Instance, name: str) -> Site:
    """Find a site, or say which there are."""
    site = instance.library.site_called(name)
    if site is None:
        known = ", ".join(one.name for one in instance.library.sites)
        raise DiagnosisError(
            f"Le site «\u00a0{name}\u00a0» n’existe pas\u00a0: choisissez parmi {known}."
        )
    return site


def note(instance: Instance, what: Action, about: str = "", detail: str = "") -> None:
    """Write down in the journal what the command did."""
    write_down(instance.store, instance.now(), COMMAND, what, about, detail)


@contextmanager
def progress(what: str) -> Iterator[Callable[[object], None]]:
    """Show that long work goes on, and at which step it is."""
    with Console(stderr=True).status(what) as status:
        yield lambda step: status.update(f"{what} {step}")
