"""Charts that Excel draws itself and the reader can edit."""

from dataclasses import dataclass
from typing import Any

from openpyxl.chart import BarChart as NativeBars
from openpyxl.chart import Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties


@dataclass(frozen=True, slots=True)
class BarChart:
    """Lying bars of one percent column, first row on top. Rows and columns count from 1; `marked` are rows in red."""

    title: str
    anchor: str
    names: int
    values: int
    first: int
    last: int
    marked: tuple[int, ...] = ()


def native(page: Any, chart: BarChart) -> Any:
    made: Any = NativeBars()  # the stubs call optional what the constructor has filled
    made.type, made.gapWidth, made.legend = "bar", 45, None
    made.title, made.style = chart.title, 10
    made.width, made.height = 17, max(6.0, 1.6 + 0.62 * (chart.last - chart.first + 1))
    made.add_data(Reference(page, min_col=chart.values, min_row=chart.first, max_row=chart.last))
    made.set_categories(Reference(page, min_col=chart.names, min_row=chart.first, max_row=chart.last))
    made.x_axis.delete = made.y_axis.delete = False
    made.x_axis.scaling.orientation = "maxMin"
    made.y_axis.scaling.min, made.y_axis.number_format = 0, "0%"
    made.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E3E8EE"))
    made.x_axis.txPr = made.y_axis.txPr = lettering(900)
    made.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=characters(1200))
    colour(made, chart)
    return made


def colour(made: Any, chart: BarChart) -> None:
    series = made.series[0]
    series.graphicalProperties.solidFill = "3A6EA5"
    for row in chart.marked:
        point = DataPoint(idx=row - chart.first)
        point.graphicalProperties.solidFill = "B3261E"
        series.dPt.append(point)
    labels = DataLabelList()
    labels.showVal, labels.numFmt = True, "0.0%"
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    labels.txPr = lettering(900)
    series.dLbls = labels


def characters(size: int) -> CharacterProperties:
    return CharacterProperties(sz=size, ea=Font(typeface="宋体"), latin=Font(typeface="宋体"))


def lettering(size: int) -> RichText:
    return RichText(
        p=[Paragraph(pPr=ParagraphProperties(defRPr=characters(size)), endParaRPr=characters(size))]
    )
