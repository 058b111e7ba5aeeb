"""What an attacker draws from a report and a questionnaire: equations between counts."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from typing import Any

import numpy as np

from analysis import Theme
from analysis.programme import within
from analysis.table import Block
from analysis.themes import Demand, coming_cells, demand, nears, public_share

from .attacker import Key, System
from .places import Places
from .programmes import Programmes
from .questions import ALL, NEED
from .surveys import K, Published


class Knowledge(Programmes, Places):
    """Builds the system of one report, section by section."""

    def all_sections(self, places: bool = False) -> System:
        """Read the whole report; the places of supplementary answers take longer."""
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
        if places:
            self.places()
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
        wanted = self.wanted = within(self.data, wanted, self.survey.limits, self.k)
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
        self.shares = self._in_scores()
        self.alike()
        self.coming()
        for item in self.report["themes"]["items"]:
            self.score(item)

    def _in_scores(self) -> dict[str, float]:
        """Give the share that each theme's score is made of."""
        wanted, k = self.wanted, self.k
        near = nears(wanted, k)
        held = [(cell.n, close) for cell, close in coming_cells(wanted, near, k)]
        held = held or list(zip(wanted.answered.sum(axis=0), near, strict=True))
        judged = int(wanted.judged.sum())
        return {
            theme.name: public_share(int(n), judged, k, close)
            for theme, (n, close) in zip(wanted.themes, held, strict=True)
        }

    def alike(self) -> None:
        """Parts of one need in one public are the same; a theme may lie within another."""
        first: dict[Any, Key] = {}
        themes = self.survey.themes
        for at, theme in enumerate(themes):
            for d, _ in self.wanted.needs[at]:
                part: Key = ("part", theme.name, d.name)
                twin = first.setdefault((d.name, frozenset(theme.audiences)), part)
                if twin != part:
                    self.system.equal.append(({part: 1.0, twin: -1.0}, 0.0))
        if "ateliers" in self.blocks:
            return
        for one, two in permutations(themes, 2):
            wider = not two.audiences or set(one.audiences) <= set(two.audiences)
            if wider and (one.audiences or not two.audiences) and {*one.domains} <= {*two.domains}:
                self.system.inside(("theme", one.name), ("theme", two.name))

    def score(self, item: Mapping[str, Any]) -> None:
        """The share of the survey in the score, in three decimals.

        Votes are cast in public, so they can be taken away from the posterior share; its bounds and
        the rank without votes tell more of its digits: the attacker is given them. A count that is
        hidden enters the score as another one, which the method page says: no share that such a
        count would give is believed; but a share that none would give tells the group that it is
        taken from.
        """
        name, judged = item["name"], self.system.truth["judged",]
        key: Key = ("coming" if item["coming"] else "theme", name)
        share, slack = round(self.shares[name], 3), 0.0006 * judged
        told = self.system.told
        substitutes = {self.k // 2, judged - self.k // 2, judged, *told.values()}
        two: list[Key] = [("chose", "p0", "c0"), ("chose", "p0", "c1")]
        if all(key in told for key in two):
            substitutes.add(sum(told[key] for key in two))
        substitutes |= {self.k * many for many in range(1, judged // self.k + 2)}
        self._bounded(key, share * judged, judged, slack)
        if any(abs(share * judged - n) <= slack for n in substitutes):
            return
        alike = [key, *self._behind(share * judged, slack)]
        if self.system.truth[alike[0]] and abs(share * judged - self.system.truth[key]) > slack:
            alike = alike[1:]
        for group in alike[:1]:
            self.system.at_most({group: 1.0}, share * judged + slack)
            self.system.at_most({group: -1.0}, slack - share * judged)

    def _behind(self, count: float, slack: float) -> list[Key]:
        """Groups of who can come whose number, untold, may have stood for another one."""
        uses = [block for block in self.blocks.values() if block.variable.use]
        groups = [self.chosen(block, name) for block in uses for name in block.names]
        groups += [self.asked(block) for block in uses]
        groups += [key for key in self.system.truth if key[0] in ("can", "able", "public")]
        return [key for key in groups if abs(self.system.truth[key] - count) <= slack]

    def _bounded(self, key: Key, score: float, judged: int, slack: float) -> None:
        """A count at k or more from the one in its score is neither told nor hidden there."""
        within, near = self.system, self.k - 1 + slack
        if abs(score - (judged - self.k // 2)) <= slack:
            # What stands for it was itself near all, and replaced; a step may have come before.
            near += self.k // 2 * (2 if self.survey.limits else 1)
        if abs(score / self.k - round(score / self.k)) * self.k <= slack:
            near += self.k // 2  # What is told nowhere stands for another number by steps of k.
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
        outer: list[tuple[Key, Key]] = []
        if "ateliers" in self.blocks:
            outer = [(ticked, ("chose", "ateliers", name))]
        else:
            system.equal.append(({ticked: 1.0}, 0.0))
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


def known(published: Published, k: int = K, places: bool = False) -> System:
    """Give all that a report says, as equations."""
    return Knowledge(published, k).all_sections(places)
