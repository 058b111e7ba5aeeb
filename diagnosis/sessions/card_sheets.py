"""What is printed for cards held up: the cards themselves, and what each shape means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from diagnosis.accounts import Right
from diagnosis.languages import SOURCE, Language
from diagnosis.model import Campaign, Session
from diagnosis.sessions._blueprint import blueprint
from diagnosis.sessions.card_faces import (
    CELLS,
    EDGE,
    FACE,
    MARKER,
    MOST_CARDS,
    SHAPE,
    SHAPES,
    USUAL_CARDS,
    marker_path,
    reach,
)
from diagnosis.sessions.held_cards import language_of, questions_for_cards
from diagnosis.sessions.questions import Question
from diagnosis.sessions.sessions import HERE, session_or_404
from diagnosis.web import (
    TeamForm,
    WholeField,
    campaign_or_404,
    catalogue,
    instance,
    needs,
    speaking,
    team_page,
)
from diagnosis.web import later as _

# Sheets: two cards to cut apart, one to fold (its back says the sides), one as large as the paper.
TWO, FOLDED, BIG = "two", "folded", "big"
# How much larger the face of a whole sheet is (190 of 134 millimetres).
LARGER = 190 / FACE
# Languages of a room beside French: more do not fit what is read from a wall.
MOST_BESIDE = 2


@dataclass(frozen=True)
class Card:
    """A card to print; ``marker`` is the path of its white cells."""

    number: int
    marker: str


@dataclass(frozen=True)
class Words:
    """A sentence in one language."""

    language: Language
    text: str


@dataclass(frozen=True)
class Told:
    """A choice, or a question with its choices, in every language of the sheet."""

    labels: tuple[Words, ...]
    picture: str = ""
    choices: tuple[Told, ...] = ()


class CardsForm(TeamForm):
    """Which cards are printed, and how."""

    class Meta:
        """Asks for a page, changes nothing: no token."""

        csrf = False

    first = WholeField(_("Du numéro"), [InputRequired(_("Écrivez un numéro."))], default=1)
    last = WholeField(_("Au numéro"), [InputRequired(_("Écrivez un numéro."))], default=USUAL_CARDS)
    layout = SelectField(
        _("Feuilles"),
        choices=[
            SelectChoice(TWO, _("Deux cartes par feuille, à couper")),
            SelectChoice(FOLDED, _("Une carte par feuille, à plier\u00a0: les formes au dos")),
            SelectChoice(BIG, _("Une grande carte par feuille")),
        ],
        default=TWO,
    )

    def validate_first(self, field: WholeField) -> None:
        """Ask for a number that a marker has."""
        NumberRange(1, MOST_CARDS, _("Écrivez un nombre de 1 à %(most)s.", most=MOST_CARDS))(
            self, field
        )

    def validate_last(self, field: WholeField) -> None:
        """Ask for a number that a marker has, not before the first."""
        self.validate_first(field)
        if self.first.data is not None and field.data < self.first.data:
            raise ValidationError(
                _("Le dernier numéro vient avant le premier\u00a0: échangez-les.")
            )


@blueprint.get("/staff/campaigns/<name>/held-cards")
@needs(Right.HOLD_SESSIONS)
def held_cards(name: str) -> Response:
    """Lay out cards to hold up."""
    campaign = campaign_or_404(name)
    asked = "first" in request.args or "last" in request.args
    form = CardsForm(request.args if asked else None)
    good = not asked or form.validate()
    layout = form.layout.data if good else TWO
    numbers = range(form.first.data, form.last.data + 1) if good else range(0)
    larger = LARGER if layout == BIG else 1
    each = 2 if layout == TWO else 1
    cards = [_card(number) for number in numbers]
    return team_page(
        "sessions/held_cards.html",
        200 if good else 422,
        campaign=campaign,
        here=HERE,
        form=form,
        layout=layout,
        sheets=[cards[at : at + each] for at in range(0, len(cards), each)],
        shapes=SHAPES,
        metres=round(reach(MARKER * larger)),
        sizes={"face": FACE, "marker": MARKER, "cells": CELLS, "shape": SHAPE, "edge": EDGE},
    )


@blueprint.get("/staff/sessions/<code>/cards/wall")
@needs(Right.HOLD_SESSIONS)
def cards_wall(code: str) -> Response:
    """Lay out what each shape means, a sheet for each question, in the languages of the room."""
    session = session_or_404(code)
    campaign = campaign_or_404(session.campaign)
    offered = _offered(campaign)
    asked = request.args.getlist("tongue")
    chosen = [one for one in offered if one.tag in asked] if "chosen" in request.args else offered
    tongues = [instance().languages[SOURCE], *chosen[:MOST_BESIDE]]
    return team_page(
        "sessions/cards_wall.html",
        campaign=campaign,
        here=HERE,
        session=session,
        offered=offered,
        tongues=tongues,
        questions=_told(session, campaign, tongues),
        drafts=[one for one in tongues if catalogue(one).is_draft],
        shapes=SHAPES,
    )


def _card(number: int) -> Card:
    return Card(number, marker_path(number))


def _offered(campaign: Campaign) -> list[Language]:
    """Languages of a campaign that can be read beside French."""
    languages = instance().languages
    known = [languages[tag] for tag in campaign.languages if tag in languages]
    return [one for one in known if not one.oral and one.tag != SOURCE]


def _told(session: Session, campaign: Campaign, tongues: Sequence[Language]) -> list[Told]:
    """Questions of a session in each language; a draft says that it is one."""
    asked = []
    for tongue in tongues:
        with speaking(tongue):
            asked.append(questions_for_cards(session, campaign, tongue.tag))
    return [
        Told(
            _in_each(_languages(session, same, tongues), [one.label for one in same]),
            choices=tuple(
                Told(_in_each(tongues, [one.label for one in choices]), choices[0].picture)
                for choices in zip(*(one.choices for one in same), strict=True)
            ),
        )
        for same in zip(*asked, strict=True)
    ]


def _languages(
    session: Session, same: Sequence[Question], tongues: Sequence[Language]
) -> list[Language]:
    """The languages in which a question is told: those asked for, or that it was written in."""
    return [language_of(session, one) or tongue for one, tongue in zip(same, tongues, strict=True)]


def _in_each(tongues: Sequence[Language], texts: Sequence[str]) -> tuple[Words, ...]:
    """A text in each language; once where two say the same."""
    words = {text: Words(one, text) for one, text in reversed([*zip(tongues, texts, strict=True)])}
    return tuple(words[text] for text in dict.fromkeys(texts))
