"""A store whole: its parts, and questionnaires, campaigns, devices, recordings, values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from diagnosis.model import N_, Campaign, Kiosk, Recording, Revision
from diagnosis.model.giving import Given, given_of
from diagnosis.questionnaire import Questionnaire
from diagnosis.storage.engine import Connection
from diagnosis.storage.pictures import Trials
from diagnosis.storage.statements import insert, upsert
from diagnosis.storage.team_tables import Team
from diagnosis.storage.trouble import STALE, StaleError, TakenError, version_of
from diagnosis.storage.workshops import Workshops

CAMPAIGN_TAKEN = N_(
    "La campagne «\u00a0%(name)s\u00a0» existe déjà\u00a0: choisissez un autre nom."
)
QUESTIONNAIRE = "SELECT definition FROM questionnaires WHERE name = ? AND version = ?"
REVISIONS = "SELECT name, number, day, member, content FROM lists WHERE name = ?"


# What the diagnosis reads, beside responses: what the team did of them, and of the campaign.
READ = (
    "SELECT id, counted FROM responses WHERE campaign = ? AND counted IS NOT NULL ORDER BY id",
    "SELECT count(*) FROM voices WHERE campaign = ? AND text IS NOT NULL",
    """SELECT code, open, people, counted, waiting, ask FROM sessions WHERE campaign = ?
    ORDER BY code""",
    """SELECT votes.session, votes.id, votes.themes, votes.apart FROM votes JOIN sessions
    ON sessions.code = votes.session AND sessions.campaign = votes.campaign
    WHERE sessions.campaign = ? ORDER BY votes.session, votes.id""",
    "SELECT id, definition FROM workshops WHERE campaign = ? ORDER BY id",
    "SELECT id, question, codes FROM codings WHERE campaign = ? ORDER BY id, question",
)


class Store(Workshops, Team, Trials):
    """A `Storage` on an engine, which it closes."""

    def given(self, campaign: str) -> list[Given]:
        return [given_of(one) for one in self.get(_given(campaign)) or []]

    def change_given(self, campaign: str, how: Callable[[list[Given]], list[Given]]) -> list[Given]:
        def changed(kept: Any) -> Any:
            found = how([given_of(one) for one in kept or []])
            return json.loads(json.dumps([asdict(one) for one in found], default=str))

        return [given_of(one) for one in self.change(_given(campaign), changed)]

    def changes(self) -> int:
        return self._engine.changes()

    def check(self) -> None:
        self.put("check", 1)

    def copy_to(self, path: Path) -> None:
        self._engine.copy_to(path)

    def scrub(self, keep_copies: bool = False) -> None:
        self._engine.scrub(keep_copies)

    def close(self) -> None:
        self._engine.close()

    def save_questionnaire(self, questionnaire: Questionnaire) -> Questionnaire:
        def job(db: Connection) -> Questionnaire:
            for wording in _versions(questionnaire):
                definition = wording.model_dump_json()
                row = db.execute(QUESTIONNAIRE, (wording.name, wording.version)).fetchone()
                if row is None:
                    values = (wording.name, wording.version, definition)
                    db.execute(
                        "INSERT INTO questionnaires (name, version, definition) VALUES (?, ?, ?)",
                        values,
                    )
                if row is None or Questionnaire.model_validate_json(row[0]) == wording:
                    return wording
            raise AssertionError("versions have no end")

        return self._write(job)

    def questionnaire(self, name: str, version: str) -> Questionnaire | None:
        row = self._one(QUESTIONNAIRE, name, version)
        return Questionnaire.model_validate_json(row[0]) if row else None

    def list_numbers(self) -> dict[str, int]:
        return dict(self._read("SELECT name, max(number) FROM lists GROUP BY name"))

    def revisions(self, name: str) -> list[Revision]:
        rows = self._read(f"{REVISIONS} ORDER BY number DESC", name)
        return [_revision(row) for row in rows]

    def revision(self, name: str, number: int) -> Revision | None:
        row = self._one(f"{REVISIONS} AND number = ?", name, number)
        return _revision(row) if row else None

    def add_revision(self, revision: Revision) -> None:
        row = {**asdict(revision), "content": json.dumps(revision.content, ensure_ascii=False)}
        self._add("lists", {**row, "day": str(revision.day)}, StaleError(STALE))

    def add_campaign(self, campaign: Campaign) -> None:
        self._add(
            "campaigns",
            _campaign_row(campaign),
            TakenError(CAMPAIGN_TAKEN, name=campaign.name),
        )

    def save_campaign(self, campaign: Campaign, version: str = "") -> None:
        self._swap("campaigns", ("name",), _campaign_row(campaign), version, _campaign_of)

    def campaign(self, name: str) -> Campaign | None:
        row = self._one("SELECT definition FROM campaigns WHERE name = ?", name)
        return _campaign(row[0]) if row else None

    def campaigns(self) -> list[Campaign]:
        rows = self._read("SELECT definition FROM campaigns ORDER BY opens DESC, name")
        return [_campaign(row[0]) for row in rows]

    def save_kiosk(self, kiosk: Kiosk) -> None:
        row = {
            "id": kiosk.id,
            "campaign": kiosk.campaign,
            "definition": json.dumps(asdict(kiosk), ensure_ascii=False),
        }
        self._put("kiosks", row, "id", "campaign")

    def kiosk(self, id: str) -> Kiosk | None:
        row = self._one("SELECT definition FROM kiosks WHERE id = ?", id)
        return Kiosk(**json.loads(row[0])) if row else None

    def kiosks(self, campaign: str) -> list[Kiosk]:
        rows = self._read("SELECT definition FROM kiosks WHERE campaign = ?", campaign)
        found = [Kiosk(**json.loads(row[0])) for row in rows]
        return sorted(found, key=lambda kiosk: (kiosk.name, kiosk.id))

    def remove_kiosk(self, id: str) -> None:
        self._run("DELETE FROM kiosks WHERE id = ?", id)

    def save_recording(self, recording: Recording, seen: str | None = None) -> None:
        version = hashlib.sha256(recording.content).hexdigest()[:12]
        named = (recording.language, recording.key)

        def job(db: Connection) -> None:
            sql = "SELECT version FROM recordings WHERE language = ? AND key = ?"
            row = db.execute(sql, named).fetchone()
            if seen is not None and (row[0] if row else "") not in (seen, version):
                raise StaleError(STALE)
            kept = {**asdict(recording), "version": version}
            db.execute(upsert("recordings", kept, "language", "key"), tuple(kept.values()))

        self._write(job)

    def recording(self, language: str, key: str) -> Recording | None:
        row = self._one(
            "SELECT language, key, kind, content FROM recordings WHERE language = ? AND key = ?",
            language,
            key,
        )
        return Recording(*row) if row else None

    def recordings(self, language: str) -> dict[str, str]:
        rows = self._read("SELECT key, version FROM recordings WHERE language = ?", language)
        return dict(rows)

    def remove_recording(self, language: str, key: str) -> None:
        sql = "DELETE FROM recordings WHERE language = ? AND key = ?"
        self._run(sql, language, key)

    def put(self, name: str, value: Any) -> None:
        self._put("instance", {"name": name, "value": json.dumps(value)}, "name")

    def put_once(self, name: str, value: Any) -> Any:
        if (kept := self.get(name)) is not None:
            return kept
        row = {"name": name, "value": json.dumps(value)}
        self._run(insert("instance", row, "ON CONFLICT DO NOTHING"), *row.values())
        return self.get(name)

    def change(self, name: str, how: Callable[[Any], Any]) -> Any:
        def job(db: Connection) -> Any:
            found = db.execute("SELECT value FROM instance WHERE name = ?", (name,)).fetchone()
            value = how(json.loads(found[0]) if found else None)
            row = {"name": name, "value": json.dumps(value)}
            db.execute(upsert("instance", row, "name"), tuple(row.values()))
            return value

        return self._write(job)

    def get(self, name: str) -> Any:
        row = self._one("SELECT value FROM instance WHERE name = ?", name)
        return json.loads(row[0]) if row else None

    def remove(self, name: str) -> None:
        self._run("DELETE FROM instance WHERE name = ?", name)

    def stamp(self, campaign: str) -> str:
        came = self._one(
            """SELECT count(*), count(*) FILTER (WHERE version = ''), sum(length(answers)),
            sum(counts), count(*) FILTER (WHERE apart > '') FROM responses WHERE campaign = ?""",
            campaign,
        )
        rest = [version_of([list(row) for row in self._read(sql, campaign)]) for sql in READ]
        return json.dumps([str(came), *rest, self.get("polygons")])


def _campaign_row(campaign: Campaign) -> dict[str, Any]:
    definition = json.dumps(asdict(campaign), default=str, ensure_ascii=False)
    return {"name": campaign.name, "opens": str(campaign.opens), "definition": definition}


def _campaign(definition: str) -> Campaign:
    data = json.loads(definition)
    for key in ("languages", "channels"):
        data[key] = tuple(data[key])
    data["opens"] = date.fromisoformat(data["opens"])
    data["closes"] = date.fromisoformat(data["closes"]) if data["closes"] else None
    return Campaign(**data)


def _campaign_of(db: Connection, name: str) -> Campaign | None:
    row = db.execute("SELECT definition FROM campaigns WHERE name = ?", (name,)).fetchone()
    return _campaign(row[0]) if row else None


def _versions(questionnaire: Questionnaire) -> Iterator[Questionnaire]:
    """The same words under its own version, then under the next ones: « 1 », « 1-2 », « 1-3 »."""
    yield questionnaire
    for number in count(2):
        version = f"{questionnaire.version}-{number}"
        yield questionnaire.model_copy(update={"version": version})


def _revision(row: tuple[Any, ...]) -> Revision:
    name, number, day, member, content = row
    return Revision(name, number, date.fromisoformat(day), member, json.loads(content))


def _given(campaign: str) -> str:
    return f"given {campaign}"
