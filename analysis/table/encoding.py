"""From a survey table to answers: who answered each question, and what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..arrays import Bools, Floats, Ints
from ..codebook import Codebook, Variable
from ..errors import AnalysisError
from ..marks import fold
from ..passes import tally
from .cells import Cells, read_cells
from .choices import answered, blanks, category_names, choices, places_of, ticks
from .columns import column_problems, split_columns
from .numbers import banded, weights_of
from .warnings import JOINED, NOTHING, STRANGE, Warned, several, titled, warned

UNREADABLE = -2
MOST_LEVELS = 11
# The cells of each column.
Table = Mapping[str, Cells]
Whole = tuple[npt.NDArray[np.int64], int]


@dataclass(frozen=True)
class Block:
    """The answers to one question.

    ``hits`` (families x categories) says what each family chose, ``answered`` (families)
    whether it answered at all, ``first`` the category put first (-1 when none). In a part of a
    table, ``whole`` holds the counts of the whole: families by category, families that answered.
    ``filled`` (families x categories) says which columns each family filled in, when some filled
    in one column of a question and left another blank, or were shown some categories only.
    ``unasked`` (families) says who was not asked the question, when the table tells; the others
    without an answer passed it.
    """

    variable: Variable
    names: tuple[str, ...]
    labels: tuple[str, ...]
    hits: Bools
    answered: Bools
    first: npt.NDArray[np.signedinteger[Any]]
    whole: Whole | None = None
    filled: Bools | None = None
    unasked: Bools | None = None

    @property
    def passed(self) -> Bools:
        """Who was asked and did not answer."""
        silent = ~self.answered
        return silent if self.unasked is None else silent & ~self.unasked

    @property
    def single(self) -> bool:
        """True when a family chooses one category at most, so that counts add up."""
        return self.variable.type not in ("select_multiple", "rank")

    def column(self, name: str) -> Bools:
        """Who chose this category; nobody when the category is unknown."""
        if name in self.names:
            return self.hits[:, self.names.index(name)]
        return np.zeros(len(self.answered), dtype=bool)

    def asked(self, name: str) -> Bools:
        """Who said yes or no to this category; all that answered, unless columns were blank."""
        if self.filled is None or name not in self.names:
            return self.answered
        return self.answered & self.filled[:, self.names.index(name)]

    @cached_property
    def counts(self) -> npt.NDArray[np.int64]:
        """How many families chose each category."""
        return np.asarray(tally(np.ones((len(self.answered), 1), dtype=bool), self.hits)[0])

    @cached_property
    def total(self) -> Whole:
        """The counts of the whole table: families by category, families that answered."""
        return self.whole or (self.counts, int(self.answered.sum()))

    def enough(self, least: int) -> Bools:
        """Categories that ``least`` families chose and as many left, in the whole table."""
        counts, said = self.total
        return np.asarray((counts >= least) & (said - counts >= least))

    def part(self, rows: slice | Ints) -> Block:
        """The answers of some families, which count what is rare as the whole table does."""
        hits, answered, first = self.hits[rows], self.answered[rows], self.first[rows]
        filled = None if self.filled is None else self.filled[rows]
        unasked = None if self.unasked is None else self.unasked[rows]
        part = replace(self, hits=hits, answered=answered, first=first, whole=self.total)
        return replace(part, filled=filled, unasked=unasked)


@dataclass(frozen=True)
class Encoded:
    """Every question of the table, with the warnings met on the way and the weight column."""

    rows: int
    blocks: dict[str, Block]
    texts: dict[str, list[str]]
    warnings: list[str] = field(default_factory=list)
    weights: Floats | None = None

    def of_role(self, *roles: str) -> list[Block]:
        """Blocks whose variable has one of these roles."""
        return [block for block in self.blocks.values() if block.variable.role in roles]

    @property
    def usable(self) -> Bools:
        """Rows with at least one answer."""
        written = [np.array(list(map(bool, texts)), dtype=bool) for texts in self.texts.values()]
        said = [block.answered for block in self.blocks.values()]
        return np.asarray(np.any([np.zeros(self.rows, dtype=bool), *said, *written], axis=0))

    def part(self, rows: slice | Ints, blocks: Collection[Block]) -> Encoded:
        """The answers of some families to some questions, without texts nor weights."""
        cut = {block.variable.name: block.part(rows) for block in blocks}
        return Encoded(len(np.arange(self.rows)[rows]), cut, {})


def encode(table: pd.DataFrame, codebook: Codebook, least: int) -> Encoded:
    """Read every described column; categories that data alone reveal are folded under ``least``.

    Raises
    ------
    AnalysisError
        When columns are missing or doubled, a number column holds no number, or the weights
        are no weights.
    """
    table = table.set_axis([str(column) for column in table.columns], axis=1)
    problems = column_problems(list(table.columns), codebook.variables)
    if problems:
        raise AnalysisError("\n".join(problems))
    asked = [variable for variable in codebook.variables if variable.role != "ignore"]
    cells = {n: c for variable in asked for n, c in cells_of(table, variable).items()}
    blocks: dict[str, Block] = {}
    texts: dict[str, list[str]] = {}
    warnings: list[Warned] = []
    for variable in (v for v in asked if v.role != "weight"):
        if variable.type == "text":
            texts[variable.name] = cells[variable.name].all()
        else:
            block = _block(cells, variable, least, warnings)
            block = _shown(block, cells.get(variable.shown))
            blocks[variable.name] = replace(block, unasked=_unasked(table, variable))
    said = [text.format(several(count, least)) for text, count in warnings]
    return Encoded(len(table), blocks, texts, said, _weights(cells, codebook))


def cells_of(table: pd.DataFrame, variable: Variable) -> dict[str, Cells]:
    """The column of a variable, or its split ones; what stands for no answer is blank."""
    whole = variable.name in table.columns
    names = [variable.name] if whole else list(split_columns(table.columns, variable))
    names += [variable.shown] if variable.shown in table.columns else []
    read = read_cells(table, names)
    blank = [*variable.missing, *variable.not_asked, *blanks(variable)]
    return {name: answered(cells, blank) for name, cells in read.items()}


def _unasked(table: pd.DataFrame, variable: Variable) -> Bools | None:
    """Who was not asked, where the codebook says how that is written."""
    if not variable.not_asked or variable.name not in table.columns:
        return None
    cells = read_cells(table, [variable.name])[variable.name]
    asked = answered(cells, variable.not_asked)
    return np.asarray((cells.codes != 0) & (asked.codes == 0))


def _shown(block: Block, cells: Cells | None) -> Block:
    """Keep which categories each family was shown; a family of which nothing is known saw all."""
    if cells is None:
        return block
    lines = [set(text.split()) for text in cells.texts]
    seen = np.array([[not line or name in line for name in block.names] for line in lines])
    filled = (seen[cells.codes] | block.hits) & block.answered[:, None]
    if (filled.all(axis=1) | ~block.answered).all():
        return block
    return replace(block, filled=filled if block.filled is None else filled & block.filled)


def _weights(cells: Table, codebook: Codebook) -> Floats | None:
    names = [variable.name for variable in codebook.of_role("weight")]
    if len(names) > 1:
        raise AnalysisError(
            f"Le codebook a plusieurs colonnes de poids ({', '.join(names)}). "
            "N'en garder qu'une, donner aux autres le rôle ignore."
        )
    return weights_of(names[0], cells[names[0]].all()) if names else None


def _block(table: Table, variable: Variable, least: int, warnings: list[Warned]) -> Block:
    if variable.type == "select_multiple" and variable.name not in table:
        return _split_block(table, variable, least, warnings)
    cells = table[variable.name]
    if is_number(variable, cells):
        cells, names, bad = banded(variable.name, cells)
        warnings += warned(STRANGE, variable, bad)
        chosen = [[text] if text else [] for text in cells.texts]
        return _assemble(variable, cells, chosen, names, warnings)
    chosen, guessed = choices(variable, cells.texts)
    for sign in sorted(set(guessed.values())):
        many = int(sum(cells.counts[at] for at, found in guessed.items() if found == sign))
        warnings.append((JOINED.format(titled(variable), "{}", sign, sign), many))
    names = category_names(variable, chosen, cells.counts, least)
    return _assemble(variable, cells, chosen, names, warnings)


def is_number(variable: Variable, cells: Cells) -> bool:
    """True when answers are numbers to be cut into bands."""
    if variable.categories or variable.type not in ("integer", "scale"):
        return False
    return variable.type == "integer" or int((cells.counts > 0).sum()) > MOST_LEVELS


def _split_block(table: Table, variable: Variable, least: int, warnings: list[Warned]) -> Block:
    """Read one column of 0 and 1 per choice: families alike in all of them are read once."""
    split = split_columns(table, variable)
    offered = list(split.values())
    flags = np.column_stack([_flags(table[c], variable, name) for c, name in split.items()])
    if not (flags == 0).any():
        # Only ticks are written (LimeSurvey, paper): what is blank beside one was left.
        flags[(flags == -1) & (flags == 1).any(axis=1)[:, None]] = 0
    warnings += warned(STRANGE, variable, int((flags == UNREADABLE).sum()))
    kinds, which = np.unique(flags, axis=0, return_inverse=True)
    chosen = [[c for c, f in zip(offered, kind, strict=True) if f == 1] for kind in kinds.tolist()]
    cells = Cells([""] * len(kinds), which.ravel())
    names = category_names(variable, chosen, cells.counts, least)
    block = _assemble(variable, cells, chosen, names, warnings)
    filled = np.isin(flags, (0, 1))
    nothing = int((filled.any(axis=1) & ~block.answered).sum())
    warnings += warned(NOTHING, variable, nothing)
    if filled[block.answered].all():
        return block
    order = [offered.index(name) if name in offered else -1 for name in block.names]
    asked = np.column_stack([filled[:, at] if at >= 0 else block.answered for at in order])
    return replace(block, filled=asked)


def _flags(cells: Cells, variable: Variable, choice: str) -> npt.NDArray[np.int8]:
    """1 for a choice ticked or written again, 0 for one left, -1 blank, -2 unreadable."""
    known = ticks(variable, choice)
    flags = [known.get(fold(text), UNREADABLE) for text in cells.texts]
    return np.array(flags, dtype=np.int8)[cells.codes]


def _assemble(
    variable: Variable,
    cells: Cells,
    chosen: Sequence[Sequence[str]],
    names: Mapping[str, str],
    warnings: list[Warned],
) -> Block:
    """The answers of each family, ``chosen`` being what each text chooses."""
    place = places_of({value for values in chosen for value in values}, names)
    hits = np.zeros((len(chosen), len(names)), dtype=bool)
    first = np.full(len(chosen), -1, dtype=np.min_scalar_type(-len(names) - 1))
    strange = np.zeros(len(chosen), dtype=np.int64)
    for row, values in enumerate(chosen):
        known = [place[v] for v in values if place[v] >= 0]
        strange[row] = len(values) - len(known)
        hits[row, known] = True
        first[row] = known[0] if known else -1
    warnings += warned(STRANGE, variable, int(strange @ cells.counts))
    labels, codes = tuple(names.values()), cells.codes
    told = np.asarray(hits.any(axis=1))[codes]
    return Block(variable, tuple(names), labels, hits[codes], told, first[codes])
