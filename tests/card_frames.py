"""Rendered pictures of a room that holds cards up: what the camera of a phone would see, in grey.

Each card is a plane in space before a lens; the room, the light and the lens are drawn at random.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import segno
from scipy.ndimage import gaussian_filter, map_coordinates, uniform_filter1d

from diagnosis.sessions.card_faces import (
    EDGE,
    FACE,
    LENS,
    MARKER,
    SHAPE,
    SHAPES,
    WIDE,
    cells_of,
)

HEIGHT = 1080
FOCAL = WIDE / (2 * math.tan(LENS / 2))
# Pixels of a marker above which a cell is of many.
LARGE = 120
# Pixels of a face's drawing for a millimetre.
FINE = 4


@dataclass(frozen=True)
class Held:
    """A card in a room: ``side`` is up; ``pixels`` is how wide its marker is; angles in degrees.

    ``hidden`` is the part of the marker behind something. ``drawing`` is held in place of a card.
    """

    number: int
    side: int
    x: float
    y: float
    pixels: float
    roll: float = 0
    yaw: float = 0
    pitch: float = 0
    hidden: float = 0
    glare: float = 0
    drawing: str = ""


@dataclass(frozen=True)
class Light:
    """What the lens and the lamp do: blurs in pixels, grey levels of noise, share of the light."""

    blur: float = 0.6
    motion: int = 1
    noise: float = 4
    share: float = 1


@cache
def face(number: int, drawing: str = "") -> np.ndarray:
    """The face of a card as it is printed, or something else that is black in a white square."""
    size = FACE * FINE
    drawn = np.full((size, size), 235.0)
    cells = np.array(cells_of(number)) if not drawing else _other(number, drawing)
    each = round(MARKER * FINE / len(cells))
    marker = np.kron(np.where(cells, 235.0, 25.0), np.ones((each, each)))
    start = (size - len(marker)) // 2
    drawn[start : start + len(marker), start : start + len(marker)] = marker
    for at in range(len(SHAPES) if not drawing else 0):
        drawn = np.rot90(drawn, at)
        _stamp(drawn, at)
        drawn = np.rot90(drawn, -at)
    return drawn


def _stamp(drawn: np.ndarray, at: int) -> None:
    """Draw a shape at the top."""
    middle = np.array([FACE / 2 - 9, EDGE + SHAPE / 2])
    ys, xs = np.mgrid[0 : 20 * FINE, 0 : FACE * FINE] / FINE
    x, y = (xs - middle[0]) / (SHAPE / 2), (ys - middle[1]) / (SHAPE / 2)
    inside = np.zeros(x.shape, bool)
    points = SHAPES[at].points
    for (x1, y1), (x2, y2) in zip(points, (*points[1:], points[0]), strict=True):
        crosses = (y1 > y) != (y2 > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            inside ^= crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    drawn[: 20 * FINE][inside] = 25


def _other(number: int, drawing: str) -> np.ndarray:
    """Cells of what is no card: markers of other families, a code to scan, squares."""
    draw = np.random.default_rng(number)
    if drawing == "qr":
        return np.array([[not dark for dark in row] for row in segno.make(f"{number}").matrix])
    if drawing == "board":
        return np.indices((8, 8)).sum(0) % 2 == 1
    if drawing == "black":
        return np.zeros((8, 8), bool)
    code = {"five": 5, "six": 6, "four": 4}[drawing]
    cells = np.zeros((code + 2, code + 2), bool)
    cells[1:-1, 1:-1] = draw.random((code, code)) < 0.5
    return cells


def room(draw: np.random.Generator) -> np.ndarray:
    """Walls, tables, people, shelves: edges of every size, some of them square and dark."""
    ys, xs = np.mgrid[0:HEIGHT, 0:WIDE]
    picture = 110 + 50 * np.sin(xs / draw.uniform(300, 900) + draw.uniform(0, 6))
    picture += 30 * np.cos(ys / draw.uniform(200, 700))
    for _ in range(60):
        x, y = draw.integers(0, WIDE), draw.integers(0, HEIGHT)
        wide, high = draw.integers(8, 260, 2)
        picture[y : y + high, x : x + wide] = draw.uniform(10, 240)
    for _ in range(20):
        x, y, size = draw.integers(0, WIDE), draw.integers(0, HEIGHT), draw.integers(20, 90)
        picture[(xs - x) ** 2 + (ys - y) ** 2 < size**2] = draw.uniform(40, 200)
    # Print on posters, patterns on clothes.
    for _ in range(8):
        x, y = draw.integers(0, WIDE - 200), draw.integers(0, HEIGHT - 120)
        grain = np.kron(draw.uniform(20, 235, (30, 50)), np.ones((4, 4)))
        picture[y : y + 120, x : x + 200] = grain
    return picture


def _corners(held: Held) -> np.ndarray:
    """Where the corners of a face are in the picture: top left as printed, then clockwise."""
    depth = FOCAL * MARKER / held.pixels
    half = FACE / 2
    flat = np.array([[-half, -half, 0], [half, -half, 0], [half, half, 0], [-half, half, 0]])
    # The side that is up was turned there: the right one by a quarter to the left.
    turns = (held.roll - 90 * held.side, held.yaw, held.pitch)
    roll, yaw, pitch = map(math.radians, turns)
    about_z = [[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]]
    about_y = [[math.cos(yaw), 0, math.sin(yaw)], [0, 1, 0], [-math.sin(yaw), 0, math.cos(yaw)]]
    cos, sin = math.cos(pitch), math.sin(pitch)
    about_x = [[1, 0, 0], [0, cos, -sin], [0, sin, cos]]
    placed = flat @ (np.array(about_x) @ np.array(about_y) @ np.array(about_z)).T
    scale = FOCAL / (depth + placed[:, 2])
    return np.stack([held.x + placed[:, 0] * scale, held.y + placed[:, 1] * scale], 1)


def _to_face(corners: np.ndarray) -> np.ndarray:
    """The projection of a picture onto a face, in pixels of its drawing."""
    size = FACE * FINE
    square = [(0, 0), (size, 0), (size, size), (0, size)]
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, square, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.append(np.linalg.solve(np.array(rows), np.array(values)), 1).reshape(3, 3)


def hold(picture: np.ndarray, held: Held) -> None:
    """Draw a card into a picture, several samples a pixel where its cells are of few."""
    fine = 3 if held.pixels < LARGE else 1
    corners = _corners(held)
    x1, y1 = np.floor(corners.min(0)).astype(int).clip(0)
    x2, y2 = np.ceil(corners.max(0)).astype(int)
    target = picture[y1:y2, x1:x2]
    if not target.size:
        return
    ys, xs = np.mgrid[0 : target.shape[0] * fine, 0 : target.shape[1] * fine] / fine + 0.5 / fine
    points = _to_face(corners) @ np.stack([xs + x1, ys + y1, np.ones_like(xs)]).reshape(3, -1)
    u, v = points[0] / points[2], points[1] / points[2]
    size = FACE * FINE
    inside = (u > 0) & (v > 0) & (u < size) & (v < size)
    if held.hidden:
        inside &= (u - (size - MARKER * FINE) / 2) / (MARKER * FINE) > held.hidden
    drawn = map_coordinates(face(held.number, held.drawing), [v, u], order=1, mode="nearest")
    shape = (target.shape[0], fine, target.shape[1], fine)
    covered = inside.reshape(shape).mean((1, 3))
    light = (drawn * inside).reshape(shape).sum((1, 3)) / np.maximum(
        inside.reshape(shape).sum((1, 3)), 1
    )
    if held.glare:
        near = np.hypot(xs + x1 - held.x - held.pixels / 3, ys + y1 - held.y) / held.pixels
        light += held.glare * np.exp(-((near * 2.5) ** 2)).reshape(shape).mean((1, 3))
    target[:] = target * (1 - covered) + light * covered


def frame(
    draw: np.random.Generator, cards: Iterable[Held], light: Light, ground: np.ndarray
) -> np.ndarray:
    """A picture of 1920 by 1080 in grey, as the camera hands it over."""
    picture = ground.copy()
    for held in cards:
        hold(picture, held)
    picture = gaussian_filter(picture * light.share, light.blur)
    if light.motion > 1:
        picture = uniform_filter1d(picture, light.motion, axis=1)
    picture += draw.normal(0, light.noise, picture.shape)
    return picture.clip(0, 255).astype(np.uint8)


def ten_cards(draw: np.random.Generator, least: float = 36, most: float = 70) -> list[Held]:
    """Ten cards in a room, as people hold them: turned, leaning, some in the light of a lamp."""
    numbers = draw.choice(np.arange(1, 101), 10, replace=False)
    places = [(x, y) for y in (300, 760) for x in range(200, WIDE, 380)]
    return [
        Held(
            int(number),
            int(draw.integers(4)),
            x + draw.uniform(-60, 60),
            y + draw.uniform(-120, 120),
            draw.uniform(least, most),
            roll=draw.uniform(-20, 20),
            yaw=draw.uniform(-35, 35),
            pitch=draw.uniform(-30, 30),
            glare=draw.choice([0, 0, 60, 110]),
        )
        for number, (x, y) in zip(numbers, places, strict=True)
    ]


def some_light(draw: np.random.Generator) -> Light:
    """The light of an evening in a hall, a phone held in a hand."""
    return Light(
        blur=draw.uniform(0.4, 1.1),
        motion=int(draw.integers(1, 4)),
        noise=draw.uniform(2, 8),
        share=draw.uniform(0.45, 1),
    )


def what_is_no_card(draw: np.random.Generator) -> list[Held]:
    """Half-hidden cards, markers of other families, codes to scan, squares."""
    kinds = ["", "", "", "five", "six", "four", "qr", "board", "black", "six"]
    held = [replace(one, glare=0) for one in ten_cards(draw, 40, 160)]
    return [
        replace(one, drawing=kind, hidden=0 if kind else draw.uniform(0.3, 0.7))
        for one, kind in zip(held, kinds, strict=True)
    ]


def film(path: Path, frames: Sequence[np.ndarray], rate: int = 5) -> Path:
    """Write frames as a film that Chromium takes for a camera (y4m)."""
    high, wide = frames[0].shape
    colourless = bytes([128]) * (wide * high // 2)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{wide} H{high} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
        for one in frames:
            file.write(b"FRAME\n" + one.tobytes() + colourless)
    return path
