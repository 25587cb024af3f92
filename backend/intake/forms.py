"""The forms of the register: their columns, other names people give them, and what each may hold. Plans: `plan_form`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from backend.domain.people import Role
from backend.domain.project import Kind, Stage

STAGES: Mapping[Stage, tuple[str, ...]] = {  # the first spelling is the one offered
    Stage.PREPARING: ("前期", "前期工作", "谋划", "储备", "未开工", "拟开工", "待开工", "计划新开工"),
    Stage.ACTIVE: ("在建", "建设中", "施工", "已开工", "续建", "新开工"),
    Stage.COMPLETED: ("竣工", "已竣工", "完工", "已完工", "建成", "已建成", "投产"),
    Stage.SUSPENDED: ("停建", "停工", "暂停", "缓建"),
}
KINDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.INDUSTRIAL: ("工业", "工业项目", "产业", "产业项目", "制造业"),
    Kind.BUILDING: ("政府房建", "房建", "公建", "医院", "学校", "公共建筑"),
    Kind.ROAD: ("道路", "公路", "道路交通", "市政道路", "交通"),
    Kind.WATER: ("水利", "水利项目", "堤防", "河道治理", "水库", "防洪"),
    Kind.PARK: ("园区基础设施", "园区", "园区配套", "产业园基础设施"),
    Kind.NEIGHBOURHOOD: ("老旧小区改造", "老旧小区", "旧改", "城镇老旧小区改造"),
    Kind.OTHER: ("其他", "其它"),
}
ROLES: Mapping[Role, tuple[str, ...]] = {
    Role.OFFICE: ("重点办", "重点项目办", "项目办"),
    Role.LEADER: ("包保领导", "首席服务人", "挂联领导", "联系领导"),
    Role.SECRETARY: ("项目秘书", "项目管家", "特派员"),
    Role.UNIT: ("责任单位", "单位经办人", "责任单位经办人"),
    Role.ADMIN: ("管理员", "系统管理员"),
}
YES_NO: Mapping[bool, tuple[str, ...]] = {True: ("是", "有", "Y", "y", "1"), False: ("否", "N", "n", "0")}


@dataclass(frozen=True, slots=True)
class Column:
    """`title` is what the form prints; `note` and `example` explain it there. `unit` is printed after the title."""

    key: str
    title: str
    note: str
    example: str = ""
    synonyms: tuple[str, ...] = ()
    required: bool = False
    unit: str = ""
    width: int = 12
    options: tuple[str, ...] = ()
    is_date: bool = False

    @property
    def heading(self) -> str:
        return f"{self.title}（{self.unit}）" if self.unit else self.title


ANY_ORDER = "列的先后可以调整，可以增加本表没有的列（不导入）；表头名称请勿改动。合计行、空行会自动跳过。"
ALL_OR_NOTHING = "有一处填错就全部不保存，并逐行列出原因；改好后重新导入即可。"
REGISTER_NOTES = (
    "灰色的示例不会导入，可以留着，也可以删掉。",
    "标 * 的列必填，其余可以空着。再次导入时，空着的格子表示不改；文字列填“无”表示清空。",
    "先导入人员表，再导入项目表：项目表里的单位和人要在人员表里找得到。",
    ANY_ORDER,
    ALL_OR_NOTHING,
)


@dataclass(frozen=True, slots=True)
class Form:
    """`notes` go above the explanation of the columns; `samples` are example rows beyond each column's own."""

    name: str  # "项目表"
    title: str
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = REGISTER_NOTES
    samples: tuple[tuple[str, ...], ...] = ()

    @property
    def examples(self) -> tuple[tuple[str, ...], ...]:
        rows = (tuple(column.example for column in self.columns), *self.samples)
        return tuple(row + ("",) * (len(self.columns) - len(row)) for row in rows)

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


def offered(words: Mapping[Any, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(spellings[0] for spellings in words.values())


SERIAL = Column("serial", "序号", "本列不导入。写“示例”的行会被跳过。", "示例", ("编次",), width=7)

PROJECTS = Form(
    "项目表",
    "重点项目登记表",
    (
        SERIAL,
        Column(
            "code",
            "项目编号",
            "本办自编的编号，一个项目一个，不得重复；再次导入时按它更新，不会重复新增。",
            "QX-2026-001",
            ("编号", "项目代码", "code", "id"),
            required=True,
            width=15,
        ),
        Column(
            "name",
            "项目名称",
            "全称，最多 120 字，不得与其他项目重名。",
            "清溪县人民医院迁建项目",
            ("名称", "项目", "工程名称", "项目全称", "name", "project_name"),
            required=True,
            width=30,
        ),
        Column(
            "aliases",
            "简称",
            "现场常用的叫法，用顿号隔开；群里报送时按它认项目。",
            "县医院、新医院",
            ("项目简称", "别名", "俗称", "aliases"),
            width=16,
        ),
        Column(
            "region",
            "所属地区",
            "县区、乡镇或园区。",
            "东城街道",
            ("地区", "区域", "县区", "乡镇", "属地", "region"),
        ),
        Column(
            "sector", "行业", "所属行业。", "卫生", ("行业类别", "所属行业", "行业领域", "领域", "sector")
        ),
        Column(
            "kind",
            "项目类型",
            "决定套用哪套倒排工期模板：工业、政府房建、道路、水利、园区基础设施、老旧小区改造、其他。不填为其他。",
            "政府房建",
            ("类型", "项目类别"),
            options=offered(KINDS),
        ),
        Column(
            "stage",
            "建设阶段",
            "前期、在建、竣工、停建。填“在建”须包保领导、项目秘书、责任单位、目标完成日期四项齐全。不填为前期。",
            "在建",
            ("阶段", "项目阶段", "建设状态", "stage"),
            options=offered(STAGES),
        ),
        Column(
            "unit",
            "责任单位",
            "须已在人员表“单位”列中出现过。",
            "县卫生健康局",
            ("责任部门", "牵头单位", "主办单位", "unit"),
            width=18,
        ),
        Column(
            "leaders",
            "包保领导",
            "姓名，须已在人员表中；多人用顿号隔开；同名的在姓名后写电话。",
            "李国强",
            ("首席服务人", "挂联领导", "联系领导", "县级领导", "包保县领导", "leader"),
        ),
        Column(
            "secretaries",
            "项目秘书",
            "写法同上。每天由他在群里报送。",
            "王小明",
            ("项目管家", "特派员", "秘书", "secretary"),
        ),
        Column(
            "start",
            "开工日期",
            "如 2026-03-02；只写月份按当月第一天。",
            "2026-03-02",
            ("开工时间", "计划开工时间", "计划开工日期", "开工", "start"),
            width=13,
            is_date=True,
        ),
        Column(
            "target",
            "目标完成日期",
            "倒排工期从这一天往回排；只写月份按当月最后一天。",
            "2027-12-31",
            (
                "目标日期",
                "计划竣工时间",
                "计划竣工日期",
                "竣工日期",
                "竣工时间",
                "完成时限",
                "完工日期",
                "计划完成时间",
                "target",
            ),
            width=15,
            is_date=True,
        ),
        Column(
            "total",
            "总投资",
            "数字按万元计；也可写 3.2亿、12,000万元。表头写成“总投资（亿元）”则按亿元计。",
            "32000",
            ("计划总投资", "投资总额", "总投资额", "概算总投资", "total_wan"),
            unit="万元",
            width=14,
        ),
        Column(
            "plan",
            "年度计划投资",
            "导入当年的计划；其他年份把表头写成“2027年计划投资（万元）”，可并列多年。",
            "8000",
            (
                "年度投资计划",
                "年度计划",
                "年计划投资",
                "当年计划投资",
                "本年计划投资",
                "计划投资",
                "投资计划",
                "annual_plan_wan",
            ),
            unit="万元",
            width=21,
        ),
        Column(
            "position",
            "经纬度",
            "项目部门口的坐标，在高德或腾讯地图上取，小数点后至少四位，经度、纬度先后不限。",
            "113.2034,34.5021",
            ("坐标", "位置坐标", "经纬度坐标"),
            width=20,
        ),
        Column(
            "radius",
            "到场半径",
            "离坐标多远算到了现场，50 至 20000；不填用本办统一的半径。",
            "500",
            ("半径", "电子围栏半径"),
            unit="米",
            width=14,
        ),
        Column(
            "seven_day",
            "节假日施工",
            "“是”表示周末和节假日也施工、也要报送。不填为否。",
            "否",
            ("节假日是否施工", "周末施工"),
            options=offered(YES_NO),
        ),
    ),
)

PEOPLE = Form(
    "人员表",
    "人员登记表",
    (
        SERIAL,
        Column("name", "姓名", "同名的人请务必填电话。", "王小明", ("人员姓名", "name"), required=True),
        Column(
            "phone",
            "电话",
            "手机或座机。姓名加电话认定是不是同一个人。",
            "13800000000",
            ("手机", "手机号", "手机号码", "联系电话", "电话号码", "联系方式", "phone"),
            width=16,
        ),
        Column(
            "unit",
            "单位",
            "所在单位全称；项目表里的责任单位要与这里一致。",
            "县卫生健康局",
            ("所在单位", "工作单位", "部门", "unit"),
            width=22,
        ),
        Column("title", "职务", "", "办公室主任", ("职位", "职务职级", "title"), width=16),
        Column(
            "roles",
            "角色",
            "重点办、包保领导、项目秘书、责任单位、管理员；多个用顿号隔开。包保领导、项目秘书管哪个项目在项目表里填；责任单位经办人收本单位的交办单。",
            "项目秘书",
            ("身份", "人员角色", "role"),
            width=14,
            options=offered(ROLES),
        ),
        Column(
            "regions",
            "负责地区",
            "按地区包保的领导、只管一个地区的重点办人员填；多个用顿号隔开，写法与项目表的所属地区一致。",
            "",
            ("包保地区", "分管地区", "负责区域", "region"),
            width=16,
        ),
        Column(
            "account",
            "企业微信账号",
            "通讯录里的账号（UserID），填了就不用再绑定。",
            "wangxiaoming",
            ("企微账号", "微信账号", "UserID", "账号"),
            width=18,
        ),
        Column(
            "deputy",
            "B岗",
            "休假时顶岗的人，须在本表或人员库中。",
            "赵阳",
            ("AB岗", "B角", "顶岗人", "代理人", "deputy"),
        ),
    ),
)

_YEAR_PLAN = re.compile(r"(20\d\d)年?度?(?:计划投资|投资计划|计划完成投资|年度计划投资|计划)")
_UNIT = re.compile(r"\(?(?:单位:)?(亿|万|元)元?\)?$")
_UNIT_ABOVE = re.compile(r".*单位:(亿|万|元)元?.*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A header cell understood: which column, the money unit it states, the year of an annual plan."""

    key: str
    shown: str
    unit: str | None = None
    year: int | None = None


def recognise(form: Form, value: Any) -> Heading | None:
    """None when the form has no such column."""
    shown = "".join(str(value).split()) if value is not None else ""
    folded = normalize("NFKC", shown).replace("*", "")
    unit = found[1] if (found := _UNIT.search(folded)) else None
    base = re.sub(r"\(.*?\)|[:/]$", "", _UNIT.sub("", folded))
    if year := _YEAR_PLAN.fullmatch(base):
        known = any(column.key == "plan" for column in form.columns)
        return Heading("plan", shown, unit, int(year[1])) if known else None
    for column in form.columns:
        if base.lower() in (name.lower() for name in (column.title, *column.synonyms)):
            return Heading(column.key, shown, unit)
    return None


def unit_above(value: Any) -> str | None:
    """The money unit a line above the header states for the whole sheet: 单位：亿元."""
    found = _UNIT_ABOVE.fullmatch(normalize("NFKC", "".join(str(value).split())))
    return found[1] if found else None
