"""Synthetic families with planted profiles, always to be labelled as fictitious."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..arrays import Floats
from ..codebook import Codebook, Variable
from .lives import lives
from .replies import Cells, Rng, categories_of, ticked
from .story import HOUSEHOLD, Story

Relevant = Callable[[str, Mapping[str, Any]], bool]
SENTENCES = (
    "Exemple fictif : un lieu au chaud pour jouer l'hiver.",
    "Exemple fictif : parler avec d'autres parents.",
    "Exemple fictif : des horaires après l'école.",
    "Exemple fictif : savoir où poser mes questions.",
)


class Population(NamedTuple):
    """Fictitious answers, and the truth behind them (hidden from the analysis).

    ``table`` is what families answered and ``truth`` what they would have, had they passed no
    question, with the traits of a story that no question asks; ``profiles`` is the planted
    profile of each family: with a story, its kind of household.
    """

    table: pd.DataFrame
    profiles: pd.Series[int]
    truth: pd.DataFrame


class _Family(NamedTuple):
    profile: int
    style: float
    rng: Rng
    # Of what is not answered: the truth changes no other draw.
    spare: Rng
    lived: Mapping[str, str]


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
    story: Story | None = None,
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
    story : Story, optional
        Who lives there: it answers the questions it knows, and its kinds of households are the
        planted profiles. Other questions are answered as without it.

    Returns
    -------
    Population
        ``table`` and ``truth`` (n lines, one text column per variable, blank when missing) and
        ``profiles``.

    Examples
    --------
    >>> book = Codebook.from_yaml("variables: [{name: b, type: select_multiple, role: need}]")
    >>> neighbourhood(book, 50, 0).table.shape
    (50, 1)
    """
    rng = np.random.default_rng(random_state)
    asked = [v for v in codebook.variables if v.role not in ("ignore", "weight")]
    told = story is not None and any(story.knows(v) for v in asked)
    profiles = len(story.households) if story and told else profiles
    habits = {v.name: _habits(v, profiles, contrast, rng) for v in asked}
    shares = rng.dirichlet(np.full(profiles, 8.0))
    planted = rng.choice(profiles, size=n, p=shares)
    lived: dict[str, Cells] = {}
    if story:
        # A stream of its own: a story changes no other draw.
        lived = lives(story, asked, habits, n, np.random.default_rng([17, random_state]))
        kinds = list(story.households)
        planted = np.array([kinds.index(k) for k in lived[HOUSEHOLD]]) if told else planted
    spare = np.random.default_rng([19, random_state])
    rows = []
    for at, profile in enumerate(planted):
        life = {name: str(cells[at]) for name, cells in lived.items()}
        who = _Family(int(profile), float(rng.normal(0, style)), rng, spare, life)
        rows.append(_family(asked, habits, who, missing, relevant))
    names = [v.name for v in asked]
    table, truth = (
        pd.DataFrame(some, columns=names, dtype=object) for some in zip(*rows, strict=True)
    )
    for variable in codebook.of_role("weight"):
        table[variable.name] = "1"
    hidden = {name: cells for name, cells in lived.items() if name not in names}
    truth = pd.concat([pd.DataFrame(hidden, index=range(n)), truth], axis=1)
    return Population(table, pd.Series(planted, name="profile"), truth)


def _habits(variable: Variable, profiles: int, contrast: float, rng: Rng) -> Floats:
    """Log-odds of each category in each profile (profiles x categories)."""
    many = len(categories_of(variable))
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
) -> tuple[dict[str, str], dict[str, str]]:  # fmt: skip
    """What a family answers, and what it would answer if it passed no question."""
    answers: dict[str, str] = {}
    truth: dict[str, str] = {}
    several = {v.name for v in asked if v.type in ("select_multiple", "rank")}

    def reaches(name: str, so_far: dict[str, str]) -> bool:
        # As an application holds them: lists for several choices.
        said = {n: v.split() if n in several else v for n, v in so_far.items()}
        return not relevant or relevant(name, said)

    leaves = who.rng.random() < missing / 2
    end = int(who.rng.integers(1, len(asked) + 1)) if leaves else len(asked)
    for at, variable in enumerate(asked):
        name, odds = variable.name, habits[variable.name]
        passed = at >= end or who.rng.random() < missing
        if not passed and reaches(name, answers):
            answers[name] = truth[name] = _answer(variable, asked, answers, odds, who)
            continue
        answers[name] = ""
        hers = who._replace(rng=who.spare)
        truth[name] = _answer(variable, asked, truth, odds, hers) if reaches(name, truth) else ""
    return answers, truth


def _answer(
    variable: Variable, asked: list[Variable], answers: dict[str, str], habits: Floats, who: _Family
) -> str:
    if variable.name in who.lived:
        said = who.lived[variable.name]
        # No priority is one of the needs that the family passed.
        known = variable.role != "priority" or said in _named(asked, answers)
        return said if known else ""
    if variable.type == "text":
        return str(who.rng.choice(SENTENCES)) if who.rng.random() < 0.15 else ""
    names, odds = categories_of(variable), habits[who.profile]
    if variable.type == "integer" and not variable.categories:
        return str(who.rng.poisson(1 + np.exp(odds[0])))
    if variable.type in ("select_multiple", "rank"):
        return str(ticked(variable, (odds + who.rng.logistic(size=len(names)))[None])[0])
    if variable.type == "scale":
        odds = odds + who.style * np.linspace(-1, 1, len(names))
    if variable.role == "priority":
        # One of the needs that the family named.
        named = _named(asked, answers)
        kept = [at for at, name in enumerate(names) if name in named]
        names, odds = tuple(names[at] for at in kept), odds[kept]
    if not names:
        return ""
    weights = np.exp(odds - odds.max())
    return str(names[int(who.rng.choice(len(names), p=weights / weights.sum()))])


def _named(asked: list[Variable], answers: dict[str, str]) -> set[str]:
    return {x for v in asked if v.role == "need" for x in answers.get(v.name, "").split()}
