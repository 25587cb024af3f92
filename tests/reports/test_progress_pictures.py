"""The progress line and the S-curve drawn: nothing on top of anything, readable without colour and on a phone."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from time import perf_counter
from xml.etree import ElementTree

import pytest
from PIL import Image

from backend.domain.backward import schedule
from backend.domain.plan import Link, Plan, Step
from backend.domain.progress_line import Point, as_planned, progress_line
from backend.domain.workdays import Workdays
from reports.charts import WIDTH
from reports.fonts import Fonts
from reports.framed import INNER, Title
from reports.progress_line import (
    DONE,
    LATE,
    MOST_ROWS,
    NAMES,
    STANDS,
    LineChart,
    progress_line_png,
    progress_line_svg,
    time_axis,
)
from reports.progress_phrases import BEHIND
from reports.s_curve import VALUES, CurveChart, Panel, s_curve_png, s_curve_svg
from reports.table import breadth
from reports.time_axis import TimeAxis

SVG = "{http://www.w3.org/2000/svg}"
WORK = Workdays()
DAY = date(2026, 11, 25)
TITLE = Title("清溪县人民医院迁建项目", DAY, (BEHIND, "预计完工晚12天"), "计划第2版，目标2027年12月31日")
LONG = "110千伏清溪变电站至厂区10千伏双回路外线迁改工程及配套电力管廊"


def chart(count: int = 20) -> LineChart:
    """A chain of steps of 6 days, a milestone each fifth, an event each seventh; done to two thirds of what is due."""
    start = DAY - timedelta(days=count * 4)
    steps = [
        Step(
            str(k),
            LONG if k == 2 else f"第{k + 1}标段路基路面",
            0 if k % 7 == 6 else 6,
            (Link(str(k - 1)),) if k else (),
            milestone=k % 5 == 0,
        )
        for k in range(count)
    ]
    plan = Plan(start, DAY + timedelta(days=count * 5), tuple(steps))
    planned = schedule(plan, WORK)
    done = [row for row in planned.steps if row.early_finish < DAY - timedelta(days=count)]
    told = {row.step.id: replace(row.step, actual_finish=row.early_finish) for row in done}
    if len(done) < count:
        told[str(len(done))] = replace(steps[len(done)], actual_start=DAY - timedelta(days=3))
    now = replace(plan, steps=tuple(told.get(step.id, step) for step in steps))
    current = schedule(now, WORK, DAY)
    return LineChart(TITLE, progress_line(schedule(as_planned(plan), WORK), current, WORK, DAY))


def texts(svg: str) -> list[tuple[str, float, float, float, str]]:
    """(words, x, y, size, anchor) of every text, where groups have moved it."""
    found: list[tuple[str, float, float, float, str]] = []

    def walk(node: ElementTree.Element, dx: float, dy: float) -> None:
        if move := re.match(r"translate\(([-\d.]+),([-\d.]+)\)", node.attrib.get("transform", "")):
            dx, dy = dx + float(move[1]), dy + float(move[2])
        if node.tag == f"{SVG}text":
            a = node.attrib
            found.append(
                (
                    node.text or "",
                    float(a["x"]) + dx,
                    float(a["y"]) + dy,
                    float(a["font-size"]),
                    a["text-anchor"],
                )
            )
        for child in node:
            walk(child, dx, dy)

    walk(ElementTree.fromstring(svg), 0, 0)
    return found


def overlapping(svg: str) -> list[tuple[str, str]]:
    boxes = []
    for words, x, y, size, anchor in texts(svg):
        wide = breadth(words) * size / 2
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        boxes.append((words, left, left + wide, y - size * 0.8, y + size * 0.12))
    return [
        (a[0], b[0])
        for n, a in enumerate(boxes)
        for b in boxes[n + 1 :]
        if a[1] < b[2] and b[1] < a[2] and a[3] < b[4] and b[3] < a[4]
    ]


def bend(svg: str) -> list[tuple[float, float]]:
    """Corners of the progress line itself: the last polyline on the drawing with its width."""
    root = ElementTree.fromstring(svg)
    lines = [p for p in root.iter(f"{SVG}polyline") if p.attrib["stroke-width"] == "2.6"]
    return [(float(x), float(y)) for x, y in (c.split(",") for c in lines[0].attrib["points"].split())]


@pytest.mark.parametrize("count", [1, 5, 20, 60])
def test_the_line_goes_from_the_status_date_through_every_step_and_back(count: int) -> None:
    found = chart(count)
    corners = bend(progress_line_svg(found))
    axis = time_axis(found.points, DAY)

    assert [x for x, _ in corners] == [axis.x(DAY), *(axis.x(p.stands_at) for p in found.points), axis.x(DAY)]
    assert [y for _, y in corners] == sorted(y for _, y in corners)


@pytest.mark.parametrize("count", [1, 5, 20, 60])
def test_no_text_lies_on_another_and_none_is_too_small_for_a_phone(count: int) -> None:
    svg = progress_line_svg(chart(count))

    assert overlapping(svg) == []
    assert min(size for _, _, _, size, _ in texts(svg)) * 1080 / WIDTH >= 19
    assert all(
        0 <= x <= WIDTH and (anchor != "start" or x + breadth(words) * size / 2 <= WIDTH)
        for words, x, _, size, anchor in texts(svg)
    )


def test_bars_and_the_line_keep_out_of_names_and_words() -> None:
    svg = progress_line_svg(chart())
    root = ElementTree.fromstring(svg)
    bars = [
        r.attrib for r in root.iter(f"{SVG}rect") if r.attrib["fill"] in {"#C9D3DE", DONE, "url(#behind)"}
    ]
    drawn = [(float(b["x"]), float(b["x"]) + float(b["width"])) for b in bars if float(b["x"]) > NAMES]
    corners = [x for x, _ in bend(svg)]

    assert min(*corners, *(left for left, _ in drawn)) >= NAMES
    assert max(*corners, *(right for _, right in drawn)) <= INNER - STANDS


def test_what_is_behind_is_hatched_bold_and_told_in_days() -> None:
    found = chart()
    svg = progress_line_svg(found)
    behind = [p for p in found.points if p.days < 0]

    assert behind
    assert "url(#behind)" in svg
    for point in behind:
        assert re.search(rf'font-weight="700">滞后{-point.days}天<', svg)
    assert svg.count(f'r="4.5" fill="{LATE}"') == len(behind)


def test_long_names_end_in_an_ellipsis_and_are_escaped() -> None:
    found = chart(5)
    step = replace(found.points[0].step, name="<b>&某某某某某某某某某某某某")
    svg = progress_line_svg(replace(found, points=(replace(found.points[0], step=step), *found.points[1:])))

    assert "<b>" not in svg
    assert any(
        words.startswith("110千伏清溪") and words.endswith("…")
        for words, x, *_ in texts(svg)
        if x < NAMES + 20
    )


def test_provisional_dates_are_outlined_and_the_legend_says_so() -> None:
    found = chart(5)
    assert "日期暂定" not in progress_line_svg(found)
    marked = replace(found, points=(*found.points[:-1], replace(found.points[-1], provisional=True)))
    svg = progress_line_svg(marked)
    assert "日期暂定" in svg
    assert svg.count('stroke-dasharray="4 3"') == 2  # the bar and its key


def test_milestones_and_events_are_diamonds() -> None:
    svg = progress_line_svg(chart(20))
    assert svg.count("<polygon") == 6 + 1  # 0, 5, 6, 10, 13, 15 and the key


def test_of_a_very_long_plan_the_steps_that_are_off_come_first_and_the_rest_is_counted() -> None:
    svg = progress_line_svg(chart(200))
    assert len(bend(svg)) == MOST_ROWS + 2
    assert "另有140个未画" in svg
    behind = [p for p in chart(200).points if p.days < 0]
    assert all(f"滞后{-p.days}天" in svg for p in behind)


def test_a_plan_without_steps_is_said_to_have_none() -> None:
    assert "没有步骤" in progress_line_svg(LineChart(TITLE, ()))


def test_the_picture_is_told_in_words_too() -> None:
    svg = progress_line_svg(chart(5))
    label = re.search(r'role="img" aria-label="([^"]+)"', svg)
    assert label
    assert label[1].startswith("清溪县人民医院迁建项目前锋线，截至2026年11月25日，预计完工晚12天：")
    assert not re.search(r"\b(class|style)=", svg)
    straight = tuple(replace(p, days=0) for p in chart(5).points)
    assert "各步骤均在计划位置" in progress_line_svg(LineChart(TITLE, straight))


# --- the curve


def curves(money: bool = True, status: date = DAY) -> CurveChart:
    days = [date(2026, 3, 1) + timedelta(days=14 * n) for n in range(40)]
    planned = tuple((at, Decimal(min(n, 36)) / 36) for n, at in enumerate(days))
    done = (*((at, share * Decimal("0.8")) for at, share in planned if at < status), (status, Decimal("0.4")))
    latest = tuple((at, share**2) for at, share in planned)
    work = Panel(
        "形象进度",
        planned,
        done,
        Decimal("0.5"),
        Decimal("0.4"),
        latest,
        facts=("SPI 0.80", "落后38个工作日"),
    )
    wan = Panel(
        "完成投资（累计）",
        tuple((at, share * 86_000) for at, share in planned),
        tuple((at, share * 86_000) for at, share in done),
        Decimal(43_000),
        Decimal(34_400),
        in_wan=True,
    )
    return CurveChart(replace(TITLE, day=status), (work, wan) if money else (work,), "按步骤权重计算。")


def paths(svg: str, width: str) -> list[list[tuple[float, float]]]:
    root = ElementTree.fromstring(svg)
    found = [p for p in root.iter(f"{SVG}polyline") if p.attrib["stroke-width"] == width]
    return [
        [(float(x), float(y)) for x, y in (c.split(",") for c in p.attrib["points"].split())] for p in found
    ]


def test_what_is_done_stops_at_the_status_date_and_the_plan_runs_on() -> None:
    svg = s_curve_svg(curves())
    root = ElementTree.fromstring(svg)
    status = {
        float(n.attrib["x1"]) for n in root.iter(f"{SVG}line") if n.attrib.get("stroke-dasharray") == "5 4"
    }

    assert {done[-1][0] for done in paths(svg, "4.4")} == status
    assert all(planned[-1][0] > max(status) for planned in paths(svg, "2.4"))
    assert [len(paths(svg, width)) for width in ("4.4", "2.4", "1.6")] == [2, 2, 1]


@pytest.mark.parametrize("status", [date(2026, 3, 1), DAY, date(2027, 8, 29), date(2028, 8, 1)])
def test_values_stand_where_no_line_comes_and_nothing_lies_on_anything(status: date) -> None:
    svg = s_curve_svg(curves(status=status))

    assert overlapping(svg) == []
    right = max(x for width in ("4.4", "2.4", "1.6") for path in paths(svg, width) for x, _ in path)
    column = [x for words, x, *_ in texts(svg) if words in {"40.0%", "50.0%", "3.44亿元", "SPI 0.80"}]
    assert column
    assert right <= INNER - VALUES < min(column) - 16
    assert min(size for _, _, _, size, _ in texts(svg)) * 1080 / WIDTH >= 19


def test_curves_rise_from_nothing_to_the_whole_within_the_plot() -> None:
    for planned in paths(s_curve_svg(curves()), "2.4"):
        heights = [y for _, y in planned]
        assert heights == sorted(heights, reverse=True)
    whole = paths(s_curve_svg(curves(money=False)), "2.4")[0]
    assert round(whole[0][1] - whole[-1][1], 1) == 270


@pytest.mark.parametrize("most", [Decimal("0.5"), Decimal(7), Decimal(86_000), Decimal(1_776_300)])
def test_money_of_any_size_fits_its_scale(most: Decimal) -> None:
    at = date(2026, 3, 1)
    panel = Panel(
        "投资", ((at, Decimal(0)), (DAY, most)), ((at, Decimal(0)), (DAY, most)), most, most, in_wan=True
    )
    svg = s_curve_svg(CurveChart(TITLE, (panel,)))
    ticks = {
        float(n.attrib["y1"])
        for n in ElementTree.fromstring(svg).iter(f"{SVG}line")
        if n.attrib["y1"] == n.attrib["y2"] and n.attrib["stroke"] == "#D9E0E7"
    }
    assert 2 <= len(ticks) <= 9
    assert min(y for _, y in paths(svg, "2.4")[0]) >= min(ticks)
    assert overlapping(svg) == []


# --- along the width


@pytest.mark.parametrize("days", [1, 6, 30, 75, 76, 200, 548, 1500, 9000])
def test_an_axis_of_any_length_has_labels_that_do_not_touch(days: int) -> None:
    axis = TimeAxis(DAY, DAY + timedelta(days=days), 200, 640)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(axis.labels(20, 40))}</svg>'
    assert overlapping(svg) == []
    assert len(axis.labels(20, 40)) <= 40


# --- pictures


def drawn_lines(fonts: Fonts) -> list[tuple[Callable[[], bytes], int]]:
    return [
        (lambda: progress_line_png(chart(5), fonts), 700),
        (lambda: progress_line_png(chart(20), fonts), 1300),
        (lambda: progress_line_png(chart(60), fonts), 1600),
        (lambda: progress_line_png(chart(200), fonts), 1600),
        (lambda: s_curve_png(curves(), fonts), 1600),
    ]


def test_pictures_are_as_wide_as_a_phone_takes_them_and_the_same_every_time(fonts: Fonts) -> None:
    for made, tallest in drawn_lines(fonts):
        began = perf_counter()
        picture = made()
        assert perf_counter() - began < 5  # a tenth of a second when the machine is idle
        width, height = Image.open(BytesIO(picture)).size
        assert (width, height <= tallest, len(picture) <= 500_000) == (1080, True, True)
    assert progress_line_png(chart(5), fonts) == progress_line_png(chart(5), fonts)


def test_only_points_are_needed() -> None:
    lone = Point(Step("a", "甲", 1), DAY, DAY, Decimal(0), DAY, 0, 0, 0)
    assert len(bend(progress_line_svg(LineChart(TITLE, (lone,))))) == 3
