"""Conditions of XLSForm in the subset that our pages evaluate, or why they cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from diagnosis.model import DiagnosisError
from diagnosis.questionnaire import ExpressionError, parse_condition
from diagnosis.readers import typed

TOKEN = re.compile(r"'[^']*'|\"[^\"]*\"|\$\{[^}]*\}|[A-Za-z_][\w.-]*|\S|\s+")
NAME = re.compile(r"[A-Za-z_][\w.-]*")
REFERENCE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
FUNCTION = re.compile(r"([A-Za-z][\w:.-]*)\s*\(")
OURS = {"selected", "count-selected", "not", "true", "false", "and", "or"}
WORDS = {*OURS, "name"}
# Signs of a condition that a message repeats.
MOST_SHOWN = 100
MAY = "selected(), count-selected(), not(), and, or, =, !=, <, <=, >, >=, ${question}, . et name"


class UnreadableError(DiagnosisError):
    """A condition outside the subset; its text is the cause."""


def condition_of(text: str) -> str:
    """A condition as our questionnaires write it; empty for none.

    Raises
    ------
    UnreadableError
        It is outside the subset.

    Examples
    --------
    >>> condition_of("selected(${ a },\\u00a0‘x’)")
    "selected(${a}, 'x')"
    """
    written = REFERENCE.sub(r"${\1}", typed(text))
    if not written:
        return ""
    try:
        parse_condition(written)
    except ExpressionError:
        raise UnreadableError(_why(written)) from None
    except RecursionError:
        raise UnreadableError("la condition est trop longue") from None
    return written


def filter_of(text: str, choices: Sequence[Mapping[str, str]]) -> str:
    """A filter of choices, whose columns become the names of the choices that they stand for.

    Parameters
    ----------
    choices : the cells of each choice by column, ``name`` among them.

    Raises
    ------
    UnreadableError
        It is outside the subset.

    Examples
    --------
    >>> towns = [{"name": "a", "town": "1"}, {"name": "b", "town": "2"}, {"name": "c", "town": "1"}]
    >>> filter_of("town = ${t}", towns)
    "(('1' = ${t}) and (name = 'a' or name = 'c')) or (('2' = ${t}) and (name = 'b'))"
    """
    tokens = TOKEN.findall(REFERENCE.sub(r"${\1}", typed(text)))
    columns = {column for choice in choices for column in choice}
    read = list(dict.fromkeys(t for t in tokens if t in columns and t not in WORDS))
    if not read:
        return condition_of(text)
    alike: dict[tuple[str, ...], list[str]] = {}
    for choice in choices:
        alike.setdefault(tuple(choice.get(c, "") for c in read), []).append(choice["name"])
    parts = []
    for values, names in alike.items():
        literal = dict(zip(read, map(_quoted, values), strict=True))
        said = "".join(literal.get(token, token) for token in tokens)
        them = " or ".join(f"name = '{name}'" for name in names)
        parts.append(f"(({said}) and ({them}))")
    return condition_of(" or ".join(parts))


def both(first: str, second: str) -> str:
    """The condition that two conditions hold.

    >>> both("${a} = 1", ""), both("${a} = 1", "${b} = 2")
    ('${a} = 1', '(${a} = 1) and (${b} = 2)')
    """
    return f"({first}) and ({second})" if first and second else first or second


def read_by(*texts: str) -> set[str]:
    """The questions that some conditions read, whatever else they say."""
    return {name for text in texts for name in REFERENCE.findall(text)}


def parts_of(text: str) -> list[str]:
    """What a condition asks for all together: the parts that « and » joins, outside brackets.

    >>> parts_of("(. > 1 or . = 0) and count-selected(.) <= 3")
    ['(. > 1 or . = 0)', 'count-selected(.) <= 3']
    """
    parts, depth = [""], 0
    for word in TOKEN.findall(text):
        depth += {"(": 1, ")": -1}.get(word, 0)
        if depth == 0 and word == "or":
            return [text]
        if depth == 0 and word == "and":
            parts.append("")
        else:
            parts[-1] += word
    return [part.strip() for part in parts]


def _quoted(value: str) -> str:
    if "'" in value and '"' in value:
        raise UnreadableError("une colonne des choix contient des guillemets des deux sortes")
    return f'"{value}"' if "'" in value else f"'{value}'"


def _why(text: str) -> str:
    """Why a condition is outside the subset."""
    unknown = list(dict.fromkeys(f for f in FUNCTION.findall(text) if f not in OURS))
    bare = re.sub(r"'[^']*'|\"[^\"]*\"|\$\{[^}]*\}", " ", text)
    signs = list(dict.fromkeys(_signs(bare)))
    shown = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
    if unknown:
        return f"«\u00a0{unknown[0]}()\u00a0» n’existe pas dans nos conditions\u00a0: {shown}"
    if signs:
        return f"«\u00a0{signs[0]}\u00a0» n’existe pas dans nos conditions\u00a0: {shown}"
    return f"la condition ne se lit pas\u00a0: {shown}"


def _signs(bare: str) -> Iterator[str]:
    """Arithmetic and paths, which our conditions do not have."""
    yield from re.findall(r"(?<![\w.])(?:div|mod)(?![\w.])|[+*/@\[\]]|\.\.|(?<=\s)-(?=\s)", bare)
    yield from (word for word in NAME.findall(bare) if word not in WORDS)
