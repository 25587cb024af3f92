"""A county's projects in every class, as many as wanted."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice

from backend.domain.daily_report import Facts
from backend.domain.investment import Covers, Investment
from backend.domain.people import Role
from backend.domain.plan import Link, Plan, Step
from backend.domain.project import Stage
from backend.domain.standing import Light, Standing
from backend.services.desk import Desk
from tests import builders

NAMES = (
    "县人民医院迁建项目",
    "环城东路改造工程",
    "城区雨污分流改造工程（二期）",
    "高新区智能装备产业园标准厂房及配套基础设施建设项目（一期）东区三标段工程",
    "第二实验学校新建项目",
    "110千伏输变电工程",
    "冷链物流基地项目",
    "滨江生态廊道综合整治工程",
)
LEADERS = ("李国强", "孙东", "欧阳明月", "赵卫民")
UNITS = ("卫生健康局", "交通运输局", "住房和城乡建设局", "经济开发区管理委员会", "城关镇人民政府")
SHARES = ("0.97", "0.86", "0.60", "0.31", "0.90", "1.08", "0.74", "0.88")
WATCHED_SINCE = date(2026, 7, 1)
PLAN = Decimal(12000)  # 万元 a year


def fill(desk: Desk, count: int, first: int = 0) -> None:
    """Stand on a day late in the year for all four classes to appear; `first`: how many there are already."""
    known = {unit.name: unit for unit in desk.unit.people.units()}
    units = [known.get(name) or desk.unit.people.add_unit(name) for name in UNITS]
    leaders = [builders.person(desk, name, title="副县长", phone=str(first + count)) for name in LEADERS]
    for n, name in islice(enumerate(cycle(NAMES)), first, first + count):
        series = f"{name}·{n // len(NAMES) + 1}" if n >= len(NAMES) else name
        project = builders.project(
            desk,
            f"QX-{n:03}",
            series[:40],
            region="东城",
            stage=Stage.ACTIVE,
            unit_id=units[n % len(units)].id,
        )
        builders.duty(desk, leaders[n % len(leaders)], Role.LEADER, project_id=project.id)
        desk.unit.standings.put(WATCHED_SINCE, {project.id: Light(Standing.ON_TRACK, (), "test")})
        _plan(desk, project.id, n)
        desk.unit.projects.set_annual_plan(project.id, 2026, PLAN)
        if n % 8 != 3:  # every eighth shows no sign of life
            _money(desk, project.id, Decimal(SHARES[n % len(SHARES)]), leaders[0].id)
            desk.unit.daily_reports.add(
                project.id,
                desk.moment.day,
                Facts(workers=30, progress="主体施工"),
                leaders[0].id,
                desk.moment.at,
                False,
            )


def _plan(desk: Desk, project_id: int, n: int) -> None:
    start = date(2026, 3, 2)
    steps = (
        Step(
            "a", "施工许可", 20, milestone=True, actual_start=start, actual_finish=start + timedelta(days=28)
        ),
        Step("b", "基础完成", 60 + 5 * (n % 4), (Link("a"),), milestone=True),
        Step("c", "主体结构封顶", 100, (Link("b"),), milestone=True),
        Step("d", "竣工验收", 60, (Link("c"),), milestone=True),
    )
    target = date(2027, 1, 29) + timedelta(days=70 * (n % 5))
    desk.unit.plans.add(
        project_id, Plan(start, target, steps), source="test", reason="", person_id=None, at=desk.moment.at
    )


def _money(desk: Desk, project_id: int, share: Decimal, person_id: int) -> None:
    month = desk.moment.day.replace(day=1)
    figure = Investment(0, project_id, month, Covers.YEAR_TO_DATE, PLAN * share, person_id, desk.moment.at)
    desk.unit.investments.add(figure)
