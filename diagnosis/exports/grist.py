"""A table of Grist brought up to date: rows by their key, only what differs is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from diagnosis.exports.tables import Cell, Column, ExportError, Table, installed

TYPES = {"choice": "Text", "text": "Text", "integer": "Int", "number": "Numeric"}
# Rows sent together: Grist refuses requests of more than one megabyte.
BATCH = 500
KEY = "cle"
CAUSES = {
    401: "la clé est refusée",
    403: "la clé n’a pas le droit d’écrire",
    404: "ce document n’y est pas",
}
# Of an identifier, in small letters: Grist begins it with a capital.
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_"


@dataclass(frozen=True)
class Shared:
    """Where a document is: server of Grist (https://…), its identifier, a key that may write."""

    server: str
    document: str
    key: str


@dataclass(frozen=True)
class Pushed:
    """What a push changed: rows added, changed, removed; those that were so already."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0


def push(table: Table, keys: tuple[str, ...], where: Shared) -> Pushed:
    """Make a document's table hold these rows, and no other of ours.

    Parameters
    ----------
    table : what it shall hold; made there, with its columns, when it is missing. Columns that
        people have added there stay as they are.
    keys : the columns that together tell a row from every other.

    Raises
    ------
    ExportError
        Grist cannot be reached or refuses; what was sent before stays, and a second push ends it.
    """
    grist = _open(where)
    try:
        return _pushed(grist, table, keys)
    # What requests raises, of which the library is made.
    except OSError as error:
        raise ExportError(f"Grist ({where.server})\u00a0: {_cause(error)}") from error


def _cause(error: OSError) -> str:
    response = getattr(error, "response", None)
    if response is None:
        return "il ne répond pas. Vérifiez l’adresse et le réseau, puis recommencez."
    cause = CAUSES.get(response.status_code, f"il répond {response.status_code}")
    return f"{cause}. Vérifiez la clé et l’identifiant du document."


def _open(where: Shared) -> Any:
    scheme, _, rest = where.server.rstrip("/").partition("://")
    if scheme not in ("http", "https") or not rest:
        raise ExportError(
            f"«\u00a0{where.server}\u00a0» n’est pas l’adresse d’un Grist. Écrivez-la "
            "entière\u00a0: https://grist.example.org"
        )
    with installed():
        from pygrister.api import GristApi
    return GristApi(
        config={
            "GRIST_API_KEY": where.key,
            "GRIST_SELF_MANAGED": "Y",
            "GRIST_SELF_MANAGED_HOME": f"{scheme}://{rest}",
            "GRIST_DOC_ID": where.document,
        }
    )


def _pushed(grist: Any, table: Table, keys: tuple[str, ...]) -> Pushed:
    name = table_name(table.name)
    columns = [Column(KEY, "Clé"), *table.columns]
    _make_table(grist, name, columns)
    wanted = dict(_keyed(table, keys))
    added, changed, gone, same = [], [], [], 0
    for record in grist.list_records(name)[1]:
        id, kept = record.pop("id"), wanted.pop(record.get(KEY), None)
        if kept is None:
            gone.append(id)
        elif all(_alike(record.get(column), value) for column, value in kept.items()):
            same += 1
        else:
            changed.append({"id": id, **kept})
    added = list(wanted.values())
    for sent in _batches(added):
        grist.add_records(name, sent)
    for sent in _batches(changed):
        grist.update_records(name, sent)
    for sent in _batches(gone):
        grist.delete_rows(name, sent)
    return Pushed(len(added), len(changed), len(gone), same)


def table_name(name: str) -> str:
    """The identifier that Grist keeps as it is given.

    Examples
    --------
    >>> table_name("nombres-clos-saint-lazare")
    'Nombres_clos_saint_lazare'
    """
    plain = "".join(c if c in LETTERS else "_" for c in name.lower())
    return plain.capitalize()


def _make_table(grist: Any, name: str, columns: list[Column]) -> None:
    fields = [{"id": c.name, "fields": {"label": c.label, "type": TYPES[c.kind]}} for c in columns]
    if name not in [table["id"] for table in grist.list_tables()[1]]:
        grist.add_tables([{"id": name, "columns": fields}])
        return
    there = {column["id"] for column in grist.list_cols(name)[1]}
    if lacking := [field for field in fields if field["id"] not in there]:
        grist.add_cols(name, lacking)


def _keyed(table: Table, keys: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Cell]]]:
    names = [column.name for column in table.columns]
    for row in table.rows():
        record = dict(zip(names, row, strict=True))
        key = "|".join(str(record[name]) for name in keys)
        yield key, {KEY: key, **record}


def _alike(there: Any, here: Cell) -> bool:
    """Whether a cell is so already: Grist keeps an empty text for a blank, and 1 for 1.0."""
    return (there or None) == (here or None) and (there == 0) == (here == 0)


def _batches(items: list[Any]) -> Iterator[list[Any]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
