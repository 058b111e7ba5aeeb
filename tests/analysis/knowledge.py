"""What an attacker draws from a report and a questionnaire: equations between counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis import Theme
from analysis._encoding import Block
from analysis._themes import Demand, demand

from .attacker import Key, System
from .questions import ALL, NEED, Questions
from .surveys import K, Published


class Knowledge(Questions):
    """Builds the system of one report, section by section."""

    def all_sections(self) -> System:
        """Read the whole report."""
        self.system.tell(ALL, self.report["participation"]["n"])
        for block in self.blocks.values():
            self.question(block)
        self.domains()
        self.participation()
        self.crossings()
        self.weighted()
        self.themes()
        self.profiles()
        self.programme()
        self.verbatims()
        return self.system

    def themes(self) -> None:
        if not self.survey.themes:
            return
        wanted = demand(
            self.data, self.found, self.survey.themes, self.survey.codebook.audiences, self.k
        )
        self.wanted = wanted
        system, judged = self.system, self.system.group(("judged",), wanted.judged)
        asked = [NEED] + [
            self.asked(b) for b in self.blocks.values() if b.variable.name == "ateliers"
        ]
        system.union(judged, asked, look=False)
        system.inside(judged, ALL, look=False)
        for at, theme in enumerate(self.survey.themes):
            self.theme(wanted, at, theme)
        for item in self.report["themes"]["items"]:
            name, why = item["name"], item["why"]
            system.cell(("theme", name), judged, item["cell"])
            system.cell(("public", name), judged, why["audience"])
            system.cell(("ticked", name), judged, why["ticked"])
            for part in why["needs"]:
                system.cell(("part", name, part["name"]), judged, part["cell"])
        for item in self.report["themes"]["items"]:
            self.score(item)

    def score(self, item: Mapping[str, Any]) -> None:
        """Nobody voted, so the posterior share is that of the survey, in three decimals.

        A count that is hidden enters it as another one, which the method page says: the attacker
        believes no share that such a count would give.
        """
        share, key = item["evidence"]["posterior"]["share"], ("theme", item["name"])
        judged = self.system.truth["judged",]
        told = self.system.told
        substitutes = {self.k // 2, judged - self.k // 2, judged, *told.values()}
        two: list[Key] = [("chose", "p0", "c0"), ("chose", "p0", "c1")]
        if all(key in told for key in two):
            substitutes.add(sum(told[key] for key in two))
        true = abs(share * judged - self.system.truth[key]) <= 0.0006 * judged
        if true and not any(abs(share * judged - n) <= 0.0006 * judged for n in substitutes):
            self.system.at_most({key: 1.0}, (share + 0.0006) * judged)
            self.system.at_most({key: -1.0}, (0.0006 - share) * judged)

    def theme(self, wanted: Demand, at: int, theme: Theme) -> None:
        """A theme's families: of its public, and of its needs or who ticked it."""
        system, judged, name = self.system, ("judged",), theme.name
        public = system.group(("public", name), wanted.members[:, at])
        answered = system.group(("theme", name), wanted.answered[:, at])
        ticked = system.group(("ticked", name), wanted.ticked[:, at])
        parts = [system.group(("part", name, d.name), mask) for d, mask in wanted.needs[at]]
        system.inside(public, judged)
        system.inside(answered, public)
        system.inside(answered, judged)
        system.union(answered, [*parts, ticked])
        outer: list[tuple[Key, Key]] = [(ticked, ("chose", "ateliers", name))]
        outer += [(("part", name, d.name), ("need", d.name)) for d, _ in wanted.needs[at]]
        everyone = bool((wanted.members[:, at] == wanted.judged).all())
        rules = [self.survey.codebook.audiences[a].any_of for a in theme.audiences]
        everyone = everyone and (not theme.audiences or not all(rules))
        for inner, whole in outer:
            system.inside(inner, whole)
            system.inside(inner, public)
            if everyone:
                system.equal.append(({inner: 1.0, whole: -1.0}, 0.0))
        if everyone:
            system.equal.append(({public: 1.0, judged: -1.0}, 0.0))
            return
        groups = [g for rule in rules for g in rule.get("p0", ())]
        chosen: list[Key] = [("chose", "p0", g) for g in groups]
        if chosen and self.blocks["p0"].variable.categories:
            system.at_most({public: 1.0, **{key: -1.0 for key in chosen if key in system.truth}})
        if ("base", "p0", "") in system.truth:
            for d, _ in wanted.needs[at]:
                keys = [("need", d.name, "p0", g) for g in groups]
                system.add_up(("part", name, d.name), [key for key in keys if key in system.truth])

    def profiles(self) -> None:
        items = self.report["profiles"]["items"]
        if not items:
            return
        system = self.system
        usable = system.group(("profiled",), self.labels >= 0)
        sizes = [system.group(("profile", at), self.labels == at) for at in range(len(items))]
        system.inside(usable, ALL, look=False)
        system.add_up(usable, sizes)
        for at, item in enumerate(items):
            system.inside(sizes[at], usable)
            system.cell(sizes[at], usable, item["cell"])
        pairs = {(e["variable"], e["category"]) for item in items for e in item["typical"]}
        for variable in sorted({v for v, _ in pairs}):
            self.typical(self.blocks[variable], len(items))
        for at, item in enumerate(items):
            for e in item["typical"]:
                key: Key = ("typical", at, e["variable"], e["category"])
                system.cell(key, ("typical", at, e["variable"]), e["cell"])

    def typical(self, block: Block, many: int) -> None:
        """A question crossed with the profiles; families of no profile are one more."""
        system, variable = self.system, block.variable.name
        places = [*range(many), -1]
        for at in places:
            mine = self.labels == at
            base = system.group(("typical", at, variable), block.answered & mine)
            keys = [
                system.group(("typical", at, variable, c), block.column(c) & mine)
                for c in block.names
            ]
            for key, c in zip(keys, block.names, strict=True):
                system.inside(key, base)
                system.inside(key, self.chosen(block, c), look=False)
            if block.single:
                system.add_up(base, keys)
            if at >= 0:
                system.inside(base, ("profile", at), look=False)
        bases = {("typical", at, variable): 1.0 for at in places}
        system.equal.append(({self.asked(block): -1.0, **bases}, 0.0))
        for c in block.names:
            system.add_up(self.chosen(block, c), [("typical", at, variable, c) for at in places])

    def programme(self) -> None:
        sessions = self.report["programme"]["sessions"]
        if not sessions:
            return
        system, judged = self.system, ("judged",)
        names = [theme.name for theme in self.survey.themes]
        masks = {n: self.wanted.answered[:, at] for at, n in enumerate(names)}
        reached = np.zeros(self.data.rows, dtype=bool)
        before: list[Key] = []
        themes = [session["theme"] for session in sessions]
        for order, name in enumerate(themes):
            adds = system.group(("adds", order), masks[name] & ~reached)
            reached = reached | masks[name]
            whole = system.group(("reached", order), reached)
            system.add_up(whole, [*before, adds])
            system.inside(adds, ("theme", name))
            system.inside(("theme", name), whole)
            system.inside(whole, judged)
            system.at_most(
                {whole: 1.0, **{("theme", n): -1.0 for n in dict.fromkeys(themes[: order + 1])}}
            )
            system.cell(adds, judged, sessions[order]["adds"])
            system.cell(whole, judged, sessions[order]["covered"])
            self.slots(sessions[order], name, masks[name])
            before = [whole]
        system.cell(whole, judged, self.report["programme"]["covered"])
        self.groups(reached, whole)
        self.alternatives(themes, masks, whole)

    def slots(self, session: Mapping[str, Any], theme: str, mask: Any) -> None:
        """Moments told of the families that a session answers."""
        block, system = self.blocks["quand"], self.system
        base = system.group(("when", theme), block.answered & mask)
        outer = self.asked(block)
        system.inside(base, outer)
        system.inside(base, ("theme", theme), look=False)
        system.at_most({("theme", theme): 1.0, base: -1.0, ALL: -1.0, outer: 1.0})
        for name in block.names:
            key = system.group(("when", theme, name), block.column(name) & mask)
            whole = self.chosen(block, name)
            system.inside(key, base)
            system.inside(key, whole)
            rest = {outer: 1.0, whole: -1.0, base: -1.0, key: 1.0}
            system.at_most({k: -c for k, c in rest.items()})
            system.seek(rest, outer)
        for entry in session["slot"]:
            system.cell(("when", theme, entry["name"]), base, entry["cell"])

    def groups(self, reached: Any, whole: Key) -> None:
        """Families answered in each profile."""
        items = self.report["programme"]["groups"]
        if not items:
            return
        system, wanted = self.system, self.wanted
        at_all = [*range(len(items)), -1]
        for at in at_all:
            mine = (self.labels == at) & wanted.judged
            base = system.group(("judged", at), mine)
            key = system.group(("reached in", at), mine & reached)
            system.inside(key, base)
            if at >= 0:
                system.inside(base, ("profile", at), look=False)
                system.cell(key, base, items[at]["cell"])
        system.add_up(("judged",), [("judged", at) for at in at_all])
        system.add_up(whole, [("reached in", at) for at in at_all])

    def alternatives(self, themes: list[str], masks: Mapping[str, Any], whole: Key) -> None:
        system = self.system
        for at, entry in enumerate(self.report["programme"]["alternatives"]):
            leaves, comes = entry["leaves"]["theme"], entry["comes"]["theme"]
            kept = [*(name for name in themes if name != leaves), comes]
            key = system.group(("instead", at), np.any([masks[name] for name in kept], axis=0))
            system.union(key, [("theme", name) for name in kept])
            system.inside(key, ("judged",))
            system.at_most({key: 1.0, whole: -1.0, ("theme", comes): -1.0})
            system.at_most({whole: 1.0, key: -1.0, ("theme", leaves): -1.0})
            system.cell(key, ("judged",), entry["cell"])

    def verbatims(self) -> None:
        """Texts given, read, and about each code."""
        system = self.system
        decisions = self.survey.coded.decisions if self.survey.coded else ()
        for variable in self.report["verbatims"]["variables"]:
            texts = self.data.texts[variable["name"]]
            given = system.group(("text",), [bool(text) for text in texts])
            read = system.group(
                ("read",), np.isin(np.arange(len(texts)), [d.row for d in decisions])
            )
            system.inside(given, ALL, look=False)
            system.inside(read, given)
            system.tell(given, variable["count"])
            system.tell(read, variable["read"])
            keys = []
            for code in variable["codes"]:
                rows = [d.row for d in decisions if code["name"] in d.codes]
                key = system.group(("code", code["name"]), np.isin(np.arange(len(texts)), rows))
                system.inside(key, read)
                system.cell(key, read, code["cell"])
                keys.append(key)
            if decisions and all(len(d.codes) <= 1 for d in decisions):
                none = system.group(
                    ("code",),
                    np.isin(np.arange(len(texts)), [d.row for d in decisions if not d.codes]),
                )
                system.add_up(read, [*keys, none])


def known(published: Published, k: int = K) -> System:
    """Give all that a report says, as equations."""
    return Knowledge(published, k).all_sections()
