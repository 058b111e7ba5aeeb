"""Page 1: the finding, what matters, one picture, how sure, what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING

from analysis import publishing as told
from analysis.french import number, typography
from diagnosis.planners.dossier.drawing import Line, rows_drawing
from diagnosis.planners.dossier.model import Picture, Point, Row, Step, Summary, Table
from diagnosis.planners.dossier.wording import families, part, sentences, title

if TYPE_CHECKING:
    from analysis.model import Need, Report

# Needs that page 1 draws: as many as its sentences leave room for, in pixels.
FEW_NEEDS, MOST_NEEDS, ROOM, NEED = 4, 8, 505, 33
# Letters and pixels of a line of the finding, of one that is long, and of the sentences.
FINDING, LONG, SENTENCE, SHORT = (35, 35), (48, 29), (72, 21), 120
# Of the limits of the method, those that come first: no drawing of lots, what intervals say.
MOST_LIMITS = 2
Said = Mapping[str, Sequence[str]]


def summary_page(report: Report, said: Said, awaited: int) -> Summary:
    """Make page 1; ``awaited`` families must come before the next state."""
    finding = title(report.needs.order.sentence or report.findings[0])
    points = tuple(_points(report, said))
    domains = report.needs.domains[: _room(finding, points)]
    return Summary(
        finding=finding,
        points=points,
        drawn=tuple(domains),
        picture=_picture(domains, finding),
        needs=_needs(domains, len(report.needs.domains)),
        sure=sentences(_sure(report, said)),
        steps=tuple(_steps(report, awaited)),
    )


def _room(finding: str, points: Sequence[Point]) -> int:
    """Say how many needs can be drawn under these sentences.

    >>> _room("Un besoin", [Point("", "Une phrase", "needs", 2)] * 4), _room("x" * 300, [])
    (8, 8)
    >>> _room("x" * 100, [Point("", "x" * 210, "needs", 2)] * 4)
    4
    """
    texts = [(finding, LONG if len(finding) > SHORT else FINDING)]
    texts += [(point.sentence, SENTENCE) for point in points]
    taken = sum(high * ceil(len(text) / letters) for text, (letters, high) in texts)
    return max(FEW_NEEDS, min(MOST_NEEDS, (ROOM - taken) // NEED))


def _needs(domains: Sequence[Need], total: int) -> Table:
    rows = tuple(
        Row(typography(d.label), (part(d.cell, whole=True), families(d.cell))) for d in domains
    )
    more = total - len(rows)
    return Table(
        "Besoins, par part annoncée décroissante",
        ("Besoin", "Part [intervalle]", "Familles"),
        rows,
        f"… et {number(more)} {'autres besoins' if more > 1 else 'autre'}, page 2"
        if more > 0
        else "",
    )


def _picture(domains: Sequence[Need], finding: str) -> Picture:
    lines = [
        Line(typography(d.label), told.part(d.cell, True), told.families(d.cell), d.cell)
        for d in domains
    ]
    reading = (
        "Point : part des familles qui nomment ce besoin. Trait : intervalle à 95 %. Deux besoins "
        "dont les traits se recouvrent ne peuvent pas être classés l’un devant l’autre."
    )
    return Picture(rows_drawing(lines, f"{finding}. Les nombres sont page 2."), typography(reading))


def _points(report: Report, said: Said) -> Iterator[Point]:
    """Four sentences at most: needs, a gap between groups or zones, themes, programme."""
    order = typography(report.needs.order.sentence)
    rest = [text for text in said.get("needs", ()) if typography(text).rstrip(".") != order]
    gaps = [*said.get("gaps", ()), *said.get("support", ())]
    places = said.get("maps") or [report.maps.message]
    parts = (
        ("Les besoins", rest[-1:], "needs", 2),
        ("Les écarts", gaps[:1], "who", 2) if gaps else ("Les zones", places, "where", 3),
        ("Les thèmes", said.get("themes") or [report.themes.message], "themes", 4),
        ("Le programme", said.get("programme") or [report.programme.message], "programme", 4),
    )
    for topic, texts, section, page in parts:
        sentence = typography(" ".join(text for text in texts if text))
        if sentence:
            yield Point(topic, sentence, section, page)


def _sure(report: Report, said: Said) -> Iterator[str]:
    yield from said.get("participation", ())
    yield from report.method.limits[:MOST_LIMITS]


def _steps(report: Report, awaited: int) -> Iterator[Step]:
    """What is open: families awaited, themes that nobody voted on, the programme."""
    if awaited:
        word = "famille" if awaited == 1 else "familles"
        told = f"Recueillir encore {number(awaited)} {word} : un nouvel état sera publié."
        yield Step(typography(told))
    put = [theme for theme in report.themes.items if theme.decided.put]
    if report.themes.items and not put:
        yield Step(typography("Mettre les thèmes au vote : aucun ne l'a encore été."), "themes", 4)
    elif put:
        word = "thèmes ont été mis" if len(put) > 1 else "thème a été mis"
        told = f"Lire ce que les votes changent : {len(put)} {word} au vote."
        yield Step(typography(told), "themes", 4)
    many = len(report.programme.sessions)
    if many:
        word = "séance" if many == 1 else "séances"
        told = (
            f"Discuter avec les familles le programme proposé ({many} {word}) : un point de "
            "départ, pas une décision."
        )
        yield Step(typography(told), "programme", 4)
