"""Groups of opinion of a room: those of the analysis, published where it is computed."""

from __future__ import annotations

import uuid
from dataclasses import replace

import numpy as np
import pandas as pd

import analysis
from diagnosis import dataset
from diagnosis.dataset.room_opinions import room_opinions
from diagnosis.instance import Instance
from diagnosis.model import STATEMENTS, Ask, Campaign, Session, Statement, Vote

NAMES = {1: "agree", -1: "disagree", 0: "pass"}
STATEMENTS_OF = [Statement(f"s{n}", "KWRT", "fr", f"Phrase {n}", number=n) for n in range(8)]


def two_camps(people: int) -> list[list[int]]:
    camps = ([1, 1, 1, 1, -1, -1, 1, 1], [-1, -1, -1, 0, 1, 1, 1, 1])
    return [camps[n % 5 > 2] for n in range(people)]


def cast(rows: list[list[int]]) -> list[Vote]:
    return [
        Vote(
            str(uuid.UUID(int=at)),
            "KWRT",
            "fr",
            answers={f"s{n}": NAMES[worth] for n, worth in enumerate(row)},
        )
        for at, row in enumerate(rows)
    ]


def test_a_room_has_the_groups_of_the_same_votes_in_a_file() -> None:
    rows, secret = two_camps(35), b"secret"
    table = pd.DataFrame(rows, columns=[one.id for one in STATEMENTS_OF], dtype=float)
    told = analysis.opinions(table, [one.text for one in STATEMENTS_OF], secret=secret)
    sections = analysis.OpinionReport.build(told).to_dict()
    found = room_opinions(STATEMENTS_OF, cast(rows), secret, 11)
    assert found == {name: sections[name] for name in ("message", "groups", "findings")}
    assert len(found["groups"]) == 2


def test_merged_statements_count_once_as_the_one_that_stands_was_answered() -> None:
    rows = two_camps(35)
    twin = Statement("t", "KWRT", "fr", "Phrase 0, autrement", into="s0")
    votes = cast(rows)
    answered = [replace(vote, answers={**vote.answers, "t": "pass"}) for vote in votes]
    moved = [
        replace(
            vote, answers={"t" if name == "s0" else name: c for name, c in vote.answers.items()}
        )
        for vote in votes
    ]
    plain = room_opinions(STATEMENTS_OF, votes, b"s", 11)
    for other in (answered, moved):
        assert room_opinions([*STATEMENTS_OF, twin], other, b"s", 11) == plain


def test_opinions_are_published_when_votes_change_and_not_again(
    instance: Instance, campaign: Campaign
) -> None:
    store = instance.store
    store.add_session(Session("KWRT", campaign.name, (), ask=Ask(STATEMENTS)))
    for one in STATEMENTS_OF:
        store.save_statement(one)
    dataset.publish_opinions(instance, campaign)
    assert "groups" not in dataset.opinions_kept(store, "KWRT")
    for vote in cast(two_camps(3)):
        store.save_vote(vote)
    dataset.publish_opinions(instance, campaign)
    small = dataset.opinions_kept(store, "KWRT")
    assert small["groups"] == []
    assert "Moins de" in small["message"]
    for vote in cast(two_camps(35)):
        store.save_vote(vote)
    dataset.publish_opinions(instance, campaign)
    assert len(dataset.opinions_kept(store, "KWRT")["groups"]) == 2
    before = store.changes()
    dataset.publish_opinions(instance, campaign)
    assert store.changes() == before, "nothing changed, nothing is written"


def test_nothing_of_one_person_is_kept(instance: Instance, campaign: Campaign) -> None:
    rng = np.random.default_rng(0)
    rows = [list(rng.choice([-1, 0, 1], 8)) for _ in range(40)]
    votes = cast([[int(worth) for worth in row] for row in rows])
    kept = str(room_opinions(STATEMENTS_OF, votes, b"s", 11))
    assert not any(vote.id in kept for vote in votes)
