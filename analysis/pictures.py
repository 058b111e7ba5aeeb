"""The figures of a report as pages show them: the finding taken out, a static drawing, the data."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import plotly.graph_objects as go
from markupsafe import Markup

from .figures import FIGURES, figure, svg
from .french import typography
from .model import Report

READINGS = {
    "needs": (
        "Deux besoins dont les traits se recouvrent ne peuvent pas être classés l'un avant l'autre."
    ),
    "axes": (
        "Deux réponses proches sont souvent données par les mêmes familles ; au centre, celles de "
        "tout le monde. Les losanges sont les profils, quand il y en a."
    ),
    "profiles": (
        "Sous chaque profil, les réponses que ses familles donnent plus souvent que les autres."
    ),
    "crossing": (
        "Seuls les besoins qui distinguent un profil y sont, au-delà du hasard ; une case vide ne "
        "dit pas que le profil ressemble aux autres."
    ),
    "map": "Le nombre écrit à côté d'une zone est la part de ses familles qui nomment ce besoin.",
    "themes": (
        "Une flèche montre de combien de places un thème a monté ou descendu depuis l'enquête."
    ),
    "programme": (
        "Chaque séance s'ajoute aux précédentes : le point avance tant que de nouvelles familles "
        "trouvent une réponse."
    ),
}
# What one explores on screen: our script draws over the static picture.
EXPLORED = ("axes", "map")
# Pixels of a picture at its own size: a phone shows a row of marks as it is, a plane smaller.
WIDTHS = {"axes": 540, "map": 500}
WIDTH = 400


@dataclass(frozen=True)
class Picture:
    """A figure: its finding, what its marks are, a static drawing, and the data to explore."""

    key: str
    finding: str
    reading: str
    svg: Markup
    data: Markup = Markup("")


def pictures(report: Report, need: str | None) -> dict[str, Picture]:
    """The figures of a report, with ``need`` on the map."""
    return {key: picture(report, need, key) for key in FIGURES}


def standing_alone(report: Report, need: str | None, key: str, source: str) -> str:
    """One figure as a file of its own: the finding above it, where it comes from below.

    Raises
    ------
    KeyError
        The report has no such figure.
    """
    drawn = figure(report, key, need=need, source=source)
    return svg(drawn, width=WIDTHS.get(key, WIDTH), name=key)


def picture(report: Report, need: str | None, key: str) -> Picture:
    """One of the pictures of a report.

    Raises
    ------
    KeyError
        The report has no such figure.
    """
    return _picture(key, figure(report, key, need=need))


def _picture(key: str, drawn: go.Figure) -> Picture:
    lines = html.unescape(re.sub(r"<br>", " ", drawn.layout.title.text))
    finding = typography(re.sub(r"</?b>", "", lines))
    flat = svg(drawn, width=WIDTHS.get(key, WIDTH), name=key, title=False)
    return Picture(
        key,
        finding,
        typography(READINGS[key]),
        Markup(flat),  # noqa: S704 - labels are escaped where they are drawn
        _data(drawn) if key in EXPLORED else Markup(""),
    )


def _data(drawn: go.Figure) -> Markup:
    spared = drawn.layout.margin.t - 8
    drawn.update_layout(title=None, margin_t=8, height=drawn.layout.height - spared)
    return Markup(drawn.to_json().replace("<", "\\u003c"))  # noqa: S704 - "<" is escaped
