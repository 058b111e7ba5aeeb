"""The shape of the files in ``questionnaires/``, as pydantic models.

They are also the source of the JSON schemas in ``questionnaires/schema/`` that editors use
(``diagnosis check --write-schemas`` renews them; a test holds them equal).
"""

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
    model_validator,
)

from diagnosis.questionnaire.expressions import ExpressionError, Tree, parse

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$", max_length=64)]
Label = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


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


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Choice(_Strict):
    """One answer that can be ticked; ``exclusive`` clears all the others ("personne").

    Whoever ticks a ``discreet`` one is given no code to keep: it could be found on her. A
    ``lacking`` one says that support is lacking.
    """

    name: Name
    label: Label
    picture: str = ""
    exclusive: bool = False
    discreet: bool = False
    lacking: bool = False
    domains: tuple[Name, ...] = ()


class Sentence(_Strict):
    """One illustrated sentence of the notice before the first question."""

    label: Label
    picture: str = ""


class Draw(_Strict):
    """How cards are drawn: by the domains chosen in question ``by``, plus some at random."""

    by: Name
    cards: int = Field(ge=1, le=20)
    random: int = Field(ge=0, le=10)


class Question(_Strict):
    """A question, as in XLSForm; ``role`` and ``use`` say what the analysis makes of it.

    A text with ``voice`` may be spoken instead of written.
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


class Borrowed(_Strict):
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


class Questionnaire(_Strict):
    """A questionnaire ready to be asked: every choice list written out."""

    name: Name
    version: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]*$")]
    title: Label
    welcome: tuple[Sentence, ...] = Field(min_length=1)
    questions: tuple[Question, ...]

    def question(self, name: str) -> Question:
        """Find a question by name (``KeyError`` when there is none)."""
        return next((q for q in self.questions if q.name == name), None) or _missing(name)


class QuestionnaireFile(_Strict):
    """A questionnaire as written in YAML: questions may be borrowed, choices taken from lists."""

    name: Name
    version: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]*$")]
    title: Label
    welcome: tuple[Sentence, ...] = Field(min_length=1)
    questions: tuple[Item, ...] = Field(min_length=1)


class Domain(_Strict):
    """One of the domains of need."""

    name: Name
    label: Label
    picture: str = ""


class Audience(_Strict):
    """Whom a theme is for: families with one of these answers; everyone when none is named."""

    label: Label
    any_of: dict[Name, tuple[Name, ...]] = {}


class Theme(_Strict):
    """An entry of the catalogue of workshop themes.

    ``main`` is the need that a family expects there, ``further`` those that are touched too.
    """

    name: Name
    label: Label
    main: Name
    further: tuple[Name, ...] = ()
    format: Name
    audiences: tuple[Name, ...] = Field(min_length=1)
    constraints: tuple[Name, ...] = ()
    partner: str = ""
    picture: str = ""

    @model_validator(mode="before")
    @classmethod
    def _of_one_list(cls, data: Any) -> Any:
        # Older catalogues list « domains »: the first one is the main one.
        if not isinstance(data, dict) or "main" in data or not data.get("domains"):
            return data
        main, *further = data["domains"]
        kept = {key: value for key, value in data.items() if key != "domains"}
        return {**kept, "main": main, "further": further}

    @property
    def domains(self) -> tuple[str, ...]:
        """Every need that the theme touches, the main one first."""
        return (self.main, *self.further)


class ThemesFile(_Strict):
    """The domains of need and the catalogue of workshop themes."""

    domains: tuple[Domain, ...]
    audiences: dict[Name, Audience]
    formats: dict[Name, Label]
    constraints: dict[Name, Label]
    themes: tuple[Theme, ...]


class Sector(_Strict):
    """A corner of the neighbourhood that a family can recognise; never an address."""

    name: Name
    label: Label
    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    landmarks: tuple[str, ...] = ()
    iris: tuple[str, ...] = ()
    # Sectors beyond a railway, a canal, a wide road: joined to this one last on need maps.
    apart: tuple[Name, ...] = ()
    picture: str = ""


class HelpNumber(_Strict):
    """A number shown to everyone, with the day somebody last checked it."""

    number: Annotated[str, StringConstraints(pattern=r"^\+?[0-9 ]{2,16}$")]
    label: Label
    sms: bool = False
    checked_on: date


class Service(_Strict):
    """A service that answers some domains; ``where`` is filled in by the team that deploys."""

    name: Name
    label: Label
    description: Label
    domains: tuple[Name, ...]
    discreet: bool = False
    where: str = ""
    picture: str = ""
    checked_on: date


class ServicesFile(_Strict):
    """Services and help numbers of the thank-you page."""

    help_numbers: tuple[HelpNumber, ...]
    services: tuple[Service, ...]


class Place(_Strict):
    """Where a workshop may be held, as a family says it (« à la PMI »)."""

    name: Name
    label: Label
    picture: str = ""


class PlacesFile(_Strict):
    """The places offered wherever a site has none of its own."""

    places: tuple[Place, ...]


class Site(_Strict):
    """A place of the network: its sectors, and the lists that it has of its own.

    ``town`` is how the team calls it; ``elsewhere`` is the last choice of « Où habitez-vous ? »
    that is in the town. A list that is not given is the common one.
    """

    name: Name
    town: Label
    elsewhere: Label
    sectors: tuple[Sector, ...] = ()
    places: tuple[Place, ...] | None = None
    services: tuple[Service, ...] | None = None
    themes: tuple[Theme, ...] | None = None


class SitesFile(_Strict):
    """The sites; a campaign that names none of them is at the first one."""

    sites: tuple[Site, ...] = Field(min_length=1)


def schemas() -> dict[str, dict[str, Any]]:
    """JSON schema of each kind of file, by the schema's file name."""
    return {
        "questionnaire.schema.json": QuestionnaireFile.model_json_schema(),
        "themes.schema.json": ThemesFile.model_json_schema(),
        "places.schema.json": PlacesFile.model_json_schema(),
        "services.schema.json": ServicesFile.model_json_schema(),
        "sites.schema.json": SitesFile.model_json_schema(),
    }


def _missing(name: str) -> Question:
    raise KeyError(name)
