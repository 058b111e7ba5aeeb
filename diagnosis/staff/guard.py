"""The doors: everything under ``/staff`` and ``/planning`` is closed unless named here."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, has_request_context, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis.accounts import Patience
from diagnosis.web import instance, team_json, team_page, wants_json

ROOMS = ("staff", "planning")
OPEN = frozenset({"staff.login", "staff.enter", "staff.invitation", "staff.accept"})
# These carry no session, so there is nothing that another site could borrow.
WITHOUT_SESSION = (
    "families.respond",
    "families.erase",
    "families.prepare_kiosk",
    "families.kiosk_contact",
    "workshops.vote",
)


class Member(UserMixin):  # type: ignore[misc]
    """A member of the team, as flask-login wants it."""

    def __init__(self, name: str) -> None:
        self.id = name


class Doors(LoginManager):  # type: ignore[misc]
    """Sessions of the team, in a cookie that goes when the browser closes."""

    def _update_remember_cookie(self, response: Response) -> Response:
        # Nobody is remembered; reading the session here would add « Vary: Cookie » for families.
        return response


def protect(app: Flask) -> None:
    """Guard the pages of the team and of planners, and every form against other sites."""
    # Our pages send no referrer, which Flask-WTF would ask for over https; the session's age is
    # the limit of a form's.
    app.config.update(WTF_CSRF_SSL_STRICT=False, WTF_CSRF_TIME_LIMIT=None)
    app.extensions["diagnosis-patience"] = Patience()
    doors = Doors()
    doors.session_protection = None
    doors.user_loader(_find_member)
    doors.init_app(app, add_context_processor=False)
    app.before_request(_guard)
    csrf = CSRFProtect(app)
    for endpoint in WITHOUT_SESSION:
        csrf.exempt(app.view_functions[endpoint])
    app.register_error_handler(CSRFError, _say_stale)
    app.context_processor(_account)


def patience() -> Patience:
    """The memory of failed entries."""
    found: Patience = current_app.extensions["diagnosis-patience"]
    return found


def safe_next(address: str | None) -> str:
    """Where to go after entering: a page of the team's, never another site.

    Examples
    --------
    >>> safe_next("/planning/stains?map=1"), safe_next("//elsewhere.example/staff/")
    ('/planning/stains?map=1', '/staff/')
    """
    parts = urlsplit((address or "").replace("\\", "/"))
    inside = not parts.scheme and not parts.netloc and _room_of(parts.path) in ROOMS
    return str(address) if inside else "/staff/"


def _find_member(name: str) -> Member | None:
    return Member(name) if instance().store.user(name) else None


def _room_of(path: str) -> str:
    return path.split("/")[1] if path.startswith("/") else ""


def _room() -> str:
    # The rule rather than the path where there is one: what is served is what is judged.
    return _room_of(request.url_rule.rule if request.url_rule else request.path)


def _guard() -> WSGIResponse | None:
    room = _room()
    if room not in ROOMS or request.endpoint in OPEN or current_user.is_authenticated:
        return None
    if room == "planning" and instance().open_planning:
        return None
    if wants_json(request):
        answer = team_json(message=_("Reconnectez-vous pour continuer."))
        answer.status_code = 401
        return answer
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("staff.login", next=wanted))


def _say_stale(error: CSRFError) -> WSGIResponse:
    return team_page(
        "shared/team_message.html",
        400,
        title=_("Cette page n’est plus à jour"),
        text=_("Revenez en arrière, rechargez-la, puis envoyez de nouveau."),
    )


def _account() -> dict[str, Any]:
    # Only where it is shown: asking who is there reads the cookie.
    there = has_request_context() and _room() in ROOMS and current_user.is_authenticated
    if not there:
        return {"member": ""}
    return {"member": current_user.id}
