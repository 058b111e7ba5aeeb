"""What can be taken away of a campaign: told numbers for all its readers, rows for who may."""

from __future__ import annotations

from pathlib import Path

from diagnosis.dataset.family_rows import family_table
from diagnosis.dataset.shown import state_of
from diagnosis.dataset.source import Source
from diagnosis.dataset.told_tables import KEYS, told_map, told_table
from diagnosis.exports import (
    CODEBOOKS,
    MAPS,
    ExportError,
    Pushed,
    Shared,
    Step,
    Written,
    push,
    write_codebook,
    write_map,
    write_table,
)
from diagnosis.model import Campaign


def take_away(
    instance: Source,
    campaign: Campaign,
    folder: Path,
    kind: str,
    rows: bool = False,
    texts: bool = False,
    step: Step = int,
) -> Written:
    """Write one file: the told numbers of a campaign, its map, their codebook; or its families.

    Parameters
    ----------
    folder : where the file goes.
    kind : ending of the file, of `exports.TABLES`, `exports.CODEBOOKS` or `exports.MAPS`.
    rows : one row a family (RESTRICTED) in place of told numbers.
    texts : with free texts, masked.
    step : called now and then with the number of rows read or written.

    Raises
    ------
    DiagnosisError
        Too few families answered, or the file cannot be written; nothing of it is left.
    """
    if kind in MAPS:
        if rows:
            raise ExportError(
                f"Les familles n’ont pas de lieu\u00a0: le {kind} n’existe que pour les nombres. "
                "Prenez un autre format."
            )
        table, features = told_map(state_of(instance, campaign), campaign, instance.k)
        return write_map(table, features, folder, kind)
    if rows:
        table = family_table(instance, campaign, texts, step)
    else:
        table = told_table(state_of(instance, campaign), campaign, instance.k)
    if kind in CODEBOOKS:
        return write_codebook(table, folder, kind)
    return write_table(table, folder, kind, step)


def push_told(instance: Source, campaign: Campaign, where: Shared) -> Pushed:
    """Bring a table of Grist up to date with the told numbers of a campaign.

    Raises
    ------
    DiagnosisError
        Too few families answered, or Grist refuses.
    """
    table = told_table(state_of(instance, campaign), campaign, instance.k)
    return push(table, KEYS, where)
