"""The shape of a document: a pydantic model, and every difference told where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from diagnosis.model import Problem, ProblemsError
from diagnosis.readers.yaml_files import Document, Location

Shape = TypeVar("Shape")

UNKNOWN = ("la clé «\u00a0{field}\u00a0» est inconnue", "corrigez son nom ou retirez-la")
LIST = ("«\u00a0{field}\u00a0» est une liste", "écrivez une valeur par ligne, un tiret devant")
KEYS = ("«\u00a0{field}\u00a0» contient des clés", "écrivez une clé par ligne")
# What each kind of difference is, and its remedy; pydantic's own sentences are in English.
CAUSES = {
    "missing": ("la clé «\u00a0{field}\u00a0» manque", "ajoutez-la"),
    "extra_forbidden": UNKNOWN,
    "unexpected_keyword_argument": UNKNOWN,
    "string_type": (
        "«\u00a0{field}\u00a0» doit être un texte, pas {input!r}",
        "mettez-le entre guillemets",
    ),
    "string_pattern_mismatch": (
        "{input!r} n’est pas un nom valable pour «\u00a0{field}\u00a0»",
        "n’utilisez que des lettres sans accent, chiffres, «\u00a0_\u00a0», «\u00a0-\u00a0» "
        "et «\u00a0.\u00a0»",
    ),
    "literal_error": (
        "{input!r} n’existe pas pour «\u00a0{field}\u00a0»",
        "choisissez parmi {expected}",
    ),
    "date_from_datetime_parsing": ("{input!r} n’est pas une date", "écrivez AAAA-MM-JJ"),
    "date_type": ("{input!r} n’est pas une date", "écrivez AAAA-MM-JJ"),
    "bool_type": ("«\u00a0{field}\u00a0» se dit par oui ou non", "écrivez true ou false"),
    "bool_parsing": ("«\u00a0{field}\u00a0» se dit par oui ou non", "écrivez true ou false"),
    "list_type": LIST,
    "tuple_type": LIST,
    "too_short": ("«\u00a0{field}\u00a0» a {actual_length} valeurs", "il en faut {min_length}"),
    "too_long": ("«\u00a0{field}\u00a0» a {actual_length} valeurs", "il en faut {max_length}"),
    "dict_type": KEYS,
    "model_type": KEYS,
    "dataclass_type": KEYS,
}
USUAL = ("«\u00a0{field}\u00a0» n’est pas une valeur qui convient ici", "corrigez cette valeur")


def shaped(document: Document, shape: type[Shape]) -> Shape:
    """A document as a record.

    A validator of the record may raise ``ValueError("cause → remedy")``.

    Raises
    ------
    ProblemsError
        The document cannot be read, or differs; each problem has its line, cause and remedy.
    """
    if document.problems:
        raise ProblemsError(document.problems)
    try:
        return TypeAdapter(shape).validate_python(document.data)
    except ValidationError as error:
        told = [_problem(document, detail) for detail in error.errors()]
        raise ProblemsError(told) from error


def _problem(document: Document, detail: Mapping[str, Any]) -> Problem:
    location = tuple(_written(document.data, detail["loc"]))
    context: dict[str, Any] = detail.get("ctx", {})
    values = context | {
        "field": _named(location) or document.path.name,
        "input": detail["input"],
        "expected": str(context.get("expected", "")).replace(" or ", " ou "),
    }
    cause, remedy = (text.format(**values) for text in CAUSES.get(detail["type"], USUAL))
    if "error" in context:
        own, _, way = str(context["error"]).partition(" → ")
        cause, remedy = own, way or remedy
    return Problem(detail["type"].replace("_", "-"), document.place(location), cause, remedy)


def _named(location: Location) -> str:
    """A value by its key; one of a list by its number too."""
    *around, last = location or ("",)
    return f"{_named(tuple(around))} n° {last + 1}".strip() if isinstance(last, int) else last


def _written(value: Any, location: Location) -> Iterator[int | str]:
    """A location as the file has it: without the steps that pydantic adds within unions."""
    for at, part in enumerate(location):
        inside = dict(enumerate(value)) if isinstance(value, list) else value
        if isinstance(inside, dict) and part in inside:
            value = inside[part]
            yield part
        elif at == len(location) - 1 and part != "[key]":
            yield part
