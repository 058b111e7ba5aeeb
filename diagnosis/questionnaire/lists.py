"""The shape of the lists that questionnaires take their choices from, and of all files together.

The models are also the source of the JSON schemas in ``questionnaires/schema/`` that editors use
(``diagnosis check --write-schemas`` renews them; a test holds them equal).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from diagnosis.pictures import PicturesFile
from diagnosis.questionnaire.definition import Label, Name, QuestionnaireFile, Strict

# A number of France has ten figures, one from abroad fifteen at most (ITU E.164), with spaces.
PHONE = r"^(\+?[0-9][0-9 ]{1,22}[0-9])?$"


class Domain(Strict):
    """One of the domains of need."""

    name: Name
    label: Label
    picture: str = ""


class Audience(Strict):
    """Whom a theme is for: families with one of these answers; everyone when none is named."""

    label: Label
    any_of: dict[Name, tuple[Name, ...]] = {}


class Theme(Strict):
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


class ThemesFile(Strict):
    """The domains of need and the catalogue of workshop themes."""

    domains: tuple[Domain, ...]
    audiences: dict[Name, Audience]
    formats: dict[Name, Label]
    constraints: dict[Name, Label]
    themes: tuple[Theme, ...]


class Sector(Strict):
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


class HelpNumber(Strict):
    """A number shown to everyone, with the day somebody last checked it."""

    number: Annotated[str, StringConstraints(pattern=r"^\+?[0-9 ]{2,16}$")]
    label: Label
    sms: bool = False
    checked_on: date


class Service(Strict):
    """A service that answers some domains, shown to every family alike.

    Where it is, when it is open, how to call it and the languages spoken there (tags) are filled
    in by the team that deploys: nothing of these is invented here.
    """

    name: Name
    label: Label
    description: Label
    domains: tuple[Name, ...]
    where: str = ""
    hours: str = ""
    phone: Annotated[str, StringConstraints(pattern=PHONE)] = ""
    languages: tuple[str, ...] = ()
    picture: str = ""
    checked_on: date

    @model_validator(mode="before")
    @classmethod
    def _of_former_lists(cls, data: Any) -> Any:
        # Former lists marked the « discreet » ones, which everyone saw: now all are seen by all.
        if not isinstance(data, dict) or not isinstance(data.get("discreet"), bool):
            return data
        return {key: value for key, value in data.items() if key != "discreet"}


class ServicesFile(Strict):
    """Services and help numbers of the thank-you page."""

    help_numbers: tuple[HelpNumber, ...]
    services: tuple[Service, ...]


class Place(Strict):
    """Where a workshop may be held, as a family says it (« à la PMI »)."""

    name: Name
    label: Label
    picture: str = ""


class PlacesFile(Strict):
    """The places offered wherever a site has none of its own."""

    places: tuple[Place, ...]


class Site(Strict):
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


class SitesFile(Strict):
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
        "pictures.schema.json": PicturesFile.model_json_schema(),
    }
