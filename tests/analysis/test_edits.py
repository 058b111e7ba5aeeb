"""Names of profiles: kept with a signature, found again, never given in silence to another one."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import (
    AnalysisError,
    Codebook,
    Edit,
    Trait,
    neighbourhood,
    read_edits,
    signature_of,
)
from analysis.disclosure import publish
from analysis.factor_map import section as map_section
from analysis.profiles import Found, apply_edits, profiles_of, section
from analysis.table import encode

from .makings import survey_of

K = 11
HAND = Codebook.from_dict(
    {
        "variables": [
            {"name": name, "type": "select_one", "role": "profile", "categories": ["yes", "no"]}
            for name in "abc"
        ]
    }
)
# The share of « yes » to each question in three planted groups of forty.
SHARES = {0: (0.9, 0.1, 0.1), 1: (0.1, 0.9, 0.1), 2: (0.1, 0.1, 0.9)}


def group(shares, size=40):
    return [["yes" if n < share * size else "no" for share in shares] for n in range(size)]


def hand(order=(0, 1, 2), size=(50, 40, 30)):
    """Three groups in a given order, as if found so: the data and what was found."""
    import pandas as pd

    rows = [row for at, place in enumerate(order) for row in group(SHARES[place], size[at])]
    labels = np.repeat(np.arange(len(order)), size[: len(order)])
    table = pd.DataFrame(rows, columns=list("abc"))
    stability = [0.9, 0.8, 0.7][: len(order)]
    return encode(table, HAND, K), Found(labels, stability, [])


def signature(place):
    return tuple(Trait(name, "yes", s) for name, s in zip("abc", SHARES[place], strict=True))


def edited(edits, order=(0, 1, 2), size=(50, 40, 30)):
    data, found = hand(order, size)
    return apply_edits(found, edits, data)


def test_without_edits_nothing_changes__ok():
    data, found = hand()
    result = apply_edits(found, (), data)
    assert result.found is found
    assert (result.names, result.merged, result.notes) == (["", "", ""], [1, 1, 1], [])


def test_names_follow_their_profiles_whatever_the_order__ok():
    edits = [Edit("Un", (signature(0),)), Edit("Deux", (signature(1),))]
    for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
        result = edited(edits, order)
        assert [("Un", "Deux", "")[place] for place in order] == result.names
        assert not result.notes


def test_profiles_put_together_take_the_place_of_the_first__ok():
    data, found = hand()
    result = apply_edits(found, [Edit("Ensemble", (signature(1), signature(2)))], data)
    assert (result.names, result.merged) == (["", "Ensemble"], [1, 2])
    assert np.bincount(result.found.labels).tolist() == [50, 70]
    assert result.found.stability == [0.9, 0.7]
    assert (result.found.labels == 1).tolist() == (found.labels > 0).tolist()


def test_families_without_profile_keep_none__ok():
    data, found = hand()
    found.labels[:5] = -1
    result = apply_edits(found, [Edit("E", (signature(1), signature(2)))], data)
    assert (result.found.labels[:5] == -1).all()


@pytest.mark.parametrize("share", np.arange(0.3, 1.01, 0.05))
def test_likeness_by_hand__ok(share):
    # (share, 0.1, 0.1) is meant for the first group, and for nobody under a likeness of 0.5: one
    # minus its distance to the group over that to all 120 families, of whom 52, 44 and 36 say yes.
    traits = tuple(Trait(n, "yes", s) for n, s in zip("abc", (share, 0.1, 0.1), strict=True))
    wanted, everyone = np.array([share, 0.1, 0.1]), np.array([52, 44, 36]) / 120
    likeness = 1 - np.linalg.norm(wanted - SHARES[0]) / np.linalg.norm(wanted - everyone)
    assert abs(likeness - 0.5) > 1e-3
    assert edited([Edit("Un", (traits,))]).names[0] == ("Un" if likeness >= 0.5 else "")


def test_a_lost_profile_is_told_and_its_name_given_to_nobody__error():
    result = edited([Edit("Trois", (signature(2),))], order=(0, 1))
    assert result.names == ["", ""]
    assert "Trois" in result.notes[0]
    assert "n’est plus reconnu" in result.notes[0]


def test_a_merger_that_lost_a_part_is_not_applied__error():
    result = edited([Edit("Ensemble", (signature(1), signature(2)))], order=(0, 1))
    assert (result.names, result.merged) == (["", ""], [1, 1])
    assert "plus tous reconnus" in result.notes[0]


def test_all_profiles_cannot_be_put_together__error():
    edits = [Edit("Tous", tuple(map(signature, SHARES)))]
    result = edited(edits)
    assert result.merged == [1, 1, 1]
    assert "toutes les familles" in result.notes[0]


def test_a_profile_that_split_is_told__ok():
    result = edited([Edit("Un", (signature(0),))], order=(0, 0, 1))
    assert result.names.count("Un") == 1
    assert "Plusieurs profils ressemblent" in result.notes[0]


def test_questions_no_longer_asked__error():
    strange = tuple(Trait(name, "yes", 0.9) for name in ("a", "y", "z"))
    assert edited([Edit("X", (strange,))]).notes
    known = (*signature(0), Trait("z", "yes", 0.9))
    assert "Un" in edited([Edit("Un", (known,))]).names


def test_one_group_only__error():
    result = edited([Edit("Un", (signature(0),))], order=(0,), size=(40,))
    assert result.names == [""]
    assert result.notes


TRAIT = {"variable": "a", "category": "b", "share": 1}


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        ("Un", "lisibles"),
        ({"name": "Un"}, "lisibles"),
        ([{"name": "Un"}], "lisible"),
        ([["Un"]], "lisible"),
        ([{"name": "", "members": [[TRAIT]]}], "vide"),
        ([{"name": "x" * 61, "members": [[TRAIT]]}], "60"),
        ([{"name": "Un", "members": []}], "typiques"),
        ([{"name": "Un", "members": [[]]}], "typiques"),
        ([{"name": "Un", "members": [[{**TRAIT, "share": 7}]]}], "part"),
        (
            [{"name": n, "members": [[TRAIT]]} for n in ("é", "É")],
            "deux fois",
        ),
    ],
)
def test_wrong_edits__error(data, cause):
    with pytest.raises(AnalysisError, match=cause):
        read_edits(data)


def run(book, table, edits=(), seed=0):
    """The profiles of a survey as told, and as found."""
    survey = survey_of(table, book)
    result = apply_edits(profiles_of(survey.data, K, seed), edits, survey.data)
    return publish(section(survey, result, map_section(survey)[1])), result


@pytest.fixture(scope="module")
def first(book):
    table = neighbourhood(book, 300, 0).table
    return table.iloc[:250], table, *run(book, table.iloc[:250])


def test_names_survive_a_run_with_more_families__ok(book, first):
    _, table, told, before = first
    items = told["items"]
    assert len(items) > 2
    edits = [Edit(f"Nom {item['id']}", (signature_of(item),)) for item in items]
    after, now = run(book, table, edits, seed=3)
    assert after["notes"] == []
    assert sorted(i["staff_name"] for i in after["items"]) == sorted(e.name for e in edits)
    # The same families: the name leads to those it was given to.
    led = [edits[label].name if label >= 0 else "" for label in before.found.labels]
    then = [now.names[label] if label >= 0 else "" for label in now.found.labels[: len(led)]]
    assert np.mean([one == two for one, two in zip(led, then, strict=True) if one and two]) > 0.85


def test_profiles_put_together_are_told_as_one__ok(book, first):
    before, _, told, _ = first
    one, two = told["items"][:2]
    edit = Edit("Jeunes parents", (signature_of(one), signature_of(two)))
    [item] = [i for i in run(book, before, [edit])[0]["items"] if i["staff_name"]]
    assert item["merged"] == 2
    # Three counts told to base 5.
    assert abs(item["cell"]["n"] - one["cell"]["n"] - two["cell"]["n"]) <= 12


def test_the_page_shows_the_name_beside_the_neutral_one__ok(book, first, tmp_path):
    from analysis import diagnose, write_report

    before, _, told, _ = first
    edit = Edit("Jeunes <parents>", tuple(signature_of(item) for item in told["items"][:2]))
    made = diagnose(before, book, edits=[edit], k=K)
    [item] = [i for i in made.to_dict()["profiles"]["items"] if i["staff_name"]]
    write_report(made, tmp_path)
    page = (tmp_path / "report.html").read_text()
    assert f"{item['name']} · Jeunes &lt;parents&gt;" in page
    assert "2 profils réunis" in page
    assert "Jeunes <parents>" not in page
