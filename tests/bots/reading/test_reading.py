"""What holds for every message, and the shapes that one table row cannot show."""

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.problem import Category
from bots.intents import Kind, Money
from bots.reading import LONGEST, category, read
from tests.bots.reading.test_numerals import in_chinese

TODAY = date(2026, 7, 15)
TRAPS = (
    "3号楼12层",
    "K5+120~K6+480",
    "DN800管120米",
    "C30混凝土120方",
    "工期365天",
    "电话13812345678",
    "1标段路基",
    "中铁一局",
    "五一路口",
    "三里屯",
    "第一人民医院",
    "劳务费30万",
    "24小时不停",
    "封顶8栋",
    "0号块浇筑",
    "220kV线路",
    "完成85%",
    "10kV电缆2.3公里",
    "钢筋18吨",
    "6月30日验收",
    "1#、3#楼砌筑",
    "DK12+300桥墩",
    "变压器2台就位",
    "清交办〔2026〕12号",
    "φ1200桩6根",
    "上午9点浇筑",
)
PIECES = [
    *TRAPS, "工人45人", "机械3台", "，", "。", "；", "：", "\n", " ", "县医院", "今天", "昨天", "停工", "问题", "1、", "没批",
    "更正", "不是", "改为", "其中", "各", "共", "十来个", "人", "台", "（", "）", "还是", "跟昨天一样", "？", "交办", "给", "反馈 12号",
    "累计完成1.2亿元", "请假", "到", "-", "平均每个", "塔吊", "木工", "明天", "计划：", "领导", "检查发现", "提了7条", "整改完5条",
]  # fmt: skip


@given(st.text(max_size=LONGEST))
@settings(deadline=None)  # the machine is shared
def test_any_text_is_read(text: str) -> None:
    assert len(read(text, TODAY)) >= 1


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_jumble_of_site_talk_is_read_and_its_spans_lie_inside(text: str) -> None:
    for reading in read(text, TODAY, ("县人民医院迁建", "滨河路改造")):
        assert all(0 <= s.start <= s.end <= len(text) for s in reading.spans)
        assert reading.workers is None or reading.workers >= 0


@given(
    st.integers(0, 9999),
    st.sampled_from(["工人{}人", "今天来了{}人", "人数{}", "{}人", "现场工人{}", "工人：{}", "{}个工人"]),
)
@settings(deadline=None)  # the machine is shared
def test_a_head_count_comes_back_in_any_script(count: int, form: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in str(count))
    for words in (str(count), wide, in_chinese(count)):
        (reading,) = read(form.format(words), TODAY)
        assert reading.workers == count


@given(st.integers(0, 500), st.sampled_from(["挖机{}台", "机械{}", "{}台塔吊", "吊车{}", "{}台"]))
@settings(deadline=None)  # the machine is shared
def test_a_machine_count_comes_back_in_any_script(count: int, form: str) -> None:
    for words in (str(count), in_chinese(count)):
        (reading,) = read(form.format(words), TODAY)
        assert reading.machines == count


@given(st.lists(st.sampled_from(TRAPS), max_size=6), st.integers(1, 900), st.integers(1, 90))
@settings(deadline=None)  # the machine is shared
def test_no_trap_changes_a_count(traps: list[str], workers: int, machines: int) -> None:
    (reading,) = read("，".join([*traps, f"工人{workers}人", f"机械{machines}台"]), TODAY)
    assert (reading.workers, reading.machines) == (workers, machines)


@given(st.lists(st.sampled_from(TRAPS), min_size=1, max_size=8))
@settings(deadline=None)  # the machine is shared
def test_traps_alone_count_nobody(traps: list[str]) -> None:
    for reading in read("，".join(traps), TODAY):
        assert (reading.workers, reading.machines) == (None, None)


@pytest.mark.parametrize(
    "piece",
    [
        "一",
        "1",
        "K2+",
        "工人5，",
        "县医院 5人 ",
        "县医院：5人\n",
        "没批、",
        "1、",
        "不是83",
        "1,",
        "百",
        "今天",
        "问题：",
        "(",
        "停",
    ],
)
def test_a_long_message_takes_no_longer_than_its_length(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    # About 0.07 s alone. The machine is shared and memory is tidied up in between: the best of three counts.
    assert min(_seconds(text + ending) for ending in ("", "。", "，")) < 0.4


def _seconds(text: str) -> float:
    started = time.process_time()
    read(text, TODAY)
    return time.process_time() - started


def test_what_is_cut_off_a_long_message_is_said() -> None:
    text = "工人45人，" + "浇筑，" * 1000 + "机械9台"
    (reading,) = read(text, TODAY)
    assert reading.workers == 45
    assert reading.machines is None
    assert [d.field for d in reading.doubts] == ["text"]


def test_every_project_of_a_message_gets_its_own_reading() -> None:
    first, second, third = read(
        "7月14日\n文化馆：工人30人，吊车1台\n滨河路：工人22，电杆没迁\n养老院：停工", TODAY
    )
    assert (first.project_text, first.workers, first.machines, first.blockers) == ("文化馆", 30, 1, ())
    assert (second.project_text, second.workers, second.blockers) == ("滨河路", 22, ("电杆没迁",))
    assert (third.project_text, third.workers, third.stopped) == ("养老院", None, True)
    assert {r.day for r in (first, second, third)} == {date(2026, 7, 14)}


def test_known_names_are_found_where_grammar_would_not() -> None:
    (reading,) = read("今天中和汇 工人45人", TODAY, ("中和汇城市综合体",))
    assert reading.project_text == "中和汇"


def test_spans_point_at_what_was_typed() -> None:
    text = "滨河路：今天工人４５人，挖机２台，电杆没迁"
    (reading,) = read(text, TODAY)
    assert {s.field: text[s.start : s.end] for s in reading.spans} == {
        "project": "滨河路",
        "day": "今天",
        "workers": "工人４５人",
        "machines": "挖机２台",
        "blockers": "电杆没迁",
    }


def test_trades_and_kinds_of_machine_are_kept_apart() -> None:
    (reading,) = read("木工22、钢筋工18，挖掘机3台、汽车吊1台", TODAY)
    assert dict(reading.trades) == {"木工": 22, "钢筋工": 18}
    assert dict(reading.machine_types) == {"挖机": 3, "吊车": 1}


def test_a_doubt_says_the_words_and_what_they_may_mean() -> None:
    (reading,) = read("木工上了二十一个还是二十三个", TODAY)
    assert reading.workers is None
    assert [(d.field, d.candidates) for d in reading.doubts] == [("workers", ("21", "23"))]


def test_money_says_what_it_covers() -> None:
    (reading,) = read("本月完成投资320万元，累计完成1.2亿元", TODAY)
    assert reading.kind is Kind.INVESTMENT
    assert reading.invested is not None
    assert (reading.invested.wan, reading.invested.covers, reading.invested.month) == (
        320,
        Money.MONTH,
        date(2026, 7, 1),
    )
    assert [(i.wan, i.covers) for i in reading.invested_also] == [(12000, Money.YEAR_TO_DATE)]


def test_months_from_to_end_in_the_last() -> None:
    (reading,) = read("1-6月累计完成投资0.85亿元", TODAY)
    assert reading.invested is not None
    assert (reading.invested.wan, reading.invested.covers, reading.invested.month) == (
        8500,
        Money.YEAR_TO_DATE,
        date(2026, 6, 1),
    )


def test_percent_of_the_whole_is_only_what_is_called_so() -> None:
    assert read("总体形象进度62.5%，工人30", TODAY)[0].percent == Decimal("62.5")
    assert read("外墙完成62.5%，工人30", TODAY)[0].percent is None


def test_resumed_and_no_problem_are_said() -> None:
    (reading,) = read("今天复工，工人30人，无问题", TODAY)
    assert reading.resumed
    assert reading.no_problem
    assert not reading.stopped


def test_a_question_yields_no_number() -> None:
    (reading,) = read("体育馆今天是45人还是54人？", TODAY)
    assert reading.kind is Kind.QUESTION
    assert (reading.workers, reading.machines, reading.doubts) == (None, None, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("征地补偿款没到位", Category.FUNDS),
        ("村民堵路阻工", Category.DISPUTE),
        ("3户没拆", Category.DEMOLITION),
        ("10kV电杆没迁", Category.UTILITIES),
        ("林地指标没下来", Category.LAND),
        ("施工许可证没办下来", Category.APPROVAL),
        ("设计变更图纸没出", Category.DESIGN),
        ("商砼供应不上", Category.MATERIALS),
        ("基坑边坡渗水", Category.CONSTRUCTION),
        ("不知道怎么说", Category.OTHER),
    ],
)
def test_a_blocker_has_the_office_s_class(text: str, expected: Category) -> None:
    assert category(text) is expected


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("问题：1、电杆没迁；2、资金紧张；3、3号地块没交", ("电杆没迁", "资金紧张", "3号地块没交")),
        ("问题：①电杆没迁②资金紧张", ("电杆没迁", "资金紧张")),
        ("存在问题：\n1.电杆没迁\n2.资金紧张\n下步计划：浇筑顶板", ("电杆没迁", "资金紧张")),
        ("工人45人，林地手续没批、光缆没迁，机械3台", ("林地手续没批", "光缆没迁")),
        ("巡查发现洞口没防护、配电箱没锁，已要求整改", ("洞口没防护", "配电箱没锁")),
        ("问题：无", ()),
        ("问题已解决，工人45人", ()),
        ("设备故障，已修好，工人45人", ()),
    ],
)
def test_blockers_come_one_by_one(text: str, items: tuple[str, ...]) -> None:
    assert read(text, TODAY)[0].blockers == items


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("今天暴雨停工", "暴雨"),
        ("因资金不到位，已停工", "资金不到位"),
        ("春节放假", "春节"),
        ("村民堵门，全部停工", "村民堵门"),
        ("停工", None),
    ],
)
def test_a_stop_says_why(text: str, reason: str | None) -> None:
    (reading,) = read(text, TODAY)
    assert (reading.stopped, reading.stop_reason) == (True, reason)


THEIRS = ("城东110kV变电站工程", "县人民医院迁建项目", "环城南路改造工程", "产业园一期")


@pytest.mark.parametrize(
    ("text", "projects"),
    [
        ("10kV线路停电3小时，影响不大，工人27", [None]),  # a cable, not a project
        ("东侧围墙村民堵路，工人11", [None]),
        ("道路改造今天铺了300米", [None]),  # any road
        ("今日出勤：管理人员6人，木工30人", [None]),
        ("铁炉沟水库今天45人3台", ["铁炉沟水库"]),  # somebody else's, plainly named
        ("医院今天工人86，塔吊3；产业园工人40，机械5台", ["医院", "产业园"]),
        ("1、县医院：工人86人。2、环城南路：工人20人。", ["县医院", "环城南路"]),
    ],
)
def test_only_what_is_plainly_a_project_is_taken_for_one(text: str, projects: list[str | None]) -> None:
    assert [r.project_text for r in read(text, TODAY, THEIRS)] == projects


@pytest.mark.parametrize(
    ("text", "blockers"),
    [
        ("因为村民堵路，混凝土车进不来，已停工半天，53人", ("村民堵路", "混凝土车进不来")),
        ("工人30，但是图纸没到。", ("图纸没到",)),
        ("弃土场满了，新的弃土场没批下来，土方出不去", ("新的弃土场没批下来", "土方出不去")),
        ("北段停了等征地，南段34人在做管网", ("北段停了等征地",)),
    ],
)
def test_blockers_read_well_in_a_list(text: str, blockers: tuple[str, ...]) -> None:
    assert read(text, TODAY)[0].blockers == blockers


@pytest.mark.parametrize(
    ("text", "progress"),
    [
        ("工人15，挖机3台在修1台", None),
        ("钢筋班22人，木工班28人，正常", None),
        ("停工放假，初八开工，值班5人", None),
        ("滨江路 工人44 压路机2 洒水车1 水稳摊铺260米", "水稳摊铺260米"),
        ("本月产值860万，占年度计划52%", None),
    ],
)
def test_progress_is_what_was_built_and_nothing_else(text: str, progress: str | None) -> None:
    assert read(text, TODAY)[0].progress == progress
