"""What an attacker draws from a programme: sessions, who could come to them, alternatives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product
from math import ceil
from typing import Any

import numpy as np

from analysis.programme import Limits, Offer, abilities, answered_by, could_come
from analysis.table import Block
from analysis.themes import Demand

from .attacker import Key
from .questions import ALL, Questions

JUDGED: Key = ("judged",)
# What an attacker knows of a session: its theme, moment and place, and whether somebody helps.
Spot = tuple[str, str, str, bool, bool]


class Programmes(Questions):
    """Who could come and what sessions answer: the last part of a system."""

    wanted: Demand

    @property
    def limits(self) -> Limits:
        """What staff set, as the report says it."""
        return self.survey.limits or Limits()

    # Who could come

    def coming(self) -> None:
        """Families answered that could come, within those that could, by moment, place, etc."""
        able, at = abilities(self.data, self.limits)
        for (use, name), place in at.items():
            self._able(use, name, able[:, place])
        limits = self.limits
        free = {"language"} if limits.interpreter else set()
        free |= {"childcare"} if limits.childcare else set()
        can = could_come(able, at, free)
        if can is None:
            return
        system = self.system
        everyone = system.group(("can",), can)
        ways = []
        for use in dict.fromkeys(use for use, _ in at if use not in free):
            names = [name for other, name in at if other == use]
            mask = able[:, [at[use, name] for name in names]].any(axis=1)
            key = system.group(("can", use), mask)
            system.union(key, [("able", use, name) for name in names], look=False)
            system.inside(key, ALL, look=False)
            system.inside(everyone, key)
            ways.append(key)
        # Who cannot come lacks one of the ways at least.
        system.at_most({ALL: 1 - len(ways), everyone: -1.0, **dict.fromkeys(ways, 1.0)})
        for at_theme, theme in enumerate(self.survey.themes):
            key = system.group(("coming", theme.name), self.wanted.coming[:, at_theme])
            system.inside(key, ("theme", theme.name))
            self._within(key, everyone, theme.name)
            system.at_most({("theme", theme.name): 1.0, key: -1.0, everyone: 1.0, ALL: -1.0})
        for item in self.report["themes"]["items"]:
            system.cell(("coming", item["name"]), JUDGED, item["coming"])

    def _within(self, inner: Key, outer: Key, theme: str, look: bool = True) -> None:
        """A part of a theme lies within a group: what is between is drawn from outside the theme.

        Those who passed every question of needs are outside all themes: who passed may be known.
        """
        names = [other.name for other in self.survey.themes]
        mask = ~self.wanted.answered[:, names.index(theme)]
        away = self.system.group(("outside", theme), mask)
        self.system.equal.append(({away: 1.0, ("theme", theme): 1.0, ALL: -1.0}, 0.0))
        self.system.inside(inner, outer, look=False)
        if look:
            self.system.seek({inner: 1.0}, outer)
            smaller = min(away, outer, key=lambda key: self.system.truth[key])
            self.system.seek({outer: 1.0, inner: -1.0}, smaller)

    def _able(self, use: str, name: str, mask: Any) -> None:
        """A family can unless it said otherwise: passed the question, or gave the answer."""
        system = self.system
        key = system.group(("able", use, name), mask)
        system.inside(key, ALL, look=False)
        kind = "needs_to_come" if use == "childcare" else use
        blocks = [block for block in self.blocks.values() if block.variable.use == kind]
        if len(blocks) != 1:
            return
        (block,) = blocks
        asked, names = self.asked(block), [name] if name else list(self.limits.languages)
        if use == "childcare":
            wish = self.chosen(block, self.limits.childcare_answer)
            system.equal.append(({key: 1.0, ALL: -1.0, wish: 1.0}, 0.0))
            return
        parts = {self.chosen(block, c): 1.0 for c in names if c in block.names}
        least = {ALL: 1.0, asked: -1.0, key: -1.0}
        for part in parts:
            system.at_most({**least, part: 1.0})
        negative = dict.fromkeys(parts, -1.0)
        if block.single or len(parts) == 1:
            system.equal.append(({key: 1.0, ALL: -1.0, asked: 1.0, **negative}, 0.0))
        system.at_most({key: 1.0, ALL: -1.0, asked: 1.0, **negative})

    # Sessions

    def programme(self) -> None:
        """Every session, what it adds, and how good the whole is."""
        sessions = self.report["programme"]["sessions"]
        if not sessions:
            return
        system = self.system
        self.masks: dict[Spot, Any] = {}
        spots = [self.spot(session) for session in sessions]
        reached = np.zeros(self.data.rows, dtype=bool)
        before: list[Key] = []
        for order, (spot, session) in enumerate(zip(spots, sessions, strict=True)):
            served, mask = self.served(spot)
            adds = system.group(("adds", order), mask & ~reached)
            reached = reached | mask
            whole = system.group(("reached", order), reached)
            system.add_up(whole, [*before, adds])
            system.inside(adds, served)
            system.inside(served, whole)
            system.inside(whole, JUDGED)
            parts = [self.served(other)[0] for other in dict.fromkeys(spots[: order + 1])]
            system.at_most({whole: 1.0, **dict.fromkeys(parts, -1.0)})
            system.cell(adds, JUDGED, session["adds"])
            system.cell(whole, JUDGED, session["covered"])
            self.answers(session, spot, served, mask)
            before = [whole]
        system.cell(whole, JUDGED, self.report["programme"]["covered"])
        self.chosen_well(spots, whole)
        self.groups(reached, whole)
        self.alternatives(spots, whole)

    def spot(self, session: Mapping[str, Any]) -> Spot:
        """Give what a session is; a moment or place that the limits do not set is none."""
        slot = session["slot"][0]["name"] if self.limits.slots else ""
        place = session["place"][0]["name"] if self.limits.places else ""
        return session["theme"], slot, place, session["interpreter"], session["childcare"]

    def served(self, spot: Spot) -> tuple[Key, Any]:
        """Families that a session answers and that could come: those of its theme, or fewer."""
        names = [theme.name for theme in self.survey.themes]
        key: Key = ("served", *spot)
        if spot not in self.masks:
            offer = Offer(names.index(spot[0]), *spot[1:])
            mask = answered_by(self.data, self.wanted, offer, self.limits)
            self.masks[spot] = mask
            self.system.group(key, mask)
            theme: Key = ("theme", spot[0])
            if (mask == self.wanted.answered[:, offer.theme]).all() and not self._restricts(spot):
                self.system.equal.append(({key: 1.0, theme: -1.0}, 0.0))
            else:
                self._part(key, theme, spot)
        return key, self.masks[spot]

    def _restricts(self, spot: Spot) -> bool:
        return any(key in self.system.truth for key in self._ways(spot))

    def _ways(self, spot: Spot) -> list[Key]:
        """What a family needs to come to a session."""
        ways: list[Key] = [("able", "slot", spot[1]), ("able", "place", spot[2])]
        ways += [] if spot[3] else [("able", "language", "")]
        return ways + ([] if spot[4] else [("able", "childcare", "")])

    def _part(self, key: Key, theme: Key, spot: Spot) -> None:
        system = self.system
        look = self.system.truth[key] > 0  # Of a theme for nobody, the others passed a question.
        system.inside(key, theme)
        ways = [way for way in self._ways(spot) if way in system.truth]
        for way in ways:
            self._within(key, way, spot[0], look)
        # Of the theme, only those come short who cannot come in one way or another.
        system.at_most({theme: 1.0, key: -1.0, ALL: -len(ways), **dict.fromkeys(ways, 1.0)})
        if ("coming", spot[0]) in system.truth and not (spot[3] or spot[4]):
            system.inside(key, ("coming", spot[0]))

    def chosen_well(self, spots: list[Spot], whole: Key) -> None:
        """Nobody voted: no other session in the place of one chosen would answer more families.

        Without limits each session, in its turn, adds most of those that are left.
        """
        system, limits = self.system, self.limits
        held = not self.report["programme"]["message"]
        capped = limits.per_slot or limits.profile_share or limits.non_user_share
        if self.survey.evidence or capped or not held:
            return
        others = [
            (theme.name, slot, place, False, False)
            for theme in self.survey.themes
            if theme.name not in limits.set_aside
            for slot, place in product(limits.slots or ("",), limits.places or ("",))
        ]
        for at in range(len(spots)):
            so_far = self.together(spots[: at + 1])
            system.equal.append(({so_far: 1.0, ("reached", at): -1.0}, 0.0))
            for other in others:
                kept = [spot for spot in spots if spot != spots[at]]
                themes = [spot[0] for spot in kept]
                if themes.count(other[0]) < limits.per_theme and other not in kept:
                    system.at_most({self.together([*kept, other]): 1.0, whole: -1.0})
            for later in spots[at + 1 :] if self.survey.limits is None else ():
                system.at_most({self.together([*spots[:at], later]): 1.0, so_far: -1.0})

    def together(self, spots: list[Spot]) -> Key:
        """Families that any of some sessions answers."""
        key: Key = ("together", *sorted(set(spots)))
        if key not in self.system.truth:
            found = [self.served(spot) for spot in sorted(set(spots))]
            mask = np.any([mine for _, mine in found], axis=0)
            self.system.union(self.system.group(key, mask), [name for name, _ in found], False)
            self.system.inside(key, JUDGED, look=False)
        return key

    def answers(self, session: Mapping[str, Any], spot: Spot, served: Key, mask: Any) -> None:
        """Moments, places, languages and needs told of the families that a session answers."""
        told = {"slot": "slot", "place": "place", "language": "languages"}
        for block in self.blocks.values():
            use = block.variable.use
            if use:
                self._told_of(block, session[told.get(use, use)], spot, served, mask)

    def _told_of(
        self, block: Block, entries: list[Mapping[str, Any]], spot: Spot, served: Key, mask: Any
    ) -> None:
        system, kind, outer = self.system, block.variable.use, self.asked(block)
        base = system.group((kind, spot), block.answered & mask)
        system.inside(base, outer)
        system.inside(base, served, look=False)
        system.at_most({served: 1.0, base: -1.0, ALL: -1.0, outer: 1.0})
        keys = []
        for name in block.names:
            key = system.group((kind, spot, name), block.column(name) & mask)
            whole = self.chosen(block, name)
            system.inside(key, base)
            self._within(key, whole, spot[0])
            rest = {outer: 1.0, whole: -1.0, base: -1.0, key: 1.0}
            system.at_most({k: -c for k, c in rest.items()})
            system.seek(rest, outer)
            keys.append(key)
        if block.single:
            system.add_up(base, keys)
        self._settled(block, spot, base)
        for entry in entries:
            if not entry["cell"]["hidden"]:
                system.cell((kind, spot, entry["name"]), base, entry["cell"])

    def _settled(self, block: Block, spot: Spot, base: Key) -> None:
        """Who comes to a session and gave its moments gave this one."""
        name = {"slot": spot[1], "place": spot[2]}.get(block.variable.use, "")
        if name in block.names:
            self.system.equal.append(({(block.variable.use, spot, name): 1.0, base: -1.0}, 0.0))

    def groups(self, reached: Any, whole: Key) -> None:
        """Families answered in each profile, and among those who do not come."""
        wanted, limits = self.wanted, self.limits
        away = np.zeros(self.data.rows, dtype=bool)
        for name, answers in limits.non_users.items():
            for answer in answers:
                away |= self.blocks[name].column(answer)
        places = range(len(self.report["profiles"]["items"]))
        masks = {"profile": [self.labels == at for at in places], "non_users": [away]}
        for kind, held in masks.items():
            told = [e["cell"] for e in self.report["programme"]["groups"] if e["kind"] == kind]
            if told:
                rest = ~np.any(held, axis=0)
                self._group(kind, [mask & wanted.judged for mask in [*held, rest]], told, reached)
                count = range(len(held) + 1)
                self.system.add_up(JUDGED, [("judged", kind, at) for at in count])
                self.system.add_up(whole, [("reached in", kind, at) for at in count])

    def _group(
        self, kind: str, masks: list[Any], told: list[Mapping[str, Any]], reached: Any
    ) -> None:
        system, held = self.system, not self.report["programme"]["message"]
        shares = {"profile": self.limits.profile_share, "non_users": self.limits.non_user_share}
        for at, mine in enumerate(masks):
            base = system.group(("judged", kind, at), mine)
            key = system.group(("reached in", kind, at), mine & reached)
            system.inside(key, base)
            if at == len(told):
                continue
            if kind == "profile":
                system.inside(base, ("profile", at), look=False)
            else:
                system.inside(base, ("chose", "p0", "c0"), look=False)
            system.cell(key, base, told[at])
            size, share = system.truth[base], shares[kind]
            floor = min(max(ceil(share * size - 1e-9), self.k), size - self.k)
            if held and share and size >= 2 * self.k and floor == ceil(share * size - 1e-9):
                system.at_most({base: share, key: -1.0}, 1e-6)

    def alternatives(self, spots: list[Spot], whole: Key) -> None:
        """Programmes one session away from the best one."""
        system, limits, voted = self.system, self.limits, self.survey.evidence is not None
        for entry in self.report["programme"]["alternatives"]:
            kept, comes = self._swapped(entry, spots)
            key = self.together([*kept, comes])
            out = next(spot for spot in spots if spot not in kept)
            for spot in kept:
                system.inside(self.served(spot)[0], key)
            arrived, left = self.served(comes)[0], self.served(out)[0]
            system.inside(key, JUDGED)
            system.inside(arrived, key)
            system.at_most({key: 1.0, whole: -1.0, arrived: -1.0})
            system.at_most({whole: 1.0, key: -1.0, left: -1.0})
            system.cell(key, JUDGED, entry["cell"])
            if voted or (entry["cell"]["hidden"] and (limits.childcare or limits.interpreter)):
                continue
            if entry["gap"] is not None:
                # « environ 3 % de moins », rounded up to a whole percent.
                system.at_most({key: -1.0, whole: 1.0 - entry["gap"]}, 1e-6)
                if entry["gap"]:
                    system.at_most({key: 1.0, whole: entry["gap"] - 0.01 - 1.0}, 1e-6)
            else:
                # « à moins de 5 % près », or as many percent as k families are of them.
                near = float(re.search(r"moins de (\d+)", entry["sentence"])[1]) / 100
                system.at_most({key: -1.0, whole: 1.0 - near}, 1e-6)

    def _swapped(self, entry: Mapping[str, Any], spots: list[Spot]) -> tuple[list[Spot], Spot]:
        """Find the sessions that stay and the one that comes: its helpers are not told."""
        out, into = (
            (side["theme"], side["slot"], side["place"])
            for side in (entry["leaves"], entry["comes"])
        )
        kept = list(spots)
        kept.remove(next(spot for spot in spots if spot[:3] == out))
        limits = self.limits
        helped = product(
            [False, True] if limits.languages and limits.interpreter else [False],
            [False, True] if limits.childcare else [False],
        )
        found = [(*into, *helpers) for helpers in helped]
        fit = [spot for spot in found if self._fits(entry["cell"], [*kept, spot])]
        return kept, (fit or found)[0]

    def _fits(self, cell: Mapping[str, Any], spots: list[Spot]) -> bool:
        mask = np.any([self.served(spot)[1] for spot in spots], axis=0)
        return cell["hidden"] or int(mask.sum()) == cell["n"]
