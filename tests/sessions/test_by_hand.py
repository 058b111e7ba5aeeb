"""Stickers of a wall beside the votes; one device for a whole room."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis import dataset
from diagnosis.instance import Instance
from diagnosis.model import STATEMENTS, Ask, Campaign, Session, Vote
from tests.pages import check_page
from tests.sessions.conftest import THEMES

PAGE = "/staff/sessions/KWRT/stickers"


def counted(stuck: int, *counts: int) -> dict[str, str]:
    fields = {f"themes-{name}": str(n) for name, n in zip(THEMES, counts, strict=True)}
    return {"stuck": str(stuck), **fields}


def test_stickers_count_beside_votes_on_pages_and_in_the_diagnosis(
    member: FlaskClient,
    instance: Instance,
    campaign: Campaign,
    session: Session,
    page: Callable[..., TestResponse],
) -> None:
    instance.store.save_vote(Vote("v", "KWRT", "fr", THEMES[:1]))
    page(PAGE)
    assert member.post(PAGE, data=counted(8, 8, 5, 0, 1)).status_code == 302
    assert 'value="8"' in page(PAGE).text
    found = member.get("/staff/sessions/KWRT/counts", headers={"Accept": "application/json"}).json
    assert (found["participants"], [one["votes"] for one in found["themes"]]) == (9, [9, 5, 0, 1])
    kept = instance.store.session("KWRT")
    assert kept
    instance.store.save_session(replace(kept, open=False))
    (evidence,) = dataset.evidence_of(instance.store, campaign).sessions
    assert (evidence.participants, dict(evidence.votes)) == (
        9,
        {THEMES[0]: 9, THEMES[1]: 5, THEMES[3]: 1},
    )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (counted(2, 2, 2, 2, 1), "c’est trop"),
        (counted(2, 3, 0, 0, 0), "une chacune au plus"),
        (counted(-1, 0, 0, 0, 0), "Écrivez un nombre de 0"),
        ({"stuck": "3"}, "Écrivez un nombre, 0 s’il n’y en a pas."),
        ({**counted(3, 1, 0, 0, 0), "themes-papas": "9", "stuck": "x"}, "Il reste une chose"),
    ],
)
def test_stickers_that_cannot_be__error(
    member: FlaskClient,
    instance: Instance,
    session: Session,
    fields: dict[str, str],
    told: str,
) -> None:
    answer = member.post(PAGE, data=fields)
    assert answer.status_code == 422
    check_page(answer)
    assert told in answer.text
    assert instance.store.session("KWRT") == session


def test_stickers_that_lie_on_each_other_are_no_evidence(
    instance: Instance, campaign: Campaign
) -> None:
    ask = Ask(dots=3, stacked=True, stickers={THEMES[0]: 9}, stuck=4)
    instance.store.add_session(Session("KWRT", campaign.name, THEMES, open=False, ask=ask))
    assert dataset.evidence_of(instance.store, campaign).sessions == []


def test_a_device_that_is_handed_on_has_a_ballot_for_each(
    member: FlaskClient, session: Session, page: Callable[..., TestResponse]
) -> None:
    shown = page("/staff/sessions/KWRT/tablet?lang=fr").text
    found = re.search(r'id="plan">(.*?)</script>', shown)
    assert found
    spare = json.loads(found[1])["spare"]
    assert len({id for id, _ in spare}) == len(spare) == 60
    assert "Personne suivante" in shown
    assert "déjà voté" not in shown
    ids = set()
    for id, token in spare[:2]:
        sent = {"ballot": token, "language": "fr", "themes": THEMES[0]}
        assert member.post("/vote/KWRT", data=sent).status_code == 200
        ids.add(id)
    assert len(ids) == 2


def test_only_dots_have_stickers__error(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    step = Session("KWRT", campaign.name, (), ask=Ask(STATEMENTS))
    instance.store.add_session(step)
    assert member.get(PAGE).status_code == 404
    instance.store.save_session(replace(step, open=False))
    assert member.get("/staff/sessions/KWRT/tablet").status_code == 302
