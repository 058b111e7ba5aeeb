"""A script of a room as a file of its own: with its modules and what it stands on, in one."""

from __future__ import annotations

from flask import abort, current_app
from werkzeug.wrappers import Response

from diagnosis.web.assets import STATIC, script

# A year, as for our other files: the address changes when the script does.
HEADERS = {"Cache-Control": "public, max-age=31536000"}


def served_script(room: str, name: str) -> Response:
    """A script of a room where its file would be.

    It says of itself that it may load nothing (`on_every_answer`), which a worker obeys: the one
    that looks at pictures has no way to send them.
    """
    if name not in {path.stem for path in (STATIC / room).glob("*.js")}:
        abort(404)
    response = current_app.response_class(
        script(f"{room}/{name}"), content_type="text/javascript; charset=utf-8"
    )
    response.headers.update(HEADERS)
    return response
