"""Whom each theme answers: who needs it and who wishes it, in told shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import Bools
from ..catalogue import Audience, Theme, offers
from ..disclosure import BASE, EVERYBODY, Door, Meaning, Share, Told, meaning, pooled
from ..survey import Survey, asked_of, named
from ..table import Block, Domain
from .publics import Public, public_of


@dataclass(frozen=True)
class Want:
    """What the survey says of one theme.

    Parameters
    ----------
    theme : Theme
    public : Public
    among : Meaning
        Of whom the shares are: the public, or everybody when it is too small to be described.
    needed : Share, optional
        Families that name the main need; None when no question asks about it.
    also : Share, optional
        Families that name a further need and not the main one.
    wished : Share, optional
        Families that ticked the theme; None when too few were shown it.
    """

    theme: Theme
    public: Public
    among: Meaning
    needed: Share | None
    also: Share | None
    wished: Share | None

    @property
    def is_few(self) -> bool:
        """True when the public is too small to be described."""
        return self.among != self.public.meaning


@dataclass(frozen=True)
class Demand:
    """What the survey says of every theme.

    ``answered`` (families x themes) are of the public, and named the main need or ticked the
    theme; ``meanings`` name them at the door, and ``within`` names those that can be ``judged``:
    who answered about needs or themes.
    """

    wants: Sequence[Want]
    answered: Bools
    meanings: Sequence[Meaning]
    judged: Bools
    within: Meaning
    are_cards_drawn: bool = False

    def share(self, door: Door, at: int) -> Share:
        """Share of the families that can be judged that a theme answers."""
        return door.share(self.meanings[at], self.answered[:, at], self.within, self.judged)

    @property
    def themes(self) -> list[Theme]:
        """The catalogue, in its order."""
        return [want.theme for want in self.wants]


def demand(survey: Survey, themes: Sequence[Theme], audiences: Mapping[str, Audience]) -> Demand:
    """Count who needs and who wishes each theme.

    Parameters
    ----------
    survey : Survey
    themes : sequence of Theme
    audiences : mapping of str to Audience

    Returns
    -------
    Demand

    Raises
    ------
    AnalysisError
        When a theme names an audience that is not described.
    """
    asked = _tick_blocks(survey, themes)
    wants = [_want(survey, theme, audiences, asked) for theme in themes]
    judged = np.zeros(survey.data.rows, dtype=bool)
    for mask in [d.answered for d in survey.domains] + [block.answered for block in asked]:
        judged |= mask
    empty = np.zeros((survey.data.rows, 0), dtype=bool)
    columns = [_answered(survey, want, asked) & judged for want in wants]
    return Demand(
        wants,
        np.column_stack(columns) if columns else empty,
        [_meaning(survey, want, asked) for want in wants],
        judged,
        _within(survey, judged),
        any(block.filled is not None for block in asked),
    )


def _tick_blocks(survey: Survey, themes: Sequence[Theme]) -> list[Block]:
    """Questions in which families tick themes."""
    return [
        block
        for block in survey.data.of_role("preference")
        if block.variable.type in ("select_multiple", "rank") and offers(block.names, themes)
    ]


def _want(
    survey: Survey, theme: Theme, audiences: Mapping[str, Audience], asked: Sequence[Block]
) -> Want:
    public = public_of(survey, theme, audiences)
    found = {domain.name: domain for domain in survey.domains}
    main = found.get(theme.main)
    further = [found[name] for name in theme.further if name in found]
    wished = _wished(survey, theme, asked)
    if main is None:
        return Want(theme, public, public.meaning, None, None, wished)
    is_whole = public.is_everybody or not survey.door.is_described(public.mask & main.answered)
    among = EVERYBODY if is_whole else public.meaning
    mask = np.ones_like(public.mask) if is_whole else public.mask
    needed = survey.need(main) if is_whole else survey.need_among(main, among, mask)
    needed = needed if is_whole else pooled(needed, survey.need(main))
    also = _also(survey, main, further, among, mask) if further else None
    return Want(theme, public, among, needed, also, wished)


def _also(
    survey: Survey, main: Domain, further: Sequence[Domain], among: Meaning, mask: Bools
) -> Share:
    """Families that name one of the further needs and not the main one."""
    yes = np.any([domain.named for domain in further], axis=0) & ~main.named
    names = "+".join(sorted(domain.name for domain in further))
    of, base = meaning(("besoin", f"{names} sans {main.name}")), survey.asked(main)
    share = survey.door.share(of, yes, base | among, main.answered & mask)
    return share if among == EVERYBODY else pooled(share, _expected(survey, main, further))


def _expected(survey: Survey, main: Domain, further: Sequence[Domain]) -> Share:
    """The same if needs were named each by itself: a cell of all families would tell more."""
    none = np.prod([1 - survey.need(domain).value for domain in further])
    whole = survey.need(main)
    return Share(Told(round((1 - whole.value) * (1 - none) * whole.of)), Told(whole.of))


def _wished(survey: Survey, theme: Theme, asked: Sequence[Block]) -> Share | None:
    for block in asked:
        if theme.name in block.names:
            share = survey.share_of(block, theme.name)
            # Told 5 may be one family.
            return share if share.of > BASE else None
    return None


def _answered(survey: Survey, want: Want, asked: Sequence[Block]) -> Bools:
    hits = [block.column(want.theme.name) for block in asked]
    hits += [domain.named for domain in survey.domains if domain.name == want.theme.main]
    return np.asarray(np.any([want.public.mask & False, *hits], axis=0) & want.public.mask)


def _meaning(survey: Survey, want: Want, asked: Sequence[Block]) -> Meaning:
    """Who a theme answers is who names its main need, where nobody could tick it."""
    main = [domain for domain in survey.domains if domain.name == want.theme.main]
    ticked = [block for block in asked if want.theme.name in block.names]
    if main and not ticked:
        return named(main[0]) | want.public.meaning
    return meaning(("répond", want.theme.name))


def _within(survey: Survey, judged: Bools) -> Meaning:
    """Who can be judged is who answered a question of needs, where these are the same."""
    for block in survey.data.of_role("need"):
        if block.names and block.filled is None and np.array_equal(block.answered, judged):
            return asked_of(block, block.names[0])
    return meaning(("besoins et thèmes", "répondu"))
