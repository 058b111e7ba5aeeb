"""What the team's pages share: public addresses, QR codes, answers to our own scripts."""

from __future__ import annotations

import io
from typing import Any

import segno
from flask import Response, current_app, jsonify, request
from markupsafe import Markup

from diagnosis.web.headers import team_headers
from diagnosis.web.requests import instance


def public_address() -> str:
    """The address that families type or scan, without a slash at the end."""
    return instance().address or request.host_url.rstrip("/")


def qr_code(address: str) -> Response:
    """A QR code as an SVG picture, black on white so that any paper will do."""
    picture = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(picture, kind="svg", border=2, omitsize=True, xmldecl=False, light="#fff")
    response = current_app.response_class(picture.getvalue(), mimetype="image/svg+xml")
    response.headers.update(team_headers())
    return response


def qr_inline(address: str) -> Markup:
    """The same as a part of a page, for what no address of ours may hold."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=2, omitsize=True, light="#fff"
    )
    return Markup(drawn)  # noqa: S704 - drawn here


def polled(**values: Any) -> Response:
    """Answer a script that asks every two seconds: all of it, or 304 when nothing changed.

    Five hundred phones ask: it has the headers that data needs, no more, so that « no change »
    stays under 300 bytes. Nothing of it is kept by the browser: the script sends the tag itself.
    """
    response: Response = jsonify(values)
    response.headers.update({"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})
    response.add_etag()
    response.make_conditional(request)
    return response


def team_json(**values: Any) -> Response:
    """Answer a script of our own pages."""
    response: Response = jsonify(values)
    response.headers.update(team_headers())
    return response
