"""``demo``, ``init``, ``serve``, ``work``: an instance, for a look or for good."""

from __future__ import annotations

import shutil
import socket
import tempfile
from pathlib import Path

import click

from diagnosis.accounts import ADMINISTRATOR, grants_of, make_invitation
from diagnosis.app import open_instance
from diagnosis.cli.common import data_option, opened
from diagnosis.cli.invented import DEMO, DEMO_USER, make_demo
from diagnosis.config import SHIPPED, read_settings
from diagnosis.keeping import make_private
from diagnosis.languages import SOURCE, Languages
from diagnosis.model import DiagnosisError
from diagnosis.serving import listen
from diagnosis.serving import serve as serve_instance

WORKERS = 2
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--families",
    type=click.IntRange(0, 1_000_000),
    default=400,
    show_default=True,
    help="Nombre de familles fictives.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Dossier à garder ; sans lui, la démonstration s’efface à la fin.",
)
@click.option(
    "--lang",
    metavar="LANGUE",
    default=SOURCE,
    show_default=True,
    help="Langue des pages de l’équipe (par exemple en).",
)
@click.option("--year", is_flag=True, help="Avec une année d’ateliers fictifs, sur deux sites.")
def demo(port: int, families: int, data: Path | None, lang: str, year: bool) -> None:
    """Montrer le tout avec des familles fictives, jusqu’à Ctrl-C.

    Exemple : diagnosis demo --port 8000 --families 400
    """
    _check_language(lang)
    folder = data or Path(tempfile.mkdtemp(prefix="diagnosis-demo-"))
    address = f"http://127.0.0.1:{port}"
    asked = "" if lang == SOURCE else f"?lang={lang}"
    try:
        with listen("127.0.0.1", port) as listener:
            password, code = make_demo(folder, address, families, year)
            lines = (
                f"family {address}/q/{DEMO}",
                f"kiosk {address}/kiosk/{DEMO}#{code}",
                f"staff {address}/staff/{asked} {DEMO_USER} {password}",
                f"planning {address}/planning/{DEMO}{asked}",
            )
            _serve(folder, listener, WORKERS, lines)
    finally:
        if data is None:
            shutil.rmtree(folder, ignore_errors=True)


@click.command()
@data_option
def init(data: Path) -> None:
    """Créer une instance et une invitation à usage unique pour sa première personne.

    Exemple : diagnosis init --data instance
    """
    make_private(data)
    settings = data / "settings.yaml"
    if not settings.exists():
        settings.write_text("# Réglages : voir docs/exploitation.md\n", "utf-8")
    instance = open_instance(read_settings(data))
    token = make_invitation(instance.store, instance.today(), grants_of(ADMINISTRATOR))
    address = instance.address or "http://127.0.0.1:8000"
    instance.store.close()
    click.echo(f"Instance prête dans {data}. Lancez « diagnosis serve --data {data} », puis ouvrez")
    click.echo(f"{address}/staff/invitation/{token}")
    click.echo("Cette adresse ne sert qu’une fois : ne la transmettez qu’à la personne concernée.")


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=WORKERS, show_default=True)
@click.option(
    "--work/--no-work",
    "works",
    default=True,
    show_default=True,
    help="Calculer aussi les diagnostics ; sinon « diagnosis work » le fait ailleurs.",
)
def serve(data: Path, host: str, port: int, workers: int, works: bool) -> None:
    """Servir une instance (derrière un mandataire https en production).

    Exemple : diagnosis serve --data instance --port 8000
    """
    with listen(host, port) as listener:
        with opened(data) as instance:
            _check_address(host, instance.address)
            address = instance.address or f"http://{host}:{port}"
        _serve(data, listener, workers, (f"{address}/", f"{address}/staff/"), works)


@click.command()
@data_option
@click.option("--scheduler", default="", help="Adresse d’un ordonnanceur Dask (tcp://…).")
def work(data: Path, scheduler: str) -> None:
    """Calculer les diagnostics d’une instance que d’autres servent, jusqu’à Ctrl-C.

    Sur la même machine ou sur une autre ; si deux le font, l’une attend que l’autre s’arrête.

    Exemple : diagnosis work --data instance
    """
    # Loaded here: the other commands need neither pandas nor a drawing.
    from diagnosis.serving.publisher import work as publish_for_ever

    with opened(data):
        pass
    click.echo("Les diagnostics sont calculés dès que des réponses arrivent. Ctrl-C pour arrêter.")
    publish_for_ever(data, scheduler)


def _check_address(host: str, address: str) -> None:
    """Refuse to be reached from elsewhere without an address of one's own (`DiagnosisError`)."""
    if not address and host not in LOOPBACK:
        raise DiagnosisError(
            f"On joindrait cette instance par {host} sans savoir son adresse\u00a0: écrivez "
            "«\u00a0address: https://…\u00a0» dans settings.yaml. Les liens, les cookies et les "
            "noms acceptés en dépendent."
        )


def _check_language(lang: str) -> None:
    spoken = Languages(SHIPPED / "translations").team_tags
    if lang not in spoken:
        raise DiagnosisError(
            f"Les pages de l’équipe ne parlent pas « {lang} »\u00a0: "
            f"choisissez {' ou '.join(spoken)}."
        )


def _serve(
    folder: Path,
    listener: socket.socket,
    workers: int,
    lines: tuple[str, ...],
    works: bool = True,
) -> None:
    """Say where, since who comes now is answered as soon as a process has started; then serve."""
    for line in lines:
        click.echo(line)
    serve_instance(folder, listener, workers, works)
