"""The ``diagnosis`` command: what comes in are a name, options and files.

What goes out is what the rooms below do with them, said in French; exit code 0: done, 1: the data
are wrong, 2: wrong usage. It must never hold a rule of its own: it reads, calls and prints.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from diagnosis import __version__
from diagnosis.cli.data import analyse, check, polygons, simulate
from diagnosis.cli.dossier import dossier
from diagnosis.cli.exporting import export
from diagnosis.cli.keeping import backup, purge, restore
from diagnosis.cli.moving import storage
from diagnosis.cli.peers import codebook, import_
from diagnosis.cli.people import journal, user
from diagnosis.cli.questionnaires import questionnaire
from diagnosis.cli.report import report
from diagnosis.cli.secret_keys import secrets
from diagnosis.cli.serving import demo, init, serve, work
from diagnosis.cli.voices import voices
from diagnosis.cli.voting import opinions
from diagnosis.cli.words import translations
from diagnosis.model import DiagnosisError


class Diagnosis(click.Group):
    """Turns the errors raised on purpose into their sentence and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except DiagnosisError as error:
            click.echo(str(error), err=True)
            sys.exit(1)


@click.group(cls=Diagnosis, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="diagnosis")
def main() -> None:
    """Recueillir, comprendre, décider ensemble, essayer, restituer.

    Exemple : diagnosis demo
    """


for command in (
    demo,
    init,
    serve,
    work,
    check,
    simulate,
    import_,
    codebook,
    analyse,
    opinions,
    questionnaire,
    report,
    dossier,
    export,
    polygons,
    translations,
    voices,
    user,
    journal,
    secrets,
    backup,
    restore,
    storage,
    purge,
):
    main.add_command(command)
