"""What a questionnaire's page says rarely: fetched when the page is quiet, kept on the device.

A first visit does not carry it: sentences of bad days, words of receipts, services near here.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import abort, jsonify, make_response, request
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis.answers import read_words
from diagnosis.families._blueprint import blueprint
from diagnosis.instance import Instance
from diagnosis.languages import Catalogue, Language
from diagnosis.model import N_, Campaign
from diagnosis.questionnaire import Library, Service
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
    """What a page says rarely in a language, at the site that is asked (``site``)."""
    if language not in instance().languages:
        abort(404)
    headers = {**family_headers(), "Cache-Control": "public, max-age=86400"}
    library = instance().library_at(request.args.get("site", ""))
    found = _deferred(instance(), library, instance().languages[language])
    return make_response(jsonify(found), 200, headers)


def deferred_address(running: Instance, campaign: Campaign, language: Language) -> str:
    """The address where a page finds it; it changes with the content."""
    library = running.library_of(campaign)
    content = json.dumps(_deferred(running, library, language), sort_keys=True).encode()
    version = hashlib.sha256(content).hexdigest()[:8]
    # Every byte of a first visit counts: the first site goes without saying.
    there = "" if library.site is library.sites[0] else f"site={library.site.name}&"
    return f"/words/{language.tag}.json?{there}v={version}"


def _deferred(running: Instance, library: Library, language: Language) -> dict[str, Any]:
    words = running.languages.catalogue(language.tag)
    services = library.services.services
    return {
        **{name: words.gettext(text) for name, text in SENTENCES.items()},
        "words": list(read_words(running.languages.folder).of(language.tag)),
        "services": [_service(running, service, words) for service in services],
    }


def _service(running: Instance, service: Service, words: Catalogue) -> dict[str, Any]:
    """A service as the page shows it; without ``domains`` it is shown to everyone."""
    return {
        "label": words.gettext(service.label),
        "about": words.gettext(service.description),
        "where": service.where,
        "picture": running.pictures.place(service.picture),
        "domains": [] if service.discreet else list(service.domains),
    }
