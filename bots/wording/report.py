"""The echo of a day's report: what was understood, only what was said, and what is still open."""

from bots import prompts
from bots.message import Button, Outgoing
from bots.prompts import Filed
from bots.wording.days import spoken
from reports import phrases

FIELDS = {
    "workers": "工人",
    "machines": "机械",
    "progress": "形象进度",
    "percent": "总体进度",
    "stopped": "停工",
}
UNITS = {"workers": "人", "machines": "台", "percent": "%"}


def filed(echo: Filed) -> Outgoing:
    lines = [_head(echo), *_said(echo), *_changed(echo), *_beside(echo)]
    if echo.missing and not echo.corrected and echo.report_kept and not echo.said.stopped:
        lines.append(f"还没说：{'、'.join(FIELDS[field] for field in echo.missing)}（想补就再发一句）")
    buttons = (Button("对", "ok"), Button("改", f"fix:{echo.project_id}:{echo.day:%Y%m%d}"))
    return Outgoing("\n".join(lines), buttons if echo.report_kept and not echo.doubts else ())


def _head(echo: Filed) -> str:
    if not echo.report_kept:
        return f"{echo.project}：已记录。"
    word = "已更正" if echo.corrected else "日报已记"
    late = "，记为补报" if echo.late else ""
    return f"{echo.project} {spoken(echo.day, echo.today)}{word}{late}："


def _said(echo: Filed) -> list[str]:
    facts, lines = echo.said, []
    figures = []
    if facts.workers is not None:
        figures.append(f"工人{facts.workers}人{_parts(facts.trades, '人')}")
    if facts.machines is not None:
        figures.append(f"机械{facts.machines}台{_parts(facts.machine_types, '台')}")
    if facts.percent is not None:
        figures.append(f"总体进度{phrases.number(facts.percent)}%")
    if figures:
        lines.append("，".join(figures))
    if facts.progress:
        lines.append(f"进度：{phrases.clipped(facts.progress, 120)}")
    if facts.stopped:
        lines.append(f"停工{f'：{facts.stop_reason}' if facts.stop_reason else '（没说原因）'}")
    elif facts.stopped is False and not facts.progress:
        lines.append("正常施工")
    if facts.copied:
        fields = "、".join(FIELDS[field] for field in sorted(facts.copied) if field in FIELDS)
        lines.append(f"其中{fields}沿用上一次，有变化请说")
    return lines


def _parts(parts: object, unit: str) -> str:
    items = dict(parts)  # type: ignore[call-overload]
    if len(items) < 2:
        return ""
    return "（" + "、".join(f"{name}{count}{unit}" for name, count in items.items()) + "）"


def _changed(echo: Filed) -> list[str]:
    return [
        f"{FIELDS.get(field, field)}由{before}{UNITS.get(field, '')}改为{after}{UNITS.get(field, '')}"
        for field, before, after in echo.changed
        if field in UNITS
    ]


def _beside(echo: Filed) -> list[str]:
    lines = [_problem(one) for one in echo.problems]
    if echo.invested:
        covers = "累计" if echo.invested.covers == "year_to_date" else "当月"
        lines.append(
            f"{echo.invested.month.month}月{covers}完成投资{phrases.money(echo.invested.wan)}，已入账"
        )
    if echo.serviced:
        lines.append("服务情况已记")
    if echo.visited:
        lines.append("到现场情况已记（没有位置，不计入打卡次数）")
    return lines


def _problem(one: prompts.RaisedHere) -> str:
    text = phrases.clipped(one.text, 40)
    if one.already:
        return f"问题：{text}（已在册，{one.number or f'#{one.problem_id}'}）"
    return f"问题：{text}（已登记#{one.problem_id}，待重点办交办）"
