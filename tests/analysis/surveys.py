"""Random small surveys for the attacker: codebook, families, sectors, themes, margins, codes.

A *planned* survey also has what a team adds: limits, votes, workshops, profiles put together.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis import (
    Codebook,
    Coded,
    Evidence,
    Limits,
    Sector,
    SessionVotes,
    Theme,
    WorkshopOutcome,
    neighbourhood,
)
from analysis import report as report_module
from analysis.profiles import Again, Edited, Found, _together
from analysis.table import Encoded, encode

_profiles = import_module("analysis.profiles.profiles")

K = 11
PROFILES = 4
SESSIONS = 3
LANGUAGES = ("fr", "en", "pt")
TONGUES = ("fr", "ar", "ta", "bn", "tr")
STATES = ("relue", "provisoire")
WORDS = ("trottoir", "ascenseur", "fontaine", "balançoire", "barbecue")


class Survey(NamedTuple):
    """What :func:`analysis.diagnose` is given."""

    table: pd.DataFrame
    codebook: Codebook
    themes: list[Theme]
    sectors: list[Sector]
    margins: dict[str, dict[str, float]] | None
    coded: Coded | None
    limits: Limits | None = None
    evidence: Evidence | None = None
    merged: bool = False


class Published(NamedTuple):
    """A report, with what only the true table knows: the answers and each family's profile."""

    report: dict[str, Any]
    survey: Survey
    data: Encoded
    labels: Any


def publish(survey: Survey, patch: Any, k: int = K) -> Published:
    """Make the report of a survey; keep the profiles found on the way."""
    kept: list[Found] = []

    def edited(found: Found, *_: Any) -> Edited:
        """Put the first two profiles together, as staff may, when others are left."""
        named = {"Un nom": [0, 1]} if survey.merged and found.count > 2 else {}
        made = _together(found, named, [])
        kept.append(made.found)
        return made

    with patch.context() as within:
        within.setattr(report_module, "apply_edits", edited)
        # How many profiles there are and whether they come back is long to know; four of them,
        # or as many as are large enough, tell more.
        few = partial(_few, _profiles.LatentClasses)
        within.setattr(_profiles, "LatentClasses", few)
        within.setattr(_profiles, "stability_of", lambda model, _: _back(model.n_clusters_))
        made = report_module.diagnose(
            survey.table, survey.codebook, themes=survey.themes, sectors=survey.sectors,
            margins=survey.margins, coded=survey.coded, limits=survey.limits,
            evidence=survey.evidence, sessions=SESSIONS, k=k,
        ).to_dict()  # fmt: skip
    labels = kept[0].labels if kept else np.full(len(survey.table), -1)
    return Published(made, survey, encode(survey.table, survey.codebook, k), labels)


def _back(classes: int) -> Again:
    return Again([1.0] * classes, [(0.0, 1.0)] * classes)


def _few(estimator: Any, number: int | None = None, **more: Any) -> Any:
    return estimator(PROFILES if number is None else number, **more)


def survey(seed: int, planned: bool = False) -> Survey:
    """Draw a survey of 30 to 400 families."""
    rng = np.random.default_rng(seed)
    needs = [f"n{at}" for at in range(int(rng.integers(3, 8)))]
    names = [f"t{at}" for at in range(int(rng.integers(3, 7)))]
    body = {"variables": _variables(rng, needs, names), "audiences": _audiences(rng)}
    book = Codebook.from_dict(body)
    n = int(30 + 370 * rng.random() ** 1.5)
    missing, contrast = (
        float(rng.choice([0.0, 0.03, 0.1, 0.25])),
        float(rng.choice([0.5, 1.0, 2.0])),
    )
    table = neighbourhood(book, n, seed, missing=missing, contrast=contrast).table
    drawn = _themes(rng, needs, names), _sectors(rng, book), _margins(rng, book, table)
    table = _written(rng, table)
    tongue = _choice("langue", "preference", [*LANGUAGES])
    # Streams of their own: what was drawn before stays as it was.
    more = np.random.default_rng([seed, 1])
    if planned:
        # Without ticks of their own, themes lie within one another.
        kept = [v for v in body["variables"] if v["name"] != "ateliers" or seed % 4]
        asked = [*kept, tongue | {"use": "language"}, *COMING]
        book = Codebook.from_dict(body | {"variables": asked})
        table = _able(more, table)
        return Survey(table, book, *drawn, _coded(rng, table, needs))._replace(
            limits=_limits(more, names),
            evidence=_evidence(more, names, n),
            merged=bool(more.random() < 0.4),
        )
    coded = _coded(rng, table, needs)
    table = _nested(more, table)
    asked = [
        *body["variables"],
        tongue,
        _choice("parle", "profile", [*TONGUES, "autres"]) | {"active": False},
        _choice("relu", "comparison", list(STATES)),
        _choice("seul", "profile", ["jamais", "souvent"]) | {"active": False},
    ]
    book = Codebook.from_dict(body | {"variables": _lacking(more, asked)})
    return Survey(table, book, *drawn, coded)


def _nested(rng: Any, table: pd.DataFrame) -> pd.DataFrame:
    """Give each family one more language, and say whether its translation was reviewed.

    Each language is wholly in one state, save sometimes « autres », which several make up.
    """
    n = len(table)
    chances = rng.dirichlet(np.append(np.full(len(TONGUES), 1.5), 0.4))
    spoken = rng.choice([*TONGUES, "autres"], n, p=chances)
    own = {name: str(rng.choice(STATES)) for name in [*TONGUES, "autres"]} | {"fr": STATES[0]}
    states = np.array([own[name] for name in spoken])
    if rng.random() < 0.4:
        states = np.where((spoken == "autres") & (rng.random(n) < 0.5), STATES[0], states)
    passed = rng.random(n) < rng.choice([0.0, 0.0, 0.05])
    spoken, states = (np.where(passed, "", cells) for cells in (spoken, states))
    alone = rng.choice(["", "jamais", "souvent"], n, p=[0.1, 0.6, 0.3])
    return table.assign(parle=spoken, relu=states, seul=alone)


def _lacking(rng: Any, variables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let some questions say that support is lacking: one, several, sometimes none."""
    could = {"e": "3", "seul": "souvent", "p1": "c0"}
    kept = {name for name in could if rng.random() < 0.55}
    return [v | ({"lacking": [could[v["name"]]]} if v["name"] in kept else {}) for v in variables]


COMING = (
    {"name": "ou", "type": "select_multiple", "role": "preference", "use": "place",
     "categories": {"cabane": "cabane", "pmi": "pmi"}},
    {"name": "venir", "type": "select_multiple", "role": "preference", "use": "needs_to_come",
     "categories": {"garde": "garde", "accueil": "accueil"}},
)  # fmt: skip


def _able(plan: Any, table: pd.DataFrame) -> pd.DataFrame:
    """Say where each family comes, and what it asks for to come."""
    said = {}
    for name, options in (("ou", ["cabane", "pmi"]), ("venir", ["garde", "accueil"])):
        ticked = plan.random((len(table), 2)) < plan.uniform(0.1, 0.9, 2)
        said[name] = [" ".join(np.array(options)[line]) for line in ticked]
    return table.assign(**said)


def _limits(plan: Any, names: list[str]) -> Limits | None:
    """Draw what staff may set, most often who can come at all."""

    def some(names: list[str], chance: float) -> tuple[str, ...]:
        many = int(plan.integers(1, len(names) + 1)) if plan.random() < chance else 0
        return tuple(str(name) for name in plan.choice(names, many, replace=False))

    if plan.random() < 0.1:
        return None
    groups = plan.random() < 0.4
    return Limits(
        sessions=SESSIONS,
        slots=some(["matin", "soir", "samedi"], 0.7),
        places=some(["cabane", "pmi"], 0.4),
        languages=some([*LANGUAGES], 0.5),
        interpreter=bool(plan.random() < 0.4),
        childcare=[None, True, False][int(plan.integers(3))],
        per_theme=int(plan.integers(1, 3)),
        per_slot=1 if plan.random() < 0.2 else None,
        profile_share=float(plan.choice([0.0, 0.3])),
        non_user_share=0.3 if groups else 0.0,
        non_users={"p0": ["c0"]} if groups else {},
        set_aside=(names[0],) if plan.random() < 0.2 else (),
    )


def _evidence(plan: Any, names: list[str], n: int) -> Evidence | None:
    if plan.random() < 0.4:
        return None
    came = [int(many) for many in plan.integers(3, 60, int(plan.integers(1, 4)))]
    sessions = [
        SessionVotes(many, {name: int(plan.integers(0, many + 1)) for name in names}, names)
        for many in came
    ]
    held = [
        WorkshopOutcome(name, 20, *(int(many) for many in plan.integers(0, 12, 3)))
        for name in names
        if plan.random() < 0.3
    ]
    return Evidence(sessions, held, float(plan.choice([20, n])))


def _written(rng: Any, table: pd.DataFrame) -> pd.DataFrame:
    """Give each family a language, and words to those who wrote."""
    chances = rng.dirichlet(np.full(len(LANGUAGES) + 1, 1.0))
    spoken = rng.choice(["", *LANGUAGES], len(table), p=chances)
    said = rng.random((len(table), len(WORDS))) < rng.uniform(0.1, 0.8, len(WORDS))
    texts = [". ".join(np.array(WORDS)[line]) or "!" for line in said]
    wrote = rng.random(len(table)) < rng.choice([0.15, 0.4, 0.8])
    written = [text if some else "" for text, some in zip(texts, wrote, strict=True)]
    return table.assign(langue=spoken, texte=written)


def _variables(rng: Any, needs: list[str], names: list[str]) -> list[dict[str, Any]]:
    kind = str(rng.choice(["select_multiple", "select_multiple", "rank", "select_one"]))
    many = int(rng.integers(2, len(needs) + 1))
    need = {"name": "besoin", "type": kind, "role": "need", "categories": _plain(needs)}
    if rng.random() < 0.3 and kind == "select_multiple":
        need["domains"] = {name: [f"d{at // 2}"] for at, name in enumerate(needs)}
    asked = [need | ({"max_selected": many} if kind != "select_one" else {})]
    if rng.random() < 0.5:
        first = need | {"name": "priorite", "type": "select_one", "role": "priority"}
        asked.append(first)
    spots = [f"s{at}" for at in range(int(rng.integers(2, 7)))]
    asked.append(_choice("secteur", "sector", spots))
    for at in range(int(rng.integers(1, 4))):
        options = [f"c{i}" for i in range(int(rng.integers(2, 6)))]
        asked.append(_choice(f"p{at}", str(rng.choice(["profile", "barrier"])), options))
    asked.append({"name": "e", "type": "scale", "role": "profile", "categories": _plain("123")})
    asked.append(
        {"name": "quand", "type": "select_multiple", "role": "preference", "use": "slot",
         "categories": _plain(["matin", "soir", "samedi"])}
    )  # fmt: skip
    ticks = {"type": "select_multiple", "role": "preference", "active": False}
    asked.append({"name": "ateliers", "categories": _plain(names), **ticks})
    asked.append({"name": "texte", "type": "text", "role": "text"})
    order = rng.permutation(len(asked))
    if len(asked) > 1 and asked[1]["role"] == "priority":
        return asked
    return [asked[at] for at in order]


def _plain(names: Any) -> dict[str, str]:
    return {name: name for name in names}


def _choice(name: str, role: str, options: list[str]) -> dict[str, Any]:
    return {"name": name, "type": "select_one", "role": role, "categories": _plain(options)}


def _audiences(rng: Any) -> dict[str, Any]:
    return {
        "un": {"label": "Un", "any_of": {"p0": ["c0"]}},
        "deux": {"label": "Deux", "any_of": {"p0": ["c1"]}},
        "tous": {"label": "Tous"},
    }


def _themes(rng: Any, needs: list[str], names: list[str]) -> list[Theme]:
    if rng.random() < 0.1:
        return []
    domains = [*needs, "d0", "d1", "d2"]
    return [
        Theme(
            name,
            main=(drawn := rng.choice(domains, int(rng.integers(1, 4)), replace=False))[0],
            further=tuple(drawn[1:]),
            audiences=[(), ("un",), ("deux",), ("un", "deux"), ("tous",)][int(rng.integers(5))],
        )
        for name in names
    ]


def _sectors(rng: Any, book: Codebook) -> list[Sector]:
    """All categories of the question, or all but one: a shelter is no place on the map."""
    names = list(book.of_role("sector")[0].categories)
    return [Sector(name) for name in names[:-1]] if len(names) > 2 and rng.random() < 0.5 else []


def _margins(rng: Any, book: Codebook, table: pd.DataFrame) -> dict[str, dict[str, float]] | None:
    if rng.random() < 0.5:
        return None
    name = str(rng.choice(["p0", "secteur"]))
    counts = table[name].value_counts()
    names = [c for c in next(v for v in book.variables if v.name == name).categories]
    observed = np.array([counts.get(c, 0) for c in names], dtype=float)
    if observed.min() == 0:
        return None
    shares = observed / observed.sum() * np.exp(rng.normal(0, 0.4, len(names)))
    return {name: dict(zip(names, (shares / shares.sum()).tolist(), strict=True))}


def _coded(rng: Any, table: pd.DataFrame, needs: list[str]) -> Coded | None:
    if rng.random() < 0.5:
        return None
    rows = [at for at, text in enumerate(table["texte"]) if text and rng.random() < 0.8]
    several = rng.random() < 0.5
    codes = {at: set(rng.choice(needs, int(rng.integers(0, 3 if several else 2)))) for at in rows}
    return Coded.of("texte", codes, {name: name for name in needs})
