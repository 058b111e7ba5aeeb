"""The five pages as one HTML document: on the planners' address, or whole in one file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from diagnosis.planners.dossier.model import Dossier
from diagnosis.planners.dossier.wording import title
from diagnosis.web import STATIC, asset

SHEETS = ("shared/tokens.css", "planners/dossier.css")


@dataclass(frozen=True)
class Places:
    """Where the page leads from: the campaign, the document to write in, the annexes."""

    back: str
    document: str
    annexes: str


def paper(dossier: Dossier, places: Places | None = None) -> str:
    """Write the five pages.

    Parameters
    ----------
    dossier : what they hold.
    places : where the page leads, when it is one of ours; without it the page is whole in one
        file and leads nowhere.
    """
    template = _environment().get_template("planners/dossier/dossier.html")
    style = "" if places else "\n".join((STATIC / name).read_text("utf-8") for name in SHEETS)
    return template.render(
        dossier=dossier,
        head=dossier.head,
        places=places,
        style=Markup(style),  # noqa: S704 - our own files
        sheets=[asset(name) for name in SHEETS],
        script=asset("shared/live.js"),
    )


@cache
def _environment() -> Environment:
    # One of its own: the command writes pages where no application runs.
    made = Environment(
        loader=PackageLoader("diagnosis"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["title"] = title
    return made
