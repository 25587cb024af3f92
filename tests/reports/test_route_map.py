"""The route map: every station once and readable, nothing on top of anything, the same from one to sixty stations."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from time import perf_counter

import pytest
from pypdf import PdfReader

from backend.domain.snapshot import MilestoneState
from reports import phrases
from reports.fonts import Fonts
from reports.route_map import (
    RouteMap,
    Station,
    route_map_pdf,
    route_map_png,
    route_map_svg,
    route_map_text,
)
from reports.route_map_marks import mark
from reports.route_map_serpentine import wall
from reports.route_map_stations import PROVISIONAL_NOTE, Fold, folded, numbered, outlook, verdict
from reports.route_map_timeline import CHAT, NO_PLAN, timeline
from tests.reports import route_maps as maps
from tests.reports import seen
from tests.reports.seen import Box

MM = 72 / 25.4
MAPS = {
    **{str(count): maps.route(count) for count in (0, 1, 2, 5, 6, 7, 12, 13, 30, 60)},
    "done": maps.all_done(),
    "provisional": maps.all_provisional(12),
    "long": maps.long_names(),
    "long and provisional": replace(
        maps.long_names(),
        provisional=True,
        stations=tuple(replace(s, provisional=True) for s in maps.long_names().stations),
    ),
}
ALL = pytest.mark.parametrize("route", MAPS.values(), ids=MAPS.keys())


def drawings(route: RouteMap) -> dict[str, str]:
    return {
        "page": route_map_svg(route),
        "bare": route_map_svg(route, heading=False),
        "phone": route_map_svg(route, vertical=True),
        "chat": timeline(route, "", CHAT),
        "wall": wall(route, "", 5),
    }


# ---- drawings


@ALL
def test_no_words_stand_on_others_or_off_the_drawing(route: RouteMap) -> None:
    for kind, svg in drawings(route).items():
        assert seen.collisions(seen.texts(svg)) == [], kind
        assert seen.outside(svg) == [], kind


@ALL
def test_every_station_is_there_once(route: RouteMap) -> None:
    for kind, svg in drawings(route).items():
        if kind != "chat":
            told = [b.words.split(" ")[0] for b in seen.texts(svg) if re.match(r"\d+ \D", b.words)]
            assert sorted(told, key=int) == [str(s.seq) for s in route.stations], kind


@ALL
def test_words_never_stand_on_the_way(route: RouteMap) -> None:
    for kind in ("page", "wall"):
        svg = drawings(route)[kind]
        ways = [
            box
            for d in re.findall(r'<path d="([^"]+)" fill="none" stroke="[^"]+" stroke-width="8"', svg)
            for box in legs(d)
        ]
        crossed = [b.words for b in seen.texts(svg) for way in ways if b.meets(way)]
        assert crossed == [], kind


def legs(d: str) -> list[Box]:
    """The straight legs of a way as thin boxes; a bend lies within their corners."""
    points: list[tuple[float, float]] = []
    for command, rest in re.findall(r"([MLHVQ])([^MLHVQ]+)", d):
        numbers = [float(n) for n in rest.split()]
        x, y = points[-1] if points else (0.0, 0.0)
        end = {"H": (numbers[0], y), "V": (x, numbers[0])}.get(
            command, (numbers[-2], numbers[-1]) if len(numbers) > 1 else (x, y)
        )
        points.append(end)
    return [
        Box(min(a, c) - 4, min(b, e) - 4, max(a, c) + 4, max(b, e) + 4) for (a, b), (c, e) in pairwise(points)
    ]


@ALL
def test_letters_are_large_enough_to_be_read(route: RouteMap) -> None:
    least = {"page": 16, "bare": 16, "phone": 14, "chat": 22, "wall": 16}
    for kind, svg in drawings(route).items():
        assert min(b.size for b in seen.texts(svg)) >= least[kind], kind


def test_a_page_is_1440_wide_with_at_most_six_in_a_row_and_a_phone_390() -> None:
    for count in range(1, 31):
        svg = route_map_svg(maps.route(count))
        rows: dict[float, int] = {}
        for box in seen.texts(svg):
            if re.match(r"\d+ \D", box.words):
                rows[box.top] = rows.get(box.top, 0) + 1
        assert max(rows.values()) <= 6
        assert seen.size_of(svg)[0] == 1440
        assert seen.size_of(route_map_svg(maps.route(count), vertical=True))[0] == 390


def test_rows_run_to_and_fro() -> None:
    places = {b.words.split()[0]: (b.left + b.right) / 2 for b in seen.texts(route_map_svg(maps.route(15)))}
    assert places["1"] < places["5"]
    assert places["6"] == pytest.approx(places["5"])
    assert places["6"] > places["10"]
    assert places["10"] == pytest.approx(places["11"])


@pytest.mark.parametrize(
    ("state", "late", "said"),
    [
        (MilestoneState.DONE, 0, "按期完成"),
        (MilestoneState.DONE_LATE, 7, "逾期7天完成"),
        (MilestoneState.OVERDUE, 54, "逾期54天未完成"),
        (MilestoneState.DUE, 0, "正在实施"),
        (MilestoneState.PLANNED, 0, "未到时间"),
    ],
)
def test_every_state_has_word_and_shape_of_its_own(state: MilestoneState, late: int, said: str) -> None:
    one = one_station(state, late)
    shapes = {re.sub(r'(fill|stroke)="#\w+"', "", "".join(mark(other, 0, 0, 20))) for other in MilestoneState}
    assert verdict(one) == said
    assert len(shapes) == len(MilestoneState)
    svg = route_map_svg(replace(maps.route(1), stations=(one,)), heading=False)
    assert said in [b.words for b in seen.texts(svg)]
    assert phrases.MILESTONE_LOOKS[state].ink in svg


def one_station(state: MilestoneState, late: int) -> Station:
    done = state in (MilestoneState.DONE, MilestoneState.DONE_LATE)
    day = date(2026, 10, 1)
    return Station(1, "主体封顶", "", day, day, day if done else None, None, state, late)


def test_what_is_overdue_is_hatched_and_bold() -> None:
    late = route_map_svg(
        replace(maps.route(1), stations=(one_station(MilestoneState.OVERDUE, 54),)), heading=False
    )
    fine = route_map_svg(
        replace(maps.route(1), stations=(one_station(MilestoneState.DONE, 0),)), heading=False
    )
    assert re.search(r'font-weight="700">逾期54天未完成<', late)
    hatch = r'<path d="(M[\d.]+ [\d.]+L[\d.]+ [\d.]+){5,}" fill="none" stroke="#B3261E"'
    # The legend has a small one of its own.
    assert len(re.findall(hatch, late)) == len(re.findall(hatch, fine)) + 1


def test_the_tag_of_today_stands_between_what_is_due_and_what_is_not() -> None:
    for count in (1, 5, 12, 30):
        route = maps.route(count)
        down = [(b.top, b.words) for b in seen.texts(route_map_svg(route, vertical=True))]
        tag = next(top for top, words in down if words == "今日 10月31日")
        for station in route.stations:
            at = next(top for top, words in down if words.startswith(f"{station.seq} "))
            assert (at < tag) is (station.latest <= route.day)


def test_today_is_marked_once_wherever_it_falls() -> None:
    route = maps.route(15)
    for day in [date(2020, 1, 1), date(2030, 1, 1), *(s.latest for s in route.stations)]:
        svg = route_map_svg(replace(route, day=day))
        assert [b.words for b in seen.texts(svg)].count("今日") == 1
        assert seen.collisions(seen.texts(svg)) == []


def test_dates_that_rest_on_an_unknown_year_say_so_and_the_first_plans_days_are_kept() -> None:
    route = maps.all_provisional()
    for kind, svg in drawings(route).items():
        words = [b.words for b in seen.texts(svg)]
        assert sum(w == "暂定" or "日期暂定" in w for w in words) == len(route.stations), kind
        assert any("原定2026-12-31" in w for w in words), kind
    assert PROVISIONAL_NOTE in "".join(b.words for b in seen.texts(route_map_svg(route)))
    assert "暂定" not in route_map_svg(maps.all_done())


def test_an_empty_seat_and_an_empty_plan_say_so() -> None:
    assert "包联领导：未明确" in route_map_svg(maps.all_provisional())
    for svg in drawings(maps.route(0)).values():
        assert NO_PLAN in svg


def test_long_names_end_in_an_ellipsis() -> None:
    for kind, svg in drawings(maps.long_names()).items():
        assert any(b.words.endswith("…") for b in seen.texts(svg)), kind


def test_what_people_typed_is_text_and_nothing_else() -> None:
    odd = replace(maps.route(3), project='<script>"&\x07\n#panic()', leader="<b>")
    for svg in drawings(odd).values():
        seen.texts(svg)  # well-formed
        assert "<script" not in svg
        assert "\x07" not in svg


@ALL
def test_attributes_only_no_ids_and_a_text_for_those_who_cannot_see(route: RouteMap) -> None:
    for svg in (route_map_svg(route), route_map_svg(route, vertical=True)):
        assert not re.search(r"\b(class|style|id|href)=", svg)
        assert "url(" not in svg
        assert svg.startswith("<svg ")
        label = re.search(r'role="img" aria-label="([^"]+)"', svg)
        assert label is not None
        assert all(f" {s.seq} " in label[1] for s in route.stations)


# ---- too many for a picture


@pytest.mark.parametrize("most", [1, 2, 3, 5, 8, 12, 40])
@pytest.mark.parametrize("count", [0, 1, 5, 12, 30, 60])
def test_a_fold_tells_of_every_station_once_and_in_order(count: int, most: int) -> None:
    stations = maps.route(count).stations
    lines = folded(stations, most)
    told = [s.seq for line in lines for s in (line.stations if isinstance(line, Fold) else (line,))]
    assert told == [s.seq for s in stations]
    assert len(lines) <= max(most, 1)


def test_what_matters_most_is_told_by_itself() -> None:
    stations = maps.route(60).stations
    lines = folded(stations, 12)
    assert isinstance(lines[0], Fold)
    assert lines[0].words == "已完成40个节点（其中逾期完成13个）"
    alone = {s.seq for s in lines if isinstance(s, Station)}
    assert {s.seq for s in stations if s.current or s.is_overdue} <= alone
    assert 60 in alone


def test_a_mixed_fold_counts_what_is_in_it() -> None:
    states = (MilestoneState.DONE, MilestoneState.DONE_LATE, MilestoneState.OVERDUE, MilestoneState.PLANNED)
    fold = Fold(tuple(one_station(state, 1) for state in states))
    assert fold.words == "另有4个节点：已完成2个（其中逾期完成1个）、逾期未完成1个、未到时间1个"


# ---- words


def test_the_text_for_chat() -> None:
    assert route_map_text(maps.route(15)).splitlines() == [
        "【推进路径图】东城第二实验学校",
        "ZD2026-020　责任单位：县教育局　包联领导：陈晓峰",
        "截至2026年10月31日：节点完成10/15（应完成13个）　逾期2个，最长48天　目标2026-12-18　"
        "预计2027-01-04，比目标晚17天　须抢回15个工作日",
        "… 已完成8个节点（其中逾期完成3个）",
        "✓ 9 招标完成：按期完成，最晚2026-07-27，实际2026-07-25",
        "✓ 10 施工许可：按期完成，最晚2026-08-20，实际2026-08-18",
        "! 11 开工建设：【当前】逾期48天未完成，最晚2026-09-13，预计2026-11-20",
        "! 12 主体完成50%：逾期24天未完成，最晚2026-10-07，预计2026-11-20",
        "→ 13 主体封顶：正在实施，最晚2026-10-31，预计2026-11-15，晚15天",
        "· 14 竣工验收：未到时间，最晚2026-11-24，预计2026-12-10，晚16天",
        "· 15 投入使用：未到时间，最晚2026-12-18，预计2027-01-04，晚17天",
    ]


@ALL
def test_the_text_for_chat_fits_a_message(route: RouteMap) -> None:
    if "long" not in route.project and len(route.project) < 30:
        assert len(route_map_text(route).encode()) < 2048


def test_a_project_that_is_done_says_so() -> None:
    told = route_map_text(maps.all_done())
    assert "节点完成8/8" in told
    assert "实际2026-11-24，与目标同日" in told
    assert "工作日" not in told
    svg = route_map_svg(maps.all_done(), vertical=True)
    assert {"实际完成", "已全部完成"} <= {b.words for b in seen.texts(svg)}


def test_a_station_that_will_be_late_says_by_how_much() -> None:
    one = replace(one_station(MilestoneState.PLANNED, 0), expected=date(2026, 10, 11))
    assert outlook(one) == "预计2026-10-11，晚10天"
    assert numbered(one) == "1 主体封顶"


# ---- PNG and PDF


@ALL
def test_the_picture_is_1080_wide_and_light(route: RouteMap, fonts: Fonts) -> None:
    content = route_map_png(route, fonts)
    width, height = seen.png_size(content)
    assert width == 1080
    assert height <= 1600
    assert len(content) < 500_000


def test_twelve_stations_are_drawn_without_a_fold() -> None:
    for route in (maps.route(12), maps.all_provisional(12)):
        words = [b.words for b in seen.texts(timeline(route, "", CHAT))]
        assert all(any(w.startswith(f"{n} ") for w in words) for n in range(1, 13))


def test_the_same_map_gives_the_same_bytes(fonts: Fonts) -> None:
    one, two = maps.route(7), maps.route(7)
    assert route_map_png(one, fonts) == route_map_png(two, fonts)
    assert route_map_pdf(one, fonts) == route_map_pdf(two, fonts)
    assert route_map_png(one, fonts) != route_map_png(maps.route(8), fonts)


def test_a_picture_is_drawn_fast(fonts: Fonts) -> None:
    route_map_png(maps.route(12), fonts)
    began = perf_counter()
    for _ in range(3):
        route_map_png(maps.route(12), fonts)
    assert (
        perf_counter() - began
    ) / 3 < 1.5  # 60 ms on a quiet machine; this only catches a mistake of scale


@pytest.mark.parametrize(
    ("name", "pages"), [("0", 1), ("1", 1), ("12", 1), ("30", 1), ("60", 2), ("long", 1)]
)
def test_the_wall_copy_is_a3_lying_with_every_station_in_words(name: str, pages: int, fonts: Fonts) -> None:
    route = MAPS[name]
    paper = PdfReader(BytesIO(route_map_pdf(route, fonts)))
    assert len(paper.pages) == pages
    assert {(round(p.mediabox.width / MM), round(p.mediabox.height / MM)) for p in paper.pages} == {
        (420, 297)
    }
    said = "".join("".join(page.extract_text().split()) for page in paper.pages)
    for words in (
        "包联领导（签字）",
        "责任单位（签字）",
        "数据截至2026年10月31日",
        route.office,
        "逾期未完成",
    ):
        assert words in said
    for station in route.stations:
        assert numbered(station).replace(" ", "")[:6] in said
        assert str(station.latest) in said


def test_its_fonts_are_embedded_and_it_says_that_it_is_an_archive_file(fonts: Fonts) -> None:
    content = route_map_pdf(maps.route(12), fonts)
    paper = PdfReader(BytesIO(content))
    assert paper.metadata is not None
    assert paper.metadata.title == "清溪县重点项目推进路径图：东城第二实验学校"
    found = paper.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    assert found
    for font in found.values():
        assert "/ToUnicode" in font.get_object()
        below = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(below)
    assert b"pdfaid:part>2<" in content.replace(b" ", b"")
