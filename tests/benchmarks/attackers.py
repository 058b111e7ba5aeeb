"""What attackers draw from all told numbers, on 200 invented populations."""

from __future__ import annotations

from collections import Counter

import numpy as np

from analysis.disclosure import K
from tests.analysis.disclosure import bayes, bounds, invented

POPULATIONS = 200
# Campaigns followed along their states.
CAMPAIGNS = 40
STATES = 20
SIZES = (20, 40, 80, 150, 400)
LEFT = 3


def run() -> None:
    """Print what is known of small crossings and of single answers, and the worst of each."""
    crossings()
    states()
    single()
    all_but_one()
    newcomers()


def making(seed: int) -> invented.Making:
    """One making in turn."""
    return list(invented.MAKINGS.values())[seed % len(invented.MAKINGS)]


def secret(seed: int) -> bytes:
    """The secret of one population."""
    return f"attacked {seed}".encode()


def crossings() -> None:
    """Small crossings of one state."""
    counts: Counter[int] = Counter()
    for seed in range(POPULATIONS):
        n = int(np.random.default_rng(seed).integers(20, 401))
        survey = invented.tell(making(seed)(n, seed, missing=0.1 * (seed % 3 > 0)), secret(seed))
        for variable in bounds.CROSSED:
            counts.update(
                high - low + 1 for _, low, high in bounds.widths([survey], [], variable)[1]
            )
    say(f"{POPULATIONS} populations de 20 à 400, un état", counts)


def states() -> None:
    """Small crossings of all states of a campaign, families coming and leaving."""
    counts: Counter[int] = Counter()
    for seed in range(CAMPAIGNS):
        rng = np.random.default_rng([1, seed])
        rows = list(invented.states(int(rng.integers(20, 60)), STATES, rng, 400))
        table = making(seed)(1 + max(int(row.max()) for row in rows), seed)
        surveys = [invented.tell(table.iloc[row], secret(seed)) for row in rows]
        pairs = zip(rows, rows[1:], strict=False)
        moves = [(len(np.setdiff1d(b, a)), len(np.setdiff1d(a, b))) for a, b in pairs]
        for variable in bounds.CROSSED:
            found = bounds.widths(surveys, moves, variable)[1]
            counts.update(high - low + 1 for _, low, high in found)
    say(f"{CAMPAIGNS} campagnes de {STATES} états", counts)


def say(title: str, counts: Counter[int]) -> None:
    """The number of small crossings, and of those known too closely."""
    known = sum(many for width, many in counts.items() if width < LEFT)
    print(
        f"{title} : {counts.total()} petits croisements et compléments, {known} connus à moins de "
        f"{LEFT} valeurs près (but : 0), le moins de valeurs {min(counts, default=0)}"
    )


def single() -> None:
    """Single answers of a sample of twenty."""
    known = [
        bayes.single_answers(invented.tell(making(seed)(20, seed), secret(seed)))
        for seed in range(POPULATIONS)
    ]
    print(f"réponses seules connues sûrement, n = 20 : {np.mean(known):.3f} % (but : 0,05)")


def all_but_one() -> None:
    """Whoever knows all families but one."""
    for n in SIZES:
        surveys = (invented.tell(making(s)(n, s), secret(s)) for s in range(POPULATIONS // 2))
        guess = bayes.joined([bayes.known_all_but_one(survey) for survey in surveys])
        print(
            f"toutes les familles connues sauf une, n = {n} : {guess.gain:.1f} points de plus que "
            f"les parts (but : 10), {guess.sure:.1f} % de ses oui sûrs (but : 20)"
        )


def newcomers() -> None:
    """Families that come with a state, all states before it read too."""
    for n, many in ((20, 60), (40, 60), (80, 40), (150, 30)):
        came, guesses = max(K, n // 4), []
        for seed in range(many):
            rows = [np.arange(n), np.arange(n + came)]
            table = making(seed)(n + came, seed)
            told = [invented.tell(table.iloc[row], secret(seed)) for row in rows]
            guesses.append(bayes.newcomers(told, rows, 1))
        guess = bayes.joined(guesses)
        print(
            f"une nouvelle venue, n = {n} + {came} : {guess.gain:.1f} points de plus que les parts "
            f"(but : 4), {guess.sure:.2f} % de ses oui sûrs (but : {1 if n >= 80 else 3})"
        )


if __name__ == "__main__":
    run()
