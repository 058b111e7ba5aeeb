"""What is told to a login that finds the line full: a small page, written before it is needed."""

from __future__ import annotations

from pathlib import Path

from werkzeug.wrappers import Response

from diagnosis.app import RETRY
from diagnosis.web import asset, on_every_answer, team_headers

PAGE = Path(__file__).resolve().parents[1] / "templates" / "staff" / "busy.html"


def refusal(secure: bool) -> bytes:
    """A whole answer: 503, when to come back, a page that leads back to the form.

    Parameters
    ----------
    secure : the instance is reached over https.
    """
    page = PAGE.read_text("utf-8")
    for name in ("shared/tokens.css", "shared/team.css"):
        page = page.replace(name, asset(name))
    headers = {**team_headers(), "Retry-After": str(RETRY), "Connection": "close"}
    answer = on_every_answer(Response(page, 503, headers, mimetype="text/html"), secure)
    lines = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
    return f"HTTP/1.1 {answer.status}\r\n{lines}\r\n".encode() + answer.get_data()
