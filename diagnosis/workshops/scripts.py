"""Scripts of sessions and workshops: each with its modules and what it stands on, in one file."""

from __future__ import annotations

from flask import abort, current_app
from werkzeug.wrappers import Response

from diagnosis.web import STATIC, script
from diagnosis.workshops._blueprint import blueprint

# A year, as for our other files: the address changes when the script does.
HEADERS = {"Cache-Control": "public, max-age=31536000"}


@blueprint.get("/static/workshops/<name>.js")
def workshop_script(name: str) -> Response:
    """A script where its file would be.

    It says of itself that it may load nothing (`on_every_answer`), which a worker obeys: the one
    that looks at pictures has no way to send them.
    """
    if name not in {path.stem for path in (STATIC / "workshops").glob("*.js")}:
        abort(404)
    response = current_app.response_class(
        script(f"workshops/{name}"), content_type="text/javascript; charset=utf-8"
    )
    response.headers.update(HEADERS)
    return response
