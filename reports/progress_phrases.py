"""What a progress line, a curve and a look ahead say, in sentences. Days are working days unless called otherwise."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from backend.domain.backward import Schedule
from backend.domain.earned import Basis, Curve, Weights
from backend.domain.look_ahead import Coming, StandStill
from backend.domain.progress_line import Effect, Point
from backend.domain.snapshot import MilestoneState
from backend.domain.standing import Standing
from backend.domain.workdays import Workdays
from reports.phrases import LOOKS, MILESTONE_LOOKS, Look, clipped, line, money, percent, short_day
from reports.phrases import day as full_day

BEHIND, AHEAD, ON_TIME = LOOKS[Standing.BEHIND], LOOKS[Standing.AHEAD], LOOKS[Standing.ON_TRACK]
DONE, DONE_LATE = MILESTONE_LOOKS[MilestoneState.DONE], MILESTONE_LOOKS[MilestoneState.DONE_LATE]
LATER = MILESTONE_LOOKS[MilestoneState.PLANNED]


def look(point: Point, day: date) -> Look:
    """The class of a step on the line; never by colour alone."""
    if point.days:
        return BEHIND if point.days < 0 else AHEAD
    if point.step.is_done:
        return DONE_LATE if point.finished_late else DONE
    return LATER if point.planned_start > day and not point.step.is_under_way else ON_TIME


def stand(point: Point, day: date) -> str:
    """滞后8天, 超前3天, 正常, 完成, 晚3天完成, 未到"""
    if point.step.is_done:
        if point.finished_late:
            return f"晚{point.finished_late}天完成"
        return f"提前{point.days}天" if point.days else "完成"
    if point.days:
        return f"{'滞后' if point.days < 0 else '超前'}{abs(point.days)}天"
    return "未到" if look(point, day) is LATER else "正常"


# The textbook's sentence of one step


def bent(point: Point) -> str:
    """One sentence of a step that is not where it should be, with what it does to the whole."""
    if point.days >= 0:
        how = "提前完成，" if point.step.is_done else _why(point)
        return f"{_name(point)}{how}比计划超前{point.days}个工作日。"
    return f"{_name(point)}{_why(point)}落后{-point.days}个工作日，{_effect(point)}{_past(point)}。"


def _name(point: Point) -> str:
    return f"“{line(point.step.name)}”"


def _why(point: Point) -> str:
    if point.step.is_under_way:
        return "按天数推算" if point.presumed else ""
    if point.step.days == 0:
        return f"应于{short_day(point.planned_finish)}完成，尚未完成，"
    return f"应于{short_day(point.planned_start)}开工，尚未开工，"


def _effect(point: Point) -> str:
    behind = -point.days
    match point.effect:
        case Effect.NONE:
            return f"在自由时差（{point.free_float}天）以内，不影响后续步骤和完工日期"
        case Effect.FOLLOWERS:
            free = f"超过自由时差（{point.free_float}天）" if point.free_float > 0 else "没有自由时差"
            return f"{free}，但在总时差（{point.spare}天）以内，将推迟后续步骤，不影响完工日期"
        case Effect.FINISH:
            over = (
                f"超出总时差（{point.spare}天）{behind - point.spare}天"
                if point.spare > 0
                else "处在关键线路上"
            )
            return f"{over}，不赶工则完工推迟{point.moves_finish}个工作日"


def _past(point: Point) -> str:
    said = f"，比限定的最晚日期晚{point.past_limit}个工作日" if point.past_limit else ""
    if point.effect is not Effect.FINISH:
        return said
    if point.past_target == point.moves_finish:
        return f"，全部超出目标日期{said}"
    return (f"，其中{point.past_target}个超出目标日期" if point.past_target else "，仍在目标日期以内") + said


# The whole


def finish(planned: Schedule, current: Schedule, work: Workdays) -> tuple[Look, str]:
    """How the finish that is expected stands to the planned one, short enough for a chip."""
    if planned.finish is None or current.finish is None:
        return LATER, "没有步骤"
    days = work.index_after(current.finish) - work.index_after(planned.finish)
    if all(step.is_done for step in current.plan.steps):
        words = f"全部完成，{'晚' if days > 0 else '早'}{abs(days)}天" if days else "按计划全部完成"
        return (DONE_LATE if days > 0 else DONE), words
    if days == 0:
        return ON_TIME, "预计按计划完工"
    return (BEHIND, f"预计完工晚{days}天") if days > 0 else (AHEAD, f"预计完工早{-days}天")


def behind(days: Decimal) -> str:
    """落后12.4个工作日: of earned schedule, which has tenths."""
    if not days:
        return "与计划持平"
    return f"{'落后' if days < 0 else '超前'}{abs(days).normalize():f}个工作日"


def curve(found: Curve) -> str:
    """计划完成62.3%，实际完成48.1%，进度绩效指数（SPI）0.77，落后12.4个工作日。"""
    spi = "" if found.spi is None else f"进度绩效指数（SPI）{found.spi.quantize(Decimal('0.01'))}，"
    return f"计划完成{percent(found.planned)}，实际完成{percent(found.earned)}，{spi}{behind(found.days)}。"


def weighing(weights: Weights) -> str:
    """What the shares are counted by."""
    match weights.basis:
        case Basis.WEIGHTS:
            return "按步骤权重计算"
        case Basis.NORMALISED:
            return f"按步骤权重计算；权重合计为{weights.total.normalize():f}，已折算为100"
        case Basis.DURATIONS:
            return "未填权重，按步骤工期计算"
        case Basis.EQUAL:
            return "未填权重和工期，各步骤同等计算"


def since(first: date | None) -> str:
    """2026年1月起, of sums that do not go back to the beginning; "" of those that do."""
    return f"{first.year}年{first.month}月起" if first else ""


def invested(planned: Decimal | None, actual: Decimal, first: date | None = None) -> str:
    plan = "" if planned is None else f"计划完成投资{money(planned)}，"
    return f"{since(first)}{plan}实际完成投资{money(actual)}。"


def stand_still(found: StandStill, day: date) -> str:
    """When a plan that stands still has no float left; "" when nothing is open."""
    if found.step is None:
        return ""
    name = f"“{line(found.step.name)}”" + ("（推定在办）" if found.presumed else "")
    if found.days > 0:
        on = (short_day if found.on.year == day.year else full_day)(found.on) + (
            "，暂定" if found.provisional else ""
        )
        return f"若{name}{_still(found, day)}，{found.days}个工作日后（{on}）整个项目将没有机动时间。"
    gain = f"，须抢回{-found.days}个工作日" if found.days < 0 else ""
    return f"整个项目已没有机动时间{gain}：{name}每{_waits(found)}一个工作日，完工就再晚一个工作日。"


def _still(found: StandStill, day: date) -> str:
    if found.begun:
        return f"从{short_day(day)}起没有进展"
    return "仍不办结" if found.step is not None and found.step.days == 0 else "仍不开工"


def _waits(found: StandStill) -> str:
    if found.begun:
        return "停"
    return "拖后" if found.step is not None and found.step.days == 0 else "晚开工"


# The look ahead


def must(coming: Coming) -> str:
    """须开工, 须完成, 预计开工: what is to happen to a step in the days looked at."""
    if coming.expected:
        return "预计完成" if coming.begun or coming.row.step.days == 0 else "预计开工"
    if coming.row.step.days == 0 or not coming.starts:
        return "须完成"
    return "须开工并完成" if coming.finishes else "须开工"


def left(coming: Coming, day: date) -> str:
    """逾期3个工作日, 就在当天, 还有5个工作日; never a nought."""
    if coming.days < 0:
        return f"逾期{-coming.days}个工作日"
    if coming.days == 0:
        return "就在今天" if coming.latest == day else "下一个工作日"
    return f"还有{coming.days}个工作日"


def note(coming: Coming, names: Mapping[str, str]) -> str:
    """须等“基坑”, 未报开工（推定在办） or nothing. `names`: of the plan's steps, by id."""
    if coming.presumed:
        return "未报开工，推定在办"
    if not coming.waits_for:
        return ""
    waits = "、".join(f"“{clipped(names.get(id, id), 16)}”" for id in coming.waits_for[:2])
    more = f"等{len(coming.waits_for)}项" if len(coming.waits_for) > 2 else ""
    return f"须等{waits}{more}"
