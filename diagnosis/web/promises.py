"""What a poster and a card promise in a language: its sentences, each with its picture."""

from __future__ import annotations

from dataclasses import dataclass

from diagnosis.languages import Language
from diagnosis.web.languages import catalogue

# The families' home page says the same: one sentence to translate, read again by one speaker.
INVITATION = (
    "Vous êtes parent ou bientôt parent ? Votre avis aide à "
    "préparer des ateliers : des moments pour les familles."
)


@dataclass(frozen=True)
class Promise:
    """A short sentence and the picture that says it too."""

    text: str
    picture: str


@dataclass(frozen=True)
class Promised:
    """What stands on a poster or a card in one language; ``draft`` until a speaker has read it."""

    language: Language
    call: str
    promises: tuple[Promise, ...]
    invitation: str
    draft: bool
    draft_note: str


def promised(language: Language, minutes: int) -> Promised:
    """What is promised in a language.

    Parameters
    ----------
    language : an oral one has its sentences in French.
    minutes : that the core of the questionnaire takes.
    """
    words = catalogue(language)
    lasting = words.ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}
    return Promised(
        language,
        words.gettext("Votre avis compte"),
        (
            Promise(lasting, "minutes"),
            Promise(words.gettext("Sans nom, sans adresse, sans téléphone."), "anonyme"),
            Promise(words.gettext("Dans votre langue"), "interprete"),
        ),
        words.gettext(INVITATION),
        words.is_draft and not language.oral,
        words.gettext("Traduction non relue"),
    )
