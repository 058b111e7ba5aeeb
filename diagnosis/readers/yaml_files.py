"""YAML files, with the line on which each value stands, so that a problem names its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis.yaml_text import Location, Parsed, parse
from diagnosis.model import Problem, ProblemsError
from diagnosis.readers.contents import content_of

__all__ = ["Document", "Location", "parse", "read_yaml"]


class Document:
    """A YAML file with the line of every value; ``problems`` holds what cannot be read.

    Parameters
    ----------
    path : the file.
    as_written : keep every value as a text; otherwise numbers, true and false, dates are read.
    content : what the file holds, where it comes from a browser.
    """

    def __init__(
        self, path: Path, as_written: bool = False, content: str | bytes | None = None
    ) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._parsed = Parsed()
        try:
            held = content_of(path) if content is None else content
            self._parsed = parse(held, typed=not as_written)
        except ProblemsError as error:
            self.problems += error.problems
            return
        self.problems += [
            Problem(fault.code, f"{path.name}, {fault.place}", *_told(fault.cause, fault.remedy))
            for fault in self._parsed.faults
        ]
        if self._parsed.root is None and not self.problems:
            place = f"{path.name}, ligne 1"
            self.problems.append(
                Problem("empty", place, "le fichier est vide", "écrivez-le ou retirez-le")
            )

    @classmethod
    def of(cls, name: str, data: Any) -> Document:
        """What a file of that name would say, were it written: plain data, without lines."""
        document = cls.__new__(cls)
        document.path, document.problems = Path(name), []
        document._parsed = Parsed(data=data)
        return document

    @property
    def data(self) -> Any:
        """What the file says; None when it cannot be read."""
        return self._parsed.data

    def place(self, location: Location) -> str:
        """File and line of a value, or of the nearest value around it; the file where none is."""
        lines = self._parsed.lines
        if not lines:
            return self.path.name
        while location and location not in lines:
            location = location[:-1]
        return f"{self.path.name}, ligne {lines.get(location, 1)}"


def read_yaml(path: Path, as_written: bool = False) -> Any:
    """Read a YAML file.

    Parameters
    ----------
    path, as_written : as for :class:`Document`.

    Raises
    ------
    ProblemsError
        It cannot be read; each problem has its place, cause and remedy.
    """
    document = Document(path, as_written)
    if document.problems:
        raise ProblemsError(document.problems)
    return document.data


def _told(cause: str, remedy: str) -> tuple[str, str]:
    """Cause and remedy with the apostrophes of the application."""
    return cause.replace("'", "’"), remedy.replace("'", "’")
