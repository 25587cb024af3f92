"""What is said unasked, notice by notice."""

from datetime import date
from typing import assert_never

from backend.domain import notice as n
from bots.message import Button, Outgoing
from bots.wording.days import WEEKDAYS, float_words, silent
from bots.wording.digest import digest_text
from bots.wording.fitting import fitted, rest
from bots.wording.problems import short
from bots.wording.refusals import ACTS
from bots.wording.talk import EXAMPLE
from reports import phrases

SHOWN = 12


def told(notice: n.Notice) -> Outgoing:
    return fitted(_worded(notice))


def _worded(notice: n.Notice) -> Outgoing:
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
        case n.PlanRevised():
            return Outgoing(_revised(notice))
        case n.CalendarMoved():
            return Outgoing(_recalculated(notice))
        case _:
            assert_never(notice)


SAME = Button("同昨天", "same", "同昨天")


def _reminder(notice: n.MissingReminder) -> Outgoing:
    if len(notice.projects) == 1:
        text = f"{notice.projects[0]}今天还没报，{notice.deadline}截止。发一句话就行，例如：{EXAMPLE}。"
        return Outgoing(text, (SAME, Button("今天停工", "stopped", "今天停工")))
    lines = "\n".join(f"· {phrases.clipped(one, 40)}" for one in notice.projects[:SHOWN])
    more = "".join(f"\n{one}" for one in rest(len(notice.projects), SHOWN))
    return Outgoing(
        f"今天还有{len(notice.projects)}个项目没报，{notice.deadline}截止：\n{lines}{more}\n一条消息可以报几个，带上项目名；都与昨天一样就发“同昨天”。",
        (SAME,),
    )


def _missing(notice: n.MissingList) -> str:
    day = f"{phrases.short_day(notice.day)}（周{WEEKDAYS[notice.day.weekday()]}）"
    if not notice.missing:
        return f"{day}日报：应报{notice.expected}个，已全部报送。"
    head = f"{day}日报：应报{notice.expected}个，已报{notice.received}个，未报{len(notice.missing)}个："
    lines = [
        f"· {phrases.clipped(one.project, 30)}（{one.secretary or '无人值守'}）{silent(one.days_silent)}"
        for one in notice.missing[:SHOWN]
    ]
    return "\n".join([head, *lines, *rest(len(notice.missing), SHOWN)])


def _visits(notice: n.VisitShortfall) -> str:
    lines = [f"· {one.project}：本周{one.done}次，要求{one.quota}次" for one in notice.entries[:SHOWN]]
    head = f"到{phrases.short_day(notice.week_last)}本周结束，以下项目到现场次数还不够："
    return "\n".join([head, *lines, *rest(len(notice.entries), SHOWN), "到现场后发一个位置即可记录。"])


def _issued(notice: n.ProblemIssued) -> Outgoing:
    demand = f"\n要求：{phrases.clipped(notice.demand, 80)}" if notice.demand else ""
    ref = short(notice.number, notice.problem_id)
    return Outgoing(
        f"【问题交办】{notice.number}\n项目：{notice.project}\n事项：{phrases.clipped(notice.text, 100)}{demand}\n"
        f"主办：{notice.unit}\n期限：{phrases.short_day(notice.deadline)}（{notice.working_days}个工作日）",
        (
            Button("签收", f"acknowledge:{notice.problem_id}", f"签收 {ref}"),
            Button("反馈办理情况", f"answer:{notice.problem_id}", f"反馈 {ref} 办理情况"),
            Button("退回", f"return:{notice.problem_id}", f"退回 {ref} 理由"),
        ),
    )


def _moved(notice: n.ProblemMoved) -> Outgoing:
    ref = short(notice.number, notice.problem_id)
    lines = [
        f"{notice.number} {notice.project}：{phrases.clipped(notice.subject, 40)}"
        if notice.subject
        else f"{notice.number} {notice.project}",
        f"{notice.by}{_deed(notice)}" + (f"：{phrases.clipped(notice.text, 100)}" if notice.text else ""),
    ]
    if notice.deadline and notice.act == "ask_extension":
        lines.append(f"申请延到{phrases.short_day(notice.deadline)}")
    elif notice.deadline and not notice.unit and notice.act not in {"close", "withdraw", "return"}:
        lines.append(f"期限：{phrases.short_day(notice.deadline)}")
    return Outgoing("\n".join(lines), _steps_after(notice.act, notice.problem_id, ref))


def _deed(notice: n.ProblemMoved) -> str:
    if notice.unit and notice.deadline:
        return f"已交办 {notice.unit}，{phrases.short_day(notice.deadline)}前办结"
    act = ACTS.get(notice.act, "更新")
    return act if act.startswith("不") else f"已{act}"


def _steps_after(act: str, problem_id: int, ref: str) -> tuple[Button, ...]:
    """What whoever hears of it is to do next."""
    if act == "answer":
        return (
            Button("销号", f"close:{problem_id}", f"销号 {ref}"),
            Button("退回重办", f"send_back:{problem_id}", f"重办 {ref} 理由"),
        )
    if act == "ask_extension":
        return (
            Button("同意", f"extend:{problem_id}", f"延期 {ref}"),
            Button("不同意", f"refuse_extension:{problem_id}", f"不同意延期 {ref} 理由"),
        )
    if act == "send_back":
        return (Button("反馈办理情况", f"answer:{problem_id}", f"反馈 {ref} 办理情况"),)
    return ()


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
    return "\n".join([f"逾期未办结问题{len(notice.entries)}个：", *lines, *rest(len(notice.entries), SHOWN)])


def _turned(notice: n.StandingTurned) -> str:
    before = f"由“{phrases.standing(notice.before)}”" if notice.before else ""
    why = f"：{phrases.reasons(notice.reasons)}" if notice.reasons else ""
    return f"{notice.project}{before}转为“{phrases.standing(notice.after)}”{why}。"


def _dispatch(notice: n.TenDayDispatch) -> str:
    counts = "、".join(f"{phrases.standing(standing)}{count}个" for standing, count in notice.counts)
    head = f"旬调度（{phrases.short_day(notice.first)}至{phrases.short_day(notice.last)}）：{counts or '没有在建项目'}。"
    lines = []
    for one in notice.entries[:SHOWN]:
        parts = [phrases.standing(one.standing)]
        if one.late_milestone:
            parts.append(f"“{one.late_milestone}”逾期{one.days_late}天")
        if one.open_problems:
            parts.append(f"未销号问题{one.open_problems}个")
        lines.append(f"· {one.project}：{'，'.join(parts)}")
    return "\n".join([head, *lines, *rest(len(notice.entries), SHOWN)])


def _revised(notice: n.PlanRevised) -> str:
    return "\n".join(
        [
            f"{phrases.clipped(notice.project, 40)}的倒排计划已调整，第{notice.version}版起执行。",
            f"原因：{phrases.clipped(notice.reason, 100)}",
            f"目标完成：{_moved_day(notice.target_before, notice.target)}",
            f"预计完成：{_moved_day(notice.finish_before, notice.finish)}",
            f"申请：{notice.by}，批准：{notice.approved_by}。如有出入，请与重点办联系。",
        ]
    )


def _moved_day(before: date | None, after: date | None) -> str:
    if before == after:
        return f"{phrases.day(after)}（不变）"
    return f"{phrases.day(before)}改为{phrases.day(after)}"


def _recalculated(notice: n.CalendarMoved) -> str:
    source = f"（{phrases.clipped(notice.source, 60)}）" if notice.source.strip() else ""
    head = f"{phrases.clipped(notice.title, 40)}{source}已更新，您的{len(notice.entries)}个项目倒排工期随之变动："
    lines = [f"· {phrases.clipped(one.project, 30)}：{_moved_dates(one)}" for one in notice.entries[:SHOWN]]
    return "\n".join([head, *lines, *rest(len(notice.entries), SHOWN)])


def _moved_dates(one: n.CalendarMovedEntry) -> str:
    parts = []
    if one.finish_before and one.finish_after:
        way = "推后" if one.finish_after > one.finish_before else "提前"
        days = (
            f"{abs(one.days)}个工作日"
            if one.days
            else f"{abs((one.finish_after - one.finish_before).days)}天"
        )
        dates = f"{phrases.day(one.finish_before)}改为{phrases.day(one.finish_after)}"
        parts.append(f"预计完成由{dates}（{way}{days}）")
    if one.nearest and one.latest:
        parts.append(f"最近的节点“{phrases.clipped(one.nearest, 20)}”须{phrases.day(one.latest)}前完成")
    if one.milestones > 1:
        parts.append(f"共{one.milestones}个节点变动")
    parts.append(float_words(one.spare))
    return "，".join(parts)
