"""From a survey table to a diagnosis: aggregates only, safe to show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..catalogue import Audience, Evidence, Sector, Theme
from ..codebook import Codebook
from ..disclosure import K, new_secret, publish
from ..factor_map import section as axes_section
from ..french import typography
from ..model import VERSION, Report, typed
from ..needs import gaps_section, ground_of, needs_section, participation, unmet, zones_section
from ..passes import one_thread
from ..profiles import Edit, apply_edits, name_of, profiles_of
from ..profiles import section as profiles_section
from ..programme import Limits
from ..programme import section as programme_section
from ..publishing import Published, write_all
from ..survey import Survey, make_survey
from ..table import encode
from ..texts import Coded, check_coded
from ..texts import section as verbatims_section
from ..themes import demand
from ..themes import section as themes_section
from ..weighting import Margins, weigh
from .method import method, nothing
from .page import page
from .sentences import findings, needs_title, said, themes_title
from .upgrades import upgrade

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Diagnosis(Published):
    """What the answers mean, in aggregates that passed the door.

    Built by :meth:`build` only, so that every count in it was told by the door.
    """

    @classmethod
    def build(cls, sections: Mapping[str, Any]) -> Diagnosis:
        """Turn raw sections into told numbers, then write titles and findings from these."""
        report = publish({"version": VERSION, "findings": [], **sections})
        report["themes"].setdefault("sentence", "")
        found = typed(report)
        needs, items = found.needs, found.themes.items
        if needs.domains:
            title = needs_title(needs.domains, needs.order.first)
            report["needs"]["order"]["sentence"] = typography(title)
        if items:
            report["themes"]["sentence"] = typography(themes_title(items))
        report["findings"] = found.findings or findings(typed(report))
        return cls.of(report)

    @classmethod
    def of(cls, report: Mapping[str, Any]) -> Diagnosis:
        """Open what was published, by this version or an earlier one."""
        return super().of(upgrade(report))

    @property
    def report(self) -> Report:
        """The report as frozen dataclasses."""
        return typed(self.to_dict())

    @property
    def said(self) -> dict[str, list[str]]:
        """The findings by what they speak of: ``needs``, ``maps``, ``themes``…"""
        return said(self.report)


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
    texts = {"report.json": diagnosis.to_json(), "report.html": page(diagnosis.report)}
    return write_all(Path(out_dir), {**texts, **(restricted or {})}, restricted or ())


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
    k: int = K,
    secret: bytes | None = None,
    apart: int = 0,
    remarks: Sequence[str] = (),
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
        Smallest group of families that is described, at least 2.
    secret : bytes, optional
        Of the campaign: the same one rounds the same cells the same way. Drawn when not given.
    apart : int
        How many responses are kept out of the table, as signs of a flood; the method says it.
    remarks : sequence of str
        Sentences about how these answers were gathered; the method says them among its warnings.
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
    >>> report = diagnose(table, book, secret=b"of the campaign").to_dict()
    >>> [(d["name"], d["cell"]["N"]) for d in report["needs"]["domains"]]
    [('sommeil', 60), ('jeu', 60)]
    """
    tell = progress or (lambda _: None)
    tell("Lecture des réponses")
    data = encode(table, codebook, k)
    check_coded(coded, data, codebook)
    head = {"title": title or codebook.title, "fictitious": bool(fictitious)}
    key = secret or new_secret()
    if data.usable.sum() < k:
        return Diagnosis.build({**head, **nothing(k, random_state, apart)})
    survey = make_survey(data, codebook, key, k, random_state)
    survey = replace(survey, weights=weigh(data, margins, survey.door))
    people = (evidence or Evidence()).survey_people
    public = audiences or codebook.audiences
    entered = Entered(themes, public, sectors, evidence, sessions, limits, coded, edits)
    with one_thread():
        sections, samples = _sections(survey, entered, tell)
    how = method(survey, sessions, samples, people, apart)
    how["warnings"] += map(typography, remarks)
    return Diagnosis.build({**head, **sections, "method": how})


@dataclass(frozen=True)
class Entered:
    """What staff entered, beside the answers."""

    themes: Sequence[Theme]
    audiences: Mapping[str, Audience]
    sectors: Sequence[Sector]
    evidence: Evidence | None
    sessions: int
    limits: Limits | None
    coded: Coded | None
    edits: Sequence[Edit]


def _sections(
    survey: Survey, entered: Entered, tell: Progress
) -> tuple[dict[str, Any], tuple[int, ...]]:
    """Every section; also on how many families profiles were found."""
    tell("Besoins et carte des réponses")
    ground = ground_of(survey, entered.sectors)
    lacks, beside = unmet(survey)
    plane, places = axes_section(survey)
    tell("Profils de réponses")
    edited = apply_edits(
        profiles_of(survey.data, survey.k, survey.seed), entered.edits, survey.data
    )
    groups = edited.found
    described = profiles_section(survey, edited, places)
    tell("Thèmes d'ateliers et programme")
    wanted = demand(survey, entered.themes, entered.audiences)
    sections = {
        "participation": participation(survey),
        "axes": plane,
        "needs": {
            **needs_section(survey, beside),
            "gaps": gaps_section(survey),
            "unmet": lacks,
        },
        "profiles": described,
        "themes": themes_section(survey, wanted, entered.evidence, entered.audiences),
        "programme": programme_section(
            survey, wanted, entered.evidence, entered.sessions, entered.limits, groups.labels,
            described["items"],
        ),
        "maps": zones_section(survey, ground),
        "verbatims": verbatims_section(survey, entered.coded),
    }  # fmt: skip
    return sections, groups.samples


def assign_profiles(
    table: pd.DataFrame, codebook: Codebook, *, edits: Sequence[Edit] = (), k: int = K,
    random_state: int = 0,
) -> pd.DataFrame:  # fmt: skip
    """Each response with its profile. RESTRICTED: one line per family, never to be published.

    Parameters
    ----------
    table : DataFrame, shape (families, columns)
    codebook : Codebook
    edits : sequence of Edit
    k, random_state : int
        As for :func:`diagnose`, whose profiles these are.

    Returns
    -------
    DataFrame, shape (families, 2)
        ``row`` (from 0) and ``profile`` (a letter); blank when the family gave no usable answer.

    Raises
    ------
    AnalysisError
        When the table and the codebook do not fit.
    """
    data = encode(table, codebook, k)
    found = apply_edits(profiles_of(data, k, random_state), edits, data).found
    letters = [_letter(label) for label in found.labels]
    return pd.DataFrame({"row": np.arange(len(table)), "profile": letters})


def _letter(label: int) -> str:
    return name_of(int(label))[-1] if label >= 0 else ""
