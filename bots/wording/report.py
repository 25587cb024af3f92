"""The echo of a day's report: what was understood, only what was said, and what is still open."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from backend.domain.daily_report import Facts
from bots import prompts
from bots.message import Button, Outgoing
from bots.prompts import Filed
from bots.wording.days import spoken
from bots.wording.fitting import rest
from reports import phrases

FIELDS = {
    "workers": "工人",
    "machines": "机械",
    "progress": "形象进度",
    "percent": "总体进度",
    "stopped": "停工",
}
UNITS = {"workers": "人", "machines": "台", "percent": "%"}
UNEXPLAINED = "停工，原因还没说，请直接回复"
SHOWN = 12  # projects of one message
MOST_FIXES = 5  # buttons beside 对


def filed(echo: Filed) -> Outgoing:
    if not echo.report_kept:
        return Outgoing(_beside_only(echo))
    lines = [_head(echo), *_said(echo.said, _before(echo)), *_beside(echo)]
    if echo.said.copied:
        lines.append(f"其中{_named(echo.said.copied)}沿用上次，有变化请说")
    if echo.missing and not echo.corrected and not echo.said.stopped:
        lines.append(f"还没说：{_named(echo.missing)}（想补就再发一句）")
    return Outgoing("\n".join(lines), (Button("对", "ok"), Button("改", _fix(echo))))


def filed_several(prompt: prompts.FiledSeveral) -> Outgoing:
    """A line a project; 改2 mends the second one."""
    echoes = prompt.echoes
    lines = [f"{n}. {_in_short(echo)}" for n, echo in enumerate(echoes[:SHOWN], 1)]
    fixes = [
        Button(f"改{n}", _fix(echo)) for n, echo in enumerate(echoes[:MOST_FIXES], 1) if echo.report_kept
    ]
    copied = ["标“沿用”的有变化请说"] if any(echo.said.copied for echo in echoes) else []
    text = "\n".join([f"已记{len(echoes)}个项目：", *lines, *rest(len(echoes), SHOWN), *copied])
    # 对 comes last, so that the number of a button is the number of its line.
    return Outgoing(text, (*fixes, Button("对", "ok")))


def _fix(echo: Filed) -> str:
    return f"fix:{echo.project_id}:{echo.day:%Y%m%d}"


def _head(echo: Filed) -> str:
    word = "已更正" if echo.corrected else "补报已记" if echo.late else "日报已记"
    return f"{echo.project} {spoken(echo.day, echo.today)}{word}："


def _in_short(echo: Filed) -> str:
    day = "" if echo.day == echo.today else f"{phrases.short_day(echo.day)} "
    late = "（补报）" if echo.late else ""
    parts = [*_said(echo.said, _before(echo), 40), *_beside(echo)]
    if UNEXPLAINED in parts:
        parts[parts.index(UNEXPLAINED)] = "停工（原因没说）"
    if echo.said.copied:
        parts.append(f"{_named(echo.said.copied)}沿用")
    if echo.missing and not echo.corrected and not echo.said.stopped and echo.report_kept:
        parts.append(f"还没说{_named(echo.missing)}")
    return phrases.clipped(f"{echo.project}：{day}{'；'.join(parts)}{late}", 150)


def _named(fields: Iterable[str]) -> str:
    return "、".join(FIELDS[field] for field in FIELDS if field in set(fields))


def _before(echo: Filed) -> Mapping[str, Any]:
    return {field: before for field, before, _ in echo.changed}


def _said(facts: Facts, before: Mapping[str, Any], longest: int = 120) -> list[str]:
    lines = []
    figures = [
        f"{FIELDS[field]}{_number(value)}{UNITS[field]}{_in_brackets(_was(field, before), _parts(parts, UNITS[field]))}"
        for field, value, parts in (
            ("workers", facts.workers, facts.trades),
            ("machines", facts.machines, facts.machine_types),
            ("percent", facts.percent, {}),
        )
        if value is not None
    ]
    if figures:
        lines.append("，".join(figures))
    if facts.progress:
        lines.append(f"进度：{phrases.clipped(facts.progress, longest)}")
    if facts.stopped:
        lines.append(f"停工：{phrases.clipped(facts.stop_reason, 60)}" if facts.stop_reason else UNEXPLAINED)
    elif facts.stopped is False and not facts.progress:
        lines.append("正常施工")
    return lines


def _number(value: Decimal | int) -> str:
    return phrases.number(value) if isinstance(value, Decimal) else str(value)


def _was(field: str, before: Mapping[str, Any]) -> str:
    return f"原{_number(before[field])}{UNITS[field]}" if before.get(field) is not None else ""


def _in_brackets(*notes: str) -> str:
    said = "；".join(note for note in notes if note)
    return f"（{said}）" if said else ""


def _parts(parts: Mapping[str, int], unit: str) -> str:
    if len(parts) < 2:
        return ""
    shown = [f"{name}{count}{unit}" for name, count in list(parts.items())[:8]]
    more = "等" if len(parts) > len(shown) else ""
    return "、".join(shown) + more


def _beside_only(echo: Filed) -> str:
    """A problem, some money or a visit without a report: one line when there is one thing to say."""
    told = _beside(echo)
    if len(told) == 1:
        return f"{echo.project}：{told[0]}。"
    return "\n".join([f"{echo.project}：", *told])


def _beside(echo: Filed) -> list[str]:
    lines = [_problem(one) for one in echo.problems[:5]]
    if len(echo.problems) > 5:
        lines.append(f"……共{len(echo.problems)}个问题")
    lines += [_money(one) for one in echo.invested]
    if echo.serviced:
        lines.append("服务情况已记")
    if echo.visited:
        lines.append("到现场情况已记（没有位置，不计次数）")
    return lines


def _money(one: prompts.FiledInvestment) -> str:
    return f"{covered(one.covers, one.month.month)}完成投资{phrases.money(one.wan)}，已入账"


def covered(covers: str, month: int) -> str:
    """10月, 1—10月累计"""
    if covers != "year_to_date":
        return f"{month}月"
    return f"1—{month}月累计" if month > 1 else "1月累计"


def _problem(one: prompts.RaisedHere) -> str:
    text = phrases.clipped(one.text, 40)
    if one.already:
        return f"问题已在册（{one.number or f'#{one.problem_id}'}）：{text}"
    return f"问题已登记（#{one.problem_id}，待交办）：{text}"
