"""Check a document that the team hands in as a template: cause, place and remedy, or nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError, meta
from jinja2.exceptions import SecurityError

from analysis.french import typography
from diagnosis.funders.fields import FIELDS
from diagnosis.funders.filling import Shown, filled
from diagnosis.funders.tagged import paragraphs_of, tag_count
from diagnosis.model import DiagnosisError

# Bytes of a document unpacked, and its parts: a page of text and a logo take far less.
LARGEST_UNPACKED, MOST_PARTS = 40 * 1024 * 1024, 500
# Levels of loops: a list in a list in a list; more would only take for ever.
DEEPEST = 2
# What an XML part of a document never holds: entities that grow, or read files.
DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
OUTSIDE = re.compile(rb'<Relationship\b[^>]*TargetMode="External"[^>]*>')
HYPERLINK = b"/relationships/hyperlink"
QUOTED = re.compile(r"'([^']*)'")
WORD = "Enregistrez-le dans Word ou LibreOffice en .docx (sans macros), puis déposez-le de nouveau."


class TemplateRefusedError(DiagnosisError):
    """A document that cannot be a template; the one before stays."""

    def __init__(self, cause: str, place: str, remedy: str) -> None:
        where = f"{place}\u00a0: " if place else ""
        super().__init__(f"{where}{typography(f'{cause} {remedy}')}")
        # What is quoted of a template is shown as it was written.
        self.cause, self.place, self.remedy = typography(cause), place, typography(remedy)


def check_template(content: bytes) -> None:
    """Check that a document can be filled with every field.

    Raises
    ------
    TemplateRefusedError
        With the cause, the place and the remedy.
    """
    _check_file(content)
    try:
        _check_tags(content)
        filled(content, FIELDS)
    except TemplateError as error:
        raise _refused(content, error) from error
    except TemplateRefusedError:
        raise
    except Exception as error:
        # What reads documents lets through whatever it meets in a file that is none.
        raise TemplateRefusedError("Ce document ne se remplit pas.", "", WORD) from error


def _check_file(content: bytes) -> None:
    """Refuse what is no document, what unpacks to a flood, what calls out or computes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
                raise TemplateRefusedError(
                    "Ce document est trop lourd une fois ouvert.",
                    "",
                    "Réduisez ses images, puis déposez-le de nouveau.",
                )
            names = {part.filename for part in parts}
            texts = {name: packed.read(name) for name in names if name.endswith((".xml", ".rels"))}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise TemplateRefusedError("Ce n’est pas un document .docx.", "", WORD) from error
    if "word/document.xml" not in names or any("vbaProject" in name for name in names):
        raise TemplateRefusedError("Ce n’est pas un document .docx sans macros.", "", WORD)
    for name, text in texts.items():
        if DECLARES.search(text) or _calls_out(text):
            raise TemplateRefusedError(
                "Le document va chercher quelque chose ailleurs (image liée, modèle distant).",
                name,
                "Insérez l’image dans le document au lieu de la lier, puis déposez-le de nouveau.",
            )


def _calls_out(text: bytes) -> bool:
    return any(HYPERLINK not in link for link in OUTSIDE.findall(text))


def _check_tags(content: bytes) -> None:
    """Look at what no trial shows: loops too deep, fields in a part that the trial leaves out."""
    for where, text in paragraphs_of(content):
        opened, closed = tag_count(text)
        if opened != closed:
            raise TemplateRefusedError(
                f"Une balise n’est pas fermée dans « {_short(text)} ».",
                where,
                "Une balise s’écrit {{ champ }} ou {% for ligne in liste %} … {% endfor %}.",
            )
    deepest = depth = 0
    for _, text in paragraphs_of(content):
        depth += len(re.findall(r"\{%\w*\s*for\b", text)) - len(re.findall(r"\bendfor\b", text))
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise TemplateRefusedError(
            "Des boucles sont emboîtées trop profondément.",
            "",
            "Gardez au plus une boucle dans une boucle.",
        )
    _check_names(content)


def _check_names(content: bytes) -> None:
    """Each field that a tag of its own names: those in a branch that the trial passes over too."""
    loops = {name for _, text in paragraphs_of(content) for name in LOOPED.findall(text)}
    environment = Shown()
    for where, text in paragraphs_of(content):
        for tag in VALUE.findall(text):
            try:
                named = meta.find_undeclared_variables(environment.parse("{{" + tag + "}}"))
            except TemplateSyntaxError:
                continue
            for name in sorted(named - set(FIELDS) - loops - {"loop"}):
                raise _unknown(name, where, text)


LOOPED = re.compile(r"\bfor\s+(\w+)\s+in\b")
VALUE = re.compile(r"\{\{[rp]?\s(.*?)\}\}")


def _refused(content: bytes, error: TemplateError) -> TemplateRefusedError:
    """Say in French, and where, what the trial met."""
    quoted = QUOTED.findall(str(error.message))
    if isinstance(error, UndefinedError):
        return _unknown(quoted[-1] if quoted else "?", *_place(content, quoted))
    where, text = _place(content, quoted)
    if isinstance(error, SecurityError):
        return TemplateRefusedError(
            "Un modèle montre des champs ; il ne calcule pas et n’appelle rien.",
            _at(where, text),
            "Gardez {{ champ }}, {% for %} et {% if %} ; retirez le reste.",
        )
    loops = any("for" in word for word in quoted)
    cause = (
        "Une boucle {% for %} n’est pas fermée par {% endfor %}, ou l’inverse."
        if loops
        else "Une balise n’est pas comprise."
    )
    remedy = "Comparez avec le modèle d’origine, que vous pouvez télécharger."
    return TemplateRefusedError(cause, _at(where, text), remedy)


def _unknown(name: str, where: str, text: str) -> TemplateRefusedError:
    near = get_close_matches(name, sorted(_names()), 1)
    remedy = f"Vouliez-vous « {near[0]} » ?" if near else "La liste des champs est sur la page."
    return TemplateRefusedError(
        f"Le champ « {_short(name)} » n’existe pas.", _at(where, text), remedy
    )


def _names() -> Iterator[str]:
    for name, value in FIELDS.items():
        yield name
        if isinstance(value, list) and isinstance(value[0], dict):
            yield from value[0]


def _place(content: bytes, words: list[Any]) -> tuple[str, str]:
    """The first paragraph that holds the last word that the trial stumbled on."""
    for word in reversed(words):
        for where, text in paragraphs_of(content):
            if "{" in text and re.search(rf"\b{re.escape(word)}\b", text):
                return where, text
    return "", ""


def _at(where: str, text: str) -> str:
    return f"{where}, « {_short(text)} »" if text else where


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:69] + "…"
