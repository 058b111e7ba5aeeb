"""One running instance: store, secrets, what is asked, in which words. Passed to every page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from cryptography.fernet import MultiFernet

from diagnosis import accounts
from diagnosis.keeping import FACTORS, RECEIPTS, SESSION, Secrets, draw_key
from diagnosis.languages import Language, Languages
from diagnosis.model import Campaign
from diagnosis.pictures import Book
from diagnosis.questionnaire import (
    Change,
    Library,
    Questionnaire,
    Rules,
    Theme,
    changes,
    told_apart,
)
from diagnosis.storage import Storage, UnavailableError
from diagnosis.voices import (
    Heard,
    MachineVoices,
    heard_in,
    is_heard,
    texts_of_rooms,
    texts_said_back,
    together,
)
from diagnosis.xlsform import all_imported

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Content:
    """What an instance reads from its files at start, the same for as many instances as one likes.

    ``pictures`` is the picture book, ``signs`` the inner SVG of each sign of the interface by name.
    """

    languages: Languages
    library: Library
    pictures: Book
    signs: dict[str, str]


@dataclass
class Instance:
    """What the pages need to answer, read once at start.

    ``shipped`` is what the files ask and offer; `library` adds what the team has changed of it.
    ``pictures`` is the picture book, ``signs`` the inner SVG of each sign of the interface by name;
    ``exit_address`` is where the quick exit leads; ``k`` is the smallest group that is described;
    ``open_planning`` lets anyone read the planners' pages (they hold aggregates only);
    ``second_factor`` asks administrators for one;
    ``crossings`` names the questions that needs are crossed with; ``publishes`` is false where
    another process computes the published states; ``machine`` holds the sounds of the machine
    voice; ``controller`` and ``dpo`` are named on the page
    of rights, empty until the team has set them; ``memory`` is where the bridge to the analysis
    keeps the diagnoses it made.
    """

    store: Storage
    secrets: Secrets
    shipped: Library
    languages: Languages
    pictures: Book
    exit_address: str
    k: int
    machine: MachineVoices
    address: str = ""
    controller: str = ""
    dpo: str = ""
    open_planning: bool = False
    second_factor: bool = True
    publishes: bool = True
    crossings: tuple[str, ...] = ()
    signs: dict[str, str] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)
    _rules: dict[tuple[str, str], Rules] = field(default_factory=dict)
    _revised: tuple[dict[str, int], Library] | None = None
    _heard: dict[str, tuple[str, Heard]] = field(default_factory=dict)

    def today(self) -> date:
        """Today's date; the clock is read here and in `now` alone."""
        return date.today()

    def now(self) -> datetime:
        """Time of day, for tablets, a ballot's age and what the team does: nothing of a family."""
        return datetime.now(UTC)

    def week(self) -> str:
        """ISO week of today ("2026-W47"): the finest time that a response keeps."""
        year, week, _ = self.today().isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def library(self) -> Library:
        """Everything that can be asked and answered at the first site, as it is now."""
        return self.library_at("")

    def library_of(self, campaign: Campaign) -> Library:
        """Everything that can be asked and answered where a campaign is, as it is now."""
        return self.library_at(campaign.site)

    def questionnaires_at(self, site: str) -> dict[str, Questionnaire]:
        """Questionnaires that can be asked at a site: those that the team brought among them."""
        brought = {name: one.questionnaire for name, one in all_imported(self.store).items()}
        return {**brought, **self.library_at(site).questionnaires}

    def team_titles(self, site: str) -> dict[str, str]:
        """How the team calls each of them, by name: no two of them alike."""
        brought = {name: one.questionnaire.title for name, one in all_imported(self.store).items()}
        return told_apart({**brought, **self.library_at(site).team_titles})

    def town(self, site: str) -> str:
        """How the team calls a campaign's site; what it wrote itself where none is so called."""
        found = self.library.site_called(site)
        return found.town if found else site

    def library_at_hand(self) -> Library:
        """The first site's library as it was last read: pages of trouble ask no store."""
        return self._revised[1] if self._revised else self.shipped

    def library_at(self, site: str) -> Library:
        """Everything that can be asked and answered at a site (see `Library.at`)."""
        numbers = self.store.list_numbers()
        if not numbers:
            return self.shipped.at(site)
        if self._revised is None or self._revised[0] != numbers:
            found = {name: self.store.revision(name, number) for name, number in numbers.items()}
            contents = {name: revision.content for name, revision in found.items() if revision}
            self._revised = numbers, self.shipped.saying(contents)
        return self._revised[1].at(site)

    def sounds_stamp(self) -> str:
        """A text that changes with anything that can be heard, in any language."""
        kept = [self.store.recordings(tag) for tag in self.languages.tags]
        made = [self.machine.stamp(tag) for tag in self.languages.tags]
        return f"{kept} {made} {self.store.list_numbers()}"

    def heard(self, tag: str, stamp: str = "") -> Heard:
        """What can be heard in a language, as it is now.

        Parameters
        ----------
        stamp : `sounds_stamp`, where it was asked already.
        """
        stamp = stamp or self.sounds_stamp()
        if tag not in self._heard or self._heard[tag][0] != stamp:
            asked = [self.questionnaire(campaign) for campaign in self.store.campaigns()]
            language = self.languages[tag]
            found = heard_in(
                self.store, self.machine, self.languages, self.library, asked, language
            )
            self._heard[tag] = stamp, found
        return self._heard[tag][1]

    def said_now(self) -> dict[str, dict[str, str]]:
        """What the machine voice says for a time: what rooms vote on, what is given back."""
        campaigns = self.store.campaigns()
        given = [(self.library_of(one), self.store.given(one.name)) for one in campaigns]
        rooms = texts_of_rooms(self.store, [one.name for one in campaigns])
        return together(rooms, texts_said_back(self.languages, given))

    def is_heard(self, language: Language) -> bool:
        """Whether a language is heard where it is only spoken (see `voices.is_heard`)."""
        try:
            return is_heard(self.store, self.library, language)
        except UnavailableError:
            return not language.oral

    def rules(self, questionnaire: str, version: str) -> Rules | None:
        """Compiled rules of a questionnaire version that some campaign asked."""
        key = (questionnaire, version)
        if key not in self._rules:
            kept = self.store.questionnaire(*key)
            if kept is None:
                return None
            self._rules[key] = Rules(kept)
        return self._rules[key]

    def questionnaire(self, campaign: Campaign) -> Questionnaire:
        """Questionnaire that a campaign asks."""
        rules = self.rules(campaign.questionnaire, campaign.version)
        if rules is None:
            raise LookupError(f"{campaign.questionnaire} {campaign.version}")
        return rules.questionnaire

    def changes(self, campaign: Campaign) -> list[Change]:
        """What today's files and lists would change of what a campaign asks."""
        present = self.questionnaires_at(campaign.site).get(campaign.questionnaire)
        return changes(self.questionnaire(campaign), present) if present else []

    def themes(self, campaign: Campaign) -> dict[str, Theme]:
        """Workshop themes of a campaign's catalogue, by name."""
        return {theme.name: theme for theme in self.library_of(campaign).catalogue.themes}

    def session_key(self) -> str:
        """Key that signs the team's session cookies, as it is now."""
        return str(self.secrets.once(SESSION, draw_key))

    def renew_session_key(self) -> None:
        """Draw another: whoever had entered enters again."""
        self.secrets.change(SESSION, lambda _: draw_key())

    def factor_seal(self) -> MultiFernet:
        """What seals and opens the secrets of second factors, as it is now."""
        return accounts.factor_seal(self.secrets.once(FACTORS, lambda: [draw_key()]))

    def renew_factor_key(self) -> list[str]:
        """Seal second factors with a new key; names of the members whose factor no key opened."""
        self.secrets.change(FACTORS, lambda kept: [draw_key(), *kept])
        lost = accounts.reseal_factors(self.store, self.factor_seal())
        # The former one stays for a backup or an enrolment that is under way.
        self.secrets.change(FACTORS, lambda kept: kept[:2])
        return lost

    def receipt_key(self) -> str:
        """Secret of the codes that the server draws; never changed: a code is always the same."""
        return str(self.secrets.once(RECEIPTS, draw_key))


def read_signs(path: Path) -> dict[str, str]:
    """Read the signs (``<symbol>``) of an SVG file.

    Returns
    -------
    The inner SVG by name.
    """
    root = ElementTree.parse(path).getroot()  # noqa: S314 - our own file, never a visitor's
    return {
        symbol.attrib["id"]: "".join(
            ElementTree.tostring(part, encoding="unicode").replace(
                ' xmlns:ns0="http://www.w3.org/2000/svg"', ""
            )
            for part in symbol
        ).replace("ns0:", "")
        for symbol in root.iter(f"{SVG}symbol")
    }
