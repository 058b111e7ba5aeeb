"""Themes: how many of the truly best are found; programmes against their bound; intervals."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis import Audience, Codebook, Limits, Planted, Theme, planted_neighbourhood
from analysis.populations import SURE
from analysis.programme import market, solve, total
from analysis.statistics import newcombe, wilson
from analysis.table import domains, encode
from analysis.themes import Demand, demand
from diagnosis.dataset.tables import COLUMNS, codebook_of
from diagnosis.questionnaire import Library, load_library
from diagnosis.workshops.proposals import MOST_PROPOSED

SIZES = (150, 500, 2000)
LEVELS = ("easy", "medium", "hard")
FIRST_SCORED = 100
LEARNT_ON = range(40)
BEST = 5
VOTERS = 20
SESSIONS = 6
SMALL = 12
K = 11
Z = 1.959964
USE, GOES = "C1", "y_va"
EVERYONE = 8000


class Survey(NamedTuple):
    """The long questionnaire of the neighbourhood and its catalogue of themes."""

    book: Codebook
    themes: list[Theme]
    audiences: dict[str, Audience]


class Draw(NamedTuple):
    """One population: what its families said, and what they truly need."""

    planted: Planted
    wanted: Demand
    named: np.ndarray
    answered: np.ndarray
    users: np.ndarray
    asked_use: np.ndarray


def survey() -> Survey:
    """Read the questionnaire and the catalogue that families are asked about."""
    names = ("fr", "ar", "en", "ta", "bn", "pt", "tr", "ro", "zh-Hans", "ur", "ht")
    library = load_library(Path("questionnaires"), {name: name for name in names})
    book = codebook_of(library.questionnaires["clos-saint-lazare"])
    kept = [v for v in book.variables if v.name not in COLUMNS]
    return Survey(Codebook(kept, book.title), _themes(library), _audiences(library))


def _themes(library: Library) -> list[Theme]:
    return [
        Theme(t.name, t.label, tuple(t.domains), t.format, tuple(t.audiences))
        for t in library.catalogue.themes
    ]


def _audiences(library: Library) -> dict[str, Audience]:
    found = library.catalogue.audiences.items()
    return {name: Audience(name, body.label, body.any_of) for name, body in found}


def draw(asked: Survey, n: int, seed: int) -> Draw:
    """Invent one population of 3 to 5 profiles, of any difficulty."""
    planted = planted_neighbourhood(
        asked.book, n, seed, profiles=3 + seed % 3, difficulty=LEVELS[seed % 3],
        themes=asked.themes, audiences=asked.audiences,
    )  # fmt: skip
    data = encode(planted.table, asked.book, K)
    found = domains(data, asked.book)
    wanted = demand(data, found, asked.themes, asked.audiences, K)
    named = np.column_stack([domain.named for domain in found])
    use = data.blocks[USE]
    return Draw(planted, wanted, named, found[0].answered, use.column(GOES), use.answered)


def recall(scores: np.ndarray, truth: np.ndarray) -> float:
    """Share of the five best placed that are among the five truly best (ties count)."""
    best = np.argsort(-np.round(scores, 9), kind="stable")[:BEST]
    return float((truth[best] >= np.sort(truth)[-BEST] - 1e-12).mean())


def rankings(one: Draw, seed: int) -> dict[str, np.ndarray]:
    """Score the themes in several ways, two of which know the truth of as many families."""
    true, judged = one.planted.answered.to_numpy(), one.wanted.judged
    needs = [np.any([judged & False, *(m for _, m in line)], axis=0) for line in one.wanted.needs]
    rng = np.random.default_rng(seed)
    drawn = rng.choice(len(true), len(one.named), replace=False)
    counted = one.wanted.answered[judged].mean(axis=0)
    votes = _votes(true, rng)
    return {
        "ours (counts)": counted,
        f"{VOTERS} votes, survey worth 20": voted(counted, votes, 20),
        f"{VOTERS} votes, each counts once": voted(counted, votes, int(judged.sum())),
        "needs alone": np.column_stack(needs)[judged].mean(axis=0),
        "ticks of themes alone": one.wanted.ticked[judged].mean(axis=0),
        "truth of who answered": true[one.planted.came].mean(axis=0),
        "truth of as many drawn": true[drawn].mean(axis=0),
    }


def _votes(true: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Count the votes of a session: people vote for what they need, as unsurely as in a survey."""
    room = true[rng.choice(len(true), VOTERS, replace=False)]
    return (np.where(room, SURE, -SURE) + rng.logistic(size=room.shape) > 0).sum(axis=0)


def voted(shares: np.ndarray, votes: np.ndarray, people: int) -> np.ndarray:
    """Move the shares of the themes proposed, the first ones, by the votes."""
    proposed = np.argsort(np.argsort(-shares, kind="stable")) < MOST_PROPOSED
    return np.where(proposed, (people * shares + votes) / (people + VOTERS), shares)


def features(one: Draw) -> np.ndarray:
    """Everything that counts can say of a theme, for a learner (themes x numbers)."""
    asked, wanted = one.answered, one.wanted
    lines = []
    for at, line in enumerate(wanted.needs):
        inside = asked & wanted.members[:, at]
        count = np.sum([inside & False, *(m for _, m in line)], axis=0)[inside]
        size = wanted.members[wanted.judged, at].mean()
        told = [(count > 0).mean(), (count > 1).mean(), count.mean(), len(line) == 1, 1.0]
        lines.append([*(size * np.array(told)), wanted.ticked[wanted.judged, at].mean()])
    return np.hstack([wanted.answered[wanted.judged].mean(axis=0)[:, None], np.array(lines)])


def learnt(asked: Survey, n: int) -> np.ndarray:
    """Fit the true worth of themes on other populations: no survey could learn that."""
    left, right = [], []
    for seed in LEARNT_ON:
        one = draw(asked, n, seed)
        numbers, truth = features(one), one.planted.answered.to_numpy().mean(axis=0)
        left.append(numbers - numbers.mean(axis=0))
        right.append(truth - truth.mean())
    return np.linalg.lstsq(np.vstack(left), np.concatenate(right), rcond=None)[0]


def found(asked: Survey, n: int, seeds: range) -> None:
    """Print the recall of the five truly best themes."""
    values: dict[str, list[float]] = defaultdict(list)
    weights = learnt(asked, n)
    for seed in seeds:
        one = draw(asked, n, seed)
        truth = one.planted.answered.to_numpy().mean(axis=0)
        for name, scores in rankings(one, seed).items():
            values[name].append(recall(scores, truth))
        values["learnt from the truth"].append(recall(features(one) @ weights, truth))
    for name, line in values.items():
        error = np.std(line) / np.sqrt(len(line))
        print(f"{n:5d} families  {name:28s} recall {np.mean(line):.3f} ± {error:.3f}", flush=True)


def programmes(asked: Survey, n: int, seeds: range) -> None:
    """Print the worth of the programme against its bound, and against every set of few themes."""
    shares, exact, taken = [], [], []
    for seed in seeds:
        one = draw(asked, n, seed)
        data = encode(one.planted.table, asked.book, K)
        worth = np.ones(len(asked.themes))
        for themes, few in ((range(len(worth)), SESSIONS), (range(SMALL), SESSIONS // 2)):
            limits = Limits(sessions=few)
            cover = market(data, one.wanted, worth, list(themes), [], limits).cover
            start = time.process_time()
            solved = solve(cover)
            if few == SESSIONS:
                taken.append(time.process_time() - start)
                shares.append(solved.value / solved.bound)
            else:
                best = max(total(cover, kept) for kept in combinations(themes, few))
                exact.append(solved.value / best)
    print(
        f"{n:5d} families  programme {np.mean(shares):.4f} of its bound (least "
        f"{min(shares):.4f}); small: {np.mean(exact):.4f} of the best of all sets; "
        f"{1000 * np.median(taken):.0f} ms of processor",
        flush=True,
    )


def samples(
    one: Draw, n: int, unequal: bool, draws: int, rng: np.random.Generator
) -> Iterator[np.ndarray]:
    """Draw families of a known neighbourhood, each with the same chance or by profile."""
    labels = one.planted.profiles.to_numpy()
    for _ in range(draws):
        chance = (
            rng.uniform(0.4, 1.0, labels.max() + 1)[labels] if unequal else np.ones(len(labels))
        )
        # With replacement: the neighbourhood is then as if it had no end.
        yield rng.choice(len(labels), n, p=chance / chance.sum())


def intervals(asked: Survey, n: int, worlds: range, draws: int) -> None:
    """Print how often intervals hold the true share, and what being first does to a share."""
    told: dict[str, list[float]] = defaultdict(list)
    for world in worlds:
        one = draw(asked, EVERYONE, world)
        rng = np.random.default_rng(world)
        kinds = {
            "needs": (one.named, one.answered),
            "themes": (one.wanted.answered, one.wanted.judged),
        }
        for unequal in (False, True):
            for rows in samples(one, n, unequal, draws, rng):
                for name, (hits, base) in kinds.items():
                    _covers(told, f"{name}, {'un' * unequal}equal", hits, base, rows)
                held = _gaps_hold(one, rows)
                told[f"gaps, {'un' * unequal}equal: coverage"].append(held)
    for name, line in told.items():
        print(f"{n:5d} families  {name:32s} {np.mean(line):+.3f}", flush=True)


def _covers(
    told: dict[str, list[float]], name: str, hits: np.ndarray, base: np.ndarray, rows: np.ndarray
) -> None:
    truth, kept = hits[base].mean(axis=0), rows[base[rows]]
    counts = hits[kept].sum(axis=0)
    bounds = np.array([wilson(int(c), len(kept)) for c in counts])
    holds = (bounds[:, 0] <= truth) & (truth <= bounds[:, 1])
    first = int(np.argmax(counts))
    told[f"{name}: coverage"].append(float(holds.mean()))
    told[f"{name}: coverage, first"].append(float(holds[first]))
    told[f"{name}: excess, first"].append(float(counts[first] / len(kept) - truth[first]))


def _gaps_hold(one: Draw, rows: np.ndarray) -> float:
    """Share of needs whose interval holds the true gap between who goes to the PMI and others."""
    groups = [one.answered & one.asked_use & side for side in (one.users, ~one.users)]
    truth = np.subtract(*(one.named[group].mean(axis=0) for group in groups))
    kept = [rows[group[rows]] for group in groups]
    (n, m), (size, other) = (one.named[k].sum(axis=0) for k in kept), map(len, kept)
    low, high = newcombe(n, np.full(len(n), size), m, np.full(len(n), other), Z)
    return float(((low <= truth) & (truth <= high)).mean())


def run(populations: int = 4, sizes: tuple[int, ...] = (150,), draws: int = 40) -> None:
    """Print the measures on populations that nothing was tuned on."""
    asked, seeds = survey(), range(FIRST_SCORED, FIRST_SCORED + populations)
    for n in sizes:
        found(asked, n, seeds)
        programmes(asked, n, seeds[:6])
        intervals(asked, n, seeds[:6], draws)


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 20, SIZES, 200)
