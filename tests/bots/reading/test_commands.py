from datetime import date

import pytest

from bots import intents
from bots.intents import Kind
from bots.reading import read

TODAY = date(2026, 7, 15)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("帮助", intents.AskHelp()),
        ("？", intents.AskHelp()),
        ("日报", intents.StartReport()),
        ("补报 昨天", intents.StartReport(date(2026, 7, 14))),
        ("补报7月10日", intents.StartReport(date(2026, 7, 10))),
        ("今天谁没报", intents.AskMissing(TODAY)),
        ("谁没报？", intents.AskMissing()),
        ("未报名单", intents.AskMissing()),
        ("昨天还有哪些项目没报", intents.AskMissing(date(2026, 7, 14))),
        ("我的项目", intents.AskMine()),
        ("我还欠什么", intents.AskOwed()),
        ("进度 体育馆", intents.AskProgress("体育馆")),
        ("体育馆进度怎么样？", intents.AskProgress("体育馆")),
        ("查一下物流园的进度", intents.AskProgress("物流园")),
        ("待办问题", intents.AskProblems()),
        ("逾期问题 体育馆", intents.AskProblems("体育馆", overdue=True)),
        ("体育馆的待办问题", intents.AskProblems("体育馆")),
        ("绑定 Ab-12cd", intents.Bind("Ab-12cd")),
        ("撤销", intents.Undo()),
        ("对", intents.Yes()),
        ("是的。", intents.Yes()),
        ("好的！", intents.Yes()),
        ("不对", intents.No()),
        ("取消", intents.No()),
        ("3", intents.Choose(3)),
        ("第二个", intents.Choose(2)),
        ("上报问题 体育馆 电杆没迁", intents.RaiseProblem("电杆没迁", "体育馆")),
        ("上报问题：商砼供应不上", intents.RaiseProblem("商砼供应不上")),
        ("交办 体育馆 电杆迁改 给 供电公司 5天", intents.IssueProblem("电杆迁改", "供电公司", 5, "体育馆")),
        (
            "交办 体育馆 10kV电杆迁改，供电公司，3个工作日",
            intents.IssueProblem("10kV电杆迁改", "供电公司", 3, "体育馆"),
        ),
        ("交办 #12 给 住建局 3个工作日", intents.IssueProblem("", "住建局", 3, ref="#12")),
        ("交办 #12 现场核实 住建局", intents.IssueProblem("现场核实", "住建局", None, ref="#12")),
        (
            "交办 体育馆 把补偿款发给村民 由财政局负责 限10个工作日内办结",
            intents.IssueProblem("把补偿款发给村民", "财政局", 10, "体育馆"),
        ),
        ("签收 清交办〔2026〕12号", intents.Acknowledge("清交办〔2026〕12号")),
        ("签收12号", intents.Acknowledge("12号")),
        ("12号签收", intents.Acknowledge("12号")),
        ("签收", intents.Acknowledge("")),
        ("反馈 #12 电杆已迁走，恢复施工", intents.Answer("#12", "电杆已迁走，恢复施工")),
        ("反馈 清交办〔2026〕12号：已办结", intents.Answer("清交办〔2026〕12号", "已办结")),
        ("关于清交办[2026]12号，已约产权单位到场", intents.Answer("清交办[2026]12号", "已约产权单位到场")),
        ("退回 12 不属于我局职责", intents.Return("12", "不属于我局职责")),
        ("延期 12号 5天 等配件", intents.Extend("12号", "等配件", 5)),
        ("延期 #12 3个工作日", intents.Extend("#12", "", 3)),
        ("延期 12 到7月25日 配件没到货", intents.Extend("12", "配件没到货", None, date(2026, 7, 25))),
        ("销号 #7", intents.Close("#7")),
        ("销号 #7 现场已核实", intents.Close("#7", "现场已核实")),
        ("重办 #7 路面还没恢复", intents.SendBack("#7", "路面还没恢复")),
        ("不同意延期 #12 汛期前必须完成", intents.RefuseExtension("#12", "汛期前必须完成")),
        ("12号不同意延期，设备已到", intents.RefuseExtension("12号", "设备已到")),
        ("驳回延期申请 12号", intents.RefuseExtension("12号", "")),
        ("同意延期 12号", intents.Extend("12号", "")),
        ("撤回 12号 重复上报", intents.Withdraw("12号", "重复上报")),
        ("撤回", intents.Undo()),
        ("反馈 12号", intents.Answer("12号", "")),
        ("退回 12号", intents.Return("12号", "")),
        ("进度", intents.AskProgress("")),
        ("查看进度", intents.AskProgress("")),
        ("请假 7月20日到22日 出差", intents.TakeLeave(date(2026, 7, 20), date(2026, 7, 22), "出差")),
        ("请假 11月3日到5日 家里有事", intents.TakeLeave(date(2026, 11, 3), date(2026, 11, 5), "家里有事")),
        ("请假3天", intents.TakeLeave(TODAY, date(2026, 7, 17))),
        ("明天请假一天，孩子发烧", intents.TakeLeave(date(2026, 7, 16), date(2026, 7, 16), "孩子发烧")),
        ("节点完成 体育馆 主体封顶", intents.FinishMilestone("体育馆", "主体封顶")),
        ("补报 7月16日", intents.StartReport(date(2026, 7, 16))),
        ("节点完成 体育馆 主体封顶 3.1", intents.FinishMilestone("体育馆", "主体封顶", date(2026, 3, 1))),
        (
            "节点完成 体育馆 主体封顶 7月16日",
            intents.FinishMilestone("体育馆", "主体封顶", date(2026, 7, 16)),
        ),
        (
            "节点完成 体育馆 主体封顶 7月10日",
            intents.FinishMilestone("体育馆", "主体封顶", date(2026, 7, 10)),
        ),
    ],
)
def test_an_order_is_read_with_its_parts(text: str, order: intents.Order) -> None:
    (reading,) = read(text, TODAY)
    assert reading.order == order
    assert reading.kind in (Kind.COMMAND, Kind.QUESTION)


@pytest.mark.parametrize(
    "text",
    [
        "文化馆施工图又被退回",
        "工人12",
        "12人",
        "进度慢了",
        "今天退回一车水泥",
        "有3人请假，工人40人",
        "交办的事已经在办",
        "好的，工人25，机械3",
        "撤回 28号 日报",
        "补报 2月30日",
        "节点完成 体育馆 主体封顶 2月30日",
        "业主不同意延期，要求年底完工",
        "对了，工人25",
        "收到",
        "延期开工，等手续",
        "问题：电杆没迁",
        "没报批手续",
        "@王秘书 体育馆今天报了没",
        "李县长问大桥月底能不能通车",
    ],
)
def test_a_report_or_a_remark_is_no_order(text: str) -> None:
    assert all(reading.order is None for reading in read(text, TODAY))


def test_a_raised_problem_is_a_blocker_too() -> None:
    (reading,) = read("上报问题 体育馆 电杆没迁", TODAY)
    assert reading.blockers == ("电杆没迁",)
    assert reading.project_text == "体育馆"
