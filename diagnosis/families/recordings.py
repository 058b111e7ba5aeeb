"""Recorded sentences, cached for good under their version, and the words of the voice buttons."""

from __future__ import annotations

from flask import abort, current_app, jsonify, make_response, request
from flask_babel import gettext
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis.families._blueprint import blueprint
from diagnosis.web import COMMON_HEADERS, family_headers, instance, speaking


@blueprint.get("/voices/<language>/<key>")
def voice(language: str, key: str) -> WSGIResponse:
    """The sound of a sentence in the language being spoken."""
    recording = instance().store.recording(language, key) or abort(404)
    response = current_app.response_class(recording.content, mimetype=recording.kind)
    response.headers.update(COMMON_HEADERS)
    # An address without version may mean another sound tomorrow.
    lasting = "public, max-age=31536000, immutable" if "v" in request.args else "no-cache"
    response.headers["Cache-Control"] = lasting
    response.add_etag()
    # Safari plays nothing that cannot be asked for in parts.
    length = len(recording.content)
    return response.make_conditional(request, accept_ranges=True, complete_length=length)


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
        "readAll": gettext("Lire toutes les questions"),
        "stop": gettext("Arrêter"),
        "speak": gettext("Dire ma réponse"),
        "note": gettext("L’équipe écrit ce que vous dites, puis efface votre voix."),
        "recording": gettext("Parlez maintenant"),
        "replay": gettext("Réécouter"),
        "erase": gettext("Effacer"),
        "refused": gettext("Le micro ne marche pas ici. Vous pouvez écrire."),
    }
