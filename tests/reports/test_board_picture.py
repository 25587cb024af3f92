"""The board as pictures: the worst first, a few pages, nothing on top of anything."""

import re
from dataclasses import replace
from datetime import date

import pytest

from backend.domain import totals
from backend.domain.snapshot import MilestoneFigure, MilestoneState
from backend.domain.standing import Standing
from reports import phrases
from reports.board_picture import ON_A_PAGE, board_png, board_svgs, board_text
from reports.fonts import Fonts
from tests.reports import seen
from tests.reports.route_maps import LONG
from tests.reports.sample import project, snapshot

COUNTS = [0, 1, 18, 19, 30, 54, 55, 500]


def words(svg: str) -> list[str]:
    return [b.words for b in seen.texts(svg)]


@pytest.mark.parametrize("count", COUNTS)
def test_pages_of_eighteen_and_never_more_than_three(count: int) -> None:
    pages = board_svgs(snapshot(count))
    assert len(pages) == max(1, min(3, -(-count // ON_A_PAGE)))
    for svg in pages:
        width, height = seen.size_of(svg)
        assert width == 1080
        assert height <= 1600
        assert seen.collisions(seen.texts(svg)) == []
        assert seen.outside(svg) == []
        assert min(b.size for b in seen.texts(svg)) >= 22
    left = "".join(words(pages[-1]))
    assert (f"其余{count - 54}个见电子表。" in left) is (count > 54)


def test_every_project_once_the_worst_first() -> None:
    found = snapshot(30)
    told = [w for svg in board_svgs(found) for w in words(svg)]
    names = [p.name for p in totals.worst_first(found.projects)]
    assert [w for w in told if w in set(names)] == names


def test_the_four_classes_are_counted_with_symbol_and_word() -> None:
    found = snapshot(30)
    told = words(board_svgs(found)[0])
    counts = totals.counts(found.projects)
    for standing in Standing:
        at = told.index(phrases.LOOKS[standing].label)
        assert told[at + 1] == f"{counts[standing]}个"


def test_a_project_that_is_late_shows_days_hatch_and_what_must_be_regained() -> None:
    late = next(p for p in snapshot(10).projects if p.light.standing is Standing.STALLED)
    svg = board_svgs(replace(snapshot(1), projects=(late,)))[0]
    longest = totals.overdue(late)[0]
    told = f"逾期{longest.days_late}天：{longest.name}，最晚{longest.latest}"
    assert re.search(f'font-weight="700">{told}<', svg)
    assert re.search(f'font-weight="700">须抢回{-(late.float_days or 0)}个工作日<', svg)
    assert svg.count('stroke="#B3261E"') == 1  # the strokes of one hatched box


def test_next_milestone_done_and_unplanned_projects() -> None:
    known = project(0)
    step = MilestoneFigure(
        1, "封顶", date(2027, 3, 1), date(2027, 2, 1), None, MilestoneState.PLANNED, provisional=True
    )
    done = replace(step, actual=date(2026, 9, 1), state=MilestoneState.DONE, provisional=False)
    rows = (
        replace(known, name="甲", milestones=(step,), float_days=12),
        replace(known, name="乙", milestones=(done,), float_days=12, finish=date(2026, 9, 1)),
        replace(known, name="丙", milestones=(), float_days=None, finish=None),
    )
    told = words(board_svgs(replace(snapshot(1), projects=rows))[0])
    assert {"下一节点：封顶，最晚2027-03-01（暂定）", "机动12个工作日"} <= set(told)
    assert {"节点全部完成", "实际2026-09-01完成", "未编制倒排工期"} <= set(told)


def test_long_names_keep_their_days() -> None:
    known = project(0)
    step = MilestoneFigure(1, LONG, date(2027, 3, 1), date(2027, 2, 1), None, MilestoneState.OVERDUE, 123)
    long = replace(known, name=LONG, milestones=(step,), float_days=-123)
    svg = board_svgs(replace(snapshot(1), projects=(long,), office=LONG, county=LONG))[0]
    assert seen.collisions(seen.texts(svg)) == []
    assert any(w.startswith("逾期123天：") and w.endswith("…，最晚2027-03-01") for w in words(svg))


def test_a_month_without_projects_says_so() -> None:
    assert "本期没有纳入调度的项目。" in words(board_svgs(snapshot(0))[0])
    assert board_text(snapshot(0)).splitlines()[1] == "本期没有纳入调度的项目。"


def test_the_text_that_goes_with_it_fits_a_message() -> None:
    told = board_text(snapshot(500)).splitlines()
    assert told[0] == "【全县重点项目倒排工期作战图】截至2026年10月31日"
    assert told[1].startswith("共500个项目：无进展")
    assert told[2].startswith("1 ■ 无进展 ")
    assert told[-1] == "其余488个见电子表。"
    assert len("\n".join(told).encode()) <= 2048


def test_pictures_are_light_and_the_same_again(fonts: Fonts) -> None:
    pages = board_png(snapshot(60), fonts)
    assert [seen.png_size(page)[0] for page in pages] == [1080] * 3
    assert all(len(page) < 500_000 for page in pages)
    assert board_png(snapshot(60), fonts) == pages
