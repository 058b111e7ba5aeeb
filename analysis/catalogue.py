"""What the application tells the analysis: themes, audiences, sectors, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .errors import AnalysisError


@dataclass(frozen=True)
class Theme:
    """A workshop theme of the catalogue.

    Parameters
    ----------
    name, label, partner : str
    main, further : str, tuple of str
        The need domain that a family expects there, and others that it touches.
    format, constraints : str, tuple of str
        Codes carried through.
    audiences : tuple of str
        Names of audiences; a family belongs when it is in any of them. Empty means everybody.
    """

    name: str
    label: str = ""
    main: str = ""
    further: tuple[str, ...] = ()
    format: str = ""
    audiences: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    partner: str = ""

    @property
    def title(self) -> str:
        """The label, or the name when there is none."""
        return self.label or self.name

    @property
    def domains(self) -> tuple[str, ...]:
        """Every need domain that the theme touches, the main one first."""
        return (*filter(None, [self.main]), *self.further)


@dataclass(frozen=True)
class Audience:
    """Families that gave any of some answers; everybody when ``any_of`` is empty.

    ``any_of`` is variable name to category names.
    """

    name: str
    label: str = ""
    any_of: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, name: str, body: Mapping[str, Any]) -> Audience:
        """Build an audience from plain data ``{label, any_of}``."""
        rules = {
            str(key): (value,) if isinstance(value, str) else tuple(map(str, value))
            for key, value in (body.get("any_of") or {}).items()
        }
        return cls(name, str(body.get("label") or name), rules)


@dataclass(frozen=True)
class Sector:
    """A part of the neighbourhood.

    Parameters
    ----------
    name : str
        The category of the sector variable.
    lon, lat : float, optional
        Centre, degrees.
    polygon : mapping or list, optional
        GeoJSON Polygon or MultiPolygon geometry, or the coordinates of a Polygon.
    apart : sequence of str
        Sectors beyond a railway, a canal or a wide road: never joined to this one before others.
    """

    name: str
    label: str = ""
    lon: float | None = None
    lat: float | None = None
    polygon: Mapping[str, Any] | list[Any] | None = None
    landmarks: Sequence[str] = ()
    apart: Sequence[str] = ()


@dataclass(frozen=True)
class SessionVotes:
    """The votes of one concertation session.

    Parameters
    ----------
    participants : int
        People who could vote.
    votes : mapping of str to int
        Theme name to number of votes, at most one a person.
    proposed : sequence of str
        Themes that were put to the vote.
    """

    participants: int
    votes: Mapping[str, int] = field(default_factory=dict)
    proposed: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.participants < 0 or any(n < 0 for n in self.votes.values()):
            raise AnalysisError(
                "Une séance de concertation a un nombre négatif. Corriger votes et participants."
            )


@dataclass(frozen=True)
class WorkshopOutcome:
    """What people said of one held test workshop, in numbers of people.

    ``decision`` is what the team decided after it: "keep", "adapt", "stop" or nothing yet.
    """

    theme: str
    attended: int = 0
    happy: int = 0
    neutral: int = 0
    unhappy: int = 0
    decision: str = ""

    def __post_init__(self) -> None:
        if min(self.attended, self.happy, self.neutral, self.unhappy) < 0:
            raise AnalysisError(
                "Un bilan d'atelier a un nombre négatif. Corriger présents et retours."
            )


@dataclass(frozen=True)
class Evidence:
    """What happened after the survey: sessions and workshops.

    Parameters
    ----------
    sessions : sequence of SessionVotes
    workshops : sequence of WorkshopOutcome
    survey_people : float
        How many voters the whole survey weighs as much as, above 0. Few give a session the last
        word; as many as families answered makes each family and each voter count once.
    """

    sessions: Sequence[SessionVotes] = ()
    workshops: Sequence[WorkshopOutcome] = ()
    survey_people: float = 20.0

    def __post_init__(self) -> None:
        if not self.survey_people > 0:
            raise AnalysisError(
                "L'enquête ne pèse rien face aux votes. Donner à survey_people un nombre de "
                "personnes plus grand que 0."
            )


def offers(names: Sequence[str], themes: Sequence[Theme]) -> bool:
    """Whether a question offers themes; one answer that bears a theme's name is chance.

    >>> catalogue = [Theme("jouer"), Theme("ecole"), Theme("massage")]
    >>> offers(["jouer", "massage"], catalogue)
    True
    >>> offers(["jouer", "geste", "sortie", "info"], catalogue)
    False
    """
    both = len({theme.name for theme in themes} & set(names))
    return both > 0 and 2 * both >= min(len(names), len(themes))
