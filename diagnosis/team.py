"""What the team's rooms share: forms that speak French, public addresses, QR codes, days."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import segno
from babel.dates import format_date
from flask import Response, current_app, jsonify, request
from flask_wtf import FlaskForm
from wtforms.meta import DefaultMeta

from diagnosis.web import instance, team_headers


class TeamForm(FlaskForm):  # type: ignore[misc]
    """A form of the team, whose own messages are in French."""

    class Meta:
        """Settings that WTForms reads."""

        locales = ("fr",)

        def get_translations(self, form: Any) -> Any:
            """Take WTForms' own catalogue; Flask-WTF would ask Flask-Babel, which we do not use."""
            return DefaultMeta.get_translations(self, form)


def public_address() -> str:
    """Give the address that families type or scan, without a slash at the end."""
    return instance().address or request.host_url.rstrip("/")


def qr_code(address: str) -> Response:
    """Give a QR code as an SVG picture, black on white so that any paper will do."""
    picture = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(picture, kind="svg", border=2, omitsize=True, xmldecl=False, light="#fff")
    response = current_app.response_class(picture.getvalue(), mimetype="image/svg+xml")
    response.headers.update(team_headers())
    return response


def team_json(**values: Any) -> Response:
    """Answer a script of our own pages."""
    response: Response = jsonify(values)
    response.headers.update(team_headers())
    return response


def long_day(day: date) -> str:
    """Write a day in French.

    Examples
    --------
    >>> long_day(date(2026, 12, 1))
    '1er décembre 2026'
    """
    text = format_date(day, "long", locale="fr")
    return "1er" + text[1:] if day.day == 1 else text


def spaced(number: int) -> str:
    """Write a number with thin spaces between thousands."""
    return f"{number:,}".replace(",", "\u202f")
