"""What a file holds, as bytes and as text, or why it cannot be read."""

from __future__ import annotations

import re
from pathlib import Path

from diagnosis.model import Problem, ProblemsError

# What files that are no text begin with.
SIGNS = {
    b"PK\x03\x04": "c’est un classeur (Excel ou LibreOffice), pas un CSV",
    b"\xd0\xcf\x11\xe0": "c’est un ancien classeur Excel, pas un CSV",
}
SAVE = (
    "ouvrez-le dans le tableur et enregistrez en UTF-8 "
    "(Excel\u00a0: «\u00a0CSV UTF-8\u00a0»\u00a0; LibreOffice\u00a0: jeu de caractères "
    "«\u00a0Unicode (UTF-8)\u00a0»)"
)
UTF16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Beyond ASCII, what French, Portuguese and Haitian Creole write, all in Windows-1252. Any bytes can
# be read as Windows-1252: another sign says that they were written otherwise (an Arabic or Turkish
# Windows, a Mac).
WESTERN = frozenset("àâäæçèéêëîïôöùûüÿœáãíòóõúñÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŸŒÁÃÍÒÓÕÚÑ«»’‘“”–—…€°ºª·•²³½\xa0")
# What other files begin with, once they are text: a session that ended gives a page of entrance.
OTHERS = (
    (re.compile(r"\s*<(!doctype|html|head|\?xml)", re.IGNORECASE), "c’est une page web ou du XML"),
    (re.compile(r'\s*(\[\s*\{|\{\s*")'), "c’est du JSON"),
)
EXPORT = "reconnectez-vous à l’outil d’enquête et exportez de nouveau, en CSV ou en .xlsx"
# Where a text is UTF-16 without mark, one byte in two is 0 wherever it is Latin; a damaged file
# has a few of them anywhere.
MANY = 0.2
# Bytes: over ten times a survey of 20 000 families; a gigabyte would be read into ten of memory.
LARGEST = 64 * 1024 * 1024


def content_of(path: Path) -> bytes:
    """Read the bytes of a file.

    Raises
    ------
    ProblemsError
        It is not there, may not be read, or is larger than any file of ours.
    """
    try:
        if path.stat().st_size > LARGEST:
            cause = f"le fichier dépasse {LARGEST // 1024**2}\u00a0Mo"
            remedy = "vérifiez que c’est le bon, ou partagez-le en plusieurs"
            raise _refused("too-large", path.name, cause, remedy)
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        cause = "ce fichier n’existe pas" if not path.is_dir() else "c’est un dossier"
        raise _refused("no-file", str(path), cause, "vérifiez le chemin du fichier") from error
    except OSError as error:
        cause = "ce fichier ne se laisse pas lire"
        raise _refused("no-file", str(path), cause, "vérifiez vos droits") from error


def text_of(name: str, content: bytes) -> str:
    """Decode what a spreadsheet saved: UTF-8, UTF-16, or the Windows-1252 of Western Europe.

    Ends of lines become ``\\n``.

    Parameters
    ----------
    name : of the file, for the problems.
    content : its bytes.

    Raises
    ------
    ProblemsError
        It is no text, or in another encoding; the line that shows it is named.

    Examples
    --------
    >>> text_of("a.csv", "été".encode("cp1252")), text_of("a.csv", "été".encode("utf-16"))
    ('été', 'été')
    """
    for sign, cause in SIGNS.items():
        if content.startswith(sign):
            raise _refused("format", name, cause, SAVE)
    encoding = UTF16.get(content[:2]) or _unmarked(content)
    text = _decoded(name, content, encoding) if encoding else _utf8(name, content)
    if "\0" in text:
        cause = "la ligne contient un octet nul\u00a0: le fichier est abîmé"
        raise _refused("nul", _line(name, text[: text.index("\0")]), cause, SAVE)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def refuse_other(name: str, text: str) -> None:
    """Refuse a text that is no table, whatever it is called (`ProblemsError`)."""
    for sign, cause in OTHERS:
        if sign.match(text):
            raise _refused("format", name, f"{cause}, pas un CSV", EXPORT)


def is_unicode(content: bytes) -> bool:
    """Whether a text file is in an encoding that has every script."""
    try:
        return bool(UTF16.get(content[:2]) or _unmarked(content) or content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return False


def _unmarked(content: bytes) -> str:
    for at, encoding in enumerate(("utf-16-be", "utf-16-le")):
        if content[at::2].count(0) > MANY * len(content) / 2 and 0 not in content[1 - at :: 2]:
            return encoding
    return ""


def _decoded(name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _refused("encoding", name, "le fichier, en UTF-16, est abîmé", SAVE) from error


def _utf8(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        western = content.decode("cp1252", "replace")
        odd = next((sign for sign in western if not (sign.isascii() or sign in WESTERN)), "")
        if not odd:
            return western
        before = western[: western.index(odd)]
        cause = "cette ligne n’est ni en UTF-8 ni dans l’encodage des tableurs français"
        raise _refused("encoding", _line(name, before), cause, SAVE) from error


def _line(name: str, before: str) -> str:
    return f"{name}, ligne {before.count(chr(10)) + 1}"


def _refused(code: str, place: str, cause: str, remedy: str) -> ProblemsError:
    return ProblemsError([Problem(code, place, cause, remedy)])
