"""What is done on the invented sites, by the step of the plan that is under way: machines, trades and words.

A site is described by its line of work; the office names the steps of a plan after it, as it would on its own sheet.
"""

from dataclasses import dataclass, field
from enum import Enum, auto

from backend.domain.project import Kind


class Trade(Enum):
    HOUSES = auto()
    FACTORY = auto()
    POWER = auto()
    ROAD = auto()
    PIPES = auto()
    FIELDS = auto()
    RIVER = auto()


TEMPLATE = {
    Trade.HOUSES: Kind.BUILDING,
    Trade.FACTORY: Kind.INDUSTRIAL,
    Trade.POWER: Kind.INDUSTRIAL,
    Trade.ROAD: Kind.ROAD,
    Trade.PIPES: Kind.ROAD,
    Trade.FIELDS: Kind.ROAD,
    Trade.RIVER: Kind.ROAD,
}


OUTDOORS = frozenset({Trade.ROAD, Trade.PIPES, Trade.FIELDS, Trade.RIVER})  # where rain stops the work


@dataclass(frozen=True, slots=True)
class Work:
    """{p} becomes the step's percentage, {f} the floor reached of `floors`; `name` renames the template's step."""

    words: tuple[str, ...]
    machines: tuple[str, str]
    crew: tuple[str, str, str] = ("木工", "钢筋工", "普工")
    name: str = ""
    floors: int = 12


def _early(words: str) -> Work:
    return Work((words,), ("挖机", "洒水车"), ("机修工", "电工", "普工"))


@dataclass(frozen=True, slots=True)
class Family:
    works: dict[str, Work]
    otherwise: Work = field(default_factory=lambda: _early("临建、便道和场地平整完成{p}%"))


PIPE_CREW, ROAD_CREW = ("管道工", "焊工", "普工"), ("路面工", "机修工", "普工")
FIT_CREW = ("瓦工", "抹灰工", "普工")

FAMILIES = {
    Trade.HOUSES: Family(
        {
            "piles": Work(("基坑土方开挖完成{p}%", "桩基施工完成{p}%"), ("旋挖钻机", "挖机")),
            "ground": Work(("承台地梁钢筋绑扎完成{p}%", "底板混凝土浇筑完成{p}%"), ("塔吊", "泵车")),
            "topping": Work(("主体{f}层墙柱钢筋绑扎", "主体{f}层梁板浇筑"), ("塔吊", "泵车")),
            "envelope": Work(
                ("二次结构砌筑完成{p}%", "外墙保温完成{p}%"), ("塔吊", "施工电梯"), ("砌筑工", "架子工", "普工")
            ),
            "interior": Work(("内墙抹灰完成{p}%", "机电管线安装完成{p}%"), ("施工电梯", "叉车"), FIT_CREW),
            "outdoor": Work(("室外管网铺设完成{p}%", "总坪铺装完成{p}%"), ("挖机", "压路机"), PIPE_CREW),
            "commissioning": Work(("消防、电梯联调完成{p}%",), ("叉车", "施工电梯"), ("电工", "焊工", "普工")),
            "acceptance": Work(("缺陷整改和竣工资料整理完成{p}%",), ("叉车", "洒水车"), FIT_CREW),
        }
    ),
    Trade.FACTORY: Family(
        {
            "piles": Work(("桩基施工完成{p}%",), ("旋挖钻机", "挖机")),
            "ground": Work(("独立基础浇筑完成{p}%", "基础土方回填完成{p}%"), ("泵车", "挖机")),
            "topping": Work(("钢构吊装完成{p}%", "屋面檩条安装完成{p}%"), ("吊车", "叉车"), ("安装工", "焊工", "普工")),
            "fitting": Work(("墙面板安装完成{p}%", "消防水电安装完成{p}%"), ("吊车", "叉车"), ("安装工", "电工", "普工")),
            "outdoor": Work(("厂区道路浇筑完成{p}%",), ("挖机", "压路机"), ROAD_CREW),
            "equipment": Work(("主机设备就位完成{p}%",), ("吊车", "叉车"), ("安装工", "电工", "普工")),
            "trial": Work(("单机调试完成{p}%",), ("叉车", "吊车"), ("安装工", "电工", "普工")),
            "acceptance": Work(("验收整改完成{p}%",), ("叉车", "洒水车"), ("安装工", "电工", "普工")),
        }
    ),
    Trade.POWER: Family(
        {
            "piles": Work(("支架基础浇筑完成{p}%",), ("旋挖钻机", "泵车"), ("电工", "钢筋工", "普工"), "桩基、支架基础完成"),
            "ground": Work(("电缆沟砌筑完成{p}%",), ("挖机", "泵车"), ("瓦工", "电工", "普工"), "基础、电缆沟完成"),
            "topping": Work(("支架安装完成{p}%",), ("吊车", "叉车"), ("电工", "安装工", "普工"), "支架、构架安装完成"),
            "fitting": Work(("电缆敷设完成{p}%",), ("吊车", "叉车"), ("电工", "安装工", "普工"), "电缆敷设完成"),
            "outdoor": Work(("进站道路浇筑完成{p}%",), ("挖机", "压路机"), ROAD_CREW, "进站道路、围墙"),
            "equipment": Work(("主设备安装完成{p}%",), ("吊车", "叉车"), ("电工", "安装工", "普工")),
            "trial": Work(("分系统调试完成{p}%",), ("叉车", "吊车"), ("电工", "安装工", "普工"), "系统调试"),
            "acceptance": Work(("并网验收整改完成{p}%",), ("叉车", "洒水车"), ("电工", "安装工", "普工"), "并网验收"),
        }
    ),
    Trade.ROAD: Family(
        {
            "earthworks": Work(("路基填筑完成{p}%", "路基土石方完成{p}%"), ("挖机", "压路机"), ROAD_CREW),
            "bridges": Work(("涵洞盖板安装完成{p}%", "桥梁下部结构完成{p}%"), ("吊车", "泵车")),
            "base": Work(("水稳基层摊铺完成{p}%",), ("摊铺机", "压路机"), ROAD_CREW),
            "surface": Work(("沥青面层摊铺完成{p}%",), ("摊铺机", "压路机"), ROAD_CREW),
            "safety": Work(("护栏安装完成{p}%", "标线施划完成{p}%"), ("吊车", "洒水车"), ROAD_CREW),
        }
    ),
    Trade.PIPES: Family(
        {
            "earthworks": Work(("沟槽开挖支护完成{p}%",), ("挖机", "吊车"), PIPE_CREW, "沟槽开挖完成60%"),
            "bridges": Work(("检查井砌筑完成{p}%",), ("挖机", "泵车"), PIPE_CREW, "检查井、泵站土建完成"),
            "base": Work(("雨污水管铺设完成{p}%",), ("挖机", "吊车"), PIPE_CREW, "管道铺设完成"),
            "surface": Work(("路面恢复完成{p}%",), ("摊铺机", "压路机"), ROAD_CREW, "路面恢复完成"),
            "safety": Work(("管道检测和闭水试验完成{p}%",), ("吊车", "洒水车"), PIPE_CREW, "闭水试验、完工验收"),
            "opening": Work(("接驳通水完成{p}%",), ("挖机", "吊车"), PIPE_CREW, "通水移交"),
        }
    ),
    Trade.FIELDS: Family(
        {
            "earthworks": Work(("田块平整完成{p}%",), ("推土机", "挖机"), ROAD_CREW, "田块平整完成60%"),
            "bridges": Work(("渠道衬砌完成{p}%",), ("挖机", "泵车"), ("瓦工", "砌筑工", "普工"), "渠系、机井完成"),
            "base": Work(("机耕路路基完成{p}%",), ("挖机", "压路机"), ROAD_CREW, "机耕路路基完成"),
            "surface": Work(("机耕路面硬化完成{p}%",), ("泵车", "压路机"), ROAD_CREW, "机耕路面完成"),
            "safety": Work(("农田防护林栽植完成{p}%",), ("挖机", "洒水车"), ("瓦工", "机修工", "普工"), "防护林、县级验收"),
            "opening": Work(("上图入库完成{p}%",), ("挖机", "洒水车"), ROAD_CREW, "移交管护"),
        }
    ),
    Trade.RIVER: Family(
        {
            "earthworks": Work(("河道清淤完成{p}%",), ("挖机", "推土机"), ROAD_CREW, "清淤疏浚完成60%"),
            "bridges": Work(("护岸基础浇筑完成{p}%",), ("泵车", "挖机"), ("木工", "钢筋工", "普工"), "护岸基础完成"),
            "base": Work(("堤身填筑完成{p}%",), ("压路机", "推土机"), ROAD_CREW, "堤身填筑完成"),
            "surface": Work(("护坡砌筑完成{p}%",), ("挖机", "吊车"), ("砌筑工", "瓦工", "普工"), "护坡、堤顶路完成"),
            "safety": Work(("沿线绿化完成{p}%",), ("挖机", "洒水车"), ROAD_CREW, "绿化、完工验收"),
            "opening": Work(("移交准备完成{p}%",), ("挖机", "洒水车"), ROAD_CREW, "移交管护"),
        }
    ),
}  # fmt: skip


def step_name(trade: Trade, step_id: str, template_name: str) -> str:
    work = FAMILIES[trade].works.get(step_id)
    return work.name if work and work.name else template_name


def words_for(trade: Trade, step_id: str, share: float, day_number: int) -> tuple[str, Work]:
    """What a site says of a step at that share of it (0 to 1); the words take turns by the day."""
    family = FAMILIES[trade]
    work = family.works.get(step_id, family.otherwise)
    template = work.words[day_number % len(work.words)]
    percent = min(99, max(1, round(share * 100)))
    return template.format(p=percent, f=1 + int(share * work.floors * 0.999)), work
