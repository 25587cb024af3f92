"""Questions about the schedule, and reports that speak of the same things."""

from datetime import date

import pytest

from bots import intents
from bots.intents import Kind, Order
from bots.reading import read

TODAY = date(2026, 7, 15)
NAMES = ("清溪县人民医院迁建项目", "县医院", "环城东路", "厂房一期")
ASKED = (intents.AskSchedule, intents.AskDaysLeft, intents.AskCritical, intents.AskImpact)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("倒排", intents.AskSchedule()),
        ("倒排 县医院", intents.AskSchedule("县医院")),
        ("倒排县医院", intents.AskSchedule("县医院")),
        ("倒排工期 县医院", intents.AskSchedule("县医院")),
        ("倒排工期：县医院", intents.AskSchedule("县医院")),
        ("县医院的倒排", intents.AskSchedule("县医院")),
        ("县医院倒排", intents.AskSchedule("县医院")),
        ("县医院 倒排", intents.AskSchedule("县医院")),
        ("县医院倒排工期", intents.AskSchedule("县医院")),
        ("县医院的倒排工期怎么样了", intents.AskSchedule("县医院")),
        ("请发一下县医院的倒排", intents.AskSchedule("县医院")),
        ("麻烦发我县医院的路径图，谢谢", intents.AskSchedule("县医院")),
        ("路径图 县医院", intents.AskSchedule("县医院")),
        ("路径图", intents.AskSchedule()),
        ("县医院的推进路径图发我看看", intents.AskSchedule("县医院")),
        ("看看环城东路的倒排工期", intents.AskSchedule("环城东路")),
        ("请问县医院倒排进度？", intents.AskSchedule("县医院")),
        ("节点 县医院", intents.AskSchedule("县医院")),
        ("县医院的节点", intents.AskSchedule("县医院")),
        ("县医院还有哪些节点", intents.AskSchedule("县医院")),
        ("县医院的节点情况", intents.AskSchedule("县医院")),
        ("我们项目的倒排", intents.AskSchedule()),
        ("帮我查一下厂房一期的倒排计划", intents.AskSchedule("厂房一期")),
        ("能不能看一下县医院的倒排", intents.AskSchedule("县医院")),
        ("还差几天", intents.AskDaysLeft()),
        ("还差几天 县医院", intents.AskDaysLeft("县医院")),
        ("县医院还差几天", intents.AskDaysLeft("县医院")),
        ("县医院 还有多少天？", intents.AskDaysLeft("县医院")),
        ("还有多少天", intents.AskDaysLeft()),
        ("还剩几天", intents.AskDaysLeft()),
        ("县医院离竣工还有几天", intents.AskDaysLeft("县医院")),
        ("距竣工还有多少天", intents.AskDaysLeft()),
        ("工期还有多少天", intents.AskDaysLeft()),
        ("还差几个工作日 县医院", intents.AskDaysLeft("县医院")),
        ("县医院还差几天完工？", intents.AskDaysLeft("县医院")),
        ("来得及吗", intents.AskDaysLeft()),
        ("来得及吗 县医院", intents.AskDaysLeft("县医院")),
        ("来得及吗？县医院", intents.AskDaysLeft("县医院")),
        ("县医院来得及吗", intents.AskDaysLeft("县医院")),
        ("县医院工期来得及吗？", intents.AskDaysLeft("县医院")),
        ("县医院还来得及吗", intents.AskDaysLeft("县医院")),
        ("县医院赶得上吗", intents.AskDaysLeft("县医院")),
        ("能按期完成吗", intents.AskDaysLeft()),
        ("县医院能按期完成吗？", intents.AskDaysLeft("县医院")),
        ("县医院能不能按时完工", intents.AskDaysLeft("县医院")),
        ("请问县医院能否如期竣工", intents.AskDaysLeft("县医院")),
        ("县医院会不会延期", intents.AskDaysLeft("县医院")),
        ("县医院会延期吗", intents.AskDaysLeft("县医院")),
        ("县医院什么时候完工", intents.AskDaysLeft("县医院")),
        ("预计什么时候竣工", intents.AskDaysLeft()),
        ("关键线路", intents.AskCritical()),
        ("关键线路 县医院", intents.AskCritical("县医院")),
        ("县医院的关键线路", intents.AskCritical("县医院")),
        ("县医院关键线路是哪些？", intents.AskCritical("县医院")),
        ("关键路径 环城东路", intents.AskCritical("环城东路")),
        ("请问县医院的关键工序有哪些", intents.AskCritical("县医院")),
        ("影响 12号", intents.AskImpact("12号")),
        ("影响12号", intents.AskImpact("12号")),
        ("影响 #12", intents.AskImpact("#12")),
        ("影响 12", intents.AskImpact("12")),
        ("影响 清交办〔2026〕12号", intents.AskImpact("清交办〔2026〕12号")),
        ("12号影响多大", intents.AskImpact("12号")),
        ("12号问题影响多大？", intents.AskImpact("12号")),
        ("12号问题会不会影响工期？", intents.AskImpact("12号")),
        ("12号对工期影响多大", intents.AskImpact("12号")),
        ("12号影响几天", intents.AskImpact("12号")),
        ("12号影响工期吗", intents.AskImpact("12号")),
        ("这个问题影响工期吗 12号", intents.AskImpact("12号")),
        ("这个问题影响工期吗", intents.AskImpact()),
        ("这个问题影响大吗 #12", intents.AskImpact("#12")),
        ("影响多大 12号", intents.AskImpact("12号")),
        ("请问12号影响工期多少天？", intents.AskImpact("12号")),
        ("查一下12号的影响", intents.AskImpact("12号")),
        ("12号的影响", intents.AskImpact("12号")),
    ],
)
def test_a_question_is_read_with_its_name(text: str, order: Order) -> None:
    (reading,) = read(text, TODAY, NAMES)

    assert (reading.kind, reading.order) == (Kind.QUESTION, order)


@pytest.mark.parametrize(
    "text",
    [
        "倒排工期已完成调整",
        "倒排工期 已完成调整",
        "倒排工期滞后5天",
        "倒排工期滞后",
        "倒排：9月底封顶，12月设备安装，明年3月试运行",
        "按倒排工期推进",
        "已编制倒排工期",
        "今天排倒排工期",
        "严格按倒排工期施工",
        "县医院倒排工期已上报，工人86人",
        "县医院 倒排工期已调整",
        "倒排 工人86人",
        "完成倒排工期",
        "影响施工3天",
        "影响 3天",
        "影响3天",
        "影响工期",
        "影响不大",
        "影响12号楼施工",
        "影响 12号楼",
        "12号影响施工",
        "12号停电影响施工半天",
        "受停电影响停工2小时",
        "下雨影响3天",
        "小雨影响不大，工人52人",
        "不影响工期，工人33人",
        "还差几天封顶",
        "还差3天封顶",
        "还差12根桩",
        "还差12根桩，工人30人",
        "主体还差两层",
        "就还差几天完工了",
        "还有几天就封顶了",
        "还差几天的日报没报",
        "主体能按期完成",
        "能按期完成节点",
        "县医院能按期完成",
        "能提前10天完成节点",
        "来得及",
        "还来得及",
        "关键线路滞后5天",
        "关键线路已打通",
        "关键线路施工正常",
        "关键工序已完成",
        "节点 主体完成",
        "节点已完成",
        "节点完成 县医院 主体封顶",
        "完成主体节点",
        "确保节点",
        "主体封顶节点",
        "李书记问二中什么时候能封顶",
        "大桥什么时候合龙",
        "县医院什么时候能封顶",
        "刘局问体育馆钢结构什么时候吊完",
        "还差一个",
        "土地还差50亩没征下来",
        "对工期影响3天",
        "村民阻工影响工期",
        "存在问题：高压线未迁改，影响塔吊安装",
        "按期完成桩基",
        "节点按期完成",
        "会议要求倒排工期",
        "县医院召开倒排工期会",
        "倒排工期，挂图作战",
    ],
)
def test_what_is_told_stays_told(text: str) -> None:
    assert not any(isinstance(reading.order, ASKED) for reading in read(text, TODAY, NAMES))


@pytest.mark.parametrize(
    "text", ["倒排：县医院主体9月底封顶，工人86人", "影响施工3天，工人86人", "还差12根桩，工人86人"]
)
def test_a_report_keeps_its_figures(text: str) -> None:
    (reading,) = read(text, TODAY, NAMES)

    assert (reading.kind, reading.workers) == (Kind.DAILY_REPORT, 86)


def test_a_question_names_the_project_for_whoever_looks_it_up() -> None:
    (reading,) = read("请问县医院还差几天", TODAY, NAMES)

    assert reading.project_text == "县医院"


def test_a_long_text_is_no_question() -> None:
    assert read("倒排 " + "县医院" * 30, TODAY)[0].order is None
