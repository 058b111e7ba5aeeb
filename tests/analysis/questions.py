"""What an attacker draws from the tables of questions, needs and sectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.needs import compared, lacked, lacking
from analysis.table import Block, domains, domains_of
from analysis.themes import publics
from analysis.weighting import digits_of, weigh

from .attacker import Key, System
from .surveys import K, Published

ALL: Key = ("all",)
NEED: Key = ("need answered",)


class Questions:
    """What questions, needs and their crossings say: the first half of a system."""

    def __init__(self, published: Published, k: int = K) -> None:
        self.report, self.survey, self.data, self.labels = published
        self.k = k
        self.system = System(k)
        self.blocks = self.data.blocks
        self.found = domains(self.data, self.survey.codebook)
        self.needs = self.data.of_role("need")
        self.plain = len(self.needs) == 1 and not self.needs[0].variable.domains
        self.single = self.plain and self.needs[0].single
        self.system.group(ALL, np.ones(self.data.rows))
        self.crossed: dict[str, set[str]] = {}

    # Groups that questions make

    def asked(self, block: Block) -> Key:
        return NEED if self.plain and block is self.needs[0] else ("asked", block.variable.name)

    def question(self, block: Block) -> None:
        """Single choices add up to who answered; several choices do not."""
        base = self.system.group(self.asked(block), block.answered)
        self.system.inside(base, ALL, look=False)
        keys = [self.chosen(block, name) for name in block.names]
        for key in keys:
            self.system.inside(key, base)
        if block.single:
            self.system.add_up(base, keys)

    def chosen(self, block: Block, name: str) -> Key:
        if self.plain and block is self.needs[0]:
            return self.system.group(("need", name), block.column(name))
        return self.system.group(("chose", block.variable.name, name), block.column(name))

    def domains(self) -> None:
        """A domain is any of its categories; who put it first."""
        priority = self.data.of_role("priority")
        for domain in self.found:
            key = self.system.group(("need", domain.name), domain.named)
            base = self.system.group(NEED, domain.answered)
            self.system.inside(key, base)
            if not self.plain:
                block = self.needs[0]
                parts = [c for c in block.names if domain.name in domains_of(block, c)]
                self.system.union(key, [("chose", block.variable.name, c) for c in parts])
            self.system.group(("first", domain.name), domain.first)
        if not self.plain:
            self.system.equal.append(({NEED: 1.0, self.asked(self.needs[0]): -1.0}, 0.0))
        if priority:
            asked = self.asked(priority[0])
            firsts: list[Key] = [("first", domain.name) for domain in self.found]
            self.system.add_up(asked, firsts)
            for first in firsts:
                self.system.inside(first, asked)
        for entry in self.report["needs"]["domains"]:
            self.system.cell(("need", entry["name"]), NEED, entry["cell"])
            if priority:
                self.system.cell(("first", entry["name"]), self.asked(priority[0]), entry["first"])

    def participation(self) -> None:
        rows = self.report["participation"]["n"]
        for variable in self.report["participation"]["variables"]:
            block = self.blocks[variable["name"]]
            if variable["missing"] is not None and rows is not None:
                self.system.tell(self.asked(block), rows - variable["missing"])
            for entry in variable["categories"]:
                self.system.cell(
                    self.chosen(block, entry["name"]), self.asked(block), entry["cell"]
                )
        for point in self.report["axes"]["points"]:
            block = self.blocks[point["variable"]]
            self.system.cell(
                self.chosen(block, point["category"]), self.asked(block), point["cell"]
            )

    # Needs crossed with questions: the map, gaps, weighted shares

    def crossings(self) -> None:
        told = publics(self.survey.themes, self.survey.codebook.audiences)
        names = [block.variable.name for block in compared(self.data, told)]
        names += list(self.survey.margins or {}) + [
            b.variable.name for b in self.data.of_role("sector")
        ]
        gaps = self.report["needs"]["gaps"]["items"]
        names += [item["variable"] for item in gaps]
        for name in dict.fromkeys(names):
            self.cross(self.blocks[name])
        if {"parle", "relu"} <= set(names):
            self.unions("parle", "relu")
        place = next(iter(self.data.of_role("sector"))).variable.name
        for need in self.report["maps"]["needs"]:
            for entry in need["cells"]:
                self._told(need["name"], place, entry["sector"], entry["cell"])
        for item in self.report["needs"]["gaps"]["items"]:
            for side in item["groups"]:
                self._told(item["need"], item["variable"], side["name"], side["cell"])

    def _told(self, need: str, name: str, group: str, cell: Mapping[str, Any]) -> None:
        self.system.cell(("need", need, name, group), ("base", name, group), cell)

    def cross(self, block: Block) -> None:
        """Each need in each group of a question, those who passed it being one more group."""
        name = block.variable.name
        groups = {c: block.column(c) for c in block.names} | {"": ~block.answered}
        answered = self.found[0].answered
        system = self.system
        for group, mask in groups.items():
            base = system.group(("base", name, group), mask & answered)
            for domain in self.found:
                key = system.group(("need", domain.name, name, group), mask & domain.named)
                # Of a need that nobody names, what is left is who passed, never what they said.
                system.inside(key, base, look=bool(domain.named.any()))
                system.inside(key, ("need", domain.name), look=False)
            if group:
                whole = self.chosen(block, group)
                system.inside(base, whole, look=False)
                system.at_most({whole: 1.0, base: -1.0, ALL: -1.0, NEED: 1.0})
            else:
                system.at_most({base: 1.0, ALL: -1.0, self.asked(block): 1.0})
            if self.single:
                system.add_up(base, [("need", d.name, name, group) for d in self.found])
        system.equal.append(({NEED: -1.0, **{("base", name, g): 1.0 for g in groups}}, 0.0))
        for domain in self.found:
            system.add_up(("need", domain.name), [("need", domain.name, name, g) for g in groups])
        self._rest(name, list(groups))

    def _rest(self, name: str, groups: list[str]) -> None:
        """What subtraction leaves outside the groups told, and who in it did not name the need."""
        for domain in self.found:
            told = [g for g in groups if self._is_told(domain.name, name, g)]
            left = [g for g in groups if g not in told]
            if told and left:
                named = {("need", domain.name, name, g): 1.0 for g in left}
                bases = {("base", name, g): 1.0 for g in left}
                self.system.seek(named, NEED)
                self.system.seek(bases | {key: -1.0 for key in named}, NEED)

    def _is_told(self, need: str, name: str, group: str) -> bool:
        cells = [
            entry["cell"]
            for line in self.report["maps"]["needs"]
            for entry in line["cells"]
            if (line["name"], entry["sector"]) == (need, group)
            and self.blocks[name] in self.data.of_role("sector")
        ]
        cells += [
            side["cell"]
            for item in self.report["needs"]["gaps"]["items"]
            for side in item["groups"]
            if (item["need"], item["variable"], side["name"]) == (need, name, group)
        ]
        return any(not cell["hidden"] for cell in cells)

    def unions(self, fine: str, coarse: str) -> None:
        """Which language is reviewed is known, so which crossings of the two are empty."""
        one, two = (self._groups(name) for name in (fine, coarse))
        said = self.found[0].answered
        for kind, mask in [(("base",), said), *((("need", d.name), d.named) for d in self.found)]:
            cells = {
                (a, b): self.system.group((*kind, fine, a, coarse, b), x & y & mask)
                for a, x in one.items()
                for b, y in two.items()
                if (x & y).any()
            }
            for name, groups, at in ((fine, one, 0), (coarse, two, 1)):
                for group in groups:
                    parts = [key for pair, key in cells.items() if pair[at] == group]
                    self.system.add_up((*kind, name, group), parts)
            for (a, b), key in cells.items() if kind != ("base",) else ():
                self.system.inside(key, ("base", fine, a, coarse, b))

    def _groups(self, name: str) -> dict[str, Any]:
        block = self.blocks[name]
        return {c: block.column(c) for c in block.names} | {"": ~block.answered}

    def support(self) -> None:
        """Families that lack support, among all and among those that name each need."""
        section = self.report["needs"]["unmet"]
        if section is None or section["cell"]["hidden"]:
            return
        blocks = [self.blocks[question["variable"]] for question in section["questions"]]
        lacks, said = lacking(blocks)
        asked, system = self.found[0].answered, self.system
        # Whether silent families are counted is written on the page.
        judged = asked if section["message"] else asked & said
        groups = {"lacks": lacks & judged, "rest": judged & ~lacks, "silent": asked & ~judged}
        bases = {g: system.group(("support", g), mask) for g, mask in groups.items()}
        whole = system.group(("judged", "support"), judged)
        system.add_up(NEED, [*bases.values()])
        system.add_up(whole, [bases["lacks"], bases["rest"]])
        system.cell(bases["lacks"], whole, section["cell"])
        for base in bases.values():
            system.inside(base, NEED)
        for entry in self.report["needs"]["domains"]:
            self.lacking(entry, groups)
        if self.single:
            for g, base in bases.items():
                system.add_up(base, [("need", d.name, "support", g) for d in self.found])
        self.patterns(blocks, lacks & judged, judged)

    def lacking(self, entry: Mapping[str, Any], groups: Mapping[str, Any]) -> None:
        """One need crossed with support; the families that do not name it are told too."""
        system, name = self.system, entry["name"]
        named = next(d.named for d in self.found if d.name == name)
        for g, mask in groups.items():
            base = ("support", g)
            keys = [
                system.group(("need", name, "support", g), mask & named),
                system.group(("other", name, "support", g), mask & ~named),
            ]
            system.add_up(base, keys)
            for key in keys:
                system.inside(key, base)
        system.add_up(("need", name), [("need", name, "support", g) for g in groups])
        for kind, side in (("need", "cell"), ("other", "others")):
            parts: list[Key] = [(kind, name, "support", g) for g in ("lacks", "rest")]
            judged = system.group(
                (kind, name, "judged"),
                (groups["lacks"] | groups["rest"]) & (named == (kind == "need")),
            )
            system.add_up(judged, parts)
            system.cell(parts[0], judged, entry["unmet"][side] if entry["unmet"] else None)

    def patterns(self, blocks: list[Block], lacks: Any, judged: Any) -> None:
        """What the questions of support say together: their margins and their sum are told."""
        system = self.system
        columns = [lacked(block) for block in blocks]
        flags = np.column_stack(
            [*columns, *(b.answered for b in blocks), self.found[0].answered, lacks, judged]
        )
        kinds, which = np.unique(flags, axis=0, return_inverse=True)
        keys = [system.group(("pattern", at), which.ravel() == at) for at in range(len(kinds))]
        sums: list[Key] = [
            *(self.chosen(b, b.variable.lacking[0]) for b in blocks),
            *(self.asked(b) for b in blocks),
            NEED,
            ("support", "lacks"),
            ("judged", "support"),
        ]
        system.equal.append(({ALL: -1.0, **dict.fromkeys(keys, 1.0)}, 0.0))
        for whole, column in zip(sums, kinds.T, strict=True):
            parts = {key: 1.0 for key, kind in zip(keys, column, strict=True) if kind}
            system.equal.append(({whole: -1.0, **parts}, 0.0))
        many = len(blocks)
        whole, said = kinds[:, -2], kinds[:, -1]
        for at in range(many):
            one = kinds[:, at]
            looked = [one & kinds[:, other] for other in range(at)]
            for mask in [*looked, one & ~whole, whole & ~one]:
                form = {key: 1.0 for key, kind in zip(keys, mask & said, strict=True) if kind}
                if form:
                    system.seek(form, ("judged", "support"))

    def weighted(self) -> None:
        """A weighted share, all weights supposed known: a weighted sum within its rounding."""
        weights = weigh(self.data, self.survey.margins, self.k)
        if weights is None:
            return
        for entry in self.report["needs"]["domains"]:
            share = entry["weighted"] and entry["weighted"]["share"]
            domain = next(d for d in self.found if d.name == entry["name"])
            if share is None or entry["cell"]["n"] in (0, entry["cell"]["N"]):
                continue
            held = float(weights.values[domain.answered].sum())
            half = (0.5 * 10.0 ** -digits_of(entry["cell"]["N"]) + 1e-9) * held
            for name in self.survey.margins or {}:
                block = self.blocks[name]
                form = {
                    ("need", domain.name, name, group): float(
                        weights.values[mask & domain.answered].mean()
                    )
                    for group, mask in [(c, block.column(c)) for c in block.names]
                    + [("", ~block.answered)]
                    if (mask & domain.answered).any()
                }
                self.system.at_most(form, share * held + half)
                self.system.at_most({key: -w for key, w in form.items()}, half - share * held)
