"""An invented county: thirty projects, who answers for them, and how each of them is doing.

Nobody and nothing here exists. Pace is how fast a project runs against its plan (1 = as planned); money likewise.
"""

from dataclasses import dataclass

from backend.cli.demo.works import TEMPLATE, Trade
from backend.domain.project import Kind

OFFICE = "清溪县重点项目建设办公室"
CENTRE = (29.6120, 106.8450)  # degrees; sites are scattered around it


@dataclass(frozen=True, slots=True)
class Someone:
    name: str
    account: str  # in WeCom
    title: str = ""
    unit: str = ""


OFFICE_CLERK = Someone("林知秋", "linzhiqiu", "主任", OFFICE)
OFFICE_DEPUTY = Someone("陆小满", "luxiaoman", "科员", OFFICE)

LEADERS = (
    Someone("江远帆", "jiangyuanfan", "县委书记"),
    Someone("沈立群", "shenliqun", "县长"),
    Someone("方怀谷", "fanghuaigu", "常务副县长"),
    Someone("温如玉", "wenruyu", "副县长"),
    Someone("贺长川", "hechangchuan", "副县长"),
    Someone("苗青禾", "miaoqinghe", "副县长"),
    Someone("尉迟明", "yuchiming", "县人大副主任"),
    Someone("柏松涛", "baisongtao", "县政协副主席"),
)

SECRETARIES = (
    Someone("周晓舟", "zhouxiaozhou"),
    Someone("吴桐", "wutong"),
    Someone("郑一鸣", "zhengyiming"),
    Someone("冯小麦", "fengxiaomai"),
    Someone("陈砚", "chenyan"),
    Someone("楚天舒", "chutianshu"),
    Someone("魏来", "weilai"),
    Someone("蒋南星", "jiangnanxing"),
    Someone("韩冬", "handong"),
    Someone("杨树林", "yangshulin"),
    Someone("朱砂", "zhusha"),
    Someone("秦岭", "qinling"),
)
SILENT = "秦岭"  # goes quiet in the middle of the month, however often reminded
CARELESS = "朱砂"  # forgets, reports late
ON_LEAVE = "冯小麦"  # one day; the next in the list stands in
STAND_IN = SECRETARIES[4]

UNITS = {
    "县住房和城乡建设局": Someone("何工", "hegong", "股长"),
    "县交通运输局": Someone("罗平", "luoping", "股长"),
    "县卫生健康局": Someone("叶知秋", "yezhiqiu", "股长"),
    "县教育局": Someone("顾清", "guqing", "股长"),
    "县水利局": Someone("江汉", "jianghan", "股长"),
    "清溪经济开发区管委会": Someone("严开", "yankai", "科长"),
    "县自然资源局": Someone("石田", "shitian", "股长"),
    "县供电公司": Someone("雷鸣", "leiming", "主管"),
    "县文化和旅游局": Someone("卓然", "zhuoran", "股长"),
    "县农业农村局": Someone("田野", "tianye", "股长"),
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """name, alias, town, sector, trade, unit, total and annual plan in 万元, pace of work, pace of money, crew."""

    name: str
    alias: str
    town: str
    sector: str
    trade: Trade
    unit: str
    total: int
    annual: int
    pace: float
    money: float
    crew: int

    @property
    def kind(self) -> Kind:
        return TEMPLATE[self.trade]

    @property
    def stands_still(self) -> bool:
        return self.pace < 0.75


HOUSES, FACTORY, POWER = Trade.HOUSES, Trade.FACTORY, Trade.POWER
ROAD, PIPES, FIELDS, RIVER = Trade.ROAD, Trade.PIPES, Trade.FIELDS, Trade.RIVER
PARK = "清溪经济开发区管委会"
ROADS, BUILD, HEALTH = "县交通运输局", "县住房和城乡建设局", "县卫生健康局"
SCHOOL, WATER, CULTURE, FARM = "县教育局", "县水利局", "县文化和旅游局", "县农业农村局"

SCHEMES = (
    Scheme(
        "清溪县人民医院迁建项目",
        "县医院",
        "城关镇",
        "社会事业",
        HOUSES,
        HEALTH,
        68000,
        21000,
        1.00,
        1.02,
        134,
    ),
    Scheme(
        "清溪县第三中学新校区",
        "三中新校区",
        "城关镇",
        "社会事业",
        HOUSES,
        SCHOOL,
        32000,
        14000,
        1.06,
        1.08,
        96,
    ),
    Scheme(
        "城东水厂及配套管网工程", "城东水厂", "城关镇", "城建", HOUSES, WATER, 18600, 8600, 0.86, 0.82, 41
    ),
    Scheme("环城南路改扩建工程", "环城南路", "城关镇", "交通", ROAD, ROADS, 26400, 12000, 1.03, 0.99, 58),
    Scheme(
        "G242白鹭至云台段改建工程", "白云公路", "白鹭镇", "交通", ROAD, ROADS, 88000, 30000, 0.90, 0.86, 193
    ),
    Scheme("远山铝型材深加工项目", "铝型材", "经开区", "工业", FACTORY, PARK, 52000, 24000, 1.10, 1.12, 86),
    Scheme(
        "禾创智能装备产业园一期",
        "装备园一期",
        "经开区",
        "工业",
        FACTORY,
        PARK,
        120000,
        36000,
        1.01,
        1.00,
        210,
    ),
    Scheme(
        "禾创智能装备产业园二期", "装备园二期", "经开区", "工业", FACTORY, PARK, 95000, 18000, 0.80, 0.70, 64
    ),
    Scheme(
        "清溪县污水处理厂扩建工程", "污水厂", "石桥镇", "环保", HOUSES, BUILD, 15200, 7800, 0.98, 1.01, 41
    ),
    Scheme(
        "城区雨污分流改造工程（东片区）",
        "东片区雨污",
        "城关镇",
        "城建",
        PIPES,
        BUILD,
        21000,
        9600,
        0.94,
        0.93,
        52,
    ),
    Scheme(
        "城区雨污分流改造工程（西片区）",
        "西片区雨污",
        "城关镇",
        "城建",
        PIPES,
        BUILD,
        19800,
        9000,
        1.00,
        0.97,
        47,
    ),
    Scheme(
        "云台生态旅游度假区基础设施",
        "云台度假区",
        "云台乡",
        "文旅",
        HOUSES,
        CULTURE,
        46000,
        15000,
        0.88,
        0.80,
        52,
    ),
    Scheme(
        "清溪县妇幼保健院综合楼",
        "妇幼保健院",
        "城关镇",
        "社会事业",
        HOUSES,
        HEALTH,
        23000,
        9800,
        1.02,
        1.04,
        72,
    ),
    Scheme(
        "石桥镇老旧小区改造（三批）", "石桥旧改", "石桥镇", "城建", PIPES, BUILD, 8800, 6200, 1.00, 0.98, 88
    ),
    Scheme(
        "白鹭湖水库除险加固工程", "白鹭湖水库", "白鹭镇", "水利", RIVER, WATER, 12600, 5400, 1.05, 1.02, 38
    ),
    Scheme(
        "新禾饲料年产三十万吨生产线",
        "新禾饲料",
        "石桥镇",
        "工业",
        FACTORY,
        PARK,
        28000,
        13000,
        1.04,
        1.01,
        76,
    ),
    Scheme(
        "恒泽新材料高性能隔膜项目",
        "恒泽隔膜",
        "经开区",
        "工业",
        FACTORY,
        PARK,
        150000,
        42000,
        0.97,
        0.95,
        168,
    ),
    Scheme(
        "经开区标准厂房（三期）", "厂房三期", "经开区", "工业", FACTORY, PARK, 36000, 16000, 1.12, 1.15, 103
    ),
    Scheme(
        "经开区110千伏输变电工程",
        "经开区输变电",
        "经开区",
        "能源",
        POWER,
        "县供电公司",
        9800,
        5200,
        0.92,
        0.90,
        34,
    ),
    Scheme(
        "高标准农田建设项目（五万亩）",
        "高标准农田",
        "白鹭镇",
        "农业",
        FIELDS,
        FARM,
        16800,
        10200,
        1.00,
        1.00,
        61,
    ),
    Scheme(
        "清溪县殡仪馆迁建工程", "殡仪馆", "石桥镇", "社会事业", HOUSES, BUILD, 11200, 4300, 0.70, 0.45, 12
    ),
    Scheme(
        "县级应急物资储备中心", "应急中心", "城关镇", "社会事业", HOUSES, BUILD, 7600, 4600, 1.00, 1.03, 33
    ),
    Scheme(
        "石桥镇农产品冷链物流园", "冷链物流园", "石桥镇", "商贸", FACTORY, FARM, 24500, 11000, 0.96, 0.92, 49
    ),
    Scheme(
        "清溪职业技术学校实训基地",
        "职校实训楼",
        "城关镇",
        "社会事业",
        HOUSES,
        SCHOOL,
        13800,
        6400,
        1.03,
        1.05,
        57,
    ),
    Scheme(
        "云台乡屋顶光伏整县推进项目",
        "屋顶光伏",
        "云台乡",
        "能源",
        POWER,
        "县供电公司",
        18000,
        12600,
        1.08,
        1.10,
        22,
    ),
    Scheme(
        "城关镇棚户区改造安置房（二期）",
        "安置房二期",
        "城关镇",
        "城建",
        HOUSES,
        BUILD,
        58000,
        20000,
        0.93,
        0.91,
        146,
    ),
    Scheme("白鹭河综合治理工程", "白鹭河治理", "白鹭镇", "水利", RIVER, WATER, 27500, 9900, 0.99, 0.96, 44),
    Scheme(
        "经开区污水管网及提升泵站", "经开区管网", "经开区", "环保", PIPES, PARK, 9200, 5600, 1.01, 1.00, 29
    ),
    Scheme("清溪县图书馆新馆", "图书馆", "城关镇", "文旅", HOUSES, CULTURE, 9600, 3800, 0.85, 0.60, 18),
    Scheme(
        "云台至石桥通村公路提升工程", "云石公路", "云台乡", "交通", ROAD, ROADS, 14300, 7700, 1.02, 1.01, 46
    ),
)


def leader_of(index: int) -> Someone:
    return LEADERS[index % len(LEADERS)]


def secretary_of(index: int) -> Someone:
    """The big site and the industrial park's heads have a secretary each; the others share."""
    return SECRETARIES[index % len(SECRETARIES)]
