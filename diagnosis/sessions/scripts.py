"""Scripts of sessions."""

from __future__ import annotations

from werkzeug.wrappers import Response

from diagnosis.sessions._blueprint import blueprint
from diagnosis.web import served_script


@blueprint.get("/static/sessions/<name>.js")
def session_script(name: str) -> Response:
    """A script with its modules, where its file would be."""
    return served_script("sessions", name)
