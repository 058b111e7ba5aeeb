"""CSV as it comes: UTF-8 or a clear refusal, the separator found by trying."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from diagnosis.model import Problem, ProblemsError

SEPARATORS = (";", ",", "\t")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
TRIED = 200
SAVE = (
    "ouvrez-le dans le tableur et enregistrez en UTF-8 "
    "(Excel\u00a0: «\u00a0CSV UTF-8\u00a0»\u00a0; LibreOffice\u00a0: jeu de caractères "
    "«\u00a0Unicode (UTF-8)\u00a0»)"
)


def read_csv(name: str, content: bytes) -> list[Sequence[str]]:
    """Read every record of a CSV file.

    Parameters
    ----------
    name : of the file, for the problems.
    content : its bytes.

    Raises
    ------
    ProblemsError
        The file is not UTF-8, or a quotation mark is never closed.
    """
    text, separator = _announced(_decoded(name, content))
    if not text.strip():
        return []
    separator = separator or max(SEPARATORS, key=lambda sep: _fit(text, sep))
    lines: list[Sequence[str]] = []
    reader = _reader(text, separator)
    try:
        lines.extend(reader)
    except csv.Error as error:
        raise ProblemsError(
            [
                Problem(
                    "quote",
                    f"{name}, ligne {len(lines) + 1}",
                    "un guillemet est mal placé ou jamais fermé",
                    'fermez-le, ou doublez ceux qui sont dans un texte ("")',
                )
            ]
        ) from error
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    return lines


def _decoded(name: str, content: bytes) -> str:
    if content.startswith(UTF16) or b"\0" in content:
        raise _refused(name, "ligne 1", "le fichier est en UTF-16, pas en UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        cause = (
            "cette ligne n’est pas en UTF-8 (sans doute en Latin-1, dit aussi «\u00a0ANSI\u00a0»)"
        )
        raise _refused(name, f"ligne {line}", cause) from error


def _refused(name: str, where: str, cause: str) -> ProblemsError:
    return ProblemsError([Problem("encoding", f"{name}, {where}", cause, SAVE)])


def _announced(text: str) -> tuple[str, str]:
    """Take away the line ``sep=;`` by which some files tell Excel their separator."""
    found = re.match(r"sep=(.)\r?\n", text)
    return (text[found.end() :], found[1]) if found else (text, "")


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _fit(text: str, separator: str) -> tuple[bool, float, int]:
    """Judge a separator: most first lines have as many cells as the first, which has several."""
    lines: list[list[str]] = []
    broken = False
    try:
        for line in _reader(text, separator):
            lines.append(line)
            if len(lines) == TRIED:
                break
    except csv.Error:
        broken = True
    width = len(lines[0]) if lines else 0
    full = [line for line in lines if line]
    alike = sum(len(line) == width for line in full) / max(1, len(full) * (1 + broken))
    return (width > 1, alike, width)
