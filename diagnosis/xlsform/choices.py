"""The lists of choices of a form."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from diagnosis.model import N_
from diagnosis.pictures import Book
from diagnosis.questionnaire import Choice
from diagnosis.readers import TRANSLATABLE, YES, Findings, SheetRow, XlsForm, typed
from diagnosis.xlsform import own
from diagnosis.xlsform.renaming import CHOICE
from diagnosis.xlsform.wording import Wording

# Choices of a question: the page has a card for each, and weighs a kilobyte for ten.
MOST_CHOICES = 200
READ = {"list_name", "name", "label", "media::image"}
OTHER = N_("une autre réponse")


@dataclass(frozen=True)
class Listed:
    """The choices of a list, and the cells of each by column, for filters."""

    choices: tuple[Choice, ...] = ()
    cells: tuple[Mapping[str, str], ...] = ()


@dataclass
class Lists:
    """The lists of a form, each read once."""

    wording: Wording
    book: Book
    findings: Findings
    _rows: dict[str, list[SheetRow]] = field(default_factory=dict)
    _read: dict[str, Listed] = field(default_factory=dict)

    @classmethod
    def of(cls, form: XlsForm, wording: Wording, book: Book, findings: Findings) -> Lists:
        """The lists of a form; rows without list or name are told."""
        lists = cls(wording, book, findings)
        for line in form.choices:
            name = typed(line.get("list_name"))
            if not name or not line.get("name"):
                lacks = "name" if name else "list_name"
                cause = f"ce choix n’a pas de «\u00a0{lacks}\u00a0»"
                findings.fault("no-name", line, cause, "donnez-le, ou supprimez la ligne")
            else:
                lists._rows.setdefault(name, []).append(line)
        return lists

    @property
    def names(self) -> Collection[str]:
        """The names of the lists."""
        return self._rows.keys()

    def get(self, name: str) -> Listed:
        """A list; nothing where there is none of this name."""
        if name not in self._read:
            self._read[name] = self._list(name)
        return self._read[name]

    def _list(self, name: str) -> Listed:
        found: dict[str, Choice] = {}
        cells = []
        for line in self._rows.get(name, ()):
            called = typed(line.get("name"))
            # The same choice under several others of a filter: « autre » of every town.
            if called in found and self._label(line, called) != found[called].label:
                cause = f"la liste «\u00a0{name}\u00a0» a deux choix «\u00a0{called}\u00a0»"
                self.findings.fault("duplicate-choice", line, cause, "donnez un autre nom à l’un")
            elif not CHOICE.fullmatch(called):
                cause = f"«\u00a0{called}\u00a0» ne peut pas être le nom d’un choix"
                remedy = "prenez des lettres sans accent, des chiffres, «\u00a0_\u00a0»"
                self.findings.fault("bad-name", line, cause, f"{remedy}, sans espace")
            else:
                if called not in found:
                    found[called] = self._choice(line, called)
                cells.append({h: typed(c) for h, c in line.cells.items()} | {"name": called})
        return Listed(tuple(found.values()), tuple(cells))

    def _label(self, line: SheetRow, name: str) -> str:
        return self.wording.say(line, "label") or name

    def _choice(self, line: SheetRow, name: str) -> Choice:
        label = self.wording.say(line, "label")
        if not label:
            cause = f"le choix «\u00a0{name}\u00a0» n’a pas de texte\u00a0: son nom en tient lieu"
            self.findings.leave_out("no-label", line, cause, "écrivez-le dans la colonne label")
        marks = {key: _is_yes(line.get(column)) for key, column in own.CHOICE_MARKS.items()}
        return Choice(
            name=name,
            label=label or name,
            picture=picture_of(line, self.wording, self.book, self.findings),
            domains=tuple(line.get(own.DOMAINS).split()),
            **marks,
        )


def with_other(listed: Listed) -> Listed:
    """The same list with one choice more, as ``or_other`` adds it."""
    if any(choice.name == "other" for choice in listed.choices):
        return listed
    other = Choice(name="other", label=OTHER)
    return Listed((*listed.choices, other), (*listed.cells, {"name": "other"}))


def picture_of(line: SheetRow, wording: Wording, book: Book, findings: Findings) -> str:
    """The picture of our book that a row names; empty where it names none of ours."""
    files = wording.in_any(line, "media::image")
    known = [stem for file in files if book.name(stem := PurePath(file).stem)]
    for file in files:
        if PurePath(file).stem not in known:
            cause = f"l’image «\u00a0{file}\u00a0» n’est pas dans le livre d’images"
            remedy = "ajoutez-la au livre (docs/images.md), ou nommez-en une qui y est"
            findings.leave_out("no-picture", line, cause, remedy)
    if len(known) > 1:
        cause = "l’image change avec la langue\u00a0: la première vaut pour toutes"
        findings.leave_out("two-pictures", line, cause, "gardez une seule image par choix")
    return next(iter(known), "")


def unread_columns(form: XlsForm, filters: Collection[str]) -> list[str]:
    """Columns of the choices that nothing reads.

    Parameters
    ----------
    filters : what the filters of the survey read.
    """
    return [
        header
        for header in form.headers["choices"]
        if header
        and header.partition("::")[0] not in TRANSLATABLE
        and not header.startswith(("media::image", own.PREFIX))
        and header not in READ
        and header not in filters
        and any(line.get(header) for line in form.choices)
    ]


def _is_yes(text: Any) -> bool:
    return typed(str(text)).lower() in YES


def media_columns(form: XlsForm) -> list[str]:
    """Sounds and films, which have no place beside a question here."""
    return [h for h in form.headers["survey"] if h.startswith(("media::audio", "media::video"))]
