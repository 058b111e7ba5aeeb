"""The picture of needs in profiles: how many times more often each names what sets it apart."""

from __future__ import annotations

from typing import Any

from ..french import number, quoted, times
from ..model import Needs, Profile, Profiles, TypicalAnswer
from .canvas import INK, PAPER, Canvas, message, wrapped
from .need_map import NEUTRAL, STEPS

HEAD = "Besoins et profils"
NONE = (
    "Aucun besoin n'est parmi les réponses qui distinguent un profil : on ne peut pas conclure que "
    "les profils diffèrent par leurs besoins."
)
FOOT = (
    "× 2 : nommé deux fois plus souvent que dans l'ensemble. Orange : plus souvent ; violet : "
    "moins souvent. Case vide, ou besoin absent : pas parmi les réponses qui distinguent le plus "
    "le profil. Sous la lettre : familles, à 5 près."
)
# Ratios from which a colour is darker, more or less often.
RATIOS = (2.0, 4.0)
# Parts of the ground; pixels of the heads, of a line of a label and of what is round it.
LABELS, TOP, LINE_HIGH, AROUND = 0.42, 38, 16, 16
# Letters of a label, whose column is 140 pixels wide on a phone.
LETTERS = 20
# Columns from which numbers are written smaller.
MANY = 5
Row = dict[int, TypicalAnswer]


def crossing(needs: Needs, profiles: Profiles, others: set[str]) -> Canvas:
    """Draw the needs that set profiles apart.

    Parameters
    ----------
    needs, profiles
        Sections of a report. Only typical answers are drawn: they alone passed the door.
    others : set of str
        Questions about anything else.
    """
    items = profiles.items
    if not items:
        return message(HEAD, profiles.message)
    rows = _rows([domain.name for domain in needs.domains], items, others)
    return _drawn(rows, items) if rows else message(HEAD, NONE)


def _rows(order: list[str], items: list[Profile], others: set[str]) -> list[Row]:
    """The needs told of any profile, in the order of the needs; in each, entries by profile."""
    found: dict[tuple[str, str], Row] = {}
    for at, item in enumerate(items):
        for entry in item.typical:
            if entry.variable not in others:
                found.setdefault((entry.category, entry.variable), {})[at] = entry
    places = {name: at for at, name in enumerate(order)}
    return [
        found[key] for key in sorted(found, key=lambda key: (places.get(key[0], len(places)), key))
    ]


def _drawn(rows: list[Row], items: list[Profile]) -> Canvas:
    labels = [wrapped(next(iter(row.values())).label, LETTERS) for row in rows]
    heights = [AROUND + LINE_HIGH * (label.count("<br>") + 1) for label in labels]
    canvas = Canvas(_title(rows, items), TOP + sum(heights))
    canvas.taller(-26)
    wide = (1 - LABELS) / len(items)
    for at, item in enumerate(items):
        _head(canvas, item, LABELS + (at + 0.5) * wide)
    y = -float(TOP)
    for row, label, high in zip(rows, labels, heights, strict=True):
        _write(canvas, label, 0, y - high / 2, xanchor="left")
        for at, item in enumerate(items):
            box = (LABELS + at * wide, y - high, LABELS + (at + 1) * wide, y)
            _cell(canvas, box, row.get(at), item.small, 12 if len(items) <= MANY else 10)
        y -= high
    canvas.across(visible=False, fixedrange=True, range=[0, 1])
    canvas.up(visible=False, fixedrange=True, range=[y, 0])
    canvas.foot(FOOT, 6)
    return canvas


def _head(canvas: Canvas, item: Profile, x: float) -> None:
    _write(canvas, f"<b>{item.id}</b><br>{number(item.cell.n)}", x, -TOP / 2)


def _write(canvas: Canvas, text: str, x: float, y: float, **more: Any) -> None:
    place = {"xref": "x", "yref": "y", "xanchor": "center", "yanchor": "middle"}
    canvas.note(text, x, y, **{**place, "font": {"size": 12, "color": INK}, **more})


def _cell(
    canvas: Canvas, box: tuple[float, ...], entry: TypicalAnswer | None, small: bool, size: int
) -> None:
    left, low, right, high = box
    colour, ink = _colours(entry)
    canvas.trace(
        x=[left, right, right, left, left], y=[low, low, high, high, low], mode="lines",
        fill="toself", fillcolor=colour, line={"color": PAPER, "width": 2}, hoverinfo="skip",
    )  # fmt: skip
    if entry:
        text = f"<b>{_said(entry, small)}</b>"
        font = {"size": size, "color": ink}
        _write(canvas, text, (left + right) / 2, (low + high) / 2, font=font)


def _said(entry: TypicalAnswer, small: bool) -> str:
    """The ratio; a word where a small profile, or « moins de 5 », bears none.

    >>> from analysis.model import Cell
    >>> cell = Cell(0, 40, 0.0, 0.0, 0.1)
    >>> less = TypicalAnswer("B1", "Besoins", "jeu", "jouer", False, "less", -3.0, None, cell)
    >>> _said(less, small=False)
    'moins'
    """
    if small or entry.lift is None:
        return "plus" if entry.direction == "more" else "moins"
    return times(entry.lift)


def _colours(entry: TypicalAnswer | None) -> tuple[str, str]:
    """Colour of a cell and of its letters: darker the further from the whole.

    >>> from analysis.model import Cell
    >>> cell = Cell(5, 40, 0.12, 0.0, 0.3)
    >>> less = TypicalAnswer("B1", "Besoins", "jeu", "jouer", False, "less", -3.0, 0.2, cell)
    >>> _colours(less)
    ('#6B4A8C', '#FFFBF4')
    """
    if entry is None:
        return NEUTRAL, INK
    lift = entry.lift or 1.0
    far = sum(max(lift, 1 / lift) >= ratio for ratio in RATIOS)
    _, below, above = STEPS[far]
    return above if entry.direction == "more" else below, PAPER if far == 2 else INK


def _title(rows: list[Row], items: list[Profile]) -> str:
    """What is least due to chance among the needs that a profile names more often."""
    told = [(at, entry) for row in rows for at, entry in row.items()]
    at, entry = max(told, key=lambda pair: (pair[1].direction == "more", abs(pair[1].v_test)))
    way = "plus" if entry.direction == "more" else "moins"
    bears = entry.lift is not None and not items[at].small
    much = f" ({times(entry.lift)})" if bears else ""
    said = f"{quoted(entry.label)} {way} souvent que l'ensemble"
    return f"Le profil {items[at].id} nomme {said}{much}"
