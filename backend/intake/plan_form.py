"""The form for backward schedules (倒排工期): one row a step, of one project or of many."""

from collections.abc import Mapping

from backend.domain.plan import Nature
from backend.intake.forms import ALL_OR_NOTHING, ANY_ORDER, SERIAL, YES_NO, Column, Form, offered

MARKS: Mapping[bool, tuple[str, ...]] = {
    True: (*YES_NO[True], "√", "✓", "★", "●", "节点"),
    False: (*YES_NO[False], "×", "○"),
}
NATURES: Mapping[Nature, tuple[str, ...]] = {
    Nature.WORK: ("施工", "工程", "实施", "其他"),
    Nature.APPROVAL: ("审批", "报批", "手续", "前期手续", "审批手续"),
}
CALENDARS: Mapping[str, tuple[str, ...]] = {  # by the name a step keeps; the first spelling is its title
    "national": ("国家工作日", "法定工作日", "五天工作制", "双休"),
    "seven_day": ("七天施工", "七天工作制", "七天连续", "天天施工", "无休", "不休"),
}
COMPUTED = ("最早开始", "最早完成", "最晚开始", "最晚完成", "总时差", "自由时差", "关键线路", "暂定")
COMPUTED_UNIT = "推算"  # stands behind the title of a column that the import leaves alone
RARE = frozenset(
    {
        "calendar",
        "not_before",
        "not_after",
        "finish_on",
        "least",
        "percent",
        "remaining",
        "nature",
        "deferrable",
    }
)

_NOTES = (
    "一行一个步骤；一张表可以填一个项目，也可以填多个项目，行的先后不限。灰色的示例不会导入。",
    "表里出现的项目，按本表的步骤整套更新为新一版计划，原来各版都留底；没有变化的不出新版。没写进表的项目不受影响。",
    "已报送的实际开始、实际完成：格子空着表示保留，填“无”表示清除。",
    "“日历”及其右边各列都可以空着；整列都没有的，沿用上一版计划里的设置。",
    "表头注明“推算”的列由系统算出，导入时不读。",
    "日期从目标完成日期往回排，按工作日计，法定节假日和调休已计入；下一年放假通知公布前的日期为暂定。",
    ANY_ORDER,
    ALL_OR_NOTHING,
)

_COLUMNS = (
    SERIAL,
    Column(
        "code",
        "项目编号",
        "与项目表一致。编号、名称至少填一个，每一行都要填。",
        "QX-2026-001",
        ("项目代码", "code"),
        width=15,
    ),
    Column(
        "name",
        "项目名称",
        "与项目表一致；填了编号可以不填。",
        "清溪县人民医院迁建项目",
        ("工程名称", "项目", "项目全称", "project_name"),
        width=26,
    ),
    Column(
        "step",
        "步骤编号",
        "同一项目内不得重复，如 1、2、3 或 1.1、A-3；不能有空格、逗号、顿号、分号。",
        "1",
        ("步骤号", "工序编号", "工序号", "节点编号", "任务编号", "标识号", "作业编号", "step"),
        required=True,
    ),
    Column(
        "title",
        "步骤名称",
        "最多 120 字，如“桩基施工”“主体封顶”。",
        "桩基施工",
        ("步骤", "工序", "工序名称", "节点名称", "任务名称", "节点", "工作内容"),
        required=True,
        width=24,
    ),
    Column(
        "days",
        "工期",
        "整数，按工作日计；只是一个时点的（如“竣工验收通过”）填 0。",
        "40",
        ("工作日", "持续时间", "工作天数", "天数", "days"),
        required=True,
        unit="工作日",
        width=13,
    ),
    Column(
        "after",
        "前置步骤",
        "完成后本步骤才能开始的步骤编号，多个用分号隔开，没有的空着。3+5 是步骤 3 完成后再隔 5 个工作日，3-2 是提前 2 个工作日搭接；"
        "3+7日历天 按日历天数（如混凝土养护）；4SS+2 是步骤 4 开始 2 个工作日后开始；FF 是完成对完成，SF 是开始对完成。",
        "",
        ("紧前步骤", "紧前工序", "前置工序", "前置任务", "前置条件", "紧前任务", "after"),
        width=16,
    ),
    Column(
        "milestone",
        "是否节点",
        "“是”的上作战图，到期提醒。一个节点都不标的，步骤全部上图。不填为否。",
        "否",
        ("是否为节点", "关键节点", "是否里程碑", "里程碑", "milestone"),
        options=offered(YES_NO),
        width=11,
    ),
    Column(
        "weight",
        "权重",
        "占整个项目形象进度的百分比，最多两位小数，全部步骤合计 100；不考核的可以都不填。",
        "15",
        ("权重百分比", "占比", "weight"),
        unit="%",
        width=10,
    ),
    Column(
        "unit",
        "责任单位",
        "这一步由谁牵头。",
        "县卫生健康局",
        ("责任部门", "牵头单位", "责任人/责任单位", "责任单位/责任人"),
        width=18,
    ),
    Column("person", "责任人", "姓名，可以不填。", "王小明", ("负责人", "具体责任人"), width=12),
    Column(
        "actual_start",
        "实际开始",
        "已经开始的填，如 2026-03-02。",
        "2026-03-02",
        ("实际开始日期", "实际开始时间", "实际开工日期"),
        width=13,
        is_date=True,
    ),
    Column(
        "actual_finish",
        "实际完成",
        "已经完成的填，不得晚于导入当天。",
        "2026-04-28",
        ("实际完成日期", "实际完成时间", "实际完工日期"),
        width=13,
        is_date=True,
    ),
    Column(
        "start",
        "开工日期",
        "本版计划从哪天排起；空着用项目表里的。同一项目填一行即可。",
        "2026-03-02",
        ("计划开工日期", "开工时间", "计划开工时间"),
        width=13,
        is_date=True,
    ),
    Column(
        "target",
        "目标完成日期",
        "本版计划须在哪天及以前全部完成；空着用项目表里的。同一项目填一行即可。",
        "2026-12-18",
        ("目标日期", "计划竣工日期", "竣工日期", "完成时限", "计划竣工时间", "计划完成时间"),
        width=15,
        is_date=True,
    ),
    Column(
        "calendar",
        "日历",
        "这一步按哪套工作日干；不填按项目的。如冬季停工、节假日连续施工的步骤才填。",
        "",
        ("工作日历", "任务日历", "作业日历", "步骤日历"),
        width=13,
    ),
    Column(
        "nature",
        "类型",
        "施工或审批；抢工期时施工可以搭接，审批可以并联。不填为施工。",
        "施工",
        ("步骤类型", "任务类型", "性质"),
        width=9,
        options=offered(NATURES),
    ),
    Column(
        "not_before",
        "不早于",
        "哪天以前不能开始，如设备到货日、封冻期结束日。",
        "",
        ("开始不早于", "不得早于", "不得早于开始", "最早开始限制"),
        width=13,
        is_date=True,
    ),
    Column(
        "not_after",
        "不晚于",
        "最迟哪天要完成，如汛期前、合同节点；比目标完成日期早才有用。",
        "",
        ("完成不晚于", "不得晚于", "不得晚于完成", "完成限期"),
        width=13,
        is_date=True,
    ),
    Column(
        "finish_on",
        "必须完成于",
        "定死在哪天完成的才填，如已公告的开业日。",
        "",
        ("必须完成", "必须完成日期", "强制完成", "强制完成日期"),
        width=13,
        is_date=True,
    ),
    Column(
        "least",
        "最短工期",
        "最多能压到几天；没人敢说的空着。不能大于工期。",
        "",
        ("极限工期", "最短天数", "最短持续时间"),
        unit="工作日",
        width=11,
    ),
    Column(
        "percent",
        "已完成",
        "0 至 100；步骤已经开始的才填。空着表示保留，填“无”表示清除。",
        "",
        ("已完成%", "完成%", "完成百分比", "已完成百分比", "完成比例", "%完成"),
        unit="%",
        width=10,
    ),
    Column(
        "remaining",
        "剩余工期",
        "从导入当天起还要几个工作日；步骤已经开始的才填，填了就不按已完成% 推算。空着表示保留，填“无”表示清除。",
        "",
        ("剩余天数", "尚需天数", "尚需工期", "剩余持续时间"),
        unit="工作日",
        width=11,
    ),
    Column(
        "deferrable",
        "可容缺",
        "“是”表示这一步的结果可以后补（容缺受理），赶工期时后面的步骤不必等它。不填为否。",
        "否",
        ("是否容缺", "容缺", "容缺受理", "可否容缺"),
        width=9,
        options=offered(YES_NO),
    ),
)


def _sample(step: str, title: str, days: str, after: str, weight: str, **rest: str) -> tuple[str, ...]:
    """One more example row, of the project of the first."""
    always = {
        "serial": "示例",
        "code": "QX-2026-001",
        "name": "清溪县人民医院迁建项目",
        "unit": "县卫生健康局",
    }
    said = {"step": step, "title": title, "days": days, "after": after, "weight": weight, "milestone": "是"}
    cells = {**always, **said, **rest}
    return tuple(cells.get(column.key, "") for column in _COLUMNS)


PLANS = Form(
    "计划表",
    "倒排工期计划表",
    _COLUMNS,
    _NOTES,
    (
        _sample("2", "正负零", "35", "1", "20", actual_start="2026-04-29", percent="40", remaining="21"),
        _sample("3", "主体封顶", "90", "2；1+5", "45", least="80", not_after="2026-10-31"),
        _sample(
            "4",
            "二次结构、外立面",
            "60",
            "3SS+40；3-10",
            "20",
            person="赵阳",
            calendar="七天施工",
            not_before="2026-08-01",
        ),
    ),
)
