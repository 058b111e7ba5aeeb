"""What each site asks and offers: its own lists where it has some, the common ones elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict

from diagnosis.questionnaire.definition import (
    Borrowed,
    Choice,
    Question,
    Questionnaire,
    QuestionnaireFile,
)
from diagnosis.questionnaire.lists import (
    Place,
    PlacesFile,
    ServicesFile,
    Site,
    SitesFile,
    ThemesFile,
)


class Lists(BaseModel):
    """The lists that questionnaires take their choices from, each named as its file is."""

    model_config = ConfigDict(frozen=True)

    themes: ThemesFile
    places: PlacesFile
    services: ServicesFile
    sites: SitesFile


def told_apart(titles: Mapping[str, str]) -> dict[str, str]:
    """The same titles by name; those that are alike are followed by their name."""
    times = Counter(titles.values())
    return {
        name: f"{title} ({name})" if times[title] > 1 else title for name, title in titles.items()
    }


# Told apart by what it is, not by what it holds: pages are kept for it.
@dataclass(frozen=True, eq=False)
class Library:
    """Everything that can be asked and answered at a site.

    ``definitions`` and ``lists`` are what was written, for every site; ``site`` is the one whose
    sectors, places, services and themes the rest offers.
    """

    site: Site
    definitions: Mapping[str, QuestionnaireFile]
    lists: Lists
    languages: Mapping[str, str]

    @cached_property
    def questionnaires(self) -> dict[str, Questionnaire]:
        """Questionnaires by name, every choice list written out."""
        choices = choice_lists(self.lists, self.site, self.languages)
        known = self.definitions
        return {name: _written_out(known[name], known, choices) for name in known}

    @cached_property
    def catalogue(self) -> ThemesFile:
        """Domains of need and workshop themes."""
        return catalogue_of(self.lists, self.site)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where a workshop may be held."""
        return places_of(self.lists, self.site)

    @cached_property
    def services(self) -> ServicesFile:
        """Services and help numbers."""
        own = self.site.services
        common = self.lists.services
        return common if own is None else common.model_copy(update={"services": own})

    @property
    def sites(self) -> tuple[Site, ...]:
        """Every site."""
        return self.lists.sites.sites

    @cached_property
    def team_titles(self) -> dict[str, str]:
        """How the team calls each questionnaire, by name: no two of them alike."""
        called = {name: one.team_title or one.title for name, one in self.definitions.items()}
        return told_apart(called)

    def at(self, name: str) -> Library:
        """The library of a site, by its name or its town; of the first one when none is so called.

        Campaigns opened before there were sites name a town, or nothing.
        """
        return self._everywhere[(self.site_called(name) or self.sites[0]).name]

    def site_called(self, name: str) -> Site | None:
        """Find a site by its name or its town."""
        called = name.casefold()
        found = (s for s in self.sites if called in (s.name.casefold(), s.town.casefold()))
        return next(found, None)

    @cached_property
    def _everywhere(self) -> dict[str, Library]:
        return {
            site.name: at_site(self.definitions, self.lists, self.languages, site)
            for site in self.sites
        }

    def saying(self, contents: Mapping[str, Any]) -> Library:
        """The library of the first site, where lists by name say something else (plain data)."""
        if not contents:
            return self
        plain = {**self.lists.model_dump(mode="json"), **contents}
        return at_site(self.definitions, Lists.model_validate(plain), self.languages)


def at_site(
    definitions: Mapping[str, QuestionnaireFile],
    lists: Lists,
    languages: Mapping[str, str],
    site: Site | None = None,
) -> Library:
    """The library of a site, of the first one when none is said."""
    return Library(site or lists.sites.sites[0], definitions, lists, languages)


def choice_lists(
    lists: Lists, site: Site, languages: Mapping[str, str]
) -> dict[str, tuple[Choice, ...]]:
    """The choices that a question may take from a list, at a site."""
    catalogue = catalogue_of(lists, site)
    elsewhere = f"ailleurs_{site.name.replace('-', '_')}"
    return {
        "domains": tuple(
            Choice(name=d.name, label=d.label, picture=d.picture) for d in catalogue.domains
        ),
        "themes": tuple(
            Choice(name=t.name, label=t.label, picture=t.picture, domains=t.domains)
            for t in catalogue.themes
        ),
        "sectors": (
            *(Choice(name=s.name, label=s.label, picture=s.picture) for s in site.sectors),
            Choice(name=elsewhere, label=site.elsewhere, picture="ailleurs"),
        ),
        "places": tuple(
            Choice(name=p.name, label=p.label, picture=p.picture) for p in places_of(lists, site)
        ),
        "languages": tuple(Choice(name=tag, label=own) for tag, own in languages.items()),
    }


def catalogue_of(lists: Lists, site: Site) -> ThemesFile:
    """Domains of need, and the workshop themes of a site."""
    own = site.themes
    return lists.themes if own is None else lists.themes.model_copy(update={"themes": own})


def places_of(lists: Lists, site: Site) -> tuple[Place, ...]:
    """Where a workshop may be held at a site."""
    return lists.places.places if site.places is None else site.places


def _written_out(
    definition: QuestionnaireFile,
    known: Mapping[str, QuestionnaireFile],
    lists: Mapping[str, tuple[Choice, ...]],
) -> Questionnaire:
    questions = []
    for item in definition.questions:
        question = _lent(item, known)
        listed = lists[question.choices_from] if question.choices_from else ()
        questions.append(
            question.model_copy(
                update={"choices": (*listed, *question.choices), "choices_from": None}
            )
        )
    return Questionnaire(
        **definition.model_dump(exclude={"questions", "team_title"}), questions=tuple(questions)
    )


def _lent(item: Question | Borrowed, known: Mapping[str, QuestionnaireFile]) -> Question:
    if isinstance(item, Question):
        return item
    lender = known[item.from_].questions
    return next(q for q in lender if isinstance(q, Question) and q.name == item.name)
