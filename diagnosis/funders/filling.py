"""Fill a document written in Word, whose fields are Jinja, where a template can only show.

A template comes from a person: it may name fields and walk lists, and nothing else. No call, no
attribute of an object, no file, no arithmetic that would fill the memory.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

# What shows a text or a list otherwise; none makes one larger than what it is given.
FILTERS = ("default", "first", "last", "length", "lower", "upper", "capitalize", "join", "e")
DEPTH = 3
ARITHMETIC = frozenset({"+", "-", "*", "/", "//", "%", "**"})


class Shown(ImmutableSandboxedEnvironment):
    """Jinja that shows fields: no call, no arithmetic, no global, a few filters."""

    intercepted_binops = ARITHMETIC
    intercepted_unops = frozenset({"+", "-"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in ("defined", "none", "string")}

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing is called."""
        return False

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Only the names of a loop are attributes; fields are items."""
        return type(obj).__name__ == "LoopContext" and attr in LOOP

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """No arithmetic: a text times a number would fill the memory."""
        raise SecurityError(operator)

    def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
        """No arithmetic."""
        raise SecurityError(operator)


LOOP = frozenset({"index", "index0", "first", "last", "length"})


def filled(template: bytes, fields: Mapping[str, Any]) -> bytes:
    """Fill a template.

    Raises
    ------
    jinja2.TemplateError
        A field is unknown or badly written, or the template asks for more than to show.
    """
    # Read when it is needed: most pages are never written in.
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    document.render(dict(fields), Shown(), autoescape=True)
    body = io.BytesIO()
    document.save(body)
    return body.getvalue()
