"""Scripts of test workshops."""

from __future__ import annotations

from werkzeug.wrappers import Response

from diagnosis.web import served_script
from diagnosis.workshops._blueprint import blueprint


@blueprint.get("/static/workshops/<name>.js")
def workshop_script(name: str) -> Response:
    """A script with its modules, where its file would be."""
    return served_script("workshops", name)
