"""What planners read, made once for a published state and kept in the store: pages, files.

A process that publishes makes each piece when it is asked for, and keeps it when it is told to;
the others only show what is kept, so that a page costs them no drawing and no statistics.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from importlib import import_module
from itertools import product
from typing import Any

from flask import Flask, Response, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis import dataset
from diagnosis.accounts import Action, Right
from diagnosis.instance import Instance
from diagnosis.languages import SOURCE
from diagnosis.model import Campaign
from diagnosis.planners import library
from diagnosis.planners.topics import FIGURES, TOPICS
from diagnosis.web import (
    campaign_or_404,
    instance,
    needs,
    note,
    team_headers,
    team_language,
    team_page,
)

PAGE, ELSEWHERE = "page", "elsewhere"
KEEPS = "keeps"


@dataclass(frozen=True)
class Piece:
    """The middle of a page, or a file.

    ``kind`` is `PAGE`, `ELSEWHERE` (``content`` is another address) or a media type; ``name`` is
    that of a file to download; ``headers`` are added to the answer; ``shows`` is what the frame
    of a page has to know.
    """

    kind: str
    content: str | bytes
    title: str = ""
    name: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    shows: Mapping[str, Any] = field(default_factory=dict)


Make = Callable[..., Piece]
View = Callable[..., WSGIResponse]


def published(made: str) -> View:
    """Make the view of a piece of a campaign's published state.

    Parameters
    ----------
    made : name of the function of `making` that makes it, loaded where pieces are made.
    """

    @needs(Right.READ_DIAGNOSIS)
    def view(name: str, **at: str) -> WSGIResponse:
        campaign, running = campaign_or_404(name), instance()
        if not running.publishes:
            return _show(campaign, _kept(running, campaign))
        make: Make = getattr(import_module("diagnosis.planners.making"), made)
        piece = make(campaign, **at)
        if running.memory.get(KEEPS):
            key = _key(campaign, request.args.get("need", ""), team_language().tag)
            running.store.put(key, _packed(piece))
        return _show(campaign, piece)

    return view


def publish(app: Flask, running: Instance, campaign: Campaign) -> bool:
    """Bring what planners read of a campaign up to date; tell whether anything was.

    Parameters
    ----------
    app : with the planners' addresses.
    running : its instance, which publishes.

    Raises
    ------
    DiagnosisError
        The state cannot be computed.
    """
    state = dataset.state_of(running, campaign)
    new, drawn_anew = dataset.news(running, campaign, state)
    if new:
        running.memory[KEEPS] = True
        addresses = list(_addresses(running, campaign, state, drawn_anew))
        for done, address in enumerate(addresses):
            running.store.put(_progress(campaign), [done, len(addresses)])
            with app.test_request_context(address):
                app.dispatch_request()
        dataset.show_state(running, campaign, state)
    return new


def _addresses(
    running: Instance, campaign: Campaign, state: dataset.State, drawn_anew: bool
) -> Iterator[str]:
    """The addresses whose pieces a new state changes.

    When families only arrived, it is those that say how many.
    """
    here = f"/planning/{campaign.name}"
    spoken = [f"?lang={tag}" for tag in (SOURCE, *running.languages.team_tags)]
    yield from (here + tag for tag in spoken)
    yield from (f"{here}/{name}" for name in ("dossier", "dossier.docx"))
    if not drawn_anew:
        return
    yield from (f"{here}/{section}{tag}" for section in TOPICS for tag in spoken)
    yield from (f"{here}/report.{kind}" for kind in ("html", "json"))
    yield from (f"{here}/{key}.{kind}" for key in FIGURES for kind in ("svg", "csv"))
    needs = [need.name for need in state.records.needs.domains]
    yield from (f"{here}/where{tag}&need={need}" for need in needs for tag in spoken)
    yield from (f"{here}/map.svg?need={need}" for need in needs)


def _kept(running: Instance, campaign: Campaign) -> Piece:
    """Read the piece of this address, the nearest one that there is: files speak French alone."""
    needs, tags = (request.args.get("need", ""), ""), (team_language().tag, SOURCE)
    for need, tag in dict.fromkeys(product(needs, tags)):
        kept = running.store.get(_key(campaign, need, tag))
        if kept is not None:
            return _unpacked(kept)
    raise dataset.PendingError(campaign.name, *(running.store.get(_progress(campaign)) or (0, 0)))


def _progress(campaign: Campaign) -> str:
    return f"progress:{campaign.name}"


def _key(campaign: Campaign, need: str, tag: str) -> str:
    return f"piece:{campaign.name}:{request.path}:{tag}:{need[:50]}"


def _packed(piece: Piece) -> dict[str, Any]:
    if isinstance(piece.content, str):
        return asdict(piece)
    return {**asdict(piece), "content": [base64.b64encode(piece.content).decode()]}


def _unpacked(kept: dict[str, Any]) -> Piece:
    written = kept["content"]
    content = written if isinstance(written, str) else base64.b64decode(written[0])
    return Piece(**{**kept, "content": content})


def _show(campaign: Campaign, piece: Piece) -> WSGIResponse:
    if piece.kind == ELSEWHERE:
        return redirect(str(piece.content))
    if piece.kind == PAGE:
        return team_page(
            "planners/frame.html",
            campaign=campaign,
            here="Comprendre",
            title=piece.title,
            content=Markup(str(piece.content)),  # noqa: S704 - rendered by our own templates
            sections_sheet=library.sheet_address(),
            **{"section": "", "troubles": (), **piece.shows},
        )
    response = Response(piece.content, mimetype=piece.kind)
    response.headers.update({**team_headers(), **piece.headers})
    if not request.path.endswith("/dossier"):
        note(Action.EXPORTED, campaign.name, request.path.rsplit("/", 1)[-1])
    if piece.name:
        response.headers["Content-Disposition"] = f'attachment; filename="{piece.name}"'
    return response
