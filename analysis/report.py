"""From a survey table to a diagnosis: aggregates only, safe to show."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from ._axes import axes
from ._catalogue import Audience, Evidence, Sector, Theme
from ._encoding import Bools, Encoded, encode
from ._findings import findings, too_few
from ._french import typography
from ._maps import maps
from ._margins import participation
from ._needs import domains, needs
from ._profiles import RESAMPLES, find_profiles, name_of, profiles
from ._programme import programme
from ._themes import KAPPA, TOP, USEFUL, USEFUL_STRENGTH, demand, proofs, themes_section
from ._themes import RESAMPLES as THEME_RESAMPLES
from .codebook import Codebook
from .disclosure import LEVEL, Count, Gate
from .errors import AnalysisError

Progress = Callable[[str], None]
LIMITS = (
    "Les familles qui ont répondu ne sont pas tirées au sort : les chiffres parlent d'elles, "
    "pas de tout le quartier.",
    "Les intervalles disent le hasard de l'échantillon, pas les oublis ni les malentendus.",
    "Une question passée est comptée comme sans réponse, jamais comme un non.",
    "Les ateliers proposés à chaque famille ne sont pas tous les mêmes : "
    "un atelier peu montré est moins choisi.",
    "Le nombre de familles qui ont passé une question se déduit du nombre de réponses.",
    "Les profils décrivent des réponses, pas des personnes ; d'autres découpages sont possibles.",
    "Les scores aident à discuter ; ce sont des personnes qui décident.",
)


@dataclass(frozen=True)
class Diagnosis:
    """What the answers mean, in aggregates that passed the gate.

    Built by :meth:`build` only, so that nothing under ``k`` can be in it.
    """

    _report: str

    @classmethod
    def build(cls, sections: Mapping[str, Any], k: int) -> Diagnosis:
        """Pass raw sections through the gate, then write the findings from what is left."""
        gate = Gate(k)
        report = gate.publish(sections)
        report["method"]["suppressed"] = gate.suppressed
        if not report["findings"]:
            report["findings"] = findings(report)
        return cls(json.dumps(report, ensure_ascii=False, sort_keys=True, allow_nan=False))

    def to_dict(self) -> dict[str, Any]:
        """Give the structure of ``report.json`` (a new copy each time)."""
        report: dict[str, Any] = json.loads(self._report)
        return report

    def to_json(self) -> str:
        """Give ``report.json``: identical bytes for identical input, seed and versions."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def schema() -> dict[str, Any]:
    """Give the JSON schema of ``report.json``."""
    text = files("analysis").joinpath("report.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def diagnose(
    table: pd.DataFrame,
    codebook: Codebook,
    *,
    themes: Sequence[Theme] = (),
    audiences: Mapping[str, Audience] | None = None,
    sectors: Sequence[Sector] = (),
    evidence: Evidence | None = None,
    sessions: int = 6,
    k: int = 11,
    random_state: int = 0,
    title: str = "",
    fictitious: bool = False,
    progress: Progress | None = None,
) -> Diagnosis:
    """Make the diagnosis of a survey table.

    Parameters
    ----------
    table : DataFrame, shape (families, columns)
        One line per response, as described by the codebook.
    codebook : Codebook
    themes : sequence of Theme
        Catalogue of workshop themes; without it there is no ranking and no programme.
    audiences : mapping of str to Audience, optional
        The publics that themes name; those of the codebook when not given.
    sectors : sequence of Sector
        Places on the map; the categories of the sector question when empty.
    evidence : Evidence, optional
        Votes of concertation sessions and outcomes of test workshops.
    sessions : int
        Number of sessions in the programme.
    k : int
        Smallest number of families that may be told, at least 2.
    random_state : int
    title : str
    fictitious : bool
        True when the families are invented; every page then says so.
    progress : callable, optional
        Called with one French sentence before each step.

    Returns
    -------
    Diagnosis

    Raises
    ------
    AnalysisError
        When the table and the codebook do not fit; the message gives cause and remedy.

    Examples
    --------
    >>> book = Codebook.from_dict({"variables": [
    ...     {"name": "besoins", "type": "select_multiple", "role": "need"}]})
    >>> table = pd.DataFrame({"besoins": ["sommeil"] * 30 + ["sommeil jeu"] * 30})
    >>> report = diagnose(table, book).to_dict()
    >>> [(d["name"], d["cell"]["n"]) for d in report["needs"]["domains"]]
    [('sommeil', 60), ('jeu', 30)]
    """
    if k < 2:
        raise AnalysisError("Le seuil k doit être au moins 2. Choisir 11, la valeur habituelle.")
    tell = progress or (lambda _: None)
    tell("Lecture des réponses")
    data = encode(table, codebook, k)
    head = {"title": title or codebook.title, "fictitious": bool(fictitious)}
    usable = data.usable
    if usable.sum() < k:
        return Diagnosis.build({**head, **_nothing(data, k, random_state)}, k)
    options = _Options(themes, audiences or codebook.audiences, sectors, evidence, sessions)
    sections = _sections(data, codebook, usable, options, k, random_state, tell)
    method = _method(data, k, random_state, sessions)
    return Diagnosis.build({**head, **sections, "method": method, "findings": []}, k)


@dataclass(frozen=True)
class _Options:
    themes: Sequence[Theme]
    audiences: Mapping[str, Audience]
    sectors: Sequence[Sector]
    evidence: Evidence | None
    sessions: int


def _sections(
    data: Encoded, codebook: Codebook, usable: Bools, options: _Options, k: int, seed: int,
    tell: Progress,
) -> dict[str, Any]:  # fmt: skip
    tell("Besoins et carte des réponses")
    found = domains(data, codebook)
    plane, places = axes(data, k)
    tell("Profils de réponses")
    groups = find_profiles(data, k, seed)
    described = profiles(data, groups, places, k)
    tell("Thèmes d'ateliers et programme")
    evidence = proofs(options.themes, options.evidence)
    wanted = demand(data, found, options.themes, options.audiences) if options.themes else None
    return {
        "participation": participation(data, usable, k),
        "axes": plane,
        "needs": needs(found, data, k),
        "profiles": described,
        "themes": themes_section(wanted, evidence, options.audiences, k, seed),
        "programme": programme(data, wanted, evidence, options.sessions, k),
        "maps": maps(data, found, options.sectors, k),
        "verbatims": _verbatims(data, k),
    }


def _verbatims(data: Encoded, k: int) -> dict[str, Any]:
    """Count the texts; no text leaves."""
    return {
        "variables": [
            {"name": name, "count": Count(len(given)), "length": _length(given, k)}
            for name, texts in data.texts.items()
            for given in [[text for text in texts if text]]
        ]
    }


def _length(texts: list[str], k: int) -> str:
    if len(texts) < k:
        return ""
    mean = float(np.mean([len(text) for text in texts]))
    return (
        "moins de 40 signes"
        if mean < 40
        else "de 40 à 120 signes"
        if mean < 120
        else "plus de 120 signes"
    )


def _method(data: Encoded, k: int, seed: int, sessions: int) -> dict[str, Any]:
    packages = ("numpy", "pandas", "scipy", "scikit-learn")
    return {
        "versions": {"python": platform.python_version()} | {p: version(p) for p in packages},
        "seed": seed,
        "parameters": {
            "k": k,
            "level": LEVEL,
            "sessions": sessions,
            "vote_prior_people": KAPPA,
            "usefulness_prior": USEFUL,
            "usefulness_prior_people": USEFUL_STRENGTH,
            "profile_resamples": RESAMPLES,
            "theme_resamples": THEME_RESAMPLES,
            "top_themes": TOP,
        },
        "n": Count(data.rows),
        "weights": "none",
        "suppressed": 0,
        "warnings": [typography(text) for text in data.warnings],
        "limits": [typography(text) for text in LIMITS],
    }


def _nothing(data: Encoded, k: int, seed: int) -> dict[str, Any]:
    """Give the sections of a survey that is itself under the threshold."""
    message = too_few(k)
    empty = {"message": message}
    plane: dict[str, list[Any]] = {
        key: [] for key in ("eigenvalues", "inertia", "benzecri", "greenacre", "points")
    }
    method = _method(data, k, seed, 0)
    return {
        "participation": {**empty, "n": None, "answered": None, "variables": []},
        "axes": {**empty, **plane},
        "needs": {**empty, "domains": []},
        "profiles": {**empty, "clear": False, "held_out": [], "items": []},
        "themes": {**empty, "items": []},
        "programme": {**empty, "sessions": []},
        "maps": {**empty, "sectors": [], "needs": [], "hidden": 0},
        "verbatims": {"variables": []},
        "method": {**method, "n": None, "warnings": []},
        "findings": [message],
    }


def assign_profiles(
    table: pd.DataFrame, codebook: Codebook, *, k: int = 11, random_state: int = 0
) -> pd.DataFrame:
    """Give each response its profile. RESTRICTED: one line per family, never to be published.

    Parameters
    ----------
    table : DataFrame, shape (families, columns)
    codebook : Codebook
    k, random_state : int
        As for :func:`diagnose`, whose profiles these are.

    Returns
    -------
    DataFrame, shape (families, 3)
        ``row`` (from 0), ``profile`` (a letter) and ``certainty`` (0 to 1); blank when the
        family gave no usable answer.

    Raises
    ------
    AnalysisError
        When the table and the codebook do not fit.
    """
    data = encode(table, codebook, k)
    found = find_profiles(data, k, random_state, resamples=0)
    return pd.DataFrame(
        {
            "row": np.arange(len(table)),
            "profile": [_letter(label) for label in found.labels],
            "certainty": np.round(found.certainty, 4),
        }
    )


def _letter(label: int) -> str:
    return name_of(int(label))[-1] if label >= 0 else ""
