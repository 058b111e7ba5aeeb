"""The report of opinions: aggregates that passed the door, as JSON and as a printable page."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..disclosure import BASE, publish
from ..french import typography
from ..profiles import CLEAR, KEPT
from ..publishing import Published, write_all
from ..statistics import LEVEL as INTERVALS
from .groups import CLOUDS, LEVEL, MOST_GROUPS, RESAMPLES
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
    "Nombres arrondis à 5 près, pour que personne ne soit reconnu ; ils ne s'ajoutent pas "
    "toujours. Un groupe ou un énoncé de trop peu de personnes n'est pas décrit.",
)


@dataclass(frozen=True)
class OpinionReport(Published):
    """What votes say, in aggregates that passed the door.

    Built by :meth:`build` only, so that every count in it was told by the door.
    """

    @classmethod
    def build(
        cls, found: Opinions, *, title: str = "", fictitious: bool = False, random_state: int = 0
    ) -> OpinionReport:
        """Publish opinions; a page of ``fictitious`` votes says that they are invented.

        ``random_state`` is the seed with which opinions were found, told in ``method``.

        Examples
        --------
        >>> import numpy as np
        >>> from analysis import opinions
        >>> votes = np.array([[1.0, -1.0]] * 30 + [[1.0, 1.0]] * 20)
        >>> found = opinions(votes, ["Un parc", "Un mur"], secret=b"of the votes")
        >>> report = OpinionReport.build(found).to_dict()
        >>> [(s["text"], s["agree"]["N"]) for s in report["statements"]]
        [('Un parc', 50), ('Un mur', 50)]
        """
        head = {"title": title, "fictitious": bool(fictitious)}
        how = _method(found.door.k) | {"seed": random_state}
        return cls.of(publish({**head, **found.to_sections(), "method": how}))


def write_opinions(
    report: OpinionReport, out_dir: str | Path, restricted: Mapping[str, str] | None = None
) -> list[Path]:
    """Write ``opinions.json`` and a printable ``opinions.html`` that needs no network.

    Parameters
    ----------
    report : OpinionReport
    out_dir : str or Path
        Made when missing. An error leaves older files as they were.
    restricted : mapping of str to str, optional
        Name and text of files to write with them, that only their owner may read.

    Returns
    -------
    list of Path
        The two files, then the others.
    """
    texts = {"opinions.json": report.to_json(), "opinions.html": page(report.to_dict())}
    return write_all(Path(out_dir), {**texts, **(restricted or {})}, restricted or ())


def opinion_schema() -> dict[str, Any]:
    """JSON schema of ``opinions.json``."""
    text = files("analysis.statements").joinpath("opinions.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _method(k: int) -> dict[str, Any]:
    packages = ("numpy", "pandas", "scipy", "scikit-learn")
    return {
        "versions": {"python": platform.python_version()} | {p: version(p) for p in packages},
        "parameters": {
            "k": k,
            "rounding": BASE,
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
