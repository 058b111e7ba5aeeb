"""What is near a family that has answered: services that fit its needs, help numbers."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import lru_cache

from flask import render_template
from markupsafe import Markup

from diagnosis.languages import Language
from diagnosis.questionnaire import Library
from diagnosis.web import OneLanguage, catalogue, speaking

# Languages and sets of services; each weighs a few kilobytes.
MOST = 256


def near(library: Library, language: Language, needs: AbstractSet[str]) -> str:
    """What the thank-you page offers to a family with these needs, as markup.

    Without JavaScript each family is sent this page: it is written once for those alike.
    """
    shown = frozenset(
        service.name
        for service in library.services.services
        if service.discreet or needs & set(service.domains)
    )
    return _written(library, language, shown)


@lru_cache(maxsize=MOST)
def _written(library: Library, language: Language, shown: frozenset[str]) -> str:
    services = [service for service in library.services.services if service.name in shown]
    with speaking(language):
        html = render_template(
            "families/near.html",
            _=OneLanguage(language).gettext,
            draft=catalogue(language).is_draft,
            library=library,
            services=services,
        )
    return Markup(html)  # noqa: S704 - our own template
