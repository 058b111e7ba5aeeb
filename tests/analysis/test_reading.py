"""Tables as survey tools write them: joined choices, split columns, what stands for no answer."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import AnalysisError, Codebook, examine
from analysis.table import encode

K = 11
CATEGORIES = {"sommeil": "Le sommeil", "repas": "Les repas, le biberon", "jeux": "Jouer"}
KINDS = [["sommeil"]] * 20 + [["jeux", "repas"]] * 30 + [["repas"]] * 15 + [[]] * 5
COUNTS = {"sommeil": 20, "repas": 45, "jeux": 30}


def book(top=None, **more) -> Codebook:
    needs = {"name": "b", "type": "select_multiple", "role": "need", "categories": CATEGORIES}
    age = {"name": "age", "type": "integer", "role": "profile"}
    return Codebook.from_dict({"variables": [needs | more, age], **(top or {})})


def read(cells, codebook: Codebook, **columns):
    table = pd.DataFrame({"b": cells} if columns == {} else columns).assign(age="3")
    return encode(table, codebook, K)


def counted(data) -> dict[str, int]:
    block = data.blocks["b"]
    return dict(zip(block.names, block.counts.tolist(), strict=True))


@pytest.mark.parametrize("label", [False, True])
@pytest.mark.parametrize("sign", [", ", ",", ";", " | "])
def test_joined_choices_are_read_by_their_separator__ok(sign: str, label: bool):
    cells = [sign.join(CATEGORIES[name] if label else name for name in kind) for kind in KINDS]
    guessed = read(cells, book())
    assert counted(guessed) == COUNTS
    assert f'« separator: "{sign.strip()}" »' in " ".join(guessed.warnings)
    assert examine(pd.DataFrame({"b": cells, "age": "3"}), book()).refused == []
    for codebook in (book(separator=sign), book({"separator": sign})):
        told = read(cells, codebook)
        assert counted(told) == COUNTS
        assert told.warnings == []
        assert told.blocks["b"].answered.sum() == 65


def test_what_is_joined_to_a_stranger_is_not_guessed__ok():
    found = read(["jeux, laver"] * 20 + ["jeux"] * 20, book())
    assert "hors du codebook" in found.warnings[0]
    declared = read(["jeux, laver"] * 20 + ["jeux"] * 20, book(separator=","))
    assert counted(declared)["jeux"] == 40


def test_categories_of_the_data_are_joined_by_the_separator__ok():
    found = read(["le bain;la nuit"] * 20 + ["la nuit"] * 20, book(separator=";", categories={}))
    assert counted(found) == {"la nuit": 40, "le bain": 20}


@pytest.mark.parametrize("mark", ["/", "."])
def test_split_columns_are_named_with_a_slash_or_a_dot__ok(mark: str):
    flags = {f"b{mark}{name}": [str(int(name in k)) for k in KINDS] for name in CATEGORIES}
    found = read([], book(), **flags)
    assert counted(found) == COUNTS
    # Who ticked nothing was not asked, or answered nothing: both are no answer.
    assert found.blocks["b"].answered.sum() == 65
    blank = {name: [flag if any(k) else "" for flag, k in zip(column, KINDS, strict=True)]
             for name, column in flags.items()}  # fmt: skip
    again = read([], book(), **blank)
    assert counted(again) == COUNTS
    assert again.blocks["b"].answered.sum() == 65


@pytest.mark.parametrize("top", [{}, {"missing": [99, "NSP"]}])
def test_what_stands_for_no_answer_is_none__ok(top):
    own = {} if top else {"missing": ["99", "NSP"]}
    found = read(["jeux repas", "99", "nsp", "sommeil", "99.0", "jeux NSP"] * 10, book(top, **own))
    assert counted(found) == {"sommeil": 10, "repas": 10, "jeux": 20}
    assert found.blocks["b"].answered.sum() == 30
    assert found.warnings == []


def test_a_code_of_no_answer_is_no_number__ok():
    table = pd.DataFrame({"b": ["jeux"] * 40, "age": ["2"] * 20 + ["3"] * 10 + ["99"] * 10})
    block = encode(table, book({"missing": [99]}), K).blocks["age"]
    assert block.answered.sum() == 30
    assert block.labels == ("2", "plus de 2")


@pytest.mark.parametrize(
    ("name", "kind", "more", "said"),
    [
        ("age", "integer", {"separator": ";"}, "separator ne va pas"),
        ("b", "select_one", {"missing": ["x"], "categories": ["x", "y"]}, "missing cite"),
    ],
)
def test_what_cannot_be_read_so__error(name, kind, more, said):
    with pytest.raises(AnalysisError, match=said):
        Codebook.from_dict({"variables": [{"name": name, "type": kind, "role": "profile"} | more]})


def test_a_variable_has_its_own_way_before_that_of_all__ok():
    codebook = book({"missing": [99], "separator": ";"}, missing=["NSP"], separator=",")
    assert [(v.missing, v.separator) for v in codebook.variables] == [
        (("NSP",), ","), (("99",), ""),
    ]  # fmt: skip
