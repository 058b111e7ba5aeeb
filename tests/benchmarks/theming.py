"""Themes: how many of the truly best are found; what blurring costs a programme; intervals."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis import (
    Audience,
    Codebook,
    Evidence,
    Limits,
    Planted,
    SessionVotes,
    Theme,
    neighbourhood,
    planted_neighbourhood,
)
from analysis.populations import SURE
from analysis.programme import market, solve
from analysis.survey import Survey, make_survey
from analysis.table import encode
from analysis.themes import Demand, demand, section
from diagnosis.dataset.inputs import themes_of
from diagnosis.dataset.tables import COLUMNS, codebook_of
from diagnosis.questionnaire import Library, load_library
from diagnosis.sessions.proposals import MOST_PROPOSED

SIZES = (20, 40, 80, 150, 400)
LEVELS = ("easy", "medium", "hard")
FIRST_SCORED = 100
BEST = 5
VOTERS = 20
SESSIONS = 6
SMALL = 12
K = 11
EVERYONE = 8000


class Asked(NamedTuple):
    """The long questionnaire of the neighbourhood and its catalogue of themes."""

    book: Codebook
    themes: list[Theme]
    audiences: dict[str, Audience]


class Draw(NamedTuple):
    """One population: what its families said, and what its publics truly need."""

    planted: Planted
    survey: Survey
    wanted: Demand
    truth: np.ndarray
    main: np.ndarray


def asked() -> Asked:
    """Read the questionnaire and the catalogue that families are asked about."""
    names = ("fr", "ar", "en", "ta", "bn", "pt", "tr", "ro", "zh-Hans", "ur", "ht")
    library = load_library(Path("questionnaires"), {name: name for name in names})
    book = codebook_of(library.questionnaires["clos-saint-lazare"])
    kept = [v for v in book.variables if v.name not in COLUMNS]
    return Asked(Codebook(kept, book.title), themes_of(library.catalogue), _audiences(library))


def _audiences(library: Library) -> dict[str, Audience]:
    found = library.catalogue.audiences.items()
    return {name: Audience(name, body.label, body.any_of) for name, body in found}


def surveyed(asking: Asked, table: pd.DataFrame, seed: int) -> Survey:
    """A survey with a secret of its own."""
    return make_survey(encode(table, asking.book, K), asking.book, bytes([seed % 256]), K, seed)


def planted(asking: Asked, n: int, seed: int, themes: list[Theme]) -> Planted:
    """Invent one population of 3 to 5 profiles, of any difficulty."""
    return planted_neighbourhood(
        asking.book, n, seed, profiles=3 + seed % 3, difficulty=LEVELS[seed % 3],
        themes=themes, audiences=asking.audiences,
    )  # fmt: skip


def draw(asking: Asked, n: int, seed: int) -> Draw:
    """Invent one population; a catalogue changes nothing of it but whom themes answer."""
    found = planted(asking, n, seed, asking.themes)
    needs = tuple(found.needs.columns)
    mains = planted(asking, n, seed, [replace(t, further=()) for t in asking.themes])
    publics = planted(asking, n, seed, [replace(t, further=needs) for t in asking.themes])
    size = np.maximum(publics.answered.to_numpy().sum(axis=0), 1)
    main = mains.answered.to_numpy().sum(axis=0) / size
    touched = found.answered.to_numpy().sum(axis=0) / size
    survey = surveyed(asking, found.table, seed)
    wanted = demand(survey, asking.themes, asking.audiences)
    return Draw(found, survey, wanted, main + (touched - main) / 2, main)


def recall(scores: np.ndarray, truth: np.ndarray) -> float:
    """Share of the five best placed that are among the five truly best (ties count)."""
    best = np.argsort(-np.round(scores, 9), kind="stable")[:BEST]
    return float((truth[best] >= np.sort(truth)[-BEST] - 1e-12).mean())


def rankings(asking: Asked, one: Draw, seed: int) -> dict[str, np.ndarray]:
    """Order the themes in several ways, one of which knows the truth of as many families."""
    items = _items(asking, one, None)
    shares = {
        kind: np.array([item[kind].value if item[kind] else 0.0 for item in items])
        for kind in ("needed", "also", "wished")
    }
    rng = np.random.default_rng(seed)
    before = np.array([item["rank"] for item in items])
    put = [theme.name for theme, rank in zip(asking.themes, before, strict=True)
           if rank <= MOST_PROPOSED]  # fmt: skip
    room = one.truth + rng.normal(0, 1e-9, len(one.truth))
    odds = 1 / (1 + np.exp(-SURE * (room - room.mean()) / room.std()))
    votes = dict(zip([t.name for t in asking.themes], rng.binomial(VOTERS, odds), strict=True))
    session = SessionVotes(VOTERS, {name: int(votes[name]) for name in put}, put)
    voted = _items(asking, one, Evidence((session,)))
    return {
        "ours": -before.astype(float),
        f"ours and {VOTERS} votes": np.array([-float(item["rank"]) for item in voted]),
        "main need alone": shares["needed"],
        "needs, further for half": shares["needed"] + shares["also"] / 2,
        "wishes alone": shares["wished"],
    }


def _items(asking: Asked, one: Draw, evidence: Evidence | None) -> list[dict[str, Any]]:
    found = section(one.survey, one.wanted, evidence, asking.audiences)["items"]
    named = {item["name"]: item for item in found}
    return [named[theme.name] for theme in asking.themes]


def found(asking: Asked, n: int, seeds: range) -> None:
    """Print the recall of the five truly best themes."""
    values: dict[str, list[float]] = defaultdict(list)
    for seed in seeds:
        one = draw(asking, n, seed)
        for name, scores in rankings(asking, one, seed).items():
            values[name].append(recall(scores, one.truth))
    for name, line in values.items():
        error = np.std(line) / np.sqrt(len(line))
        print(f"{n:5d} families  {name:28s} recall {np.mean(line):.3f} ± {error:.3f}", flush=True)


def programmes(asking: Asked, n: int, seeds: range) -> None:
    """Print what a programme loses by not being chosen on true counts, and against its bound."""
    for kind in ("planted", "plain"):
        lost, shares, exact, taken = [], [], [], []
        for seed in seeds:
            table = (
                planted(asking, n, seed, asking.themes).table
                if kind == "planted"
                else neighbourhood(asking.book, n, seed).table
            )
            survey = surveyed(asking, table, seed)
            wanted = demand(survey, asking.themes, asking.audiences)
            start = time.process_time()
            lost.append(_lost(survey, wanted, SESSIONS))
            taken.append(time.process_time() - start)
            solved, best = _against_all(survey, wanted)
            shares.append(solved[0])
            exact.append(solved[1] / best)
        print(
            f"{n:5d} families  {kind:8s} coverage lost {100 * np.mean(lost):.1f} points (most "
            f"{100 * max(lost):.1f}); {np.mean(shares):.4f} of its bound; small: "
            f"{np.mean(exact):.4f} of the best of all sets; {1000 * np.median(taken):.0f} ms",
            flush=True,
        )


def _lost(survey: Survey, wanted: Demand, sessions: int) -> float:
    """Share of families that the programme on true counts covers and the blurred one does not."""
    worth, themes = np.ones(len(wanted.wants)), range(len(wanted.wants))
    covered = []
    for door in (None, survey.door):
        place = market(survey.data, wanted, worth, themes, [], Limits(sessions=sessions), door)
        chosen = [place.offers[at].theme for at in solve(place.cover).chosen]
        covered.append(wanted.answered[:, chosen].any(axis=1).sum() / wanted.judged.sum())
    return float(covered[0] - covered[1])


def _against_all(survey: Survey, wanted: Demand) -> tuple[tuple[float, float], float]:
    """The programme of few themes against its bound, and against every set of as many."""
    worth, few = np.ones(len(wanted.wants)), SESSIONS // 2
    limits = Limits(sessions=few)
    cover = market(survey.data, wanted, worth, range(SMALL), [], limits).cover
    solved = solve(cover)
    best = max(cover.total(kept) for kept in combinations(range(SMALL), few))
    return (solved.value / solved.bound, solved.value), best


def intervals(asking: Asked, n: int, worlds: range, draws: int) -> None:
    """Print how often intervals hold what the public truly names, and what being first adds."""
    told: dict[str, list[float]] = defaultdict(list)
    for world in worlds:
        everyone = planted(asking, EVERYONE, world, asking.themes).table
        whole = surveyed(asking, everyone, world)
        truth = _named(demand_of(asking, whole))
        best = _scores(asking, whole)
        rng = np.random.default_rng(world)
        for at in range(draws):
            rows = rng.choice(len(everyone), n)
            survey = surveyed(asking, everyone.iloc[rows].reset_index(drop=True), at)
            wants = demand_of(asking, survey).wants
            known = [w.needed for w in wants]
            kept = [i for i, want in enumerate(wants) if known[i] and not want.is_few]
            bounds = np.array([known[i].interval for i in kept])
            values = np.array([known[i].value for i in kept])
            holds = (bounds[:, 0] <= truth[kept]) & (truth[kept] <= bounds[:, 1])
            first = int(np.argmax(values))
            told["coverage"].append(float(holds.mean()))
            for name, value in _claims(asking, survey, demand_of(asking, survey), best).items():
                told[name].append(value)
            told["coverage, first"].append(float(holds[first]))
            told["excess, first"].append(float(values[first] - truth[kept][first]))
    for name, line in told.items():
        print(f"{n:5d} families  {name:28s} {np.mean(line):+.3f}", flush=True)


def demand_of(asking: Asked, survey: Survey) -> Demand:
    """Whom each theme of the catalogue answers."""
    return demand(survey, asking.themes, asking.audiences)


def _scores(asking: Asked, whole: Survey) -> dict[str, float]:
    """Scores of the themes where all the population answered."""
    items = section(whole, demand_of(asking, whole), None, asking.audiences)["items"]
    return {item["name"]: item["score"] for item in items}


def _claims(
    asking: Asked, survey: Survey, wanted: Demand, truth: dict[str, float]
) -> dict[str, float]:
    """Whether the title names the truly best theme; how many bounds hold the true numbers."""
    items = section(survey, wanted, None, asking.audiences)["items"]
    order = np.array([truth[item["name"]] for item in items])
    # A theme has all the places that its ties have.
    before, ties = (order[:, None] < order).sum(axis=1), (order[:, None] == order).sum(axis=1)
    low, high = (np.array([item[f"rank_{end}"] for item in items]) for end in ("low", "high"))
    scores = [item["low"] <= truth[item["name"]] <= item["high"] for item in items]
    titled = [item["name"] for item in items if item["may_be_first"]]
    return {
        "title holds the best": float(max(truth, key=lambda name: truth[name]) in titled),
        "themes in the title": float(len(titled)),
        "places hold": float(((low <= before + ties) & (high > before)).mean()),
        "scores hold": float(np.mean(scores)),
    }


def _named(wanted: Demand) -> np.ndarray:
    return np.array([want.needed.value if want.needed else 0.0 for want in wanted.wants])


def run(populations: int = 4, sizes: tuple[int, ...] = (150,), draws: int = 10) -> None:
    """Print the measures on populations that nothing was tuned on."""
    asking, seeds = asked(), range(FIRST_SCORED, FIRST_SCORED + populations)
    for n in sizes:
        found(asking, n, seeds)
        programmes(asking, n, seeds)
        intervals(asking, n, seeds[:3], draws)


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 20, SIZES, 40)
