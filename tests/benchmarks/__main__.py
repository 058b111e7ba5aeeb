"""Print every measure, one after the other."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable

from tests.benchmarks import (
    analysing,
    attackers,
    bars,
    cards,
    engines,
    exporting,
    mapping,
    numbers,
    opinions,
    profile_speed,
    profiling,
    reading,
    scaling,
    serving,
    theming,
    visiting,
)

PARTS: dict[str, Callable[[], object]] = {
    "Visites": visiting.run,
    "Lire d’une traite": reading.run,
    "Service": serving.run,
    "Un jour chargé": bars.run,
    "Moteurs": engines.run,
    "Emporter et reprendre": exporting.run,
    "Analyse": analysing.run,
    "Nombres dits": numbers.run,
    "Attaques": attackers.run,
    "Carte des réponses": mapping.run,
    "Profils": profiling.run,
    "Durée du choix des profils": profile_speed.run,
    "Opinions": opinions.run,
    "Cartes levées": cards.run,
    "Thèmes et programme": theming.run,
    "Passage à l'échelle": scaling.run,
}


def main() -> None:
    """Run the parts in turn, with the machine and its load beside."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cœurs")
    for title, part in PARTS.items():
        print(f"\n== {title} (charge de la machine : {os.getloadavg()[0]:.2f})")
        part()


main()
