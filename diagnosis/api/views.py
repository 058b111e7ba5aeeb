"""The addresses of the API; each is described by what it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, abort, request
from spectree import Response as Answered
from spectree import SecurityScheme, SecuritySchemeData, SpecTree
from spectree.models import SecureType
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis import __version__, dataset
from diagnosis.api import models, telling
from diagnosis.api.doors import enter, readable
from diagnosis.dataset import Report
from diagnosis.web import instance

HERE = "/api/v1"
REFUSALS = {f"HTTP_{code}": models.Refusal for code in (401, 404, 429, 503)}
blueprint = Blueprint("api", __name__, url_prefix=HERE)
description = SpecTree(
    "flask",
    # The library describes nothing that stands under its own address.
    path="openapi",
    filename="v1.json",
    # Only what is described here, and no page that fetches its script elsewhere.
    mode="strict",
    page_templates={},
    title="diagnosis",
    version=__version__,
    description="Told numbers of a participatory needs diagnosis: rounded, with their intervals.",
    security_schemes=[
        SecurityScheme(name="key", data=SecuritySchemeData(type=SecureType.HTTP, scheme="bearer")),
    ],
    security={"key": []},
)
blueprint.before_request(enter)

# What is told of a campaign, by address: the model, and what makes it of the report.
SECTIONS: dict[str, tuple[type[models.Page], Callable[[Report], dict[str, Any]]]] = {
    "needs": (models.Needs, telling.needs),
    "answers": (models.Answers, telling.answers),
    "sectors": (models.Sectors, telling.sectors),
    "themes": (models.Themes, telling.themes),
    "programme": (models.Programme, telling.programme),
    "method": (models.Method, telling.method),
}


def describe(app: Flask) -> None:
    """Serve the description of the API, which asks no key."""
    description.register(app)


@blueprint.get("/campaigns")
@description.validate(resp=Answered(HTTP_200=models.Campaigns, **REFUSALS), tags=["campaigns"])
def campaigns() -> models.Campaigns:
    """Campaigns of the key's site."""
    running = instance()
    return models.Campaigns(
        campaigns=[
            telling.campaign_of(one, running.library_of(one).site.name)
            for one in running.store.campaigns()
            if readable(one)
        ]
    )


def _section(name: str) -> None:
    model, tell = SECTIONS[name]

    def view(campaign: str) -> models.Page:
        found = instance().store.campaign(campaign)
        if found is None or not readable(found):
            abort(404)
        state = dataset.state_of(instance(), found)
        return model(**telling.page(found, state), **tell(state.records))

    view.__name__ = name
    view.__doc__ = model.__doc__
    answered = Answered(HTTP_200=model, **REFUSALS)
    described = description.validate(resp=answered, tags=["numbers"])(view)
    blueprint.add_url_rule(f"/campaigns/<campaign>/{name}", name, described)


for section in SECTIONS:
    _section(section)


@blueprint.after_request
def _tagged(response: Response) -> WSGIResponse:
    """Say nothing again that has not changed."""
    if response.status_code == 200:
        response.headers["Cache-Control"] = "private, no-cache"
        response.add_etag()
        response.make_conditional(request)
    return response
