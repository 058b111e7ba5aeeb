"""The publics of themes: who belongs to them, and what they are called at the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..arrays import Bools
from ..catalogue import Audience, Theme
from ..disclosure import EVERYBODY, Meaning, Share, meaning
from ..errors import AnalysisError
from ..survey import Survey, asked_of


@dataclass(frozen=True)
class Public:
    """Families that a theme is for; everybody has no meaning of its own.

    ``share`` is that of the public among those who could say that they are of it; None for
    everybody.
    """

    mask: Bools
    meaning: Meaning
    share: Share | None

    @property
    def is_everybody(self) -> bool:
        """True when the theme is for all families."""
        return self.meaning == EVERYBODY


def public_of(survey: Survey, theme: Theme, audiences: Mapping[str, Audience]) -> Public:
    """Families of any of a theme's audiences; all of them when one cannot be told apart."""
    everybody = Public(np.ones(survey.data.rows, dtype=bool), EVERYBODY, None)
    answers: dict[str, set[str]] = {}
    for name in theme.audiences:
        rules = _audience(theme, name, audiences).any_of
        known = {v: names for v, names in rules.items() if v in survey.data.blocks}
        if not known:
            return everybody
        for variable, names in known.items():
            answers.setdefault(variable, set()).update(names)
    return _public(survey, answers) if answers else everybody


def _audience(theme: Theme, name: str, audiences: Mapping[str, Audience]) -> Audience:
    if name not in audiences:
        raise AnalysisError(
            f"Le thème « {theme.name} » cite le public « {name} », qui n'est pas décrit. "
            "Ajouter ce public (nom, réponses qui le définissent) ou le retirer du thème."
        )
    return audiences[name]


def _public(survey: Survey, answers: Mapping[str, set[str]]) -> Public:
    blocks = survey.data.blocks
    columns = [blocks[v].column(name) for v, names in answers.items() for name in sorted(names)]
    mask = np.asarray(np.any(columns, axis=0), dtype=bool)
    of = named_by(answers)
    if not survey.door.is_described(mask):
        return Public(mask, of, None)
    if len(answers) > 1:
        share = survey.door.share(of, mask, EVERYBODY, survey.data.usable)
        return Public(mask, of, share)
    (variable,) = answers
    block = blocks[variable]
    first = min(answers[variable])
    share = survey.door.share(of, mask, asked_of(block, first), block.asked(first))
    return Public(mask, of, share)


def named_by(answers: Mapping[str, set[str]]) -> Meaning:
    """What families that gave one of several answers are called at the door.

    As a group of the same answers is, so that the same families have one number.

    >>> sorted(named_by({"A5": {"nord"}})), sorted(named_by({"A2": {"m6", "m0"}}))
    ([('A5', 'nord')], [('A2', 'm0+m6')])
    """
    said = {variable: "+".join(sorted(names)) for variable, names in sorted(answers.items())}
    if len(said) == 1:
        return meaning(*said.items())
    return meaning(("public", "|".join(f"{variable}/{names}" for variable, names in said.items())))
