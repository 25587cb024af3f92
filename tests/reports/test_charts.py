"""Charts: well-formed, readable without colour, nothing on top of anything."""

import re
from decimal import Decimal
from xml.etree import ElementTree

from backend.domain.standing import Standing
from reports import charts
from reports.charts import Bar

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[tuple[str, float, float]]:
    root = ElementTree.fromstring(svg)
    return [(t.text or "", float(t.attrib["x"]), float(t.attrib["y"])) for t in root.iter(f"{SVG}text")]


def test_every_class_is_named_however_thin_its_part_is() -> None:
    counts = {Standing.AHEAD: 0, Standing.ON_TRACK: 298, Standing.BEHIND: 1, Standing.STALLED: 1}
    words = [t for t, _, _ in texts(charts.standings(counts))]
    assert "超前0个，0.0%" in words
    assert "滞后1个，0.3%" in words
    assert {"▲", "●", "◆", "■"} <= set(words)


def test_an_empty_month_draws_an_empty_bar() -> None:
    assert "正常0个，—" in charts.standings(dict.fromkeys(Standing, 0))


def test_values_stand_in_a_column_right_of_the_plans_line() -> None:
    svg = charts.bars([Bar("县水利局", Decimal("0.864")), Bar("县住建局", Decimal("1.31"))], Decimal("0.833"))
    root = ElementTree.fromstring(svg)
    line = next(x for x in root.iter(f"{SVG}line") if "stroke-dasharray" in x.attrib)
    values = [x for t, x, y in texts(svg) if t in {"86.4%", "131.0%"}]
    assert set(values) == {float(charts.WIDTH)}
    ends = [
        float(r.attrib["x"]) + float(r.attrib["width"]) for r in root.iter(f"{SVG}rect") if float(r.attrib["x"]) == charts.NAMES
    ]  # fmt: skip
    assert max(float(line.attrib["x1"]), *ends) <= charts.WIDTH - charts.VALUES


def test_who_is_short_of_the_plan_is_lighter_and_has_a_bold_figure() -> None:
    svg = charts.bars([Bar("甲", Decimal("0.9")), Bar("乙", Decimal("0.5"), reached=False)], Decimal("0.833"))
    assert svg.count(f'fill="{charts.SHORT}"') == 2  # the bar and its key
    assert re.search('font-weight="700">50.0%<', svg)


def test_the_plans_name_stands_below_the_axis() -> None:
    found = texts(charts.bars([Bar("甲", Decimal("0.5"))], Decimal("0.833")))
    axis = max(y for t, _, y in found if t in {"0%", "100%"})
    assert next(y for t, _, y in found if t.startswith("序时进度")) > axis


def test_names_are_escaped_and_cut_to_their_room() -> None:
    svg = charts.bars([Bar("<b>&某某某某某某某某某某某某某某", Decimal("0.5"))], None)
    assert "<b>" not in svg
    assert any(t.endswith("…") for t, _, _ in texts(svg))


def test_no_style_sheet_and_a_text_for_those_who_cannot_see() -> None:
    svg = charts.standings({Standing.AHEAD: 2})
    assert not re.search(r"\b(class|style)=", svg)
    assert 'role="img"' in svg
    assert 'aria-label="超前2个、正常0个、滞后0个、无进展0个"' in svg
