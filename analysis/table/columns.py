"""Which columns of a table a codebook describes, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from ..codebook import Variable
from ..french import quoted
from ..marks import choice_in, fold

SHOWN = 8
# Marks that stand in the names of other columns: what follows must be a known choice.
LOOSE = ("_", ":")


def column_problems(columns: Sequence[str], variables: Sequence[Variable]) -> list[str]:
    """Sentences on columns that are there twice, and on those that the table lacks.

    Examples
    --------
    >>> [line] = column_problems(["Ville"], [Variable("ville", "select_one", "profile")])
    >>> print(line.replace(chr(0x202f), " "))
    Le codebook décrit des colonnes absentes du tableau (ville, peut-être « Ville »). Ajouter ces \
colonnes, retirer ces variables du codebook, ou écrire leur nom comme dans le tableau. \
Le tableau a : Ville.
    """
    twice = sorted({column for column in columns if columns.count(column) > 1})
    asked = [v for v in variables if v.role != "ignore" and v.name not in columns]
    missing = [v.name for v in asked if not split_columns(columns, v)]
    found = []
    if twice:
        found.append(
            f"Le tableau a des colonnes de même nom ({', '.join(twice)}). "
            "Renommer ou supprimer les doublons."
        )
    if missing:
        found.append(
            f"Le codebook décrit des colonnes absentes du tableau "
            f"({', '.join(_hinted(name, columns) for name in missing)}). "
            "Ajouter ces colonnes, retirer ces variables du codebook, ou écrire leur nom comme "
            f"dans le tableau. {_listed(columns)}"
        )
    return found


def split_columns(columns: Iterable[str], variable: Variable) -> dict[str, str]:
    """Columns of 0 and 1 of a question of several choices, and the choice of each.

    A column of a codebook with categories is one of them, by name or by label, when its title has
    an underscore, which other columns have too.

    >>> split_columns(["b.jeux", "b.repas", "c"], Variable("b", "select_multiple", "need"))
    {'b.jeux': 'jeux', 'b.repas': 'repas'}
    """
    if variable.type != "select_multiple":
        return {}
    named = {fold(label): name for name, label in variable.categories.items()}
    named |= {fold(name): name for name in variable.categories}
    found: dict[str, str] = {}
    for column in columns:
        if choice := choice_in(column, variable.name):
            name = named.get(fold(choice), "" if _is_loose(column, variable.name) else choice)
            # R makes a dot of a closing bracket too: « b.jeux. ».
            name = named.get(fold(choice.rstrip(".")), name)
            if name and name not in variable.missing and name not in found.values():
                found[column] = name
    return found


def _is_loose(column: str, question: str) -> bool:
    return column[len(question) :].startswith(LOOSE)


def _hinted(name: str, columns: Sequence[str]) -> str:
    folded = {column.strip().casefold(): column for column in columns}
    near = get_close_matches(name.strip().casefold(), folded, 1, 0.8)
    return f"{name}, peut-être {quoted(folded[near[0]])}" if near else name


def _listed(columns: Sequence[str]) -> str:
    if not columns:
        return "Le tableau n'a aucune colonne."
    more = len(columns) - SHOWN
    rest = f" et {more} autre{'s' if more > 1 else ''}" if more > 0 else ""
    one = " C'est une seule colonne : le séparateur est peut-être un autre signe que ; , ou tab."
    only = one if len(columns) == 1 and any(sign in columns[0] for sign in "|:\t;,") else ""
    return f"Le tableau a : {', '.join(columns[:SHOWN])}{rest}.{only}"
