"""Read the sheets of an XLSForm: headers as pyxform knows them, rows that say something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from diagnosis.readers.findings import Findings
from diagnosis.readers.marks import fold
from diagnosis.readers.sheet_rows import SheetRow, XlsForm
from diagnosis.readers.workbooks import OLE, Sheet, read_sheets, refused

# Bytes: a form of two thousand rows in ten languages takes half a million.
LARGEST_FORM = 8 * 1024 * 1024
# Rows of a sheet that say something: the largest public forms have some three thousand.
MOST_ROWS = 20_000
# Rows above the headers that are looked at: a title, a date.
MOST_ABOVE = 10
FORM_SHEETS = ("survey", "choices", "settings")
# Sheets that XLSForm knows and that have no place here.
OTHER_SHEETS = {"external_choices", "entities", "osm", "cascades"}
# What pyxform reads as the same header (its `aliases`), and the forms of older years.
ALIASES = {
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "relevance": "relevant",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::constraint": "constraint",
    "bind::calculate": "calculation",
    "bind::readonly": "read_only",
    "bind::jr:constraintmsg": "constraint_message",
    "bind::jr:requiredmsg": "required_message",
    "constraint_msg": "constraint_message",
    "constraining_message": "constraint_message",
    "body::appearance": "appearance",
    "control::appearance": "appearance",
    "calculate": "calculation",
    "image": "media::image",
    "audio": "media::audio",
    "video": "media::video",
    "big_image": "media::big_image",
    "list": "list_name",
    "listname": "list_name",
    "form_name": "form_title",
    "title": "form_title",
    "set_form_title": "form_title",
    "id_string": "form_id",
    "set_form_id": "form_id",
    "readonly": "read_only",
}
# Columns whose cells must have a value to be read: without it, a question is not what it was.
READ = {
    "type", "name", "list_name", "label", "hint", "relevant", "constraint", "required",
    "choice_filter", "default",
}  # fmt: skip
# What may be said in several languages; what follows its colons is the language.
TRANSLATABLE = ("label", "hint", "constraint_message", "required_message", "guidance_hint")
# Word processors put these where a person types an expression, a name or a header.
SIGNS = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
    | dict.fromkeys("\u00a0\u202f\u2009\u2007", " ")
    | dict.fromkeys("\u200b\u200c\u200d\ufeff\u2060")
)


def typed(text: str) -> str:
    """What a person meant to type for a machine: straight quotes, plain spaces.

    >>> typed("selected(${a},\\u00a0‘x’)")
    "selected(${a}, 'x')"
    """
    return text.translate(SIGNS).strip()


def read_form(path: Path, content: bytes, findings: Findings | None = None) -> XlsForm:
    """Read the sheets of an XLSForm.

    Parameters
    ----------
    path : the file; only its name counts.
    content : its bytes.
    findings : takes what is wrong with rows and headers, for who asks these questions; who only
        looks up what they mean reads what is there.

    Raises
    ------
    ProblemsError
        It is no XLSForm: no workbook, no sheet « survey », no column « type ».
    """
    findings = findings or Findings(path.name)
    _refuse_content(path, content)
    sheets = {title: sheet for title, sheet in read_sheets(path, content).items() if sheet.lines}
    named = {fold(title): title for title in sheets}
    if "survey" not in named:
        shown = ", ".join(sheets) or "aucune"
        cause = f"il n’y a pas de feuille «\u00a0survey\u00a0» (feuilles remplies\u00a0: {shown})"
        raise refused(path, "no-sheet", cause, "choisissez un questionnaire XLSForm")
    others = {title: name for name, title in named.items() if name not in FORM_SHEETS}
    for title, name in others.items():
        _tell_unread(title, name, findings)
    headers, lines = {}, {}
    for name in FORM_SHEETS:
        sheet = sheets[named[name]] if name in named else Sheet([])
        headers[name], lines[name] = _rows(name, sheet, findings)
    if "values_list" in headers["survey"]:
        cause = "c’est un formulaire d’ODK-X, qui n’est pas un XLSForm"
        raise refused(path, "odk-x", cause, "récrivez-le en XLSForm (xlsform.org)")
    if "type" not in headers["survey"]:
        cause = "la feuille «\u00a0survey\u00a0» n’a pas de colonne «\u00a0type\u00a0»"
        remedy = "donnez les titres type, name et label, sur la première ligne"
        raise refused(path, "no-column", cause, remedy)
    settings = next(iter(lines["settings"]), SheetRow("settings", 2, {}))
    return XlsForm(lines["survey"], lines["choices"], settings, headers, tuple(others))


def _refuse_content(path: Path, content: bytes) -> None:
    if len(content) > LARGEST_FORM:
        raise refused(
            path,
            "too-large",
            f"le fichier dépasse {LARGEST_FORM // 1024**2}\u00a0Mo",
            "vérifiez que c’est bien un questionnaire XLSForm, sans photos ni réponses",
        )
    if content.startswith(OLE):
        raise refused(
            path,
            "format",
            "le classeur est protégé par un mot de passe, ou c’est un ancien fichier .xls",
            "enregistrez-le en .xlsx, sans mot de passe",
        )


def header_of(text: str) -> str:
    """A header as pyxform knows it; the language after its colons as it is written.

    >>> header_of("List Name"), header_of("Label::Français (fr)"), header_of("hint:English")
    ('list_name', 'label::Français (fr)', 'hint::English')
    """
    parts = [part.strip() for part in re.split(r"\s*::\s*", typed(text)) if part.strip()]
    if len(parts) == 1 and ":" in parts[0]:
        first, _, rest = parts[0].partition(":")
        if _plain(first) in (*TRANSLATABLE, "media"):
            parts = [first.strip(), rest.strip()]
    if not parts:
        return ""
    first, rest = _plain(parts[0]), parts[1:]
    if first in ("bind", "body", "control", "instance", "media") and rest:
        first, rest = f"{first}::{_plain(rest[0])}", rest[1:]
    return "::".join([ALIASES.get(first, first), *rest])


def _plain(text: str) -> str:
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def _rows(name: str, sheet: Sheet, findings: Findings) -> tuple[list[str], list[SheetRow]]:
    above = _above(name, sheet.lines)
    if above:
        cause = "des lignes au-dessus des titres ne sont pas lues"
        findings.leave_out("above", name, cause, "mettez les titres sur la première ligne")
    headers = [header_of(cell) for cell in sheet.lines[above]] if sheet.lines else []
    for header in _twice(headers, sheet.lines[above + 1 :]):
        cause = f"deux colonnes «\u00a0{header}\u00a0» disent autre chose"
        findings.fault("duplicate-header", name, cause, "gardez une seule de ces colonnes")
    _tell_merged(name, sheet, findings)
    lines = list(_lines(name, headers, sheet, above, findings))
    if len(lines) > MOST_ROWS:
        cause = f"la feuille a plus de {MOST_ROWS} lignes remplies"
        findings.fault("too-large", name, cause, "partagez le questionnaire en plusieurs")
    return headers, lines[:MOST_ROWS]


def _twice(headers: list[str], lines: Sequence[Sequence[str]]) -> list[str]:
    """Headers of two columns that do not say the same; one of them is often empty."""
    columns: dict[str, list[int]] = {}
    for at, header in enumerate(headers):
        columns.setdefault(header, []).append(at)
    return [
        header
        for header, places in columns.items()
        if header
        and any(
            len({line[at] for at in places if line[at : at + 1] and line[at]}) > 1 for line in lines
        )
    ]


def _above(name: str, lines: Sequence[Sequence[str]]) -> int:
    """How many rows stand above the headers."""
    wanted = {"survey": "type", "choices": "list_name", "settings": ""}[name]
    for at, line in enumerate(lines[:MOST_ABOVE]):
        if wanted in map(header_of, line) and wanted:
            return at
    return 0


def _lines(
    name: str, headers: list[str], sheet: Sheet, above: int, findings: Findings
) -> Iterator[SheetRow]:
    """The rows that say something: a row that is only coloured says nothing."""
    for row, cells in enumerate(sheet.lines[above + 1 :], above + 2):
        said = {h: cell for h, cell in zip(headers, cells, strict=False) if cell and h}
        line = SheetRow(name, row, said)
        for at, header in enumerate(headers):
            why = sheet.unread.get((row, at))
            if why and header.partition("::")[0] in READ:
                remedy = "ouvrez le fichier dans un tableur, enregistrez-le, ou tapez la valeur"
                findings.fault("formula", line, f"«\u00a0{header}\u00a0»\u00a0: {why}", remedy)
        beyond = [cell for at, cell in enumerate(cells) if cell and not _titled(headers, at)]
        if beyond:
            cause = f"«\u00a0{beyond[0]}\u00a0» est dans une colonne sans titre"
            findings.leave_out("no-title", line, cause, "donnez un titre à la colonne, ou videz-la")
        if any(map(typed, said.values())):
            yield line


def _titled(headers: list[str], at: int) -> bool:
    return at < len(headers) and bool(headers[at])


def _tell_merged(name: str, sheet: Sheet, findings: Findings) -> None:
    if sheet.notes:
        cause = f"cases fusionnées ({', '.join(sheet.notes[:4])})\u00a0: lues chacune pareil"
        remedy = "défusionnez-les si ce n’est pas ce que vous voulez dire"
        findings.leave_out("merged", name, cause, remedy)


def _tell_unread(title: str, name: str, findings: Findings) -> None:
    known = name in OTHER_SHEETS
    why = "cette partie d’XLSForm n’a pas de place ici" if known else "cette feuille n’est pas lue"
    findings.leave_out("sheet", title, why, "rien à faire si les questions n’en dépendent pas")
