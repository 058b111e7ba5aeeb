"""Who a row is, in any file and any order: by what its tool calls it, else by what it says."""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from diagnosis.interchange.headers import find_column
from diagnosis.readers import Row, Table

UUID = re.compile(r"(uuid:)?([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:diagnosis:imported-response")
# Kobo and ODK give an edited submission a new ``_uuid`` and ``instanceID``: the first one is its
# ``rootUuid``, the one before it ``deprecatedID``.
FIRST = ("meta/rootUuid", "meta-rootUuid", "meta.rootUuid", "rootUuid", "_rootUuid")
OWN = ("_uuid", "meta/instanceID", "meta-instanceID", "meta.instanceID", "instanceID", "KEY")
BEFORE = ("meta/deprecatedID", "meta-deprecatedID", "meta.deprecatedID", "deprecatedID")
# Not a tool's, but unique in the file.
PLAIN = ("id", "response id", "id de la réponse")


@dataclass
class Identities:
    """The identities of each row of a table, the best one first.

    Parameters
    ----------
    table : the file.
    column : of the identity, where the plan has one.
    campaign, batch : a written number names a row of one campaign and of one batch of paper.
    is_said : whether the mapping names the column; else it must tell most rows apart.
    """

    table: Table
    column: int | None
    campaign: str
    batch: str = ""
    is_said: bool = False
    _alike: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._tools = self._tool_columns()
        written = self._all_written()
        # Initials of who asked, or a street, are no identity; a row pasted twice leaves one.
        self._is_key = self.is_said or 2 * len(set(written)) > len(written)

    def of(
        self, row: Row, answers: Mapping[str, Any], said: Mapping[str, Any], known: Collection[str]
    ) -> tuple[str, bool]:
        """Its identity, and whether a file gives it one (else only its content does).

        Parameters
        ----------
        answers : the row's, those without an order sorted.
        said : what its columns say of how it came.
        known : identities that the store has: a row goes on being the one that it was.
        """
        named = list(dict.fromkeys(self._named(row)))
        content = self._content(row, answers, said)
        ids = named or [content]
        former = [*ids, content] if named and not self._has_uuid(row) and not self.batch else ids
        return next((id for id in former if id in known), ids[0]), bool(named)

    def of_tool(self, row: Row) -> str:
        """The UUID that a tool gave a row first; empty when there is none."""
        return next((own for own in self._named(row)), "")

    @property
    def columns(self) -> set[int]:
        """The columns that are looked at."""
        return set(self._tools)

    def _named(self, row: Row) -> Iterator[str]:
        for at in self._tools:
            if own := UUID.fullmatch(row.cells[at]):
                yield own[2].lower()
        written = "" if self.column is None else row.cells[self.column]
        if own := UUID.fullmatch(written):
            yield own[2].lower()
        elif written and self._is_key:
            yield str(uuid.uuid5(NAMESPACE, json.dumps([self.campaign, self.batch, written])))

    def _has_uuid(self, row: Row) -> bool:
        places = [*self._tools, *([] if self.column is None else [self.column])]
        return any(UUID.fullmatch(row.cells[at]) for at in places)

    def _content(self, row: Row, answers: Mapping[str, Any], said: Mapping[str, Any]) -> str:
        written = "" if self.column is None else row.cells[self.column]
        about = [self.campaign, written, dict(said), dict(answers)]
        about += [self.batch] if self.batch else []
        key = json.dumps(about, ensure_ascii=False, sort_keys=True)
        ordinal = self._alike[key]
        self._alike[key] += 1
        return str(uuid.uuid5(NAMESPACE, f"{ordinal} {key}"))

    def _tool_columns(self) -> list[int]:
        """A tool's columns; none when the mapping names another column for the identity."""
        header = "" if self.column is None else self.table.headers[self.column]
        usual = (*OWN, *FIRST, *BEFORE, *PLAIN)
        if header and not _ends(header, usual):
            return []
        groups: Sequence[tuple[str, ...]] = (FIRST, OWN, BEFORE)
        found = [find_column(self.table.headers, name) for names in groups for name in names]
        return [at for at in found if at is not None]

    def _all_written(self) -> list[str]:
        if self.column is None:
            return []
        return [row.cells[self.column] for row in self.table.rows if row.cells[self.column]]


def repeated(table: Table) -> list[int]:
    """Numbers of the rows whose tool names them as it named one above: an edit, or a row twice."""
    ids, seen, found = Identities(table, None, ""), set[str](), []
    for row in table.rows:
        if own := ids.of_tool(row):
            found += [row.number] if own in seen else []
            seen.add(own)
    return found


def _ends(header: str, names: tuple[str, ...]) -> bool:
    low = header.casefold()
    return any(low == name.casefold() or low.endswith("/" + name.casefold()) for name in names)
