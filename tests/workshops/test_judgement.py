"""What is said and decided of a workshop after it: reach, usefulness, decision, no names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from analysis.statistics import wilson
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Workshop
from diagnosis.model.workshops import DayTally
from diagnosis.workshops.weighing import (
    UNSURE,
    USEFUL,
    USELESS,
    interval,
    reach_of,
    usefulness_of,
)
from tests.pages import check_page

HELD = Workshop(1, "stains", "cafe_parents", date(2026, 12, 1), "cabane", "ar", held=True)
COUNTS = {"attended": "8", "happy": "6", "neutral": "2", "unhappy": "0"}


@pytest.mark.parametrize(
    ("happy", "unhappy", "verdict"),
    [(1, 0, UNSURE), (4, 0, UNSURE), (9, 1, USEFUL), (6, 4, UNSURE), (1, 9, USELESS)],
)
def test_usefulness_says_only_what_its_interval_allows(
    happy: int, unhappy: int, verdict: str
) -> None:
    found = usefulness_of(replace(HELD, happy=happy, unhappy=unhappy))
    assert found is not None
    assert found.verdict == verdict
    assert found.low < happy / (happy + unhappy) <= found.high
    assert usefulness_of(HELD) is None


def test_the_interval_is_that_of_the_analysis() -> None:
    for total in (1, 7, 40, 500):
        for n in (0, total // 2, total):
            assert interval(n, total) == pytest.approx(wilson(n, total), abs=1e-12)


@pytest.mark.parametrize(
    ("public", "count"),
    [("everyone", 8), ("without_pmi", 3), ("language", 4), ("fathers", None), ("gone", 8)],
)
def test_reach_is_that_of_the_public_it_was_for(public: str, count: int | None) -> None:
    counts = {"families": 7, "without_pmi": 3, "language:ar": 4, "language:fr": 2}
    held = replace(HELD, attended=8, public=public, tallies={"a": DayTally(1, counts)})
    assert reach_of(held).count == count


def test_a_decision_has_a_reason_and_the_day_it_was_taken(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    id = instance.store.add_workshop(replace(HELD, held=False)).id
    address = f"/staff/workshops/{id}"
    without = member.post(address, data={**COUNTS, "decision": "adapt"})
    assert without.status_code == 422
    check_page(without)
    assert "pourquoi" in without.text
    sent = {
        **COUNTS,
        "decision": "adapt",
        "reason": "Plus tard le soir",
        "hours": "6,5",
        "cost": "",
    }
    assert member.post(address, data=sent).status_code == 302
    kept = instance.store.workshop(id)
    assert kept is not None
    assert (kept.decision, kept.reason, kept.decided) == (
        "adapt",
        "Plus tard le soir",
        instance.today(),
    )
    assert (kept.hours, kept.cost) == (6.5, 0.0)
    shown = member.get(address)
    check_page(shown)
    assert "6.5" in shown.text or "6,5" in shown.text
    assert "Adapter" in member.get("/staff/campaigns/stains/workshops").text


def test_a_name_in_a_note_is_refused_until_somebody_says_it_is_none__error(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    id = instance.store.add_workshop(replace(HELD, held=False)).id
    address = f"/staff/workshops/{id}"
    for name in ("note", "seen", "proposed"):
        sent = {**COUNTS, name: "Appeler le 06 12 34 56 78 demain"}
        refused = member.post(address, data=sent)
        assert refused.status_code == 422
        assert "téléphone" in refused.text
        assert "Appeler le" in refused.text
    assert member.post(address, data={**sent, "nameless": "y"}).status_code == 302
