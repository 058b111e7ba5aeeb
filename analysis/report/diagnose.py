"""From a survey table to a diagnosis: aggregates only, safe to show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..arrays import Bools
from ..catalogue import Audience, Evidence, Sector, Theme
from ..codebook import Codebook
from ..disclosure import Gate
from ..errors import AnalysisError
from ..factor_map import axes
from ..needs import compared, gaps, maps, needs, participation, told_places, unmet
from ..passes import one_thread
from ..profiles import Edit, apply_edits, name_of, profiles, profiles_of, with_names
from ..programme import Limits, programme, within
from ..publishing import Published, read_schema, write_all
from ..suppression import discreet, placed
from ..table import Encoded, domains, encode
from ..texts import Coded, check_coded, verbatims
from ..themes import demand, proofs, publics, themes_section, unanswered
from ..weighting import Crossed, Margins, Weights, weigh
from .method import method, nothing
from .page import page
from .sentences import findings

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Diagnosis(Published):
    """What the answers mean, in aggregates that passed the gate.

    Built by :meth:`build` only, so that nothing under ``k`` can be in it.
    """

    @classmethod
    def build(cls, sections: Mapping[str, Any], k: int) -> Diagnosis:
        """Pass raw sections through the gate, then write the findings from what is left."""
        gate = Gate(k)
        report = gate.publish(sections)
        report["method"]["suppressed"] = gate.suppressed
        if not report["findings"]:
            report["findings"] = findings(report)
        return cls.of(report)


def write_report(
    diagnosis: Diagnosis, out_dir: str | Path, restricted: Mapping[str, str] | None = None
) -> list[Path]:
    """Write ``report.json`` and a printable ``report.html`` that needs no network.

    Parameters
    ----------
    diagnosis : Diagnosis
    out_dir : str or Path
        Made when missing. An error leaves older files as they were.
    restricted : mapping of str to str, optional
        Name and text of files to write with them, that only their owner may read.

    Returns
    -------
    list of Path
        The two files, then the others.
    """
    texts = {"report.json": diagnosis.to_json(), "report.html": page(diagnosis.to_dict())}
    return write_all(Path(out_dir), {**texts, **(restricted or {})}, restricted or ())


def schema() -> dict[str, Any]:
    """Give the JSON schema of ``report.json``."""
    return read_schema("report", "report.schema.json")


def diagnose(
    table: pd.DataFrame,
    codebook: Codebook,
    *,
    themes: Sequence[Theme] = (),
    audiences: Mapping[str, Audience] | None = None,
    sectors: Sequence[Sector] = (),
    evidence: Evidence | None = None,
    coded: Coded | None = None,
    margins: Margins | None = None,
    sessions: int = 6,
    limits: Limits | None = None,
    edits: Sequence[Edit] = (),
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
    coded : Coded, optional
        What staff decided of the free texts; suggestions are never counted.
    margins : mapping of str to mapping of str to float, optional
        Variable to category to share (or count) in the neighbourhood, to weigh the families by
        raking; see :mod:`analysis.weighting`. A weight column of the codebook is started from.
    sessions : int
        Most sessions in the programme, when ``limits`` does not say.
    limits : Limits, optional
        What staff set for the programme.
    edits : sequence of Edit
        Names that staff gave to profiles, and profiles put together; those whose profile is no
        longer found are told in ``profiles.notes``.
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
        When the table, the codebook and the margins do not fit; the message gives cause and
        remedy.

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
    check_coded(coded, data, codebook)
    head = {"title": title or codebook.title, "fictitious": bool(fictitious)}
    usable = data.usable
    if usable.sum() < k:
        return Diagnosis.build({**head, **nothing(data, k, random_state)}, k)
    weights = weigh(data, margins, k)
    public = audiences or codebook.audiences
    options = _Options(themes, public, sectors, evidence, sessions, limits, coded, weights, edits)
    with one_thread():
        sections, samples = _sections(data, codebook, usable, options, k, random_state, tell)
    people = (evidence or Evidence()).survey_people
    how = method(data, k, random_state, sessions, weights, samples, people)
    return Diagnosis.build({**head, **sections, "method": how, "findings": []}, k)


@dataclass(frozen=True)
class _Options:
    themes: Sequence[Theme]
    audiences: Mapping[str, Audience]
    sectors: Sequence[Sector]
    evidence: Evidence | None
    sessions: int
    limits: Limits | None
    coded: Coded | None
    weights: Weights | None
    edits: Sequence[Edit]


def _sections(
    data: Encoded, codebook: Codebook, usable: Bools, options: _Options, k: int, seed: int,
    tell: Progress,
) -> tuple[dict[str, Any], tuple[int, ...]]:  # fmt: skip
    """Make every section; give also on how many families profiles were found."""
    tell("Besoins et carte des réponses")
    found = domains(data, codebook)
    plane, places = axes(data, k)
    tell("Profils de réponses")
    edited = apply_edits(profiles_of(data, k, seed), options.edits, data)
    groups = edited.found
    described = with_names(profiles(data, groups, places, k), edited)
    drawn = discreet(plane, data, k)
    described = placed(described, bool(drawn["points"]), data, k)
    tell("Thèmes d'ateliers et programme")
    evidence = proofs(options.themes, options.evidence)
    told = publics(options.themes, options.audiences)
    margins = options.weights.names if options.weights else frozenset()
    lacks = unmet(data, found, frozenset(told) | margins, k)
    aside = told | lacks.names
    names = (block.variable.name for block in compared(data, aside, margins, k))
    crossed = Crossed(
        frozenset(names), frozenset(told), told_places(data, found, options.sectors, k)
    )
    wanted = demand(data, found, options.themes, options.audiences, k) if options.themes else None
    wanted = wanted and within(data, wanted, options.limits, k)
    sections = {
        "participation": participation(data, usable, k),
        "axes": drawn,
        "needs": {
            **needs(found, data, k, options.weights, crossed, lacks.entries),
            "gaps": gaps(
                data,
                found,
                options.sectors,
                k,
                aside,
                margins,
                [lacks.table] if lacks.table else (),
            ),
            "unmet": lacks.section,
        },
        "profiles": described,
        "themes": {
            **themes_section(wanted, evidence, options.audiences, k, seed),
            "unanswered": unanswered(found, data, options.themes, k),
        },
        "programme": programme(
            data,
            wanted,
            evidence,
            options.sessions,
            k,
            options.limits,
            groups.labels,
            described["items"],
        ),
        "maps": maps(data, found, options.sectors, k),
        "verbatims": verbatims(data, codebook, options.coded, k, seed),
    }
    return sections, groups.samples


def assign_profiles(
    table: pd.DataFrame, codebook: Codebook, *, edits: Sequence[Edit] = (), k: int = 11,
    random_state: int = 0,
) -> pd.DataFrame:  # fmt: skip
    """Give each response its profile. RESTRICTED: one line per family, never to be published.

    Parameters
    ----------
    table : DataFrame, shape (families, columns)
    codebook : Codebook
    edits : sequence of Edit
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
    found = apply_edits(profiles_of(data, k, random_state), edits, data).found
    return pd.DataFrame(
        {
            "row": np.arange(len(table)),
            "profile": [_letter(label) for label in found.labels],
            "certainty": np.round(found.certainty, 4),
        }
    )


def _letter(label: int) -> str:
    return name_of(int(label))[-1] if label >= 0 else ""
