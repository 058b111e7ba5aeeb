"""What a year amounts to: its own days, real hours, presences that are never made into people."""

from __future__ import annotations

from datetime import date, time

import pytest

from diagnosis.activity import Quarter, quarters, sums_of
from diagnosis.dataset import invent_year
from diagnosis.funders.missing import missing_of
from diagnosis.funders.tables import activity, sessions
from diagnosis.funders.tables import quarters as quarters_table
from diagnosis.model import DiagnosisError, Workshop
from tests.funders.conftest import FIRST, SECOND, THIRD, YEAR, Year, held


def cells(table):
    return {row[0]: row[1:] for row in table.rows}


@pytest.mark.parametrize(
    ("day", "quarter"),
    [((3, 31), 1), ((4, 1), 2), ((6, 30), 2), ((7, 1), 3), ((9, 30), 3), ((12, 31), 4)],
)
def test_a_day_is_of_one_quarter__ok(day, quarter):
    assert Quarter.of(date(YEAR, *day)) == quarters(YEAR)[quarter - 1]


def test_the_year_holds_its_own_workshops__ok(noted: Year):
    made = noted.dossier()
    assert [m.workshop.day for m in made.held] == [
        date(YEAR, 3, 29), date(YEAR, 3, 31), date(YEAR, 4, 1),
    ]  # fmt: skip
    assert made.sums.families == FIRST["families"] + SECOND["families"] + THIRD["families"]
    assert (made.sums.planned, made.sums.unnoted, made.sums.coming) == (5, 1, 1)
    assert noted.dossier(YEAR - 1).sums.families == 83
    assert noted.dossier(YEAR + 1).sums.families == 89


def test_hours_are_those_that_passed__ok(noted: Year):
    """An hour and a half in the afternoon, and one to four in the night that has no two o'clock."""
    sums = noted.dossier().sums
    assert (sums.minutes, sums.timed, sums.held) == (90 + 120, 2, 3)


def test_autumn_gives_the_hour_back__ok():
    night = held("x", date(YEAR, 10, 25), THIRD, begins=time(1), ends=time(4))
    assert sums_of([night], date(YEAR, 12, 1)).minutes == 4 * 60


def test_what_nobody_counted_is_no_zero__ok(noted: Year):
    told = cells(activity(noted.dossier()))
    assert told["Présences d’adultes"][0] == 31 + 11 + 47 + 59
    fathers = next(row for name, row in told.items() if "pères" in name)
    assert fathers == (11, "compté à 1 séance sur 3")
    assert told["Orientations données"] == (None, "non compté")


def test_presences_are_never_added_up_as_people__ok(noted: Year):
    told = cells(activity(noted.dossier()))
    value, how = told["Adultes différents, Stains"]
    assert value == "[à compléter]"
    assert "jamais compté" in how
    assert "au moins 47" in how
    assert any("jamais comptés ici" in said for said in missing_of(noted.dossier()))


def test_quarters_of_two_sites__ok(noted: Year):
    rows = {row[:2]: row[2:] for row in quarters_table(noted.dossier()).rows}
    assert len(rows) == 8
    assert rows["Stains", "T1 2026"][:4] == (2, 1, "1\u00a0h\u00a030", FIRST["families"])
    assert rows["Stains", "T2 2026"][:4] == (1, 1, None, SECOND["families"])
    assert rows["La Courneuve", "T1 2026"][3] == THIRD["families"]
    assert rows["La Courneuve", "T4 2026"][:4] == (1, 0, None, None)
    assert rows["Stains", "T3 2026"][:4] == (0, 0, None, None)


def test_one_site_is_not_the_other__ok(noted: Year):
    made = noted.dossier(YEAR, noted.courneuve)
    assert (made.scope, made.sums.families) == ("La Courneuve", THIRD["families"])
    assert not made.fictitious
    assert all(row[1] == "La Courneuve" for row in sessions(made).rows)


def test_a_theme_that_was_taken_away_keeps_its_name__ok(noted: Year):
    gone = Workshop(0, "essai", "disparu", date(2024, 1, 5), "nulle_part", "fr")
    noted.instance.store.add_workshop(gone)
    (meeting,) = noted.dossier(2024).meetings
    assert (meeting.theme, meeting.place, meeting.need) == ("disparu", "nulle_part", "–")


def test_no_year_is_invented_for_real_families__error(noted: Year):
    with pytest.raises(DiagnosisError, match="réelle"):
        invent_year(noted.instance, noted.courneuve, date(YEAR, 1, 1))
