"""One file of vectors runs here and in the browser (tests/browser/test_family.py)."""

import json
from pathlib import Path

import pytest

from diagnosis.questionnaire.expressions import ExpressionError, compiled, holds, parse, references

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "expressions.json").read_text("utf-8")
)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["text"])
def test_vector__ok(vector):
    tree = parse(vector["text"])
    again = json.loads(json.dumps(tree))
    for form in (tree, again):
        found = holds(
            compiled(form), vector["answers"], vector.get("own", ""), vector.get("name", "")
        )
        assert found is vector["holds"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "${A3",
        "selected(${B1})",
        "count-selected(1, 2)",
        "foo(1)",
        "${A} = = 1",
        "${A} and",
        "1 = 1 = 1",
        "not()",
        "'open",
    ],
)
def test_unreadable__error(text):
    with pytest.raises(ExpressionError):
        parse(text)


def test_references_name_every_question_read():
    assert references(parse("${A} = 1 or not(selected(${B}, name))")) == {"A", "B"}
