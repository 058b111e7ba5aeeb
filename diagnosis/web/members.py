"""Who is there, and what a page asks of them: each page of the team declares its right here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from flask import current_app, g, session

from diagnosis import accounts
from diagnosis.accounts import Action, Right
from diagnosis.storage import User, Visit
from diagnosis.web.requests import instance

TOKEN = "visit"  # noqa: S105 - the name under which the cookie holds it
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Needed:
    """What a page asks: a right in the campaign of its address, or none but to have entered.

    Parameters
    ----------
    somewhere : whether having the right in one campaign is enough.
    reason : whether the member first says why, once a visit and campaign.
    """

    right: Right | None = None
    somewhere: bool = False
    reason: bool = False


def needs(
    right: Right | None, *, somewhere: bool = False, reason: bool = False
) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Declare what a page asks (see `Needed`), between its route and its view."""

    def declared(view: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        view.needed = Needed(right, somewhere, reason)  # type: ignore[attr-defined]
        return view

    return declared


def needed(endpoint: str | None) -> Needed | None:
    """What a page declared, None when it declared nothing."""
    return getattr(current_app.view_functions.get(endpoint or ""), "needed", None)


def visitor() -> tuple[Visit, User] | None:
    """The visit under way and its member, who may have a second factor to show first."""
    if "visitor" not in g:
        token = session.get(TOKEN)
        running = instance()
        g.visitor = accounts.find_visit(running.store, token, running.now()) if token else None
    found: tuple[Visit, User] | None = g.visitor
    return found


def member() -> User | None:
    """The member who has entered."""
    found = visitor()
    return found[1] if found and found[0].complete else None


def may(right: Right | str, campaign: str | None = None, site: str | None = None) -> bool:
    """Whether who is there has a right in a campaign or at a site; without any, everywhere."""
    user = member()
    return user is not None and allowed(user, Right(right), campaign, site)


def allowed(user: User, right: Right, campaign: str | None, site: str | None) -> bool:
    """Whether a member has a right in a campaign, wherever it is, or at a site."""
    if campaign and accounts.sites_of(user.grants):
        asked = instance().store.campaign(campaign)
        site = instance().library_of(asked).site.name if asked else None
    return accounts.may(user, right, campaign, site)


def may_somewhere(right: Right | str) -> bool:
    """Whether who is there has a right in a campaign at least."""
    user = member()
    return user is not None and accounts.may_somewhere(user, Right(right))


def note(what: Action, about: str = "", detail: str = "") -> None:
    """Write down in the journal what the member who is there did; nothing of nobody."""
    if user := member():
        note_of(user.name, what, about, detail)


def note_of(who: str, what: Action, about: str = "", detail: str = "") -> None:
    """Write down in the journal what somebody did who has not entered."""
    accounts.write_down(instance().store, instance().now(), who, what, about, detail)


def enter(name: str, complete: bool = True) -> None:
    """Open a visit in this browser, in place of any other."""
    leave()
    running = instance()
    session[TOKEN] = accounts.begin_visit(running.store, name, running.now(), complete)
    # The next page asks again who is there, with a form's token of its own.
    g.pop("visitor", None)
    session.pop("csrf_token", None)


def leave() -> None:
    """End the visit of this browser, whatever copies of its cookie there are."""
    if token := session.pop(TOKEN, None):
        instance().store.end_visit(accounts.token_hash(token))
    g.pop("visitor", None)


def offers(right: str, campaign: str) -> bool:
    """Whether a page offers something: what a member may do; anything to who has not entered."""
    return member() is None or may(right, campaign)


def offered() -> dict[str, Any]:
    """What templates read of who is there."""
    user = member()
    name = user.name if user else ""
    return {"member": name, "may": may, "may_somewhere": may_somewhere, "offers": offers}


def nobody() -> dict[str, Any]:
    """The same where nobody enters: nothing is read."""
    return {"member": "", "may": _never, "may_somewhere": _never, "offers": _never}


def _never(right: str, campaign: str | None = None, site: str | None = None) -> bool:
    return False
