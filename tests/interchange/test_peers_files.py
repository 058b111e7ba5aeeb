"""Files as peers made them (``cases/``, each with the right value in its README), and their kin."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import date
from pathlib import Path

import pytest

from diagnosis.config import SHIPPED
from diagnosis.interchange.dates import Dates, Order, dates_of
from diagnosis.languages import Languages
from diagnosis.model import ProblemsError
from diagnosis.questionnaire import load_library

CASES = Path(__file__).parent / "cases"
LIBRARY = load_library(
    SHIPPED / "questionnaires", Languages(SHIPPED / "translations").own_names
).questionnaires["clos-saint-lazare"]


@pytest.fixture
def shipped(desk):
    """The desk, with the questionnaire that the cases answer."""
    desk.asked = LIBRARY
    return desk


def imports(desk, case, mapping="map.yaml", **how):
    said = (CASES / case.split("/")[0] / mapping).read_text("utf-8")
    return desk.imports(CASES / case, said, **how)


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def told(report):
    return plain("\n".join([*map(str, report.problems), *map(str, report.kept), report.sentence]))


def whole(report):
    parts = (report.added, report.same, report.conflicts, report.refused, report.left_out)
    assert sum(parts) == report.rows
    return parts


# Identity.


def test_an_edit_in_kobo_is_no_new_family__error(shipped):
    assert imports(shipped, "edited-kobo/edit1.csv").added == 20
    report = imports(shipped, "edited-kobo/edit2.csv")
    assert whole(report) == (0, 17, 3, 0, 0)
    assert "lignes 2, 3, 4 : une réponse de même identifiant" in told(report)
    assert len(report.problems) == 1


@pytest.mark.parametrize("header", ["meta/rootUuid", "meta/deprecatedID", "groupe/meta/rootUuid"])
def test_an_edit_is_known_by_its_first_or_former_uuid__error(desk, header):
    first, second = uuid.uuid4(), uuid.uuid4()
    desk.imports(f"_uuid,{header},A1\n{first},,maman\n", "questions: {A1: }")
    column = header.removeprefix("groupe/")
    text = f"_uuid,{column},A1\n{second},uuid:{first},papa\n"
    assert desk.imports(text, "questions: {A1: }\ncolumns: {id: _uuid}").conflicts == 1
    assert len(desk.stored()) == 1


def test_an_edit_first_seen_edited_goes_on_being_that_one__ok(desk):
    root, own = uuid.uuid4(), uuid.uuid4()
    # As the version before stored it: by its own UUID.
    desk.imports(f"_uuid,A1\n{own},maman\n", "questions: {A1: }")
    text = f"_uuid,meta/rootUuid,A1\n{own},uuid:{root},maman\n"
    assert whole(desk.imports(text, "questions: {A1: }")) == (0, 1, 0, 0, 0)


def test_a_number_that_is_unique_is_an_identity__error(shipped):
    imports(shipped, "id-corrected/ids1.csv")
    report = imports(shipped, "id-corrected/ids2.csv")
    assert whole(report) == (0, 7, 1, 0, 0)


def test_a_mapped_number_is_an_identity__error(desk):
    said = "questions: {A1: }\ncolumns: {id: fiche}"
    desk.imports("fiche,A1\nF-01,maman\nF-02,papa\n", said)
    assert desk.imports("fiche,A1\nF-01,papa\n", said).conflicts == 1


def test_initials_are_no_identity__ok(desk):
    rows = "AB,maman\nAB,papa\nCD,maman\nAB,papa\n"
    assert desk.imports(f"id,A1\n{rows}", "questions: {A1: }").added == 4


def test_two_batches_of_paper(shipped):
    imports(shipped, "two-batches/lot1.csv")
    report = imports(shipped, "two-batches/lot2.csv")
    assert (report.added, report.same) == (3, 1)
    assert "Ligne 2, sans identifiant : mêmes réponses qu’une ligne d’un fichier" in told(report)
    said = (CASES / "two-batches" / "map.yaml").read_text("utf-8") + "batch: samedi\n"
    assert shipped.imports(CASES / "two-batches" / "lot2.csv", said, dry_run=True).added == 4


def test_a_batch_keeps_numbers_apart_and_is_known_again__ok(desk):
    text = "id,A1\n1,maman\n2,papa\n"
    for batch in ("lundi", "mardi"):
        assert desk.imports(text, f"questions: {{A1: }}\nbatch: {batch}").added == 2
    again = desk.imports(text, "questions: {A1: }\nbatch: mardi")
    assert (again.added, again.same) == (0, 2)


def test_a_corrected_row_without_identity_is_told(desk):
    desk.imports("A1,A2,A3,B1,E2\nmaman,a1,1,moral,idée\n")
    report = desk.imports("A1,A2,A3,B1,E2\nmaman,a1,2,moral,idée\n")
    assert report.added == 1
    assert "une seule réponse diffère d’une famille déjà là" in told(report)


# Rows that do not count.


def test_refused_consent(shipped):
    report = imports(shipped, "refused-consent/consentno2.csv")
    assert whole(report) == (5, 0, 0, 0, 5)
    assert "5 lignes" in told(report)
    assert all(r.answers for r in shipped.stored())


@pytest.mark.parametrize(
    ("header", "value"),
    [("intro/consentement", "Non"), ("consent_given", "0"), ("accord", "refus")],
)
def test_refused_consent_with_answers(desk, header, value):
    report = desk.imports(f"A1,{header}\nmaman,oui\npapa,{value}\n", "questions: {A1: }")
    assert whole(report) == (1, 0, 0, 0, 1)
    assert "1 ligne de consentement refusé (ligne 3)" in told(report)
    assert header not in report.ignored


def test_a_consent_column_of_any_name(desk):
    said = "questions: {A1: }\ncolumns: {consent: ok pour participer}"
    assert desk.imports("A1,ok pour participer\nmaman,oui\npapa,non\n", said).left_out == 1


def test_rejected_rows(shipped):
    report = imports(shipped, "rejected-rows/rejected2.csv")
    assert whole(report) == (16, 0, 0, 0, 4)
    assert "4 lignes non approuvées (lignes 2, 3, 4, 5)" in told(report)
    said = (CASES / "rejected-rows" / "map.yaml").read_text("utf-8") + "keep: [rejected]\n"
    path = CASES / "rejected-rows" / "rejected2.csv"
    assert shipped.imports(path, said).added == 4


@pytest.mark.parametrize(
    ("header", "good", "bad"),
    [
        ("_validation_status", "validation_status_approved", "validation_status_on_hold"),
        ("_validation_status", "Approved", ""),
        ("reviewState", "approved", "rejected"),
        ("__system/reviewState", "approved", "hasIssues"),
        ("submitdate", "2026-11-02 10:00:00", ""),
        ("Finished", "True", "False"),
    ],
)
def test_rows_that_nobody_approved_or_finished(desk, header, good, bad):
    report = desk.imports(f"A1,{header}\nmaman,{good}\npapa,{bad}\n", "questions: {A1: }")
    assert whole(report) == (1, 0, 0, 0, 1)


def test_a_status_that_nobody_uses_leaves_nothing_out__ok(desk):
    text = "A1,_validation_status,submitdate,statut\nmaman,,,locataire\npapa,,,en attente\n"
    assert desk.imports(text, "questions: {A1: }").added == 2


def test_empty_rows_and_totals(desk):
    rows = "maman,a1,1\n,,\nn/a,NA,#N/A\nTotal,,1\n,,46\n"
    report = desk.imports(f"A1,A2,A3\n{rows}", "questions: {A1: , A2: , A3: }")
    assert "1 ligne de total (ligne 5)" in told(report)
    assert "1 ligne sans aucune réponse (ligne 4)" in told(report)


# Dates.


def weeks(desk):
    return sorted(response.week for response in desk.stored())


def test_month_first(shipped):
    imports(shipped, "dates-month-first/us.csv", "mapw.yaml")
    assert weeks(shipped) == sorted(
        f"2026-W{week}" for week in ("02", "02", "06", "04", "04", "10")
    )


def test_utc_evenings(shipped):
    report = imports(shipped, "week-utc/weeks2.csv", "mapw.yaml")
    assert report.added == 9
    found = {response.id: response.week for response in shipped.stored()}
    rows = csv.reader(
        io.StringIO((CASES / "week-utc/weeks2.csv").read_text("utf-8-sig")), delimiter=";"
    )
    named = {row[-1]: found[row[-5]] for row in list(rows)[1:]}
    assert named["2026-01-04T23:30:00Z"] == "2026-W02"
    assert named["2026-01-04T23:30:00-05:00"] == "2026-W02"
    assert named["2026-01-05T00:30:00+02:00"] == "2026-W01"


@pytest.mark.parametrize(
    ("texts", "weeks"),
    [
        (["13/01/2026", "01/02/2026"], ["2026-W03", "2026-W05"]),
        (["1/13/2026 2:00 PM", "1/2/2026 9:00 AM"], ["2026-W03", "2026-W01"]),
        (["12/1/2026", "1/2/2026"], ["2026-W03", "2026-W05"]),
        (["11/12/2026", "1/2/2026"], ["2026-W46", "2026-W01"]),
        (["1/4/2026 11:30:00 PM UTC", "1/30/2026"], ["2026-W02", "2026-W05"]),
        (["2026/01/04 11:30:00 PM GMT+1"], ["2026-W01"]),
        (["20260105"], [None]),
        (["5 janvier 2026", "Jan 5, 2026", "1er févr. 2026"], ["2026-W02", "2026-W02", "2026-W05"]),
    ],
)
def test_a_column_decides_its_dates__ok(texts, weeks):
    dates = dates_of(texts, date(2026, 11, 30))
    assert dates.proved
    assert [dates.week(text) for text in texts] == weeks


@pytest.mark.parametrize("rows", ["13/1/2026|1/20/2026", "1/5/2026 3:00 PM|2/3/2026 4:00 AM"])
def test_a_column_of_both_orders_is_refused_once__error(desk, rows):
    lines = "".join(f"maman,{day}\n" for day in rows.split("|"))
    said = "questions: {A1: }\ncolumns: {week: jour}"
    with pytest.raises(ProblemsError) as raised:
        desk.imports(f"A1,jour\n{lines}", said)
    (problem,) = raised.value.problems
    assert "« jour »" in plain(str(problem))
    assert "month-first" in str(problem)
    assert desk.stored() == []


def test_the_mapping_says_the_order__ok(desk):
    said = "questions: {A1: }\ncolumns: {week: jour}\ndates: month-first"
    desk.imports("A1,jour\nmaman,1/5/2026\n", said)
    assert weeks(desk) == ["2026-W02"]
    assert Dates(Order.DAY_FIRST).week("1/5/2026") == "2026-W18"


# Titles, cells, sheets.


def test_titles_with_marks(shipped):
    assert imports(shipped, "html-headers/kobohtml.csv").added == 12


@pytest.mark.parametrize("title", ["<b>Vous</b> êtes…", "## Vous êtes…", "_Vous êtes…_"])
def test_a_title_is_read_as_its_text(desk, title):
    assert desk.imports(f'"{title}",x\nmaman,1\n', "questions: {A1: }").added == 1


def test_a_null_byte_is_told_with_its_line__error(shipped):
    with pytest.raises(ProblemsError, match="ligne 2"):
        imports(shipped, "nul-byte/nul.csv")


def test_cells_of_excel(shipped):
    report = imports(shipped, "excel-cells/cells.xlsx", "mapw.yaml")
    assert (report.added, report.refused) == (9, 1)
    assert "ligne 6" in told(report)
    assert "A6 est une formule sans valeur" in told(report)


def test_a_formula_without_value_keeps_the_rest(desk):
    path = desk.book(["A1", "A3"], ["maman", "=1+1"], ["papa", 2])
    assert desk.imports(path, "questions: {A1: , A3: }").added == 1
    report = desk.imports(path, "questions: {A1: , A3: }", keep_rest=True)
    assert (report.added, report.same, len(report.kept)) == (1, 1, 1)


def test_an_error_of_a_formula_is_no_answer__error(desk):
    path = desk.book(["A1", "A3", "E2"], ["maman", 1, "#REF!"], ["papa", "#REF!", ""])
    report = desk.imports(path, "questions: {A1: , A3: , E2: }")
    # A free text is no reason to lose the family.
    assert (report.added, report.refused) == (1, 1)
    assert "#REF!" in told(report)


def test_other_sheets_are_told(shipped):
    report = imports(shipped, "other-sheets/repeat.xlsx", "mapw.yaml")
    assert "Feuille « enfants » non lue" in told(report)


def test_a_notice_before_the_answers(desk):
    path = desk.book(["Lisez-moi"], ["Ce fichier…"], data=[["A1", "A3", "x"], ["maman", 1, 1]])
    report = desk.imports(path, "questions: {A1: , A3: }")
    assert report.added == 1
    assert "Feuille « Sheet » non lue" in told(report)


def test_a_title_above_the_titles(desk):
    report = desk.imports(
        "Enquête de Stains,,\n,,\nA1,A3,E2\nmaman,1,\n", "questions: {A1: , A3: }"
    )
    assert report.added == 1
    assert "Au-dessus des titres, non lu" in told(report)


def test_zeros_that_a_spreadsheet_took(desk):
    said = "questions: {A1: {column: q, choices: {'01': maman, '02': papa}}}"
    desk.imports("q\n1\n2\n", said)
    assert {r.answers["A1"] for r in desk.stored()} == {"maman", "papa"}


@pytest.mark.parametrize("mark", ["_{}", "___{}", ".{}", "[{}]", "/{}", ".{}."])
def test_split_columns_of_any_tool(desk, mark):
    header = ",".join(f"A2{mark.format(choice)}" for choice in ("a1", "a2"))
    desk.imports(f"A1,{header}\nmaman,x,\npapa,0,0\n", "questions: {A1: A1}")
    assert desk.answers() == [{"A1": "maman", "A2": ["a1"]}, {"A1": "papa"}]


# One cause, once; one detail, not the family.


def test_one_cause_is_told_once(desk):
    report = desk.imports("A1,A3\n" + "tata,1\n" * 12, "questions: {A1: , A3: }")
    (problem,) = report.problems
    assert "lignes 2, 3, 4, 5, 6, 7, 8, 9 et 4 autres" in problem.place
    assert report.refused == 12


def test_a_wrong_detail_costs_no_family(desk):
    text = "A1,A3,B1,jour\nmaman,beaucoup,moral,\npapa,1,moral sommeil papiers,\nmaman,2,,demain\n"
    said = "questions: {A1: , A3: , B1: }\ncolumns: {week: jour}"
    assert desk.imports(text, said, dry_run=True).refused == 3
    report = desk.imports(text, said, keep_rest=True)
    assert whole(report) == (3, 0, 0, 0, 0)
    assert {"A1": "maman", "B1": ["moral"]} in desk.answers()
    assert {"A1": "papa", "A3": 1} in desk.answers()
    assert len(report.kept) == 3
