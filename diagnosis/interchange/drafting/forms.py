"""The questions of an XLSForm as a table of its answers shows them: paths, labels, choices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diagnosis.interchange.wording import Vocabulary
from diagnosis.readers import SheetRow, XlsForm, fold, plain

LIST = re.compile(
    r"(select_one|select_multiple|rank|select one|select all that apply)"
    r"(?:_from_file)?(?: from)? (\S+)( or_other| or specify other)?",
    re.IGNORECASE,
)
SEVERAL = ("select_multiple", "select all that apply")
BEGIN, END = re.compile(r"begin[ _](group|repeat)"), re.compile(r"end[ _](group|repeat)")
KINDS = {"integer": "number", "int": "number", "decimal": "number", "range": "number"}
KINDS |= {"text": "text", "string": "text"}
FRENCH = re.compile(r"fr|fra|french|fran[cç]ais.*|.*\(fr\)|.*\(fra\)", re.IGNORECASE)


@dataclass(frozen=True)
class FormChoice:
    """A choice: its name, and its label by language as written."""

    name: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class FormQuestion:
    """A question of a form.

    ``kind`` is ``one``, ``several``, ``rank``, ``number``, ``text``, or the type of the form where
    it asks nothing that is counted. ``path`` has the groups round it; ``row`` is that of the sheet.
    """

    name: str
    path: str
    kind: str
    row: int
    labels: Mapping[str, str]
    choices: tuple[FormChoice, ...] = ()
    repeated: bool = False

    @property
    def titles(self) -> frozenset[str]:
        """How the title of its column may be written, folded."""
        return frozenset({fold(self.name), fold(self.path), *map(_folded, self.labels.values())})

    @property
    def words(self) -> Vocabulary:
        """How its choices may be written: by name, or by label in a language of the form."""
        written = {_folded(text): c.name for c in self.choices for text in c.labels.values()}
        written |= {fold(choice.name): choice.name for choice in self.choices}
        return Vocabulary(frozenset(choice.name for choice in self.choices), written)

    def label(self, language: str) -> str:
        """Its label in a language, or in any that has one."""
        return in_language(self.labels, language)


def questions_of(form: XlsForm) -> list[FormQuestion]:
    """The questions, in order, with the choices of their lists."""
    return list(_questions(form))


def french_of(form: XlsForm) -> str:
    """The language whose labels a French report shows: French, the form's own, or its first."""
    said = form.settings.get("default_language").strip()
    languages = form.languages("label")
    french = [language for language in languages if FRENCH.fullmatch(language)]
    own = [said] if said in languages else []
    return next(iter([*french, *own, *languages]), "")


def in_language(labels: Mapping[str, str], language: str) -> str:
    """A text in a language, or in the first that has one, without its marks."""
    text = labels.get(language) or next(iter(labels.values()), "")
    return " ".join(plain(text).split())


def _folded(text: str) -> str:
    return fold(plain(text))


def _questions(form: XlsForm) -> Iterator[FormQuestion]:
    groups: list[tuple[str, bool]] = []
    for row in form.survey:
        kind = row.type.casefold()
        if found := BEGIN.match(kind):
            groups.append((row.name, found[1] == "repeat"))
        elif END.match(kind):
            groups = groups[:-1]
        elif row.name and kind != "note":
            path = "/".join([*(name for name, _ in groups), row.name])
            repeated = any(is_repeat for _, is_repeat in groups)
            yield _question(form, row, path, repeated)


def _question(form: XlsForm, row: SheetRow, path: str, repeated: bool) -> FormQuestion:
    found = LIST.match(row.type)
    kind = KINDS.get(row.type.split(" ")[0].casefold(), row.type)
    choices: tuple[FormChoice, ...] = ()
    if found:
        word = found[1].casefold()
        kind = "several" if word in SEVERAL else "rank" if word == "rank" else "one"
        listed = form.lists.get(found[2], ())
        choices = tuple(FormChoice(c.name, c.texts("label")) for c in listed if c.name)
        if found[3]:
            choices = (*choices, FormChoice("other", {"": "Autre"}))
    return FormQuestion(row.name, path, kind, row.number, row.texts("label"), choices, repeated)
