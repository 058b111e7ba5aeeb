"""A small campaign, and files of results drawn as tables inside the tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import yaml

from diagnosis.config import SHIPPED
from diagnosis.interchange import ImportReport, import_results, read_mapping, read_results
from diagnosis.languages import Languages
from diagnosis.model import CHANNELS, Campaign, Response
from diagnosis.questionnaire import Questionnaire, Rules
from diagnosis.storage import STORE_FILE, Storage, open_store, store_url

WEEK = "2026-W47"
LANGUAGES = Languages(SHIPPED / "translations")
QUESTIONS = """
name: petit
version: "1"
title: Votre avis
welcome: [{label: Bonjour}]
questions:
  - name: A1
    type: select_one
    label: Vous êtes…
    choices: [{name: maman, label: maman}, {name: papa, label: papa ou futur papa}]
  - name: A2
    type: select_multiple
    label: Âge de vos enfants à la maison
    choices: [{name: a1, label: 1 an}, {name: a2, label: 2 ans}, {name: a6, label: 6 ans et plus}]
  - name: A3
    type: integer
    label: Combien d’enfants vivent avec vous ?
  - name: B1
    type: select_multiple
    label: De quoi voulez-vous parler ou apprendre plus ?
    max_selected: 2
    choices:
      - {name: moral, label: "la fatigue, le moral"}
      - {name: sommeil, label: "le sommeil, les pleurs"}
      - {name: papiers, label: "les papiers, la Caf, le logement"}
  - {name: E2, type: text, label: "Une idée, un besoin, un souhait ?", max_length: 30}
"""


@dataclass
class Desk:
    """Someone of the team imports files into one campaign."""

    store: Storage
    languages: Languages
    campaign: Campaign
    asked: Questionnaire
    folder: Path

    def rules(self, questionnaire: str, version: str) -> Rules | None:
        return Rules(self.asked)

    def week(self) -> str:
        return WEEK

    def file(self, content: str | bytes, name: str = "kobo.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def book(self, *lines: list[object], **others: list[list[object]]) -> Path:
        book = openpyxl.Workbook()
        for line in lines:
            book.active.append(line)
        for title, content in others.items():
            sheet = book.create_sheet(title)
            for line in content:
                sheet.append(line)
        path = self.folder / "kobo.xlsx"
        book.save(path)
        return path

    def imports(
        self,
        content: str | bytes | Path,
        mapping: str = "",
        dry_run: bool = False,
        keep_rest: bool = False,
        step: Callable[[int], object] = int,
    ) -> ImportReport:
        path = content if isinstance(content, Path) else self.file(content)
        said = read_mapping(self.file(mapping, "mapping.yaml") if mapping else None)
        table = read_results(path, said)
        return import_results(self, self.campaign, table, said, dry_run, keep_rest, step)

    def stored(self) -> list[Response]:
        return sorted(self.store.responses(self.campaign.name), key=lambda r: str(r.answers))

    def answers(self) -> list[dict[str, object]]:
        return [dict(response.answers) for response in self.stored()]


@pytest.fixture
def desk(tmp_path, template):
    shutil.copyfile(template, tmp_path / STORE_FILE)
    store = open_store(store_url(tmp_path))
    campaign = Campaign(
        "stains", "Essai", "Stains", "petit", "1", ("fr", "ar", "ta"), CHANNELS, date(2026, 1, 1)
    )
    asked = Questionnaire.model_validate(yaml.safe_load(QUESTIONS))
    yield Desk(store, LANGUAGES, campaign, asked, tmp_path)
    store.close()
