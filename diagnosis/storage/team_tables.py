"""The team: members, invitations, links to record, visits, tries, the journal."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, astuple
from datetime import date
from typing import Any

from diagnosis.storage.engine import LARGEST, Connection, Tables
from diagnosis.storage.statements import insert, upsert
from diagnosis.storage.team import Entry, Factor, Grant, Invitation, Take, User, Visit

# Counters of tries that are kept: a stranger who types ever other names fills no disk.
MOST_TRIES = 10_000
# Seconds after which a counter is forgotten.
TRIES_KEPT = 24 * 3600.0
USERS = "SELECT name, password_hash, grants, factor FROM users"
INVITATIONS = "SELECT token_hash, expires, grants, member FROM invitations"
TAKES = "SELECT token_hash, language, questionnaire, core, expires, device FROM takes"
ENTRIES = "SELECT number, at, who, what, about, detail, before, hash FROM journal"
LAST_ENTRY = f"{ENTRIES} ORDER BY number DESC LIMIT 1"


class Team(Tables):
    """The part of a `Storage` that keeps the team."""

    def users(self) -> list[User]:
        return [_user(row) for row in self._read(f"{USERS} ORDER BY name")]

    def user(self, name: str) -> User | None:
        row = self._one(f"{USERS} WHERE name = ?", name)
        return _user(row) if row else None

    def change_users(
        self, how: Callable[[dict[str, User]], dict[str, User]], invitation: str = ""
    ) -> bool:
        def job(db: Connection) -> bool:
            if invitation and not _remove_invitation(db, invitation):
                return False
            before = {row[0]: _user(row) for row in db.execute(USERS)}
            _replace_users(db, before, how(dict(before)))
            return True

        return self._write(job)

    def add_invitation(self, invitation: Invitation) -> None:
        row = (
            invitation.token_hash,
            str(invitation.expires),
            _written(invitation.grants),
            invitation.member,
        )
        sql = "INSERT INTO invitations (token_hash, expires, grants, member) VALUES (?, ?, ?, ?)"
        self._run(sql, *row)

    def invitations(self) -> list[Invitation]:
        rows = self._read(f"{INVITATIONS} ORDER BY expires, token_hash")
        return [_invitation(row) for row in rows]

    def remove_invitation(self, token_hash: str) -> bool:
        return self._write(lambda db: _remove_invitation(db, token_hash))

    def add_take(self, take: Take) -> None:
        row = (
            take.token_hash,
            take.language,
            take.questionnaire,
            int(take.core),
            str(take.expires),
            take.device,
        )
        self._run("INSERT INTO takes VALUES (?, ?, ?, ?, ?, ?)", *row)

    def takes(self) -> list[Take]:
        rows = self._read(f"{TAKES} ORDER BY expires, token_hash")
        return [
            Take(row[0], row[1], row[2], bool(row[3]), date.fromisoformat(row[4]), row[5])
            for row in rows
        ]

    def begin_take(self, token_hash: str, device: str) -> bool:
        sql = "UPDATE takes SET device = ? WHERE token_hash = ? AND device = ''"
        return self._run(sql, device, token_hash) > 0

    def remove_take(self, token_hash: str) -> bool:
        sql = "DELETE FROM takes WHERE token_hash = ?"
        return self._run(sql, token_hash) > 0

    def add_visit(self, visit: Visit, now: str) -> None:
        def job(db: Connection) -> None:
            db.execute("DELETE FROM visits WHERE expires < ?", (now,))
            db.execute("INSERT INTO visits VALUES (?, ?, ?, ?, ?)", _visit_row(visit))

        self._write(job)

    def visit(self, token_hash: str) -> Visit | None:
        row = self._one(
            "SELECT token_hash, member, expires, complete, reasons FROM visits"
            " WHERE token_hash = ?",
            token_hash,
        )
        return _visit(row) if row else None

    def save_visit(self, visit: Visit) -> None:
        sql = """UPDATE visits SET member = ?, expires = ?, complete = ?, reasons = ?
            WHERE token_hash = ?"""
        token_hash, *rest = _visit_row(visit)
        self._run(sql, *rest, token_hash)

    def end_visit(self, token_hash: str) -> None:
        sql = "DELETE FROM visits WHERE token_hash = ?"
        self._run(sql, token_hash)

    def end_visits(self, member: str) -> None:
        self._write(lambda db: _end_visits(db, member))

    def reserve_try(self, key: str, now: float, pause: Callable[[int], float]) -> float:
        def job(db: Connection) -> float:
            row = db.execute("SELECT count, until FROM tries WHERE key = ?", (key,)).fetchone()
            count, until = row or (0, now)
            if until > now:
                # No pause is longer than its own: a clock that was ahead has set this one.
                if until - now > pause(count):
                    until = now + pause(count)
                    db.execute("UPDATE tries SET until = ? WHERE key = ?", (until, key))
                return float(until - now)
            tried = {"key": key, "count": count + 1, "until": now + pause(count + 1)}
            db.execute(upsert("tries", tried, "key"), tuple(tried.values()))
            _forget_old_tries(db, now)
            return 0.0

        return self._write(job)

    def forget_tries(self, key: str) -> None:
        self._run("DELETE FROM tries WHERE key = ?", key)

    def add_entry(self, make: Callable[[Entry | None], Entry]) -> Entry:
        def job(db: Connection) -> Entry:
            row = db.execute(LAST_ENTRY).fetchone()
            entry = make(Entry(*row) if row else None)
            line = asdict(entry)
            db.execute(insert("journal", line), tuple(line.values()))
            return entry

        return self._write(job)

    def last_entry(self) -> Entry | None:
        row = self._one(LAST_ENTRY)
        return Entry(*row) if row else None

    def entries(self, after: int = 0, most: int = -1) -> list[Entry]:
        sql = f"{ENTRIES} WHERE number > ? ORDER BY number LIMIT ?"
        # No engine's word for « all » is another's: more lines than a journal may have.
        return [Entry(*row) for row in self._read(sql, after, most if most >= 0 else LARGEST)]


def _remove_invitation(db: Connection, token_hash: str) -> bool:
    removed = db.execute("DELETE FROM invitations WHERE token_hash = ?", (token_hash,))
    return removed.rowcount > 0


def _replace_users(db: Connection, before: dict[str, User], after: dict[str, User]) -> None:
    for name, user in before.items():
        if name not in after:
            db.execute("DELETE FROM users WHERE name = ?", (name,))
        if name not in after or after[name].password_hash != user.password_hash:
            _end_visits(db, name)
    for name, user in after.items():
        if user != before.get(name):
            row = _user_row(user)
            db.execute(upsert("users", row, "name"), tuple(row.values()))


def _end_visits(db: Connection, member: str) -> None:
    db.execute("DELETE FROM visits WHERE member = ?", (member,))


def _forget_old_tries(db: Connection, now: float) -> None:
    db.execute("DELETE FROM tries WHERE until < ?", (now - TRIES_KEPT,))
    (count,) = db.execute("SELECT count(*) FROM tries").fetchone()
    if count > MOST_TRIES:
        db.execute(
            "DELETE FROM tries WHERE key IN (SELECT key FROM tries ORDER BY until LIMIT ?)",
            (count - MOST_TRIES,),
        )


def _written(grants: tuple[Grant, ...]) -> str:
    return json.dumps([astuple(grant) for grant in grants])


def _grants(text: str) -> tuple[Grant, ...]:
    return tuple(Grant(*pair) for pair in json.loads(text))


def _user_row(user: User) -> dict[str, str]:
    return {
        "name": user.name,
        "password_hash": user.password_hash,
        "grants": _written(user.grants),
        "factor": json.dumps(asdict(user.factor) if user.factor else None),
    }


def _user(row: Any) -> User:
    factor = json.loads(row[3])
    if factor:
        factor = Factor(**{**factor, "recovery": tuple(factor["recovery"])})
    return User(row[0], row[1], _grants(row[2]), factor)


def _invitation(row: Any) -> Invitation:
    return Invitation(row[0], date.fromisoformat(row[1]), _grants(row[2]), row[3])


def _visit(row: Any) -> Visit:
    return Visit(row[0], row[1], row[2], bool(row[3]), tuple(json.loads(row[4])))


def _visit_row(visit: Visit) -> tuple[Any, ...]:
    reasons = json.dumps(visit.reasons)
    return (visit.token_hash, visit.member, visit.expires, int(visit.complete), reasons)
