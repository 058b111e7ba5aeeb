"""Read YAML and remember on which line each value stands, so that a problem names its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from diagnosis.model import Problem

Location = tuple[int | str, ...]
# libyaml reads ten times as fast; a system without it still reads.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Document:
    """A YAML file with the line of every value; ``problems`` holds what cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.lines: dict[Location, int] = {}
        self.data: Any = None
        self._read()

    def place(self, location: Location) -> str:
        """Give "file, line" of a value, or of the nearest value around it."""
        while location and location not in self.lines:
            location = location[:-1]
        return f"{self.path.name}, ligne {self.lines.get(location, 1)}"

    def _read(self) -> None:
        text = ""
        try:
            text = self.path.read_text("utf-8")
            root = yaml.compose(text, Loader=LOADER)
        except UnicodeDecodeError:
            self._report("encoding", 1, "le fichier n’est pas en UTF-8", "enregistrez-le en UTF-8")
            return
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            # What is never closed is missed at the very end, which may be after the last line.
            last = max(1, len(text.splitlines()))
            self._report(
                "yaml",
                min(mark.line + 1, last) if mark else 1,
                f"YAML illisible ({getattr(error, 'problem', None) or error})",
                "vérifiez l’indentation, les deux-points et les guillemets de cette ligne",
            )
            return
        if root is None:
            self._report("empty", 1, "le fichier est vide", "écrivez-le ou retirez-le")
            return
        self._walk(root, ())
        if not self.problems:
            self.data = LOADER("").construct_document(root)

    def _walk(self, node: yaml.Node, location: Location) -> None:
        self.lines[location] = node.start_mark.line + 1
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self._walk(item, (*location, index))
        elif isinstance(node, yaml.MappingNode):
            self._walk_mapping(node, location)

    def _walk_mapping(self, node: yaml.MappingNode, location: Location) -> None:
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                self._report(
                    "duplicate-key",
                    key.start_mark.line + 1,
                    f"la clé « {key.value} » est écrite deux fois",
                    "gardez-en une seule",
                )
            seen.add(key.value)
            self._walk(value, (*location, key.value))

    def _report(self, code: str, line: int, cause: str, remedy: str) -> None:
        self.problems.append(Problem(code, f"{self.path.name}, ligne {line}", cause, remedy))
