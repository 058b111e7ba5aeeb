"""Synthetic families that differ within their profile: no latent class model fits them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..arrays import Bools, Floats, Ints
from ..catalogue import Audience, Theme
from ..codebook import Codebook
from ..errors import AnalysisError
from .replies import DIRECTIONS, Cells, Families, Rng, answered_truly, answers, item_of, with_wishes

# Families of the neighbourhood for each that answers.
POOL = 2


class Difficulty(NamedTuple):
    """How hard profiles are to find.

    ``separation`` and ``scatter`` are standard deviations of the centres of profiles and of
    families about them, in log-odds; ``style`` that of the families' way of using scales;
    ``careless`` the share of families that answer at random from some question on; ``silent`` that
    of items that depend on no position.
    """

    separation: float
    scatter: float
    style: float
    careless: float
    silent: float


DIFFICULTIES: Mapping[str, Difficulty] = {
    "easy": Difficulty(1.1, 0.35, 0.6, 0.02, 0.3),
    "medium": Difficulty(0.9, 0.5, 1.0, 0.04, 0.45),
    "hard": Difficulty(0.75, 0.6, 1.3, 0.08, 0.55),
}


class Planted(NamedTuple):
    """Fictitious answers, and the truth behind them (hidden from the analysis).

    ``table`` and ``profiles`` are of the families that answered, ``came`` their places among all of
    the neighbourhood, of whom are ``needs`` (families x need categories), ``everyone`` (profiles)
    and ``answered`` (families x themes: of the public, with one of the needs).
    """

    table: pd.DataFrame
    profiles: pd.Series[int]
    needs: pd.DataFrame
    everyone: pd.Series[int]
    answered: pd.DataFrame
    came: Ints


def planted_neighbourhood(
    codebook: Codebook,
    n: int,
    random_state: int = 0,
    *,
    world: int | None = None,
    profiles: int = 4,
    difficulty: str | Difficulty = "medium",
    missing: float = 0.1,
    themes: Sequence[Theme] = (),
    audiences: Mapping[str, Audience] | None = None,
) -> Planted:
    """Invent a neighbourhood whose families differ within their profile too.

    Each profile has a centre in a space of six directions, each family a position about it.
    Log-odds of ticks and choices, and the latent answer to a scale, follow the position: answers
    of one profile are thus dependent. Scales are also moved (acquiescence) and stretched (extreme
    answers) by family; some families answer carelessly from some question on; profiles take part
    with unequal chances; questions are passed at random or because a family stops.

    Parameters
    ----------
    codebook : Codebook
        Undeclared categories are invented, as by :func:`analysis.neighbourhood`.
    n : int
        Number of families that answer; the neighbourhood has twice as many.
    random_state : int
        Draws the families.
    world : int, optional
        Draws the profiles and questions, ``random_state`` when not given: two calls with one world
        give families of one neighbourhood.
    profiles : int
        Number of planted profiles.
    difficulty : str or Difficulty
        ``easy``, ``medium``, ``hard``, or one of your own.
    missing : float
        Share of answers missing: half at random, half because a family stops before the end.
    themes : sequence of Theme
        A catalogue. Questions of several choices that offer its themes are then answered among
        nine cards: seven of the needs named, if there are, and others at random; a theme that
        answers the family is ticked more often. No other draw is changed by it.
    audiences : mapping of str to Audience, optional
        The publics that themes name; those of the codebook when not given.

    Raises
    ------
    AnalysisError
        When the difficulty is unknown or a number is out of bounds.

    Examples
    --------
    >>> book = Codebook.from_yaml("variables: [{name: b, type: select_multiple, role: need}]")
    >>> found = planted_neighbourhood(book, 50, 0)
    >>> found.table.shape, found.needs.shape
    ((50, 1), (100, 6))
    """
    level = _level(difficulty)
    _check(n, profiles, missing)
    seed = random_state if world is None else world
    plan = np.random.default_rng([7, seed])
    asked = [v for v in codebook.variables if v.role not in ("ignore", "weight")]
    items = {v.name: item_of(v, level.silent, plan) for v in asked}
    centres = _centres(profiles, plan) * level.separation
    shares, appeal = plan.dirichlet(np.full(profiles, 12.0)), plan.uniform(0.4, 1.0, profiles)
    rng = np.random.default_rng([11, random_state])
    everyone = rng.choice(profiles, size=POOL * n, p=shares)
    who = _families(centres[everyone], level, len(asked), rng)
    columns, needs = answers(asked, items, who, rng)
    public = codebook.audiences if audiences is None else audiences
    true = answered_truly(themes, public, columns, needs, POOL * n)
    # Streams of their own: a catalogue changes no other draw.
    own = [np.random.default_rng([13, *at]) for at in ([0, seed], [1, random_state])]
    columns |= with_wishes(asked, themes, columns, true, who.since, *own)
    came = np.sort(np.argsort(-np.log(appeal[everyone]) - rng.gumbel(size=POOL * n))[:n])
    told = {name: cells[came] for name, cells in columns.items()}
    return Planted(
        _table(codebook, told, missing, rng),
        pd.Series(everyone[came], name="profile"),
        pd.DataFrame(needs, index=range(POOL * n)),
        pd.Series(everyone, name="profile"),
        pd.DataFrame(true, columns=[theme.name for theme in themes]),
        came,
    )


def _table(
    codebook: Codebook, columns: Mapping[str, Cells], missing: float, rng: Rng
) -> pd.DataFrame:
    """The table of the families that answered, some questions passed; cards seen are not."""
    shown = [v.shown for v in codebook.variables if v.shown in columns]
    asked = [name for name in columns if name not in shown]
    table = pd.DataFrame({name: columns[name] for name in asked}, dtype=object)
    table = table.mask(_passed(*table.shape, missing, rng), "")
    weights = {v.name: "1" for v in codebook.of_role("weight")}
    return table.assign(**{name: columns[name] for name in shown}, **weights)


def _level(difficulty: str | Difficulty) -> Difficulty:
    if isinstance(difficulty, Difficulty):
        return difficulty
    if difficulty not in DIFFICULTIES:
        raise AnalysisError(
            f"La difficulté « {difficulty} » est inconnue. Choisir : {', '.join(DIFFICULTIES)}."
        )
    return DIFFICULTIES[difficulty]


def _check(n: int, profiles: int, missing: float) -> None:
    if n < 1 or profiles < 1 or not 0 <= missing < 1:
        raise AnalysisError(
            f"Impossible d'inventer {n} familles de {profiles} profils avec une part {missing} de "
            "réponses manquantes. Donner au moins 1 famille, 1 profil, et une part de 0 à moins "
            "de 1."
        )


def _centres(profiles: int, plan: Rng) -> Floats:
    """Centres of profiles, at one distance from the origin: none is hidden in the middle."""
    drawn = plan.normal(size=(profiles, DIRECTIONS))
    drawn -= drawn.mean(axis=0) if profiles > 1 else drawn
    length = np.sqrt((drawn**2).sum(axis=1, keepdims=True))
    return np.asarray(drawn / np.where(length > 0, length, 1.0) * np.sqrt(DIRECTIONS))


def _families(centre: Floats, level: Difficulty, questions: int, rng: Rng) -> Families:
    rows = len(centre)
    tired = rng.random(rows) < level.careless
    return Families(
        centre + rng.normal(0, level.scatter, centre.shape),
        rng.normal(0, level.style, rows),
        np.exp(rng.normal(0, 0.4 * level.style, rows)),
        np.where(tired, rng.integers(0, max(questions // 2, 1), rows), questions),
    )


def _passed(rows: int, questions: int, missing: float, rng: Rng) -> Bools:
    """Half of the missing answers at random, half after a family stopped."""
    at_random = rng.random((rows, questions)) < missing / 2
    # Who stops leaves half of the questions on average.
    stops = rng.random(rows) < missing
    end = np.where(stops, rng.integers(0, questions + 1, rows), questions)
    return np.asarray(at_random | (np.arange(questions) >= end[:, None]))
