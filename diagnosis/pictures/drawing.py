"""One drawing: read from its SVG file, and held to the hand that all pictures share.

The rules, and why: ``docs/images.md``. What lies outside the square is looked for by a browser in
the tests, which knows every curve.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from diagnosis.model import Problem

SVG = "{http://www.w3.org/2000/svg}"
# Units of the square; bytes of a drawing without its style, and of the few that hold many windows.
SIDE, WEIGHT = 48, 1700
HEAVIER = {"tour": 2500, "nulle-part": 2500, "cabane": 2500}
FILLS = ("i", "a", "s", "y", "p", "k")
CLASSES = frozenset((*FILLS, *(f"L{fill}" for fill in FILLS), "Hs", "Ip", "Pi", "Pa", "Py"))
PARTS = {
    "g": {"stroke-width", "stroke-dasharray"},
    "path": {"d", "stroke-width", "stroke-dasharray"},
    "circle": {"cx", "cy", "r", "stroke-width", "stroke-dasharray"},
    "ellipse": {"cx", "cy", "rx", "ry", "stroke-width", "stroke-dasharray"},
    "rect": {"x", "y", "width", "height", "rx", "stroke-width", "stroke-dasharray"},
}
# Thinner lines are lost at 40 px.
THINNEST = 1.0
ROOT = {
    "viewBox": f"0 0 {SIDE} {SIDE}",
    "stroke-width": "2.5",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}
# Five fills and one tone of skin; the plate under a picture is its paper, lighter or darker.
STYLE = (
    ".i{fill:#1e2b33}.a{fill:#0e6655}.s{fill:#e0f1eb}.y{fill:#f2b544}.p{fill:#fffbf4}"
    ".k{fill:#b97f55}.Hs{fill:#8fa6a0}.Li,.La,.Ls,.Ly,.Lp,.Lk{fill:none}.Li{stroke:#1e2b33}"
    ".La{stroke:#0e6655}.Ls{stroke:#e0f1eb}.Ly{stroke:#f2b544}.Lp{stroke:#fffbf4}"
    ".Lk{stroke:#b97f55}.Ip{stroke:#fffbf4}.Pi{fill:#1e2b33}.Pa{fill:#0e6655}.Py{fill:#f2b544}"
)
SHEET_STYLE = STYLE + "@media(prefers-color-scheme:dark){.p{fill:#ede6da}.Lp,.Ip{stroke:#ede6da}}"


def read_drawing(path: Path) -> str:
    """The shapes of an SVG file as text, without its frame and its style.

    Raises
    ------
    xml.etree.ElementTree.ParseError
        It is no XML.
    """
    root = ElementTree.parse(path).getroot()  # noqa: S314 - our own file, never a visitor's
    return "".join(_text(part) for part in root if part.tag != f"{SVG}style")


def drawing_faults(path: Path) -> list[Problem]:
    """Find what makes a drawing unlike the others: frame, parts, colours, weight."""
    try:
        root = ElementTree.parse(path).getroot()  # noqa: S314 - our own file, never a visitor's
    except (ElementTree.ParseError, OSError) as error:
        return [_fault(path, f"ce n’est pas un dessin SVG ({error})", "enregistrez-le en SVG")]
    return [_fault(path, cause, remedy) for cause, remedy in _faults(root, path.stem)]


def _fault(path: Path, cause: str, remedy: str) -> Problem:
    return Problem("drawing", f"pictures/{path.name}", cause, remedy)


def _faults(root: Element, name: str) -> Iterator[tuple[str, str]]:
    for attribute, value in ROOT.items():
        if root.get(attribute) != value:
            yield f"« {attribute} » n’est pas « {value} »", "reprenez l’en-tête d’une autre image"
    weight = sum(len(_text(part)) for part in root if part.tag != f"{SVG}style")
    most = HEAVIER.get(name, WEIGHT)
    if weight > most:
        yield f"le dessin pèse {weight} octets, plus de {most}", "simplifiez-le"
    for part in root:
        if part.tag == f"{SVG}style":
            if (part.text or "").strip() != STYLE:
                yield "le style n’est pas celui du livre", "reprenez celui d’une autre image"
        else:
            yield from _part_faults(part)


def _part_faults(part: Element, coloured: bool = False) -> Iterator[tuple[str, str]]:
    tag = part.tag.removeprefix(SVG)
    if tag not in PARTS:
        yield f"« {tag} » n’est pas permis", f"gardez\u00a0: {', '.join(PARTS)}"
        return
    for attribute in sorted(set(part.keys()) - PARTS[tag] - {"class"}):
        yield f"« {attribute} » n’est pas permis sur « {tag} »", "retirez-le"
    classes = set(part.get("class", "").split())
    coloured = coloured or bool(classes & CLASSES)
    if not coloured and tag != "g":
        yield (
            f"« {tag} » n’a pas de couleur du livre",
            f"prenez\u00a0: {', '.join(sorted(CLASSES))}",
        )
    for other in sorted(classes - CLASSES):
        yield f"la classe « {other} » n’existe pas", f"prenez\u00a0: {', '.join(sorted(CLASSES))}"
    if float(part.get("stroke-width", SIDE)) < THINNEST:
        yield "un trait est trop fin", f"{THINNEST} au moins"
    yield from _outside(part)
    for inner in part:
        yield from _part_faults(inner, coloured)


def _outside(part: Element) -> Iterator[tuple[str, str]]:
    centre = [float(part.get(name, 0)) for name in ("cx", "cy", "x", "y")]
    ends = [float(part.get("x", 0)) + float(part.get("width", 0))]
    ends.append(float(part.get("y", 0)) + float(part.get("height", 0)))
    if not all(0 <= place <= SIDE for place in (*centre, *ends)):
        yield "une forme sort du carré", f"restez entre 0 et {SIDE}"


def _text(part: Element) -> str:
    tag = part.tag.removeprefix(SVG)
    written = "".join(f' {name}="{value}"' for name, value in part.items())
    inside = "".join(_text(inner) for inner in part)
    return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"
