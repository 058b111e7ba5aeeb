"""What a questionnaire's page says rarely: fetched when the page is quiet, kept on the device.

A first visit does not carry it: sentences of bad days, words of receipts.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import abort, jsonify, make_response
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis.answers import read_words
from diagnosis.families._blueprint import blueprint
from diagnosis.instance import Instance
from diagnosis.languages import Language
from diagnosis.model import N_
from diagnosis.web import family_headers, instance

SENTENCES = {
    "small": N_("Cet appareil ne peut rien garder. Restez sur cette page jusqu’au merci."),
    "aside": N_(
        "Une réponse n’a pas pu partir. Elle est gardée ici : montrez cet écran à l’équipe."
    ),
    "keep": N_("Garder un code pour tout effacer plus tard"),
    "explain": N_(
        "Notez ces six mots. Ils effacent vos réponses. Nous ne pouvons pas les retrouver."
    ),
    "withdraw": N_("Effacer mes réponses"),
}


@blueprint.get("/words/<language>.json")
def words(language: str) -> WSGIResponse:
    """What a page says rarely in a language."""
    if language not in instance().languages:
        abort(404)
    headers = {**family_headers(), "Cache-Control": "public, max-age=86400"}
    found = _deferred(instance(), instance().languages[language])
    return make_response(jsonify(found), 200, headers)


def deferred_address(running: Instance, language: Language) -> str:
    """The address where a page finds it; it changes with the content."""
    content = json.dumps(_deferred(running, language), sort_keys=True).encode()
    return f"/words/{language.tag}.json?v={hashlib.sha256(content).hexdigest()[:8]}"


def _deferred(running: Instance, language: Language) -> dict[str, Any]:
    words = running.languages.catalogue(language.tag)
    return {
        **{name: words.gettext(text) for name, text in SENTENCES.items()},
        "words": list(read_words(running.languages.folder).of(language.tag)),
    }
