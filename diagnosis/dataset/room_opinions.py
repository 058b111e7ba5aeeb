"""Groups of opinion in a room that votes on statements, computed where diagnoses are.

A process that serves pages never computes: it shows what was kept here last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import analysis
from diagnosis.dataset.decided import opinions_kept, opinions_name
from diagnosis.dataset.source import Source
from diagnosis.dataset.states import secret_of
from diagnosis.model import STATEMENTS, Campaign, Session, State, Statement, Vote
from diagnosis.storage import version_of

# As votes on statements are told to the analysis; a statement not answered is not there.
WORTH = {"agree": 1.0, "disagree": -1.0, "pass": 0.0}


def publish_opinions(instance: Source, campaign: Campaign) -> None:
    """Compute the opinions of each room of a campaign whose votes changed, and keep them."""
    for session in instance.store.sessions(campaign.name):
        if session.ask.kind == STATEMENTS and not session.waiting:
            _publish(instance, campaign, session)


def room_opinions(
    statements: Sequence[Statement], votes: Sequence[Vote], secret: bytes, k: int
) -> dict[str, Any]:
    """Opinions of a room as plain data, every number told by the door.

    Raises
    ------
    AnalysisError
        Nobody has voted on any of the statements.
    """
    asked = [one for one in statements if one.state is State.IN and not one.into]
    stands = {one.id: one.into or one.id for one in statements}
    rows = [_row(vote, stands) for vote in votes]
    matrix = [[row.get(one.id) for one in asked] for row in rows if row]
    found = analysis.opinions(
        _table(matrix, asked), [_french(one) for one in asked], k=k, secret=secret
    )
    report = analysis.OpinionReport.build(found).to_dict()
    return {name: report[name] for name in ("message", "groups", "findings")}


def _publish(instance: Source, campaign: Campaign, session: Session) -> None:
    votes = session.counted_among(instance.store.votes(session.code))
    statements = instance.store.statements(session.code)
    said = [[vote.id, dict(vote.answers)] for vote in votes]
    mark = version_of([*said, list(map(version_of, statements))])
    if opinions_kept(instance.store, session.code).get("mark") == mark:
        return
    found: dict[str, Any] = {}
    if any(vote.answers for vote in votes):
        secret = secret_of(instance.secrets, campaign)
        found = room_opinions(statements, votes, secret, instance.k)
    instance.store.put(opinions_name(session.code), {"mark": mark, **found})


def _row(vote: Vote, stands: dict[str, str]) -> dict[str, float]:
    """The votes of one participant; what she said of the statement that stands comes first."""
    own = {name: WORTH[choice] for name, choice in vote.answers.items() if choice}
    said = {stands.get(name, name): worth for name, worth in own.items()}
    return said | {name: own[name] for name in said if name in own}


def _table(matrix: list[list[float | None]], asked: Sequence[Statement]) -> Any:
    import pandas as pd

    return pd.DataFrame(matrix, columns=[one.id for one in asked], dtype=float)


def _french(one: Statement) -> str:
    told = one.told_in("fr")
    return told.text if told else one.text
