"""The book: pictures by name, and one file of those that a page shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from diagnosis.model import Problem, ProblemsError
from diagnosis.pictures.catalogue import Entry, PicturesFile
from diagnosis.pictures.drawing import SHEET_STYLE, SIDE, drawing_faults, read_drawing
from diagnosis.readers import Document, shaped

CATALOGUE, FOLDER = "pictures.yaml", "pictures"


@dataclass(frozen=True)
class Picture:
    """One picture: what the catalogue says of it, and its shapes as SVG text."""

    entry: Entry
    drawing: str = field(repr=False)


# Told apart by what it is, not by what it holds: files are kept for it.
@dataclass(frozen=True, eq=False)
class Book:
    """Every picture by name, in the order of the catalogue."""

    pictures: Mapping[str, Picture]

    @cached_property
    def _places(self) -> dict[str, str]:
        """A short name for each picture: a page repeats them a hundred times."""
        return {name: f"p{number:x}" for number, name in enumerate(self.pictures)}

    @cached_property
    def _former(self) -> dict[str, str]:
        return {old: p.entry.name for p in self.pictures.values() for old in p.entry.former}

    def name(self, called: str) -> str:
        """Name of a picture, called by this name or by a former one; empty when there is none."""
        return called if called in self.pictures else self._former.get(called, "")

    def names(self, called: Iterable[str]) -> tuple[str, ...]:
        """Those of these pictures that exist, once, in the order of the book."""
        found = {self.name(one) for one in called}
        return tuple(name for name in self.pictures if name in found)

    def place(self, called: str) -> str:
        """Fragment that leads to a picture in a file of pictures; empty when there is none."""
        return self._places.get(self.name(called), "")

    def sheet(self, names: Collection[str]) -> str:
        """One SVG file of these pictures, one under the other, each found by its place."""
        parts = [
            f'<view id="{self._places[name]}" viewBox="0 {SIDE * row} {SIDE} {SIDE}"/>'
            f'<g transform="translate(0 {SIDE * row})">{self.pictures[name].drawing}</g>'
            for row, name in enumerate(names)
        ]
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE * len(parts)}" '
            'stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">'
            f"<style>{SHEET_STYLE}</style>{''.join(parts)}</svg>"
        )

    def drawn(self, called: str) -> str:
        """One picture as an SVG file of its own, for paper and screens that carry it inside."""
        return self.sheet([self.name(called)])


def open_book(folder: Path, otherwise: Path | None = None) -> Book:
    """Read a book: the catalogue and the drawings beside the questionnaires of a folder.

    Parameters
    ----------
    folder : where ``pictures.yaml`` and ``pictures/`` are.
    otherwise : another folder, for questionnaires that have no pictures of their own.

    Raises
    ------
    ProblemsError
        The catalogue or a drawing is wrong; it holds every problem found.
    """
    if otherwise is not None and not (folder / CATALOGUE).exists():
        folder = otherwise
    document = Document(folder / CATALOGUE)
    entries = shaped(document, PicturesFile).pictures
    paths = {entry.name: folder / FOLDER / f"{entry.name}.svg" for entry in entries}
    faults = [*_twice(document, entries), *_unnamed(folder / FOLDER, paths)]
    faults += [fault for path in paths.values() for fault in drawing_faults(path)]
    if faults:
        raise ProblemsError(faults)
    return Book({e.name: Picture(e, read_drawing(paths[e.name])) for e in entries})


def _twice(document: Document, entries: Iterable[Entry]) -> list[Problem]:
    """Names, former ones included, that two pictures bear."""
    seen: set[str] = set()
    problems = []
    for index, entry in enumerate(entries):
        for name in (entry.name, *entry.former):
            if name in seen:
                place = document.place(("pictures", index, "name"))
                cause = f"deux images s’appellent « {name} »"
                problems.append(Problem("duplicate-name", place, cause, "changez l’un des noms"))
            seen.add(name)
    return problems


def _unnamed(folder: Path, known: Collection[str]) -> list[Problem]:
    return [
        Problem(
            "drawing", f"{FOLDER}/{path.name}", "le catalogue ne la nomme pas",
            f"ajoutez-la à {CATALOGUE}, avec son sens",
        )
        for path in sorted(folder.glob("*.svg"))
        if path.stem not in known
    ]  # fmt: skip
