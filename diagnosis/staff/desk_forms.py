"""The forms of what the team enters for the analysis, made for a campaign's questionnaire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import gettext
from wtforms import BooleanField, Field, HiddenField, StringField
from wtforms.validators import Length

from diagnosis.model import N_
from diagnosis.questionnaire import Choice, Question, Questionnaire
from diagnosis.web import EditForm, read_number, written
from diagnosis.web import later as _

KNOWN = ("select_one", "select_multiple")
LONGEST_NAME = 60
LONGEST_SOURCE = 120
# Percentages are rounded: 33 + 33 + 33 is meant to be a whole.
WHOLE, SLACK = 100.0, 1.5
MISSING = N_(
    "Il manque une part pour «\u00a0%(answer)s\u00a0». Écrivez 0 si ce n’est personne, ou cochez "
    "«\u00a0comme nos réponses\u00a0»."
)
BOTH = N_(
    "«\u00a0%(answer)s\u00a0» a une part et «\u00a0comme nos réponses\u00a0». Effacez la part, ou "
    "décochez."
)
NOTHING_KNOWN = N_(
    "«\u00a0Comme nos réponses\u00a0» partout ne change rien. Donnez une part connue, ou décochez."
)

NOTHING_BUT_ZEROS = N_("Toutes les parts connues sont nulles. Écrivez-en une au moins.")
SEVERAL_PARTS = N_(
    "Plusieurs réponses sont possibles\u00a0: chaque part est entre 0 et 100\u202f%, exclus."
)
TOO_LITTLE = N_(
    "Les parts font %(total)s\u202f%% et non 100\u202f%%. Ajoutez les %(points)s points qui "
    "manquent, ou écrivez des nombres d’habitants."
)
TOO_MUCH = N_(
    "Les parts font %(total)s\u202f%% et non 100\u202f%%. Retirez les %(points)s points de trop, "
    "ou écrivez des nombres d’habitants."
)


class NumberField(StringField):  # type: ignore[misc]
    """A number written as the page's language does; empty is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = self._read(text) if text else None

    def _read(self, text: str) -> float:
        try:
            return read_number(text)
        except ValueError:
            problem = _(
                "«\u00a0%(typed)s\u00a0» n’est pas un nombre. Écrivez 12 ou %(decimal)s.",
                typed=text,
                decimal=written(12.5),
            )
            raise ValueError(problem) from None

    def _value(self) -> str:
        if self.data is None:
            return str(self.raw_data[0]) if self.raw_data else ""
        return written(float(self.data))


class MarginsForm(EditForm):
    """What is known of the neighbourhood: a share per answer, in percent or in numbers."""

    asked: ClassVar[Sequence[Question]] = ()

    @staticmethod
    def made_for(questions: Sequence[Question]) -> type[MarginsForm]:
        """Make the form of these questions."""
        fields: dict[str, Any] = {"asked": tuple(questions)}
        for question in questions:
            fields[f"whole-{question.name}"] = HiddenField(_(question.label))
            fields[f"source-{question.name}"] = StringField(
                _("Source (facultatif)"), [Length(max=LONGEST_SOURCE)]
            )
            for choice in question.choices:
                fields[f"{question.name}-{choice.name}"] = NumberField(_(choice.label))
                fields[f"same-{question.name}-{choice.name}"] = BooleanField(
                    _("comme nos réponses")
                )
        return type("Form", (MarginsForm,), fields)

    def name_of(self, field: Field) -> str:
        """What a field is called beside others: the question, then its answer."""
        for question in self.asked:
            names = [choice.name for choice in question.choices]
            own = [f"{before}{question.name}-{name}" for before in ("", "same-") for name in names]
            if field.name in (*own, f"source-{question.name}"):
                answer = field.name.removeprefix("same-").removeprefix(f"{question.name}-")
                words = self[f"{question.name}-{answer}"].label.text if answer in names else ""
                return " · ".join(filter(None, (gettext(question.label), str(words))))
        return super().name_of(field)

    def shares(self, question: Question) -> dict[str, NumberField]:
        """The fields of a question by choice."""
        return {choice.name: self[f"{question.name}-{choice.name}"] for choice in question.choices}

    def is_same(self, question: Question, choice: str) -> bool:
        """True when an answer keeps its share of the survey."""
        same = self[f"same-{question.name}-{choice}"]
        return bool(same.data) and not question.takes_several

    def fill(self, kept: Mapping[str, Mapping[str, float | None]]) -> None:
        """Show shares kept before, from 0 to 1; None is as in the survey."""
        for question in self.asked:
            for name, field in self.shares(question).items():
                share = kept.get(question.name, {}).get(name, "")
                field.data = 100 * share if isinstance(share, float | int) else None
                self[f"same-{question.name}-{name}"].data = share is None

    def validate(self, extra_validators: Any = None) -> bool:
        """Hold each question's shares to a whole."""
        sound = super().validate(extra_validators)
        for question in self.asked:
            trouble = self._trouble(question)
            if trouble:
                whole = self[f"whole-{question.name}"]
                whole.errors = [*whole.errors, trouble]
                sound = False
        return bool(sound)

    def _trouble(self, question: Question) -> str:
        given = {name: field.data for name, field in self.shares(question).items()}
        values = [value for value in given.values() if value is not None]
        same = [c.label for c in question.choices if self.is_same(question, c.name)]
        if any(field.errors for field in self.shares(question).values()):
            return ""
        if not values:
            return str(gettext(NOTHING_KNOWN)) if same else ""
        if min(values) < 0:
            return str(gettext("Une part est négative. Écrivez 0 ou plus."))
        if question.takes_several:
            return _wrong_parts(values)
        both = [c.label for c in question.choices if c.label in same and given[c.name] is not None]
        if both:
            return str(gettext(BOTH, answer=gettext(both[0])))
        empty = [c.label for c in question.choices if given[c.name] is None and c.label not in same]
        return _wrong_whole(values, empty, bool(same))

    def margins(self) -> dict[str, dict[str, float | None]]:
        """Shares from 0 to 1 by question and choice, None for as in the survey.

        Questions left empty are not there; the known shares of one with answers as in the survey
        make a whole, to be fitted into what these leave.
        """
        found: dict[str, dict[str, float | None]] = {}
        for question in self.asked:
            given = {n: f.data for n, f in self.shares(question).items() if f.data is not None}
            total = WHOLE if question.takes_several else sum(given.values())
            if given:
                same = {c.name: None for c in question.choices if self.is_same(question, c.name)}
                found[question.name] = {name: value / total for name, value in given.items()} | same
        return found

    def sources(self) -> dict[str, str]:
        """Where the shares of each question come from."""
        said = {q.name: (self[f"source-{q.name}"].data or "").strip() for q in self.asked}
        return {name: source for name, source in said.items() if source}


def _wrong_parts(values: Sequence[float]) -> str:
    if all(0 < value < WHOLE for value in values):
        return ""
    return str(gettext(SEVERAL_PARTS))


def _wrong_whole(values: Sequence[float], empty: Sequence[str], is_partly_same: bool) -> str:
    if empty:
        return str(gettext(MISSING, answer=gettext(empty[0])))
    total = sum(values)
    if is_partly_same:
        # What answers as in the survey leave is shared in proportion: any sum is a proportion.
        return "" if total else str(gettext(NOTHING_BUT_ZEROS))
    numbers = total > WHOLE + SLACK and all(value == int(value) for value in values)
    if abs(total - WHOLE) <= SLACK or (numbers and total >= 2 * WHOLE):
        return ""
    remedy = TOO_LITTLE if total < WHOLE else TOO_MUCH
    points = written(abs(WHOLE - total))
    return str(gettext(remedy, total=written(total), points=points))


def known_questions(questionnaire: Questionnaire, languages: Mapping[str, str]) -> list[Question]:
    """The questions whose shares in the neighbourhood may be known, asked to everyone.

    Parameters
    ----------
    questionnaire : of a campaign.
    languages : own names by tag of those it is answered in, which is known without being asked.
    """
    asked = [
        question
        for question in questionnaire.questions
        if question.role in ("profile", "sector")
        and question.type in KNOWN
        and question.active
        and not question.relevant
    ]
    spoken = tuple(Choice(name=tag, label=name) for tag, name in languages.items())
    heading = N_("Langue du questionnaire")
    language = Question(name="language", type="select_one", label=heading, choices=spoken)
    return [*asked, language]


class NamesForm(EditForm):
    """The team's names for profiles; the same name twice puts profiles together."""

    ids: ClassVar[Sequence[str]] = ()
    lost: ClassVar[Sequence[str]] = ()

    @staticmethod
    def made_for(profiles: Sequence[tuple[str, str]], lost: Sequence[str]) -> type[NamesForm]:
        """Make the form of these profiles (id, neutral name) and of the names not found again."""
        fields: dict[str, Any] = {"ids": [id for id, _ in profiles], "lost": list(lost)}
        too_long = _("Prenez %(most)s signes au plus.", most=LONGEST_NAME)
        for id, name in profiles:
            fields[f"name-{id}"] = StringField(
                _("Nom donné au %(profile)s", profile=name),
                [Length(max=LONGEST_NAME, message=too_long)],
                filters=[lambda text: " ".join((text or "").split())],
            )
        for at, name in enumerate(lost):
            fields[f"forget-{at}"] = BooleanField(_("Oublier «\u00a0%(name)s\u00a0»", name=name))
        return type("Form", (NamesForm,), fields)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse to put every profile together."""
        sound = bool(super().validate(extra_validators))
        names = {self[f"name-{id}"].data.casefold() for id in self.ids}
        if len(self.ids) > 1 and len(names) == 1 and "" not in names:
            field = self[f"name-{self.ids[0]}"]
            field.errors = [
                *field.errors,
                _("Tous les profils ont le même nom\u00a0: gardez-en deux au moins."),
            ]
            return False
        return sound

    def names(self) -> dict[str, str]:
        """The name of each profile that has one."""
        return {id: self[f"name-{id}"].data for id in self.ids if self[f"name-{id}"].data}

    def forgotten(self) -> set[str]:
        """The names to forget."""
        return {name for at, name in enumerate(self.lost) if self[f"forget-{at}"].data}
