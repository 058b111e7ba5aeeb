"""The addresses that a collecting application asks for, below the secret one of its device.

    /openrosa/<campaign>/<code>/formList · form.xml · manifest.xml · media/… · submission

What OpenRosa asks: https://docs.getodk.org/openrosa/.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import current_app, make_response, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date
from werkzeug.wrappers import Response

from diagnosis.answers import (
    Reason,
    RefusedError,
    check_collector,
    check_submission,
    keep,
    unreadable,
)
from diagnosis.model import N_, Campaign, Outcome
from diagnosis.openrosa._blueprint import blueprint
from diagnosis.openrosa.collecting import CORRECTED, form_of, picture_of, pictures_of, submission_of
from diagnosis.openrosa.documents import form_list, manifest_of, no_form, read_submission, receipt
from diagnosis.web import campaign_or_404, instance, page_language, public_address, say, speaking

ARRIVED = N_("Merci, vos réponses sont arrivées.")
KNOWN = N_("Vos réponses étaient déjà arrivées. Elles sont bien gardées.")
CLOSED = N_("Ce questionnaire est terminé. Merci à toutes les familles.")
NOT_YET = N_("Ce questionnaire n’est pas encore ouvert. Revenez bientôt.")
TOO_LARGE = N_("C’est trop long pour nous. Raccourcissez votre texte, puis renvoyez.")
STATUSES = {
    Reason.UNREADABLE: 400,
    Reason.UNKNOWN: 403,
    Reason.OVER: 410,
    Reason.INVALID: 422,
}
# Devices take 201 and 202 alone for a success.
OUTCOMES = {
    Outcome.CREATED: (201, ARRIVED, "submit_success"),
    Outcome.SAME: (202, KNOWN, "submit_success"),
    Outcome.EMPTY: (202, ARRIVED, "submit_success"),
    Outcome.CONFLICT: (409, CORRECTED, "submit_error"),
}


def for_device(view: Callable[..., Response]) -> Callable[..., Response]:
    """Open a view to the devices of a campaign alone; what is refused is told as OpenRosa."""

    @wraps(view)
    def answer(name: str, code: str, **values: str) -> Response:
        campaign = campaign_or_404(name)
        with speaking(page_language(campaign.languages), instance().questionnaire(campaign)):
            try:
                check_collector(instance().store, campaign.name, code)
                return view(campaign, code, **values)
            except RefusedError as refused:
                return _refuse(campaign, refused)

    return answer


@blueprint.get("/formList")
@for_device
def forms(campaign: Campaign, code: str) -> Response:
    """List the one form of a campaign; none on a day when nobody may begin."""
    if not campaign.is_open(instance().today()):
        return _xml(no_form())
    listed = form_list(
        campaign.name,
        campaign.title,
        campaign.version,
        form_of(instance(), campaign),
        public_address() + url_for("openrosa.form", name=campaign.name, code=code),
        public_address() + url_for("openrosa.manifest", name=campaign.name, code=code),
    )
    return _xml(listed)


@blueprint.get("/form.xml")
@for_device
def form(campaign: Campaign, code: str) -> Response:
    """Hand out the form, as an XForm."""
    return _xml(form_of(instance(), campaign))


@blueprint.get("/manifest.xml")
@for_device
def manifest(campaign: Campaign, code: str) -> Response:
    """List the pictures that come with the form."""

    def address(file: str) -> str:
        at = url_for("openrosa.media", name=campaign.name, code=code, file=file)
        return public_address() + at

    return _xml(manifest_of(pictures_of(instance(), form_of(instance(), campaign), address)))


@blueprint.get("/media/<file>")
@for_device
def media(campaign: Campaign, code: str, file: str) -> Response:
    """Hand out one picture."""
    drawn = picture_of(instance(), file)
    if not drawn:
        raise RefusedError(Reason.UNKNOWN, file)
    response = make_response(drawn)
    response.mimetype = "image/svg+xml"
    return _as_openrosa(response)


@blueprint.route("/submission", methods=["HEAD"])
@for_device
def may_send(campaign: Campaign, code: str) -> Response:
    """Say where to send, and how much: devices ask before they send."""
    response = make_response("", 204)
    at = url_for("openrosa.receive", name=campaign.name, code=code)
    response.headers["Location"] = public_address() + at
    return _as_openrosa(response)


@blueprint.post("/submission")
@for_device
def receive(campaign: Campaign, code: str) -> Response:
    """Keep what a device collected, once."""
    if not campaign.accepts(instance().today()):
        early = instance().today() < campaign.opens
        raise RefusedError(Reason.OVER, NOT_YET if early else CLOSED)
    submission = submission_of(instance(), campaign, read_submission(_sent()))
    response = check_submission(instance(), campaign, submission, submission.language)
    status, text, nature = OUTCOMES[keep(instance(), campaign, response)]
    return _xml(receipt(gettext(text), nature), status)


@blueprint.errorhandler(HTTPException)
def refuse(error: HTTPException) -> Response:
    """Say an error of the server as OpenRosa."""
    status = error.code or 500
    text = gettext(TOO_LARGE) if status == 413 else error.name
    return _xml(receipt(text, "submit_error"), status)


def _sent() -> bytes:
    """The XML of a submission: the file of this name, whatever else comes with it."""
    file = request.files.get("xml_submission_file")
    if file is None:
        raise unreadable()
    with file.stream as stream:
        return bytes(stream.read())


def _refuse(campaign: Campaign, refused: RefusedError) -> Response:
    asked = instance().questionnaire(campaign)
    labels = {question.name: gettext(question.label) for question in asked.questions}
    told = [f"{labels.get(name, name)}\u00a0: {say(e)}" for name, e in refused.errors.items()]
    text = "\n".join([say(refused.message), *told])
    return _xml(receipt(text, "submit_error"), STATUSES[refused.reason])


def _xml(content: bytes, status: int = 200) -> Response:
    response = make_response(content, status)
    response.headers["Content-Type"] = "text/xml; charset=utf-8"
    return _as_openrosa(response)


def _as_openrosa(response: Response) -> Response:
    response.headers["X-OpenRosa-Version"] = "1.0"
    response.headers["X-OpenRosa-Accept-Content-Length"] = str(
        current_app.config["MAX_CONTENT_LENGTH"]
    )
    response.headers["Date"] = http_date(instance().now())
    response.headers["Cache-Control"] = "no-store"
    return response
