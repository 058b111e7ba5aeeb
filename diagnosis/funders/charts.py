"""Charts of slides: native ones, that a team can change, with n and the interval in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.csv_cells import as_text

if TYPE_CHECKING:
    from pptx.slide import Slide

ACCENT, INK, LINE = "0E6655", "1E2B33", "D8D0C4"
# Points: read from the back of a meeting room.
LABEL = 16


@dataclass(frozen=True)
class Bar:
    """A bar: what it is called, its value, and its interval where it has one."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None


def add_chart(slide: Slide, bars: Sequence[Bar], frame: Sequence[Any], said: str) -> None:
    """Draw bars from the top down, with their intervals.

    Parameters
    ----------
    slide : where.
    bars : from the top.
    frame : left, top, width and height.
    said : what the chart shows, for who hears it.
    """
    # Read when it is needed: most pages are never written in.
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    shown = list(reversed(bars))
    data = CategoryChartData()
    # A spreadsheet is inside each chart: a label must not become a formula there.
    data.categories = [as_text(bar.label) for bar in shown]
    data.add_series("Valeur", [bar.value for bar in shown])
    drawn = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *frame, data)
    drawn.name = "Graphique"
    drawn._element.nvGraphicFramePr.cNvPr.set("descr", said)
    _quiet(drawn.chart, max((bar.high or bar.value for bar in bars), default=1))
    if any(bar.low is not None for bar in bars):
        _intervals(drawn.chart, shown)


def _quiet(chart: Any, most: float) -> None:
    """One colour, no legend, no grid: each bar's number is in its label."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_TICK_LABEL_POSITION
    from pptx.util import Pt

    chart.has_legend, chart.has_title = False, False
    chart.font.size, chart.font.color.rgb = Pt(LABEL), RGBColor.from_string(INK)
    plot = chart.plots[0]
    plot.gap_width = 60
    fill = plot.series[0].format.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor.from_string(ACCENT)
    value, category = chart.value_axis, chart.category_axis
    value.minimum_scale, value.maximum_scale = 0, most * 1.05
    value.has_major_gridlines, value.visible = False, False
    value.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    category.format.line.color.rgb = RGBColor.from_string(LINE)
    category.has_major_gridlines = False


def _intervals(chart: Any, bars: Sequence[Bar]) -> None:
    """Add the intervals as error bars (ECMA-376, part 1, 21.2.2.55), which the library has not."""
    from pptx.oxml import parse_xml

    sides = {
        "plus": [(bar.high or bar.value) - bar.value for bar in bars],
        "minus": [bar.value - (bar.value if bar.low is None else bar.low) for bar in bars],
    }
    written = "".join(f"<c:{side}>{_numbers(values)}</c:{side}>" for side, values in sides.items())
    spaces = (
        'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    bars_xml = parse_xml(
        f'<c:errBars {spaces}><c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="0"/>{written}<c:spPr><a:ln w="28575"><a:solidFill>'
        f'<a:srgbClr val="{INK}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    series = chart.plots[0].series[0]._element
    series.find("{*}cat").addprevious(bars_xml)


def _numbers(values: Sequence[float]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{v:.6g}</c:v></c:pt>' for at, v in enumerate(values))
    return f'<c:numLit><c:ptCount val="{len(values)}"/>{points}</c:numLit>'
