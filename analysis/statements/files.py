"""The report of opinions: aggregates that passed the gate, as JSON and as a printable page."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..disclosure import Gate
from ..french import interval, number, quoted, typography
from ..profiles import CLEAR, KEPT, RESAMPLES
from ..publishing import Published, read_schema, write_all
from ..statistics import LEVEL as INTERVALS
from .groups import CLOUDS, LEVEL, MOST_GROUPS
from .hidden_votes import ERRORS, FOLDS, PRIOR, REPEATS
from .map import CHANCE, SHUFFLES
from .page import page
from .representative import MOST, SIGNIFICANT
from .summary import Opinions

LIMITS = (
    "Les personnes qui ont voté ne sont pas tirées au sort : les chiffres parlent d'elles seules.",
    "Un groupe dit que des personnes votent de façon proche ; il ne dit pas qui elles sont.",
    "Passer n'est ni être d'accord ni ne pas l'être ; les énoncés jamais vus ne comptent pas.",
    "Beaucoup de comparaisons sont faites : un énoncé qui distingue un groupe est un départ pour "
    "la discussion, pas une preuve.",
    "Un seul vote par énoncé est dit par groupe : en dire deux donnerait le troisième.",
    "Un nombre masqué compte trop peu de personnes, ou protège un autre nombre masqué.",
)


@dataclass(frozen=True)
class OpinionReport(Published):
    """What votes say, in aggregates that passed the gate.

    Built by :meth:`build` only, so that nothing under ``k`` can be in it.
    """

    @classmethod
    def build(
        cls, found: Opinions, *, title: str = "", fictitious: bool = False, random_state: int = 0
    ) -> OpinionReport:
        """Pass opinions through the gate at their own ``k``, then write the findings.

        Parameters
        ----------
        found : Opinions
        title : str
        fictitious : bool
            True when the votes are invented; the page then says so.
        random_state : int
            Seed with which opinions were found, told in ``method``.

        Returns
        -------
        OpinionReport

        Examples
        --------
        >>> import numpy as np
        >>> from analysis import opinions
        >>> votes = np.array([[1.0, -1.0]] * 30 + [[1.0, 1.0]] * 20)
        >>> report = OpinionReport.build(opinions(votes, ["Un parc", "Un mur"])).to_dict()
        >>> [(s["text"], s["agree"]["n"], s["agree"]["N"]) for s in report["statements"]]
        [('Un parc', 50, 50), ('Un mur', 20, 50)]
        """
        gate = Gate(found.k)
        head = {"title": title, "fictitious": bool(fictitious)}
        report = gate.publish({**head, **found.to_sections(), "method": _method(found.k)})
        report["method"] |= {"seed": random_state, "suppressed": gate.suppressed}
        report["findings"] = findings(report)
        return cls.of(report)


def write_opinions(report: OpinionReport, out_dir: str | Path) -> list[Path]:
    """Write ``opinions.json`` and a printable ``opinions.html`` that needs no network.

    Parameters
    ----------
    report : OpinionReport
    out_dir : str or Path
        Made when missing. An error leaves older files as they were.

    Returns
    -------
    list of Path
        The two files.
    """
    texts = {"opinions.json": report.to_json(), "opinions.html": page(report.to_dict())}
    return write_all(Path(out_dir), texts)


def opinion_schema() -> dict[str, Any]:
    """Give the JSON schema of ``opinions.json``."""
    return read_schema("statements", "opinions.schema.json")


def findings(report: dict[str, Any]) -> list[str]:
    """Write the findings of published opinions (every hidden number is already hidden)."""
    parts = [_voters(report), report["message"], _agreed(report), _shared(report)]
    return [typography(part) for part in parts if part]


def _voters(report: dict[str, Any]) -> str:
    if report["participants"] is None:
        return ""
    asked = len(report["statements"])
    on = "un énoncé" if asked == 1 else f"{number(asked)} énoncés"
    fragile = ", les chiffres sont fragiles : lire les intervalles"
    tail = fragile if report["participants"] < 100 else ""
    return f"{number(report['participants'])} personnes ont voté sur {on}{tail}."


def _agreed(report: dict[str, Any]) -> str:
    told = [entry for entry in report["consensus"] if not entry["cell"]["hidden"]]
    if not told:
        return ""
    way = {"agree": "accord", "disagree": "désaccord"}[told[0]["direction"]]
    cell = told[0]["cell"]
    share = interval(cell["share"], cell["low"], cell["high"], cell["N"])
    return (
        f"Le plus large {way} porte sur {quoted(told[0]['text'])} : "
        f"{number(cell['n'])} personnes sur {number(cell['N'])}, {share}."
    )


def _shared(report: dict[str, Any]) -> str:
    if not report["shared"]:
        return ""
    text = quoted(report["shared"][0]["text"])
    return f"Dans chaque groupe, la plupart sont d'accord avec {text}."


def _method(k: int) -> dict[str, Any]:
    packages = ("numpy", "pandas", "scipy", "scikit-learn")
    return {
        "versions": {"python": platform.python_version()} | {p: version(p) for p in packages},
        "parameters": {
            "k": k,
            "level": INTERVALS,
            "most_groups": MOST_GROUPS,
            "axis_shuffles": SHUFFLES,
            "axis_chance": CHANCE,
            "hidden_vote_folds": FOLDS,
            "hidden_vote_repeats": REPEATS,
            "hidden_vote_prior": PRIOR,
            "hidden_vote_errors": ERRORS,
            "resamples": RESAMPLES,
            "stability_kept": KEPT,
            "stability_clear": CLEAR,
            "even_clouds": CLOUDS,
            "even_cloud_level": LEVEL,
            "significant": SIGNIFICANT,
            "most_statements": MOST,
        },
        "limits": [typography(text) for text in LIMITS],
    }
