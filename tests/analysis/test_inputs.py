"""What staff enter, read from plain data: what is read, what is refused and with which words."""

from __future__ import annotations

from dataclasses import fields

import pytest

from analysis import AnalysisError, Limits, read_coded, read_limits, read_margins
from analysis.inputs import READERS


def test_every_limit_can_be_read__ok():
    assert set(READERS) == {field.name for field in fields(Limits)}


def test_written_and_typed_values_are_the_same__ok():
    written = {
        "sessions": "4", "slots": ["matin"], "childcare": "non", "budget": "1200,5",
        "costs": {"C": "80"}, "profile_share": "0.2", "non_users": {"C1": "inconnu"},
        "set_aside": ["theme1"], "per_slot": "", "interpreter": "true",
    }  # fmt: skip
    typed = {
        "sessions": 4, "slots": ("matin",), "childcare": False, "budget": 1200.5,
        "costs": {"C": 80}, "profile_share": 0.2, "non_users": {"C1": ("inconnu",)},
        "set_aside": ["theme1"], "per_slot": None, "interpreter": True,
    }  # fmt: skip
    assert read_limits(written) == read_limits(typed)
    assert read_limits(typed).non_users == {"C1": ("inconnu",)}
    assert read_limits({}) == Limits()


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (["sessions"], "nom: valeur"),
        ({"seances": 3}, "Limites inconnues : seances"),
        ({"sessions": "trois"}, "nombre"),
        ({"sessions": "2,5"}, "entier"),
        ({"sessions": "inf"}, "entier"),
        ({"sessions": True}, "nombre"),
        ({"childcare": "peut-être"}, "ni oui ni non"),
        ({"slots": {"matin": 1}}, "liste"),
        ({"costs": [80]}, "montant"),
        ({"non_users": ["C1"]}, "réponses"),
        ({"profile_share": 3}, "entre 0 et 1"),
    ],
)
def test_wrong_limits__error(data, cause):
    with pytest.raises(AnalysisError, match=cause):
        read_limits(data)


@pytest.mark.parametrize("data", [None, [], "C1", {"C1": 3}, {"C1": {"y_va": "beaucoup"}}])
def test_wrong_margins__error(data):
    with pytest.raises(AnalysisError, match="Écrire"):
        read_margins(data)


@pytest.mark.parametrize("written", [None, "", "null", "Comme dans l’enquête"])
def test_a_margin_may_be_as_in_the_survey__ok(written):
    assert read_margins({"C1": {"a": "0,6", "b": written}}) == {"C1": {"a": 0.6, "b": None}}


def test_codes_name_their_question_once_or_each__ok():
    coded = read_coded(
        {
            "variable": "E2",
            "extra": {"piscine": "Une piscine"},
            "decisions": [
                {"row": "4", "codes": ["sommeil", "piscine"]},
                {"row": 7, "variable": "E9"},
            ],
        }
    )
    assert [(d.row, d.variable, sorted(d.codes)) for d in coded.decisions] == [
        (4, "E2", ["piscine", "sommeil"]),
        (7, "E9", []),
    ]
    assert coded.extra == {"piscine": "Une piscine"}


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        {"decisions": {}},
        {"decisions": [{"row": 4}]},
        {"decisions": [{"row": -1, "variable": "E2"}]},
        {"decisions": ["un texte"]},
        {"decisions": [{"row": 1, "variable": "E2", "codes": {"a": 1}}]},
        {"decisions": [], "extra": ["piscine"]},
    ],
)
def test_wrong_codes__error(data):
    with pytest.raises(AnalysisError, match=r"Écrire|écrire"):
        read_coded(data)
