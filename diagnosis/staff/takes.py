"""One take: a speaker reads a whole sheet, here or elsewhere by a link that serves one device.

The page cuts at silences and sends sentence by sentence; a link only adds what nobody has recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis import accounts
from diagnosis.accounts import TAKE_DAYS, Action, Right
from diagnosis.languages import kind_of
from diagnosis.model import N_, Recording
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.voices import (
    Desk,
    Line,
    desk_of,
    language_or_404,
    sound_sent,
    trouble_of,
)
from diagnosis.storage import StaleError, Take
from diagnosis.voices import core_sentences
from diagnosis.web import (
    catalogue,
    instance,
    needs,
    note,
    public_address,
    qr_inline,
    team_json,
    team_page,
)

HELD = "take"  # the name under which a device's cookie holds what it was given
USED = N_(
    "Un autre appareil l’a ouvert\u00a0: un lien sert sur un seul. Ce qui a été envoyé est gardé. "
    "Si c’était vous, reprenez sur cet appareil-là\u00a0; sinon, demandez un autre lien à l’équipe."
)
OVER = N_(
    "Il a été fermé, ou date de plus de sept jours. Ce qui a été envoyé est gardé. Demandez-en un "
    "autre à l’équipe s’il reste à lire."
)
KNOWN = N_("Cette phrase a déjà sa voix. Passez à la suivante.")


@dataclass(frozen=True)
class Sheet:
    """What is to be read in one go: the sentences of a desk that nobody has recorded."""

    desk: Desk
    core: bool

    @property
    def lines(self) -> list[Line]:
        """The sentences in the order in which they are read, each with its number on the sheet."""
        keys = [one.key for one in core_sentences(instance().library, self.desk.language)]
        wanted = [line for line in self.desk.lines if not self.core or line.sentence.key in keys]
        return [line for line in wanted if not line.version]


@blueprint.get("/voices/<language>/take")
@needs(Right.RECORD_SENTENCES, somewhere=True)
def take_here(language: str) -> Response:
    """Read a sheet on this device."""
    desk = desk_of(language_or_404(language), request.args.get("questionnaire", ""))
    return _studio(Sheet(desk, request.args.get("part") != "whole"), None, "")


@blueprint.post("/voices/<language>/take/<key>", endpoint="save_take_here")
@needs(Right.RECORD_SENTENCES, somewhere=True)
def save_here(language: str, key: str) -> Response:
    """Keep a sentence that was read on this device."""
    return _keep(desk_of(language_or_404(language), request.args.get("questionnaire", "")), key)


@blueprint.post("/voices/<language>/link")
@needs(Right.RECORD_SENTENCES, somewhere=True)
def make_take(language: str) -> Response:
    """Make a link for somebody elsewhere; it is shown once."""
    desk = desk_of(language_or_404(language), request.args.get("questionnaire", ""))
    today = instance().today()
    wanted = Take("", desk.language.tag, desk.asked, request.form.get("part") != "whole", today)
    token = accounts.make_take(instance().store, today, wanted)
    note(Action.TAKE, about=desk.language.tag)
    address = public_address() + url_for("staff.take", token=token)
    return team_page("staff/take_link.html", desk=desk, address=address, code=qr_inline(address))


@blueprint.post("/voices/<language>/link/<held>/close")
@needs(Right.RECORD_SENTENCES, somewhere=True)
def withdraw_take(language: str, held: str) -> Response:
    """Take a link back."""
    instance().store.remove_take(held)
    return redirect(url_for("staff.voices", language=language_or_404(language).tag))


@blueprint.get("/take/<token>")
def take(token: str) -> Response:
    """Welcome a speaker; go on where this device left."""
    found = _find(token)
    if found is None:
        return _say(_("Ce lien ne sert plus"), _(OVER))
    if not found.device:
        return team_page("staff/take_begin.html", language=language_or_404(found.language))
    if not accounts.holds_take(found, request.cookies.get(HELD, "")):
        return _say(_("Ce lien a déjà servi"), _(USED))
    return _studio(Sheet(_desk(found), found.core), found, token)


@blueprint.post("/take/<token>")
def begin_take(token: str) -> Response:
    """Bind the link to this device, once."""
    found = _find(token)
    held = accounts.begin_take(instance().store, found) if found else ""
    answer = redirect(url_for("staff.take", token=token))
    if held:
        # A link is opened from a message: « strict » would not come with it the second time.
        answer.set_cookie(
            HELD,
            held,
            max_age=timedelta(TAKE_DAYS),
            path=url_for("staff.take", token=token),
            secure=request.is_secure or instance().address.startswith("https://"),
            httponly=True,
            samesite="Lax",
        )
    return answer


@blueprint.post("/take/<token>/<key>")
def save_take(token: str, key: str) -> Response:
    """Keep a sentence that the holder of a link read."""
    return _keep(_desk(_held(token)), key)


@blueprint.post("/take/<token>/close")
def close_take(token: str) -> Response:
    """End a link: its speaker has finished."""
    instance().store.remove_take(_held(token).token_hash)
    return _say(_("Merci"), _("Votre voix est gardée. Les familles vous entendront."), 200)


def _find(token: str) -> Take | None:
    return accounts.find_take(instance().store, token, instance().today())


def _held(token: str) -> Take:
    found = _find(token)
    held = request.cookies.get(HELD, "")
    return found if found and accounts.holds_take(found, held) else abort(404)


def _desk(found: Take) -> Desk:
    return desk_of(language_or_404(found.language), found.questionnaire)


def _studio(sheet: Sheet, found: Take | None, token: str) -> Response:
    draft = catalogue(sheet.desk.language).is_draft
    return team_page(
        "staff/take.html", desk=sheet.desk, sheet=sheet, found=found, token=token, draft=draft
    )


def _keep(desk: Desk, key: str) -> Response:
    desk.position(key)
    content = sound_sent()
    if trouble := trouble_of(content):
        return _told(trouble, 422)
    recording = Recording(desk.language.tag, key, kind_of(content), content)
    try:
        # Nobody's voice is replaced by a link.
        instance().store.save_recording(recording, "")
    except StaleError:
        return _told(_(KNOWN), 409)
    return _told(_("C’est enregistré."), 200)


def _told(message: str, status: int) -> Response:
    answer = team_json(message=message)
    answer.status_code = status
    return answer


def _say(title: str, text: str, status: int = 410) -> Response:
    return team_page("shared/team_message.html", status, title=title, text=text)
