"""Synthetic families with planted profiles, always to be labelled as fictitious."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..arrays import Floats
from ..codebook import Codebook, Variable

Relevant = Callable[[str, Mapping[str, Any]], bool]
Rng = np.random.Generator
SENTENCES = (
    "Exemple fictif : un lieu au chaud pour jouer l'hiver.",
    "Exemple fictif : parler avec d'autres parents.",
    "Exemple fictif : des horaires après l'école.",
    "Exemple fictif : savoir où poser mes questions.",
)
LEVELS = ("1", "2", "3")


class Population(NamedTuple):
    """Fictitious answers, and the planted profile of each family (hidden from the analysis)."""

    table: pd.DataFrame
    profiles: pd.Series[int]


class _Family(NamedTuple):
    profile: int
    style: float
    rng: Rng


def neighbourhood(
    codebook: Codebook,
    n: int,
    random_state: int = 0,
    *,
    profiles: int = 3,
    missing: float = 0.1,
    contrast: float = 1.0,
    style: float = 0.0,
    relevant: Relevant | None = None,
) -> Population:
    """Invent families that answer a codebook.

    Parameters
    ----------
    codebook : Codebook
        Undeclared categories are invented: ``a`` to ``f`` for choices, 1 to 3 for scales.
    n : int
        Number of families.
    random_state : int
    profiles : int
        Number of planted profiles.
    missing : float
        Share of questions passed; half as many families stop before the end.
    contrast : float
        How far apart the profiles answer; 0 plants no profile at all.
    style : float
        How much families differ in using the high end of scales, whatever their profile.
    relevant : callable, optional
        ``relevant(variable name, answers so far) -> bool``; a question that is not is blank.

    Returns
    -------
    Population
        ``table`` (n lines, one text column per variable, blank when missing) and ``profiles``.

    Examples
    --------
    >>> book = Codebook.from_yaml("variables: [{name: b, type: select_multiple, role: need}]")
    >>> neighbourhood(book, 50, 0).table.shape
    (50, 1)
    """
    rng = np.random.default_rng(random_state)
    asked = [v for v in codebook.variables if v.role not in ("ignore", "weight")]
    habits = {v.name: _habits(v, profiles, contrast, rng) for v in asked}
    shares = rng.dirichlet(np.full(profiles, 8.0))
    planted = rng.choice(profiles, size=n, p=shares)
    rows = [
        _family(asked, habits, _Family(int(p), float(rng.normal(0, style)), rng), missing, relevant)
        for p in planted
    ]
    table = pd.DataFrame(rows, columns=[v.name for v in asked], dtype=object)
    for variable in codebook.of_role("weight"):
        table[variable.name] = "1"
    return Population(table, pd.Series(planted, name="profile"))


def names_of(variable: Variable) -> tuple[str, ...]:
    """Give the categories of a variable, invented when it declares none."""
    if variable.categories:
        return tuple(variable.categories)
    return LEVELS if variable.type == "scale" else tuple("abcdef")


def _habits(variable: Variable, profiles: int, contrast: float, rng: Rng) -> Floats:
    """Log-odds of each category in each profile (profiles x categories)."""
    many = len(names_of(variable))
    if variable.type in ("select_multiple", "rank"):
        base = rng.normal(-0.9, 0.8, many).clip(-2.2, 0.4)
        shift = rng.choice([-1.0, 0.0, 1.6], p=[0.2, 0.55, 0.25], size=(profiles, many))
        return np.asarray(base + contrast * shift)
    base = rng.normal(0, 0.7, many)
    if variable.ordered or variable.type in ("scale", "integer"):
        slope = rng.normal(0, 0.9, (profiles, 1)) * contrast
        return np.asarray(base / 2 + slope * np.linspace(-1, 1, many))
    spread = 0.3 if variable.role == "sector" or not variable.active else 0.9
    return np.asarray(base + contrast * spread * rng.normal(size=(profiles, many)))


def _family(
    asked: list[Variable], habits: dict[str, Floats], who: _Family, missing: float,
    relevant: Relevant | None,
) -> dict[str, str]:  # fmt: skip
    answers: dict[str, str] = {}
    leaves = who.rng.random() < missing / 2
    end = int(who.rng.integers(1, len(asked) + 1)) if leaves else len(asked)
    for at, variable in enumerate(asked):
        passed = at >= end or who.rng.random() < missing
        if passed or (relevant and not relevant(variable.name, _said(asked, answers))):
            answers[variable.name] = ""
        else:
            answers[variable.name] = _answer(variable, asked, answers, habits[variable.name], who)
    return answers


def _said(asked: list[Variable], answers: dict[str, str]) -> dict[str, Any]:
    """The answers so far as an application holds them: lists for several choices."""
    several = {v.name for v in asked if v.type in ("select_multiple", "rank")}
    return {name: value.split() if name in several else value for name, value in answers.items()}


def _answer(
    variable: Variable, asked: list[Variable], answers: dict[str, str], habits: Floats, who: _Family
) -> str:
    if variable.type == "text":
        return str(who.rng.choice(SENTENCES)) if who.rng.random() < 0.15 else ""
    names, odds = names_of(variable), habits[who.profile]
    if variable.type == "integer" and not variable.categories:
        return str(who.rng.poisson(1 + np.exp(odds[0])))
    if variable.type in ("select_multiple", "rank"):
        return " ".join(_ticks(variable, names, odds, who.rng))
    if variable.type == "scale":
        odds = odds + who.style * np.linspace(-1, 1, len(names))
    if variable.role == "priority":
        names, odds = _among(variable, asked, answers, names, odds)
    return _draw(names, odds, who.rng) if names else ""


def _draw(names: tuple[str, ...], odds: Floats, rng: Rng) -> str:
    weights = np.exp(odds - odds.max())
    return str(names[int(rng.choice(len(names), p=weights / weights.sum()))])


def _ticks(variable: Variable, names: tuple[str, ...], odds: Floats, rng: Rng) -> list[str]:
    """Ticked names: by log-odds, at most ``max_selected``, an exclusive one alone."""
    keen = odds + rng.logistic(size=len(names))
    keen = keen - np.where([name in variable.exclusive for name in names], 1.0, 0.0)
    order = np.argsort(-keen)
    many = max(1, int((keen > 0).sum()))
    kept = [names[at] for at in order[: min(many, variable.max_selected or len(names))]]
    if kept[0] in variable.exclusive:
        return kept[:1]
    kept = [name for name in kept if name not in variable.exclusive]
    return kept if variable.type == "rank" else [name for name in names if name in kept]


def _among(
    variable: Variable, asked: list[Variable], answers: dict[str, str],
    names: tuple[str, ...], odds: Floats,
) -> tuple[tuple[str, ...], Floats]:  # fmt: skip
    """Keep the needs that the family named; its priority is one of them."""
    named = {x for v in asked if v.role == "need" for x in answers.get(v.name, "").split()}
    kept = [at for at, name in enumerate(names) if name in named]
    return tuple(names[at] for at in kept), odds[kept]
