"""How a response came, and which questions it met: what no answer says by itself."""

from __future__ import annotations

from collections.abc import Collection

from diagnosis.model import Response
from diagnosis.questionnaire import Rules
from diagnosis.storage import Storage

CHANNEL_LABELS = {
    "phone": "sur son téléphone",
    "kiosk": "sur une borne",
    "street": "dans la rue",
    "workshop": "dans un atelier",
    "paper": "sur papier",
}


class Heard:
    """Which questions a family was asked, by the version that she answered."""

    def __init__(self, store: Storage, questionnaire: str) -> None:
        self._store = store
        self._name = questionnaire
        self._rules: dict[str, Rules | None] = {}

    def asked(self, response: Response) -> Collection[str]:
        """Name the questions that concerned her, up to where she sent."""
        rules = self._of(response.version)
        return rules.asked(dict(response.answers), response.until) if rules else ()

    def met(self, response: Response, names: Collection[str]) -> Collection[str]:
        """Those of some questions that she was asked: quicker than all where few are wanted."""
        rules = self._of(response.version)
        if rules is None or response.until:
            return self.asked(response)
        answers = dict(response.answers)
        return [name for name in names if rules.concerns(name, answers)]

    def _of(self, version: str) -> Rules | None:
        if version not in self._rules:
            found = self._store.questionnaire(self._name, version)
            self._rules[version] = Rules(found) if found else None
        return self._rules[version]
