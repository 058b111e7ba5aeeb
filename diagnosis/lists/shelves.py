"""Where entries stand: the common lists, or those that a site has of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diagnosis.questionnaire import Lists

# Instead of a site's name, in addresses.
COMMON = "common"
KINDS = ("sectors", "places", "services", "themes", "help_numbers", "sites")
# The kinds that a site may have of its own; sectors are never common.
OWN = ("sectors", "places", "services", "themes")
# What stands in a file of another name.
FILES = {"help_numbers": "services"}

Entry = dict[str, Any]
Contents = Mapping[str, Any]


@dataclass(frozen=True)
class Shelf:
    """The entries of a kind, common to all sites or of one."""

    kind: str
    site: str = COMMON

    @property
    def exists(self) -> bool:
        """Whether there may be such entries there."""
        if self.site == COMMON:
            return self.kind in KINDS and self.kind != "sectors"
        return self.kind in OWN

    @property
    def file(self) -> str:
        """Name of the list that holds them."""
        return FILES.get(self.kind, self.kind) if self.site == COMMON else "sites"

    @property
    def key(self) -> str:
        """What tells one entry from another."""
        return "number" if self.kind == "help_numbers" else "name"

    def entries(self, contents: Contents) -> list[Entry] | None:
        """The entries there, None where a site takes the common ones."""
        return self._holder(contents).get(self.kind)

    def entry(self, contents: Contents, name: str) -> Entry | None:
        """Find an entry."""
        return next((e for e in self.entries(contents) or () if e[self.key] == name), None)

    def saying(self, contents: Contents, entries: list[Entry] | None) -> Any:
        """What the list says with other entries there; with None, a site takes the common ones."""
        content = contents[self.file]
        if self.site == COMMON:
            return {**content, self.kind: entries}
        sites = [
            {**site, self.kind: entries} if site["name"] == self.site else site
            for site in content["sites"]
        ]
        return {**content, "sites": sites}

    def _holder(self, contents: Contents) -> Mapping[str, Any]:
        content: Mapping[str, Any] = contents[self.file]
        if self.site == COMMON:
            return content
        return next((site for site in content["sites"] if site["name"] == self.site), {})


def contents_of(lists: Lists) -> dict[str, Any]:
    """What every list says, as plain data: numbers, texts, lists."""
    return lists.model_dump(mode="json", exclude_none=True)


def put(entries: list[Entry], key: str, name: str, entry: Entry) -> list[Entry]:
    """The entries with one in the place of the one called so, at the end when none is.

    Examples
    --------
    >>> put([{"name": "a"}, {"name": "b"}], "name", "a", {"name": "a", "label": "A"})
    [{'name': 'a', 'label': 'A'}, {'name': 'b'}]
    """
    if all(one[key] != name for one in entries):
        return [*entries, entry]
    return [entry if one[key] == name else one for one in entries]


def moved(entries: list[Entry], key: str, name: str, steps: int) -> list[Entry]:
    """The entries with one of them some places further down (up when negative).

    Examples
    --------
    >>> [one["name"] for one in moved([{"name": "a"}, {"name": "b"}], "name", "b", -1)]
    ['b', 'a']
    """
    at = next(index for index, one in enumerate(entries) if one[key] == name)
    others = [*entries[:at], *entries[at + 1 :]]
    place = max(0, at + steps)
    return [*others[:place], entries[at], *others[place:]]
