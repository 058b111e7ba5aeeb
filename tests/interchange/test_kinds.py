"""Two variants more of each kind of file that went in wrong (docs/decisions/0037), A to I.

F, superlatives, is held by the tests of the report.
"""

from __future__ import annotations

import json
import uuid
from datetime import date

import pytest

import analysis
from analysis.table import encode
from diagnosis import dataset
from diagnosis.config import SHIPPED
from diagnosis.dataset.files import answers_in
from diagnosis.interchange.dates import dates_of
from diagnosis.model import DiagnosisError, ProblemsError
from diagnosis.questionnaire import load_library

# A: a square of some hundred metres round the centre of Le Globe.
LIBRARY = load_library(SHIPPED / "questionnaires", {})
SECTOR = next(s for site in LIBRARY.sites for s in site.sectors if s.name == "globe")


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def counts(desk, *files, mapping="questions: {A1: }", **how):
    """What became of each file: added, same, in conflict, refused, not counted."""
    reports = [desk.imports(file, mapping, **how) for file in files]
    return [(r.added, r.same, r.conflicts, r.refused, r.left_out) for r in reports]


def square(lon, lat, size=0.002):
    ring = [[0, 0], [size, 0], [size, size], [0, size], [0, 0]]
    return [[[lon + x, lat + y] for x, y in ring]]


def outlined(desk, *features):
    """The sentences told of a file of outlines, and the sectors that now have one."""
    desk.library, told = LIBRARY, []
    drawn = [
        {"type": "Feature", "properties": said, "geometry": geometry} for said, geometry in features
    ]
    text = json.dumps({"type": "FeatureCollection", "features": drawn})
    names = dataset.import_polygons(desk, desk.file(text, "o.geojson"), told.append)
    return names, plain(" ".join(told))


def polygon(*turn):
    lon, lat = turn or (SECTOR.lon, SECTOR.lat)
    return {"type": "Polygon", "coordinates": square(lon, lat)}


# A. Outlines.


def test_a_feature_without_geometry_beside_one_that_has_it(desk):
    names, told = outlined(desk, ({"sector": "globe"}, None), ({"sector": "globe"}, polygon()))
    assert names == ["globe"]
    assert "Contours vides" not in told


def test_one_corner_with_its_axes_swapped__error(desk):
    drawn = square(SECTOR.lon, SECTOR.lat)
    drawn[0][2] = drawn[0][2][::-1]
    with pytest.raises(DiagnosisError, match="km du centre"):
        outlined(desk, ({"sector": "globe"}, {"type": "Polygon", "coordinates": drawn}))
    assert desk.store.get("polygons") is None


def test_a_key_that_matches_nothing__error(desk):
    with pytest.raises(DiagnosisError, match="ne porte un secteur connu"):
        outlined(desk, ({"code": "999999999", "nom": "Le Globe"}, polygon()))


# B. Identity.


def test_one_submission_as_kobo_and_as_odk_export_it__ok(desk):
    own = str(uuid.uuid4())
    kobo, odk = f"_uuid,A1\n{own},maman\n", f"KEY,A1\nuuid:{own.upper()},maman\n"
    assert counts(desk, kobo, odk) == [(1, 0, 0, 0, 0), (0, 1, 0, 0, 0)]


def test_an_edit_and_what_it_edits_in_one_file__error(desk):
    first, second = uuid.uuid4(), uuid.uuid4()
    text = f"_uuid,meta/rootUuid,A1\n{first},uuid:{first},maman\n{second},uuid:{first},papa\n"
    assert counts(desk, text) == [(1, 0, 1, 0, 0)]
    book = analysis.Codebook.from_yaml("variables: [{name: A1, type: select_one, role: need}]")
    answers = answers_in(desk.file(text, "t.csv"), book)
    assert list(answers.table["A1"]) == ["maman"]
    assert "même identifiant" in answers.told[0]


# C. Rows that do not count.

NO = ["Não", "لا", "hayır", "না", "نہیں", "Non merci", "Non, pas moi", "I do not agree", "opt_out"]
ASKED = ["Acceptez-vous de participer à l’enquête ?", "Do you agree to take part?", "a/consent_yn"]


@pytest.mark.parametrize("said", NO)
def test_a_no_in_another_tongue_or_in_a_sentence_is_one(desk, said):
    assert counts(desk, f'consentement;A1\n"{said}";maman\nOui;papa\n') == [(1, 0, 0, 0, 1)]


@pytest.mark.parametrize("title", ASKED)
def test_consent_asked_in_a_sentence_is_consent(desk, title):
    assert counts(desk, f'"{title}";A1\nnon;maman\noui;papa\n') == [(1, 0, 0, 0, 1)]


def test_an_opinion_is_no_consent__ok(desk):
    text = "D’accord avec le projet ?;A1\nnon;maman\noui;papa\n"
    assert counts(desk, text) == [(2, 0, 0, 0, 0)]


def test_a_status_as_an_object_is_read(desk):
    status = "{'uid': 'validation_status_not_approved', 'label': 'Not Approved'}"
    text = f'_validation_status;A1\n"{status}";maman\nApproved;papa\n'
    assert counts(desk, text) == [(1, 0, 0, 0, 1)]


# D. Dates.


@pytest.mark.parametrize(
    ("written", "week"),
    [
        ("46027", "2026-W02"),
        ("46027.95", "2026-W02"),
        ("20260105", None),
        ("05/01/26", "2026-W02"),
        ("26-01-05", "2026-W02"),
        ("lundi 5 janvier 2026", "2026-W02"),
        ("Mon Jan 05 2026", "2026-W02"),
        ("Jan 5, 2026", "2026-W02"),
        # The night of summer time: 00:30 on Monday 30 March in Paris; the other, still Sunday.
        ("2026-03-29T22:30:00Z", "2026-W14"),
        ("2026-10-25T23:30:00.000+01:00", "2026-W43"),
        ("2026-01-05 00:30:00 UTC+3", "2026-W01"),
        ("12", None),
        ("99999", None),
    ],
)
def test_a_date_as_tools_write_it(written, week):
    assert dates_of([written], date(2026, 11, 22)).week(written) == week


# E. Two doors, one meaning.

BOOK = """variables:
- name: A2
  type: select_multiple
  role: need
  categories: {a1: 1 an, a2: 2 ans, a6: 6 ans et plus}
"""
BOTH = {
    "-": "A1;A2\nmaman;-\nmaman;1 an\nmaman;a2\n",
    "sans objet": "A1;A2\nmaman;sans objet\nmaman;A1\nmaman;2 ans\n",
    "labels and spaces": "A1;A2\nmaman;\nmaman;1 an 2 ans\nmaman;6 ans et plus\n",
    "labels and commas": 'A1;A2\nmaman;n/a\nmaman;"1 an, 6 ans et plus"\nmaman;2 ans\n',
    "oui and não": "A1;A2[a1];A2[a2]\nmaman;;\nmaman;sim;não\nmaman;não;sim\n",
    "___": "A1;A2___a1;A2___a2\nmaman;0;0\nmaman;1;0\nmaman;.;1\n",
}


@pytest.mark.parametrize("name", BOTH)
def test_both_doors_read_two_families_of_three(desk, name):
    desk.imports(BOTH[name], "questions: {A1: , A2: }")
    book = analysis.Codebook.from_yaml(BOOK)
    table = answers_in(desk.file(BOTH[name], "t.csv"), book).table
    block = encode(table, book, 1).blocks["A2"]
    said = sorted(str(answers.get("A2", [])) for answers in desk.answers())
    read = sorted(str([n for n in block.names if block.column(n)[at]]) for at in range(len(table)))
    assert said == read
    assert said.count("[]") == 1


# G. The cause.


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("<!DOCTYPE html><html><body>Log in</body></html>", "c’est une page web"),
        ('[{"A1": "maman"}]', "c’est du JSON"),
        ("A1;A3\n", "il y a des titres mais aucune réponse"),
    ],
)
def test_what_is_no_table_is_called_what_it_is__error(desk, content, cause):
    with pytest.raises(ProblemsError, match=cause) as raised:
        desk.imports(content)
    assert len(raised.value.problems) == 1


# H. Sheets, formulas, totals.


def test_a_notice_first_and_titles_below_a_title(desk):
    answers = [["Enquête 2026"], [], ["A1", "A3", "E2"], ["maman", 2, "x"]]
    report = desk.imports(desk.book(["Lisez-moi"], Réponses=answers), "questions: {A1: }")
    assert report.added == 1
    assert "Feuille « Sheet » non lue" in plain(report.sentence)
    assert "Au-dessus des titres, non lu : 2 lignes." in plain(report.sentence)


def test_a_total_by_a_formula_and_an_average_are_no_family(desk):
    book = desk.book(
        ["fiche", "A1", "A3"],
        ["a", "maman", 2],
        ["b", "papa", 1],
        ["TOTAL :", None, "=SUM(C2:C3)"],
        ["Moyenne", None, 1.5],
    )
    assert counts(desk, book, mapping="questions: {A1: , A3: }") == [(2, 0, 0, 0, 2)]


# I. A detail, not the family.


def test_two_wrong_cells_of_a_row_leave_its_rest(desk):
    text = "id;A1;A3;A2;E2\n7;maman;beaucoup;siècle;oui\n"
    mapping = "questions: {A1: , A3: , A2: , E2: }"
    assert counts(desk, text, mapping=mapping, keep_rest=True) == [(1, 0, 0, 0, 0)]
    assert desk.answers() == [{"A1": "maman", "E2": "oui"}]


def test_a_wrong_date_leaves_the_answers(desk):
    text = "id;A1;jour\n7;maman;hier\n8;papa;2026-01-05\n"
    mapping = "{questions: {A1: }, columns: {week: jour}}"
    assert counts(desk, text, mapping=mapping, keep_rest=True) == [(2, 0, 0, 0, 0)]


def test_ten_in_a_group_are_ten(desk):
    assert counts(desk, "A1;A3\n" + "maman;1\n" * 9 + "papa;2\n") == [(10, 0, 0, 0, 0)]
