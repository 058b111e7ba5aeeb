"""Draws docs/images/architecture.svg: the rooms on their floors, and which one reads which.

    python -m scripts.architecture

Floors come from the layers that import-linter holds (`pyproject.toml`), lines from the imports
themselves (grimp). A line that follows from others (a reads b, b reads c, so a may read c) is left
out, and lines to one room run together: two hundred arrows would hide the house.
"""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

import grimp
from sklearn.isotonic import isotonic_regression

ROOT = Path(__file__).resolve().parents[1]
DRAWING = ROOT / "docs" / "images" / "architecture.svg"
OUTER, INNER = "diagnosis", "analysis"
HOUSES = {OUTER: "diagnosis asks and shows", INNER: "analysis says what answers mean"}
# Colours of the application's own pages (paper, ink, accent, soft accent, line, attention).
PAPER, INK, ACCENT, SOFT = "#FFFBF4", "#1E2B33", "#0E6655", "#E0F1EB"
LINE, ATTENTION = "#D8D0C4", "#9A3412"
# Pixels; 7.8 is a letter at 14 px in the widest of the common fonts.
LETTER, HIGH, GAP, FLOOR, TOP, MARGIN, BETWEEN = 7.8, 30, 16, 68, 90, 28, 64
# Rounds of placing; the picture no longer changes after about ten.
ROUNDS = 24

Room = str
Reads = Mapping[Room, frozenset[Room]]


class Stop(NamedTuple):
    """A room on its floor, or the place where the lines to a lower room cross a floor."""

    room: Room
    floor: int


# A house as it is laid: the stops of each floor, and the pairs of stops that a line joins.
Floors = list[list[Stop]]
Steps = frozenset[tuple[Stop, Stop]]


def rooms_of(house: str) -> list[Room]:
    """Packages and modules at the top of a house, but for its doorplate."""
    inside = sorted((ROOT / house).iterdir())
    folders = [path.name for path in inside if (path / "__init__.py").exists()]
    modules = [path.stem for path in inside if path.suffix == ".py"]
    return sorted({*folders, *modules} - {"__init__", "__main__"})


def floors_of(house: str) -> list[list[Room]]:
    """Rooms by floor, top first, by the layers contract; what it leaves out stands last."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = next(
        contract["layers"]
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers" and contract["containers"] == [house]
    )
    there = rooms_of(house)
    floors = [[room.strip() for room in layer.split("|")] for layer in layers]
    floors = [[room for room in floor if room in there] for floor in floors]
    left_out = sorted(set(there) - {room for floor in floors for room in floor})
    return [floor for floor in [*floors, left_out] if floor]


def reads_of(houses: Iterable[str]) -> dict[Room, frozenset[Room]]:
    """Rooms that each room imports from, by full name (``diagnosis.web``)."""
    graph = grimp.build_graph(*houses, cache_dir=None)
    rooms = {f"{house}.{room}" for house in houses for room in rooms_of(house)}
    reads: dict[Room, set[Room]] = {room: set() for room in rooms}
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            reader, read = _room(module), _room(imported)
            # `import analysis` reads the house by its door; what has no room below is no arrow.
            if reader in rooms and read != reader and (read in rooms or read != _house(reader)):
                reads[reader].add(read)
    return {room: frozenset(reads[room]) for room in sorted(reads)}


def reduced(reads: Reads) -> dict[Room, frozenset[Room]]:
    """Only the arrows that no longer way implies."""

    def below(room: Room) -> set[Room]:
        return {far for near in reads.get(room, ()) for far in (near, *below(near))}

    return {
        room: near - {far for other in near for far in below(other)} for room, near in reads.items()
    }


def _room(module: str) -> Room:
    return ".".join(module.split(".")[:2])


def _house(room: Room) -> str:
    return room.split(".")[0]


def laid(house: str, arrows: Reads) -> tuple[Floors, Steps]:
    """Stops by floor and the steps between them; lines to one room share their stops."""
    names = floors_of(house)
    floor_of = {room: at for at, floor in enumerate(names) for room in floor}
    floors = [[Stop(room, at) for room in floor] for at, floor in enumerate(names)]
    steps = set()
    for room in sorted(floor_of, key=lambda room: (floor_of[room], room)):
        for read in sorted(arrows[f"{house}.{room}"]):
            if _house(read) != house:
                continue
            target = read.split(".")[1]
            before = Stop(room, floor_of[room])
            for at in range(floor_of[room] + 1, floor_of[target] + 1):
                step = Stop(target, at)
                if step not in floors[at]:
                    floors[at].append(step)
                steps.add((before, step))
                before = step
    return floors, frozenset(steps)


def placed(floors: Floors, steps: Steps) -> dict[Stop, float]:
    """Middles of the stops: each near those that it is joined to, none on another.

    Floors are gone through down and up. Stops are put in the order of the mean of their neighbours
    and then as close to that mean as their widths allow, which is an isotonic regression.
    """
    neighbours: dict[Stop, list[Stop]] = defaultdict(list)
    for above, below in sorted(steps):
        neighbours[above].append(below)
        neighbours[below].append(above)
    middles = {
        stop: (at - len(floor) / 2) * 100 for floor in floors for at, stop in enumerate(floor)
    }
    for turn in range(ROUNDS):
        for floor in floors if turn % 2 == 0 else floors[::-1]:
            wished = {
                stop: sum(middles[other] for other in near) / len(near)
                if (near := neighbours[stop])
                else middles[stop]
                for stop in floor
            }
            if turn < ROUNDS / 2:
                floor.sort(key=lambda stop: (round(wished[stop], 3), stop))
            middles |= _apart(floor, wished, {stop: _wide(stop, floors) for stop in floor})
    return middles


def _apart(
    floor: Sequence[Stop], wished: Mapping[Stop, float], wide: Mapping[Stop, float]
) -> dict[Stop, float]:
    offsets, at = [], 0.0
    for stop in floor:
        offsets.append(at + wide[stop] / 2)
        at += wide[stop] + GAP
    free = [wished[stop] - offset for stop, offset in zip(floor, offsets, strict=True)]
    fitted = isotonic_regression(free)
    return {
        stop: float(fit) + offset for stop, fit, offset in zip(floor, fitted, offsets, strict=True)
    }


def _wide(stop: Stop, floors: Floors) -> float:
    return _box_wide(stop.room) if _is_room(stop, floors) else 4.0


def _box_wide(room: Room) -> float:
    return len(room) * LETTER + 22


def _is_room(stop: Stop, floors: Floors) -> bool:
    return stop.floor == max(
        at for at, floor in enumerate(floors) for s in floor if s[0] == stop[0]
    )


def draw() -> str:
    """The picture as SVG text: the same bytes for the same imports."""
    reads = reads_of(HOUSES)
    arrows = reduced(reads)
    drawn: list[str] = []
    left, floors_most = float(MARGIN), max(len(floors_of(house)) for house in HOUSES)
    tall = TOP + floors_most * FLOOR - 24
    for house, name in HOUSES.items():
        floors, steps = laid(house, arrows)
        middles = placed(floors, steps)
        edges = [
            middles[s] + side * _wide(s, floors) / 2 for f in floors for s in f for side in (-1, 1)
        ]
        wide = max(max(edges) - min(edges), len(name) * 9.5) + 2 * MARGIN
        shift = left + wide / 2 - (max(edges) + min(edges)) / 2
        middles = {stop: middle + shift for stop, middle in middles.items()}
        drawn += _house_drawn(name, left, wide, tall)
        drawn += _lines(steps, middles, floors)
        if house == OUTER:
            drawn += _across(arrows, middles, floors, left + wide + BETWEEN)
        drawn += [
            _room_drawn(house, stop.room, middles[stop], _height(stop))
            for floor in floors
            for stop in floor
            if _is_room(stop, floors)
        ]
        left += wide + BETWEEN
    return "\n".join(_framed(drawn, round(left - BETWEEN + MARGIN), tall + 62, reads)) + "\n"


def _height(stop: Stop) -> float:
    return TOP + stop.floor * FLOOR


def _framed(drawn: Iterable[str], width: int, height: int, reads: Reads) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-labelledby="title desc" font-family="sans-serif" font-size="14">'
    )
    yield '<title id="title">The rooms of diagnosis and of analysis, floor by floor</title>'
    yield f'<desc id="desc">{escape(_said(reads))}</desc>'
    for name, colour in (("tip", ACCENT), ("far", ATTENTION)):
        yield (
            f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            f'markerHeight="7" markerUnits="userSpaceOnUse" orient="auto">'
            f'<path d="M0 0L8 4L0 8z" fill="{colour}"/></marker>'
        )
    yield f'<rect width="{width}" height="{height}" fill="{PAPER}"/>'
    yield from drawn
    for text, at in (
        (
            "A line goes down from a room to one that it imports. Lines to one room run together;",
            32,
        ),
        ("what follows from other lines is left out. Nothing ever imports upwards.", 14),
    ):
        yield f'<text x="{MARGIN}" y="{height - at}" fill="{INK}" font-size="13">{text}</text>'
    yield "</svg>"


def _house_drawn(name: str, left: float, wide: float, tall: float) -> Iterator[str]:
    yield (
        f'<rect x="{left:.1f}" y="20" width="{wide:.1f}" height="{tall - 20:.1f}" rx="12" '
        f'fill="none" stroke="{LINE}" stroke-width="2"/>'
    )
    yield (
        f'<text x="{left + wide / 2:.1f}" y="54" text-anchor="middle" font-size="18" '
        f'font-weight="bold" fill="{INK}">{escape(name)}</text>'
    )


def _room_drawn(house: str, room: Room, middle: float, top: float) -> str:
    wide = _box_wide(room)
    return (
        f'<g id="{house}.{room}"><title>{escape(_purpose(house, room))}</title>'
        f'<rect x="{middle - wide / 2:.1f}" y="{top}" width="{wide:.1f}" height="{HIGH}" rx="6" '
        f'fill="{SOFT}" stroke="{ACCENT}" stroke-width="1.5"/>'
        f'<text x="{middle:.1f}" y="{top + 20}" text-anchor="middle" '
        f'fill="{INK}">{room}</text></g>'
    )


def _purpose(house: str, room: Room) -> str:
    """First line of the room's docstring."""
    folder = ROOT / house / room / "__init__.py"
    path = folder if folder.exists() else ROOT / house / f"{room}.py"
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or room
    return text.split("\n")[0].replace("``", "")


def _lines(steps: Steps, middles: Mapping[Stop, float], floors: Floors) -> Iterator[str]:
    for above, below in sorted(steps):
        start, end = middles[above], middles[below]
        top, foot = _height(above) + HIGH, _height(below)
        bend = (FLOOR - HIGH) / 2
        # A line passes a floor straight, so that it does not graze the rooms beside it.
        last = "" if _is_room(below, floors) else f"V{foot + HIGH}"
        tip = ' marker-end="url(#tip)"' if _is_room(below, floors) else ""
        yield (
            f'<path d="M{start:.1f} {top}C{start:.1f} {top + bend:.1f} {end:.1f} '
            f'{foot - bend:.1f} {end:.1f} {foot}{last}" fill="none" '
            f'stroke="{ACCENT}" stroke-width="1.3"{tip}/>'
        )


def _across(
    arrows: Reads, middles: Mapping[Stop, float], floors: Floors, door: float
) -> Iterator[str]:
    """From the application to the analysis, under the floor of the room that reads."""
    for stop in (stop for floor in floors for stop in floor if _is_room(stop, floors)):
        if any(_house(read) == INNER for read in arrows[f"{OUTER}.{stop.room}"]):
            start, top = middles[stop] + _box_wide(stop.room) / 2 - 12, _height(stop) + HIGH
            yield (
                f'<path d="M{start:.1f} {top}V{top + 8}H{door - 2:.1f}" fill="none" '
                f'stroke="{ATTENTION}" stroke-width="2" marker-end="url(#far)"/>'
            )


def _said(reads: Reads) -> str:
    """The picture in words, for who does not see it."""
    sentences = [
        f"{name}. From the top: {'; then '.join(', '.join(floor) for floor in floors_of(house))}."
        for house, name in HOUSES.items()
    ]
    across = [
        room.split(".")[1]
        for room, near in reads.items()
        if _house(room) == OUTER and any(_house(other) == INNER for other in near)
    ]
    return " ".join([*sentences, f"Rooms of {OUTER} that read {INNER}: {', '.join(across)}."])


def main() -> None:
    """Write the picture."""
    DRAWING.write_text(draw(), "utf-8")
    print(DRAWING.relative_to(ROOT))


if __name__ == "__main__":
    main()
