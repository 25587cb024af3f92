"""Where a message speaks of which project: by the names its sender is known to have, else by how a name stands in a report."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bots.reading.lexicon import WORKER_WORDS
from bots.reading.names import match_project, normalized

_PREFIX = re.compile(
    r"\s+|\[[^\]\n]{0,10}(?:日报|快报|简报|周报|上报|填报|打卡)[^\]\n]{0,4}\]|\[(?:转发|语音|日报|补报|更正|今日|项目|工作|现场|工地)[^\]\n]{0,8}\]|(?:转发|转)\s?:|语音转文字\s?:|语音\s?:|@\S{1,20}\s+|#|"
    r"(?:各位)?(?:领导|大家|同志们|张主任|主任)?(?:早上|上午|中午|下午|晚上)?(?:好|您好|你好)[，,!。\s]|(?:现)?(?:汇报|报告|报|说)(?:一下)?[:，,\s]|"
    r"(?:今日|今天)?(?:工作|施工|项目)?(?:日报|快报|简报)[:\s]|补报[:\s]?|(?:重报|重发|再报|补充|报告?)(?:一下)?[:，,\s]|喂+[，,\s]|补一?下?|更正(?:一下)?[:，,\s]|(?:纠正|订正)(?:一下)?[:，,\s]|\(?\d{1,2}[、.)]\s?(?!\d)|[①-⑩]|[一二三四五六七八九十]、|关于|那个|嗯+|呃+|今天|今日|昨天|昨日|前天|[，,。:;]|"
    r"(?:20\d\d年)?\d{1,2}月\d{1,2}[日号]|\d{1,2}[./-]\d{1,2}(?=[\s\u4e00-\u9fff])|(?:的)?(?:日报|情况|进展)[:\s]|\(?(?:周|星期)[一二三四五六日天]\)?|晴|多云|阴|天气[:\s]?\S{1,4}"
)
_FORM = re.compile(
    r"(?:^|[\n\s;。\]])(?:\d[、.]\s?)?(?:工程|项目)(?:名称|名)?\s?:\s?(?P<name>[^\n，,。;:]{2,40}?)(?=[\n，,。;\s]|$)"
)

# A name ends in one of these. The longest ending wins.
_ENDING = re.compile(
    r"(?:项目|工程|大道|(?<![人管便匝隧轨车河坡通赛渠焊\d])道(?![路板砖面])|(?<![线电管网油气堵封拦修])(?<![过穿跨沿临近靠]铁)路(?![面基灯床口缘肩段沿机])|街(?!道)|街道|桥(?![梁墩台面])|厂(?![房区家])|厂房|园(?![区林路])|园区|院(?![子墙])|中心|学校|小学|中学|高中|初中|一中|二中|三中|四中|一小|二小|大学|校区|"
    r"小区|社区|小镇|扩建|改建|改线|迁建|新建|重建|续建|改扩建|改造|提升|[一二三四五六七八九十\d]期|农田|光伏|风电场?|电站|变电站|水库|水厂|管网|分流|基地|广场|市场|停车场|馆|大厦|城(?![管南北东西])|新城|古城|镇|村|湖|河(?!道)|"
    r"渠|港|码头|高铁站|客运站|汽车站|火车站|加油站|泵站|换热站|中转站|服务站|消防站|污水站|收费站|服务区|充电站|高速|立交|隧道|治理|修复|安置房|安置点|安置区|保障房|棚改|公寓|酒店|物流园|仓储|标段|公园|景区|湿地|堤|大坝|枢纽|灌区|(?<![过穿跨沿临近靠])铁路(?!局)|连接线|快速路|[东南西北]环线?|除险加固|幼儿园|卫生院|(?<=[一二三四五六七八九十\d])标(?![高准线识志段])|[kK][vV][\u4e00-\u9fff]{1,5}(?<!主)变(?=$|[，,。:;\s今现工人\d])|示范区|水系|引水|供水|机场|电厂|储能|国道|省道|体育场|综合体|小院|绿道|廊道|管廊|污水厂|冷链|苗圃|民宿|专线)"
)
_NO_NAME = re.compile(
    r"^(?:知道|人行道|管道|便道|匝道|隧道|轨道|车道|河道|坡道|通道|道路|公路|马路|支路|主路|辅路|线路|电路|管路|料场|现场|工地|项目|本项目|我项目|该项目|我们项目|这个项目|我们工地|工程|本工程|土方工程|基础工程|主体工程|装饰工程|安装工程|附属工程|室外工程|防水工程|"
    r"[一二三四五六七八九十\d]{1,2}工程|今天|[东南西北](?:侧|区|岸|面|边)?(?:路|厂|园|村|桥)|住院|厂房|管网|大桥|桥|路|街|村|镇|城|河|湖|院|园|厂|站|馆|(?:提升|改造|新建|改建|扩建|建设)(?:工程|项目)|提升|改造|新建|改建|扩建|治理|修复|分流|村民|自来水厂|该?施工(?:便道|道路)|水系|供水|引水|[东南西北]环|变|除险加固|幼儿园)$"
)
_NOT_A_NAME_AT_ALL = re.compile(
    r"^(?:今|昨|前天|明|后天|现场|工地|工人|人[数员]|机械|设备|进度|问题|存在|困难|下一?步|计划|备注|天气|投资|完成|正在|已|还|没|未|因|由于|受|目前|截[止至]|累计|本[周月旬年]|上[周月午]|下[周月午]|白班|夜班|早班|管理|责任|首席|包保|领导|"
    r"需|急需|亟需|以|帮办|代办|出勤|考勤|投入|里程碑|车牌|夜间|早上|重报|通知|转(?:发|施工)|[A-Za-z]{0,3}K\d|[一二三四五六七八九十两\d]{1,3}(?:个|号(?!线))|我|你|他|谁|这|那|请|收到|好|是|有|无|不|都|全|各|其|另|问|说|看|来|去|到|在|给|把|被|让|打|挖|浇|铺|砌|绑|支模|安装|拆|修|吊|焊|运|清|填|回填|抽|倒排|更正|关于|春节|国庆|五一|元旦|中秋|端午|施工|作业|开工|停工|复工|竣工|验收|环保|安全|质量|消防|"
    r"塔吊|挖机|吊车|泵车|泥工|木工|钢筋|混凝土|砼|土方|桩基|主体|基础|地下室|外墙|屋面|外架|模板|防水|水电|装修|绿化|沥青|水稳|路基|路面|桥面|墩|承台|梁|板|柱|墙|高压|电缆|变压器|电梯|炸药|专家|村民|群众|业主|甲方|监理|设计院|督查|检查|昨晚|全天|"
    r"一共|共|总|大概|约|差不多|雨[天停大小后夹]|下雨|大风|高温|台风|暴雨|Today|workers|today|语音|转发|日报|第|另外|顺便|对了|加上|新增|其中|其他|门卫|宿舍楼|住院楼|综合楼|教学楼|办公楼|车间|食堂|餐厅|南岸|北岸|左幅|右幅|东侧|西侧|南侧|北侧|洞内|洞外|小区道路|出个?事|检查|订正|无|纠正|更正|刚才|能评|环评|临时|道路|人行道|剩|县领导|省|市领导)"
)
# Proper names that begin like a word of work: 五一路, 机械厂搬迁, 工人文化宫, 环保产业园.
_NAME_AFTER_ALL = re.compile(
    r"^(?:(?:五一|国庆|八一|人民|工人|环保|安全|消防|水电|绿化|高压|设备|机械|电梯|电缆|钢筋|混凝土|沥青|第[一二三四五六七八九十]|南|北|东|西)[\u4e00-\u9fff]{0,8}?"
    r"(?:路|街|大道|广场|厂|文化宫|新村|医院|中学|小学|产业园|园区|科技园|电站|公园|公司|基地|中心|项目))"
)
_CUT = re.compile(
    r"今天|今日|昨天|昨日|前天|明天|目前|现在|现场|工地|工人|人数|人员|民工|劳务|机械|设备|施工|完成|正在|开始|已|累计|日报|停工|复工|开工|放假|全面|还|没|未|因|由于|受|被|遇|要|等|跟|下雨|村民|群众|居民|百姓|关于|召开|推进会|[的了是在有到把]|[:，,。;!?、\s]|进度|问题|本[周月旬]|上[周月]|问|报|说"
)
_SCHOOL = re.compile(r"[一二三四五六七八九十](?:中|小|院)(?=[\s:，,今]|$)")
_LABEL = re.compile(
    r"(?:计划|情况|问题|进度|安排|要求|措施|目标|内容|事项|原因|建议|诉求|数|出勤|考勤|回复|答复|反馈|一下|通知|通报|提醒|提示|公告|交接|明细|如下|统计|汇总|投入|施工|作业|浇筑|吊装|里程碑|补充|单位|部位|时间|地点|天气|人员|名单|文字)$"
)
_CHUNK = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()#·\-]{2,30}")
_ACTION = re.compile(
    r"[绑支浇铺挖砌吊焊拆抹刷贴钻填压抽测排架摊]|安装|装修|施工|养护|班$|点$|人$|[上下]午|层|楼|号$|区$|侧|岸"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """[start, end) of the text that one project owns, and where in it the name stands; greetings before it count as name."""

    start: int
    end: int
    name: tuple[int, int] | None = None
    opening: int = 0  # end of greetings, dates and marks of forwarding at the start


@dataclass(frozen=True, slots=True)
class _Head:
    at: int
    start: int
    end: int


def split(text: str, names: Sequence[str], counts: Sequence[tuple[int, int]]) -> list[Segment]:
    """The stretches of folded `text`, each with its project; `counts` are spans of head and machine counts."""
    known = _known(tuple(names))
    heads = [h for h in _heads(text, known, counts) if _is_meant(text, h, known, names, counts)]
    if not heads:
        return [Segment(0, len(text), known.anywhere(text), _past_prefix(text, 0))]
    found: list[Segment] = []
    lead = heads[0].at
    if lead and any(end <= lead for _, end in counts):
        found.append(Segment(0, lead))
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        end = after.at if after else len(text)
        start = head.at if found else 0
        found.append(Segment(start, end, (head.start, head.end), head.start))
    return found


def _is_meant(
    text: str, head: _Head, known: "_Known", names: Sequence[str], counts: Sequence[tuple[int, int]]
) -> bool:
    """With the sender's names at hand, a head that fits none of them counts only when it opens a report of its own."""
    if not names or known.at(text, head.start) > head.start:
        return True
    name = text[head.start : head.end]
    if _FORM.search(text) or match_project(name, names).candidates:
        return True
    ending = _ENDING.search(name, max(1, len(name) - 4))
    reports = _count_follows(text, head.end, counts) or re.match(
        r"\s?(?:[:，,\s]|项目|工地|日报|今|昨|现|停工|正常施工)", text[head.end :]
    )
    return bool(ending and reports and any(start >= head.end for start, _ in counts))


class _Known:
    """The sender's project names as one string, so that a fragment is looked up at the speed of `in`."""

    def __init__(self, names: Sequence[str]) -> None:
        self.joined = "\n".join(normalized(name) for name in names)
        self._characters = frozenset(self.joined)

    def _reach(self, text: str, at: int, most: int) -> int:
        """How many characters from `at` could stand in a known name: an ideograph that none of them has ends it.

        Numerals could: 二期 is kept as 2期.
        """
        for n, char in enumerate(text[at : at + most]):
            if "\u4e00" <= char <= "\u9fff" and char not in self._characters and char not in _NUMERALS:
                return n
        return min(most, len(text) - at)

    def at(self, text: str, at: int) -> int:
        """End of the longest stretch from `at` that is part of a known name; `at` when there is none of two or more characters."""
        if not self.joined:
            return at
        for length in range(self._reach(text, at, 20), 1, -1):
            piece = text[at : at + length]
            if piece.isdigit() or not _CHUNK.fullmatch(piece) or _is_common(piece):
                continue
            found = self.joined.find(normalized(piece))
            if found > 0 and piece[0].isdigit() and self.joined[found - 1].isdigit():
                continue  # 10kV is no part of 110kV
            if found >= 0 and (
                length > 2 or piece[1] == "期" or found == 0 or self.joined[found - 1] == "\n"
            ):
                return at + length
        return at

    def begins_with(self, piece: str) -> bool:
        """Whether a known name begins so."""
        return f"\n{normalized(piece)}" in f"\n{self.joined}"

    def anywhere(self, text: str) -> tuple[int, int] | None:
        """A mention in the middle of a sentence, three letters at least: 领导问滨河路几时通车."""
        for at in range(len(text) - 2 if self.joined else 0):
            if self._reach(text, at, 3) < 3:
                continue
            if normalized(text[at : at + 3]) in self.joined and (end := self.at(text, at)) - at >= 3:
                return at, end
        return None


@lru_cache(maxsize=64)
def _known(names: tuple[str, ...]) -> _Known:
    return _Known(names)


_NUMERALS = frozenset("第一二三四五六七八九十")
_GENERIC_TAIL = re.compile(
    r"[路街桥园区厂院县市镇村](?:(?:改造|提升|扩建|新建|改建|建设|迁建|工程|项目)+|[一二三四五六七八九十\d]期)|\d{1,3}[kK][vV]"
)


def _is_common(piece: str) -> bool:
    """工人 is no mention of 工人文化宫, nor 改造 of any 改造工程."""
    common = (
        _GENERIC_TAIL.fullmatch(piece)
        or _NO_NAME.match(piece)
        or _NOT_A_NAME_AT_ALL.match(piece)
        or (_ENDING.fullmatch(piece) and piece[-1] != "期")
    )
    return bool(common) and (len(piece) < 4 or piece in WORKER_WORDS) and not _NAME_AFTER_ALL.match(piece)


def _heads(text: str, known: _Known, counts: Sequence[tuple[int, int]]) -> list[_Head]:
    if forms := list(_FORM.finditer(text)):
        return [_Head(m.start() + (m.group()[0] in "\n ;。]"), m.start("name"), m.end("name")) for m in forms]
    heads: list[_Head] = []
    for at in _places(text):
        if heads and at < heads[-1].end:
            continue
        head = _head_at(text, at, known, counts, heads)
        if head is not None:
            heads.append(head)
    return heads


def _places(text: str) -> list[int]:
    """Where a name may begin: the start, and behind every break or gap."""
    return [0] + [m.end() for m in re.finditer(r"[\n。;，,]\s*|\s+", text) if m.end() < len(text)]


def _head_at(
    text: str, at: int, known: _Known, counts: Sequence[tuple[int, int]], before: Sequence[_Head]
) -> _Head | None:
    start = _past_prefix(text, at)
    mark = text[at - 1] if at else "\n"
    end = known.at(text, start)
    if end > start and not before:
        return _Head(at, start, end)
    if end > start and _goes_over_to(text, start, end, known, counts):
        return _Head(at, start, end) if text[start:end] != text[before[-1].start : before[-1].end] else None
    if before:
        return _later_head(text, at, start, mark, counts, before)
    if at and mark not in "\n":
        return None
    named = _named_end(text, start) or _bare_end(text, start, counts)
    return _Head(at, start, named) if named and not _overlaps(start, named, counts) else None


_OPENS = re.compile(r"\s?(?:[:，,。;\s]|项目|工地|日报|今|昨|现|停工|正常|工人|人[数员工]|$)")


def _goes_over_to(text: str, start: int, end: int, known: _Known, counts: Sequence[tuple[int, int]]) -> bool:
    """Whether a known name further on opens a report of its own: 生产线设备就位 is work, not 某某生产线."""
    return _count_follows(text, end, counts) or (
        known.begins_with(text[start:end]) and _OPENS.match(text, end) is not None
    )


def _past_prefix(text: str, at: int) -> int:
    for _ in range(8):
        match = _PREFIX.match(text, at)
        if not match or match.end() == at:
            break
        at = match.end()
    return at


def _later_head(
    text: str, at: int, start: int, mark: str, counts: Sequence[tuple[int, int]], before: Sequence[_Head]
) -> _Head | None:
    """A second project: on its own line, or behind the counts of the first and with counts of its own."""
    end = _named_end(text, start)
    if not end or _overlaps(start, end, counts):
        return None
    counted = (
        _count_follows(text, end, counts)
        or re.match(r"(?:项目)?(?:今[天日])?(?:停工|正常施工|无人|未施工|没施工|没干)", text[end : end + 10])
        is not None
    )
    after_count = re.search(
        r"(?:停工|放假|停了)[^，,。;]{0,4}[，,]\s*$", text[max(0, at - 12) : at]
    ) is not None or _is_behind_count(text, at, counts)
    if mark == "\n":
        return (
            _Head(at, start, end)
            if counted or text[end : end + 1] in (":", " ", "今") or text[end : end + 1] == ""
            else None
        )
    if counted and (after_count or mark in "。;"):
        return _Head(at, start, end)
    if mark in "。; " and text[end : end + 1] == ":":
        return _Head(at, start, end)
    return _Head(at, start, end) if mark == " " and after_count and len(before) >= 2 else None


def _is_behind_count(text: str, at: int, counts: Sequence[tuple[int, int]]) -> bool:
    i = bisect_right(counts, at, key=lambda c: c[1]) - 1
    return i >= 0 and text[counts[i][1] : at].strip(" ，,。;、") == ""


def _overlaps(start: int, end: int, counts: Sequence[tuple[int, int]]) -> bool:
    """A name never swallows a count: 压路机2台 is no road."""
    i = bisect_right(counts, start, key=lambda c: c[1])
    return i < len(counts) and counts[i][0] < end


def _count_follows(text: str, end: int, counts: Sequence[tuple[int, int]]) -> bool:
    i = bisect_left(counts, end, key=lambda c: c[0])
    following = counts[i][0] if i < len(counts) else None
    return (
        following is not None
        and re.fullmatch(r"[\s:，,]{0,3}(?:今天|今日|昨天|现场|工地|共|有|施工)?[\s:]?", text[end:following])
        is not None
    )


def _named_end(text: str, start: int) -> int | None:
    """End of a phrase that ends like a project's name, or that stands before a colon and is no label."""
    chunk = _CHUNK.match(text, start)
    if not chunk or (_NOT_A_NAME_AT_ALL.match(chunk.group()) and not _NAME_AFTER_ALL.match(chunk.group())):
        return None
    cut = _CUT.search(text, start + 2, chunk.end())
    limit = cut.start() if cut else chunk.end()
    best = start + 2 if _SCHOOL.match(text, start) else None
    for m in _ENDING.finditer(text, start + 1, limit):
        if not _NO_NAME.match(text[start : m.end()]) and m.end() - start >= 2:
            best = m.end()
    if (
        text[limit : limit + 1] == ":"
        and 2 <= limit - start <= 16
        and not re.search(r"\d[#号]", text[start:limit])
        and not _LABEL.search(text[start:limit])
    ):
        best = limit
    if best and re.search(r"[你我咱他她这那]", text[start:best]):
        return None
    if best and re.match(r"\d{1,3}(?:#|号|$)", text[start:best]):
        return None
    return best


def _bare_end(text: str, start: int, counts: Sequence[tuple[int, int]]) -> int | None:
    """ "铝型材 工人86": a short noun alone before the first count."""
    chunk = re.compile(r"[\u4e00-\u9fff]{2,10}(?=[\s:])").match(text, start)
    if not chunk or _NOT_A_NAME_AT_ALL.match(chunk.group()) or _ACTION.search(chunk.group()):
        return None
    return chunk.end() if _count_follows(text, chunk.end(), counts) else None
