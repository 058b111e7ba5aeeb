"""From a workbook to a questionnaire that can be asked, and all of it that has no place here."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from diagnosis.languages import SOURCE, Catalogue, Languages
from diagnosis.model import N_, Problem, ProblemsError
from diagnosis.pictures import Book
from diagnosis.questionnaire import Questionnaire, Sentence
from diagnosis.readers import Findings, XlsForm, content_of, read_form, typed
from diagnosis.xlsform import own
from diagnosis.xlsform.choices import Lists, unread_columns
from diagnosis.xlsform.questions import Reader
from diagnosis.xlsform.renaming import renamed
from diagnosis.xlsform.survey import Survey
from diagnosis.xlsform.wording import wording_of

# What a family reads first where a form has no notes before its first question; true of any.
PASS_OVER = N_("Vous pouvez passer une question, ou arrêter.")
RIGHTS = N_("Vos droits et vos aides ne changent pas.")
WELCOME = (Sentence(label=PASS_OVER, picture="stop"), Sentence(label=RIGHTS, picture="droits"))
READ = {
    "type", "name", "relevant", "required", "constraint", "choice_filter", "default", "parameters",
    "appearance", "media::image", "label", "hint", "constraint_message",
}  # fmt: skip
READ_SETTINGS = {"form_title", "form_id", "version", "default_language"}
# What only says how a question looks.
LOOKS = {"likert", "label"}


@dataclass(frozen=True)
class Imported:
    """A questionnaire read from a workbook, and what of the workbook is not in it.

    ``languages`` are the tags that its texts are written in, the first one standing for French.
    """

    questionnaire: Questionnaire
    left_out: list[Problem]
    languages: tuple[str, ...]


def read_xlsform(
    path: Path, languages: Languages, book: Book, content: bytes | None = None
) -> Imported:
    """Read an XLSForm (.xlsx).

    Parameters
    ----------
    path : the file; only its name counts where its content is given.
    languages : ours; a translation that they already have is not kept twice.
    book : our pictures, which ``media::image`` names.

    Raises
    ------
    ProblemsError
        The file has mistakes; each with its sheet, its rows, cause and remedy.
    """
    findings = Findings(path.name)
    form = read_form(path, content_of(path) if content is None else content, findings)
    form = renamed(form, findings)
    wording = wording_of(form, languages, findings)
    lists = Lists.of(form, wording, book, findings)
    survey = Survey(Reader(lists), findings, own.ROLE in form.headers["survey"])
    survey.read(form.survey)
    survey.check_order()
    _tell_unread(form, findings)
    if not findings.faults and not any(question.is_asked for question in survey.questions):
        cause = "aucune question de ce fichier ne peut être posée ici"
        findings.fault("no-question", "survey", cause, "voyez ce qui est laissé de côté")
        raise ProblemsError([*findings.faults, *findings.left_out])
    if findings.faults:
        raise ProblemsError(findings.faults)
    frame = _frame(path, form, survey)
    _translate_title(form, wording.translations)
    asked = _made(frame, findings)
    said = {
        tag: kept
        for tag, words in wording.translations.items()
        if (kept := _own_words(asked, words, languages.catalogue(tag)))
    }
    tags = [wording.tags[wording.source] or SOURCE, *filter(None, wording.tags.values())]
    questionnaire = asked.model_copy(update={"translations": said})
    return Imported(questionnaire, findings.left_out, tuple(dict.fromkeys(tags)))


def _own_words(asked: Questionnaire, words: Mapping[str, str], known: Catalogue) -> dict[str, str]:
    """The translations of what is asked that our catalogue does not have already."""
    said = set(_sentences(asked))
    return {text: own for text, own in words.items() if text in said and known.gettext(text) != own}


def _sentences(asked: Questionnaire) -> Iterator[str]:
    """Every text that families read."""
    yield asked.title
    yield from (one.label for one in asked.welcome)
    for question in asked.questions:
        yield from (question.label, question.hint, question.constraint_message)
        yield from (choice.label for choice in question.choices)


def _frame(path: Path, form: XlsForm, survey: Survey) -> dict[str, Any]:
    settings, questions = form.settings, tuple(survey.questions)
    title = settings.get("form_title").strip() or path.stem
    name = _slug(typed(settings.get("form_id")) or path.stem, "_")[:64]
    return {
        "name": name or "questionnaire",
        "version": _slug(typed(settings.get("version")), "-")[:64] or "1",
        "title": title,
        "welcome": tuple(survey.welcome) or WELCOME[any(one.required for one in questions) :],
        "pause": settings.get(own.PAUSE),
        "questions": questions,
        "rewordings": _json(form, own.REWORDINGS, []),
    }


def _translate_title(form: XlsForm, translations: dict[str, dict[str, str]]) -> None:
    """Take back the translations of what XLSForm says in one language only."""
    for tag, words in _json(form, own.TRANSLATIONS, {}).items():
        translations.setdefault(tag, {}).update(words)


def _json(form: XlsForm, column: str, otherwise: Any) -> Any:
    """What one of our own settings says; nothing where somebody has typed in it."""
    try:
        said = json.loads(form.settings.get(column) or json.dumps(otherwise))
    except ValueError:
        return otherwise
    return said if type(said) is type(otherwise) else otherwise


def _made(frame: dict[str, Any], findings: Findings) -> Questionnaire:
    try:
        return Questionnaire.model_validate(frame)
    except ValidationError as error:
        what = ", ".join(str(one["loc"][0]) for one in error.errors())
        cause = f"ces réglages ne conviennent pas\u00a0: {what}"
        findings.fault("settings", "settings", cause, "corrigez-les, ou videz-les")
        raise ProblemsError(findings.faults) from None


def _tell_unread(form: XlsForm, findings: Findings) -> None:
    """Name every column and setting that something is written in and nothing reads."""
    for header in filter(_is_unread, form.headers["survey"]):
        for line in form.survey:
            if line.get(header) and not _is_seen(header, line.get("type")):
                cause = f"la colonne «\u00a0{header}\u00a0» n’est pas reprise"
                findings.leave_out("column", line, cause, "rien à faire si vous vous en passez")
    for line in form.survey:
        looks = [look for look in typed(line.get("appearance")).split() if look not in LOOKS]
        if looks:
            cause = f"la présentation «\u00a0{' '.join(looks)}\u00a0» n’est pas reprise"
            findings.leave_out("appearance", line, cause, "rien à faire\u00a0: la page a la sienne")
    filters = {word for line in form.survey for word in _words(line.get("choice_filter"))}
    for header in unread_columns(form, filters):
        cause = f"la colonne «\u00a0{header}\u00a0» n’est pas reprise"
        findings.leave_out("column", "choices", cause, "rien à faire si vous vous en passez")
    _tell_settings(form, findings)


def _tell_settings(form: XlsForm, findings: Findings) -> None:
    for setting, value in form.settings.cells.items():
        if setting not in READ_SETTINGS and not setting.startswith(own.PREFIX):
            cause = f"le réglage «\u00a0{setting}\u00a0» ({value}) n’est pas repris"
            findings.leave_out("setting", form.settings, cause, "rien à faire")


def _is_unread(header: str) -> bool:
    known = header in READ or header.partition("::")[0] in ("label", "hint", "constraint_message")
    return bool(header) and not known and not header.startswith(("media::image", own.PREFIX))


def _is_seen(header: str, kind: str) -> bool:
    """Whether a column belongs to a row that is left out as a whole, and told so."""
    return header in ("calculation", "repeat_count", "trigger") and not kind.startswith("select")


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z_][\w.-]*", text)


def _slug(text: str, sign: str) -> str:
    """A name that files and addresses can bear.

    >>> _slug("Enquête ménages 2026", "_")
    'Enquete_menages_2026'
    """
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^0-9A-Za-z.-]+", sign, bare).strip("_.-")
