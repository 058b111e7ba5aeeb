"""Docstrings open with what the thing is or does, never with « Give » or « Tell »."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path for house in ("analysis", "diagnosis", "tests") for path in ROOT.glob(f"{house}/**/*.py")
)
ROOMS = sorted({"/".join(path.relative_to(ROOT).parts[:2]) for path in FILES})
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@pytest.mark.parametrize("room", ROOMS)
def test_docstrings_say_what_the_thing_is_or_does(room):
    for path in FILES:
        if "/".join(path.relative_to(ROOT).parts[:2]) != room:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = (ast.get_docstring(node) or "") if isinstance(node, DOCUMENTED) else ""
            assert not re.match(r"(Give|Tell)s?\b", text), f"{path}: {text}"
