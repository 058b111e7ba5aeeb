"""The dossier as slides (PPTX): eight calm ones, large type, one thing each."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.french import number, percent, typography
from diagnosis.activity import COUNTER_LABELS, DECISION_LABELS, LEAST
from diagnosis.funders import wording
from diagnosis.funders.charts import ACCENT, INK, Bar, add_chart
from diagnosis.funders.missing import missing_of
from diagnosis.funders.model import Dossier, NeedTold, ThemeYear
from diagnosis.funders.tables import first_needs, theme_name
from diagnosis.funders.wording import hours, plain, plural
from diagnosis.languages import long_day
from diagnosis.model.workshops import ADULTS, CHILDREN

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

FONT, SUN, SOFT = "Arial", "F2B544", "E0F1EB"
# Inches of a wide slide, and points.
WIDE, HIGH, EDGE, TOP = 13.333, 7.5, 0.8, 1.9
TITLE, TEXT, SMALL, FIGURE = 34, 22, 14, 48
MOST_BARS, MOST_LINES, MOST_REASONS, LONGEST = 6, 4, 3, 150
TITLE_ONLY = 5


def slides(dossier: Dossier) -> bytes:
    """Write the slides."""
    # Read when it is needed: most pages are never written in.
    from pptx import Presentation as new_presentation
    from pptx.util import Inches

    shown = new_presentation()
    shown.slide_width, shown.slide_height = Inches(WIDE), Inches(HIGH)
    core = shown.core_properties
    core.title, core.author, core.language = _title(dossier), "Diagnosis", "fr-FR"
    for add in (_cover, _brief, _needs, _tried, _came, _useful, _decided, _back):
        add(shown, dossier)
    body = io.BytesIO()
    shown.save(body)
    return body.getvalue()


def _title(dossier: Dossier) -> str:
    return f"{dossier.scope[0].upper()}{dossier.scope[1:]}, {dossier.year}"


def _cover(shown: Presentation, dossier: Dossier) -> None:
    slide = _slide(shown, dossier, _title(dossier))
    lines = [
        "Ce qui a été essayé avec les familles, et ce qu’elles en disent.",
        f"Fait le {long_day(dossier.made)}",
        *map(wording.source, dossier.sources[:MOST_LINES]),
    ]
    _texts(slide, lines)


def _brief(shown: Presentation, dossier: Dossier) -> None:
    sums = dossier.sums
    if dossier.is_empty:
        _texts(
            _slide(shown, dossier, f"Rien n’est noté en {dossier.year}"), missing_of(dossier)[:1]
        )
        return
    slide = _slide(shown, dossier, "L’année en bref")
    figures = (
        (number(sums.held), f"séances tenues sur {sums.planned} prévues"),
        (hours(sums.minutes), f"d’ouverture ({sums.timed} séances aux horaires connus)"),
        (number(sums.families), "présences de familles"),
        (wording.mean_families(sums), "familles par séance, en moyenne"),
    )
    for at, (figure, words) in enumerate(figures):
        _figure(slide, at, figure, words)
    _foot(slide, wording.PRESENCES)


def _needs(shown: Presentation, dossier: Dossier) -> None:
    several = len({one.source.name for one in dossier.needs}) > 1
    first = first_needs(dossier, MOST_BARS)
    bars = [
        Bar(f"{_need_name(one, several)}\n{_interval(one)}", one.cell.share, one.cell.low,
            one.cell.high)
        for one in first
    ]  # fmt: skip
    slide = _slide(shown, dossier, "Ce que les familles demandent")
    _chart(slide, bars, "Pas encore d’état publié : aucun besoin n’est chiffré.")
    sources = {wording.source(one.source): None for one in first}
    _foot(slide, " ".join([wording.ROUNDED, *sources]))


def _need_name(one: NeedTold, several: bool) -> str:
    return f"{one.label} ({one.source.site})" if several else one.label


def _interval(one: NeedTold) -> str:
    cell = one.cell
    many = f"environ {number(cell.n)}" if cell.n else "moins de 5"
    bounds = f"entre {percent(cell.low, cell.N)} et {percent(cell.high, cell.N)}"
    return f"{many} sur {number(cell.N)}, {bounds}"


def _tried(shown: Presentation, dossier: Dossier) -> None:
    held = [one for one in dossier.themes if one.sums.held]
    order = sorted(held, key=lambda one: -one.sums.families)
    bars = [Bar(f"{_theme(one, dossier)}\n{_held(one)}", one.sums.families) for one in order]
    title = f"{plural(len(held), 'thème essayé', 'thèmes essayés')}, en présences de familles"
    slide = _slide(shown, dossier, title)
    _chart(slide, bars[:MOST_BARS], "Aucune séance n’est notée comme tenue.")
    more = f" Et {len(bars) - MOST_BARS} autres, dans le tableau." * (len(bars) > MOST_BARS)
    _foot(slide, wording.PRESENCES + more)


def _theme(one: ThemeYear, dossier: Dossier) -> str:
    return theme_name(one, len(dossier.apart) > 1)


def _held(one: ThemeYear) -> str:
    held = plural(one.sums.held, "séance", "séances")
    return f"{plural(one.sums.families, 'présence', 'présences')}, {held}"


def _came(shown: Presentation, dossier: Dossier) -> None:
    sums = dossier.sums
    found = [(COUNTER_LABELS[name], sums.count(name)) for name in (*ADULTS, *CHILDREN)]
    bars = [
        Bar(f"{label}\n{wording.counted(count, sums.held)}", count.total)
        for label, count in found
        if count.sessions
    ]
    slide = _slide(shown, dossier, "Qui est venu, en présences")
    _chart(slide, bars, "Personne n’a compté les adultes ni les enfants.")
    _foot(slide, wording.PRESENCES)


def _useful(shown: Presentation, dossier: Dossier) -> None:
    found = [(one, one.sums.usefulness) for one in dossier.themes]
    asked = [(one, u) for one, u in found if u is not None and u.faces >= LEAST]
    order = sorted(asked, key=lambda pair: -pair[1].faces)[:MOST_BARS]
    bars = [
        Bar(f"{_theme(one, dossier)}\n{wording.useful(u)}", u.happy / u.faces, u.low, u.high)
        for one, u in order
    ]
    slide = _slide(shown, dossier, "Utile ? Les visages montrés en partant")
    _chart(slide, bars, "Trop peu de visages pour en dire quelque chose.")
    _foot(slide, "Barre : part de visages contents. Trait : intervalle à 95 %.")


def _decided(shown: Presentation, dossier: Dossier) -> None:
    slide = _slide(shown, dossier, "Garder, adapter, arrêter")
    if not dossier.decided:
        _texts(slide, ["Aucune décision n’est notée pour cette année."])
        return
    many = Counter(one.workshop.decision for one in dossier.decided)
    for at, (name, label) in enumerate(DECISION_LABELS.items()):
        left = EDGE + at * (WIDE - 2 * EDGE) / 3
        _box(slide, left, TOP - 0.2, 3.6, 0.95, [number(many[name])], FIGURE, ACCENT, bold=True)
        _box(slide, left, TOP + 0.65, 3.6, 0.6, [label], TEXT)
    _texts(slide, _reasons(dossier), TOP + 1.5)
    many_decided = plural(len(dossier.decided), "atelier décidé", "ateliers décidés")
    _foot(slide, f"{many_decided} ; toutes les raisons sont dans le tableau.")


def _reasons(dossier: Dossier) -> list[str]:
    """Reasons, those that change something first, then the last ones."""
    order = list(reversed(DECISION_LABELS))
    told = [one for one in reversed(dossier.decided) if one.workshop.reason]
    return [
        f"{DECISION_LABELS[one.workshop.decision]} « {one.theme} » : {plain(one.workshop.reason)}"
        for one in sorted(told, key=lambda one: order.index(one.workshop.decision))
    ][:MOST_REASONS]


def _back(shown: Presentation, dossier: Dossier) -> None:
    slide = _slide(shown, dossier, "Vous avez dit, nous avons fait")
    lines = [f"{one.need}\u00a0: {one.text}" for one in dossier.back[:MOST_LINES]]
    _texts(slide, lines or ["Rien n’a encore été restitué aux familles cette année."])
    left = len(missing_of(dossier))
    _foot(slide, f"{plural(left, 'point reste', 'points restent')} à compléter dans le dossier.")


def _slide(shown: Presentation, dossier: Dossier, title: str) -> Slide:
    """A slide with its title, and the mark of invented data where they are."""
    from pptx.dml.color import RGBColor
    from pptx.util import Inches, Pt

    slide = shown.slides.add_slide(shown.slide_layouts[TITLE_ONLY])
    head = slide.shapes.title
    head.left, head.top = Inches(EDGE), Inches(0.65)
    head.width, head.height = Inches(WIDE - 2 * EDGE), Inches(1)
    frame = head.text_frame
    frame.text, frame.word_wrap = typography(title), True
    paragraph = frame.paragraphs[0]
    _left(paragraph)
    paragraph.font.size, paragraph.font.bold, paragraph.font.name = Pt(TITLE), True, FONT
    paragraph.font.color.rgb = RGBColor.from_string(ACCENT)
    if dossier.fictitious:
        _band(slide)
    return slide


def _band(slide: Slide) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Inches

    band = _box(slide, 0, 0, WIDE, 0.4, [wording.FICTITIOUS], SMALL, centre=True)
    band.fill.solid()
    band.fill.fore_color.rgb = RGBColor.from_string(SUN)
    band.width = Inches(WIDE)


def _chart(slide: Slide, bars: Sequence[Bar], otherwise: str) -> None:
    """The chart, or the sentence that says why there is none."""
    from pptx.util import Inches

    if not bars:
        _texts(slide, [otherwise])
        return
    frame = [Inches(part) for part in (EDGE, TOP - 0.1, WIDE - 2 * EDGE, HIGH - TOP - 0.9)]
    said = " ; ".join(bar.label.replace("\n", " : ") for bar in bars)
    add_chart(slide, bars, frame, typography(said))


def _figure(slide: Slide, at: int, figure: str, words: str) -> None:
    left = EDGE + (at % 2) * (WIDE - 2 * EDGE) / 2
    top = TOP + (at // 2) * 2.3
    _box(slide, left, top, 5.6, 0.95, [figure], FIGURE, ACCENT, bold=True)
    _box(slide, left, top + 0.95, 5.6, 0.9, [words], TEXT)


def _texts(slide: Slide, lines: Sequence[str], top: float = TOP) -> None:
    shown = [
        line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]}…" for line in lines
    ]
    _box(slide, EDGE, top, WIDE - 2 * EDGE, HIGH - top - 1, shown, TEXT)


def _foot(slide: Slide, text: str) -> None:
    _box(slide, EDGE, HIGH - 0.85, WIDE - 2 * EDGE, 0.6, [text], SMALL)


def _box(
    slide: Slide,
    left: float,
    top: float,
    wide: float,
    high: float,
    lines: Sequence[str],
    size: int,
    colour: str = INK,
    bold: bool = False,
    centre: bool = False,
) -> Any:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches, Pt

    box = slide.shapes.add_textbox(*map(Inches, (left, top, wide, high)))
    frame = box.text_frame
    frame.word_wrap = True
    for at, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.text = typography(line)
        paragraph.space_after = Pt(size / 2)
        paragraph.font.size, paragraph.font.bold, paragraph.font.name = Pt(size), bold, FONT
        paragraph.font.color.rgb = RGBColor.from_string(colour)
        if centre:
            paragraph.alignment = PP_ALIGN.CENTER
    return box


def _left(paragraph: Any) -> None:
    from pptx.enum.text import PP_ALIGN

    paragraph.alignment = PP_ALIGN.LEFT
