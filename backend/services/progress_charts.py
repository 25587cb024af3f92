"""The progress of a plan as its two drawings take it."""

from datetime import date, timedelta
from decimal import Decimal

from backend.domain.investment_curve import MoneyPoint
from backend.services.progress import Progress
from reports import phrases, progress_phrases
from reports.framed import Title
from reports.progress_line import LineChart
from reports.s_curve import CurveChart, Panel

CENTS = Decimal("0.01")


def line_chart(found: Progress) -> LineChart:
    return LineChart(title(found), found.points)


def curve_chart(found: Progress) -> CurveChart:
    panels = [_work(found)]
    if any(point.planned or point.invested for point in found.money):
        panels.append(_money(found.money, found))
    note = f"{progress_phrases.weighing(found.curve.weights)}；计划按最早日期，在步骤工期内均匀完成。"
    return CurveChart(title(found), tuple(panels), note)


def title(found: Progress) -> Title:
    plan = found.planned.plan
    provisional = "，日期含暂定" if found.planned.provisional else ""
    source = f"计划第{found.version}版，目标{phrases.day(plan.target)}{provisional}"
    verdict = progress_phrases.finish(found.planned, found.current, found.work)
    return Title(found.project.name, found.day, verdict, source)


def _work(found: Progress) -> Panel:
    curve, planned = found.curve, found.planned
    # Without time to spare there are no later dates that would do: one curve, over the days of the plan alone.
    late = planned.project_float > 0
    points = list(curve.points)
    if not late and planned.finish is not None:
        first, last = min(planned.early_start) - timedelta(days=1), max(planned.finish, found.day)
        points = [point for point in points if first <= point.day <= last]
    spi = () if curve.spi is None else (f"SPI {curve.spi.quantize(CENTS)}",)
    return Panel(
        title="形象进度（占全部工作的比例）",
        planned=tuple((point.day, point.planned) for point in points),
        done=tuple((point.day, point.earned) for point in points if point.earned is not None),
        planned_now=curve.planned,
        done_now=curve.earned,
        latest=tuple((point.day, point.latest) for point in points) if late else (),
        facts=(*spi, progress_phrases.behind(curve.days)),
    )


def money_since(found: Progress) -> date | None:
    """The day from which investment is added up, when that is later than the plan begins."""
    if not found.money or not found.planned.steps:
        return None
    first = found.money[0].day + timedelta(days=1)
    return first if first > min(found.planned.early_start) else None


def _money(points: tuple[MoneyPoint, ...], found: Progress) -> Panel:
    now = next((point for point in points if point.day == found.day), None)
    return Panel(
        title=f"完成投资（{progress_phrases.since(money_since(found))}累计）",
        planned=tuple((point.day, point.planned) for point in points if point.planned is not None),
        done=tuple((point.day, point.invested) for point in points if point.invested is not None),
        planned_now=now.planned if now else None,
        done_now=now.invested if now else None,
        in_wan=True,
    )
