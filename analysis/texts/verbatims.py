"""What families write: decided codes and topics that come back, counted; no text ever leaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..arrays import Bools
from ..codebook import Codebook
from ..disclosure import Cell, Count, nested, one_way, primary
from ..errors import AnalysisError
from ..table import Encoded
from .lexicon import lexicon
from .topics import topics

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

    Examples
    --------
    >>> coded = Coded.of("E2", {4: {"sommeil"}, 7: {"piscine"}}, {"piscine": "Une piscine"})
    >>> [(d.row, sorted(d.codes)) for d in coded.decisions]
    [(4, ['sommeil']), (7, ['piscine'])]
    """

    decisions: Sequence[Decision] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        variable: str,
        codes: Mapping[int, Collection[str]],
        extra: Mapping[str, str] | None = None,
    ) -> Coded:
        """Build from a mapping of row to codes for one text variable."""
        decisions = tuple(Decision(row, variable, frozenset(c)) for row, c in codes.items())
        return cls(decisions, dict(extra or {}))


def code_labels(codebook: Codebook, coded: Coded | None = None) -> dict[str, str]:
    """Give every code that staff may use, with its label: the need domains, then their own.

    Parameters
    ----------
    codebook : Codebook
    coded : Coded, optional

    Returns
    -------
    dict of str to str
    """
    extra = dict(coded.extra) if coded else {}
    names = dict.fromkeys((*lexicon()["fr"].domains, *codebook.domains, *_needs(codebook)))
    return {name: codebook.domain_label(name) for name in names} | extra


def _needs(codebook: Codebook) -> list[str]:
    """The domains that the need questions of the survey name."""
    found: list[str] = []
    for variable in codebook.of_role("need"):
        mapped = [domain for domains in variable.domains.values() for domain in domains]
        found += mapped or list(variable.categories)
    return found


def check_coded(coded: Coded | None, data: Encoded, codebook: Codebook) -> None:
    """Refuse decisions that do not fit the table.

    Raises
    ------
    AnalysisError
        Lists what does not fit, with the remedy; never the text.
    """
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


def _problems(decision: Decision, data: Encoded, known: Mapping[str, str]) -> list[str]:
    texts = data.texts.get(decision.variable)
    if texts is None:
        return [
            f"« {decision.variable} » n'est pas une question de texte libre. "
            f"Choisir : {', '.join(data.texts) or 'aucune dans ce codebook'}."
        ]
    if not 0 <= decision.row < len(texts):
        return [f"la ligne {decision.row} n'est pas dans le tableau. La première est la ligne 0."]
    if not texts[decision.row]:
        return [f"la ligne {decision.row} n'a pas de texte. Retirer cette décision."]
    strange = sorted(set(decision.codes) - set(known))
    return [f"code « {code} » inconnu. L'ajouter à « extra » avec son nom." for code in strange]


def verbatims(
    data: Encoded, codebook: Codebook, coded: Coded | None, k: int, seed: int
) -> dict[str, Any]:
    """Count texts, decided codes and topics.

    Parameters
    ----------
    data : Encoded
    codebook : Codebook
    coded : Coded, optional
        Checked by :func:`check_coded`.
    k, seed : int

    Returns
    -------
    dict
        The section ``verbatims`` of the report, to pass through the gate.
    """
    labels = {variable.name: variable.title for variable in codebook.variables}
    found = []
    for name, texts in data.texts.items():
        codes, decided = _decided(coded, name, data.rows)
        given = np.array([bool(text) for text in texts], dtype=bool)
        coded_rows = _any(codes, data.rows)
        total, read = int(given.sum()), int(decided.sum())
        found.append(
            {
                "name": name,
                "label": labels[name],
                "count": Count(total, hidden=bool(read) and nested(read, total, k)),
                "length": _length([text for text in texts if text], k),
                "read": Count(read),
                "codes": _codes(codes, decided, code_labels(codebook, coded) if codes else {}, k),
                "topics": topics(data, texts, given & ~coded_rows, total - read, k, seed),
            }
        )
    return {"message": "", "variables": found}


def _decided(coded: Coded | None, name: str, rows: int) -> tuple[dict[str, Bools], Bools]:
    """Give who has each code, and who was read at all."""
    codes: dict[str, Bools] = {}
    decided = np.zeros(rows, dtype=bool)
    for decision in coded.decisions if coded else ():
        if decision.variable == name:
            decided[decision.row] = True
            for code in decision.codes:
                codes.setdefault(code, np.zeros(rows, dtype=bool))[decision.row] = True
    return codes, decided


def _any(codes: Mapping[str, Bools], rows: int) -> Bools:
    found = np.zeros(rows, dtype=bool)
    for hits in codes.values():
        found |= hits
    return found


def _codes(
    codes: Mapping[str, Bools], decided: Bools, labels: Mapping[str, str], k: int
) -> list[dict[str, Any]]:
    """Give each code's cell, the most frequent first and those hidden last."""
    names = [name for name in labels if name in codes]
    counts = [int(codes[name].sum()) for name in names]
    hidden = _exclusive(codes, decided, counts, k)
    read = int(decided.sum())
    cells = [Cell(n, read, hide) for n, hide in zip(counts, hidden, strict=True)]
    entries = [
        {"name": n, "label": labels[n], "cell": c} for n, c in zip(names, cells, strict=True)
    ]
    # Hidden codes keep the codebook's order, so that their rank tells nothing of their count.
    return sorted(entries, key=lambda e: 1 if _hides(e["cell"], k) else -e["cell"].n)


def _hides(cell: Cell, k: int) -> bool:
    return cell.hidden or primary(cell, k)


def _exclusive(codes: Mapping[str, Bools], decided: Bools, counts: list[int], k: int) -> list[bool]:
    """Say what to hide when no text has two codes: counts and « none » then add up.

    « None » is never told, but topics may let it be deduced: hide enough with it and without.
    """
    many = np.sum(list(codes.values()), axis=0) if codes else np.zeros(1)
    if int(np.max(many)) > 1:
        return [False] * len(counts)
    with_none = one_way([*counts, int(decided.sum()) - sum(counts)], k)
    return [a or b for a, b in zip(with_none, one_way(counts, k), strict=False)]


def _length(texts: list[str], k: int) -> str:
    """Say the mean length as a band, so that no single text can be told from it."""
    if len(texts) < k:
        return ""
    mean = float(np.mean([len(text) for text in texts]))
    return LENGTHS[int(np.searchsorted((40, 120), mean, side="right"))]
