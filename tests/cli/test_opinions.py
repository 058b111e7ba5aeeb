"""``diagnosis opinions``: votes and statements in, a report out, or one clear error and no file."""

import json

import pytest
from click.testing import CliRunner

from diagnosis.cli import main

STATEMENTS = "name,text\na,Un parc\nb,Un mur\n"
VOTES = "participant;a;b\n" + "".join(
    f"{at};1;-1\n" if at < 30 else f"{at};1;\n" for at in range(50)
)


@pytest.fixture
def run(tmp_path):
    def invoke(votes, statements, *options, code=0):
        for name, text in (("v.csv", votes), ("s.csv", statements)):
            data = text if isinstance(text, bytes) else text.encode()
            (tmp_path / name).write_bytes(data)
        paths = [str(tmp_path / name) for name in ("v.csv", "s.csv")]
        arguments = ["opinions", *paths, "--out", str(tmp_path / "out"), *options]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == code, (result.output, result.exception)
        return result.output.replace("\u00a0", " ")

    return invoke


def read(tmp_path) -> dict:
    return json.loads((tmp_path / "out" / "opinions.json").read_text("utf-8"))


def test_votes_make_a_report(run, tmp_path):
    output = run(VOTES, STATEMENTS, "--title", "Square", "--fictitious", "-k", "5")
    assert "opinions.json" in output
    report = read(tmp_path)
    parc, mur = report["statements"]
    assert [parc["text"], parc["agree"]["N"], mur["text"]] == ["Un parc", 50, "Un mur"]
    assert abs(parc["agree"]["n"] - 50) < 5
    assert abs(mur["disagree"]["n"] - 30) < 5
    assert (report["title"], report["fictitious"]) == ("Square", True)
    assert report["method"]["parameters"]["k"] == 5
    page = (tmp_path / "out" / "opinions.html").read_text("utf-8")
    assert "<h1>Square</h1>" in page
    assert "participant" not in json.dumps(report["statements"])


def test_an_export_of_polis_is_read_as_it_is(run, tmp_path):
    votes = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2\n"
    votes += "".join(f"{at},0,0,2,1,1,1,-1,\n{at + 12},,1,2,1,0,,0,1\n" for at in range(12))
    comments = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    comments += '1,d,1,4,0,12,1,"Second, cité"\n1,d,0,4,12,0,1,Premier\n1,d,2,5,12,0,-1,Refusé\n'
    run(votes, comments)
    told = read(tmp_path)["statements"]
    assert [(s["name"], s["text"]) for s in told] == [("1", "Second, cité"), ("0", "Premier")]
    assert [abs(s["seen"] - n) < 5 for s, n in zip(told, (24, 12), strict=True)] == [True, True]


def test_a_participant_who_is_there_twice_counts_once(run, tmp_path):
    lines = [f"{at},{[1, -1][at % 2]},{[1, 0, -1][at % 3]}\n" for at in range(60)]
    run("participant,a,b\n" + "".join(lines + lines[:20]), STATEMENTS)
    assert read(tmp_path)["participants"] == 60


def test_the_same_votes_are_told_alike_there(run, tmp_path):
    run(VOTES, STATEMENTS)
    first = (tmp_path / "out" / "opinions.json").read_bytes()
    run(VOTES, STATEMENTS)
    assert (tmp_path / "out" / "opinions.json").read_bytes() == first
    assert (tmp_path / "out" / "door.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("votes", "statements", "said"),
    [
        ("", STATEMENTS, "v.csv : le fichier est vide"),
        ("a,b\n", STATEMENTS, "Aucun vote"),
        ("a,b\noui,1\n", STATEMENTS, "contiennent du texte"),
        ("a,b\n2,1\n", STATEMENTS, "Le vote 2"),
        ("participant,a,b\nx,1,1\nx,1,-1\n", STATEMENTS, "Le participant « x »"),
        ("a,b\n1,1,1\n", STATEMENTS, "v.csv, ligne 2 : la ligne a 3 cases, les titres 2"),
        ("a,c\n1,1\n", STATEMENTS, "« c » n’est pas un énoncé connu"),
        ("a\n1\n", STATEMENTS, "« b » n’a pas de votes"),
        ("a,b\n1,1\n", "nom,texte\na,x\n", "pas de colonne « name »"),
        ("a,b\n1,1\n", "name\na\nb\n", "pas de colonne « text »"),
        ("a,b\n1,1\n", "name,text\na,x\na,y\n", "deux portent le même"),
        ("a,b\n1,1\n", "name,text\n,x\nb,y\n", "sans nom"),
        ("a,b\n1,1\n", "name,text\na,x\nb,детям\n".encode("cp1251"), "s.csv, ligne 3"),
    ],
)
def test_wrong_votes__error(run, tmp_path, votes, statements, said):
    assert said in run(votes, statements, code=1)
    assert not (tmp_path / "out").exists()


def test_a_file_where_the_folder_should_be__error(run, tmp_path):
    (tmp_path / "taken").write_text("")
    output = run(VOTES, STATEMENTS, "--out", str(tmp_path / "taken" / "deep"), code=1)
    assert "Choisissez un autre dossier" in output


def test_missing_file_is_wrong_usage(run, tmp_path):
    result = CliRunner().invoke(main, ["opinions", "none.csv", "none.csv", "--out", str(tmp_path)])
    assert result.exit_code == 2
