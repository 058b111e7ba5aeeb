"""Grist, played by a loopback server that answers as its documented API does."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from diagnosis.exports import Column, ExportError, Pushed, Shared, Table, push

KEY, DOCUMENT = "une-clé-d-essai".encode().hex(), "abcdef"
TABLE = re.compile(r"/api/docs/(\w+)/tables(?:/(\w+)/(columns|records|data/delete))?$")
COLUMNS = (
    Column("nom", "Nom"),
    Column("groupe", "Zone"),
    Column("familles", "Familles", "integer"),
    Column("part", "Part", "number"),
)
ROWS = [("sommeil", None, 40, 33.0), ("sommeil", "est", 0, None), ("moral", None, 25, 20.5)]


class Grist(BaseHTTPRequestHandler):
    """Tables, columns and records of one document, as https://support.getgrist.com/api tells."""

    tables: dict = {}
    asked: list = []

    def log_message(self, *args):
        """Nothing is printed."""

    def reply(self, status, body=None):
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def answer(self):
        sent = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "null")
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            return self.reply(401, {"error": "invalid API key"})
        found = TABLE.match(self.path.partition("?")[0])
        if not found or found[1] != DOCUMENT:
            return self.reply(404, {"error": "document not found"})
        if self.command != "GET":
            self.asked.append((self.command, found[3] or "tables"))
        name = found[2]
        if name is None:
            return self.reply(200, self.of_tables(sent))
        if name not in self.tables:
            return self.reply(404, {"error": "table not found"})
        what = found[3].partition("/")[0]
        return self.reply(200, getattr(self, f"of_{what}")(self.tables[name], sent))

    do_GET = do_POST = do_PATCH = do_PUT = answer

    def of_tables(self, sent):
        for made in (sent or {}).get("tables", ()):
            columns = {c["id"]: c.get("fields", {}) for c in made["columns"]}
            self.tables[made["id"]] = {"columns": columns, "records": {}, "next": 1}
        named = [one["id"] for one in sent["tables"]] if sent else self.tables
        return {"tables": [{"id": name, "fields": {}} for name in named]}

    def of_columns(self, table, sent):
        for column in (sent or {}).get("columns", ()):
            table["columns"][column["id"]] = column.get("fields", {})
        return {"columns": [{"id": name, "fields": f} for name, f in table["columns"].items()]}

    def of_records(self, table, sent):
        if self.command == "GET":
            return {"records": [{"id": i, "fields": f} for i, f in table["records"].items()]}
        made = []
        for record in sent["records"]:
            assert set(record["fields"]) <= set(table["columns"])
            if self.command == "PATCH":
                table["records"][record["id"]].update(self.kept(table, record["fields"]))
                continue
            blank = dict.fromkeys(table["columns"])
            table["records"][table["next"]] = self.kept(table, {**blank, **record["fields"]})
            made.append({"id": table["next"]})
            table["next"] += 1
        return {"records": made} if made else None

    @staticmethod
    def kept(table, fields):
        """Cells as Grist keeps them: an empty text in place of a blank one."""
        types = {name: about.get("type") for name, about in table["columns"].items()}
        return {n: "" if v is None and types[n] == "Text" else v for n, v in fields.items()}

    def of_data(self, table, sent):
        for id in sent:
            del table["records"][id]


@pytest.fixture
def grist():
    """An empty document, and where it is."""
    Grist.tables, Grist.asked = {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Grist)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Shared(f"http://127.0.0.1:{server.server_port}", DOCUMENT, KEY)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def table():
    return Table("nombres-demo", "Essai", "Note.", COLUMNS, lambda: ROWS, len(ROWS))


def kept() -> list[tuple]:
    records = Grist.tables["Nombres_demo"]["records"].values()
    return sorted((r["nom"], r["groupe"] or "", r["familles"], r["part"]) for r in records)


def wanted(rows) -> list[tuple]:
    return sorted((name, group or "", n, part) for name, group, n, part in rows)


KEYS = ("nom", "groupe")


def test_a_push_makes_the_table_and_a_second_changes_nothing__ok(grist, table):
    assert push(table, KEYS, grist) == Pushed(added=3)
    assert kept() == wanted(ROWS)
    assert Grist.tables["Nombres_demo"]["columns"]["familles"] == {
        "label": "Familles",
        "type": "Int",
    }
    Grist.asked.clear()
    assert push(table, KEYS, grist) == Pushed(same=3)
    assert Grist.asked == []


def test_what_moved_is_changed_and_what_went_is_removed__ok(grist, table):
    push(table, KEYS, grist)
    Grist.tables["Nombres_demo"]["columns"]["avis"] = {"label": "Avis", "type": "Text"}
    for record in Grist.tables["Nombres_demo"]["records"].values():
        record["avis"] = "à discuter"
    rows = [("sommeil", None, 45, 33.0), ("sommeil", "est", 5, 12.0), ("ecrans", None, 10, 8.0)]
    moved = replace(table, rows=lambda: rows)
    assert push(moved, KEYS, grist) == Pushed(added=1, changed=2, removed=1)
    assert kept() == wanted(rows)
    assert push(moved, KEYS, grist) == Pushed(same=3)
    # What people wrote beside stays.
    notes = [record.get("avis") for record in Grist.tables["Nombres_demo"]["records"].values()]
    assert notes.count("à discuter") == 2


def test_a_blank_is_no_zero__ok(grist, table):
    push(table, KEYS, grist)
    zero = replace(table, rows=lambda: [ROWS[0], ("sommeil", "est", 0, 0.0), ROWS[2]])
    assert push(zero, KEYS, grist) == Pushed(changed=1, same=2)


def test_a_column_more_is_added_to_a_table_that_is_there__ok(grist, table):
    push(table, KEYS, grist)
    wider = replace(
        table,
        columns=(*COLUMNS, Column("rang", "Rang", "integer")),
        rows=lambda: [(*row, at) for at, row in enumerate(ROWS, 1)],
    )
    assert push(wider, KEYS, grist) == Pushed(changed=3)
    assert {r["rang"] for r in Grist.tables["Nombres_demo"]["records"].values()} == {1, 2, 3}


def test_many_rows_go_in_several_requests__ok(grist, table):
    many = replace(table, rows=lambda: [(str(at), None, at, None) for at in range(1200)])
    assert push(many, KEYS, grist) == Pushed(added=1200)
    assert Grist.asked.count(("POST", "records")) == 3


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        ({"key": "fausse"}, "la clé est refusée"),
        ({"document": "absent"}, "ce document n’y est pas"),
        ({"server": "http://127.0.0.1:9"}, "ne répond pas"),
        ({"server": "grist.example.org"}, "https://grist.example.org"),
    ],
)
def test_a_refusal_says_why__error(grist, table, wrong, cause):
    with pytest.raises(ExportError, match=cause) as raised:
        push(table, KEYS, replace(grist, **wrong))
    assert KEY not in str(raised.value)
