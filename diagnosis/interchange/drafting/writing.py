"""Drafts as YAML that a person reads through: what is unsure stands above its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from diagnosis.interchange.drafting.codebook import CodebookDraft, variable_data
from diagnosis.interchange.drafting.mapping import MappingDraft, QuestionDraft

CONFIRM = "À CONFIRMER"
# Signs of a line that a diff can show.
WIDTH = 100


def codebook_text(draft: CodebookDraft) -> str:
    """A codebook as its file, with doubts as comments."""
    doubts = sum(bool(variable.doubts) for variable in draft.variables)
    head = [
        f"Dictionnaire proposé pour {draft.table}. Il sert tel quel.",
        f"Relisez les rôles, et ce qui est marqué «\u00a0{CONFIRM}\u00a0» ({doubts}).",
        *draft.notes,
    ]
    lines = [*comments(head)]
    if draft.title:
        lines.append(as_yaml({"title": draft.title}))
    lines.append("variables:\n")
    for variable in draft.variables:
        lines += comments(f"{CONFIRM}\u00a0: {doubt}." for doubt in variable.doubts)
        lines.append(as_yaml([variable_data(variable)]))
    if draft.left:
        lines += comments(["", "Colonnes que rien ici ne décrit\u00a0:"])
        lines += comments(f"  {title}\u00a0: {why}" for title, why in draft.left.items())
    return "".join(lines)


def mapping_text(draft: MappingDraft) -> str:
    """A mapping as its file; what only looks alike is a comment."""
    found = [one for one in draft.questions if one.column]
    rest = [one for one in draft.questions if not one.column]
    lines = [*comments([f"Correspondance proposée pour {draft.table}\u00a0: relisez-la."])]
    lines.append("questions:\n" if found else "questions: {}\n")
    for one in found:
        lines += _question_lines(one)
    columns = {key: title for key, title in draft.columns.model_dump().items() if title}
    lines += [as_yaml({"columns": columns})] if columns else []
    if rest:
        lines += comments(["", "Questions que rien ne nomme dans ce fichier\u00a0:"])
        lines += comments(f"  {_named(one)}" for one in rest)
    if draft.unread:
        lines += comments(["", f"Colonnes non lues\u00a0: {', '.join(draft.unread)}"])
    return "".join(lines)


def _question_lines(draft: QuestionDraft) -> Iterator[str]:
    said: dict[str, Any] = {"column": draft.column}
    if draft.choices:
        said["choices"] = dict(draft.choices)
    yield from (f"  {line}\n" for line in as_yaml({draft.question.name: said}).splitlines())
    if draft.unknown:
        known = ", ".join(choice.name for choice in draft.question.choices)
        yield from _inside([f"{CONFIRM}\u00a0: valeurs sans choix, à écrire dans choices"])
        yield from _inside([f"  (vide\u00a0: pas de réponse\u00a0; {known})\u00a0:"])
        for value, (_, alike) in draft.unknown.items():
            yield from _inside([f"  {value!r}: {alike}" + "  (ressemble)" * bool(alike)])


def _named(draft: QuestionDraft) -> str:
    hint = f" — {CONFIRM}, ressemble\u00a0: {draft.alike}" if draft.alike else ""
    return f"{draft.question.name}\u00a0: {draft.question.label}{hint}"


def _inside(sentences: Iterable[str]) -> Iterator[str]:
    return (f"    {line}" for line in comments(sentences))


def as_yaml(data: Any) -> str:
    """Plain data as YAML, in the order in which it is."""
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=WIDTH))


def comments(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences as comments: a title may hold ends of lines."""
    return (f"# {' '.join(sentence.split())}".rstrip() + "\n" for sentence in sentences)
