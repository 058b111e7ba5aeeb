"""The recording desk: every sentence that families can hear, language by language.

Nothing is kept but the sound itself: not who reads, not when.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from diagnosis.accounts import Right, open_takes
from diagnosis.languages import (
    LARGEST_SOUND,
    Catalogue,
    Language,
    Sentence,
    address,
    kind_of,
    page_sentences,
    to_record,
)
from diagnosis.model import N_, Recording
from diagnosis.questionnaire import Questionnaire
from diagnosis.staff._blueprint import blueprint
from diagnosis.storage import StaleError
from diagnosis.voices import text_said_back
from diagnosis.web import catalogue, instance, needs, spaced, team_json, team_page, wants_json

# A sound that is too heavy must reach the view, which says so.
RECEIVED = 16 * LARGEST_SOUND
PLACES = {
    "welcome": N_("Accueil"),
    "voice": N_("Réponse parlée"),
    "pause": N_("Fin du questionnaire"),
    "summary": N_("Fin du questionnaire"),
    "thanks": N_("Fin du questionnaire"),
    "language": N_("Nom de la langue"),
    "page": N_("Autres pages"),
    "given": N_("Ce que l’équipe répond"),
}


RECORDED = N_(
    "Quelqu’un d’autre vient d’enregistrer cette phrase. Écoutez-la, puis refaites-la si besoin."
)


@dataclass(frozen=True)
class Line:
    """A sentence as the desk shows it: in its language, with its recording if it has one."""

    sentence: Sentence
    language: Language
    words: str
    version: str

    @property
    def place(self) -> str:
        """Say where families meet it."""
        name = self.sentence.path.split("/")[0]
        return str(_(PLACES[name]) if name in PLACES else _("Question %(name)s", name=name))

    @property
    def address(self) -> str:
        """The address of its recording, empty when there is none."""
        found = address(self.language.tag, self.sentence.key, self.version)
        return found if self.version else ""


@dataclass(frozen=True)
class Desk:
    """What there is to record in one language for one questionnaire."""

    language: Language
    asked: str
    questionnaire: Questionnaire
    lines: list[Line]

    @property
    def recorded(self) -> int:
        """Count the sentences that have a voice."""
        return sum(bool(line.version) for line in self.lines)

    @property
    def count(self) -> str:
        """Say how far the work has come."""
        total = spaced(len(self.lines))
        if not self.recorded:
            return str(_("Aucune phrase enregistrée sur %(total)s", total=total))
        words = ngettext(
            "%(count)s phrase sur %(total)s enregistrée",
            "%(count)s phrases sur %(total)s enregistrées",
            self.recorded,
            count=spaced(self.recorded),
            total=total,
        )
        return str(words)

    @property
    def first_missing(self) -> Line | None:
        """The first sentence that has no voice yet."""
        return next((line for line in self.lines if not line.version), None)

    @property
    def places(self) -> dict[str, list[Line]]:
        """Group the sentences as families meet them."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.place, []).append(line)
        return found

    def position(self, key: str) -> int:
        """Find a sentence (404 when this questionnaire does not say it)."""
        keys = [line.sentence.key for line in self.lines]
        return keys.index(key) if key in keys else abort(404)

    def after(self, position: int) -> Line | None:
        """The next sentence without a voice, those before it last."""
        around = self.lines[position + 1 :] + self.lines[:position]
        return next((line for line in around if not line.version), None)


@blueprint.before_app_request
def receive_sounds() -> None:
    """Let recordings be larger than a family's answers."""
    if request.endpoint in ("staff.save_voice", "staff.save_take", "staff.save_take_here"):
        request.max_content_length = RECEIVED


@blueprint.get("/voices")
@needs(Right.RECORD_SENTENCES, somewhere=True)
def voices() -> Response:
    """List the sentences of a questionnaire in a language, recorded or not."""
    languages = sorted(instance().languages, key=lambda language: not language.oral)
    asked = language_or_404(request.args.get("language", languages[0].tag)).tag
    desks = [_desk(language) for language in languages]
    chosen = next(desk for desk in desks if desk.language.tag == asked)
    return team_page(
        "staff/voices.html",
        desk=chosen,
        desks=desks,
        asked=_titles(),
        takes=[
            one for one in open_takes(instance().store, instance().today()) if one.language == asked
        ],
    )


@blueprint.get("/voices/<language>/<key>")
@needs(Right.RECORD_SENTENCES, somewhere=True)
def voice(language: str, key: str) -> Response:
    """Show one sentence, to be read aloud."""
    desk = _desk(language_or_404(language))
    position = desk.position(key)
    return team_page(
        "staff/voice.html",
        desk=desk,
        line=desk.lines[position],
        number=position + 1,
        before=desk.lines[position - 1] if position else None,
        after=desk.after(position),
        draft=catalogue(desk.language).is_draft,
    )


@blueprint.post("/voices/<language>/<key>")
@needs(Right.RECORD_SENTENCES, somewhere=True)
def save_voice(language: str, key: str) -> Response:
    """Keep the recording of a sentence in place of a former one."""
    desk = _desk(language_or_404(language))
    desk.position(key)
    content = sound_sent()
    if trouble := trouble_of(content):
        return _answer(desk, key, trouble, 422)
    recording = Recording(desk.language.tag, key, kind_of(content), content)
    try:
        instance().store.save_recording(recording, request.args.get("seen"))
    except StaleError:
        return _answer(desk, key, _(RECORDED), 409)
    return _answer(desk, key, _("C’est enregistré."), 200)


@blueprint.post("/voices/<language>/<key>/remove")
@needs(Right.RECORD_SENTENCES, somewhere=True)
def remove_voice(language: str, key: str) -> Response:
    """Erase the recording of a sentence."""
    desk = _desk(language_or_404(language))
    desk.position(key)
    instance().store.remove_recording(desk.language.tag, key)
    return _answer(desk, key, _("Le son est effacé."), 200)


def asked_questionnaires() -> dict[str, Questionnaire]:
    """What campaigns ask, then what could be asked, by name and version."""
    asked = [instance().questionnaire(campaign) for campaign in instance().store.campaigns()]
    every = [*asked, *instance().library.questionnaires.values()]
    return {f"{item.name} {item.version}": item for item in every}


def _titles() -> dict[str, tuple[str, int]]:
    """How the team calls each of them, with its version where several are asked; its questions."""
    every, titles = asked_questionnaires(), instance().team_titles("")
    versions = Counter(item.name for item in every.values())
    found = {}
    for key, item in every.items():
        title = str(_(titles.get(item.name, item.name)))
        if versions[item.name] > 1:
            title = str(_("%(title)s, version %(version)s", title=title, version=item.version))
        found[key] = (title, len(item.questions))
    return found


def desk_of(language: Language, asked: str = "") -> Desk:
    """What there is to record in a language, for what is asked first unless it is named."""
    every = asked_questionnaires()
    asked = asked or next(iter(every))
    questionnaire = every.get(asked) or abort(404)
    around = [*_said_back(language), *page_sentences(instance().languages)]
    kept, said = instance().store.recordings(language.tag), catalogue(language)
    lines = [
        Line(sentence, language, _words(sentence, said), kept.get(sentence.key, ""))
        for sentence in to_record(questionnaire, language, around)
    ]
    return Desk(language, asked, questionnaire, lines)


def _desk(language: Language) -> Desk:
    return desk_of(language, request.args.get("questionnaire", ""))


def _words(sentence: Sentence, said: Catalogue) -> str:
    # A language's own name is written one way everywhere.
    return sentence.text if sentence.language else said.gettext(sentence.text)


def _said_back(language: Language) -> Iterator[Sentence]:
    """What the team answers in each campaign, read in one go: a new line asks for a new take."""
    running = instance()
    for campaign in running.store.campaigns():
        library, lines = running.library_of(campaign), running.store.given(campaign.name)
        text = text_said_back(catalogue(language), library, lines, language)
        if text:
            yield Sentence(f"given/{campaign.name}", text, language.tag)


def language_or_404(tag: str) -> Language:
    """Find a language or answer 404."""
    languages = instance().languages
    return languages[tag] if tag in languages else abort(404)


def sound_sent() -> bytes:
    """The sound that a form or a script sent."""
    if request.mimetype == "multipart/form-data":
        sent = request.files.get("sound")
        return sent.read() if sent else b""
    return request.get_data()


def trouble_of(content: bytes) -> str:
    """Say why a sound cannot be kept; nothing where it can."""
    if not content:
        return str(_("Il n’y a pas de son. Choisissez un fichier, ou enregistrez de nouveau."))
    if len(content) > LARGEST_SOUND:
        return str(
            _("Ce son est trop lourd (256\u00a0Ko au plus). Enregistrez une phrase à la fois.")
        )
    if not kind_of(content):
        return str(
            _("Ce fichier n’est pas un son lisible ici. Prenez un son WebM, Ogg ou MP4 (.m4a).")
        )
    return ""


def _answer(desk: Desk, key: str, message: str, status: int) -> Response:
    if wants_json(request):
        answer = team_json(message=message)
        answer.status_code = status
        return answer
    flash(message)
    tag = desk.language.tag
    return redirect(url_for("staff.voice", language=tag, key=key, questionnaire=desk.asked))
