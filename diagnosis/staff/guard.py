"""The doors: everything under ``/staff`` and ``/planning`` is closed unless named here."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, has_request_context, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response

from diagnosis import accounts
from diagnosis.accounts import ROLE_LABELS, Right
from diagnosis.storage import User, Visit
from diagnosis.web import (
    Needed,
    allowed,
    instance,
    listed,
    needed,
    nobody,
    offered,
    team_json,
    team_page,
    visitor,
    wants_json,
)

ROOMS = ("staff", "planning")
OPEN = frozenset(
    {
        "staff.login",
        "staff.enter",
        "staff.invitation",
        "staff.accept",
        # A speaker has no account: the link alone opens these, and they only record.
        "staff.take",
        "staff.begin_take",
        "staff.save_take",
        "staff.close_take",
    }
)
# What a member reaches who has entered by a password and still owes the second factor.
HALF_OPEN = frozenset({"staff.second_step", "staff.check_code", "staff.first_code", "staff.logout"})
# These carry no session, so there is nothing that another site could borrow.
WITHOUT_SESSION = (
    "families.respond",
    "families.erase",
    "families.open_after",
    "families.prepare_kiosk",
    "families.kiosk_contact",
    "openrosa.receive",
    "sessions.vote",
    "workshops.keep_tally",
    "workshops.keep_face",
    "workshops.keep_shared_face",
    "workshops.keep_kiosk_face",
    "workshops.kiosk_workshops",
    "sessions.keep_read_cards",
)


def protect(app: Flask) -> None:
    """Guard the pages of the team and of planners, and every form against other sites."""
    # Our pages send no referrer, which Flask-WTF would ask for over https; the session's age is
    # the limit of a form's.
    app.config.update(WTF_CSRF_SSL_STRICT=False, WTF_CSRF_TIME_LIMIT=None)
    app.before_request(_guard)
    csrf = CSRFProtect(app)
    for endpoint in WITHOUT_SESSION:
        csrf.exempt(app.view_functions[endpoint])
    app.register_error_handler(CSRFError, _say_stale)
    # Only where it is shown: asking who is there reads the cookie.
    app.context_processor(_account)


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


def _room_of(path: str) -> str:
    return path.split("/")[1] if path.startswith("/") else ""


def _room() -> str:
    # The rule rather than the path where there is one: what is served is what is judged.
    return _room_of(request.url_rule.rule if request.url_rule else request.path)


def _guard() -> Response | None:
    if _room() not in ROOMS or request.endpoint in OPEN or _is_open_planning():
        return None
    found = visitor()
    if found is None:
        return _ask_to_enter(url_for("staff.login", next=_wanted()))
    visit, user = found
    if not visit.complete:
        if request.endpoint in HALF_OPEN:
            return None
        return _ask_to_enter(url_for("staff.second_step", next=_wanted()))
    return _judge(visit, user)


def _judge(visit: Visit, user: User) -> Response | None:
    """Whether a member may see what they ask for, None when they may."""
    asked = needed(request.endpoint)
    if request.url_rule is None:
        return None
    campaign = _campaign_asked()
    if asked is None or not _allowed(user, asked, campaign):
        return _refuse(user)
    if asked.reason and campaign not in visit.reasons:
        back = _wanted() or url_for("staff.collect", name=campaign)
        return redirect(url_for("staff.reason", name=campaign, next=back))
    return None


def _allowed(user: User, asked: Needed, campaign: str | None) -> bool:
    if asked.right is None:
        return True
    if asked.somewhere:
        return accounts.may_somewhere(user, asked.right)
    site = (request.view_args or {}).get("site")
    return allowed(user, asked.right, campaign, site)


def _campaign_asked() -> str | None:
    """The campaign that an address speaks of, by its name, a session or a workshop."""
    places = request.view_args or {}
    if "name" in places:
        return str(places["name"])
    store = instance().store
    if "code" in places:
        session = store.session(str(places["code"]).upper())
        return session.campaign if session else None
    workshop = store.workshop(places["id"]) if "id" in places else None
    return workshop.campaign if workshop else None


def _is_open_planning() -> bool:
    """Whether anyone reads this: aggregates, where the instance says so."""
    if _room() != "planning" or not instance().open_planning:
        return False
    asked = needed(request.endpoint)
    return request.url_rule is None or (
        asked is not None and asked.right is Right.READ_DIAGNOSIS and not asked.reason
    )


def _wanted() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" else None


def _ask_to_enter(where: str) -> Response:
    if not wants_json(request):
        return redirect(where)
    answer = team_json(message=_("Reconnectez-vous pour continuer."))
    answer.status_code = 401
    return answer


def _refuse(user: User) -> Response:
    found = [one.name for one in instance().store.users() if accounts.is_administrator(one)]
    text = _(
        "Votre rôle (%(roles)s) n’ouvre pas cette page. Si vous en avez besoin, demandez-le à "
        "%(names)s.",
        roles=listed(sorted({_(ROLE_LABELS.get(g.role, g.role)) for g in user.grants})),
        names=listed(found) or _("la personne qui a installé l’instance"),
    )
    if not wants_json(request):
        title = _("Cette page n’est pas ouverte à votre rôle")
        return team_page("shared/team_message.html", 403, title=title, text=text)
    answer = team_json(message=text)
    answer.status_code = 403
    return answer


def _say_stale(error: CSRFError) -> Response:
    return team_page(
        "shared/team_message.html",
        400,
        title=_("Cette page n’est plus à jour"),
        text=_("Revenez en arrière, rechargez-la, puis envoyez de nouveau."),
    )


def _account() -> dict[str, Any]:
    return offered() if has_request_context() and _room() in ROOMS else nobody()
