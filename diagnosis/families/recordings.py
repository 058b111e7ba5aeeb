"""Sounds, cached for good under their version; which there are; the words of the voice buttons."""

from __future__ import annotations

from flask import abort, current_app, jsonify, make_response, request
from flask_babel import gettext
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis.families._blueprint import blueprint
from diagnosis.voices import as_caf
from diagnosis.web import COMMON_HEADERS, family_headers, instance, speaking


@blueprint.get("/voices/<language>/<key>")
def voice(language: str, key: str) -> WSGIResponse:
    """The sound of a sentence in the language being spoken."""
    recording = instance().store.recording(language, key) or abort(404)
    return _sound(recording.content, recording.kind)


@blueprint.get("/voices/<language>/machine/<name>")
def machine_voice(language: str, name: str) -> WSGIResponse:
    """The sound of a text said by the machine voice; ``as=caf`` in Apple's container."""
    known = language in instance().languages
    sound = (instance().machine.sound(language, name) if known else None) or abort(404)
    if request.args.get("as") == "caf":
        return _sound(as_caf(sound), "audio/x-caf")
    return _sound(sound, "audio/ogg")


@blueprint.get("/words/<language>/sounds.json")
def sounds(language: str) -> WSGIResponse:
    """What can be heard in a language; its address changes when that does."""
    if language not in instance().languages:
        abort(404)
    headers = {**family_headers(), "Cache-Control": "public, max-age=86400"}
    return make_response(jsonify(instance().heard(language).content), 200, headers)


def _sound(content: bytes, kind: str) -> WSGIResponse:
    response = current_app.response_class(content, mimetype=kind)
    response.headers.update(COMMON_HEADERS)
    # An address without version may mean another sound tomorrow.
    lasting = "public, max-age=31536000, immutable" if "v" in request.args else "no-cache"
    response.headers["Cache-Control"] = lasting
    response.add_etag()
    # Safari plays nothing that cannot be asked for in parts.
    return response.make_conditional(request, accept_ranges=True, complete_length=len(content))


@blueprint.get("/words/<language>/voice.json")
def button_words(language: str) -> WSGIResponse:
    """What the buttons to listen and to speak say; only pages that have some ask for it."""
    if language not in instance().languages:
        abort(404)
    with speaking(instance().languages[language]):
        words = voice_words()
    headers = {**family_headers(), "Cache-Control": "public, max-age=86400"}
    return make_response(jsonify(words), 200, headers)


def voice_words() -> dict[str, str]:
    """The words of ``voice.js`` in the language being spoken."""
    return {
        "listen": gettext("Écouter"),
        "read": gettext("Lire"),
        "start": gettext("Commencer"),
        "machine": gettext("Voix de machine"),
        "voice": gettext("Votre voix"),
        "stop": gettext("Arrêter"),
        "speak": gettext("Dire ma réponse"),
        "note": gettext("L’équipe écrit ce que vous dites, puis efface votre voix."),
        "recording": gettext("Parlez maintenant"),
        "replay": gettext("Réécouter"),
        "erase": gettext("Effacer"),
        "refused": gettext("Le micro ne marche pas ici. Vous pouvez écrire."),
    }
