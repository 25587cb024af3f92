"""An invented county with invented projects in every state a paper has to show. Same count, same snapshot."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from backend.domain.snapshot import (
    LeaderFigures,
    MilestoneFigure,
    MilestoneState,
    ProblemFigure,
    ProjectFigures,
    Snapshot,
)
from backend.domain.standing import Light, Reason, Standing

FIRST, CUTOFF = date(2026, 10, 1), date(2026, 10, 31)

NAMES = (
    "清溪经济开发区智能装备产业园",
    "县人民医院新院区",
    "G318国道清溪段改建工程",
    "云台山抽水蓄能电站",
    "第二实验小学迁建项目",
    "城区雨污分流改造工程（三期）",
    "年产20万吨新能源汽车铝型材项目",
    "县职业教育中心实训基地",
    "清溪河流域综合治理与生态修复工程",
    "城东农贸市场改造",
    "冷链物流集散中心",
    "110kV北郊输变电工程",
    "埇桥至垚岭旅游公路",
    "县公共文化中心",
    "老旧小区改造（2026年第二批）",
    "乡镇污水处理设施提升工程",
    "高标准农田建设项目",
    "智慧停车场（5.2万㎡）",
    "中医院康养综合楼",
    "竹产业精深加工园标准化厂房",
    "城乡供水一体化工程",
    "客运枢纽站及配套道路",
    "数字经济产业孵化园",
    "县疾控中心检验楼",
    "滨河大道北延工程",
    "特色小镇游客集散中心",
    "垃圾焚烧发电二期",
    "锂电池隔膜生产线",
    "县看守所迁建",
    "青少年活动中心",
)
UNITS = ("县经开区管委会", "县卫健局", "县交通局", "县发改局", "县教育局", "县住建局", "县工信局", "县水利局")
SECTORS = ("产业发展", "公共服务", "交通水利", "城乡建设")
LEADERS = (
    ("李明华", "县委书记"),
    ("赵昇", "县委副书记、县长"),
    ("周喆", "县委常委、常务副县长"),
    ("陈晓峰", "副县长"),
    ("刘静", "副县长"),
    ("王卫东", "县人大常委会副主任"),
)
STEPS = {
    "产业发展": ("立项备案", "土地摘牌", "规划许可", "施工许可", "开工建设", "基础完成", "主体完成50%", "主体封顶", "设备安装", "竣工投产"),
    "公共服务": ("项目建议书批复", "可研批复", "初步设计批复", "招标完成", "施工许可", "基础完成", "主体封顶", "装饰装修", "室外工程", "竣工验收"),
    "交通水利": ("可研批复", "初步设计批复", "征地拆迁完成", "招标完成", "开工建设", "路基完成50%", "路基完成", "桥涵完成", "路面完成", "交工验收"),
    "城乡建设": ("方案审定", "预算评审", "招标完成", "开工建设", "完成30%", "完成50%", "完成80%", "完工", "竣工验收", "移交管养"),
}  # fmt: skip
PATTERN = (
    Standing.ON_TRACK,
    Standing.AHEAD,
    Standing.ON_TRACK,
    Standing.BEHIND,
    Standing.ON_TRACK,
    Standing.STALLED,
    Standing.AHEAD,
    Standing.ON_TRACK,
    Standing.BEHIND,
    Standing.ON_TRACK,
)
PRO_RATA = Decimal(10) / 12
SHARE = {
    Standing.AHEAD: Decimal("0.92"),
    Standing.ON_TRACK: Decimal("0.84"),
    Standing.BEHIND: Decimal("0.66"),
    Standing.STALLED: Decimal("0.31"),
}
LATE = {Standing.BEHIND: 1, Standing.STALLED: 3}


def milestones(index: int, sector: str, standing: Standing) -> tuple[MilestoneFigure, ...]:
    start = date(2025, 11, 20) if index % 9 == 4 else date(2026, 1, 9) + timedelta(days=index % 11 * 2)
    step = 44 if index % 13 == 7 else 34 + index % 5
    made = []
    for seq, name in enumerate(STEPS[sector], 1):
        latest = start + timedelta(days=step * (seq - 1) - (30 if index % 7 == 2 and seq == 3 else 0))
        made.append(milestone(seq, name, latest, standing, index))
    return tuple(made)


def milestone(seq: int, name: str, latest: date, standing: Standing, index: int) -> MilestoneFigure:
    past = latest <= CUTOFF
    open_since = CUTOFF - timedelta(days=35 * LATE.get(standing, 0))
    critical = seq % 3 != 0
    if past and latest > open_since:
        late = (CUTOFF - latest).days
        state = MilestoneState.OVERDUE if late else MilestoneState.DUE
        return MilestoneFigure(seq, name, latest, CUTOFF + timedelta(days=20), None, state, late, critical)
    if past:
        late = 6 + index % 9 if (index + seq) % 5 == 0 else 0
        actual = latest + timedelta(days=late or -(seq % 4))
        state = MilestoneState.DONE_LATE if late else MilestoneState.DONE
        return MilestoneFigure(seq, name, latest, actual, actual, state, late, critical)
    state = MilestoneState.DUE if latest - timedelta(days=25) <= CUTOFF else MilestoneState.PLANNED
    return MilestoneFigure(seq, name, latest, latest + timedelta(days=seq % 5), None, state, 0, critical)


def reasons(standing: Standing, rate: Decimal | None, late: MilestoneFigure | None) -> tuple[Reason, ...]:
    found = []
    if rate is None:
        found.append(Reason("no_plan"))
    else:
        done, plan = (rate * 100).quantize(Decimal("0.1"), ROUND_HALF_UP), Decimal("83.3")
        code = {Standing.AHEAD: "ahead_of_plan", Standing.ON_TRACK: "on_plan"}.get(standing, "behind_plan")
        found.append(
            Reason(code, (("plan", f"{plan}%"), ("done", f"{done}%"), ("points", f"{abs(done - plan)}")))
        )
    if late:
        found.append(Reason("milestone_late", (("name", late.name), ("days", str(late.days_late)))))
    else:
        found.append(Reason("milestones_on_time"))
    if standing is Standing.STALLED:
        found.append(Reason("no_progress", (("days", "46"),)))
    return tuple(found)


def problems(index: int, standing: Standing, unit: str) -> tuple[ProblemFigure, ...]:
    texts = (
        ("land", "剩余12亩用地尚未交付，影响东侧厂房基础施工"),
        ("demolition", "3户房屋未签约，红线内约200米无法进场"),
        ("utilities", "10kV杆线未迁改，塔吊作业半径受限"),
        ("funds", "专项债资金未到位，工程款支付滞后"),
        ("approval", "施工图审查意见未闭合，施工许可未核发"),
    )
    made = []
    category, text = texts[index % 5]
    if standing in LATE or index % 6 == 1:
        overdue = 9 if standing is Standing.STALLED else 0
        deadline = CUTOFF - timedelta(days=overdue) if overdue else CUTOFF + timedelta(days=8)
        made.append(
            ProblemFigure(
                f"清交办〔2026〕{20 + index}号",
                text,
                category,
                unit,
                "acknowledged",
                date(2026, 10, 8),
                deadline,
                None,
                overdue,
            )
        )
    if index % 4 == 0:
        made.append(
            ProblemFigure(
                f"清交办〔2026〕{60 + index}号", texts[(index + 2) % 5][1], texts[(index + 2) % 5][0], unit, "closed",
                date(2026, 9, 21), date(2026, 10, 20), date(2026, 10, 16), 0,
            )
        )  # fmt: skip
    if index % 11 == 3:
        made.append(
            ProblemFigure(None, "弃土场选址待定", "other", "", "raised", date(2026, 10, 29), None, None)
        )
    return tuple(made)


def project(index: int) -> ProjectFigures:
    standing = PATTERN[index % len(PATTERN)]
    sector, unit = SECTORS[index % 4], UNITS[index * 5 % len(UNITS)]
    name = NAMES[index % len(NAMES)] + (f"（{index // len(NAMES) + 1}标段）" if index >= len(NAMES) else "")
    plan = None if index == 16 else Decimal(2600 + index % 30 * 1730)
    share = SHARE[standing] + Decimal(index % 7 - 3) / 100
    invested = (plan * share).quantize(Decimal(1)) if plan else Decimal(860)
    rate = invested / plan if plan else None
    steps = milestones(index, sector, standing)
    late = next((m for m in steps if m.state is MilestoneState.OVERDUE), None)
    done = [m for m in steps if m.actual and FIRST <= m.actual <= CUTOFF]
    found = problems(index, standing, unit)
    leader = LEADERS[index % len(LEADERS)][0]
    silent = standing is Standing.STALLED
    return ProjectFigures(
        id=index + 1,
        code=f"QX2026-{index + 1:03d}",
        name=name,
        region="清溪县",
        sector=sector,
        stage="preparing" if index == 28 else "active",
        unit=unit,
        leaders=(leader, "刘静") if index % 10 == 0 and leader != "刘静" else (leader,),
        secretary=f"秘书{index % 12 + 1}",
        total_wan=plan * 3 if plan else Decimal(12000),
        annual_plan_wan=plan,
        month_invested_wan=Decimal(0) if silent else (invested / 9).quantize(Decimal(1)),
        year_invested_wan=invested,
        rate=rate,
        pro_rata=PRO_RATA,
        light=Light(standing, reasons(standing, rate, late), "county/1"),
        previous_standing=(Standing.BEHIND if index % 10 == 1 else standing).value,
        target=steps[-1].latest,
        finish=steps[-1].expected,
        float_days=-((late.days_late + 6) // 7 * 5) if late else 2 + index % 9,
        milestones=steps,
        report_days=0 if silent else 28,
        expected_days=31,
        late_reports=index % 3,
        worker_days=0 if silent else 28 * (40 + index % 60),
        average_workers=0 if silent else 40 + index % 60,
        average_machines=0 if silent else 3 + index % 8,
        leader_visits=3 + index % 4,
        leader_visits_expected=8,
        secretary_visits=0 if silent else 26,
        progress="" if silent else f"{steps[-3].name}施工，{'完成总量的' + str(55 + index % 40) + '%' if index % 2 else '现场分两个作业面同步推进'}",
        percent=None if silent else Decimal(55 + index % 40),
        breakthroughs=tuple(f"“{m.name}”节点{m.actual:%-m月%-d日}完成" for m in done)
        + tuple(f"{p.text}问题销号" for p in found if p.closed),
        problems=found,
    )  # fmt: skip


def leaders(projects: tuple[ProjectFigures, ...]) -> tuple[LeaderFigures, ...]:
    made = []
    for number, (name, title) in enumerate(LEADERS, 1):
        own = [p for p in projects if name in p.leaders]
        visits, quota = sum(p.leader_visits for p in own), sum(p.leader_visits_expected for p in own)
        made.append(LeaderFigures(number, name, title, tuple(p.id for p in own), visits, quota))
    return tuple(made)


def snapshot(count: int = 30, **changes: object) -> Snapshot:
    projects = tuple(project(index) for index in range(count))
    made = Snapshot(
        key="2026-10",
        first=FIRST,
        cutoff=CUTOFF,
        office="清溪县重点项目建设领导小组办公室",
        county="清溪县",
        issue=10,
        total_issue=34,
        rule="county/1",
        rule_text="年度投资完成率高于序时进度5个百分点以上且节点无逾期为超前；低于10个百分点以上或节点逾期超过7天为滞后；连续30天无进展为无进展；其余为正常。",
        provisional_from=date(2027, 1, 1),
        projects=projects,
        leaders=leaders(projects) if count else (),
    )
    return replace(made, **changes)  # type: ignore[arg-type]
