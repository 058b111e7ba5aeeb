"""What is said and decided of a workshop after it: reach, usefulness, decision, no names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from analysis.statistics import wilson
from analysis.themes.evidence import proofs
from diagnosis.activity import (
    UNSURE,
    USEFUL,
    USELESS,
    interval,
    reach_of,
    usefulness_of,
)
from diagnosis.dataset import evidence_of
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Workshop
from diagnosis.model.workshops import DayTally
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
    assert 'value="6,5"' in shown.text
    check_page(shown)
    assert "6,5 heures" in shown.text or "6,5 heures" in shown.text
    assert "Adapter" in member.get("/staff/campaigns/stains/workshops").text


def test_a_name_in_a_note_is_refused_until_somebody_says_it_is_none__error(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    id = instance.store.add_workshop(replace(HELD, held=False)).id
    address = f"/staff/workshops/{id}"
    for name in ("note", "observed", "proposed"):
        sent = {**COUNTS, name: "Appeler le 06 12 34 56 78 demain"}
        refused = member.post(address, data=sent)
        assert refused.status_code == 422
        assert "téléphone" in refused.text
        assert "Appeler le" in refused.text
    assert member.post(address, data={**sent, "nameless": "y"}).status_code == 302


def test_what_was_observed_is_kept_and_told_apart_from_the_version_read(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    id = instance.store.add_workshop(replace(HELD, held=False)).id
    address = f"/staff/workshops/{id}"
    said = {"observed": "Un trottoir trop étroit", "proposed": "Un banc", "note": "Soleil"}
    assert member.post(address, data={**COUNTS, **said}).status_code == 302
    shown = member.get(address).text
    for text in said.values():
        assert f">\r\n{text}</textarea>" in shown.replace("\n", "\r\n").replace("\r\r", "\r")
    kept = instance.store.workshop(id)
    assert kept is not None
    assert (kept.observed, kept.proposed, kept.note) == tuple(said.values())


def test_the_next_diagnosis_reads_the_decision(instance: Instance, campaign: Campaign) -> None:
    for day, decision in ((1, "keep"), (2, "stop"), (3, "")):
        plan = replace(HELD, day=date(2026, 12, day), decision=decision, attended=9)
        instance.store.add_workshop(plan)
    evidence = evidence_of(instance.store, campaign)
    theme = instance.themes(campaign)["cafe_parents"]
    [proof] = proofs([theme], evidence, 11)  # type: ignore[list-item]
    said = proof.entry()["sentence"]
    assert "3 ateliers tenus, 27 personnes" in said.replace("\u00a0", " ")
    assert "arrêter" in said
