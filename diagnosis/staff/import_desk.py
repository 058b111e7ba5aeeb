"""A file of answers on its way in: carried by the page from step to step, kept nowhere."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage

from diagnosis.interchange import (
    ImportReport,
    MappingDraft,
    draft_for,
    import_results,
    read_results,
)
from diagnosis.interchange import Mapping as FileMapping
from diagnosis.model import Campaign, Problem, ProblemsError
from diagnosis.readers import Table, XlsForm, read_form, unpacked_size
from diagnosis.web import instance

# Bytes of a file, and of a workbook unpacked; rows. A campaign has 150 answers, some sixty
# kilobytes; whoever has more takes the command, which holds no page up.
LARGEST, UNPACKED, MOST_ROWS = 3 * 1024**2, 24 * 1024**2, 5_000
# Both files as the page carries them: in base64, and its fields beside them.
CARRIED = 2 * LARGEST * 4 // 3 + 512 * 1024
NOTHING, LEFT = "-", ""
TOO_LARGE = "ce fichier est trop grand pour cette page"
BY_COMMAND = "prenez la commande «\u00a0diagnosis import\u00a0», ou partagez le fichier"


@dataclass(frozen=True)
class Carried:
    """The files that were chosen, by name: ``answers``, and the form that they came with."""

    name: str
    answers: bytes
    form_name: str = ""
    form: bytes = b""

    @classmethod
    def chosen(cls, answers: FileStorage, form: FileStorage | None) -> Carried:
        """The files that a page sent; one that waited on the disk, without a name, goes at once."""
        named = (form.filename or "", form.read()) if form else ("", b"")
        carried = cls(answers.filename or "", answers.read(), *named)
        request.close()
        return carried

    def packed(self) -> str:
        """The files as a text that the page holds."""
        said = {"name": self.name, "form_name": self.form_name}
        said |= {"answers": _text(self.answers), "form": _text(self.form)}
        return _text(zlib.compress(json.dumps(said).encode()))

    @classmethod
    def unpacked(cls, text: str) -> Carried:
        """The files from such a text.

        Raises
        ------
        ProblemsError
            It is none, or too large.
        """
        try:
            plain = zlib.decompressobj().decompress(base64.b64decode(text), CARRIED)
            said = json.loads(plain)
            files = [base64.b64decode(said[key], validate=True) for key in ("answers", "form")]
            return cls(str(said["name"]), files[0], str(said["form_name"]), files[1])
        except (ValueError, KeyError, TypeError, RecursionError, zlib.error) as error:
            cause, remedy = "la page ne tient plus le fichier", "choisissez-le de nouveau"
            raise ProblemsError([Problem("no-file", "", cause, remedy)]) from error

    def table(self) -> Table:
        """The answers as read (`ProblemsError` where they cannot be)."""
        _refuse_large(self.name, self.answers)
        table = read_results(Path(self.name), content=self.answers)
        if len(table.rows) > MOST_ROWS:
            cause = f"le fichier a plus de {MOST_ROWS} lignes"
            raise ProblemsError([Problem("too-large", self.name, cause, BY_COMMAND)])
        return table

    def xlsform(self) -> XlsForm | None:
        """The form, where one was given (`ProblemsError` where it cannot be read)."""
        if not self.form:
            return None
        _refuse_large(self.form_name, self.form)
        return read_form(Path(self.form_name), self.form)


@dataclass(frozen=True)
class Preview:
    """What would come in: the mapping as drafted and corrected, and the report of a trial.

    ``problems`` are why the file does not fit at all, where it does not; ``seen`` changes with the
    files and with what was decided of them.
    """

    draft: MappingDraft
    mapping: FileMapping
    headers: tuple[str, ...]
    seen: str
    report: ImportReport | None = None
    problems: tuple[Problem, ...] = ()


def decided(fields: Mapping[str, str]) -> FileMapping:
    """What a person said on the page, of columns, choices and how the answers came.

    ``column-A1`` is a title, "" for none; ``value-A1-0`` is written in the file, ``choice-A1-0``
    is what it means: a choice, ``NOTHING``, or ``LEFT``.
    """
    columns = {k.removeprefix("column-"): v for k, v in fields.items() if k.startswith("column-")}
    said = {
        "questions": {
            name: {"column": title, "choices": dict(_choices(fields, name, title))}
            for name, title in columns.items()
            if title
        },
        "absent": [name for name, title in columns.items() if not title],
        "columns": {"week": fields.get("week", ""), "consent": fields.get("consent", "")},
        "constants": {
            "language": fields.get("language", ""),
            "channel": fields.get("channel", ""),
            "assisted": True if "assisted" in fields else None,
        },
        "batch": " ".join(fields.get("batch", "").split()),
        "dates": fields.get("dates", "auto") or "auto",
    }
    try:
        return FileMapping.model_validate(said)
    except ValueError as error:
        cause, remedy = "la correspondance n’est pas lisible", "choisissez le fichier de nouveau"
        raise ProblemsError([Problem("mapping", "", cause, remedy)]) from error


def preview(
    campaign: Campaign, carried: Carried, said: FileMapping | None, keep_rest: bool
) -> Preview:
    """Look at what would come in; nothing is stored.

    Raises
    ------
    ProblemsError
        A file cannot be read.
    """
    table = carried.table()
    draft = draft_for(instance(), campaign, table, carried.xlsform(), said)
    mapping = _taken(draft, said)
    found = Preview(draft, mapping, table.headers, _digest(carried, mapping, keep_rest))
    try:
        report = import_results(instance(), campaign, table, mapping, True, keep_rest)
    except ProblemsError as error:
        return replace(found, problems=tuple(error.problems))
    return replace(found, report=report)


def take_in(
    campaign: Campaign, carried: Carried, mapping: FileMapping, keep_rest: bool
) -> ImportReport:
    """Store what was previewed, by the door of ``diagnosis import``."""
    return import_results(instance(), campaign, carried.table(), mapping, False, keep_rest)


def _taken(draft: MappingDraft, said: FileMapping | None) -> FileMapping:
    """The draft as an import reads it, with what was decided beside the columns."""
    sure = draft.mapping
    absent = tuple(one.question.name for one in draft.questions if not one.column)
    changed: dict[str, Any] = {"questions": sure.questions, "columns": sure.columns}
    return (said or FileMapping()).model_copy(update={**changed, "absent": absent})


def _choices(fields: Mapping[str, str], name: str, title: str) -> Iterator[tuple[str, str | None]]:
    # Values of another column mean nothing here.
    if fields.get(f"was-{name}", title) != title:
        return
    for key, value in fields.items():
        if re.fullmatch(rf"value-{re.escape(name)}-\d+", key):
            chosen = fields.get(key.replace("value-", "choice-", 1), LEFT)
            if chosen != LEFT:
                yield value, None if chosen == NOTHING else chosen


def _digest(carried: Carried, mapping: FileMapping, keep_rest: bool) -> str:
    said = mapping.model_dump_json() + str(keep_rest)
    return hashlib.sha256(carried.answers + carried.form + said.encode()).hexdigest()


def _refuse_large(name: str, content: bytes) -> None:
    try:
        unpacked = unpacked_size(content)
    except zipfile.BadZipFile:
        unpacked = 0
    if len(content) > LARGEST or unpacked > UNPACKED:
        raise ProblemsError([Problem("too-large", name, TOO_LARGE, BY_COMMAND)])


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
