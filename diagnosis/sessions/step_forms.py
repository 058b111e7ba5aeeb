"""What the team says when it prepares a step: one form for each way of asking a room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from diagnosis.model import DOTS, N_, PAIRS, STATEMENTS, WISHES, Ask, Session
from diagnosis.questionnaire import Theme
from diagnosis.sessions.forms import people_field
from diagnosis.sessions.wishes import LONGEST_WISH
from diagnosis.web import CheckboxesField, TeamForm
from diagnosis.web import later as _

FEWEST_THEMES = 2
# Ten cards fill a screen; five themes make ten pairs, as many as a person can judge.
MOST_THEMES = {DOTS: 10, PAIRS: 5}
MOST_DOTS = 5
# Each takes some ten seconds to hear and to answer.
MOST_STATEMENTS = 20
TICK_MORE_OR_LESS = N_("Cochez de %(least)s à %(most)s thèmes\u00a0: vous en avez coché %(count)s.")
# Each way of asking a room: its name, and when it is of use.
WAYS = {
    DOTS: (N_("Des points"), N_("Chaque personne pose ses points sur les thèmes qu’elle préfère.")),
    PAIRS: (
        N_("Deux par deux"),
        N_("On compare deux thèmes à la fois\u00a0: facile, même sans lire."),
    ),
    STATEMENTS: (
        N_("D’accord, pas d’accord"),
        N_("Des phrases lues à voix haute\u00a0: d’accord, pas d’accord, je passe."),
    ),
    WISHES: (N_("Des cartes"), N_("Chacun écrit une idée. Vous lisez, puis la salle la voit.")),
}
CHANGED = N_("Quelqu’un d’autre a changé cette séance au même moment. Relisez, puis réessayez.")
CHANGED = N_("Quelqu’un d’autre a changé cette séance au même moment. Relisez, puis réessayez.")
FIELDS = {
    DOTS: ("themes", "dots", "stacked", "hidden"),
    PAIRS: ("themes", "hidden"),
    STATEMENTS: ("cards", "statements", "hidden"),
    WISHES: (),
}
EVERY = {name for names in FIELDS.values() for name in names}


class StepForm(TeamForm):
    """A step of a room: what is asked, and how."""

    kind = HiddenField(default=DOTS)
    themes = CheckboxesField(_("Thèmes proposés au vote"))
    dots = SelectField(
        _("Combien de choix par personne\u202f?"),
        choices=[SelectChoice(str(count), str(count)) for count in range(1, MOST_DOTS + 1)],
        default="3",
    )
    stacked = BooleanField(_("Plusieurs points sur un même thème"))
    cards = CheckboxesField(_("Cartes écrites par la salle"))
    statements = TextAreaField(_("Phrases, une par ligne"))
    hidden = BooleanField(_("Cacher les résultats jusqu’à ce que vous les montriez"))
    people = people_field(_("Combien de personnes dans la salle\u202f?"))

    @classmethod
    def of(cls, kind: str, first: bool) -> StepForm:
        """The form of one way of asking; a later step of a room asks no more how many there are."""
        form = cls()
        kind = kind if kind in FIELDS else DOTS
        form.kind.data = kind
        for name in EVERY - set(FIELDS[kind]):
            del form[name]
        if not first:
            del form.people
        return form

    def offer(self, themes: Iterable[Theme]) -> None:
        """Fill the list of themes."""
        if self.themes:
            self.themes.choices = [SelectChoice(theme.name, _(theme.label)) for theme in themes]

    def offer_cards(self, cards: Sequence[tuple[str, str]]) -> None:
        """Fill the list of what the room wrote; no list where it wrote nothing."""
        if not self.cards:
            return
        self.cards.choices = [SelectChoice(id, text) for id, text in cards]
        if not cards:
            del self.cards

    def validate_themes(self, field: CheckboxesField) -> None:
        """Ask for enough themes to choose among, and no more than a room can judge."""
        count, most = len(field.data or []), MOST_THEMES[self.kind.data]
        if not FEWEST_THEMES <= count <= most:
            raise ValidationError(_(TICK_MORE_OR_LESS, least=FEWEST_THEMES, most=most, count=count))

    def validate_statements(self, field: TextAreaField) -> None:
        """Ask for short statements, and some, and not too many."""
        lines, cards = self.lines(), (self.cards.data or []) if self.cards else []
        long = next((line for line in lines if len(line) > LONGEST_WISH), "")
        if long:
            raise ValidationError(
                _(
                    "«\u00a0%(start)s…\u00a0» est trop long\u00a0: %(most)s lettres au plus.",
                    start=long[:30],
                    most=LONGEST_WISH,
                )
            )
        if not 1 <= len(lines) + len(cards) <= MOST_STATEMENTS:
            raise ValidationError(
                _("Écrivez de 1 à %(most)s phrases, une par ligne.", most=MOST_STATEMENTS)
            )

    def lines(self) -> list[str]:
        """The statements written, each once."""
        if not self.statements:
            return []
        found = (" ".join(line.split()) for line in (self.statements.data or "").splitlines())
        return list(dict.fromkeys(line for line in found if line))

    def step(self, session: Session) -> Session:
        """A session, asked as the form says."""
        ask = Ask(
            self.kind.data,
            int(self.dots.data) if self.dots else Ask.dots,
            bool(self.stacked and self.stacked.data),
            bool(self.hidden and self.hidden.data),
        )
        ticked = set(self.themes.data) if self.themes else set()
        chosen = tuple(c.value for c in self.themes.choices if c.value in ticked) if ticked else ()
        people = self.people.data if self.people else session.people
        return replace(session, ask=ask, themes=chosen, people=people)
