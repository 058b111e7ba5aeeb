"""What a request asks: of which instance and campaign, for a page or for data, from which site."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

from flask import Request, abort, current_app, request

from diagnosis.model import Campaign

if TYPE_CHECKING:
    from diagnosis.instance import Instance

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def instance() -> Instance:
    """The running instance."""
    return cast("Instance", current_app.extensions["diagnosis"])


def campaign_or_404(name: str) -> Campaign:
    """Find a campaign or answer 404."""
    return instance().store.campaign(name) or abort(404)


def wants_json(req: Request) -> bool:
    """Whether to answer in JSON: it was asked for, or it was sent and nothing was asked for."""
    page, data = (req.accept_mimetypes[kind] for kind in ("text/html", "application/json"))
    return data > page or (data == page and req.mimetype == "application/json")


def for_team(req: Request) -> bool:
    """Whether a page of the team or of planners is asked for."""
    return leads_to_team(req.path)


def for_machines(req: Request) -> bool:
    """Whether a program asks for told numbers."""
    return req.path.startswith("/api/")


def leads_to_team(path: str) -> bool:
    """Whether an address is that of a page of the team or of planners."""
    return path.startswith(("/staff", "/planning"))


def refuse_other_sites(
    refusal: Callable[Asked, Answer],
) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Answer whatever another site sends with `refusal`, which takes what the view takes.

    The browser says so (`Sec-Fetch-Site`, Fetch Metadata).
    """

    def guarded(view: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        @wraps(view)
        def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
            foreign = request.headers.get("Sec-Fetch-Site") == "cross-site"
            return (refusal if foreign else view)(*args, **kwargs)

        return answer

    return guarded
