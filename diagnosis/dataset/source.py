"""What this room reads of a running instance."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from diagnosis.keeping import Secrets
from diagnosis.languages import Languages
from diagnosis.model import Campaign
from diagnosis.questionnaire import Library, Questionnaire
from diagnosis.storage import Storage


class Source(Protocol):
    """What the bridge reads of a running instance, which keeps the diagnoses in its memory."""

    store: Storage
    secrets: Secrets
    languages: Languages
    k: int
    crossings: tuple[str, ...]
    memory: dict[str, Any]
    publishes: bool

    @property
    def library(self) -> Library:
        """Everything that can be asked and answered at the first site."""
        ...

    def library_of(self, campaign: Campaign) -> Library:
        """Everything that can be asked and answered where a campaign is."""
        ...

    def questionnaire(self, campaign: Campaign) -> Questionnaire:
        """Questionnaire that a campaign asks."""
        ...

    def today(self) -> date:
        """Today's date."""
        ...
