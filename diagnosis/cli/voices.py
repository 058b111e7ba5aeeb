"""``voices``: what families can hear that nobody has recorded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from diagnosis.cli.common import data_option, opened, progress
from diagnosis.instance import Instance
from diagnosis.languages import Language
from diagnosis.model import DiagnosisError
from diagnosis.voices import Made, can_make, lines_of, make_sounds, said_in

KIB = 1024


@click.group()
def voices() -> None:
    """Faire la voix de machine de ce que personne n’a enregistré.

    Exemple : diagnosis voices make
    """


@voices.command()
@data_option
@click.option("--language", "tags", multiple=True, metavar="LANGUE", help="Celle-là seulement.")
def make(data: Path, tags: tuple[str, ...]) -> None:
    """Dire chaque phrase dans chaque langue ; seules celles qui ont changé sont refaites.

    Exemple : diagnosis voices make --data instance
    """
    can_make()
    with opened(data) as instance:
        for language in _chosen(instance, tags):
            with progress(f"{language.tag}…") as step:
                done = _make(instance, language, step)
            click.echo(
                f"{language.tag} : {done.made} faites, {done.kept} gardées, "
                f"{done.removed} retirées, {done.weight // KIB} Kio"
            )


def _chosen(instance: Instance, tags: tuple[str, ...]) -> list[Language]:
    known = [language for language in instance.languages if language.machine]
    if wrong := set(tags) - {language.tag for language in known}:
        raise DiagnosisError(
            f"Pas de voix de machine pour «\u00a0{', '.join(sorted(wrong))}\u00a0»\u00a0: "
            f"choisissez {', '.join(language.tag for language in known)}."
        )
    return [language for language in known if not tags or language.tag in tags]


def _make(instance: Instance, language: Language, step: Callable[[object], None]) -> Made:
    asked = [instance.questionnaire(campaign) for campaign in instance.store.campaigns()]
    lines = lines_of(instance.languages, instance.library, asked)
    now = instance.said_now().get(language.tag, {})
    texts = said_in(instance.languages, lines.values(), language) | now
    return make_sounds(instance.machine.folder / language.tag, language.machine, texts, step)
