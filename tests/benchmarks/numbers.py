"""How much is told of samples of 12 to 400 families, and how often it is false."""

from __future__ import annotations

from tests.analysis.disclosure.invented import MAKINGS
from tests.analysis.disclosure.measures import Measures, measured

SIZES = (12, 20, 40, 80, 150, 400)
SAMPLES = 200
CLAIMS = {"first": "parmi les plus nommés", "place": "moitié sûre", "side": "zone", "gap": "écart"}


def run() -> None:
    """Print widths, coverage, what is claimed, and the share of claims that are false."""
    for making in MAKINGS:
        print(f"{making}, {SAMPLES} échantillons")
        for n in SIZES:
            print(line(n, measured(making, n, range(SAMPLES))))


def line(n: int, found: Measures) -> str:
    """One size: what is told, then what is false of the population and of the sample itself."""
    told = (
        f"  n = {n} : intervalle {found.mean('full width'):.1f} points, couvre "
        f"{100 * found.mean('full cover'):.1f} % (but : 93 à 97) ; si une réponse sur dix manque "
        f"{found.mean('width'):.1f}, {100 * found.mean('cover'):.1f} % ; "
        f"{found.mean('first'):.1f} besoins parmi les plus nommés, "
        f"{found.mean('placed'):.1f} placés ; {found.mean('zones'):.1f} zones, couvrent "
        f"{100 * found.mean('zone cover'):.1f} % (but : 93) ; {found.mean('gaps'):.2f} écarts"
    )
    false = [
        f"{label} {100 * found.mean(f'{claim}, population'):.1f} % de "
        f"{found.many(f'{claim}, population')} ({sum(found.values[f'{claim}, sample']):.0f} contre "
        "les données)"
        for claim, label in CLAIMS.items()
    ]
    return (
        f"{told}\n    faux (but : 5 % au plus, 0 contre les données) : {' ; '.join(false)} ; "
        f"{100 * found.mean('samples with a false gap'):.1f} % des échantillons ont un écart faux"
    )


if __name__ == "__main__":
    run()
