"""What whoever holds a table should know of it before it is analysed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from ._cells import Cells, read_cells
from ._encoding import OTHER, _places, encode
from ._french import listing, number, quoted, typography
from .codebook import Codebook, Variable
from .errors import AnalysisError

MANY = 50
EXAMPLES = 3


def review(table: pd.DataFrame, codebook: Codebook, k: int = 11) -> list[str]:
    """Say what is odd in a table. RESTRICTED: it cites answers, for whoever holds the table.

    Parameters
    ----------
    table : DataFrame, shape (families, columns)
    codebook : Codebook
    k : int
        Smallest number of families that may be told.

    Returns
    -------
    list of str
        A French sentence an oddity, with its remedy, in the order of the codebook. None of them
        prevents an analysis.

    Raises
    ------
    AnalysisError
        When the table cannot be analysed: it does not fit the codebook, most answers to a
        question are unknown to the codebook, or fewer than ``k`` rows have an answer.

    Examples
    --------
    >>> book = Codebook.from_dict({"variables": [
    ...     {"name": "besoin", "type": "select_one", "role": "need"}]})
    >>> for line in review(pd.DataFrame({"besoin": ["sommeil"] * 20}), book):
    ...     print(line.replace(chr(0x202f), " "))
    « besoin » : toutes les réponses (20) sont « sommeil », la question ne distingue personne. \
Vérifier la colonne, ou lui donner le rôle ignore.
    """
    usable = int(encode(table, codebook, k).usable.sum())
    table = table.set_axis([str(column) for column in table.columns], axis=1)
    asked = [v for v in codebook.variables if v.role not in ("ignore", "weight")]
    cells = read_cells(table, [v.name for v in asked if v.name in table.columns])
    read = [(v, _values(v, cells[v.name])) for v in asked if v.name in cells]
    refused = [line for v, values in read for line in _refusals(v, values)]
    if usable < k:
        refused.append(_too_few(len(table), usable, k))
    if refused:
        raise AnalysisError("\n".join(map(typography, refused)))
    return [typography(line) for v, values in read for line in _remarks(v, values, k)]


def _values(variable: Variable, cells: Cells) -> Counter[str]:
    several = variable.type in ("select_multiple", "rank")
    found: Counter[str] = Counter()
    for text, count in zip(cells.texts, cells.counts.tolist(), strict=True):
        for value in text.split() if several else [text] if text else []:
            found[value] += count
    return +found


def _too_few(rows: int, usable: int, k: int) -> str:
    return (
        f"Le tableau a {_many(rows, 'ligne')}, dont {number(usable)} avec au moins une réponse : "
        f"il en faut {k} pour dire quelque chose sans désigner une famille. "
        "Recueillir d'autres réponses, ou vérifier que c'est le bon fichier."
    )


def _refusals(variable: Variable, values: Counter[str]) -> Iterator[str]:
    strange = _strange(variable, values)
    if 2 * strange.total() > values.total():
        yield (
            f"{quoted(variable.title)} : {_many(strange.total(), 'réponse')} sur "
            f"{number(values.total())} ne sont pas celles du codebook ({_examples(strange)}). "
            "Corriger « categories » ou son type, ou vérifier que c'est la bonne colonne."
        )


def _remarks(variable: Variable, values: Counter[str], k: int) -> Iterator[str]:
    title = quoted(variable.title)
    strange = _strange(variable, values)
    if not values:
        yield f"{title} : aucune réponse. Vérifier la colonne, ou lui donner le rôle ignore."
    elif strange:
        yield (
            f"{title} : {_many(strange.total(), 'réponse')} hors du codebook, comptées comme sans "
            f"réponse ({_examples(strange)}). Compléter « categories » ou corriger ces cases."
        )
    elif len(values) == 1 and variable.type != "text":
        yield (
            f"{title} : toutes les réponses ({number(values.total())}) sont "
            f"{quoted(next(iter(values)))}, la question ne distingue personne. "
            "Vérifier la colonne, ou lui donner le rôle ignore."
        )
    if len(values) > MANY and not variable.categories and _is_list(variable):
        rare = sum(count < k for count in values.values())
        yield (
            f"{title} : {number(len(values))} réponses différentes, dont {number(rare)} données "
            f"par moins de {k} familles, réunies sous « Autres réponses ». "
            "Grouper les réponses, ou lui donner le type text si elles sont écrites librement."
        )


def _is_list(variable: Variable) -> bool:
    return variable.type in ("select_one", "select_multiple", "rank")


def _strange(variable: Variable, values: Mapping[str, int]) -> Counter[str]:
    """Answers that the codebook does not know, or that should be numbers and are none."""
    if variable.categories:
        places = _places(values, dict(variable.categories))
        known = {value for value in values if OTHER in variable.categories or places[value] >= 0}
    elif variable.type == "integer":
        known = {value for value in values if _is_number(value)}
    else:
        known = set(values)
    return Counter({value: n for value, n in values.items() if value not in known})


def _is_number(value: str) -> bool:
    return bool(pd.notna(pd.to_numeric(value.replace(",", "."), errors="coerce")))


def _examples(values: Counter[str]) -> str:
    shown = [quoted(value) for value, _ in sorted(values.items(), key=lambda v: (-v[1], v[0]))]
    return listing(shown[:EXAMPLES])


def _many(count: int, word: str) -> str:
    return f"{number(count)} {word}{'s' if count > 1 else ''}"
