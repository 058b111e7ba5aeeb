"""Support that is lacking: who lacks it, by hand; what is told of needs; nothing under k."""

from __future__ import annotations

import jsonschema
import numpy as np
import pandas as pd
import pytest

from analysis import AnalysisError, Codebook, diagnose, neighbourhood, schema
from analysis.disclosure import Gate
from analysis.needs import gaps, lacking, needs, support_of, unmet
from analysis.table import domains, encode

K = 11
ONE = {"name": "b4", "type": "scale", "role": "profile", "label": "Je sais où aller"}
ONE |= {"categories": {"o": "oui", "p": "un peu", "n": "non"}, "lacking": ["n"]}
TWO = ONE | {"name": "b5", "label": "J'ai de l'aide"}
THREE = ONE | {"name": "b6", "label": "Je suis seule"}
NEED = {"name": "q", "type": "select_multiple", "role": "need", "categories": ["a", "b"]}


def book_of(*variables):
    return Codebook.from_dict({"variables": [NEED, *variables]})


def table_of(*parts):
    """Lines repeated: ``(times, needs, answers…)``."""
    rows = [part[1:] for part in parts for _ in range(part[0])]
    return pd.DataFrame(rows, columns=["q", "b4", "b5", "b6"][: len(rows[0])])


def needs_of(table, book, aside=frozenset()):
    """The section of needs, made without the rest of a report."""
    data = encode(table, book, K)
    found = domains(data, book)
    lacks = unmet(data, found, aside, K)
    told = gaps(data, found, (), K, lacks.names, (), [lacks.table] if lacks.table else ())
    section = {**needs(found, data, K, unmet=lacks.entries), "gaps": told, "unmet": lacks.section}
    return Gate(K).publish(section)


PLAIN = ((45, "a", "n"), (30, "a", "o"), (20, "b", "n"), (55, "b", "p"))


@pytest.mark.parametrize(
    ("answers", "lacks"),
    [
        ("n n n", True),
        ("n n o", True),
        ("n o p", False),
        ("n o", True),
        ("n . .", True),
        ("o . .", False),
        ("n p .", True),
        (". . .", False),
    ],
)
def test_half_of_the_answers_given__ok(answers, lacks):
    cells = [["" if cell == "." else cell for cell in answers.split()]]
    names = ["b4", "b5", "b6"][: len(cells[0])]
    table = pd.DataFrame(cells, columns=names).assign(q="a")
    book = book_of(*[v for v in (ONE, TWO, THREE) if v["name"] in names])
    data = encode(table, book, K)
    found, said = lacking([data.blocks[name] for name in names])
    assert found.tolist() == [lacks]
    assert said.tolist() == [any(cells[0])]


def test_support_by_hand__ok():
    section = needs_of(table_of(*PLAIN), book_of(ONE))
    whole = section["unmet"]
    assert (whole["cell"]["n"], whole["cell"]["N"]) == (65, 150)
    assert whole["rule"].replace("\u202f", " ").endswith("« Je sais où aller » (non).")
    entry = next(d["unmet"] for d in section["domains"] if d["name"] == "a")
    assert (entry["cell"]["n"], entry["cell"]["N"]) == (45, 75)
    assert (entry["others"]["n"], entry["others"]["N"]) == (20, 75)
    assert entry["differs"]
    assert entry["conclusion"] == "plus souvent que les autres familles"
    assert entry["difference"] == pytest.approx(1 / 3)
    assert entry["sentence"].replace("\u202f", " ") == (
        "« a » : un appui manque plus souvent aux familles qui nomment ce besoin (60 %) "
        "qu'aux autres (27 %), écart de 33 points [18 ; 47]."
    )
    other = next(d["unmet"] for d in section["domains"] if d["name"] == "b")
    assert other["conclusion"] == "moins souvent que les autres familles"
    assert "(27 %) qu'aux autres (60 %), écart de 33 points" in other["sentence"].replace(
        "\u202f", " "
    )


def test_nothing_is_concluded_of_like_shares__ok():
    section = needs_of(
        table_of((30, "a", "n"), (40, "a", "o"), (30, "b", "n"), (41, "b", "o")), book_of(ONE)
    )
    for entry in (d["unmet"] for d in section["domains"]):
        assert (entry["differs"], entry["conclusion"]) == (False, "on ne peut pas conclure")
        assert entry["adjusted_low"] < 0 < entry["adjusted_high"]
    assert (section["unmet"]["tested"], section["unmet"]["found"]) == (2, 0)


def test_a_report_tells_it__ok():
    report = diagnose(table_of(*PLAIN), book_of(ONE)).to_dict()
    jsonschema.validate(report, schema())
    assert report["needs"] == needs_of(table_of(*PLAIN), book_of(ONE))
    assert any("un appui manque plus souvent" in sentence for sentence in report["findings"])


def test_no_declaration_changes_nothing__ok():
    plain = {key: value for key, value in ONE.items() if key != "lacking"}
    section = needs_of(table_of(*PLAIN), book_of(plain))
    assert section["unmet"] is None
    assert [d["unmet"] for d in section["domains"]] == [None, None]
    declared = needs_of(table_of(*PLAIN), book_of(ONE))
    for domain in declared["domains"]:
        domain["unmet"] = None
    assert declared | {"unmet": None} == section


def test_few_lack_support__ok():
    section = needs_of(table_of((10, "a", "n"), (90, "a b", "o")), book_of(ONE))
    assert section["unmet"]["cell"]["hidden"]
    assert "Trop peu" in section["unmet"]["message"]
    assert [d["unmet"] for d in section["domains"]] == [None, None]


def test_a_need_of_few_that_lack_support_is_hidden__ok():
    parts = ((5, "a", "n"), (40, "a", "o"), (40, "b", "n"), (40, "b", "o"))
    section = needs_of(table_of(*parts), book_of(ONE))
    entry = next(d["unmet"] for d in section["domains"] if d["name"] == "a")
    assert entry["cell"]["hidden"]
    assert entry["others"]["hidden"]
    assert (entry["difference"], entry["sentence"], entry["conclusion"]) == (None, None, None)


@pytest.mark.parametrize(("silent", "base"), [(8, 158), (40, 150)])
def test_silent_families_are_counted_when_few__ok(silent, base):
    section = needs_of(table_of(*PLAIN, (silent, "a", "")), book_of(ONE))
    assert section["unmet"]["cell"]["N"] == base
    assert bool(section["unmet"]["message"]) == (silent < K)


def test_silent_families_are_protected_when_many__ok():
    """Two silent families name b: its cells, subtracted from the need, would tell it."""
    section = needs_of(table_of(*PLAIN, (40, "a", ""), (2, "b", "")), book_of(ONE))
    assert [d["unmet"]["cell"]["hidden"] for d in section["domains"]] == [True, True]


def test_two_questions_whose_sum_tells_who_lacks_both__ok():
    """30 lack one, 30 the other; 56 lack one at least: 4 lack both."""
    few = ((26, "a", "n", "o"), (26, "a", "o", "n"), (4, "b", "n", "n"), (60, "a b", "o", "o"))
    assert needs_of(table_of(*few), book_of(ONE, TWO))["unmet"]["cell"]["hidden"]
    more = ((26, "a", "n", "o"), (26, "a", "o", "n"), (24, "b", "n", "n"), (60, "a b", "o", "o"))
    assert not needs_of(table_of(*more), book_of(ONE, TWO))["unmet"]["cell"]["hidden"]


def test_questions_of_support_are_left_out_of_the_gaps__ok():
    choice = ONE | {"type": "select_one"}
    parts = ((45, "a", "n"), (30, "a", "o"), (25, "b", "n"), (55, "b", "o"))
    section = needs_of(table_of(*parts), book_of(choice))
    assert section["unmet"]["tested"] == 2
    assert section["gaps"]["tested"] == 0
    plain = {key: value for key, value in choice.items() if key != "lacking"}
    assert needs_of(table_of(*parts), book_of(plain))["gaps"]["tested"] == 2


def test_margins_of_a_question_of_support__ok():
    """Weighted shares speak of it: it is not crossed with the needs besides."""
    shares = {"b4": {"o": 0.3, "p": 0.3, "n": 0.4}}
    report = diagnose(table_of(*PLAIN), book_of(ONE), margins=shares).to_dict()
    assert report["needs"]["unmet"] is None
    assert report["needs"]["domains"][0]["weighted"]


@pytest.mark.parametrize("seed", range(6))
def test_needs_that_lack_support_add_up_to_no_few__ok(seed):
    need = NEED | {"categories": list("abcdef")}
    book = Codebook.from_dict({"variables": [need, ONE, TWO, THREE]})
    table = neighbourhood(book, 60 + 80 * seed, seed, missing=[0.0, 0.1, 0.3][seed % 3]).table
    section = needs_of(table, book)
    shown = [d for d in section["domains"] if d["unmet"] and not d["unmet"]["cell"]["hidden"]]
    assert shown or seed < 3
    for domain in shown:
        mine, others = domain["unmet"]["cell"], domain["unmet"]["others"]
        whole = section["unmet"]["cell"]
        assert (mine["n"] + others["n"], mine["N"] + others["N"]) == (whole["n"], whole["N"])
        left = domain["cell"]["n"] - mine["N"]
        assert left == 0 or left >= K
        assert min(mine["n"], mine["N"] - mine["n"], others["n"], others["N"] - others["n"]) >= K


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"lacking": ["jamais"]}, "lacking cite des catégories absentes"),
        ({"type": "integer"}, "lacking ne va pas avec le type integer"),
        ({"role": "sector", "type": "select_one"}, "le rôle sector"),
        ({"categories": {}}, "Les déclarer"),
    ],
)
def test_wrong_declarations__error(change, word):
    with pytest.raises(AnalysisError, match=word):
        book_of(ONE | change)


def test_declared_in_yaml__ok():
    text = "variables: [{name: b, type: scale, role: profile, categories: [yes, no], lacking: no}]"
    assert Codebook.from_yaml(text).variables[0].lacking == ("no",)


def test_no_family_that_answered_needs_is_forgotten__ok():
    data = encode(table_of(*PLAIN), book_of(ONE), K)
    found = support_of([data.blocks["b4"]], np.ones(150, dtype=bool), K)
    assert found is not None
    assert (found.lacks.sum(), found.judged.sum(), found.folded) == (65, 150, False)
    assert unmet(data, [], frozenset(), K).section is None
