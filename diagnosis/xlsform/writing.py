"""From a questionnaire to a workbook that pyxform accepts, and that comes back as it was."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diagnosis.languages import SOURCE, Language, Languages
from diagnosis.model import Problem, ProblemsError
from diagnosis.questionnaire import Choice, Question, Questionnaire, Sentence
from diagnosis.readers import FORM_SHEETS
from diagnosis.xlsform import own
from diagnosis.xlsform.constraints import write_constraint

Row = dict[str, str]
# A name that XML can bear, as an XForm has it.
XML_STARTS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
TYPES = {"scale": "select_one"}
# Signs: wide enough for a question.
WIDTH = 28


@dataclass(frozen=True)
class Sheets:
    """The rows of the three sheets, each by header."""

    survey: list[Row]
    choices: list[Row]
    settings: list[Row]

    def workbook(self) -> bytes:
        """The same as an .xlsx file."""
        # Here, not at start: pages that write no workbook stay light.
        import openpyxl

        book = openpyxl.Workbook()
        book.remove(book.active)
        for name in FORM_SHEETS:
            _fill(book.create_sheet(name), getattr(self, name))
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()


@dataclass(frozen=True)
class Speaker:
    """Says the questionnaire's sentences in each of its written languages."""

    said: Mapping[str, Callable[[str], str]]

    @classmethod
    def of(cls, asked: Questionnaire, languages: Languages, tags: Sequence[str]) -> Speaker:
        """The languages of some tags, French first, those only spoken left out."""
        written = [languages[tag] for tag in tags if tag in languages and not languages[tag].oral]
        french = [languages[SOURCE]]
        ordered = [*french, *(one for one in written if one.tag != SOURCE)]
        return cls({named(one): _sayer(asked, languages, one) for one in ordered})

    def __call__(self, what: str, text: str) -> Row:
        """The cells of what is said, one for each language; none for nothing."""
        return {f"{what}::{name}": say(text) for name, say in self.said.items()} if text else {}

    def show(self, picture: str) -> Row:
        """The cells of a picture: who collects in a language finds only what it has there."""
        file = f"{picture}.svg"
        return {f"media::image::{name}": file for name in self.said} if picture else {}


def named(language: Language) -> str:
    """How XLSForm names a language; it knows codes of two or three letters."""
    return f"{language.own_name} ({language.tag.partition('-')[0]})"


def write_xlsform(
    asked: Questionnaire, languages: Languages, tags: Sequence[str] | None = None
) -> bytes:
    """Write a questionnaire as an XLSForm (.xlsx), in the languages of some tags (all of them).

    Raises
    ------
    ProblemsError
        A name cannot stand in an XForm.
    """
    return sheets_of(asked, languages, languages.tags if tags is None else tags).workbook()


def sheets_of(asked: Questionnaire, languages: Languages, tags: Sequence[str]) -> Sheets:
    """The three sheets of a questionnaire (see `write_xlsform`)."""
    _refuse_names(asked)
    speaker = Speaker.of(asked, languages, tags)
    lists = _lists(asked)
    survey = [_welcome(at, one, speaker) for at, one in enumerate(asked.welcome, 1)]
    survey += [_question(question, lists, speaker) for question in asked.questions]
    choices = [
        _choice(name, choice, speaker) for choices, name in lists.items() for choice in choices
    ]
    return Sheets(survey, choices, [_settings(asked, speaker)])


def _sayer(asked: Questionnaire, languages: Languages, one: Language) -> Callable[[str], str]:
    words, catalogue = asked.translations.get(one.tag, {}), languages.catalogue(one.tag)
    return lambda text: words.get(text) or catalogue.gettext(text)


def _lists(asked: Questionnaire) -> dict[tuple[Choice, ...], str]:
    """A name for each list of choices: of the first question that has it."""
    lists: dict[tuple[Choice, ...], str] = {}
    for question in asked.questions:
        if question.is_select:
            lists.setdefault(_without_exclusive(question), question.name)
    return lists


def _without_exclusive(question: Question) -> tuple[Choice, ...]:
    """Its choices as their list has them: which is alone is said by the question."""
    return tuple(choice.model_copy(update={"exclusive": False}) for choice in question.choices)


def _welcome(number: int, sentence: Sentence, speaker: Speaker) -> Row:
    row = {"type": "note", "name": f"welcome_{number}", own.ROLE: own.WELCOME}
    return {**row, **speaker("label", sentence.label), **speaker.show(sentence.picture)}


def _question(question: Question, lists: Mapping[tuple[Choice, ...], str], speaker: Speaker) -> Row:
    listed = f" {lists[_without_exclusive(question)]}" if question.is_select else ""
    row = {
        "type": TYPES.get(question.type, question.type) + listed,
        "name": question.name,
        **speaker("label", question.label),
        **speaker("hint", question.hint),
        "required": "yes" if question.required else "",
        "relevant": question.relevant or "",
        "constraint": write_constraint(question),
        **speaker("constraint_message", question.constraint_message),
        "choice_filter": question.choice_filter or "",
        "default": question.default,
        "parameters": "randomize=true" if question.order == "random" else "",
        "appearance": "likert" if question.type == "scale" else "",
        own.ROLE: question.role,
        own.TYPE: question.type if question.type in TYPES else "",
        **{column: str(getattr(question, key)) for key, column in own.TEXTS.items()},
        **{column: _yes(getattr(question, key)) for key, column in own.MARKS.items()},
        own.SUPPLEMENTARY: _yes(not question.active),
        own.DRAW: question.draw.model_dump_json() if question.draw else "",
    }
    return {header: cell for header, cell in row.items() if cell}


def _choice(listed: str, choice: Choice, speaker: Speaker) -> Row:
    row = {
        "list_name": listed,
        "name": choice.name,
        **speaker("label", choice.label),
        **speaker.show(choice.picture),
        **{column: _yes(getattr(choice, key)) for key, column in own.CHOICE_MARKS.items()},
        own.DOMAINS: " ".join(choice.domains),
    }
    return {header: cell for header, cell in row.items() if cell}


def _settings(asked: Questionnaire, speaker: Speaker) -> Row:
    title = {
        tag: {asked.title: words[asked.title]}
        for tag, words in asked.translations.items()
        if asked.title in words
    }
    rewordings = [one.model_dump(mode="json") for one in asked.rewordings]
    return {
        "form_title": asked.title,
        "form_id": asked.name,
        "version": asked.version,
        "default_language": next(iter(speaker.said)),
        own.PAUSE: asked.pause,
        own.REWORDINGS: json.dumps(rewordings, ensure_ascii=False) if rewordings else "",
        own.TRANSLATIONS: json.dumps(title, ensure_ascii=False) if title else "",
    }


def _yes(value: Any) -> str:
    return own.YES if value else ""


def _fill(sheet: Any, rows: Sequence[Row]) -> None:
    """Write rows under their headers; every cell is a text, which no spreadsheet computes."""
    from openpyxl.styles import Font

    headers = list(_in_order(rows))
    for at, header in enumerate(headers, 1):
        sheet.cell(1, at, header).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, at).column_letter].width = WIDTH
    for number, row in enumerate(rows, 2):
        for at, header in enumerate(headers, 1):
            if row.get(header):
                cell = sheet.cell(number, at, row[header])
                cell.data_type = "s"
    sheet.freeze_panes = "C2"


def _in_order(rows: Sequence[Row]) -> Iterator[str]:
    """Headers that some row uses, those of one kind side by side, our own last."""
    found = list(dict.fromkeys(header for row in rows for header in row if row[header]))
    kinds = list(dict.fromkeys(header.rpartition("::")[0] or header for header in found))

    def place(header: str) -> tuple[bool, int]:
        return header.startswith(own.PREFIX), kinds.index(header.rpartition("::")[0] or header)

    return iter(sorted(found, key=place))


def _refuse_names(asked: Questionnaire) -> None:
    problems = [
        Problem(
            "bad-name",
            f"{asked.name}, question {question.name}",
            "un XForm n’a pas de nom qui commence par un chiffre",
            "donnez à la question un nom qui commence par une lettre",
        )
        for question in asked.questions
        if question.name[0] not in XML_STARTS
    ]
    if problems:
        raise ProblemsError(problems)
