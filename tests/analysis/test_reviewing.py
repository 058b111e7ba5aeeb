"""What is odd in a table is told with its remedy; what cannot be analysed is refused."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import Codebook, Variable, examine

BOOK = Codebook.from_dict(
    {
        "variables": [
            {
                "name": "besoins",
                "type": "select_multiple",
                "role": "need",
                "categories": ["sommeil", "jeu"],
            },
            {"name": "ville", "type": "select_one", "role": "profile", "label": "Votre ville"},
            {"name": "enfants", "type": "integer", "role": "profile"},
        ]
    }
)


def table(**columns: list[str]) -> pd.DataFrame:
    usual = {"besoins": ["sommeil", "jeu"], "ville": ["Stains", "Pierrefitte"]}
    rows = len(next(iter(columns.values()), [""] * 30))
    given = {"enfants": ["1", "2"], **usual}
    return pd.DataFrame(
        {name: columns.get(name, [given[name][at % 2] for at in range(rows)]) for name in given}
    )


def odd(columns: pd.DataFrame, book: Codebook = BOOK) -> list[str]:
    """What is odd in a table that can be analysed."""
    found = examine(columns, book)
    assert found.refused == []
    return found.odd


def test_a_tidy_table_has_no_remark__ok():
    assert odd(table()) == []


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"ville": ["Stains"] * 30}, ("Votre ville", "ne distingue personne", "rôle ignore")),
        ({"ville": [""] * 30}, ("Votre ville", "aucune réponse")),
        ({"ville": [f"v{at % 400}" for at in range(800)]}, ("400", "type text")),
        ({"besoins": ["sommeil", "jeu laver"] * 15}, ("15 réponses", "laver", "categories")),
        ({"enfants": ["1", "2,5", "deux"] * 10}, ("10 réponses", "deux")),
    ],
)
def test_odd_columns_are_told_with_a_remedy__ok(columns, words):
    (line,) = odd(table(**columns))
    assert all(word in line for word in words), line


def test_numbers_as_text_are_numbers__ok():
    assert odd(table(enfants=[" 1", "2,0", "3.0"] * 10)) == []


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"ville": []}, ("0 ligne,", "il en faut 11")),
        ({"ville": ["Stains"]}, ("1 ligne,", "il en faut 11")),
        ({"besoins": ["zz"] * 16 + ["jeu"] * 14}, ("besoins", "16 réponses sur 30", "zz")),
        ({"enfants": ["un"] * 20 + ["1"] * 10}, ("enfants", "20 réponses sur 30", "un")),
        ({name: [""] * 40 for name in ("besoins", "ville", "enfants")}, ("dont 0 avec",)),
    ],
)
def test_what_cannot_be_analysed_is_refused__error(columns, words):
    said = "\n".join(examine(table(**columns), BOOK).refused).replace("\u202f", " ")
    assert all(word in said for word in words), said


def test_every_refusal_at_once__error():
    found = examine(table(besoins=["zz"] * 30, enfants=["un"] * 29 + ["1"]), BOOK)
    assert len(found.refused) == 2


def test_a_text_that_nobody_wrote_is_no_oddity__ok():
    book = Codebook([*BOOK.variables, Variable("mots", "text", "text")])
    assert odd(table().assign(mots=""), book) == []
