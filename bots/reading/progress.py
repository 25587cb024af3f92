"""What was built: the clauses of work that are left when counts, troubles and talk are taken out."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bots.reading.clauses import Clause, inside
from bots.reading.trouble import NO_TROUBLE

_WORK = re.compile(
    r"完成|浇|封顶|绑|吊装|摊|铺|挖|砌|安装|支模|拆模|焊|桩|钻|进尺|掘进|架设|敷设|装修|抹灰|回填|平整|清表|清理|围挡|调试|到货|并网|贯通|合[龙拢]|通车|投产|竣工|清淤|疏浚|过半|批复|拿到|办下来|办好|取得|签约|摘牌|开标|过会|交地|移交|主体|垫层|底板|顶板|梁|承台|墩|屋面|外墙|防水|保温|路基|路面|沥青|摊油|水稳|"
    r"绿化|[\d一二三四五六七八九十]层|%|\d\s?(?:方|米|吨|套|栋|根|榀|片|座|公里|km|MW|兆|亩|㎡|平)|施工|做|正在|开始|收尾|拆除|打|修|转|抽|钢筋|模板|混凝土|砼|管|电缆|设备|吊顶|幕墙|门窗|钢结构|基础|开工|收口|养护|张拉|衬砌|初支|支护|锚|喷|标线|路灯|就位|推进|贴砖|铺贴|打压|试压|\d\s?(?:环|樘|户|处|株|棵|节|孔|跨|道口)|roof|steel|floor|concrete|pour|finish|done|complete|install",
    re.IGNORECASE,
)
# Words that are work beside work or counts, but prove nothing alone.
_MAYBE_WORK = re.compile(
    r"[装拌架调排砍搭运清试堵贴刷墙柱板顶土吹填灌砼碾压喷镶铰凿截剔凑割护种植]|框架|基坑|消防|报警|管线|水电|路|井|模|窗|场地|石|箱|泵|验收|资料|准备|围"
)
_OVERALL = re.compile(
    r"(?:总体|整体|总|形象|项目|工程|综合|全部工程)(?:形象|工程|施工|建设)?(?:进度|完成率|完成|工程量|量|形象进度)(?:已|约|到|达到?|完成|为|的|累计|\s|:){0,4}(\d{1,3}(?:\.\d{1,3})?)\s?%"
)
# Requests and remarks that happen to hold a word of work.
_ASIDE = re.compile(
    r"^\s?(?:已?请|麻烦|联系|辛苦|谢谢|责任单位|责任人|责任领导|联系|填报人|附|详见|见图|照片|领导|以上|特此)|报上去|标红"
)
_LEADS = re.compile(
    r"^(?:\s*(?:今天|今日|目前|现场|项目|工地|形象进度|进度|施工内容|施工情况|工作内容|完成情况|日报|的?情况|正常)(?:改为|改成|更正为|更改为|修改为|应该?[为是])?\s?[:：]?)+"
)
_EMPTY = re.compile(
    r"^(?:一切)?(?:正常|顺利|按计划(?:推进|施工|进行)?|无|没有|收到|其他正常|(?:正在|正常)?(?:施工|作业)|[(（]?(?:在修|待修|坏了)?\s?[\d一二两三]{1,2}台?[^，。]{0,2}(?:修|保养|故障)?[中了]?[)）]?)$"
)
# Not done yet, or told of something else than the works.
_NOT_BUILT = re.compile(
    r"(?<![按照])计划(?!内)|力争|争取|确保|预计|拟于|将于|将在|原定|倒排|明[天日早]|后天|下周|下个?月|[月年周旬季日号][底内]?前|(?:国庆|春节|年底|汛期|雨季)前|准备|打算|要求|目标|里程碑|需要|即将|产值|占(?:年度|全年|总|计划|年)|"
    r"(?:出勤|到岗|完好|合格)率\s?\d|[打报说写发填记搞弄]错|有误|作废|合同价|预付款"
)
_FINISHED = re.compile(r"[\d完好了毕%]")
_TRIM = " ，,。;:、!?\n-—()()：①②③④⑤⑥⑦⑧⑨⑩|；！？"


def read_progress(
    text: str,
    original: str,
    cut: Sequence[Clause],
    taken: Sequence[tuple[int, int]],
    plans: Sequence[tuple[int, int]],
    counted: bool,
) -> str | None:
    """The clauses of work, as typed. `taken` are spans that other fields own; `counted`: the message is a report for certain."""
    kept: list[str] = []
    sure = counted
    for clause in cut:
        if (
            clause.asks
            or inside(clause.start, plans)
            or NO_TROUBLE.search(clause.text)
            or _ASIDE.search(clause.text)
            or _NOT_BUILT.search(clause.text)
        ):
            continue
        for start, end in _left(clause.start, clause.end, taken):
            if end < clause.end and end - start <= 8 and _is_label(text[start:end]):
                continue
            words = _bare(original[start:end])
            works = bool(_WORK.search(text[start:end]))
            if len(words) > 2 and (works or _MAYBE_WORK.search(text[start:end])) and not _EMPTY.match(words):
                kept.append(words)
                sure = sure or works
    return "，".join(kept) if kept and sure else None


_TAIL = re.compile(r"(?:约|大概|大约|共|一共|总共|有|等|近|(?:存在|目前)?的?(?:主要)?问题(?:是|有)?)$")


def _is_label(words: str) -> bool:
    """钢筋班 of 钢筋班22人: it names the count that it touches."""
    return bool(words) and not words.endswith(" ") and not _FINISHED.search(words)


def _bare(words: str) -> str:
    words = re.sub(r"^转(?:发)?[^，,。:：]{0,8}[:：]", "", words.strip(_TRIM))
    words = _LEADS.sub("", words.strip(_TRIM)).strip(_TRIM)
    return _TAIL.sub("", words).strip(_TRIM)


def _left(start: int, end: int, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found = []
    for a, b in sorted(taken):
        if b <= start or a >= end:
            continue
        if a > start:
            found.append((start, a))
        start = max(start, b)
    if start < end:
        found.append((start, end))
    return found


def read_percent(text: str) -> Decimal | None:
    """Physical progress of the whole project: only when it is called that."""
    match = _OVERALL.search(text)
    value = Decimal(match[1]) if match else None
    return value if value is not None and value <= 100 else None
