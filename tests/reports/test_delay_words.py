"""A ledger and a price as they are read."""

from datetime import date

from backend.domain.calendars import Calendars
from backend.domain.delay import Ledger
from backend.domain.delay_ledger import ledger
from backend.domain.plan import Link, Plan, Step
from backend.domain.plan_history import History, Version
from backend.domain.problem_price import price
from backend.domain.workdays import Workdays
from reports import delay_words, price_words

NAMES = {12: "清交办〔2026〕12号", 15: "#15"}


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def written(pit: str, piles: str, last: str, replan: bool = False) -> Ledger:
    """Pit planned to 6 November, piles the week after; problems 12 and 15 are open to the 10th."""

    def plan(target: str, tail: int) -> Plan:
        steps = (
            Step("1", "基坑支护", 5, actual_finish=d(pit), owner="县住建局"),
            Step("2", "桩基", 5, (Link("1"),), actual_finish=d(piles)),
            Step("3", "管网", 4, actual_finish=d("11-05")),
            Step("4", "主体", tail, (Link("2"),)),
        )
        return Plan(d("11-02"), d(target), steps)

    versions = [Version(1, d("11-02"), plan("12-31", 5))]
    if replan:
        versions.append(Version(2, d("11-11"), plan("12-18", 3)))
    return ledger(
        History.of(versions, [(date.min, Calendars(Workdays()))]),
        d("11-02"),
        d(last),
        problems=lambda step, day: (12, 15) if step == "1" and day < d("11-11") else (),
    )


def test_a_table_by_stretches_and_the_sum_that_proves_it() -> None:
    found = written("11-12", "11-16", "11-19", replan=True)

    assert delay_words.sentence(found) == (
        "11月2日至19日，预计完成日由2026年11月20日提前到2026年11月19日，共提前1个工作日（耽误4天，抢回5天）。"
    )
    assert delay_words.rows(found, NAMES) == [
        ("11月9日至10日", "2天", "基坑支护", "县住建局", "清交办〔2026〕12号；另有#15"),
        ("11月11日", "抢回2天", "—", "—", "调整计划"),
        ("11月11日至12日", "2天", "基坑支护", "县住建局", "自身"),
        ("11月16日", "抢回3天", "桩基", "未明确责任单位", "提前"),
    ]
    assert delay_words.totals(found, NAMES) == [
        "按步骤：基坑支护 4天，调整计划 －2天，桩基 －3天",
        "按责任单位：县住建局 4天（其中因问题2天），调整计划 －2天，未明确责任单位 －3天",
        "按问题：清交办〔2026〕12号 2天，无未决问题 －3天",
    ]
    assert delay_words.replans(found) == [
        "11月11日起执行第2版计划：预计完成日提前2个工作日，目标由2026年12月31日改为2026年12月18日。"
    ]
    assert delay_words.proof(found) == "合计：2－2＋2－3＝－1个工作日，与预计完成日的变动一致。"


def test_no_slip_and_no_steps_are_said_too() -> None:
    still = written("11-06", "11-13", "11-05")
    assert delay_words.sentence(still) == "11月2日至5日，预计完成日2026年11月20日，没有推迟。"
    assert (delay_words.rows(still, {}), delay_words.totals(still, {})) == ([], [])
    assert delay_words.proof(still) == "合计：0＝0个工作日，与预计完成日的变动一致。"
    back = written("11-09", "11-13", "11-13")
    assert delay_words.sentence(back).endswith("没有推迟（耽误1天，抢回1天）。")
    none = ledger(
        History.of(
            [Version(1, d("11-02"), Plan(d("11-02"), d("12-31"), ()))], [(date.min, Calendars(Workdays()))]
        ),
        d("11-02"),
        d("11-02"),
    )
    assert delay_words.sentence(none) == "11月2日，计划中没有步骤。"


def test_days_carry_a_year_where_it_is_needed() -> None:
    new_year = date(2027, 1, 4)
    assert delay_words.days(d("11-30"), d("12-02")) == "11月30日至12月2日"
    assert delay_words.days(d("12-31"), new_year) == "2026年12月31日至2027年1月4日"
    assert delay_words.days(new_year, new_year, with_year=True) == "2027年1月4日"


def test_a_price_says_what_is_eaten_and_what_moves() -> None:
    by, today = Calendars(Workdays()), d("11-30")
    plan = Plan(d("11-02"), d("12-01"), (Step("2", "桩基", 5), Step("3", "主体", 15, (Link("2"),))))

    def told(until: str) -> str:
        found = price(plan, {}, by, "2", d("11-03"), d(until), today)
        assert found is not None
        return price_words.sentence(found, today)

    assert told("11-09") == (
        "“桩基”已等4个工作日，2天机动时间全部用完，还差2天，完工由11月27日推迟到12月3日（晚4个工作日），"
        "晚于目标日期12月1日，须抢回2个工作日，“桩基”由11月6日推迟到11月12日。"
    )
    assert told("11-03") == "今天刚上报，尚未耽误“桩基”。"
