"""What XLSForm says in a constraint and our questionnaires say by a key, there and back.

Three parts are recognised: at most so many choices, at most so many letters, one choice alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from diagnosis.questionnaire import Question
from diagnosis.readers import typed
from diagnosis.xlsform.conditions import TOKEN, condition_of, parts_of

# Of `Question.max_length`.
MOST_LETTERS = 2000
AT_MOST = re.compile(r"count-selected\(\s*\.\s*\)\s*(<=?)\s*(\d+)")
LETTERS = re.compile(r"string-length\(\s*\.\s*\)\s*(<=?)\s*(\d+)")
ALONE = re.compile(
    r"not\(\s*selected\(\s*\.\s*,\s*'([^']*)'\s*\)\s*and\s*count-selected\(\s*\.\s*\)\s*>\s*1\s*\)"
)


@dataclass(frozen=True)
class Constraint:
    """A constraint, taken apart."""

    condition: str = ""
    max_selected: int | None = None
    max_length: int | None = None
    alone: frozenset[str] = frozenset()


def read_constraint(text: str) -> Constraint:
    """Take a constraint apart.

    Raises
    ------
    UnreadableError
        What is left of it is outside the subset.

    Examples
    --------
    >>> read_constraint("(. != 'a') and count-selected(.) < 4")
    Constraint(condition=". != 'a'", max_selected=3, max_length=None, alone=frozenset())
    """
    parts = parts_of(typed(text))
    most = [_bound(found) for part in parts if (found := AT_MOST.fullmatch(part))]
    letters = [_bound(found) for part in parts if (found := LETTERS.fullmatch(part))]
    alone = frozenset(found[1] for part in parts if (found := ALONE.fullmatch(part)))
    rest = [p for p in parts if not any(one.fullmatch(p) for one in (AT_MOST, LETTERS, ALONE))]
    if len(rest) == 1 and len(parts) > 1:
        rest = [_bare(rest[0])]
    max_length = max(1, min(letters)) if letters else None
    most_selected = max(1, min(most)) if most else None
    return Constraint(condition_of(" and ".join(rest)), most_selected, max_length, alone)


def write_constraint(question: Question) -> str:
    """The constraint that says all of it, for who collects elsewhere."""
    keys = list(_keys(question))
    own = question.constraint or ""
    return " and ".join([f"({own})", *keys] if own and keys else [own] if own else keys)


def _keys(question: Question) -> Iterator[str]:
    if question.max_selected:
        yield f"count-selected(.) <= {question.max_selected}"
    if question.type == "text":
        yield f"string-length(.) <= {question.max_length}"
    for choice in question.choices:
        if choice.exclusive and question.takes_several:
            yield f"not(selected(., '{choice.name}') and count-selected(.) > 1)"


def _bound(found: re.Match[str]) -> int:
    return int(found[2]) - (found[1] == "<")


def _bare(text: str) -> str:
    """A part without the brackets round the whole of it."""
    inside = text[1:-1]
    depth = 0
    for token in TOKEN.findall(inside):
        depth += {"(": 1, ")": -1}.get(token, 0)
        if depth < 0:
            return text
    return inside if text.startswith("(") and text.endswith(")") else text
