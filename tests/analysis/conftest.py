"""Surveys that several tests share."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from analysis import (
    Audience,
    Codebook,
    Evidence,
    Sector,
    SessionVotes,
    Theme,
    WorkshopOutcome,
    neighbourhood,
)
from analysis.model import Report
from tests.analysis.made import diagnosed

DOMAINS = (
    *("grossesse", "alimentation", "sommeil", "eveil", "sante", "securite", "moral", "liens"),
    *("couple", "limites", "garde", "droits", "developpement", "ecrans", "langues", "femmes"),
)
NEEDS = ", ".join(DOMAINS)

BOOK = f"""
variables:
  - {{name: langue, type: select_one, role: profile, active: false, categories: [fr, ar, ta]}}
  - {{name: A1, type: select_one, role: profile, label: Vous êtes,
      categories: [enceinte, maman, papa]}}
  - {{name: A3, type: integer, role: profile, label: Nombre d'enfants}}
  - {{name: A5, type: select_one, role: sector, categories: [nord, sud, est, ouest, hebergement]}}
  - {{name: B1, type: select_multiple, role: need, max_selected: 5, categories: [{NEEDS}]}}
  - {{name: B2, type: select_one, role: priority, categories: [{NEEDS}]}}
  - {{name: B3, type: scale, role: profile, ordered: true, categories: [facile, moyen, difficile]}}
  - {{name: C1, type: select_one, role: barrier, categories: [vais, connais, inconnu]}}
  - {{name: C3, type: select_multiple, role: barrier,
      categories: [horaires, loin, langue, attente]}}
  - {{name: D2, type: select_multiple, role: preference, use: slot,
      categories: [matin, soir, samedi]}}
  - {{name: D3, type: select_multiple, role: preference, use: place, categories: [pmi, cabane]}}
  - {{name: D4, type: select_multiple, role: preference, use: needs_to_come,
      categories: [garde, langue]}}
  - {{name: E1, type: select_multiple, role: preference, active: false, max_selected: 3,
      categories: [theme0, theme1, theme2, theme3, theme4, theme5, theme6, theme7]}}
  - {{name: E2, type: text, role: text}}
audiences:
  E: {{label: Femmes enceintes, any_of: {{A1: [enceinte]}}}}
  T: {{label: Tout le monde}}
"""


@pytest.fixture(scope="session")
def book() -> Codebook:
    return Codebook.from_yaml(BOOK)


@pytest.fixture(scope="session")
def catalogue() -> list[Theme]:
    return [
        Theme(
            f"theme{at}",
            f"Thème {at}",
            main=DOMAINS[2 * at],
            further=(DOMAINS[2 * at + 1],),
            audiences=("E",) if at == 0 else ("T",),
        )
        for at in range(8)
    ]


@pytest.fixture(scope="session")
def places() -> list[Sector]:
    spots = {"nord": (2.37, 48.96), "sud": (2.37, 48.95), "est": (2.38, 48.955)}
    return [Sector(name, name.title(), *spot) for name, spot in spots.items()]


@pytest.fixture(scope="session")
def proof() -> Evidence:
    return Evidence(
        (SessionVotes(20, {"theme7": 18}, ("theme7", "theme1")),),
        (WorkshopOutcome("theme1", 14, 2, 2, 10),),
    )


@pytest.fixture(scope="session")
def audience() -> dict[str, Audience]:
    return {"E": Audience("E", "Enceintes", {"A1": ["enceinte"]}), "T": Audience("T")}


@pytest.fixture(scope="session")
def told_of(book, catalogue, places, proof) -> Callable[[int], Report]:
    """The report on so many invented families; each is made once."""

    @cache
    def told(many: int) -> Report:
        table = neighbourhood(book, many, 2).table
        return diagnosed(table, book, themes=catalogue, sectors=places, evidence=proof).report

    return told
