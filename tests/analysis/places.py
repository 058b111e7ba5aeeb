"""What an attacker draws from the places of supplementary answers on the factor map.

An answer that did not draw the map stands at the mean place of its families. The place of a family
is a sum over its answers, so each coordinate is one linear equation between how many of them gave
each answer that drew the map. The attacker is given the weights of the equations to the last digit
(the report tells them rounded), and how many families answered both questions.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.factor_map import indicator, mca
from analysis.suppression import fineness, free_answers, placed_step
from analysis.table import Block, Encoded, active_blocks, passive_blocks

from .attacker import Key
from .questions import ALL, Questions


class Places(Questions):
    """Adds the equations of supplementary answers to a system."""

    def places(self) -> None:
        """Read the place of each supplementary answer that the map shows."""
        told = fineness(free_answers(self.data, self.k), self.k)
        points = [p for p in self.report["axes"]["points"] if p["supplementary"]]
        if told is None or not points:
            return
        self.coded = indicator(active_blocks(self.data), self.data.rows, least=self.k)
        found = mca(self.coded, 2)
        self.units = self._weights(found.rows / np.sqrt(found.eigenvalues[:2]))
        for block in passive_blocks(self.data):
            mine = [p for p in points if p["variable"] == block.variable.name]
            if mine:
                self._crossed(block, {p["category"] for p in mine})
            for point in mine:
                self._placed(block, point, max(told.step, self._own_step(block)))

    def _own_step(self, block: Block) -> float:
        """The step that the answers themselves need: groups may be compared, need by need."""
        free = sum(free_answers(self.data, self.k))
        needs = [b for b in active_blocks(self.data) if b.variable.role == "need"]
        named = sum(sum(free_answers(Encoded(self.data.rows, {"": b}, {}), self.k)) for b in needs)
        return placed_step(free - named * block.single, self.k) or 1.0

    def _weights(self, rows: Any) -> Any:
        """Give what each answer adds to a family's place (columns x 2), and at what mean."""
        self.share = np.zeros(self.coded.Z.shape[1])
        centred = np.zeros(self.coded.Z.shape)
        for at in np.unique(self.coded.block):
            columns = np.flatnonzero(self.coded.block == at)
            held = self.coded.Z[:, columns].astype(float)
            said = held.any(axis=1)
            self.share[columns] = held[said].mean(axis=0)
            centred[:, columns] = (held - self.share[columns]) * said[:, None]
        return np.linalg.lstsq(centred, rows, rcond=None)[0]

    def _key(self, at: int, name: str, group: str) -> Key:
        """Name the families that gave an answer of the map and a supplementary one."""
        question, category = self.coded.source[at]
        need = self.plain and question == self.needs[0].variable.name and category is not None
        key: Key = ("need", category, name, group)
        return key if need and key in self.system.truth else ("both", at, name, group)

    def _crossed(self, block: Block, shown: set[str]) -> None:
        """Each answer of the map in each supplementary answer, and what these add up to."""
        name, system = block.variable.name, self.system
        groups = {c: block.column(c) for c in block.names}
        if block.single:
            groups[""] = ~block.answered
        for at in np.unique(self.coded.block):
            columns = np.flatnonzero(self.coded.block == at)
            said = self.coded.Z[:, columns].any(axis=1)
            for group, mask in groups.items():
                base = system.group(("both", "of", int(at), name, group), said & mask)
                system.inside(base, self.chosen(block, group) if group else ALL, look=False)
                if group in shown and (said & mask).sum() >= self.k:
                    system.tell(base, int((said & mask).sum()))
                keys = []
                for column in columns.tolist():
                    key = self._key(column, name, group)
                    keys.append(system.group(key, self.coded.Z[:, column] & mask))
                    self._whole(column, keys[-1])
                    self.system.seek({keys[-1]: 1.0}, base)
                system.add_up(base, keys)
            for column in columns.tolist() if block.single else ():
                whole = self._total(column)
                system.equal.append(
                    ({whole: -1.0, **{self._key(column, name, g): 1.0 for g in groups}}, 0.0)
                )

    def _total(self, column: int) -> Key:
        question, category = self.coded.source[column]
        if category is not None:
            return self.chosen(self.blocks[question], category)
        return self.system.group(("no", column), self.coded.Z[:, column])

    def _whole(self, column: int, key: Key) -> None:
        self.system.inside(key, self._total(column), look=False)

    def _placed(self, block: Block, point: dict[str, Any], step: float) -> None:
        name, group = block.variable.name, point["category"]
        n = int(block.column(group).sum())
        for axis, told in enumerate((point["x"], point["y"])):
            form: dict[Key, float] = {}
            for at in range(len(self.share)):
                weight, asked = float(self.units[at, axis]), int(self.coded.block[at])
                said = self.system.truth["both", "of", asked, name, group]
                everyone = float(self.coded.Z[:, self.coded.block == asked].any(axis=1).sum())
                # A place is told from that of the average answer, whose number may be hidden.
                pair = ((self._key(at, name, group), weight),
                        (self._total(at), -weight * said / everyone))  # fmt: skip
                for key, more in pair:
                    form[key] = form.get(key, 0.0) + more
            room = (step / 2 + 6e-4) * n
            self.system.at_most(form, told * n + room)
            self.system.at_most({key: -w for key, w in form.items()}, room - told * n)
