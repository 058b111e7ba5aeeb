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
from .table import (
    FALSE,
    OTHER,
    TRUE,
    Cells,
    Encoded,
    cells_of,
    choices,
    column_problems,
    encode,
    is_number,
    numbers_of,
    places_of,
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
    found = examine(table, codebook, k)
    if found.refused:
        raise AnalysisError("\n".join(found.refused))
    return found.odd


def examine(
    table: pd.DataFrame, codebook: Codebook, k: int = 11, margins: Margins | None = None
) -> Review:
    """Say all that is wrong and all that is odd in a table at once. RESTRICTED, as `review`.

    Parameters
    ----------
    table : DataFrame, shape (families, columns)
    codebook : Codebook
    k : int
    margins : mapping of str to mapping of str to float, optional
        Margins meant for the table; only their sums are looked at here.

    Returns
    -------
    Review

    Examples
    --------
    >>> book = Codebook.from_dict({"variables": [
    ...     {"name": "besoin", "type": "select_one", "role": "need"}]})
    >>> found = examine(pd.DataFrame({"besoin": ["sommeil", "jeu"]}), book)
    >>> len(found.refused), len(found.odd)
    (1, 0)
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


def _read(table: pd.DataFrame, codebook: Codebook, k: int) -> tuple[list[str], list[str]]:
    refused, odd = [], []
    for variable in codebook.variables:
        if variable.role in ("ignore", "weight"):
            continue
        odd += list(_twins(variable))
        if variable.name in table.columns:
            cells = cells_of(table, variable)[variable.name]
            values = _values(variable, cells)
            strange = _strange(variable, cells, values)
            wrong = list(_refusals(variable, values, strange))
            refused += wrong
            odd += [] if wrong else list(_remarks(variable, values, strange))
            odd += list(_too_many(variable, values, k))
        else:
            odd += list(_split(table, variable))
    return refused, odd


def _unfit(table: pd.DataFrame, codebook: Codebook, k: int) -> tuple[list[str], bool]:
    """Say why the table cannot be read; or that it has too few families, so all looks odd."""
    try:
        data: Encoded = encode(table, codebook, k)
    except AnalysisError as error:
        return [str(error)], False
    usable = int(data.usable.sum())
    return ([_too_few(len(table), usable, k)], True) if usable < k else ([], False)


def _values(variable: Variable, cells: Cells) -> Counter[str]:
    found: Counter[str] = Counter()
    chosen, _ = choices(variable, cells.texts)
    for values, count in zip(chosen, cells.counts.tolist(), strict=True):
        for value in values:
            found[value] += count
    return +found


def _too_few(rows: int, usable: int, k: int) -> str:
    return (
        f"Le tableau a {_many(rows, 'ligne')}, dont {number(usable)} avec au moins une réponse : "
        f"il en faut {k} pour dire quelque chose sans désigner une famille. "
        "Recueillir d'autres réponses, ou vérifier que c'est le bon fichier."
    )


def _refusals(variable: Variable, values: Counter[str], strange: Counter[str]) -> Iterator[str]:
    if 2 * strange.total() > values.total():
        cause = (
            f"{quoted(variable.title)} : {_many(strange.total(), 'réponse')} sur "
            f"{number(values.total())} "
        )
        yield cause + (
            f"ne sont pas celles du codebook ({_examples(strange)}). "
            "Corriger « categories » ou son type, ou vérifier que c'est la bonne colonne."
            if variable.categories
            else f"ne se lisent pas comme un nombre ({_examples(strange)}). "
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


def _too_many(variable: Variable, values: Counter[str], k: int) -> Iterator[str]:
    if variable.type not in ("select_one", "select_multiple", "rank"):
        return
    many = max(len(values), len(variable.categories))
    if many > MANY:
        rare = sum(count < k for count in values.values())
        fate = (
            f"dont {number(rare)} données par moins de {k} familles"
            if variable.categories
            else f"dont {number(rare)} données par moins de {k} familles, "
            "à réunir sous « Autres réponses »"
        )
        yield (
            f"{quoted(variable.title)} : {number(many)} réponses différentes, {fate}. Grouper "
            "les réponses, ou lui donner le type text si elles sont écrites librement."
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
    found = [_values(flags, cells) for cells in cells_of(table, variable).values()]
    strange = Counter[str]()
    for values in found:
        known = (*TRUE, *FALSE)
        strange += Counter({v: n for v, n in values.items() if v.lower() not in known})
    title = quoted(variable.title)
    if not any(found):
        yield f"{title} : aucune réponse. {IGNORE}"
    elif strange:
        yield (
            f"{title} : {_many(strange.total(), 'case')} ni 0 ni 1, à compter comme sans réponse "
            f"({_examples(strange)}). Corriger ces cases."
        )
    elif all(len(values) <= 1 for values in found):
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
