"""Families' responses: stored once, given back in no order that tells when, withdrawn for good."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from diagnosis.model import Coding, Outcome, Response, Sound, Voice
from diagnosis.storage.contract import Tally
from diagnosis.storage.engine import BATCH, Connection, Row, Tables
from diagnosis.storage.statements import upsert
from diagnosis.storage.trouble import STALE, StaleError, version_of

INSERT = """INSERT INTO responses
    (id, campaign, version, language, channel, assisted, week, answers, shown, receipt, apart,
    until) VALUES {} ON CONFLICT DO NOTHING"""
# Responses read at once: a million of them must not stand in memory together.
PAGE = 5000
CODINGS = "SELECT campaign, id, question, codes FROM codings WHERE campaign = ?"
PLACES = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
SELECT = """SELECT id, campaign, version, language, channel, assisted, week, answers, shown,
    receipt, apart, until, counted FROM responses"""
# What remains of a response withdrawn: its random id, so that a late copy is not stored again.
WITHDRAWN = """UPDATE responses SET version = '', language = '', channel = '', assisted = 0,
    week = '', answers = '{}', shown = '{}', receipt = '', apart = '', until = '',
    counted = NULL"""


class Responses(Tables):
    """The part of a `Storage` that keeps responses and the voices in them."""

    def add_response(self, response: Response) -> Outcome:
        if response.voices:
            return self.add_responses([response])[0]
        return Outcome(self._engine.insert(_row(response)))

    def add_responses(self, responses: list[Response]) -> list[Outcome]:
        def job(db: Connection) -> list[Outcome]:
            outcomes: list[Outcome] = []
            for start in range(0, len(responses), BATCH):
                batch = responses[start : start + BATCH]
                outcomes += insert_responses(db, [_row(response) for response in batch])
            for response, outcome in zip(responses, outcomes, strict=True):
                if outcome is Outcome.CREATED:
                    _insert_voices(db, response)
            return outcomes

        # Two that insert many, each in its own order, could wait for one another.
        return self._write(job, "responses" if len(responses) > 1 else None)

    def responses(self, campaign: str, apart: bool | None = False) -> Iterator[Response]:
        said: dict[str, dict[str, str]] = {}
        for id, question, text in self._read(
            "SELECT id, question, text FROM voices WHERE campaign = ? AND text > ''", campaign
        ):
            said.setdefault(id, {})[question] = text
        sql = f"""{SELECT} WHERE campaign = ? AND version > '' AND counts = coalesce(?, counts)
            AND id > ? ORDER BY id LIMIT {PAGE}"""
        last, full = "", True
        while full:
            rows = self._read(sql, campaign, _counting(apart), last)
            for row in rows:
                yield _response(row, said.get(row[0], {}))
            full = len(rows) == PAGE
            last = rows[-1][0] if rows else ""

    def count_responses(self, campaign: str, apart: bool | None = False) -> int:
        sql = """SELECT count(*) FROM responses
            WHERE campaign = ? AND version > '' AND counts = coalesce(?, counts)"""
        return int(self._one(sql, campaign, _counting(apart))[0])

    def set_apart(
        self, campaign: str, ids: Collection[str], why: str, counted: bool | None = None
    ) -> None:
        sql = """UPDATE responses SET apart = ?, counted = coalesce(?, counted)
            WHERE campaign = ? AND id = ? AND version > ''"""
        said = None if counted is None else int(counted)
        rows: list[Row] = [(why, said, campaign, id) for id in ids]
        self._write(lambda db: db.executemany(sql, rows))

    def tally(self, campaign: str) -> list[Tally]:
        rows = self._read(
            """SELECT week, channel, language, count(*), assisted FROM responses
            WHERE campaign = ? AND version > '' AND counts = 1
            GROUP BY week, channel, language, assisted
            ORDER BY week, channel, language, assisted""",
            campaign,
        )
        return [
            Tally(week, channel, language, count, bool(assisted))
            for week, channel, language, count, assisted in rows
        ]

    def withdraw(self, campaign: str, receipt: str) -> bool:
        def job(db: Connection) -> bool:
            found = db.execute(
                "SELECT id FROM responses WHERE campaign = ? AND receipt = ?", (campaign, receipt)
            ).fetchone()
            if found is None:
                return False
            db.execute(f"{WITHDRAWN} WHERE campaign = ? AND id = ?", (campaign, found[0]))
            for table in ("voices", "codings"):
                sql = f"DELETE FROM {table} WHERE campaign = ? AND id = ?"  # noqa: S608
                db.execute(sql, (campaign, found[0]))
            return True

        done = bool(receipt) and self._write(job)
        if done:
            self._engine.scrub_now()
        return done

    def voices(self, campaign: str, apart: bool | None = False) -> list[Voice]:
        rows = self._read(
            """SELECT voices.id, question, language FROM voices JOIN responses
            ON responses.campaign = voices.campaign AND responses.id = voices.id
            WHERE voices.campaign = ? AND text IS NULL AND counts = coalesce(?, counts)
            ORDER BY voices.id, question""",
            campaign,
            _counting(apart),
        )
        return [Voice(*row) for row in rows]

    def voice(self, campaign: str, id: str, question: str) -> Sound | None:
        row = self._one(
            """SELECT kind, content FROM voices
            WHERE campaign = ? AND id = ? AND question = ? AND text IS NULL""",
            campaign,
            id,
            question,
        )
        return Sound(*row) if row else None

    def transcribe(
        self, campaign: str, id: str, question: str, text: str, former: str | None = None
    ) -> bool:
        sql = """UPDATE voices SET text = ?, kind = '', content = ?
            WHERE campaign = ? AND id = ? AND question = ? AND text IS NOT DISTINCT FROM ?"""
        done = bool(self._run(sql, text, b"", campaign, id, question, former))
        if done:
            self._engine.scrub_now()
        return done

    def transcription(self, campaign: str, id: str, question: str) -> str | None:
        sql = "SELECT text FROM voices WHERE campaign = ? AND id = ? AND question = ?"
        row = self._one(sql, campaign, id, question)
        return row[0] if row else None

    def save_coding(self, coding: Coding, version: str = "") -> bool:
        def job(db: Connection) -> bool:
            place = (coding.campaign, coding.response, coding.question)
            sql = f"{CODINGS} AND id = ? AND question = ?"
            former = next(map(_coding, db.execute(sql, place)), None)
            if version and version_of(former) != version:
                raise StaleError(STALE)
            there = db.execute(
                f"{SELECT} WHERE campaign = ? AND id = ? AND version > ''", place[:2]
            )
            if there.fetchone() is None:
                return False
            names, key = ("campaign", "id", "question", "codes"), ("campaign", "id", "question")
            db.execute(upsert("codings", names, *key), (*place, _encode(coding.codes)))
            return True

        return self._write(job)

    def codings(self, campaign: str) -> list[Coding]:
        return list(map(_coding, self._read(f"{CODINGS} ORDER BY id, question", campaign)))

    def erase_responses(self, campaign: str) -> None:
        def job(db: Connection) -> None:
            for table in ("responses", "voices", "codings"):
                db.execute(f"DELETE FROM {table} WHERE campaign = ?", (campaign,))  # noqa: S608

        self._write(job)

    def erase_texts(self, campaign: str, questions: Collection[str]) -> None:
        def job(db: Connection) -> None:
            for table in ("voices", "codings"):
                db.execute(f"DELETE FROM {table} WHERE campaign = ?", (campaign,))  # noqa: S608
            rows = db.execute("SELECT id, answers FROM responses WHERE campaign = ?", (campaign,))
            for id, answers in rows.fetchall():
                kept = {q: a for q, a in json.loads(answers).items() if q not in questions}
                db.execute(
                    "UPDATE responses SET answers = ? WHERE campaign = ? AND id = ?",
                    (_encode(kept), campaign, id),
                )

        self._write(job)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# What we encoded has no space round it: a third quicker than `json.loads`, a million times.
_decode = json.JSONDecoder().raw_decode


def _counting(apart: bool | None) -> int | None:
    return None if apart is None else int(not apart)


def _coding(row: Any) -> Coding:
    campaign, id, question, codes = row
    return Coding(campaign, id, question, tuple(json.loads(codes)))


def _row(response: Response) -> Row:
    return (
        response.id,
        response.campaign,
        response.version,
        response.language,
        response.channel,
        int(response.assisted),
        response.week,
        _encode(response.answers),
        _encode(response.shown),
        response.receipt,
        response.apart,
        response.until,
    )


def _response(row: Any, said: dict[str, str]) -> Response:
    id, campaign, version, language, channel, assisted, week, answers, shown, receipt = row[:10]
    apart, until, counted = row[10:]
    return Response(
        id,
        campaign,
        version,
        language,
        channel,
        bool(assisted),
        week,
        said | _decode(answers)[0],
        _decode(shown)[0],
        receipt,
        until=until,
        apart=apart,
        counted=None if counted is None else bool(counted),
    )


def insert_responses(db: Connection, rows: Sequence[Row]) -> list[Outcome]:
    """Insert rows with one statement; look at each only when some were there already."""
    sql = INSERT.format(", ".join([PLACES] * len(rows)))
    values = [value for row in rows for value in row]
    if len(rows) == 1:
        # Alone it needs no transaction: an engine may commit it as it comes.
        created = db.execute(sql, values).rowcount == 1
        return [Outcome.CREATED if created else _compare(db, rows[0])]
    db.execute("SAVEPOINT together")
    inserted = db.execute(sql, values).rowcount
    if inserted < len(rows):
        db.execute("ROLLBACK TO together")
    db.execute("RELEASE together")
    if inserted == len(rows):
        return [Outcome.CREATED] * len(rows)
    return [outcome for row in rows for outcome in insert_responses(db, [row])]


def _insert_voices(db: Connection, response: Response) -> None:
    for question, sound in response.voices.items():
        db.execute(
            "INSERT INTO voices VALUES (?, ?, ?, ?, ?, NULL)",
            (response.campaign, response.id, question, sound.kind, sound.content),
        )


def _compare(db: Connection, row: Row) -> Outcome:
    kept = db.execute(f"{SELECT} WHERE id = ? AND campaign = ?", row[:2]).fetchone()
    if not kept[2]:
        # Withdrawn: whoever sends it again may forget it, and we do not learn it again.
        return Outcome.SAME
    # The week may differ: a phone that sends again on Monday sends the same response.
    content = [[*found[:6], *map(json.loads, found[7:9]), found[11]] for found in (kept, row)]
    return Outcome.SAME if content[0] == content[1] else Outcome.CONFLICT
