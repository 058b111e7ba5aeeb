"""The whole contract of a store; one suite of tests runs against every engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from diagnosis.model import (
    Campaign,
    Coding,
    Kiosk,
    Outcome,
    Recording,
    Response,
    Revision,
    Session,
    Sound,
    Statement,
    Trial,
    Voice,
    Vote,
    Workshop,
)
from diagnosis.model.giving import Given
from diagnosis.questionnaire import Questionnaire
from diagnosis.storage.team import TeamStorage


@dataclass(frozen=True)
class Tally:
    """How many responses came in a week, through a channel, in a language, with help or alone."""

    week: str
    channel: str
    language: str
    count: int
    assisted: bool = False


class Storage(TeamStorage, Protocol):
    """Everything the application asks of a store."""

    def add_response(self, response: Response) -> Outcome:
        """Keep a response, once: same id and content is `SAME`, other content `CONFLICT`."""
        ...

    def add_responses(self, responses: list[Response]) -> list[Outcome]:
        """Keep many responses in one transaction: all of them, or none on an error."""
        ...

    def responses(self, campaign: str, apart: bool | None = False) -> Iterator[Response]:
        """Responses of a campaign that count, in an order that does not tell when they came.

        Parameters
        ----------
        apart : those kept apart from these, instead; None: all of them.
        """
        ...

    def count_responses(self, campaign: str, apart: bool | None = False) -> int:
        """Count the same responses."""
        ...

    def set_apart(
        self, campaign: str, ids: Collection[str], why: str, counted: bool | None = None
    ) -> None:
        """Note which sign of a flood responses bear, and whether the team counts them.

        None says nothing of it: what the team said before stays.
        """
        ...

    def tally(self, campaign: str) -> list[Tally]:
        """Count the responses that count by week, channel, language and help."""
        ...

    def withdraw(self, campaign: str, receipt: str) -> bool:
        """Erase for good the response that has this receipt; False when there is none."""
        ...

    def voices(self, campaign: str, apart: bool | None = False) -> list[Voice]:
        """Spoken answers, of the same responses as `responses`, that wait to be written down."""
        ...

    def voice(self, campaign: str, id: str, question: str) -> Sound | None:
        """Sound of a spoken answer, None once it was written down."""
        ...

    def transcribe(
        self, campaign: str, id: str, question: str, text: str, former: str | None = None
    ) -> bool:
        """Write a spoken answer down (empty: nothing to keep) and erase its sound.

        False when somebody has written it meanwhile: other than `former`, if that was read.
        """
        ...

    def transcription(self, campaign: str, id: str, question: str) -> str | None:
        """What was written down of a spoken answer, None before (or without any)."""
        ...

    def erase_responses(self, campaign: str) -> None:
        """Erase every response of a campaign, its voices, and what the withdrawn left.

        For good once `scrub` is called.
        """
        ...

    def erase_texts(self, campaign: str, questions: Collection[str]) -> None:
        """Erase the answers to these questions, and every spoken answer of a campaign.

        For good once `scrub` is called.
        """
        ...

    def scrub(self, keep_copies: bool = False) -> None:
        """Leave no byte of what was erased in any file.

        Parameters
        ----------
        keep_copies : leave the copy made before an upgrade, which holds what was there then.

        Raises
        ------
        StorageError
            Somebody still reads what was there before, or the disk is full: to be tried again.
        """
        ...

    def save_coding(self, coding: Coding, version: str = "") -> bool:
        """Keep what was decided of a text in place of a former decision; False without response.

        `version` is `version_of` the former one, or of None: another is a `StaleError`.

        It goes with its response or its text, whenever these are erased.
        """
        ...

    def codings(self, campaign: str) -> list[Coding]:
        """Decisions of the team on the texts of a campaign."""
        ...

    def save_questionnaire(self, questionnaire: Questionnaire) -> Questionnaire:
        """Keep a questionnaire for good, and give it with the version under which it is kept.

        That is its own, or the next one ("1-2") where its own was kept with other words.
        """
        ...

    def questionnaire(self, name: str, version: str) -> Questionnaire | None:
        """Find a questionnaire version."""
        ...

    def list_numbers(self) -> dict[str, int]:
        """Number of the last revision of each list that the team has edited."""
        ...

    def revisions(self, name: str) -> list[Revision]:
        """Revisions of a list, the last one first."""
        ...

    def revision(self, name: str, number: int) -> Revision | None:
        """Find a revision of a list."""
        ...

    def add_revision(self, revision: Revision) -> None:
        """Keep what a list says for good (`StaleError` when somebody has used its number)."""
        ...

    def trials(self) -> list[Trial]:
        """What families made of pictures, by picture and day."""
        ...

    def save_trials(self, trials: list[Trial]) -> None:
        """Keep what families made of pictures; that of a picture and a day takes its place."""
        ...

    def add_campaign(self, campaign: Campaign) -> None:
        """Open a new campaign (`TakenError` when the name is in use)."""
        ...

    def save_campaign(self, campaign: Campaign, version: str = "") -> None:
        """Replace an existing campaign.

        `version` is `version_of` what was read: another stored since is a `StaleError`.
        """
        ...

    def campaign(self, name: str) -> Campaign | None:
        """Find a campaign."""
        ...

    def campaigns(self) -> list[Campaign]:
        """Every campaign, the last opened first."""
        ...

    def add_session(self, session: Session) -> None:
        """Open a concertation session (`TakenError`: its code or its first is taken)."""
        ...

    def session(self, code: str) -> Session | None:
        """Find a concertation session."""
        ...

    def sessions(self, campaign: str) -> list[Session]:
        """Concertation sessions of a campaign."""
        ...

    def save_session(self, session: Session, version: str = "") -> None:
        """Replace a session (people counted, voting ended), as `save_campaign` does."""
        ...

    def remove_session(self, code: str) -> None:
        """Remove a step that waits, with its statements; one that was begun stays."""
        ...

    def save_vote(self, vote: Vote, room: int = 0, adds: bool = False) -> None:
        """Keep a participant's choices; a second sending with the same id replaces the first.

        Where it `adds`, answers of before stay, unless they are given again. Beyond `room` votes
        that count (0: no bound), a new one is kept apart; one that was kept apart stays so.
        """
        ...

    def keep_apart(self, code: str, ids: Collection[str], why: str) -> None:
        """Keep votes of a session apart from those that count."""
        ...

    def save_statement(self, statement: Statement, version: str = "") -> None:
        """Add a statement of a session, or replace it, as `save_campaign` does."""
        ...

    def remove_statement(self, code: str, id: str) -> None:
        """Remove a statement of a session, with every translation of it."""
        ...

    def statements(self, code: str) -> list[Statement]:
        """Statements of a session: by their number, then by their random id."""
        ...

    def votes(self, code: str) -> list[Vote]:
        """Votes of a session."""
        ...

    def add_workshop(self, workshop: Workshop) -> Workshop:
        """Plan a test workshop; the one returned has its id."""
        ...

    def save_workshop(self, workshop: Workshop, version: str = "") -> None:
        """Replace a test workshop (when it was held, for instance), as `save_campaign` does."""
        ...

    def change_workshop(self, id: int, how: Callable[[Workshop], Workshop]) -> Workshop | None:
        """Keep what `how` makes of a test workshop, no other write in between; None without it."""
        ...

    def workshop(self, id: int) -> Workshop | None:
        """Find a test workshop, a removed one too."""
        ...

    def workshops(self, campaign: str, removed: bool = False) -> list[Workshop]:
        """Test workshops of a campaign, by day and hour; those that were removed, instead."""
        ...

    def given(self, campaign: str) -> list[Given]:
        """What is given back to the families of a campaign, in the order that the team chose."""
        ...

    def change_given(self, campaign: str, how: Callable[[list[Given]], list[Given]]) -> list[Given]:
        """Keep what `how` makes of what is given back, no other write in between."""
        ...

    def save_kiosk(self, kiosk: Kiosk) -> None:
        """Add a tablet or replace what is known of it."""
        ...

    def kiosk(self, id: str) -> Kiosk | None:
        """Find a tablet."""
        ...

    def kiosks(self, campaign: str) -> list[Kiosk]:
        """Tablets of a campaign, by name."""
        ...

    def remove_kiosk(self, id: str) -> None:
        """Forget a tablet."""
        ...

    def save_recording(self, recording: Recording, seen: str | None = None) -> None:
        """Keep a recorded sentence, in place of a former one.

        `seen` is the text of `recordings` for the former one, empty for none: where that is not
        so any more, it is a `StaleError`, and nothing is replaced.
        """
        ...

    def recording(self, language: str, key: str) -> Recording | None:
        """Find a recorded sentence."""
        ...

    def recordings(self, language: str) -> dict[str, str]:
        """Text per recorded sentence of a language, which changes with its sound."""
        ...

    def remove_recording(self, language: str, key: str) -> None:
        """Erase a recorded sentence."""
        ...

    def put(self, name: str, value: Any) -> None:
        """Keep a value of the instance (JSON) under a name."""
        ...

    def put_once(self, name: str, value: Any) -> Any:
        """Keep a value unless there is one already, whoever else tries; give the one kept."""
        ...

    def change(self, name: str, how: Callable[[Any], Any]) -> Any:
        """Put what `how` makes of the value, no other write in between; give the new value."""
        ...

    def get(self, name: str) -> Any:
        """Read a value of the instance, None when there is none."""
        ...

    def remove(self, name: str) -> None:
        """Erase a value of the instance (for good once `scrub` is called)."""
        ...

    def stamp(self, campaign: str) -> str:
        """Text that changes whenever something that the diagnosis reads has changed.

        A JSON list: the responses that came, left or count, what the team said of those apart,
        then the rest.
        """
        ...

    def changes(self) -> int:
        """Read a number that moves when another connection has written anything."""
        ...

    def check(self) -> None:
        """Prove that the store keeps what it is given, by a write (`UnavailableError`)."""
        ...

    def copy_to(self, path: Path) -> None:
        """Write a whole, consistent copy of the store into a new file."""
        ...

    def close(self) -> None:
        """Let go of files and threads."""
        ...
