"""In which languages a form is written, and what one of its cells says in each of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from babel import Locale

from diagnosis.languages import SOURCE, Languages
from diagnosis.readers import TRANSLATABLE, Findings, SheetRow, XlsForm, fold, plain, typed

CODE = re.compile(r"\(([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)\)\s*$")
PIPED = re.compile(r"\$\{[^}]*\}")


@dataclass
class Wording:
    """What the form says, the French (or what stands for it) first.

    ``tags`` are ours by the names that the form gives its languages, "" where we have none;
    ``source`` is the form's name of the language that stands for French.
    """

    tags: dict[str, str]
    source: str
    findings: Findings
    translations: dict[str, dict[str, str]] = field(default_factory=dict)

    def say(self, line: SheetRow, what: str) -> str:
        """What a row says in the source language; its translations are kept."""
        said: dict[str, str] = {}
        for name, tag in self.tags.items():
            # « label::Français (fr) » and « hint::French » are one language, written twice.
            said[tag or name] = said.get(tag or name) or self._said(line, what, name)
        source = self.tags[self.source] or self.source
        text = said[source] or next(filter(None, said.values()), "")
        if text and not said[source]:
            name = self.source or "sans langue"
            cause = f"«\u00a0{what}\u00a0» n’est pas dit en «\u00a0{name}\u00a0»"
            remedy = "ajoutez le texte\u00a0: d’ici là, une autre langue en tient lieu"
            self.findings.leave_out("no-translation", line, cause, remedy)
        for tag, own in said.items():
            if own and text and own != text and tag in self.tags.values() and tag != SOURCE:
                self._keep(line, tag, text, own)
        return text

    def in_any(self, line: SheetRow, what: str) -> list[str]:
        """The different things that a row says of a column, whatever the language."""
        columns = (h for h in line.cells if h == what or h.startswith(f"{what}::"))
        return list(dict.fromkeys(typed(line.get(column)) for column in columns))

    def _keep(self, line: SheetRow, tag: str, text: str, own: str) -> None:
        kept = self.translations.setdefault(tag, {}).setdefault(text, own)
        if kept != own:
            cause = f"«\u00a0{text}\u00a0» est traduit de deux façons en «\u00a0{tag}\u00a0»"
            remedy = "la première est gardée\u00a0: écrivez la phrase d’une autre façon si besoin"
            self.findings.leave_out("two-translations", line, cause, remedy)

    def _said(self, line: SheetRow, what: str, name: str) -> str:
        text = line.get(f"{what}::{name}" if name else what).strip()
        bare = plain(text) if text else ""
        if bare != text:
            cause = "la mise en forme (gras, couleur, lien) n’est pas reprise"
            self.findings.leave_out("markup", line, cause, "rien à faire\u00a0: le texte est gardé")
        if PIPED.search(bare):
            cause = f"«\u00a0{what}\u00a0» répète une réponse donnée plus haut"
            remedy = "un «\u00a0…\u00a0» en tient lieu\u00a0: écrivez la phrase sans elle"
            self.findings.leave_out("piped", line, cause, remedy)
            bare = PIPED.sub("…", bare)
        return bare


def wording_of(form: XlsForm, languages: Languages, findings: Findings) -> Wording:
    """Find the languages of a form, by the headers of what it says."""
    default = typed(form.settings.get("default_language"))
    names = form.languages(*TRANSLATABLE)
    tags = {name: tag_of(name, languages) for name in names if name}
    french = [name for name, tag in tags.items() if tag == SOURCE]
    if "" in names and (not default or default not in names):
        # pyxform reads a column without language as that of the default language.
        tags[""] = tag_of(default, languages) if default else "" if french else SOURCE
    elif "" in names:
        tags[""] = ""
    tags = tags or {"": SOURCE}
    french = [name for name, tag in tags.items() if tag == SOURCE]
    source = next(iter((*french, *(name for name in (default, "", *tags) if name in tags))))
    _tell(tags, source, default, findings)
    return Wording(tags, source, findings)


def tag_of(written: str, languages: Languages) -> str:
    """Our tag of a language that a form names; empty when it is none of ours."""
    found = CODE.search(written)
    code = (found[1] if found else written).replace("_", "-").lower()
    exact = [tag for tag in languages.tags if tag.lower() == code]
    alike = [tag for tag in languages.tags if tag.lower().split("-")[0] == code.split("-")[0]]
    name = _bare(CODE.sub("", written))
    called = [tag for tag in languages.tags if name in set(_called(tag, languages))]
    coded = exact or alike if found or len(code.split("-")[0]) < 4 else []
    return next(iter((*coded, *called)), "")


def _called(tag: str, languages: Languages) -> Iterator[str]:
    """How people call a language: in itself, in French, in English."""
    yield _bare(languages[tag].own_name)
    yield _bare(languages[tag].french)
    for locale in ("fr", "en"):
        yield _bare(Locale.parse(locale).languages.get(tag.split("-")[0], tag))


def _bare(text: str) -> str:
    """Words without case and accents."""
    apart = unicodedata.normalize("NFD", fold(text))
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).strip()


def _tell(tags: dict[str, str], source: str, default: str, findings: Findings) -> None:
    for name, tag in tags.items():
        if not tag and name != source:
            cause = f"la langue «\u00a0{name or 'sans nom'}\u00a0» n’est pas proposée ici"
            remedy = "ses textes sont laissés de côté\u00a0; pour l’ajouter\u00a0: docs/traduire.md"
            findings.leave_out("language", "survey", cause, remedy)
    if tags[source] != SOURCE:
        shown = source or default or "label"
        cause = f"rien n’est dit en français\u00a0: «\u00a0{shown}\u00a0» en tient lieu"
        remedy = "ajoutez une colonne «\u00a0label::Français (fr)\u00a0»"
        findings.leave_out("no-french", "survey", cause, remedy)
