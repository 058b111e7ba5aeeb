"""The one place where sections are laid out: Jinja partials, for pages and for paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from ..french import decimal, listing, number, percent, points, times, typography
from . import cells, strips

# Whoever shows sections on pages of their own adds this loader and these filters to theirs.
LOADER = PrefixLoader({"analysis": PackageLoader("analysis.publishing")})
FILTERS: dict[str, Callable[..., Any]] = {
    "french": typography,
    "number": number,
    "percent": percent,
    "points": points,
    "decimal": decimal,
    "listing": listing,
    "times": times,
    "families": cells.families,
    "count_of": cells.count,
    "part": cells.part,
    "told": cells.told,
    "people": cells.people,
    "about": cells.about,
    "weighted": cells.weighted,
    "strip": strips.strip,
    "spread": strips.spread,
}


def render(template: str, **values: Any) -> str:
    """Write a page that needs no network and no script.

    Parameters
    ----------
    template : name in the folder of templates.
    values : what it reads.
    """
    return environment().get_template(f"analysis/{template}").render(**values)


def sheet(*names: str) -> Markup:
    """Our own style sheets, to be inlined."""
    folder = files("analysis.publishing") / "templates"
    texts = [(folder / f"{name}.css").read_text("utf-8") for name in names]
    return Markup("\n".join(texts))  # noqa: S704 - our own files


@cache
def environment() -> Environment:
    """Where no application runs."""
    made = Environment(
        loader=LOADER,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    return made
