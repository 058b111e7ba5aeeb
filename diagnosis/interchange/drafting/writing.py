"""Drafts as YAML that a person reads through: what is unsure stands above its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from diagnosis.interchange.drafting.codebook import CodebookDraft, variable_data

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


def as_yaml(data: Any) -> str:
    """Plain data as YAML, in the order in which it is."""
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=WIDTH))


def comments(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences as comments: a title may hold ends of lines."""
    return (f"# {' '.join(sentence.split())}".rstrip() + "\n" for sentence in sentences)
