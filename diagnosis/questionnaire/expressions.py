"""The XLSForm expression subset: text -> one syntax tree -> Python here, JSON in the browser.

The tree is plain lists (``["and", left, right]``, ``["ref", "A3"]``, ``["lit", 0]``), so that the
page carries it as JSON and ``family/expressions.js`` evaluates the very same structure. Both
are held together by one file of test vectors, ``tests/vectors/expressions.json``.

Values follow XPath 1.0 as XLSForm does: a skipped answer is the empty string; a comparison with a
number is numeric, and a text that is no number is never equal to, below or above one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput
from lark.exceptions import VisitError

from diagnosis.model import Answer, DiagnosisError

Tree = list[Any]
Value = str | float | bool

GRAMMAR = r"""
?start: disjunction
?disjunction: conjunction ("or" conjunction)*
?conjunction: comparison ("and" comparison)*
?comparison: operand (OPERATOR operand)?
?operand: NUMBER -> number
    | STRING -> string
    | "${" NAME "}" -> ref
    | "." -> self
    | "name" -> name
    | FUNCTION "(" [disjunction ("," disjunction)*] ")" -> call
    | "(" disjunction ")"
OPERATOR: "<=" | ">=" | "!=" | "=" | "<" | ">"
FUNCTION: "selected" | "count-selected" | "not" | "true" | "false"
NAME: /[A-Za-z_][A-Za-z0-9_.-]*/
NUMBER: /-?\d+(\.\d+)?/
STRING: /'[^']*'/ | /"[^"]*"/
%import common.WS
%ignore WS
"""

ARITY = {"selected": 2, "count-selected": 1, "not": 1, "true": 0, "false": 0}


class ExpressionError(DiagnosisError):
    """A condition that cannot be read."""


class _ToTree(Transformer[Token, Tree]):
    def number(self, items: list[Token]) -> Tree:
        return ["lit", float(items[0])]

    def string(self, items: list[Token]) -> Tree:
        return ["lit", str(items[0])[1:-1]]

    def ref(self, items: list[Token]) -> Tree:
        return ["ref", str(items[0])]

    def self(self, _: list[Token]) -> Tree:
        return ["self"]

    def name(self, _: list[Token]) -> Tree:
        return ["name"]

    def call(self, items: list[Any]) -> Tree:
        function, arguments = str(items[0]), [item for item in items[1:] if item is not None]
        if len(arguments) != ARITY[function]:
            raise ExpressionError(
                f"{function}() attend {ARITY[function]} valeur(s), {len(arguments)} donnée(s)."
            )
        return [function, *arguments]

    def comparison(self, items: list[Any]) -> Tree:
        left, operator, right = items
        return [str(operator), left, right]

    def conjunction(self, items: list[Tree]) -> Tree:
        return ["and", *items]

    def disjunction(self, items: list[Tree]) -> Tree:
        return ["or", *items]


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=False)


def parse(text: str) -> Tree:
    """Read a condition into its syntax tree.

    Raises
    ------
    ExpressionError
        The text is outside the subset; the message points at the place.

    Examples
    --------
    >>> parse("${A3} > 0")
    ['>', ['ref', 'A3'], ['lit', 0.0]]
    """
    try:
        return _ToTree().transform(_parser().parse(text))
    except UnexpectedInput as error:
        column = max(1, int(getattr(error, "column", 1)))
        raise ExpressionError(f"condition illisible au caractère {column}\u00a0: {text}") from error
    except VisitError as error:
        raise error.orig_exc from None


def references(tree: Tree) -> set[str]:
    """Name every question that a condition reads.

    >>> sorted(references(parse("${A} = 1 or selected(${B}, 'x')")))
    ['A', 'B']
    """
    if tree[0] == "ref":
        return {tree[1]}
    return set().union(*(references(part) for part in tree[1:] if isinstance(part, list)))


@dataclass(frozen=True)
class Context:
    """What a condition reads: the answers so far, ``.`` (own answer) and ``name`` (a choice)."""

    answers: Mapping[str, Answer]
    own: Answer = ""
    name: str = ""


Evaluate = Callable[[Context], Value]


def compiled(tree: Tree) -> Evaluate:
    """Make the function that works out a condition.

    Examples
    --------
    >>> compiled(parse("${A3} > 0"))(Context({"A3": "2"}))
    True
    """
    kind, *parts = tree
    if kind in LEAVES:
        return LEAVES[kind](*parts)
    inner = [compiled(part) for part in parts]
    if kind == "and":
        return lambda context: all(truth(part(context)) for part in inner)
    if kind == "or":
        return lambda context: any(truth(part(context)) for part in inner)
    function = FUNCTIONS[kind]
    return lambda context: function(*[part(context) for part in inner])


def holds(
    condition: Evaluate | None, answers: Mapping[str, Answer], own: Answer = "", name: str = ""
) -> bool:
    """Say whether a compiled condition is met; no condition is always met."""
    return condition is None or truth(condition(Context(answers, own, name)))


def truth(value: Value) -> bool:
    """Read a value as a yes or no, as XPath's ``boolean()``."""
    if isinstance(value, float):
        return not (math.isnan(value) or value == 0)
    return bool(value)


def _text(value: Answer | Value) -> str:
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return str(value)


def _number(value: Value) -> float:
    if isinstance(value, str):
        text = value.strip()
        return float(text) if re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)", text, re.ASCII) else math.nan
    return float(value)


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, float) or isinstance(right, float):
        return _number(left) == _number(right)
    return left == right


LEAVES: dict[str, Callable[..., Evaluate]] = {
    "lit": lambda value: lambda _: value,
    "ref": lambda question: lambda context: _text(context.answers.get(question, "")),
    "self": lambda: lambda context: _text(context.own),
    "name": lambda: lambda context: context.name,
}
FUNCTIONS: dict[str, Callable[..., Value]] = {
    "=": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": lambda left, right: _number(left) < _number(right),
    "<=": lambda left, right: _number(left) <= _number(right),
    ">": lambda left, right: _number(left) > _number(right),
    ">=": lambda left, right: _number(left) >= _number(right),
    "selected": lambda chosen, choice: _text(choice) in _text(chosen).split(),
    "count-selected": lambda chosen: float(len(_text(chosen).split())),
    "not": lambda value: not truth(value),
    "true": lambda: True,
    "false": lambda: False,
}
