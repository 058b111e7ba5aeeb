"""The rules of a vote and what the diagnosis makes of it, without any page."""

from __future__ import annotations

from typing import Any

import pytest

from diagnosis.answers import Reason, RefusedError
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Session, Vote
from diagnosis.questionnaire import Theme
from diagnosis.sessions import ballot
from diagnosis.sessions.ballot import (
    LETTERS,
    Said,
    check_vote,
    clean_code,
    count_votes,
    open_session,
)
from diagnosis.sessions.proposals import (
    effect,
    moves,
    proposed_statements,
    proposed_themes,
)
from diagnosis.storage import StorageError, TakenError
from diagnosis.web.ballots import Ballot
from diagnosis.workshops.suggestions import suggestion
from tests.sessions.conftest import THEMES, plain_records

SESSION = Session("KWRT", "stains", THEMES)
ID = "1b0e9a52-6f0c-4b7e-9d6e-2f8f3c1d4a55"
BALLOT = Ballot(ID, 0, "")


def test_a_vote_is_kept_as_chosen() -> None:
    found = check_vote(
        SESSION, ("fr", "ar"), BALLOT, Said("ar", (THEMES[2], THEMES[0], THEMES[2])), {}
    )
    assert found == Vote(ID, "KWRT", "ar", (THEMES[2], THEMES[0]))


@pytest.mark.parametrize(
    ("ballot", "language", "themes", "reason"),
    [
        (None, "fr", THEMES[:1], Reason.UNREADABLE),
        (BALLOT, "fr", THEMES, Reason.INVALID),
        (BALLOT, "fr", [], Reason.INVALID),
        (BALLOT, "fr", ["massage"], Reason.INVALID),
        (BALLOT, "zz", THEMES[:1], Reason.INVALID),
    ],
)
def test_a_vote_is_refused__error(ballot: Any, language: str, themes: Any, reason: Reason) -> None:
    with pytest.raises(RefusedError) as refused:
        check_vote(SESSION, ("fr", "ar"), ballot, Said(language, tuple(themes)), {})
    assert refused.value.reason is reason


def test_a_closed_session_takes_no_vote__error() -> None:
    closed = Session("KWRT", "stains", THEMES, open=False)
    with pytest.raises(RefusedError) as refused:
        check_vote(closed, ("fr",), BALLOT, Said("fr", (THEMES[0],)), {})
    assert refused.value.reason is Reason.OVER


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("kwrt", "KWRT"),
        (" K W R T ", "KWRT"),
        ("KWR", ""),
        ("KWRTT", ""),
        ("K2RT", ""),
        ("ÉWRT", ""),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, code: str) -> None:
    assert clean_code(typed) == code


def test_the_letters_cannot_be_mistaken() -> None:
    assert not set(LETTERS) & set("IOQLUAEY")
    assert len(set(LETTERS)) == len(LETTERS)


def test_a_taken_code_is_drawn_again(
    instance: Instance, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter("BBBB" + "BBBB" + "CCCC")
    monkeypatch.setattr(ballot.secrets, "choice", lambda _: next(drawn))
    first = open_session(instance.store, Session("", campaign.name, THEMES))
    second = open_session(instance.store, Session("", campaign.name, THEMES))
    assert (first.code, second.code) == ("BBBB", "CCCC")


def test_without_a_free_code_one_tries_again__error(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(session: Session) -> None:
        raise TakenError(session.code)

    monkeypatch.setattr(instance.store, "add_session", taken)
    with pytest.raises(StorageError, match="réessayez"):
        open_session(instance.store, SESSION)


def catalogue(instance: Instance) -> dict[str, Theme]:
    return {theme.name: theme for theme in instance.library.catalogue.themes}


def test_votes_are_counted_theme_by_theme(instance: Instance) -> None:
    votes = [Vote(str(n), "KWRT", "fr", THEMES[: n + 1]) for n in range(3)]
    found = count_votes(SESSION, votes, catalogue(instance))
    assert [count.votes for count in found.themes] == [3, 2, 1, 0]
    assert [count.share for count in found.themes] == [100.0, 66.7, 33.3, 0.0]
    assert [count_votes(SESSION, votes[:n], {}).participants for n in (0, 1, 3)] == [0, 1, 3]


def test_a_theme_gone_from_the_catalogue_is_left_out(instance: Instance) -> None:
    session = Session("KWRT", "stains", ("gone", THEMES[0]))
    assert [count.theme.name for count in count_votes(session, [], catalogue(instance)).themes] == [
        THEMES[0]
    ]


def test_the_programme_comes_first_then_the_ranking(diagnosis: Any) -> None:
    found = proposed_themes(diagnosis)
    assert found == [f"theme_{n}" for n in (3, 9, 1, 2, 4, 5, 6, 7)]
    assert (
        proposed_themes(plain_records({"themes": {"items": []}, "programme": {"sessions": []}}))
        == []
    )


def test_the_moves_say_what_the_votes_changed(diagnosis: Any) -> None:
    found = moves(diagnosis, ("theme_10",), most=2)
    assert [(m.name, m.before, m.after, m.in_session) for m in found] == [
        ("theme_1", 10, 1, False),
        ("theme_2", 9, 2, False),
        ("theme_10", 1, 10, True),
    ]
    assert [m.words for m in found] == [
        "monte de 9 places",
        "monte de 7 places",
        "descend de 9 places",
    ]
    assert "arrivent «\u00a0Thème 1\u00a0» et «\u00a0Thème 2\u00a0»" in effect(found)
    assert "sortent «\u00a0Thème 10\u00a0»" in effect(found)
    assert "restent les mêmes" in effect([])


def test_the_programme_suggests_place_language_and_childcare(diagnosis: Any) -> None:
    assert suggestion(diagnosis, "theme_9") == {
        "place": "cabane",
        "language": "ar",
        "childcare": True,
    }
    assert suggestion(diagnosis, "theme_1") == {}


@pytest.mark.parametrize(("first", "other"), [(0.6, 0.2), (0.2, 0.6)])
def test_a_gap_is_proposed_for_the_group_that_names_the_need_more(
    first: float, other: float
) -> None:
    groups = [
        {"label": label, "cell": {"share": share}}
        for label, share in (("une maman", first), ("un papa", other))
    ]
    gap = {"need_label": "le sommeil", "differs": True, "groups": groups}
    report = plain_records(
        {
            "needs": {"gaps": {"items": [gap, {**gap, "differs": False}]}},
            "participation": {"variables": []},
            "themes": {"items": []},
        }
    )
    (told,) = proposed_statements(report)
    assert told.startswith("le sommeil")
    assert ("une maman" in told) == (first > other)
