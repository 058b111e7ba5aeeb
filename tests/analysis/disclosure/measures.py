"""What is told of invented samples, set against their population and against their own counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from analysis.disclosure import Group, publish
from analysis.needs import gaps_section, ground_of, needs_section, zones_section
from analysis.survey import Survey
from tests.analysis.made import survey_of

from .invented import BOOK, MAKINGS, SECTORS, truth

# Samples of one population; the next ones are of another.
SAMPLES = 10


@dataclass
class Measures:
    """Numbers gathered under names; each is told by its mean."""

    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def note(self, name: str, values: Iterable[float]) -> None:
        self.values[name] += [float(value) for value in values]

    def mean(self, name: str) -> float:
        return float(np.mean(self.values[name])) if self.values[name] else 0.0

    def many(self, name: str) -> int:
        return len(self.values[name])


@cache
def whole(making: str, world: int) -> Survey:
    """The population, as a survey that is never told."""
    return survey_of(truth(making, world), BOOK)


def shares(survey: Survey, parts: tuple[tuple[str, str], ...] = ()) -> np.ndarray:
    """Exact shares that name each need, among families of any of the (variable, category)."""
    mask = np.ones(survey.data.rows, dtype=bool)
    if parts:
        mask = np.any([survey.data.blocks[v].column(c) for v, c in parts], axis=0)
    counts = [(d.named & d.answered & mask).sum() for d in survey.domains]
    bases = [(d.answered & mask).sum() for d in survey.domains]
    return np.array(counts) / np.maximum(bases, 1)


def parts_of(variable: str, group: Group) -> tuple[tuple[str, str], ...]:
    return tuple((variable, part) for part in group.parts)


def measured(making: str, n: int, seeds: Iterable[int]) -> Measures:
    """Measures of samples of ``n`` families of one making."""
    found = Measures()
    for seed in seeds:
        world = seed // SAMPLES
        table = MAKINGS[making](n, seed, world)
        survey = survey_of(table, BOOK, f"secret {seed}".encode())
        _numbers(found, survey, whole(making, world), "")
        full = MAKINGS[making](n, seed, world, missing=0)
        survey_full = survey_of(full, BOOK, f"secret {seed}".encode())
        _numbers(found, survey_full, whole(making, world), "full ")
        _places(found, survey, whole(making, world))
        _zones(found, survey, whole(making, world))
        _gaps(found, survey, whole(making, world))
    return found


def _numbers(found: Measures, survey: Survey, population: Survey, when: str) -> None:
    bounds = np.array([survey.need(domain).interval for domain in survey.domains])
    true = shares(population)
    found.note(f"{when}width", 100 * (bounds[:, 1] - bounds[:, 0]))
    found.note(f"{when}cover", (bounds[:, 0] <= true) & (true <= bounds[:, 1]))


def _places(found: Measures, survey: Survey, population: Survey) -> None:
    told = needs_section(survey, [None] * len(survey.domains))
    names = [domain.name for domain in survey.domains]
    first = np.isin(names, told["order"]["first"])
    place = {entry["name"]: entry["place"] for entry in told["domains"]}
    found.note("first", [first.sum()])
    found.note("placed", [sum(bool(p) for p in place.values())])
    for who, exact in (("population", shares(population)), ("sample", shares(survey))):
        # Among ties each is the first, and each is in the half of the other.
        found.note(f"first, {who}", [not first[exact == exact.max()].all()])
        above = np.array([(exact > share).sum() for share in exact])
        below = np.array([(exact < share).sum() for share in exact])
        half = len(names) / 2
        wrong = {"high": above >= half, "low": below >= half}
        claims = [(at, place[name]) for at, name in enumerate(names) if place[name]]
        found.note(f"place, {who}", [wrong[side][at] for at, side in claims])


def _zones(found: Measures, survey: Survey, population: Survey) -> None:
    ground = ground_of(survey, SECTORS)
    section = zones_section(survey, ground)
    found.note("zones", [len(section["zones"])])
    for column, zone in enumerate(ground.zones):
        parts = parts_of("A5", zone)
        true, mine = shares(population, parts), shares(survey, parts)
        for at, need in enumerate(section["needs"]):
            cell = need["cells"][column]
            low, high = cell["cell"].interval
            found.note("zone cover", [low <= true[at] <= high])
            sign = {"": 0, "above": 1, "below": -1}[cell["side"]]
            if sign:
                gap = true[at] - shares(population)[at]
                found.note("side, population", [sign * gap <= 0])
                found.note("side, sample", [sign * (mine - shares(survey))[at] < 0])


def _gaps(found: Measures, survey: Survey, population: Survey) -> None:
    section = publish(gaps_section(survey))
    names = [domain.name for domain in survey.domains]
    groups = {
        (block.variable.name, group.name): parts_of(block.variable.name, group)
        for block, kept in survey.crossed
        for group in kept
    }
    found.note("gaps", [section["found"]])
    wrong = 0
    for item in section["items"]:
        if item["differs"]:
            at = names.index(item["need"])
            one, two = (groups[item["variable"], g["name"]] for g in item["groups"])
            for who, of in (("population", population), ("sample", survey)):
                gap = shares(of, one)[at] - shares(of, two)[at]
                found.note(f"gap, {who}", [item["difference"] * gap <= 0])
                wrong += who == "population" and item["difference"] * gap <= 0
    found.note("samples with a false gap", [wrong > 0])
