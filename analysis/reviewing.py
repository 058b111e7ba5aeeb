"""What whoever holds a table should know of it before it is analysed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .codebook import Codebook, Variable
from .errors import AnalysisError
from .french import listing, number, quoted, typography
from .marks import fold
from .rules import K
from .table import (
    OTHER,
    Cells,
    cells_of,
    choices,
    column_problems,
    encode,
    is_number,
    numbers_of,
    places_of,
    split_columns,
    ticks,
)
from .weighting import Margins

MANY = 50
EXAMPLES = 3
SURE = 1.0
PERCENTS = (50.0, 150.0)
IGNORE = "Vérifier la colonne, ou lui donner le rôle ignore."


@dataclass(frozen=True)
class Review:
    """What is wrong and what is odd in a table. RESTRICTED: sentences cite answers.

    Parameters
    ----------
    refused : list of str
        Why the table cannot be analysed, each with its remedy; empty when it can.
    odd : list of str
        What looks like a mistake and does not prevent an analysis, each with its remedy.
    """

    refused: list[str]
    odd: list[str]


def examine(
    table: pd.DataFrame, codebook: Codebook, k: int = K, margins: Margins | None = None
) -> Review:
    """Find all that is wrong and all that is odd in a table at once. RESTRICTED: it cites answers.

    Parameters
    ----------
    table : DataFrame, shape (families, columns)
    codebook : Codebook
    k : int
        Smallest number of families that may be told.
    margins : mapping of str to mapping of str to float, optional
        Margins meant for the table; only their sums are looked at here.

    Returns
    -------
    Review
        French sentences, in the order of the codebook.

    Examples
    --------
    >>> book = Codebook.from_dict({"variables": [
    ...     {"name": "besoin", "type": "select_one", "role": "need"}]})
    >>> found = examine(pd.DataFrame({"besoin": ["sommeil", "jeu"]}), book)
    >>> len(found.refused), len(found.odd)
    (1, 0)
    >>> for line in examine(pd.DataFrame({"besoin": ["sommeil"] * 20}), book).odd:
    ...     print(line.replace(chr(0x202f), " "))
    « besoin » : toutes les réponses (20) sont « sommeil », la question ne distingue personne. \
Vérifier la colonne, ou lui donner le rôle ignore.
    """
    table = table.set_axis([str(column) for column in table.columns], axis=1)
    wrong = column_problems(list(table.columns), codebook.variables)
    if wrong:
        return Review([typography(line) for line in wrong], [])
    refused, odd = _read(table, codebook, k)
    if not refused:
        refused, few = _unfit(table, codebook, k)
        odd = [] if few else odd
    odd += [line for name, shares in (margins or {}).items() for line in _sum_of(name, shares)]
    return Review([typography(line) for line in refused], [typography(line) for line in odd])


def _read(table: pd.DataFrame, codebook: Codebook, least: int) -> tuple[list[str], list[str]]:
    refused, odd = [], []
    for variable in codebook.variables:
        if variable.role in ("ignore", "weight"):
            continue
        odd += list(_twins(variable))
        if variable.name in table.columns:
            cells = cells_of(table, variable)[variable.name]
            values = _values(variable, cells)
            strange = _strange(variable, cells, values)
            if 2 * strange.total() > values.total():
                refused.append(_refusal(variable, values, strange))
            else:
                odd += list(_remarks(variable, values, strange))
            odd += list(_too_many(variable, values, least))
        else:
            odd += list(_split(table, variable))
    return refused, odd


def _unfit(table: pd.DataFrame, codebook: Codebook, least: int) -> tuple[list[str], bool]:
    """Why the table cannot be read, and whether it has so few families that all looks odd."""
    try:
        usable = int(encode(table, codebook, least).usable.sum())
    except AnalysisError as error:
        return [str(error)], False
    if usable >= least:
        return [], False
    few = (
        f"Le tableau a {_many(len(table), 'ligne')}, dont {number(usable)} avec au moins une "
        f"réponse : il en faut {least} pour dire quelque chose sans désigner une famille. "
        "Recueillir d'autres réponses, ou vérifier que c'est le bon fichier."
    )
    return [few], True


def _values(variable: Variable, cells: Cells) -> Counter[str]:
    found: Counter[str] = Counter()
    chosen, _ = choices(variable, cells.texts)
    for values, count in zip(chosen, cells.counts.tolist(), strict=True):
        for value in values:
            found[value] += count
    return +found


def _refusal(variable: Variable, values: Counter[str], strange: Counter[str]) -> str:
    cause = (
        f"{quoted(variable.title)} : {_many(strange.total(), 'réponse')} sur "
        f"{number(values.total())} "
    )
    if variable.categories:
        return (
            f"{cause}ne sont pas celles du codebook ({_examples(strange)}). "
            "Corriger « categories » ou son type, ou vérifier que c'est la bonne colonne."
        )
    return (
        f"{cause}ne se lisent pas comme un nombre ({_examples(strange)}). "
        "Écrire des chiffres seuls, ou changer son type en select_one dans le codebook."
    )


def _remarks(variable: Variable, values: Counter[str], strange: Counter[str]) -> Iterator[str]:
    title = quoted(variable.title)
    if not values:
        # Nobody has to write: a free text without answers is no oddity.
        if variable.type != "text":
            yield f"{title} : aucune réponse. {IGNORE}"
    elif strange:
        many = _many(strange.total(), "réponse")
        what = "hors du codebook" if variable.categories else "qui ne se lisent pas comme un nombre"
        how = "Compléter « categories » ou corriger" if variable.categories else "Corriger"
        yield (
            f"{title} : {many} {what}, à compter comme sans réponse ({_examples(strange)}). "
            f"{how} ces cases."
        )
    elif len(values) == 1 and variable.type != "text":
        yield (
            f"{title} : toutes les réponses ({number(values.total())}) sont "
            f"{quoted(next(iter(values)))}, la question ne distingue personne. {IGNORE}"
        )


def _too_many(variable: Variable, values: Counter[str], least: int) -> Iterator[str]:
    if variable.type not in ("select_one", "select_multiple", "rank"):
        return
    many = max(len(values), len(variable.categories))
    if many > MANY:
        rare = number(sum(count < least for count in values.values()))
        fate = "" if variable.categories else ", à réunir sous « Autres réponses »"
        yield (
            f"{quoted(variable.title)} : {number(many)} réponses différentes, dont {rare} données "
            f"par moins de {least} familles{fate}. Grouper les réponses, ou lui donner le type "
            "text si elles sont écrites librement."
        )


def _twins(variable: Variable) -> Iterator[str]:
    """Two answers of one label could not be told apart in a report."""
    labels = Counter(variable.categories.values())
    twice = [label for label, count in labels.items() if count > 1]
    if twice:
        yield (
            f"{quoted(variable.title)} : plusieurs catégories ont le même libellé "
            f"({listing([quoted(label) for label in twice[:EXAMPLES]])}). "
            "Donner à chacune le sien, ou n'en garder qu'une."
        )


def _split(table: pd.DataFrame, variable: Variable) -> Iterator[str]:
    """Look at the columns of 0 and 1 of a question of several choices."""
    flags = Variable(variable.name, "select_one", variable.role)
    cells = cells_of(table, variable)
    split = split_columns(table.columns, variable)
    found = {column: _values(flags, cells[column]) for column in split}
    strange = Counter[str]()
    for column, choice in split.items():
        known = ticks(variable, choice)
        strange += Counter({v: n for v, n in found[column].items() if fold(v) not in known})
    title = quoted(variable.title)
    if not any(found.values()):
        yield f"{title} : aucune réponse. {IGNORE}"
    elif strange:
        yield (
            f"{title} : {_many(strange.total(), 'case')} ni 0 ni 1, à compter comme sans réponse "
            f"({_examples(strange)}). Corriger ces cases."
        )
    elif all(len(v) <= 1 for v in found.values()) and len({v.total() for v in found.values()}) == 1:
        yield f"{title} : toutes les familles ont les mêmes réponses. {IGNORE}"


def _strange(variable: Variable, cells: Cells, values: Mapping[str, int]) -> Counter[str]:
    """Answers that the codebook does not know, or that should be numbers and are none."""
    if variable.categories:
        places = places_of(values, dict(variable.categories))
        known = {value for value in values if OTHER in variable.categories or places[value] >= 0}
    elif is_number(variable, cells):
        texts = list(values)
        known = {texts[at] for at in np.flatnonzero(np.isfinite(numbers_of(texts)))}
    else:
        known = set(values)
    return Counter({value: n for value, n in values.items() if value not in known})


def _sum_of(name: str, shares: Mapping[str, float | None]) -> Iterator[str]:
    """Counts whose sum is near 100 are rather percentages that do not add up."""
    known = [share for share in shares.values() if share is not None]
    total = sum(known)
    low, high = PERCENTS
    if (
        len(known) == len(shares)
        and max(known, default=0) > 1
        and low <= total <= high
        and abs(total - 100) > SURE
    ):
        written = f"{total:.4g}".replace(".", ",")
        yield (
            f"La marge {quoted(str(name))} fait {written}, comme des pourcentages dont la somme "
            "n'est pas 100. Corriger les parts ; si ce sont des effectifs, ils sont acceptables."
        )


def _examples(values: Counter[str]) -> str:
    shown = [quoted(value) for value, _ in sorted(values.items(), key=lambda v: (-v[1], v[0]))]
    return listing(shown[:EXAMPLES])


def _many(count: int, word: str) -> str:
    return f"{number(count)} {word}{'s' if count > 1 else ''}"
