"""What is said unasked, notice by notice."""

from datetime import date
from typing import assert_never

from backend.domain import notice as n
from bots.message import Button, Outgoing
from bots.wording.days import WEEKDAYS
from bots.wording.digest import digest_text
from bots.wording.refusals import ACTS
from reports import phrases

SHOWN = 12


def told(notice: n.Notice) -> Outgoing:
    match notice:
        case n.MissingReminder():
            return _reminder(notice)
        case n.MissingList():
            return Outgoing(_missing(notice))
        case n.VisitShortfall():
            return Outgoing(_visits(notice))
        case n.ProblemRaised():
            return Outgoing(
                f"新报问题#{notice.problem_id}（{phrases.category(notice.category)}）\n"
                f"{notice.project}：{phrases.clipped(notice.text, 100)}\n上报人：{notice.raised_by}\n"
                f"交办请发：交办 #{notice.problem_id} 给 单位 5天"
            )
        case n.ProblemIssued():
            return _issued(notice)
        case n.ProblemMoved():
            return _moved(notice)
        case n.ProblemDue():
            return _due(notice)
        case n.OverdueList():
            return Outgoing(_overdue(notice))
        case n.StandingTurned():
            return Outgoing(_turned(notice))
        case n.TenDayDispatch():
            return Outgoing(_dispatch(notice))
        case n.LeaderDigest():
            return Outgoing(digest_text(notice.digest))
        case n.BriefingReady():
            month = date.fromisoformat(f"{notice.period}-01")
            return Outgoing(
                f"{phrases.period(notice.period, month, month)}简报（第{notice.issue}期）已生成，"
                f"收录{notice.projects}个项目，请审阅。"
            )
        case _:
            assert_never(notice)


def _reminder(notice: n.MissingReminder) -> Outgoing:
    if len(notice.projects) == 1:
        text = f"{notice.projects[0]}今天还没报，{notice.deadline}截止。发一句话就行，例如：工人86人，挖机3台，主体三层封顶，无问题。"
        return Outgoing(text, (Button("同昨天", "same"), Button("今天停工", "stopped")))
    lines = "\n".join(f"· {one}" for one in notice.projects[:SHOWN])
    return Outgoing(
        f"今天还有{len(notice.projects)}个项目没报，{notice.deadline}截止：\n{lines}\n一条消息可以报几个项目，带上项目名。"
    )


def _missing(notice: n.MissingList) -> str:
    day = f"{phrases.short_day(notice.day)}（周{WEEKDAYS[notice.day.weekday()]}）"
    if not notice.missing:
        return f"{day}日报：应报{notice.expected}个，已全部报送。"
    head = f"{day}日报：应报{notice.expected}个，已报{notice.received}个，未报{len(notice.missing)}个："
    lines = [
        f"· {one.project}（{one.secretary or '无人值守'}）{f' 已连续{one.days_silent}天' if one.days_silent > 1 else ''}"
        for one in notice.missing[:SHOWN]
    ]
    return "\n".join([head, *lines, *_rest(len(notice.missing))])


def _rest(total: int) -> list[str]:
    return [f"……另有{total - SHOWN}个"] if total > SHOWN else []


def _visits(notice: n.VisitShortfall) -> str:
    lines = [f"· {one.project}：本周{one.done}次，要求{one.quota}次" for one in notice.entries[:SHOWN]]
    head = f"到{phrases.short_day(notice.week_last)}本周结束，以下项目到现场次数还不够："
    return "\n".join([head, *lines, *_rest(len(notice.entries)), "到现场后发一个位置即可记录。"])


def _issued(notice: n.ProblemIssued) -> Outgoing:
    demand = f"\n要求：{phrases.clipped(notice.demand, 80)}" if notice.demand else ""
    return Outgoing(
        f"【问题交办】{notice.number}\n项目：{notice.project}\n事项：{phrases.clipped(notice.text, 100)}{demand}\n"
        f"主办：{notice.unit}\n期限：{phrases.short_day(notice.deadline)}（{notice.working_days}个工作日）",
        (
            Button("签收", f"acknowledge:{notice.problem_id}"),
            Button("反馈办理情况", f"answer:{notice.problem_id}"),
            Button("退回", f"return:{notice.problem_id}"),
        ),
    )


def _moved(notice: n.ProblemMoved) -> Outgoing:
    act = ACTS.get(notice.act, "更新")
    lines = [f"{notice.number or f'#{notice.problem_id}'} {notice.project}：{notice.by}已{act}"]
    if notice.text:
        lines.append(phrases.clipped(notice.text, 100))
    if notice.deadline and notice.act not in {"close", "withdraw"}:
        lines.append(f"期限：{phrases.short_day(notice.deadline)}")
    buttons: tuple[Button, ...] = ()
    if notice.act == "answer":
        buttons = (
            Button("销号", f"close:{notice.problem_id}"),
            Button("退回重办", f"send_back:{notice.problem_id}"),
        )
    return Outgoing("\n".join(lines), buttons)


def _due(notice: n.ProblemDue) -> Outgoing:
    if notice.days < 0:
        when = f"已逾期{-notice.days}天"
    else:
        when = "今天到期" if notice.days == 0 else f"还剩{notice.days}天"
    return Outgoing(
        f"{notice.number} {notice.project}：{phrases.clipped(notice.text, 60)}\n"
        f"期限{phrases.short_day(notice.deadline)}，{when}。办好了请发：反馈 {notice.number} 办理情况"
    )


def _overdue(notice: n.OverdueList) -> str:
    lines = [
        f"· {one.number} {one.project}（{one.unit}）逾期{one.days_overdue}天：{phrases.clipped(one.text, 24)}"
        for one in notice.entries[:SHOWN]
    ]
    return "\n".join([f"逾期未办结问题{len(notice.entries)}个：", *lines, *_rest(len(notice.entries))])


def _turned(notice: n.StandingTurned) -> str:
    before = f"由“{phrases.standing(notice.before)}”" if notice.before else ""
    return (
        f"{notice.project}{before}转为“{phrases.standing(notice.after)}”：{phrases.reasons(notice.reasons)}。"
    )


def _dispatch(notice: n.TenDayDispatch) -> str:
    counts = "、".join(f"{phrases.standing(standing)}{count}个" for standing, count in notice.counts)
    head = f"旬调度（{phrases.short_day(notice.first)}至{phrases.short_day(notice.last)}）：{counts}。"
    lines = []
    for one in notice.entries[:SHOWN]:
        parts = [phrases.standing(one.standing)]
        if one.late_milestone:
            parts.append(f"“{one.late_milestone}”逾期{one.days_late}天")
        if one.open_problems:
            parts.append(f"未销号问题{one.open_problems}个")
        lines.append(f"· {one.project}：{'，'.join(parts)}")
    return "\n".join([head, *lines, *_rest(len(notice.entries))])
