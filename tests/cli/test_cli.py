"""The command: what it prints, and its exit code (0 done, 1 the data are wrong, 2 wrong usage)."""

import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnosis.cli import main
from diagnosis.config import SHIPPED, Settings, SettingsError, read_settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run():
    def invoke(*arguments, code=0, **options):
        result = CliRunner().invoke(main, [str(a) for a in arguments], **options)
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    return invoke


def test_check_shipped__ok(run):
    assert "31 thèmes" in run("check")


def test_check_wrong_folder_reports_everything__error(run, tmp_path):
    shutil.copytree(SHIPPED / "questionnaires", tmp_path / "q")
    path = tmp_path / "q" / "express.yaml"
    path.write_text(
        path.read_text("utf-8").replace("name: A2", "name: A1").replace("D3", "Z9"), "utf-8"
    )
    output = run("check", tmp_path / "q", code=1)
    assert "deux questions s’appellent « A1 »" in output
    assert "Z9" in output
    assert "express.yaml, ligne" in output
    assert "→" in output


def test_check_no_folder__error(run, tmp_path):
    assert "dossier" in run("check", tmp_path / "none", code=1)


def test_wrong_usage_2(run):
    run("nonsense", code=2)
    run("analyse", code=2)
    run("demo", "--port", "many", code=2)
    assert "fr ou en" in run("demo", "--lang", "xx", code=1)


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
@pytest.mark.parametrize(("said", "options"), [((), "400"), (("LANG=en",), "400 --lang en")])
def test_only_make_s_own_line_chooses_the_language(said, options):
    """Every environment has a LANG of another meaning."""
    environment = {**os.environ, "LANG": "fr_FR.UTF-8"}
    command = ["make", "--always-make", "--dry-run", "--no-print-directory", "demo", *said]
    told = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    assert told.stdout.decode().rstrip().endswith(f"--families {options}")


def test_init_then_invite_then_user(run, tmp_path):
    data = tmp_path / "instance"
    assert "/staff/invitation/" in run("init", "--data", data)
    assert (data / "diagnosis.sqlite").exists()
    assert "/staff/invitation/" in run("user", "invite", "--data", data)
    run("user", "add", "amina", "--data", data, "--password", "une phrase assez longue")
    assert "déjà" in run(
        "user", "add", "amina", "--data", data, "--password", "une phrase assez longue", code=1
    )


def test_people(run, tmp_path):
    data = ("--data", tmp_path / "instance")
    run("init", *data)
    for name in ("amina", "paul"):
        run("user", "add", name, *data, "--password", "une phrase assez longue")
    assert "amina\tcoordinator (*)\tsans second facteur" in run("user", "list", *data)
    run("user", "role", "amina", "administrator", *data)
    assert "amina\tadministrator (*)" in run("user", "list", *data)
    assert "dernière personne" in run("user", "role", "amina", "planner", *data, code=1)
    assert "dernière personne" in run("user", "remove", "amina", *data, code=1)
    assert "n’existe pas" in run(
        "user", "role", "paul", "planner", "--campaign", "x", *data, code=1
    )
    assert "/staff/invitation/" in run("user", "reset", "paul", *data)
    run("user", "remove", "paul", *data)
    assert "paul" not in run("user", "list", *data)
    for command in ("reset", "remove"):
        assert "personne de ce nom" in run("user", command, "paul", *data, code=1)
    run("user", "invite", "--role", "queen", *data, code=2)


def test_the_journal_is_verified(run, tmp_path):
    folder = tmp_path / "instance"
    data = ("--data", folder)
    run("init", *data)
    assert "0 lignes, sans rupture" in run("journal", "verify", *data)
    for role in ("planner", "translator", "facilitator"):
        run("user", "invite", "--role", role, *data)
    whole = run("journal", "verify", *data)
    exported = run("journal", "export", *data)
    assert "3 lignes, sans rupture" in whole
    phrase = tmp_path / "phrase"
    phrase.write_text("une phrase de passe bien longue")
    run("backup", tmp_path / "copy.age", "--passphrase-file", phrase, *data)
    assert "diagnosis,exported,,copy.age" in run("journal", "export", *data)
    assert exported.splitlines()[3].split(",")[-1] in whole
    with closing(sqlite3.connect(folder / "diagnosis.sqlite")) as db:
        db.execute("DROP TRIGGER journal_no_update")
        db.execute("UPDATE journal SET detail = 'administrator' WHERE number = 2")
        db.commit()
    assert "la ligne 2 ne suit plus" in run("journal", "verify", *data, code=1)


def test_no_instance__error(run, tmp_path):
    assert "diagnosis init" in run("serve", "--data", tmp_path / "none", code=1)


def test_an_instance_reached_from_elsewhere_needs_an_address__error(run, tmp_path):
    run("init", "--data", tmp_path / "instance")
    command = ("serve", "--host", "0.0.0.0", "--port", "18999", "--data", tmp_path / "instance")
    assert "address: https://" in run(*command, code=1)


def test_port_in_use__error(run, tmp_path):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert "--port" in run("demo", "--port", port, "--data", tmp_path, code=1)


def test_analyse_a_table_of_anything(run, tmp_path):
    table = tmp_path / "t.csv"
    rows = [f"{'tea' if n % 3 else 'coffee'},{n % 5}" for n in range(120)]
    table.write_text("drink,mood\n" + "\n".join(rows))
    codebook = tmp_path / "c.yaml"
    codebook.write_text(
        "variables:\n- {name: drink, type: select_one, role: need}\n"
        "- {name: mood, type: scale, role: profile, ordered: true}\n"
    )
    out = tmp_path / "out"
    run("analyse", "--table", table, "--codebook", codebook, "--out", out, "--assignments")
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["participation"]["n"] == 120
    told = {d["name"]: d["cell"]["n"] for d in report["needs"]["domains"]}
    assert list(told) == ["tea", "coffee"]
    assert abs(told["tea"] - 80) < 5
    assert abs(told["coffee"] - 40) < 5
    assert (out / "door.key").stat().st_mode & 0o077 == 0
    lines = (out / "profiles.csv").read_text("utf-8").splitlines()
    assert lines[0] == "row,profile"
    assert len(lines) == 121
    assert "<html" in (out / "report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("table", "codebook"),
    [
        ("", "variables: [{name: a, type: text, role: text}]"),
        ("a\nx\n", "variables: [{name: b, type: select_one, role: need}]"),
        ("a\nx\n", "variables: [{name: a, type: nothing, role: need}]"),
        ("a\nx\n", "nothing"),
        ("a\nx\n", "variables: ["),
    ],
)
def test_analyse_wrong_data__error(run, tmp_path, table, codebook):
    (tmp_path / "t.csv").write_text(table)
    (tmp_path / "c.yaml").write_text(codebook)
    out = tmp_path / "out"
    output = run(
        "analyse",
        "--table",
        tmp_path / "t.csv",
        "--codebook",
        tmp_path / "c.yaml",
        "--out",
        out,
        code=1,
    )
    assert output.strip()
    assert not list(out.iterdir()) if out.exists() else True


@pytest.fixture
def survey(tmp_path):
    """A table and its codebook: two groups of PMI use, two needs, what some wrote."""
    rows = [
        f"{'goes' if n % 4 else 'not'},{'sommeil' if n % 3 else 'ecrans'},{'dormir' * (n < 30)}"
        for n in range(120)
    ]
    (tmp_path / "t.csv").write_text("pmi,need,words\n" + "\n".join(rows))
    (tmp_path / "c.yaml").write_text(
        "variables:\n- {name: pmi, type: select_one, role: profile}\n"
        "- {name: need, type: select_multiple, role: need}\n"
        "- {name: words, type: text, role: text}\n"
    )
    return "analyse", "--table", tmp_path / "t.csv", "--codebook", tmp_path / "c.yaml", "--out"


def test_analyse_with_what_staff_enter__ok(run, survey, tmp_path):
    (tmp_path / "m.yaml").write_text("pmi: {goes: 50, not: 50}\n")
    (tmp_path / "l.json").write_text('{"sessions": 1, "set_aside": ["cafe_parents"]}')
    decisions = ", ".join(f"{{row: {n}, codes: [sommeil]}}" for n in range(30))
    (tmp_path / "d.yaml").write_text(f"variable: words\ndecisions: [{decisions}]\n")
    themes = SHIPPED / "questionnaires" / "themes.yaml"
    member = "[{variable: pmi, category: goes, share: 0.9}]"
    (tmp_path / "p.yaml").write_text(f"- {{name: Un nom, members: [{member}]}}\n")
    files = [f"--{name}" for name in ("margins", "limits", "coded", "profiles", "themes")]
    paths = [*(tmp_path / name for name in ("m.yaml", "l.json", "d.yaml", "p.yaml")), themes]
    run(
        *survey,
        tmp_path / "out",
        *(word for pair in zip(files, paths, strict=True) for word in pair),
    )
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    [margin] = report["method"]["weighting"]["margins"]
    assert [entry["share"] for entry in margin["categories"]] == [0.5, 0.5]
    assert len(report["programme"]["sessions"]) == 1
    assert "cafe_parents" in {entry["theme"] for entry in report["programme"]["left_out"]}
    assert abs(report["verbatims"]["variables"][0]["read"] - 30) < 5
    assert any("Un nom" in note for note in report["profiles"]["notes"])


@pytest.mark.parametrize(
    ("option", "text", "cause"),
    [
        ("--margins", "pmi: {goes: 0.5, not: 0.1}", "font 0,6"),
        ("--margins", "age: {a: 1}", "age"),
        ("--margins", "pmi: [", "f.yaml"),
        ("--margins", "", "f.yaml"),
        ("--coded", "{variable: words, decisions: [{row: 100}]}", "ligne 100"),
        ("--coded", "{variable: words, decisions: [{row: 2, codes: [x]}]}", "x"),
        ("--limits", "sessions: 3", "--themes"),
        ("--profiles", "name: Un", "f.yaml"),
        ("--themes", "themes: 3", "f.yaml"),
    ],
)
def test_analyse_with_wrong_entries__error(run, survey, tmp_path, option, text, cause):
    (tmp_path / "f.yaml").write_text(text)
    out = tmp_path / "out"
    assert cause in run(*survey, out, option, tmp_path / "f.yaml", code=1)
    assert not out.exists()


def test_analyse_says_a_lost_key_and_refuses_one_that_others_read(run, survey, tmp_path):
    out = tmp_path / "out"
    run(*survey, out)
    key = out / "door.key"
    key.chmod(0o644)
    assert f"chmod 600 {key}" in run(*survey, out, code=1)
    key.unlink()
    assert "sa clé (door.key) manque" in run(*survey, out)
    assert "door.key" in run(*survey, out)


def test_import_keeps_good_rows_and_lists_the_bad(run, tmp_path):
    from diagnosis.app import open_instance
    from tests.conftest import add_campaign

    data = tmp_path / "instance"
    run("init", "--data", data)
    instance = open_instance(read_settings(data))
    add_campaign(instance, questionnaire="express")
    instance.store.close()
    table = tmp_path / "kobo.csv"
    table.write_text("A1,A2,B1,C1,D3,E1\nmaman,a1 a2,sommeil,y_va,pmi,\nmartien,,,,,\n", "utf-8")
    output = run("import", table, "--data", data, "--campaign", "stains", code=1)
    assert "ligne 3" in output
    assert "A1" in output
    assert "joutées\u00a0: 1" in output
    assert "martien" in output
    latin = tmp_path / "latin.csv"
    latin.write_bytes("A1,A2,B1,C1,D3,E1\nşimdi,,,,,\n".encode("cp1254"))
    assert "UTF-8" in run("import", latin, "--data", data, "--campaign", "stains", code=1)
    assert "choisissez parmi stains" in run(
        "import", table, "--data", data, "--campaign", "other", code=1
    )


def test_settings_from_file_and_environment(tmp_path):
    (tmp_path / "settings.yaml").write_text("address: https://example.org\nk: 15\n")
    settings = read_settings(tmp_path, {"DIAGNOSIS_K": "20", "DIAGNOSIS_OPEN_PLANNING": "true"})
    assert (settings.address, settings.k, settings.open_planning) == (
        "https://example.org",
        20,
        True,
    )


@pytest.mark.parametrize("text", ["colour: red", "k: many", "k: 1", "- a", "a: [", "k: [1]"])
def test_wrong_settings__error(tmp_path, text):
    (tmp_path / "settings.yaml").write_text(text)
    with pytest.raises(SettingsError):
        read_settings(tmp_path, {})


def test_settings_have_safe_defaults():
    assert Settings().k == 11
    assert not Settings().open_planning
    assert isinstance(Settings().questionnaires, Path)
