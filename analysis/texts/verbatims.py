"""What families write: decided codes and topics that come back, counted; no text ever leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..arrays import Bools
from ..codebook import Codebook
from ..disclosure import Meaning, meaning
from ..errors import AnalysisError
from ..survey import Survey
from ..table import Encoded
from .lexicon import SOURCE, lexicon
from .topics import topics, writers

LENGTHS = ("moins de 40 signes", "de 40 à 120 signes", "plus de 120 signes")
MOST_SHOWN = 5


@dataclass(frozen=True)
class Decision:
    """What a member of staff decided of one text after reading it.

    Parameters
    ----------
    row : int
        Line of the table, from 0.
    variable : str
        Name of the text variable.
    codes : collection of str
        Need domains or extra codes; empty when the text is about none of them.
    """

    row: int
    variable: str
    codes: Collection[str] = ()


@dataclass(frozen=True)
class Coded:
    """The texts that staff coded.

    Parameters
    ----------
    decisions : sequence of Decision
        One per text at most; texts not yet read are absent.
    extra : mapping of str to str
        Codes of the staff's own, beside the need domains, with their labels.
    """

    decisions: Sequence[Decision] = ()
    extra: Mapping[str, str] = field(default_factory=dict)


def code_labels(codebook: Codebook, coded: Coded | None = None) -> dict[str, str]:
    """Every code that staff may use, with its label: the need domains, then their own."""
    extra = dict(coded.extra) if coded else {}
    names = dict.fromkeys((*lexicon()[SOURCE].domains, *codebook.domains, *_needs(codebook)))
    return {name: codebook.domain_label(name) for name in names} | extra


def _needs(codebook: Codebook) -> list[str]:
    """The domains that the need questions of the survey name."""
    found: list[str] = []
    for variable in codebook.of_role("need"):
        mapped = [domain for domains in variable.domains.values() for domain in domains]
        found += mapped or list(variable.categories)
    return found


def check_coded(coded: Coded | None, data: Encoded, codebook: Codebook) -> None:
    """Refuse decisions that do not fit the table; the error never tells the text."""
    if coded is None:
        return
    known = code_labels(codebook, coded)
    problems = [text for d in coded.decisions for text in _problems(d, data, known)]
    seen = [(d.row, d.variable) for d in coded.decisions]
    if len(set(seen)) < len(seen):
        problems.append("un même texte est décidé deux fois. Garder la dernière décision.")
    if problems:
        lines = "\n".join(f"- {text}" for text in problems[:MOST_SHOWN])
        raise AnalysisError(f"Le codage des textes a des problèmes à corriger :\n{lines}")


def _problems(decision: Decision, data: Encoded, known: Mapping[str, str]) -> Iterator[str]:
    texts = data.texts.get(decision.variable)
    if texts is None:
        yield (
            f"« {decision.variable} » n'est pas une question de texte libre. "
            f"Choisir : {', '.join(data.texts) or 'aucune dans ce codebook'}."
        )
    elif not 0 <= decision.row < len(texts):
        yield f"la ligne {decision.row} n'est pas dans le tableau. La première est la ligne 0."
    elif not texts[decision.row]:
        yield f"la ligne {decision.row} n'a pas de texte. Retirer cette décision."
    else:
        for code in sorted(set(decision.codes) - set(known)):
            yield f"code « {code} » inconnu. L'ajouter à « extra » avec son nom."


def section(survey: Survey, coded: Coded | None) -> dict[str, Any]:
    """Section ``verbatims`` of the report: texts, checked decisions and topics, counted."""
    found = [_variable(survey, name, coded) for name in survey.data.texts]
    return {"message": "", "variables": found}


def _variable(survey: Survey, name: str, coded: Coded | None) -> dict[str, Any]:
    texts, door = survey.data.texts[name], survey.door
    wrote = np.array([bool(text) for text in texts], dtype=bool)
    codes, read = _decided(coded, name, len(texts))
    uncoded = wrote & ~np.any([np.zeros(len(texts), dtype=bool), *codes.values()], axis=0)
    titles = {variable.name: variable.title for variable in survey.codebook.variables}
    return {
        "name": name,
        "label": titles[name],
        "count": door.told(writers(name), int(wrote.sum())),
        "length": _length([text for text in texts if text]) if door.is_described(wrote) else "",
        "read": door.told(_readers(name, wrote, read), int(read.sum())),
        "codes": _codes(survey, name, codes, wrote, read, code_labels(survey.codebook, coded)),
        "topics": topics(survey, name, wrote, uncoded),
    }


def _readers(name: str, wrote: Bools, read: Bools) -> Meaning:
    """What the families whose text was read are called: those who wrote, when all were."""
    return writers(name) if (wrote == read).all() else meaning((name, "lu"))


def _decided(coded: Coded | None, name: str, rows: int) -> tuple[dict[str, Bools], Bools]:
    """Who has each code, and who was read at all."""
    codes: dict[str, Bools] = {}
    decided = np.zeros(rows, dtype=bool)
    for decision in coded.decisions if coded else ():
        if decision.variable == name:
            decided[decision.row] = True
            for code in decision.codes:
                codes.setdefault(code, np.zeros(rows, dtype=bool))[decision.row] = True
    return codes, decided


def _codes(
    survey: Survey,
    name: str,
    codes: Mapping[str, Bools],
    wrote: Bools,
    read: Bools,
    labels: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Shares of the codes among the texts that were read, the most frequent first.

    A code told 0 is absent: that a code is there at all would say that somebody wrote of it.
    """
    if not survey.door.is_described(read):
        return []
    base = _readers(name, wrote, read)
    shares = {
        code: survey.door.share(meaning((name, f"code:{code}")), codes[code], base, read)
        for code in labels
        if code in codes
    }
    order = sorted(shares, key=lambda code: -shares[code].yes.n)
    return [
        {"name": code, "label": labels[code], "cell": shares[code]}
        for code in order
        if shares[code].yes.n
    ]


def _length(texts: list[str]) -> str:
    """The mean length as a band, so that no single text can be told from it."""
    mean = float(np.mean([len(text) for text in texts]))
    return LENGTHS[int(np.searchsorted((40, 120), mean, side="right"))]
