"""Names with accents, spaces or other scripts, written again as our pages and files can bear them.

On every sheet, in conditions, filters and proposed answers too, before anything else reads them:
what is asked, of whom and under which condition stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from diagnosis.model import new_name
from diagnosis.readers import TRANSLATABLE, Findings, SheetRow, XlsForm, typed
from diagnosis.xlsform import own

QUESTION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
CHOICE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}")
REFERENCE = re.compile(r"\$\{\s*([^}]+?)\s*\}")
LITERAL = re.compile(r"'([^']*)'|\"([^\"]*)\"")
# Columns whose texts between quotes are values; the others are read by people.
EXPRESSIONS = ("relevant", "constraint", "choice_filter", "calculation", "required", "read_only")
SELECTS = ("select", "rank")
KEPT = ("list_name", "media", own.PREFIX)


@dataclass(frozen=True)
class _Names:
    questions: Mapping[str, str]
    choices: Mapping[str, str]

    def question_row(self, row: SheetRow) -> SheetRow:
        cells = {header: self._cell(header, text) for header, text in row.cells.items()}
        if (name := typed(row.name)) in self.questions:
            cells["name"] = self.questions[name]
        if proposed := cells.get("default"):
            cells["default"] = self._proposed(row, proposed)
        return replace(row, cells=cells)

    def choice_row(self, row: SheetRow) -> SheetRow:
        """Cells that filters compare with answers hold names of choices, too."""
        return replace(
            row,
            cells={
                header: text
                if header.startswith((*TRANSLATABLE, *KEPT))
                else self.choices.get(typed(text), text)
                for header, text in row.cells.items()
            },
        )

    def _cell(self, header: str, text: str) -> str:
        if "${" in text:
            text = REFERENCE.sub(lambda found: f"${{{self._question(found[1])}}}", text)
        if header in EXPRESSIONS:
            text = LITERAL.sub(self._literal, typed(text))
        return text

    def _question(self, name: str) -> str:
        return self.questions.get(typed(name), name)

    def _literal(self, found: re.Match[str]) -> str:
        said = found[1] or found[2] or ""
        return f"'{self.choices[said]}'" if said in self.choices else found[0]

    def _proposed(self, row: SheetRow, text: str) -> str:
        said = typed(text)
        if not _is_select(row):
            return text
        if said in self.choices:
            return self.choices[said]
        return " ".join(self.choices.get(word, word) for word in said.split())


def renamed(form: XlsForm, findings: Findings) -> XlsForm:
    """A form whose names are all such as can be kept; what was renamed is told.

    A name stays, and is refused later, where a condition may compare it with a text that families
    write: the condition would not ask what it asked.
    """
    asked = [row for row in form.survey if not _is_group(row)]
    questions = _names((row.name for row in asked), QUESTION, "question")
    choices = _names((row.name for row in form.choices), CHOICE, "choix")
    for name in _compared_with_texts(asked):
        choices.pop(name, None)
    if not questions and not choices:
        return form
    _tell(asked, questions, "la question", findings)
    _tell(form.choices, choices, "le choix", findings)
    names = _Names(questions, choices)
    survey = [names.question_row(row) for row in form.survey]
    return replace(form, survey=survey, choices=[names.choice_row(row) for row in form.choices])


def _names(written: Iterable[str], fits: re.Pattern[str], otherwise: str) -> dict[str, str]:
    """The name that each takes in place of one that does not fit."""
    known = dict.fromkeys(filter(None, map(typed, written)))
    taken = {name for name in known if fits.fullmatch(name)}
    found: dict[str, str] = {}
    for name in known:
        if name not in taken:
            found[name] = new_name(name, {*taken, *found.values()}, otherwise=otherwise)
    return found


def _compared_with_texts(asked: list[SheetRow]) -> set[str]:
    """Texts between quotes in a condition that reads something else than choices."""
    selects = {typed(row.name) for row in asked if _is_select(row)}
    found: set[str] = set()
    for row in asked:
        for header in EXPRESSIONS:
            text = typed(row.get(header))
            read = {typed(name) for name in REFERENCE.findall(text)}
            own_answer = re.search(r"(?<![\w.])\.(?![\w.])", LITERAL.sub("", text))
            if read - selects or (own_answer and not _is_select(row)):
                found |= {one or other for one, other in LITERAL.findall(text)}
    return found


def _is_select(row: SheetRow) -> bool:
    return row.type.lower().startswith(SELECTS)


def _is_group(row: SheetRow) -> bool:
    return row.type.lower().startswith(("begin", "end"))


def _tell(rows: list[SheetRow], names: Mapping[str, str], what: str, findings: Findings) -> None:
    """Say it once, with an example and every row."""
    if not names:
        return
    name, new = next(iter(names.items()))
    cause = f"{what} «\u00a0{name}\u00a0» s’appelle ici «\u00a0{new}\u00a0»"
    cause += ", et de même pour les autres" * (len(names) > 1)
    remedy = "rien à faire\u00a0: un nom s’écrit ici sans accent ni espace"
    for row in rows:
        if typed(row.name) in names:
            findings.leave_out("renamed", row, cause, remedy)
