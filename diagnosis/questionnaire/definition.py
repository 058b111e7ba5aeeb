"""The shape of a questionnaire, as a pydantic model; `lists` is that of the other files."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
)

from diagnosis.questionnaire.expressions import ExpressionError, Tree, parse

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$", max_length=64)]
# Of a choice: forms made for ODK and Kobo call « I do not know » -99.
ChoiceName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9_.-]*$", max_length=64)
]
Label = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]*$")]


def _readable(text: str) -> str:
    try:
        parse(text)
    except ExpressionError as error:
        remedy = "corrigez la condition (voir docs/questionnaires.md)"
        raise ValueError(f"{error} → {remedy}") from error
    return text


Expression = Annotated[str, AfterValidator(_readable)]

QuestionType = Literal["select_one", "select_multiple", "rank", "scale", "integer", "text", "note"]
Role = Literal[
    "need", "priority", "barrier", "preference", "profile", "sector", "weight", "text", "ignore"
]
Source = Literal["domains", "sectors", "places", "themes", "languages"]
Condition = Literal["relevant", "constraint", "choice_filter"]
SELECTS = ("select_one", "select_multiple", "rank", "scale")
SEVERAL = ("select_multiple", "rank")


class Strict(BaseModel):
    """A part of a file: no key that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Choice(Strict):
    """One answer that can be ticked; ``exclusive`` clears all the others ("personne").

    Whoever ticks a ``discreet`` one is given no code to keep: it could be found on her. A
    ``lacking`` one says that support is lacking.
    """

    name: ChoiceName
    label: Label
    picture: str = ""
    exclusive: bool = False
    discreet: bool = False
    lacking: bool = False
    domains: tuple[Name, ...] = ()


class Sentence(Strict):
    """One illustrated sentence of the notice before the first question."""

    label: Label
    picture: str = ""


class Draw(Strict):
    """How cards are drawn: by the domains chosen in question ``by``, plus some at random."""

    by: Name
    cards: int = Field(ge=1, le=20)
    random: int = Field(ge=0, le=10)


class Question(Strict):
    """A question, as in XLSForm; ``role`` and ``use`` say what the analysis makes of it.

    A text with ``voice`` may be spoken instead of written. ``default`` is what is chosen or written
    before a family answers; several choices stand with a space between.
    """

    name: Name
    type: QuestionType
    label: Label
    hint: str = ""
    role: Role = "ignore"
    use: Literal["", "slot", "place", "language", "support", "theme"] = ""
    ordered: bool = False
    active: bool = True
    required: bool = False
    choices_from: Source | None = None
    choices: tuple[Choice, ...] = ()
    choice_filter: Expression | None = None
    relevant: Expression | None = None
    constraint: Expression | None = None
    constraint_message: str = ""
    max_selected: int | None = Field(default=None, ge=1)
    max_length: int = Field(default=300, ge=1, le=2000)
    default: str = ""
    voice: bool = False
    order: Literal["given", "random"] = "given"
    draw: Draw | None = None

    @property
    def is_select(self) -> bool:
        """Say whether the answer is taken from choices."""
        return self.type in SELECTS

    @property
    def takes_several(self) -> bool:
        """Say whether the answer is a list."""
        return self.type in SEVERAL

    @property
    def is_asked(self) -> bool:
        """Say whether the question has an answer at all (a note has none)."""
        return self.type != "note"

    def condition(self, key: Condition) -> Tree | None:
        """Syntax tree of one of the question's conditions."""
        text = getattr(self, key)
        return parse(text) if text else None


class Borrowed(Strict):
    """A question taken over from another questionnaire, word for word."""

    from_: Name = Field(alias="from")
    name: Name


ASKED, BORROWED = "asked question", "borrowed question"
Item = Annotated[
    Annotated[Question, Tag(ASKED)] | Annotated[Borrowed, Tag(BORROWED)],
    Discriminator(lambda item: BORROWED if "from" in _keys(item) else ASKED),
]


def _keys(item: Any) -> Any:
    return item if isinstance(item, dict) else ("from",) * isinstance(item, Borrowed)


class Rewording(Strict):
    """Words that changed so that answers may move: since which version, on what day, and how.

    ``questions`` says, by question, what changed, for whoever reads the results.
    """

    version: Version
    day: date
    questions: dict[Name, Label] = Field(min_length=1)


class Questionnaire(Strict):
    """A questionnaire ready to be asked: every choice list written out.

    After question ``pause`` a family may send at once; what comes before is the core. Empty: the
    whole is asked in one go. ``translations`` are its own, by tag and by French sentence: they go
    before those of the catalogues, which say the rest.
    """

    name: Name
    version: Version
    title: Label
    welcome: tuple[Sentence, ...] = Field(min_length=1)
    pause: str = ""
    questions: tuple[Question, ...]
    rewordings: tuple[Rewording, ...] = ()
    translations: dict[str, dict[str, str]] = {}

    @property
    def core(self) -> tuple[Question, ...]:
        """The questions before the pause; all of them where there is none."""
        return self.until(self.pause)

    @property
    def proposes(self) -> bool:
        """Whether a question has an answer chosen before anybody answers."""
        return any(question.default for question in self.questions)

    @property
    def places(self) -> dict[str, str]:
        """Where a workshop may be held, by name, in the words that families are asked."""
        asked = (question for question in self.questions if question.use == "place")
        return {choice.name: choice.label for question in asked for choice in question.choices}

    def until(self, name: str) -> tuple[Question, ...]:
        """The questions up to one, itself included; all of them when the name is empty."""
        names = [question.name for question in self.questions]
        return self.questions[: names.index(name) + 1] if name else self.questions

    def question(self, name: str) -> Question:
        """Find a question by name (``KeyError`` when there is none)."""
        return next((q for q in self.questions if q.name == name), None) or _missing(name)


class QuestionnaireFile(Strict):
    """A questionnaire as written in YAML: questions may be borrowed, choices taken from lists.

    ``title`` is what families read; ``team_title`` is how the team tells it from the others.
    """

    name: Name
    version: Version
    title: Label
    team_title: str = Field("", max_length=60)
    welcome: tuple[Sentence, ...] = Field(min_length=1)
    pause: str = ""
    questions: tuple[Item, ...] = Field(min_length=1)
    rewordings: tuple[Rewording, ...] = ()
    translations: dict[str, dict[str, str]] = {}


def _missing(name: str) -> Question:
    raise KeyError(name)
