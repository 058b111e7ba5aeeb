"""What an attacker draws from a report and a questionnaire: equations between counts."""

from __future__ import annotations

import re
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
        self.usable()
        for block in self.blocks.values():
            self.question(block)
        self.domains()
        self.participation()
        self.crossings()
        self.support()
        self.weighted()
        self.themes()
        self.profiles()
        self.programme()
        self.verbatims()
        return self.system

    def usable(self) -> None:
        """Families that answered at least one question, whose number is told."""
        system, said = self.system, self.report["participation"]
        system.tell(ALL, said["n"])
        usable = system.group(("usable",), self.data.usable)
        system.inside(usable, ALL)
        system.tell(usable, said["answered"])
        for block in self.blocks.values():
            asked = system.group(self.asked(block), block.answered)
            system.inside(asked, usable, look=False)

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
        self._bounded(key, share * judged, judged)
        true = abs(share * judged - self.system.truth[key]) <= 0.0006 * judged
        if true and not any(abs(share * judged - n) <= 0.0006 * judged for n in substitutes):
            self.system.at_most({key: 1.0}, (share + 0.0006) * judged)
            self.system.at_most({key: -1.0}, (0.0006 - share) * judged)

    def _bounded(self, key: Key, score: float, judged: int) -> None:
        """A count at k or more from the one in its score is neither told nor hidden there."""
        slack, within = 0.0006 * judged, self.system
        near = self.k - 1 + slack
        if abs(score - (judged - self.k // 2)) <= slack:
            near += self.k // 2  # What stands for it was itself near all, and replaced.
        if abs(score - self.k // 2) > slack and key not in within.told:
            within.at_most({key: 1.0}, score + near)
            within.at_most({key: -1.0}, near - score)

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
        self.chosen_well(themes, masks, whole)
        self.groups(reached, whole)
        self.alternatives(themes, masks, whole)

    def chosen_well(self, themes: list[str], masks: Mapping[str, Any], whole: Key) -> None:
        """Nobody voted: no other theme in the place of one chosen would answer more families.

        Each session, in its turn, adds most of those that are left.
        """
        system = self.system
        for at in range(len(themes)):
            so_far = self.together(themes[: at + 1], masks)
            system.equal.append(({so_far: 1.0, ("reached", at): -1.0}, 0.0))
            for name in masks:
                kept = [*(other for other in themes if other != themes[at]), name]
                system.at_most({self.together(kept, masks): 1.0, whole: -1.0})
            for later in themes[at + 1 :]:
                system.at_most({self.together([*themes[:at], later], masks): 1.0, so_far: -1.0})

    def together(self, names: list[str], masks: Mapping[str, Any]) -> Key:
        """Families that any of some themes answers."""
        key: Key = ("together", *sorted(set(names)))
        if key not in self.system.truth:
            mask = np.any([masks[name] for name in names], axis=0)
            self.system.union(self.system.group(key, mask), [("theme", n) for n in names], False)
            self.system.inside(key, ("judged",), look=False)
        return key

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
        for entry in self.report["programme"]["alternatives"]:
            leaves, comes = entry["leaves"]["theme"], entry["comes"]["theme"]
            kept = [*(name for name in themes if name != leaves), comes]
            key = self.together(kept, masks)
            system.inside(key, ("judged",))
            for name in kept:
                system.inside(("theme", name), key)
            system.at_most({key: 1.0, whole: -1.0, ("theme", comes): -1.0})
            system.at_most({whole: 1.0, key: -1.0, ("theme", leaves): -1.0})
            system.cell(key, ("judged",), entry["cell"])
            if entry["gap"] is not None:
                # « environ 3 % de moins », rounded up to a whole percent.
                system.at_most({key: -1.0, whole: 1.0 - entry["gap"]}, 1e-6)
                if entry["gap"]:
                    system.at_most({key: 1.0, whole: entry["gap"] - 0.01 - 1.0}, 1e-6)
            else:
                # « à moins de 5 % près », or as many percent as k families are of them.
                near = float(re.search(r"moins de (\d+)", entry["sentence"])[1]) / 100
                system.at_most({key: -1.0, whole: 1.0 - near}, 1e-6)

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
            self.topics(variable, texts, given, read, keys)

    def topics(
        self, variable: Mapping[str, Any], texts: list[str], given: Key, read: Key, codes: list[Key]
    ) -> None:
        """Texts without a code, by language, and those that write a word."""
        system, written = self.system, np.array([bool(text) for text in texts])
        decisions = self.survey.coded.decisions if self.survey.coded else ()
        rows = [d.row for d in decisions if d.codes]
        coded = np.isin(np.arange(len(texts)), rows)
        about = system.group(("coded",), coded)
        system.inside(about, read)
        if codes:
            system.union(about, codes, look=False)
        tongue = self.blocks["langue"]
        spoken = {c: tongue.column(c) for c in tongue.names} | {"": ~tongue.answered}
        parts: list[Key] = []
        for tag, mask in spoken.items():
            key = system.group(("uncoded", tag), mask & written & ~coded)
            system.group(("text in", tag), mask & written)
            system.inside(key, ("text in", tag))
            if tag:
                system.inside(("text in", tag), self.chosen(tongue, tag))
            parts.append(key)
        system.add_up(given, [*parts, about])
        system.add_up(given, [("text in", tag) for tag in spoken])
        for topic in variable["topics"]:
            base: Key = ("uncoded", topic["language"])
            system.tell(base, topic["count"])
            for entry in topic["terms"]:
                group = spoken[topic["language"]] & written & ~coded
                word = np.array([entry["term"] in text for text in texts])
                key = system.group(("word", topic["language"], entry["term"]), group & word)
                system.inside(key, base)
                system.cell(key, base, entry["cell"])


def known(published: Published, k: int = K) -> System:
    """Give all that a report says, as equations."""
    return Knowledge(published, k).all_sections()
